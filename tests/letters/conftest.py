"""Fixtures of the letters' tests: a case whose decision waits for its letter."""

import hashlib
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import insert, update

from db.tables.decisions import countersignature, decision, recommendation
from desktop.act import Act
from desktop.actor import Actor
from desktop.letters import service
from desktop.letters.model import LetterFacts, LetterId
from desktop.office import Office
from tests.builders.cases import a_case


@dataclass
class Decided:
    """A decided case and the way to issue its letter as a named person."""

    office: Office
    actor: Any
    case_id: int
    decision_id: int

    def issue(self, facts: LetterFacts, by: str = "sara") -> LetterId:
        def operation(act: Act) -> LetterId:
            return service.issue(act, self.case_id, self.decision_id, facts)

        return self.office.write(self.actor(by), operation)[0]


def decide(act: Act, case_id: int, clerk: Actor, supervisor: Actor) -> int:
    """Put a countersigned decision on a case, row by row: the letters know nothing of how it came about."""
    content = "{}"
    digest = hashlib.sha256(content.encode()).hexdigest()
    shared = {"case_id": case_id, "content_digest": digest, "statement": "{}", "signature": "", "signed_at": act.now}
    recommended = act.connection.execute(
        insert(recommendation)
        .values(
            **shared,
            content=content,
            prepared_by=clerk.person_id,
            prepared_name=clerk.full_name,
            signatures_needed=1,
            state="signed",
        )
        .returning(recommendation.c.id)
    ).scalar_one()
    act.connection.execute(
        insert(countersignature).values(
            **shared,
            recommendation_id=recommended,
            prepared_by=clerk.person_id,
            position=1,
            person_id=supervisor.person_id,
            person_name=supervisor.full_name,
            answer="accepted",
        )
    )
    act.connection.execute(update(recommendation).where(recommendation.c.id == recommended).values(state="accepted"))
    act.record("decision.made", "decisions", case_id)
    return int(
        act.connection.execute(
            insert(decision)
            .values(
                case_id=case_id,
                recommendation_id=recommended,
                outcome="GRANT",
                content_digest=digest,
                decided_by=supervisor.person_id,
                decided_at=act.now,
            )
            .returning(decision.c.id)
        ).scalar_one()
    )


@pytest.fixture
def decided(office: Office, actor: Any) -> Decided:
    """A case of the small office, granted and countersigned, without its letter."""
    case_id = a_case(office, actor("ana")).case_id
    decision_id, _ = office.write(actor("sara"), lambda act: decide(act, case_id, actor("ana"), actor("sara")))
    return Decided(office, actor, case_id, decision_id)
