"""SQL of this slice: outcomes of lines, conditions chosen, recommendations, countersignatures, decisions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from db.tables.decisions import (
    chosen_condition,
    countersignature,
    decision,
    line_outcome,
    recommendation,
    recommendation_draft,
)
from desktop.decisions.model import (
    LIVE,
    ChosenCondition,
    Countersignature,
    Decision,
    LineDecision,
    Recommendation,
    RecommendationState,
)
from desktop.letters.filling import Chosen
from desktop.policy.model import Answer


def outcomes_of(connection: Connection, case_id: int) -> dict[int, LineDecision]:
    """Return what is proposed for each line that has an outcome."""
    query = select(line_outcome).where(line_outcome.c.case_id == case_id).order_by(line_outcome.c.line_id)
    return {
        row["line_id"]: LineDecision(
            line_id=row["line_id"],
            answer=Answer(row["outcome"]),
            granted_quantity=row["granted_quantity"],
            reason_codes=tuple(row["reason_codes"]),
            paragraph=row["paragraph"],
            reconsideration=row["reconsideration"],
            heard=row["heard"],
            row_id=row["id"],
            version=row["version"],
        )
        for row in connection.execute(query).mappings()
    }


def add_outcome(connection: Connection, values: Mapping[str, Any]) -> None:
    """Insert the first outcome of a line."""
    connection.execute(insert(line_outcome).values(**values))


def conditions_of(connection: Connection, case_id: int) -> tuple[ChosenCondition, ...]:
    """Return the conditions chosen for a case in order, struck ones included."""
    query = (
        select(chosen_condition)
        .where(chosen_condition.c.case_id == case_id)
        .order_by(chosen_condition.c.position, chosen_condition.c.condition_id)
    )
    return tuple(
        ChosenCondition(
            chosen=Chosen(row["condition_id"], row["parameters"], row["addition"], tuple(row["lines"])),
            struck_reason=row["struck_reason"],
            row_id=row["id"],
            version=row["version"],
        )
        for row in connection.execute(query).mappings()
    )


def add_condition(connection: Connection, values: Mapping[str, Any]) -> None:
    """Insert a chosen condition."""
    connection.execute(insert(chosen_condition).values(**values))


def remove_condition(connection: Connection, row_id: int) -> None:
    """Take a condition out of a case's choice."""
    connection.execute(delete(chosen_condition).where(chosen_condition.c.id == row_id))


def draft_reasons(connection: Connection, case_id: int) -> tuple[int, str]:
    """Return the version and text of the reasons typed so far; (0, '') before anything was typed."""
    row = connection.execute(select(recommendation_draft).where(recommendation_draft.c.case_id == case_id)).first()
    return (0, "") if row is None else (row.version, row.reasons)


def put_draft_reasons(connection: Connection, case_id: int, reasons: str) -> None:
    """Keep the reasons typed so far."""
    done = connection.execute(
        update(recommendation_draft)
        .where(recommendation_draft.c.case_id == case_id)
        .values(reasons=reasons, version=recommendation_draft.c.version + 1)
    )
    if done.rowcount == 0:
        connection.execute(insert(recommendation_draft).values(case_id=case_id, reasons=reasons))


def _countersignature(row: RowMapping) -> Countersignature:
    names = Countersignature.__dataclass_fields__
    return Countersignature(**{name: row[name] for name in names})


def recommendations_of(connection: Connection, case_id: int) -> tuple[Recommendation, ...]:
    """Return every recommendation of a case with its countersignatures, oldest first; void ones included (S-3)."""
    signed = select(countersignature).where(countersignature.c.case_id == case_id).order_by(countersignature.c.id)
    by_recommendation: dict[int, list[Countersignature]] = {}
    for row in connection.execute(signed).mappings():
        by_recommendation.setdefault(row["recommendation_id"], []).append(_countersignature(row))
    query = select(recommendation).where(recommendation.c.case_id == case_id).order_by(recommendation.c.id)
    return tuple(
        Recommendation(
            recommendation_id=row["id"],
            case_id=row["case_id"],
            prepared_by=row["prepared_by"],
            prepared_name=row["prepared_name"],
            content=row["content"],
            content_digest=row["content_digest"],
            statement=row["statement"],
            signature=row["signature"],
            signed_at=row["signed_at"],
            signatures_needed=row["signatures_needed"],
            reasons=row["reasons"],
            state=RecommendationState(row["state"]),
            ended_because=row["ended_because"],
            countersignatures=tuple(by_recommendation.get(row["id"], ())),
        )
        for row in connection.execute(query).mappings()
    )


def standing(connection: Connection, case_id: int) -> Recommendation | None:
    """Return the recommendation that waits for signatures or was decided on, or None."""
    found = [
        each
        for each in recommendations_of(connection, case_id)
        if each.is_live or each.state is RecommendationState.DECIDED
    ]
    return found[-1] if found else None


def live(connection: Connection, case_id: int) -> Recommendation | None:
    """Return the recommendation that waits for countersignature, or None."""
    found = standing(connection, case_id)
    return found if found is not None and found.is_live else None


def add_recommendation(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a signed recommendation and return its id."""
    return int(connection.execute(insert(recommendation).values(**values).returning(recommendation.c.id)).scalar_one())


def add_countersignature(connection: Connection, values: Mapping[str, Any]) -> None:
    """Insert a countersignature; the database holds S-1, S-2 and S-4 besides."""
    connection.execute(insert(countersignature).values(**values))


def end_recommendation(
    connection: Connection, recommendation_id: int, state: RecommendationState, because: str
) -> None:
    """Bring a recommendation to another state; what was signed stays as it is."""
    connection.execute(
        update(recommendation)
        .where(recommendation.c.id == recommendation_id)
        .values(state=state, ended_because=because)
    )


def void_live(connection: Connection, case_id: int, because: str) -> bool:
    """Make the live recommendation of a case and its countersignatures void; tell whether there was one (S-3)."""
    ids = list(
        connection.execute(
            select(recommendation.c.id).where(recommendation.c.case_id == case_id, recommendation.c.state.in_(LIVE))
        ).scalars()
    )
    if not ids:
        return False
    connection.execute(
        update(countersignature)
        .where(countersignature.c.recommendation_id.in_(ids), countersignature.c.voided_because == "")
        .values(voided_because=because)
    )
    for recommendation_id in ids:
        end_recommendation(connection, recommendation_id, RecommendationState.VOID, because)
    return True


def add_decision(
    connection: Connection, signed: Recommendation, outcome: str, decided_by: int, decided_at: datetime
) -> int:
    """Insert the decision on a recommendation and return its id; the database counts the signatures (S-1, S-2)."""
    values = {
        "case_id": signed.case_id,
        "recommendation_id": signed.recommendation_id,
        "outcome": outcome,
        "content_digest": signed.content_digest,
        "decided_by": decided_by,
        "decided_at": decided_at,
    }
    return int(connection.execute(insert(decision).values(**values).returning(decision.c.id)).scalar_one())


def decision_of(connection: Connection, case_id: int) -> Decision | None:
    """Return the newest decision of a case, or None."""
    row = (
        connection.execute(select(decision).where(decision.c.case_id == case_id).order_by(decision.c.id.desc()))
        .mappings()
        .first()
    )
    if row is None:
        return None
    return Decision(
        decision_id=row["id"],
        **{name: row[name] for name in Decision.__dataclass_fields__ if name != "decision_id"},
    )
