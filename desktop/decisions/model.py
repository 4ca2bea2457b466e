"""Nouns of deciding: the outcome of a line, a chosen condition, a signed recommendation, a countersignature."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from desktop.letters.filling import Chosen
from desktop.policy.model import Answer


class RecommendationState(StrEnum):
    """What became of a signed recommendation."""

    SIGNED = "signed"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    VOID = "void"
    DECIDED = "decided"


LIVE = frozenset({RecommendationState.SIGNED, RecommendationState.ACCEPTED})

ANSWER_NAMES = {
    Answer.GRANT: "Grant",
    Answer.GRANT_CONDITIONS: "Grant with conditions",
    Answer.REFUSE: "Refuse",
    Answer.NLR: "No licence required",
}


@dataclass(frozen=True, slots=True)
class LineDecision:
    """What a person proposes for one line (domain.md §13).

    ``paragraph`` and ``reconsideration`` are OPEN text for the letter; ``heard`` says how the applicant was told of an
    intended refusal and what he answered (T-21). ``version`` is 0 while nothing is stored.
    """

    line_id: int
    answer: Answer
    granted_quantity: Decimal | None = None
    reason_codes: tuple[str, ...] = ()
    paragraph: str = ""
    reconsideration: str = ""
    heard: str = ""
    row_id: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class ChosenCondition:
    """A condition of the grant as stored; one that a supervisor struck stays, with his reason."""

    chosen: Chosen
    struck_reason: str
    row_id: int
    version: int

    @property
    def is_struck(self) -> bool:
        """Whether a supervisor took this proposed condition out."""
        return bool(self.struck_reason)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A signed recommendation: what was signed, by whom, and what became of it."""

    recommendation_id: int
    case_id: int
    prepared_by: int
    prepared_name: str
    content: str
    content_digest: str
    statement: str
    signature: str
    signed_at: datetime
    signatures_needed: int
    reasons: str
    state: RecommendationState
    ended_because: str
    countersignatures: tuple["Countersignature", ...] = ()

    @property
    def accepted(self) -> tuple["Countersignature", ...]:
        """The countersignatures that accept and still count."""
        return tuple(each for each in self.countersignatures if each.counts)

    @property
    def is_live(self) -> bool:
        """Whether it waits for countersignature or for its decision."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True)
class Countersignature:
    """An answer of another person to a recommendation, signed by him."""

    position: int
    person_id: int
    person_name: str
    answer: str
    reasons: str
    content_digest: str
    statement: str
    signature: str
    signed_at: datetime
    voided_because: str

    @property
    def counts(self) -> bool:
        """Whether it accepts and was not made void."""
        return self.answer == "accepted" and not self.voided_because


@dataclass(frozen=True, slots=True)
class Decision:
    """A case decided: by which recommendation, what, when."""

    decision_id: int
    case_id: int
    recommendation_id: int
    outcome: str
    content_digest: str
    decided_by: int
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class AssuranceState:
    """One assurance of domain.md §9.4 as required against held: by whom or what it is held, '' while it is not."""

    code: str
    name: str
    mode: str
    held_by: str
    lines: tuple[int, ...]

    @property
    def is_missing(self) -> bool:
        """Whether a grant cannot be signed for want of it."""
        return not self.held_by
