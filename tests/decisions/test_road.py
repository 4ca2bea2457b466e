"""The road from outcome to decision: grant, refusal by two signatures, no licence required, return to the clerk."""

import pytest

from desktop.cases import store as cases
from desktop.cases.model import State
from desktop.decisions import service, store
from desktop.decisions.model import RecommendationState
from desktop.policy.model import Answer, EndUseClass
from tests.builders.decisions import (
    a_granted_draft,
    a_refused_draft,
    a_signed_case,
    an_assessed_case,
    answer_all,
    countersign,
    recommend,
    standing,
)
from tests.conftest import PASSWORD


def state_of(office, case):
    with office.read() as connection:
        return cases.case_by_id(connection, case.case_id).state


def test_a_case_by_case_grant_is_decided_by_clerk_and_supervisor(office, actor):
    case = a_granted_draft(office, actor)
    assert state_of(office, case) is State.REC
    recommend(office, actor("ana"), case)
    assert state_of(office, case) is State.CSG
    decision_id = countersign(office, actor("sara"), case)
    assert state_of(office, case) is State.DEC
    with office.read() as connection:
        decision = store.decision_of(connection, case.case_id)
        assert decision is not None
        assert (decision.decision_id, decision.outcome) == (decision_id, "GRANT")
        service.verify_signatures(connection, case.case_id)


def test_a_category_I_refusal_needs_supervisor_and_head(office, actor):
    case = a_refused_draft(office, actor)
    recommend(office, actor("ana"), case)
    assert countersign(office, actor("sara"), case) is None
    assert state_of(office, case) is State.CSG
    assert countersign(office, actor("hedda"), case) is not None
    assert state_of(office, case) is State.DEC
    assert standing(office, case).state is RecommendationState.DECIDED


def test_no_licence_required_is_decided_without_certificate_or_conditions(office, actor):
    case = an_assessed_case(office, actor, codes=(), found={"end_use_class": EndUseClass.C})
    answer_all(office, actor("ana"), case, Answer.NLR, paragraph="Range 25 km, no dispensing gear.")
    recommend(office, actor("ana"), case)
    assert countersign(office, actor("sara"), case) is not None


def test_S_4_a_returned_case_carries_the_supervisors_reasons_to_the_clerk(office, actor):
    case = a_signed_case(office, actor)
    office.write(actor("sara"), lambda act: service.send_back(act, case.case_id, "Name the aircraft type.", PASSWORD))
    assert state_of(office, case) is State.REC
    with office.read() as connection:
        (returned,) = store.recommendations_of(connection, case.case_id)
    assert returned.state is RecommendationState.RETURNED
    assert returned.ended_because == "Name the aircraft type."
    assert [each.answer for each in returned.countersignatures] == ["returned"]
    recommend(office, actor("ana"), case)
    assert countersign(office, actor("sara"), case) is not None


@pytest.mark.parametrize("answer", [Answer.GRANT, Answer.GRANT_CONDITIONS, Answer.NLR])
def test_nobody_can_grant_a_production_facility(office, actor, answer):
    from desktop.errors import Refused

    case = an_assessed_case(office, actor, codes=("2.B.1",))
    for name in ("ana", "dora"):
        with pytest.raises(Refused) as refused:
            answer_all(office, actor(name), case, answer)
        assert refused.value.rule == "PM-2"
