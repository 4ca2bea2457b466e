"""The program's word on one check: passed, failed, not applicable, or open with the fact that is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop.documents.catalogue import Catalogue
from desktop.documents.model import CaseFacts, Certificate, Result, Severity


@dataclass(frozen=True, slots=True)
class Judgement:
    """A result with its reason; ``severity`` is set where it differs from the checklist's, ``facts`` fill questions."""

    result: Result
    sentence: str
    severity: Severity | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


# None: the program has nothing to say, the clerk judges
Rule = Callable[[Certificate, CaseFacts, Catalogue], Judgement | None]


def passed(sentence: str) -> Judgement:
    """Return that a check is passed, and why."""
    return Judgement(Result.PASS, sentence)


def failed(sentence: str, *, severity: Severity | None = None, **facts: str) -> Judgement:
    """Return that a check failed, why, and the words its question needs."""
    return Judgement(Result.FAIL, sentence, severity, facts)


def not_applicable(sentence: str) -> Judgement:
    """Return that a check does not apply, and why."""
    return Judgement(Result.NOT_APPLICABLE, sentence)


def open_because(sentence: str) -> Judgement:
    """Return that a check cannot be decided before a fact is known; the sentence says which."""
    return Judgement(Result.OPEN, sentence)


def day_of(text: str) -> date | None:
    """Return a day stored as ISO text; None for anything else, which is kept as typed but not yet a day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
