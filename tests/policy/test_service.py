"""Recording findings and running the policy on a case, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.audit import store as journal
from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.errors import Refused, StaleCase, UserError
from desktop.policy import service, store
from desktop.policy.findings import NEEDS_BASIS, gaps, needs_basis
from desktop.policy.model import (
    Contribution,
    Denial,
    Embargo,
    EndUseClass,
    Findings,
    Outcome,
    Screening,
    Status,
    Tri,
    WmdFinding,
)
from tests.builders.cases import APPLICANT, END_USER, a_case, a_draft
from tests.builders.decisions import an_assessed_case, assess, confirm_classification
from tests.builders.policy import findings


def record(office, person, case, found, **more):
    line = case.lines[0]
    office.write(person, lambda act: service.record_assessment(act, case.case_id, line.line_id, found, **more))


def run(office, person, case):
    return office.write(person, lambda act: service.run_policy(act, case.case_id))[0]


def latest(office, case, on=None):
    with office.read() as connection:
        return store.latest(connection, case.case_id, on)


@pytest.fixture
def classified(office, actor):
    case = a_case(office, actor("ana"))
    confirm_classification(office, actor("tess"), case)
    return case


def test_findings_are_kept_as_they_were_recorded_with_who_and_when(office, actor, classified):
    found = findings(basis={"wmd_finding": "nothing known"})
    record(office, actor("tess"), classified, found, remark="Figures checked against the data sheet.")
    with office.read() as connection:
        kept = store.assessments_of(connection, classified.case_id)[classified.lines[0].line_id]
    assert kept.findings == found
    assert (kept.remark, kept.assessed_by, kept.version) == (
        "Figures checked against the data sheet.",
        "Tess Lindqvist",
        1,
    )


def test_the_policy_outcome_is_frozen_with_inputs_sources_and_trace(office, actor, classified):
    record(office, actor("tess"), classified, findings())
    (result,) = run(office, actor("ana"), classified).values()
    assert result.outcome is Outcome.CASE_BY_CASE
    assert result.inputs.destination_status is Status.MEMBER
    sources = result.inputs.sources
    assert sources["end_use_class"] == "assessment by Tess Lindqvist"
    assert sources["category"] == "classification confirmed by Tess Lindqvist, edition 2024-03-14"
    assert sources["informed"] == "statement of the exporter (CK-11)"
    assert sources["destination_status"].startswith("table of states on 2027-03-01")
    assert latest(office, classified) == {classified.lines[0].line_id: result}


def test_a_line_that_nobody_assessed_is_open_and_says_what_is_missing(office, actor, classified):
    (result,) = run(office, actor("ana"), classified).values()
    assert result.outcome is Outcome.RESOLVE_FIRST
    assert "end_use_class" in result.missing


def test_an_outcome_no_longer_fits_when_its_inputs_change(office, actor):
    case = an_assessed_case(office, actor)
    assert latest(office, case)
    record(office, actor("ana"), case, findings(end_use_class=EndUseClass.M))
    assert latest(office, case) == {}
    (result,) = run(office, actor("ana"), case).values()
    assert result.outcome is Outcome.CASE_BY_CASE_G2G


def test_an_outcome_no_longer_fits_when_CK_11_is_answered_otherwise(office, actor):
    case = an_assessed_case(office, actor)
    with office.read() as connection:
        version = case_store.case_by_id(connection, case.case_id).version
    office.write(actor("ana"), lambda act: cases.save_header(act, case.case_id, version, {"exporter_informed": "yes"}))
    assert latest(office, case) == {}


def test_an_outcome_no_longer_fits_when_the_destinations_status_changes_with_the_day(office, actor, clock):
    from dataclasses import replace

    clock.set(datetime(2016, 6, 20, 9, 0, tzinfo=UTC))
    india = replace(END_USER, name="Sarda Adhesives", country="IN")
    case = an_assessed_case(office, actor, parties=(APPLICANT, india))
    assert latest(office, case, date(2016, 6, 26))
    assert latest(office, case, date(2016, 6, 27)) == {}
    assert latest(office, case), "on the day it was made it holds"


def test_a_run_that_changes_nothing_writes_no_entry(office, actor):
    case = an_assessed_case(office, actor)
    with office.read() as connection:
        before = journal.head(connection)
    run(office, actor("ana"), case)
    record(office, actor("ana"), case, findings())
    with office.read() as connection:
        assert journal.head(connection) == before


def test_every_run_is_kept(office, actor):
    case = an_assessed_case(office, actor)
    record(office, actor("ana"), case, findings(end_use_class=EndUseClass.C))
    run(office, actor("ana"), case)
    from sqlalchemy import select

    from db.tables.policy import policy_result

    with office.read() as connection:
        assert len(connection.execute(select(policy_result.c.id)).all()) == 2


def test_a_line_that_meets_several_entries_takes_the_strictest_outcome(office, actor):
    case = an_assessed_case(office, actor, codes=("9.A.4", "2.A.1.d"))
    (result,) = latest(office, case).values()
    assert (result.outcome, result.inputs.annex_ref) == (Outcome.STRONG_PRESUMPTION, "2.A.1.d")


def test_an_unlisted_line(office, actor):
    case = an_assessed_case(office, actor, codes=(), found={"end_use_class": EndUseClass.C})
    (result,) = latest(office, case).values()
    assert result.outcome is Outcome.NLR


@pytest.mark.parametrize(
    ("codes", "answer", "outcome"),
    [
        (("4.B.3.a",), Tri.NO, Outcome.CASE_BY_CASE),
        (("4.B.3.a",), Tri.UNKNOWN, Outcome.RESOLVE_FIRST),
        (("4.B.3.a",), Tri.YES, Outcome.PROHIBITED),
        (("9.D.1",), Tri.YES, Outcome.PROHIBITED),
        (("9.D.1",), Tri.UNKNOWN, Outcome.CASE_BY_CASE),
        (("9.A.4",), Tri.UNKNOWN, Outcome.CASE_BY_CASE),
        (("2.B.1",), Tri.UNKNOWN, Outcome.PROHIBITED),
    ],
)
def test_PM_2_equipment_is_asked_whether_it_is_part_of_a_category_I_facility(office, actor, codes, answer, outcome):
    case = an_assessed_case(office, actor, codes=codes, found={"part_of_facility": answer})
    (result,) = latest(office, case).values()
    assert result.outcome is outcome


def test_EM_3_a_party_in_the_chain_under_a_standing_embargo_stops_the_case(office, actor):
    from dataclasses import replace

    from desktop.cases.model import PartyRole

    payer = replace(END_USER, role=PartyRole.PAYER, name="Bank", country="KP")
    case = an_assessed_case(
        office, actor, parties=(APPLICANT, END_USER, payer), codes=(), found={"end_use_class": EndUseClass.C}
    )
    (result,) = latest(office, case).values()
    assert result.outcome is Outcome.EMBARGO
    assert "1718" in result.inputs.sources["embargo_result"]


def test_the_contribution_finding_is_the_assessors(office, actor, classified):
    with pytest.raises(Refused) as refused:
        record(office, actor("ana"), classified, findings(contribution_finding=Contribution.NO))
    assert (refused.value.rule, refused.value.field) == ("domain §10.3", "contribution_finding")
    record(office, actor("ana"), classified, findings(contribution_finding=Contribution.UNKNOWN))
    record(office, actor("tess"), classified, findings(contribution_finding=Contribution.POSSIBLE))
    record(office, actor("ana"), classified, findings(contribution_finding=Contribution.POSSIBLE), remark="seen")


def test_R12_an_assessment_saved_by_somebody_else_is_told(office, actor, classified):
    record(office, actor("tess"), classified, findings())
    record(office, actor("tess"), classified, findings(end_use_class=EndUseClass.C), version=1)
    with pytest.raises(StaleCase):
        record(office, actor("ana"), classified, findings(end_use_class=EndUseClass.T), version=1)


@pytest.mark.parametrize("name", ["sara", "adam", "otto"])
def test_a_role_without_the_right_assesses_nothing(office, actor, classified, name):
    with pytest.raises(Refused):
        record(office, actor(name), classified, findings())
    with pytest.raises(Refused):
        run(office, actor(name), classified)


def test_a_draft_is_not_assessed(office, actor):
    case_id = a_draft(office, actor("ana"))
    with office.read() as connection:
        case = case_store.case_by_id(connection, case_id)
    with pytest.raises(Refused, match="not in work"):
        record(office, actor("tess"), case, findings())
    with pytest.raises(Refused, match="not in work"):
        run(office, actor("ana"), case)


def test_a_line_of_another_case_is_not_assessed(office, actor, classified):
    with pytest.raises(UserError, match="no longer part"):
        office.write(actor("tess"), lambda act: service.record_assessment(act, classified.case_id, 999, findings()))


def test_the_policy_waits_for_the_classification(office, actor):
    case = a_case(office, actor("ana"))
    with pytest.raises(UserError, match="Confirm the classification of line 1"):
        run(office, actor("ana"), case)


def test_10_3_the_policy_does_not_rest_on_a_finding_without_its_words(office, actor, classified):
    with pytest.raises(UserError) as raised:
        assess(office, actor("tess"), classified, findings(wmd_finding=WmdFinding.JUDGED, end_use_class=EndUseClass.W))
    assert raised.value.field == "wmd_finding"


@pytest.mark.parametrize(
    ("found", "field"),
    [
        (findings(wmd_finding=WmdFinding.SUSPECTED), "wmd_finding"),
        (findings(exception_note=Tri.YES), "exception_note"),
        (findings(inseparable=Tri.YES), "inseparable"),
        (findings(embargo_result=Embargo.PROHIBITED), "embargo_result"),
        (findings(screening_result=Screening.TRUE_MATCH), "screening_result"),
        (findings(denial_result=Denial.POSSIBLE), "denial_result"),
        (findings(end_use_class=EndUseClass.W), "wmd_finding"),
        (findings(exemption="Committee note 4"), "exemption"),
    ],
)
def test_what_a_finding_needs_beside_its_answer(found, field):
    from dataclasses import replace

    assert [gap.field for gap in gaps(found)] == [field]
    if field in NEEDS_BASIS and needs_basis(found, field):
        assert gaps(replace(found, basis={field: "the words it rests on"})) == ()


def test_findings_with_everything_answered_need_nothing_more():
    assert gaps(findings()) == ()
    assert not needs_basis(findings(), "end_use_class")


def test_hostile_text_in_a_basis_is_refused_beside_its_field(office, actor, classified):
    with pytest.raises(UserError) as raised:
        record(office, actor("tess"), classified, findings(basis={"wmd_finding": "a\x00b"}))
    assert raised.value.field == "wmd_finding"


def test_findings_of_an_older_program_read_with_everything_unknown():
    assert Findings.from_plain({}) == Findings()
    assert Findings.from_plain({"end_use_class": "A", "something_else": 1}).end_use_class is EndUseClass.A


def test_time_alone_changes_nothing(office, actor, clock):
    case = an_assessed_case(office, actor)
    clock.advance(timedelta(days=30))
    assert latest(office, case, date(2027, 3, 31))
