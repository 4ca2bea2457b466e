"""What follows from the facts of a case at the end of each act: state, annex codes, headline, due day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from db.tables.cases import case_pause
from desktop.audit import store as journal
from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.cases.model import State
from desktop.decisions.follow import target_of
from desktop.policy import service as policy
from desktop.policy.data import load
from desktop.policy.model import Answer, EndUseClass, Tri, WmdFinding
from desktop.policy.rules import decide
from tests.builders.cases import a_case, a_draft
from tests.builders.decisions import (
    REFUSAL,
    a_refused_draft,
    an_assessed_case,
    answer_all,
    assess,
    confirm_classification,
    recommend,
    settle_certificate,
)
from tests.builders.policy import answered, findings


def case_of(office, case_id):
    with office.read() as connection:
        return case_store.case_by_id(connection, int(case_id))


def acts_of(office, case_id):
    with office.read() as connection:
        return [entry.act for entry, _ in journal.entries(connection, case_id=int(case_id))]


def test_a_case_shows_the_furthest_package_that_is_not_complete(office, actor):
    case = a_case(office, actor("ana"))
    assert case.state is State.CLA
    confirm_classification(office, actor("tess"), case)
    assert case_of(office, case.case_id).state is State.EUA
    assess(office, actor("tess"), case, findings())
    assert case_of(office, case.case_id).state is State.EUA
    settle_certificate(office, actor("ana"), case)
    assert case_of(office, case.case_id).state is State.REC


def test_an_outcome_still_open_is_no_assessment(office, actor):
    case = an_assessed_case(office, actor, codes=("2.B.2",), found={"part_of_facility": Tri.UNKNOWN})
    assert case_of(office, case.case_id).headline_outcome == "RESOLVE_FIRST"
    assert case_of(office, case.case_id).state is State.EUA


@pytest.mark.parametrize(
    ("codes", "found"), [(("2.B.1",), {}), ((), {"end_use_class": EndUseClass.C})], ids=["prohibited", "no licence"]
)
def test_a_certificate_is_not_waited_for_where_none_can_matter(office, actor, codes, found):
    case = an_assessed_case(office, actor, codes=codes, found=found)
    assert case_of(office, case.case_id).state is State.REC


def test_10_3_a_certificate_that_does_not_satisfy_keeps_no_refusal_up(office, actor):
    case = an_assessed_case(office, actor)
    assert case_of(office, case.case_id).state is State.EUA
    answer_all(office, actor("ana"), case, Answer.REFUSE, **{**REFUSAL, "reason_codes": ["RR-07"]})
    assert case_of(office, case.case_id).state is State.REC
    recommend(office, actor("ana"), case)
    assert case_of(office, case.case_id).state is State.CSG


def test_the_list_shows_codes_and_the_strictest_outcome(office, actor):
    case = an_assessed_case(office, actor, codes=("9.A.4", "9.A.6"))
    shown = case_of(office, case.case_id)
    assert (shown.annex_codes, shown.headline_outcome) == ("9.A.4, 9.A.6", "CASE_BY_CASE")


def test_the_headline_goes_when_its_outcome_no_longer_fits(office, actor):
    case = an_assessed_case(office, actor)
    line = case.lines[0]
    office.write(
        actor("ana"),
        lambda act: policy.record_assessment(act, case.case_id, line.line_id, findings(end_use_class=EndUseClass.T)),
    )
    assert case_of(office, case.case_id).headline_outcome == ""


def test_V1_a_registered_case_is_due_in_20_working_days(office, actor):
    assert a_case(office, actor("ana")).due_on == date(2027, 3, 31)


def test_TL_07_a_category_I_case_is_due_in_60_working_days(office, actor):
    case = a_refused_draft(office, actor)
    assert case_of(office, case.case_id).due_on == date(2027, 5, 27)


@pytest.mark.parametrize(
    ("categories", "inputs", "target"),
    [
        (["II"], [answered()], 20),
        ([], [], 20),
        ([None], [answered("", informed=Tri.YES)], 40),
        (["I"], [answered("2.B.1")], 60),
        (["II"], [answered(wmd_finding=WmdFinding.JUDGED)], 60),
    ],
)
def test_TL_05_to_TL_07_targets(categories, inputs, target):
    results = {number: decide(each, load()) for number, each in enumerate(inputs)}
    assert target_of(categories, results) == target


def test_C_5_a_case_has_no_due_day_while_its_clock_stands(office, actor, clock):
    case = a_case(office, actor("ana"))
    clock.advance(timedelta(days=1))

    def stop(act):
        act.connection.execute(
            insert(case_pause).values(case_id=case.case_id, cause="RFI", issued_at=act.now, answered_at=None)
        )
        act.record("pause.began", "cases", case.case_id)

    office.write(actor("ana"), stop)
    assert case_of(office, case.case_id).due_on is None
    assert acts_of(office, case.case_id)[-1] == "case.due_set"


def test_C_8_the_due_day_is_reckoned_on_the_offices_own_clock(office, actor, clock):
    clock.set(datetime(2027, 3, 1, 17, 30, tzinfo=UTC))
    assert a_case(office, actor("ana")).due_on == date(2027, 4, 1), "V2: registered after close"


def test_a_draft_has_no_clock(office, actor):
    assert case_of(office, a_draft(office, actor("ana"))).due_on is None


def test_nothing_is_written_where_nothing_follows(office, actor):
    case = an_assessed_case(office, actor)
    before = acts_of(office, case.case_id)
    office.write(actor("sara"), lambda act: cases.assign(act, [case.case_id], actor("ben").person_id))
    assert acts_of(office, case.case_id)[len(before) :] == ["case.assigned"]
