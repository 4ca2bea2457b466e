"""What a verification of the office says of signatures: each recommendation that stands is checked again (R08, R17)."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from db.tables.cases import cases
from db.tables.decisions import recommendation
from desktop.audit.model import Check, Finding
from desktop.decisions import verification
from desktop.decisions.model import RecommendationState
from desktop.errors import Refused

_STANDING = (RecommendationState.SIGNED, RecommendationState.ACCEPTED, RecommendationState.DECIDED)


def signatures_hold(connection: Connection) -> Iterator[Finding]:
    """Yield each case whose standing recommendation, countersignatures or decision no longer hold."""
    standing = (
        select(cases.c.id, cases.c.reference)
        .join(recommendation, recommendation.c.case_id == cases.c.id)
        .where(recommendation.c.state.in_(_STANDING))
        .order_by(cases.c.id)
    )
    for case_id, reference in connection.execute(standing).all():
        try:
            verification.verify(connection, case_id)
        except Refused as refused:
            yield Finding(Check.SIGNATURE, f"case {reference or f'id {case_id}'}", refused.message)
