"""What the verbs of deciding refuse, and what they keep."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.decisions import context, letter_facts, service, store
from desktop.errors import Refused, StaleCase, UserError
from desktop.letters.model import LetterKind
from desktop.policy import service as policy
from desktop.policy.model import Answer, EndUseClass
from tests.builders.cases import APPLICANT, END_USER, GYROS, a_case, a_draft
from tests.builders.decisions import (
    REFUSAL,
    a_granted_draft,
    a_refused_draft,
    a_signed_case,
    an_assessed_case,
    answer_all,
    choose_proposed,
    countersign,
    recommend,
    settle_certificate,
    standing,
)
from tests.builders.policy import findings
from tests.builders.raw import raw_tool
from tests.conftest import PASSWORD

TODAY = date(2027, 3, 1)


def set_outcome(office, person, case, answer=Answer.GRANT, **details):
    line = case.lines[0]
    office.write(person, lambda act: service.set_outcome(act, case.case_id, line.line_id, answer, **details))


def outcome_of(office, case):
    with office.read() as connection:
        return store.outcomes_of(connection, case.case_id)[case.lines[0].line_id]


class TestOutcomes:
    def test_a_grant_without_quantity_grants_what_was_applied_for(self, office, actor):
        case = an_assessed_case(office, actor)
        set_outcome(office, actor("ana"), case)
        assert outcome_of(office, case).granted_quantity == Decimal(16)

    def test_a_refusal_keeps_its_reasons_and_a_grant_drops_them(self, office, actor):
        case = an_assessed_case(office, actor)
        set_outcome(office, actor("ana"), case, Answer.REFUSE, reason_codes=["RR-06", "RR-05", "RR-05"])
        assert outcome_of(office, case).reason_codes == ("RR-05", "RR-06")
        assert outcome_of(office, case).granted_quantity is None
        set_outcome(office, actor("ana"), case, Answer.GRANT)
        assert outcome_of(office, case).reason_codes == ()

    def test_more_than_was_applied_for_is_refused_beside_its_field(self, office, actor):
        case = an_assessed_case(office, actor)
        with pytest.raises(UserError, match="above the 16 applied for") as raised:
            set_outcome(office, actor("ana"), case, granted_quantity=Decimal("16.5"))
        assert raised.value.field == "granted_quantity"

    def test_a_reason_that_does_not_exist_is_refused(self, office, actor):
        case = an_assessed_case(office, actor)
        with pytest.raises(UserError, match="RR-99 is not a reason"):
            set_outcome(office, actor("ana"), case, Answer.REFUSE, reason_codes=["RR-99"])

    def test_the_policy_comes_first(self, office, actor):
        with pytest.raises(UserError, match="run the policy first"):
            set_outcome(office, actor("ana"), a_case(office, actor("ana")))

    def test_a_line_that_is_gone_is_told(self, office, actor):
        case = an_assessed_case(office, actor)
        with pytest.raises(UserError, match="no longer part"):
            office.write(actor("ana"), lambda act: service.set_outcome(act, case.case_id, 999, Answer.GRANT))

    def test_a_draft_case_has_no_outcome(self, office, actor):
        case_id = a_draft(office, actor("ana"))
        with office.read() as connection:
            draft = case_store.case_by_id(connection, case_id)
        with pytest.raises(Refused, match="state draft"):
            set_outcome(office, actor("ana"), draft)

    @pytest.mark.parametrize("name", ["tess", "sara", "hedda", "adam", "otto"])
    def test_who_may_not_recommend_proposes_nothing(self, office, actor, name):
        with pytest.raises(Refused):
            set_outcome(office, actor(name), an_assessed_case(office, actor))

    def test_R12_an_outcome_saved_by_somebody_else_is_told(self, office, actor):
        case = an_assessed_case(office, actor)
        set_outcome(office, actor("ana"), case)
        set_outcome(office, actor("ben"), case, paragraph="seen", version=1)
        with pytest.raises(StaleCase):
            set_outcome(office, actor("ana"), case, paragraph="mine", version=1)

    def test_R38_hidden_characters_are_refused_beside_their_field(self, office, actor):
        case = an_assessed_case(office, actor)
        with pytest.raises(UserError) as raised:
            set_outcome(office, actor("ana"), case, Answer.REFUSE, paragraph="a\x00b")
        assert raised.value.field == "paragraph"

    def test_reasons_are_kept_as_they_are_typed_and_leave_no_entry_when_they_stay(self, office, actor):
        from desktop.audit import store as journal

        case = an_assessed_case(office, actor)
        office.write(actor("ana"), lambda act: service.save_reasons(act, case.case_id, " Good use. "))
        office.write(actor("ana"), lambda act: service.save_reasons(act, case.case_id, "Good use, known user."))
        with office.read() as connection:
            assert store.draft_reasons(connection, case.case_id) == (2, "Good use, known user.")
            before = journal.head(connection)
        office.write(actor("ana"), lambda act: service.save_reasons(act, case.case_id, "Good use, known user."))
        with office.read() as connection:
            assert journal.head(connection) == before


class TestSigning:
    def test_a_recommendation_says_everything_that_is_missing(self, office, actor):
        case = an_assessed_case(office, actor)
        with pytest.raises(UserError, match="choose the outcome") as raised:
            recommend(office, actor("ana"), case)
        assert "Settle the end-use certificate" in raised.value.message

    def test_a_recommendation_gives_its_reasons(self, office, actor):
        with pytest.raises(UserError, match="Give the reasons"):
            recommend(office, actor("ana"), a_refused_draft(office, actor), reasons=" ")

    def test_a_signed_case_is_not_signed_again(self, office, actor):
        case = a_signed_case(office, actor)
        with pytest.raises(Refused, match="signed already"):
            recommend(office, actor("ben"), case)

    def test_a_wrong_password_signs_nothing(self, office, actor):
        case = a_refused_draft(office, actor)
        with pytest.raises(UserError, match="password"):
            office.write(actor("ana"), lambda act: service.recommend(act, case.case_id, "wrong", "so"))
        with office.read() as connection:
            assert store.recommendations_of(connection, case.case_id) == ()

    def test_an_account_that_is_gone_signs_nothing(self, office, actor):
        case = a_refused_draft(office, actor)
        gone = replace(actor("ana"), person_id=98)
        with pytest.raises(Refused) as refused:
            recommend(office, gone, case)
        assert refused.value.rule == "R15"

    def test_T_24_an_outcome_that_no_longer_fits_the_day_is_not_countersigned(self, office, actor, clock):
        clock.set(datetime(2016, 6, 20, 9, 0, tzinfo=UTC))
        india = replace(END_USER, name="Sarda Adhesives", country="IN")
        case = a_refused_draft(office, actor, codes=("1.A.1",), parties=(APPLICANT, india))
        recommend(office, actor("ana"), case)
        clock.set(datetime(2016, 6, 27, 9, 0, tzinfo=UTC))
        with pytest.raises(Refused, match="does not fit the facts of today"):
            countersign(office, actor("sara"), case)

    def test_a_paper_attached_after_signing_changes_nothing_that_was_signed(self, office, actor):
        from tests.builders.certificates import a_document

        case = a_signed_case(office, actor)
        from tests.documents.papers import by_reportlab

        a_document(office, actor("ana"), case.case_id, content=by_reportlab() + b"\n%another", name="later.pdf")
        assert countersign(office, actor("sara"), case) is not None

    def test_a_decision_that_is_gone_or_of_another_recommendation_is_found(self, office, actor, place):
        case = a_signed_case(office, actor)
        countersign(office, actor("sara"), case)
        with raw_tool(place, guards_off=True) as execute:
            execute("DELETE FROM decision")
        with office.read() as connection, pytest.raises(Refused, match="not on the recommendation that stands"):
            service.verify_signatures(connection, case.case_id)

    def test_the_number_of_signatures_in_content_and_row_must_agree(self, office, actor, place):
        case = a_signed_case(office, actor)
        countersign(office, actor("sara"), case)
        with raw_tool(place, guards_off=True) as execute:
            execute("UPDATE recommendation SET signatures_needed = 2")
        with office.read() as connection, pytest.raises(Refused) as refused:
            service.verify_signatures(connection, case.case_id)
        assert refused.value.rule == "R17"

    def test_T_19_a_returned_case_may_be_returned_again(self, office, actor):
        case = a_signed_case(office, actor)
        office.write(actor("sara"), lambda act: service.send_back(act, case.case_id, "One.", PASSWORD))
        recommend(office, actor("ana"), case)
        office.write(actor("sven"), lambda act: service.send_back(act, case.case_id, "Two.", PASSWORD))
        with office.read() as connection:
            ended = [each.ended_because for each in store.recommendations_of(connection, case.case_id)]
            assert store.standing(connection, case.case_id) is None
        assert ended == ["One.", "Two."]


class TestLetterFacts:
    def facts(self, office, case):
        with office.read() as connection:
            return letter_facts.gather(connection, case.case_id, dated=TODAY)

    def test_a_part_of_the_quantity_is_printed_with_its_own_value(self, office, actor):
        case = a_granted_draft(office, actor)
        set_outcome(office, actor("ana"), case, granted_quantity=Decimal(4))
        (line,) = self.facts(office, case).lines
        assert (line.quantity, line.value) == (Decimal(4), Decimal("74000.00"))

    def test_several_lines_are_told_in_brief_and_their_paragraphs_joined_once(self, office, actor):
        second = replace(GYROS, description="An accelerometer with a very long description " * 4, model="ACC-1")
        case = an_assessed_case(office, actor, lines=(second, GYROS), codes=("2.B.1",))
        answer_all(office, actor("ana"), case, Answer.REFUSE, **REFUSAL)
        facts = self.facts(office, case)
        assert facts.case.goods.endswith("… and 1 more")
        assert facts.grounds.paragraph == REFUSAL["paragraph"]
        assert facts.kind is LetterKind.REF

    def test_reasons_print_their_public_text_alone(self, office, actor):
        case = a_refused_draft(office, actor)
        (reason,) = self.facts(office, case).grounds.reasons
        assert reason.public_text == "Transfers of this kind are not authorised."
        assert "heard" not in str(self.facts(office, case).to_plain())

    def test_a_grant_without_validity_is_drafted_with_the_day_of_the_letter(self, office, actor):
        case = an_assessed_case(office, actor)
        answer_all(office, actor("ana"), case)
        licence = self.facts(office, case).licence
        assert licence is not None
        assert (licence.valid_from, licence.valid_to, licence.single_shipment) == (TODAY, TODAY, False)

    def test_one_shipment_exhausts_a_licence_with_USE_04(self, office, actor):
        case = a_granted_draft(office, actor)
        office.write(actor("ana"), lambda act: service.add_condition(act, case.case_id, "USE-04"))
        licence = self.facts(office, case).licence
        assert licence is not None
        assert licence.single_shipment

    def test_a_grant_whose_policy_outcome_no_longer_fits_is_drafted_without_licence(self, office, actor):
        case = a_granted_draft(office, actor)
        line = case.lines[0]
        changed = findings(end_use_class=EndUseClass.C)
        office.write(actor("ana"), lambda act: policy.record_assessment(act, case.case_id, line.line_id, changed))
        facts = self.facts(office, case)
        assert (facts.licence, facts.conditions) == (None, ())

    def test_the_edition_is_written_as_a_day_where_it_is_one(self):
        assert letter_facts._edition("2024-03-14") == "14 March 2024"
        assert letter_facts._edition("draft of the office") == "draft of the office"

    def test_who_has_left_the_office_is_printed_as_he_signed(self, office, actor, place):
        case = a_signed_case(office, actor)
        countersign(office, actor("sara"), case)
        with raw_tool(place) as execute:
            execute("UPDATE person SET title = 'Senior officer' WHERE sign_in_name = 'sara'")
        (one,) = self.facts(office, case).signatories
        assert (one.name, one.title, one.role) == ("Sara Vance", "Senior officer", "Supervisor")

    def test_a_case_without_applicant_has_no_letter(self, office, actor, place):
        case = a_refused_draft(office, actor)
        with raw_tool(place) as execute:
            execute("DELETE FROM case_party WHERE role = 'applicant'")
        with pytest.raises(UserError, match="Name the applicant"):
            self.facts(office, case)

    def test_a_draft_case_has_no_letter(self, office, actor):
        case_id = a_draft(office, actor("ana"))
        with office.read() as connection, pytest.raises(UserError, match="outcome of every line"):
            letter_facts.gather(connection, case_id, dated=TODAY)


class TestContext:
    def test_a_validity_that_is_no_day_is_asked_for(self, office, actor):
        case = a_granted_draft(office, actor)
        office.write(
            actor("ana"),
            lambda act: service.fill_condition(act, case.case_id, "GEN-06", {"start_date": "soon"}, ""),
        )
        with office.read() as connection:
            grant = context.grant_of(connection, case.case_id, TODAY)
            assert grant is not None
            assert context.validity(grant) is None
            faults = context.situation_of(connection, case.case_id, TODAY).readiness.condition_problems
        assert any("GEN-06" in fault for fault in faults)

    def test_a_condition_that_is_not_chosen_is_not_filled(self, office, actor):
        case = a_granted_draft(office, actor)
        with pytest.raises(UserError, match="not among the chosen"):
            office.write(
                actor("ana"), lambda act: service.fill_condition(act, case.case_id, "DV-01", {"dv_days": "90"}, "")
            )

    def test_own_words_take_the_next_free_number(self, office, actor):
        case = a_granted_draft(office, actor)
        names = [office.write(actor("ana"), lambda act: service.add_own_condition(act, case.case_id))[0] for _ in "ab"]
        assert names == ["X-1", "X-2"]

    def test_taking_over_keeps_what_was_filled(self, office, actor):
        case = an_assessed_case(office, actor)
        answer_all(office, actor("ana"), case)
        office.write(actor("ana"), lambda act: service.add_condition(act, case.case_id, "USE-05"))
        office.write(
            actor("ana"), lambda act: service.fill_condition(act, case.case_id, "USE-05", {"platform": "ATR 42"}, "")
        )
        office.write(actor("ana"), lambda act: service.take_over_proposed(act, case.case_id))
        with office.read() as connection:
            chosen = {each.chosen.condition_id: each.chosen for each in store.conditions_of(connection, case.case_id)}
        assert chosen["USE-05"].values == {"platform": "ATR 42"}
        assert "GEN-06" in chosen

    def test_a_grant_changed_to_a_refusal_leaves_its_conditions_out_of_the_letter(self, office, actor):
        case = a_granted_draft(office, actor)
        set_outcome(office, actor("ana"), case, Answer.REFUSE, **{**REFUSAL, "reason_codes": ["RR-06"]})
        with office.read() as connection:
            facts = letter_facts.gather(connection, case.case_id, dated=TODAY)
        assert (facts.kind, facts.conditions) == (LetterKind.REF, ())


def test_PM_8_a_grant_with_government_assurance_is_signed_by_supervisor_and_head(office, actor, monkeypatch):
    """The certificate of a foreign ministry is another slice's; here AS-7 is held to see who signs (§9.5)."""
    from desktop.documents import service as document_service
    from desktop.documents import store as document_store

    held = frozenset({"AS-1", "AS-2", "AS-3", "AS-4", "AS-7"})
    monkeypatch.setattr(document_store, "undertakings_held", lambda _connection, _case_id: held)
    monkeypatch.setattr(document_service, "certificate_settled", lambda _connection, _case_id: True)
    case = an_assessed_case(office, actor, codes=("3.A.1.a",), found={"end_use_class": EndUseClass.M})
    settle_certificate(office, actor("ana"), case)
    answer_all(office, actor("ana"), case)
    choose_proposed(office, actor("ana"), case, notice_days="30", dv_days="90", report_month="January", years="3")
    recommend(office, actor("ana"), case)
    assert standing(office, case).signatures_needed == 2
    assert countersign(office, actor("sara"), case) is None
    assert countersign(office, actor("hedda"), case) is not None


def test_a_case_whose_line_changed_its_kind_is_not_decided(office, actor):
    case = a_granted_draft(office, actor)
    with office.read() as connection:
        version = case_store.case_by_id(connection, case.case_id).version
    office.write(actor("ana"), lambda act: cases.save_header(act, case.case_id, version, {"kind": "BRK"}))
    with pytest.raises(UserError, match="Only permanent exports are decided"):
        recommend(office, actor("ana"), case)
