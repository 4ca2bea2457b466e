"""Pure rules of deciding (domain.md §9.4, §9.5, §13)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop.cases.model import Case, CaseId, Kind, Line, LineId, Missing, State
from desktop.decisions import rules
from desktop.decisions.context import add_months, last_day_of_validity
from desktop.decisions.model import AssuranceState, LineDecision
from desktop.errors import Refused
from desktop.letters.model import LetterKind
from desktop.policy.data import load
from desktop.policy.model import Answer, Category, Denial, Embargo, EndUseClass, Outcome, Screening, Status, Tri
from desktop.policy.result import PolicyResult
from desktop.policy.rules import decide
from tests.builders.policy import answered

GYRO = answered()
FACILITY = answered("2.B.1")
UNLISTED = answered("", end_use_class=EndUseClass.C)
G2G = answered("3.A.1.a", end_use_class=EndUseClass.M, destination_status=Status.NONE)
AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def result(inputs=GYRO) -> PolicyResult:
    return decide(inputs, load())


def a_line(line_id: int = 1, quantity: Decimal | None = Decimal(16)) -> Line:
    return Line(
        LineId(line_id),
        CaseId(1),
        line_id,
        "gyro",
        "m",
        "x",
        "",
        "",
        quantity,
        "pieces",
        Decimal(1),
        "EUR",
        "",
        "",
        (),
        1,
    )


def a_case(*lines: Line, kind: Kind = Kind.EXP) -> Case:
    return Case(
        case_id=CaseId(1),
        reference="MX-2027-00001",
        kind=kind,
        state=State.REC,
        received_at=AT,
        channel="post",
        registered_at=AT,
        applicant_reference="",
        end_use="",
        place_of_use="",
        countries_differ_reason="",
        exporter_informed="no",
        exporter_aware="no",
        duplicate_answer="",
        officer_id=1,
        officer_name="Ana Bello",
        created_by=1,
        created_at=AT,
        closed_at=None,
        due_on=None,
        annex_codes="",
        headline_outcome="",
        version=1,
        lines=lines or (a_line(),),
    )


def grant(quantity: Decimal | None = Decimal(16), line_id: int = 1) -> LineDecision:
    return LineDecision(line_id, Answer.GRANT, quantity)


REFUSAL = LineDecision(
    1, Answer.REFUSE, reason_codes=("RR-03",), paragraph="Specially designed for solid motors.", heard="Told and heard."
)


def missing(*, inputs=GYRO, decision=None, **changes) -> list[Missing]:
    ready = rules.Readiness(
        case=a_case(),
        in_application=(),
        confirmed={1},
        needs_certificate=True,
        certificate_settled=True,
        results={1: result(inputs)},
        finding_gaps={},
        decisions={1: decision or grant()},
        assurances=(),
        data=load(),
    )
    return rules.missing_for_recommendation(replace(ready, **changes))


def checks(found: list[Missing]) -> list[str]:
    return [point.check for point in found]


def test_nothing_is_missing_when_all_is_done():
    assert missing() == []


def test_what_the_application_lacks_comes_first():
    gap = Missing("CK-08", "State the end-use.", "parties")
    assert missing(in_application=[gap], decisions={})[0] is gap


def test_T_17_each_line_needs_a_confirmed_classification_and_a_policy_outcome():
    found = missing(confirmed=set(), results={}, decisions={})
    assert checks(found) == ["T-07", "T-18"]
    found = missing(results={}, decisions={})
    assert checks(found) == ["T-14", "T-18"]


def test_PM_7_an_outcome_still_open_names_what_to_establish():
    unclear = answered(end_use_class=EndUseClass.U)
    found = missing(inputs=unclear, decision=grant())
    assert found[0].sentence == "Line 1: establish end use class."
    assert found[0].tab == "assessment"


def test_10_3_a_finding_without_the_words_it_rests_on_is_asked_for():
    (point,) = missing(finding_gaps={1: ["State what was compared."]})
    assert (point.sentence, point.tab) == ("Line 1: State what was compared.", "assessment")


def test_T_09_screening_and_denial_check_must_be_recorded():
    unchecked = answered(screening_result=Screening.UNKNOWN, denial_result=Denial.UNKNOWN)
    assert checks(missing(inputs=unchecked)) == ["T-09", "T-09"]


def test_T_18_an_outcome_for_every_line():
    assert checks(missing(decisions={})) == ["T-18"]


@pytest.mark.parametrize(
    ("granted", "sentence"),
    [
        (None, "enter the quantity granted."),
        (Decimal(0), "enter the quantity granted."),
        (Decimal(17), "the quantity granted is above the 16 applied for."),
    ],
)
def test_the_granted_quantity_is_above_zero_and_not_above_what_was_applied_for(granted, sentence):
    (point,) = missing(decision=grant(granted))
    assert point.sentence == f"Line 1: {sentence}"


def test_a_part_of_the_quantity_may_be_granted():
    assert missing(decision=grant(Decimal("7.5"))) == []
    assert rules.quantity_fault(Decimal(5), None) == ""


def test_a_refusal_needs_a_reason_code_a_paragraph_and_the_hearing():
    bare = LineDecision(1, Answer.REFUSE)
    assert checks(missing(decision=bare)) == ["domain §13", "LT-05", "T-21"]
    assert missing(decision=replace(REFUSAL, reason_codes=("RR-06",))) == []


def test_a_refusal_that_nobody_could_grant_needs_no_hearing():
    assert missing(inputs=FACILITY, decision=replace(REFUSAL, heard="")) == []


def test_a_reason_code_that_does_not_exist_is_no_reason():
    assert checks(missing(decision=replace(REFUSAL, reason_codes=("RR-99",)))) == ["domain §13"]


def test_a_refusal_without_policy_outcome_is_held_up_by_the_outcome_alone():
    assert checks(missing(results={}, decision=replace(REFUSAL, heard=""))) == ["T-14"]


def test_CK_07_the_certificate_must_be_settled_where_one_is_needed():
    assert checks(missing(certificate_settled=False)) == ["CK-07"]
    assert missing(certificate_settled=False, needs_certificate=False) == []


def test_9_4_a_missing_assurance_stops_a_grant_and_not_a_refusal():
    lacking = tuple(AssuranceState(code, "undertaking", "required", "", (1,)) for code in ("AS-4", "AS-7"))
    (point,) = missing(assurances=lacking)
    assert (point.check, point.sentence) == ("§9.4", "Required and not held: assurance AS-4, AS-7.")
    assert missing(assurances=lacking, decision=REFUSAL) == []


def test_9_4_what_is_to_be_considered_is_ticked_in_the_assessment():
    (point,) = missing(assurances=(AssuranceState("AS-5", "inspection", "considered", "", (1,)),))
    assert (point.tab, point.sentence) == ("assessment", "Record that AS-5 was considered: inspection.")


def test_what_the_conditions_lack_stops_a_grant():
    found = missing(condition_problems=["a"], blanks=["b"], open_questions=["c"], unmade_proposals=["d"])
    assert checks(found) == ["CH-1", "letters §6", "CH-2", "LT-04"]


def test_PM_11_no_licence_required_in_cell_N_star_needs_the_tick():
    space = answered("", end_use_class=EndUseClass.S)
    decision = LineDecision(1, Answer.NLR)
    assert checks(missing(inputs=space, decision=decision)) == ["PM-11"]
    ticked = replace(space, considered=frozenset({"inform letter"}))
    assert missing(inputs=ticked, decision=decision) == []
    assert missing(inputs=UNLISTED, decision=decision) == []


def test_PM_b_a_mixture_of_grant_and_refusal_has_no_letter_yet():
    found = missing(
        case=a_case(a_line(1), a_line(2)),
        confirmed={1, 2},
        results={1: result(), 2: result()},
        decisions={1: grant(), 2: replace(REFUSAL, line_id=2)},
    )
    assert checks(found) == ["PM-b"]


@pytest.mark.parametrize(
    ("answers", "special", "kind"),
    [
        ({Answer.GRANT}, False, LetterKind.APP),
        ({Answer.GRANT}, True, LetterKind.APC),
        ({Answer.GRANT, Answer.GRANT_CONDITIONS}, False, LetterKind.APC),
        ({Answer.REFUSE}, False, LetterKind.REF),
        ({Answer.NLR}, False, LetterKind.NLR),
    ],
)
def test_the_letter_follows_from_the_outcomes(answers, special, kind):
    assert rules.letter_kind(answers, is_special=special) is kind


@pytest.mark.parametrize("answers", [set(), {Answer.GRANT, Answer.REFUSE}, {Answer.NLR, Answer.REFUSE}])
def test_a_mixture_and_an_empty_case_have_no_letter(answers):
    with pytest.raises(Refused):
        rules.letter_kind(answers, is_special=False)


def test_the_headline_of_a_decision():
    assert rules.headline({Answer.GRANT, Answer.GRANT_CONDITIONS}) is Answer.GRANT_CONDITIONS
    assert rules.headline({Answer.REFUSE}) is Answer.REFUSE


class TestWhatIsClosed:
    def test_a_grant_of_a_production_facility_is_closed(self):
        assert "never authorised" in rules.closed_because(Answer.GRANT, result(FACILITY), Kind.EXP)

    def test_a_refusal_of_it_is_open(self):
        assert rules.closed_because(Answer.REFUSE, result(FACILITY), Kind.EXP) == ""

    def test_other_kinds_than_export_are_not_decided_in_this_release(self):
        assert "Only permanent exports" in rules.closed_because(Answer.GRANT, result(), Kind.BRK)

    @pytest.mark.parametrize("screened", [Screening.POSSIBLE, Screening.TRUE_MATCH])
    def test_a_list_match_leaves_only_the_refusal(self, screened):
        matched = result(answered(screening_result=screened))
        assert "matches a list" in rules.closed_because(Answer.GRANT, matched, Kind.EXP)
        assert rules.closed_because(Answer.REFUSE, matched, Kind.EXP) == ""

    @pytest.mark.parametrize("denied", [Denial.POSSIBLE, Denial.IDENTICAL])
    def test_DN_1_a_partners_denial_must_be_consulted_on_before_a_grant(self, denied):
        found = result(answered(denial_result=denied))
        assert "DN-1" in rules.closed_because(Answer.GRANT, found, Kind.EXP)

    def test_an_answer_given_before_it_was_closed_is_named(self):
        matched = answered(screening_result=Screening.POSSIBLE)
        assert checks(missing(inputs=matched)) == ["PM-f"]


class TestSignatures:
    def test_as_many_as_the_most_demanding_line(self):
        results = {1: result(), 2: result(G2G)}
        decisions = {1: grant(), 2: grant(line_id=2)}
        assert rules.signatures_needed(decisions, results) == 2
        assert rules.signatures_needed({1: grant()}, results) == 1

    def test_a_line_whose_outcome_is_closed_or_gone_asks_for_none_but_the_case_for_one(self):
        assert rules.signatures_needed({1: grant()}, {1: result(FACILITY)}) == 1
        assert rules.signatures_needed({1: grant()}, {}) == 1

    def test_a_category_I_refusal_needs_two(self):
        assert rules.signatures_needed({1: REFUSAL}, {1: result(FACILITY)}) == 2


class TestAssurances:
    def found(self, inputs, held=(), conditions=(), granted=None):
        return {
            each.code: each
            for each in rules.assurances({1: result(inputs)}, granted or {1: 1}, held, conditions, load())
        }

    def test_required_against_held(self):
        found = self.found(GYRO, held={"AS-1", "AS-2"})
        assert [code for code, each in found.items() if each.is_missing] == ["AS-3", "AS-4"]
        assert found["AS-1"].held_by == "undertaking of the certificate"

    def test_delivery_verification_may_be_held_by_a_condition(self):
        asked = answered(destination_status=Status.NONE)
        assert self.found(asked)["AS-10"].is_missing
        assert self.found(asked, conditions={"DV-02"})["AS-10"].held_by == "condition DV-02"

    def test_certification_is_left_out_where_the_state_issues_none(self):
        asked = answered(destination_status=Status.NONE, state_issues_certificates=Tri.NO)
        assert "AS-6" not in self.found(asked)
        assert self.found(replace(asked, state_issues_certificates=Tri.UNKNOWN))["AS-6"].is_missing

    def test_what_was_considered_counts_as_held(self):
        asked = answered(destination_status=Status.ADHERENT)
        assert self.found(asked)["AS-5"].is_missing
        weighed = replace(asked, considered=frozenset({"AS-5"}))
        assert self.found(weighed)["AS-5"].held_by == "considered"

    def test_a_line_without_policy_outcome_asks_for_nothing(self):
        assert rules.assurances({}, {1: 1}, (), (), load()) == ()

    def test_a_line_that_is_not_granted_asks_for_nothing(self):
        assert self.found(GYRO, granted={2: 2}) == {}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 3, 1), 24, date(2029, 3, 1)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
    ],
)
def test_months_are_added_as_calendars_do(day, months, later):
    assert add_months(day, months) == later


def test_TL_20_validity_is_24_months_and_12_for_category_I():
    assert last_day_of_validity(date(2027, 3, 1), Category.II) == date(2029, 2, 28)
    assert last_day_of_validity(date(2027, 3, 1), Category.I) == date(2028, 2, 29)


def test_an_embargo_is_refused_without_hearing():
    embargoed = answered(embargo_result=Embargo.PROHIBITED)
    assert result(embargoed).outcome is Outcome.EMBARGO
    assert missing(inputs=embargoed, decision=replace(REFUSAL, reason_codes=("RR-01",), heard="")) == []
