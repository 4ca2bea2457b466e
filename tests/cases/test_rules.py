"""The rules of a case without database or window: registration, parties, lines, the state a case shows."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from desktop.cases import rules
from desktop.cases.model import (
    RUNNING,
    Case,
    CaseId,
    Kind,
    Line,
    LineId,
    Party,
    PartyId,
    PartyRole,
    State,
)

RECEIVED = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)


def a_line(**changes):
    line = Line(
        line_id=LineId(1),
        case_id=CaseId(1),
        number=1,
        description="Fibre-optic gyroscope FOG-220",
        maker="Halden Avionics AS",
        model="FOG-220",
        part_number="",
        serial_numbers="",
        quantity=Decimal(16),
        unit="pieces",
        unit_value=Decimal("18500.00"),
        currency="EUR",
        origin="NO",
        national_code="",
        specification=(),
        version=1,
    )
    return replace(line, **changes)


def a_party(role=PartyRole.END_USER, **changes):
    party = Party(
        party_id=PartyId(1),
        case_id=CaseId(1),
        role=role,
        name="Linhas Aéreas do Minho",
        original_name="",
        kind="commercial",
        registration_number="",
        address="Rua do Aeroporto 12\n4470-558 Maia",
        country="PT",
        contact="",
        telephone="",
        email="",
        web_site="",
        version=1,
    )
    return replace(party, **changes)


APPLICANT = a_party(PartyRole.APPLICANT, party_id=PartyId(2), name="Halden Avionics AS", country="NO")


def a_case(**changes):
    case = Case(
        case_id=CaseId(1),
        reference="MX-2027-00001",
        kind=Kind.EXP,
        state=State.RCV,
        received_at=RECEIVED,
        channel="post",
        registered_at=RECEIVED,
        applicant_reference="",
        end_use="Spare gyroscopes for 22 regional turboprop aircraft.",
        place_of_use="Maintenance hangar 2, Porto airport",
        countries_differ_reason="",
        exporter_informed="no",
        exporter_aware="no",
        duplicate_answer="",
        officer_id=1,
        officer_name="Ana Bello",
        created_by=1,
        created_at=RECEIVED,
        closed_at=None,
        due_on=None,
        annex_codes="",
        headline_outcome="",
        version=1,
        lines=(a_line(),),
        parties=(APPLICANT, a_party()),
    )
    return replace(case, **changes)


def checks(missing):
    return [point.check for point in missing]


def sentences(missing):
    return " ".join(point.sentence for point in missing)


class TestEditing:
    @pytest.mark.parametrize("state", [State.DRF, *sorted(RUNNING)])
    def test_a_draft_and_a_running_case_may_be_changed(self, state):
        assert rules.may_edit(state)

    @pytest.mark.parametrize("state", sorted(set(State) - RUNNING - {State.DRF}))
    def test_a_decided_or_ended_case_may_not(self, state):
        assert not rules.may_edit(state)


class TestRegistration:
    def test_a_complete_draft_misses_nothing_for_registration_t_01(self):
        assert rules.missing_for_registration(a_case()) == []

    def test_an_empty_draft_misses_applicant_item_and_receipt_t_01(self):
        missing = rules.missing_for_registration(a_case(lines=(), parties=(), received_at=None))
        assert [point.tab for point in missing] == ["parties", "goods", "overview"]
        assert {point.check for point in missing} == {"T-01"}

    def test_an_applicant_without_name_and_an_item_without_description_do_not_count_t_01(self):
        nameless = replace(APPLICANT, name="  ")
        missing = rules.missing_for_registration(a_case(lines=(a_line(description=" "),), parties=(nameless,)))
        assert [point.tab for point in missing] == ["parties", "goods"]


class TestAddress:
    @pytest.mark.parametrize(
        "address",
        [
            "Rua do Aeroporto 12\n4470-558 Maia",
            "Airport, cargo area",
            "Kaiveien 3\nPO Box 12\n1777 Halden",
            "Kaiveien 3, P.O. Box 12, 1777 Halden",
            "Ministry of Defence\nAirport Road\nP.O. Box 30",
            "Campo Boxelder",
        ],
    )
    def test_a_street_is_a_physical_address(self, address):
        assert rules.is_physical_address(address)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "   \n ",
            "P.O. Box 12, 1777 Halden",
            "PO Box 12",
            "Post box 9\nNairobi",
            "Ministry of Defence\nPO Box 12\nRiyadh",
            "Postfach 10 20 30\n80331 München",
            "BP 120\n33700 Mérignac",
            "Apartado 77, Porto",
            "а/я 15\nМосква",
            "ص.ب 1234\nأبوظبي",
            "私書箱 5号",
        ],
    )
    def test_a_post_office_box_alone_is_not_ck_03(self, address):
        assert not rules.is_physical_address(address)


class TestParties:
    def test_a_complete_party_has_no_problem(self):
        assert rules.party_problems(a_party()) == []

    def test_a_party_needs_name_country_and_address_one_after_the_other_ck_03(self):
        assert "Give the name of the end-user" in sentences(rules.party_problems(a_party(name=" ")))
        assert "country of Linhas Aéreas do Minho" in sentences(rules.party_problems(a_party(country="")))
        assert "post-office box is not enough" in sentences(rules.party_problems(a_party(address="PO Box 1")))

    @pytest.mark.parametrize("kind", ["forwarder", "bank"])
    def test_a_forwarder_or_bank_is_never_end_user_p_1(self, kind):
        party = a_party(kind=kind)
        assert "cannot be the end-user" in rules.end_user_refusal(party)
        assert checks(rules.party_problems(party)) == ["P-1"]

    def test_a_nameless_bank_is_refused_as_end_user_too_p_1(self):
        assert rules.end_user_refusal(a_party(kind="bank", name="")).startswith("This party is a bank")

    def test_a_bank_may_pay_and_a_forwarder_may_forward_p_1(self):
        assert rules.end_user_refusal(a_party(PartyRole.PAYER, kind="bank")) is None
        assert rules.end_user_refusal(a_party(PartyRole.FREIGHT_FORWARDER, kind="forwarder")) is None

    def test_the_case_s_own_forwarder_is_refused_as_end_user_in_any_spelling_p_1(self):
        forwarder = a_party(PartyRole.FREIGHT_FORWARDER, party_id=PartyId(7), name="LINHAS AEREAS do Minho.")
        assert "the freight forwarder of this case" in rules.end_user_refusal(a_party(), (a_party(), forwarder))

    def test_two_parties_without_a_name_are_not_the_same_party_p_1(self):
        forwarder = a_party(PartyRole.FREIGHT_FORWARDER, party_id=PartyId(7), name="")
        assert rules.end_user_refusal(a_party(name=""), (forwarder,)) is None

    def test_an_end_user_is_needed_except_where_nothing_is_transferred_ck_03(self):
        alone = a_case(parties=(APPLICANT,))
        assert "Name the end-user" in sentences(rules.missing_in_application(alone))
        for kind in rules.NO_END_USER:
            assert rules.missing_in_application(replace(alone, kind=kind, place_of_use="", end_use="")) == []

    @pytest.mark.parametrize("used_at", ["", " ", "PO Box 12"])
    def test_a_physical_place_of_use_is_needed_p_2(self, used_at):
        assert checks(rules.missing_in_application(a_case(place_of_use=used_at))) == ["P-2"]

    def test_deal_parties_in_different_countries_need_a_reason_p_3(self):
        buyer = a_party(PartyRole.PURCHASER, party_id=PartyId(3), country="AE")
        apart = a_case(parties=(APPLICANT, buyer, a_party()))
        assert checks(rules.missing_in_application(apart)) == ["P-3"]
        assert rules.missing_in_application(replace(apart, countries_differ_reason="Group purchasing office.")) == []

    def test_the_applicant_s_country_and_unknown_countries_do_not_count_for_p_3(self):
        buyer = a_party(PartyRole.PURCHASER, party_id=PartyId(3), country="")
        assert "P-3" not in checks(rules.missing_in_application(a_case(parties=(APPLICANT, buyer, a_party()))))


class TestLines:
    def test_a_line_names_everything_it_lacks_in_one_sentence_ck_04(self):
        bare = a_line(description="", maker="", model="", quantity=None, unit="", unit_value=None, currency="")
        (point,) = rules.missing_in_application(a_case(lines=(bare,)))
        assert point.check == "CK-04"
        assert point.sentence == (
            "Line 1: enter description, maker, model or part number, quantity, unit, unit value and currency."
        )

    def test_one_gap_is_named_alone_ck_04(self):
        (point,) = rules.missing_in_application(a_case(lines=(a_line(currency=""),)))
        assert point.sentence == "Line 1: enter currency."

    def test_a_part_number_does_for_a_model_ck_04(self):
        assert rules.missing_in_application(a_case(lines=(a_line(model="", part_number="P-1"),))) == []

    def test_a_value_of_nothing_is_given_and_not_missing_ck_04(self):
        assert rules.missing_in_application(a_case(lines=(a_line(unit_value=Decimal(0)),))) == []


class TestStatements:
    def test_the_end_use_must_be_stated_ck_08(self):
        assert checks(rules.missing_in_application(a_case(end_use=" "))) == ["CK-08"]

    @pytest.mark.parametrize("changes", [{"exporter_informed": "not asked"}, {"exporter_aware": "not asked"}])
    def test_not_asked_is_not_no_ck_11(self, changes):
        (point,) = rules.missing_in_application(a_case(**changes))
        assert (point.check, point.tab) == ("CK-11", "overview")

    def test_yes_is_an_answer_ck_11(self):
        assert rules.missing_in_application(a_case(exporter_informed="yes", exporter_aware="yes")) == []


class TestDuplicates:
    def test_the_same_parties_and_item_in_another_spelling_are_a_likely_duplicate(self):
        other = a_case(
            case_id=CaseId(2),
            lines=(a_line(description="Spares", model="fog 220"),),
            parties=(replace(APPLICANT, name="HALDEN AVIONICS A.S."), a_party(name="Linhas aereas do Minho")),
        )
        assert rules.is_likely_duplicate(a_case(), other)

    def test_another_item_is_another_transaction(self):
        other = a_case(lines=(a_line(description="Accelerometer", model="ACC-1"),))
        assert not rules.is_likely_duplicate(a_case(), other)

    def test_an_empty_part_number_is_no_common_item(self):
        ours, theirs = a_line(description="A", model="", part_number=""), a_line(description="B", model="")
        assert not rules.is_likely_duplicate(a_case(lines=(ours,)), a_case(lines=(theirs,)))

    @pytest.mark.parametrize("parties", [(APPLICANT,), (a_party(),), (APPLICANT, a_party(name="Another airline"))])
    def test_other_or_missing_parties_are_another_transaction(self, parties):
        assert not rules.is_likely_duplicate(a_case(), a_case(parties=parties))
        assert not rules.is_likely_duplicate(a_case(parties=parties), a_case())


def work(confirmed=True, settled=True, assessed=True):
    return rules.WorkDone(lines_confirmed=confirmed, certificate_settled=settled, assessed=assessed)


class TestState:
    @pytest.mark.parametrize("state", [State.RCV, State.CLA, State.EUA, State.REC])
    def test_a_running_case_shows_the_furthest_package_not_complete(self, state):
        case = a_case(state=state)
        assert rules.state_of_work(replace(case, end_use=""), work()) is State.RCV
        assert rules.state_of_work(case, work(confirmed=False)) is State.CLA
        assert rules.state_of_work(case, work(settled=False)) is State.EUA
        assert rules.state_of_work(case, work(assessed=False)) is State.EUA
        assert rules.state_of_work(case, work()) is State.REC

    @pytest.mark.parametrize("state", [State.DRF, State.CSG, State.DEC, State.CLO, State.WDN, State.VOID])
    def test_drafts_signed_decided_and_ended_cases_keep_their_state(self, state):
        assert rules.state_of_work(a_case(state=state), work(confirmed=False)) is state


EXPECTED_TRANSITIONS = {
    ("DRF", "RCV"): "T-01",
    ("REC", "CSG"): "T-18",
    ("CSG", "REC"): "T-19",
    ("CSG", "DEC"): "T-24",
    ("DEC", "CLO"): "T-25",
    ("RCV", "WDN"): "T-26",
    ("CLA", "WDN"): "T-26",
    ("EUA", "WDN"): "T-26",
    ("REC", "WDN"): "T-26",
    ("CSG", "WDN"): "T-26",
    ("DRF", "VOID"): "VOID",
    ("RCV", "VOID"): "VOID",
    ("CLA", "VOID"): "VOID",
    ("EUA", "VOID"): "VOID",
    ("REC", "VOID"): "VOID",
}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_the_transitions_of_the_table_exist(before, after):
    assert rules.transition_rule(before, after) == EXPECTED_TRANSITIONS.get((before.value, after.value))


class TestNouns:
    def test_a_total_is_exact_and_missing_while_a_factor_is_r47(self):
        assert a_line(quantity=Decimal(3), unit_value=Decimal("0.1")).total == Decimal("0.3")
        assert a_line(quantity=None).total is None
        assert a_line(unit_value=None).total is None

    def test_the_destination_is_the_end_user_s_country_failing_that_the_consignee_s(self):
        consignee = a_party(PartyRole.ULTIMATE_CONSIGNEE, party_id=PartyId(5), country="ES")
        assert a_case(parties=(APPLICANT, consignee, a_party())).destination == "PT"
        assert a_case(parties=(consignee, a_party(country=""))).destination == "ES"
        assert a_case(parties=(APPLICANT,)).destination == ""

    def test_a_case_is_called_by_its_number_and_a_draft_by_being_one(self):
        assert a_case().title == "MX-2027-00001"
        assert a_case(reference=None).title == "Draft 1"
