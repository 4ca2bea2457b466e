"""What the assessment screen shows of a case, read at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from desktop.actor import Actor
from desktop.administration import store as administration
from desktop.annex import store as annex
from desktop.cases import store as cases
from desktop.cases.model import RUNNING, Case, Line, State
from desktop.clock import Clock, office_date
from desktop.documents import store as documents
from desktop.permissions import Permission, Role
from desktop.policy import states, store
from desktop.policy.model import Answer, Findings
from desktop.policy.questions import asked
from desktop.policy.result import PolicyResult
from desktop.policy.store import Assessment


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line: its confirmed entries, what was found, and the newest outcome, whether or not it still fits."""

    line: Line
    codes: tuple[str, ...] | None
    category: str
    edition: str
    assessment: Assessment | None
    result: PolicyResult | None
    fits: bool
    asked: frozenset[str]

    @property
    def findings(self) -> Findings:
        """What was found so far."""
        return self.assessment.findings if self.assessment else Findings()

    @property
    def title(self) -> str:
        """What to call the line: number, description, entries."""
        description = self.line.description.split("\n", maxsplit=1)[0]
        return f"{self.line.number}. {description}"


@dataclass(frozen=True, slots=True)
class AssessmentReading:
    """A case as the assessment tab shows it."""

    case: Case
    lines: tuple[LineReading, ...]
    held: frozenset[str]
    status_words: str
    may_assess: bool
    may_find_contribution: bool

    @property
    def why_locked(self) -> str:
        """Why nothing can be changed; '' where it can."""
        if self.case.state is State.DRF:
            return "This case is a draft. Register it first; then it can be assessed."
        if self.case.state not in RUNNING:
            return "This case is decided or ended. Its assessment can be read and no longer changed."
        return "" if self.may_assess else "Your role may read the assessment and not change it."


def read_assessment(connection: Connection, case_id: int, actor: Actor, clock: Clock) -> AssessmentReading:
    """Read the assessment of a case as ``actor`` may see and change it."""
    case = cases.case_by_id(connection, case_id)
    today = office_date(clock.now(), administration.profile(connection).time_zone)
    confirmed = annex.confirmed(connection, case_id)
    assessed = store.assessments_of(connection, case_id)
    frozen = store.stored(connection, case_id)
    still = store.latest(connection, case_id, today if case.state in RUNNING else None)
    status = states.entry_of(case.destination, today)
    lines = []
    for line in case.lines:
        done = confirmed.get(line.line_id)
        result = frozen[line.line_id][0] if line.line_id in frozen else None
        found = assessed[line.line_id].findings if line.line_id in assessed else Findings()
        lines.append(
            LineReading(
                line=line,
                codes=done.codes if done else None,
                category=(done.category or "") if done else "",
                edition=done.edition if done else "",
                assessment=assessed.get(line.line_id),
                result=result,
                fits=line.line_id in still,
                asked=asked(
                    done.codes if done else (),
                    found,
                    status.status,
                    modes=_modes(result),
                    cell=result.cell if result else "",
                    may_be_granted=_may_be_granted(result),
                ),
            )
        )
    return AssessmentReading(
        case=case,
        lines=tuple(lines),
        held=documents.undertakings_held(connection, case_id),
        status_words=_status_words(case, status, today),
        may_assess=actor.may(Permission.ASSESS),
        may_find_contribution=Role.ASSESSOR in actor.roles,
    )


def _may_be_granted(result: PolicyResult | None) -> bool:
    return result is None or bool(result.missing) or result.choice(Answer.GRANT).is_open


def _modes(result: PolicyResult | None) -> Mapping[str, str]:
    return {each.code: each.mode for each in result.assurances} if result else {}


def _status_words(case: Case, status: states.StateStatus, today: date) -> str:
    return f"{status.status} on {today.isoformat()}" if case.destination else ""
