"""The verbs of deciding: recommend, countersign, return, decide; and what voids a signature."""

from sqlalchemy import select, update

from db.tables.decisions import countersignature, recommendation
from desktop.act import Act
from desktop.cases import rules
from desktop.cases import service as cases

AREA = "decisions"


def void_signatures(act: Act, case_id: int, what: str) -> None:
    """Make every live signature over a case void because ``what`` changed; the old ones stay in the record (S-3)."""
    live = (
        act.connection.execute(
            select(recommendation.c.id).where(
                recommendation.c.case_id == case_id, recommendation.c.state.in_(("signed", "accepted"))
            )
        )
        .scalars()
        .all()
    )
    if not live:
        return
    reason = f"changed after signature: {what}"
    act.connection.execute(
        update(countersignature)
        .where(countersignature.c.recommendation_id.in_(live), countersignature.c.voided_because == "")
        .values(voided_because=reason)
    )
    act.connection.execute(
        update(recommendation).where(recommendation.c.id.in_(live)).values(state="void", ended_because=reason)
    )
    cases.reopen_after_change(act, case_id)
    act.record("signatures.voided", AREA, case_id, because=what)


def follow_work(act: Act, case_id: int) -> None:
    """Let a running case show the furthest work package that is not complete (domain.md §6)."""
    cases.set_work_state(act, case_id, rules.WorkDone(lines_confirmed=False, certificate_settled=False, assessed=False))
