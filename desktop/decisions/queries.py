"""What screens ask of deciding: what a case lacks, its letter as of today, and all the decision tab shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db.types import canonical_json
from desktop.actor import Actor
from desktop.administration import store as administration
from desktop.annex import store as annex
from desktop.cases.model import RUNNING, Case, Missing
from desktop.clock import Clock, office_date
from desktop.decisions import content, context, letter_facts, rules, store
from desktop.decisions.context import Situation
from desktop.decisions.model import Countersignature, Decision, Recommendation, RecommendationState
from desktop.letters.model import LetterFacts
from desktop.permissions import Permission, Role


def office_day(connection: Connection, clock: Clock) -> date:
    """Return today as the office's own calendar shows it (C-8)."""
    return office_date(clock.now(), administration.profile(connection).time_zone)


def missing_points(clock: Clock) -> Callable[[Connection, int], Sequence[Missing]]:
    """Return what tells all that stands in the way of a case's recommendation, every slice together."""

    def missing(connection: Connection, case_id: int) -> Sequence[Missing]:
        situation = context.situation_of(connection, case_id, office_day(connection, clock))
        return rules.missing_for_recommendation(situation.readiness)

    return missing


def draft_letter(clock: Clock) -> Callable[[Connection, int], LetterFacts]:
    """Return what gathers the facts of a case's letter as of today."""

    def gather(connection: Connection, case_id: int) -> LetterFacts:
        return letter_facts.gather(connection, case_id, dated=office_day(connection, clock))

    return gather


@dataclass(frozen=True, slots=True)
class DecisionReading:
    """A case as the decision tab shows it, read at one moment.

    ``digest`` is that of the content on screen, which a signature covers (R16); ``waiting`` is the recommendation that
    waits for countersignature, and ``why_not`` says why this person cannot give the next one ('' when he can).
    """

    case: Case
    today: date
    time_zone: str
    situation: Situation
    missing: tuple[Missing, ...]
    recommendations: tuple[Recommendation, ...]
    decision: Decision | None
    digest: str
    reasons_version: int
    reasons: str
    codes: Mapping[int, tuple[str, ...]]
    may_recommend: bool
    may_strike: bool
    why_not: str

    @property
    def waiting(self) -> Recommendation | None:
        """The recommendation that waits for countersignature."""
        return next((each for each in self.recommendations if each.is_live), None)

    @property
    def is_open(self) -> bool:
        """Whether outcomes and conditions may still change."""
        return self.case.state in RUNNING

    @property
    def signed_by(self) -> tuple[Countersignature, ...]:
        """The countersignatures of the recommendation that was decided on."""
        decided = [each for each in self.recommendations if each.state is RecommendationState.DECIDED]
        return decided[-1].accepted if decided else ()

    @property
    def last_ended(self) -> Recommendation | None:
        """The newest recommendation, if it was returned or made void and no other stands."""
        newest = self.recommendations[-1] if self.recommendations else None
        ended = {RecommendationState.RETURNED, RecommendationState.VOID}
        return newest if newest is not None and newest.state in ended else None


def read_decision(connection: Connection, case_id: int, actor: Actor, clock: Clock) -> DecisionReading:
    """Read everything the decision tab shows, as ``actor`` may act on it."""
    today = office_day(connection, clock)
    situation = context.situation_of(connection, case_id, today)
    recommendations = store.recommendations_of(connection, case_id)
    on_screen = canonical_json(content.on_screen(connection, case_id))
    version, reasons = store.draft_reasons(connection, case_id)
    confirmed = annex.confirmed(connection, case_id)
    return DecisionReading(
        case=situation.case,
        today=today,
        time_zone=administration.profile(connection).time_zone,
        situation=situation,
        missing=tuple(rules.missing_for_recommendation(situation.readiness)),
        recommendations=recommendations,
        decision=store.decision_of(connection, case_id),
        digest=content.digest(on_screen),
        reasons_version=version,
        reasons=reasons,
        codes={int(line_id): done.codes for line_id, done in confirmed.items()},
        may_recommend=actor.may(Permission.RECOMMEND),
        may_strike=actor.may(Permission.STRIKE_CONDITION),
        why_not=_why_not(next((each for each in recommendations if each.is_live), None), actor),
    )


def _why_not(waiting: Recommendation | None, actor: Actor) -> str:
    """Say why this person cannot give the next countersignature; the service asks again when he signs."""
    if waiting is None:
        return "Nothing waits for countersignature."
    is_second = bool(waiting.accepted)
    reasons = (
        (
            actor.person_id == waiting.prepared_by,
            "You prepared this recommendation; another person has to countersign it.",
        ),
        (
            actor.person_id in {each.person_id for each in waiting.accepted},
            "You gave the first countersignature; the second is another person's.",
        ),
        (not actor.may(Permission.COUNTERSIGN), "A supervisor or the head of office countersigns."),
        (
            is_second and not actor.may(Permission.COUNTERSIGN_SECOND),
            "The second countersignature is the head of office's.",
        ),
        (
            not is_second and waiting.signatures_needed == 2 and Role.SUPERVISOR not in actor.roles,
            "Two signatures are needed here: the supervisor's first, then the head's.",
        ),
    )
    return next((sentence for holds, sentence in reasons if holds), "")
