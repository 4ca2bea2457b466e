"""Words, tones and icons for the enums of this slice; a status is never told by colour alone."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.documents.comparison import Agreement
from desktop.documents.inspection import State
from desktop.documents.model import DOCUMENT_KINDS, Held, Result, Severity, Verdict
from desktop.documents.rules import Standing


@dataclass(frozen=True, slots=True)
class Mark:
    """A status as it is shown: word, tone and icon."""

    word: str
    tone: str
    icon: str


def _tr(words: str) -> str:
    return QCoreApplication.translate("documents", words)


def state_mark(state: State) -> Mark:
    """Return how the state of a paper is shown."""
    return {
        State.ACCEPTED: Mark(_tr("Accepted"), "ok", "ok"),
        State.FLAGGED: Mark(_tr("Look closely"), "warning", "flag"),
        State.QUARANTINED: Mark(_tr("Quarantine"), "problem", "shield"),
    }[state]


def kind_words(kind: str) -> str:
    """Return what kind of paper it is."""
    return _tr(DOCUMENT_KINDS[kind])


def held_mark(held: Held | None) -> Mark:
    """Return how the finding on an undertaking is shown."""
    return {
        None: Mark(_tr("Not looked at"), "neutral", "dash"),
        Held.PRESENT: Mark(_tr("Present"), "ok", "ok"),
        Held.LIMITED: Mark(_tr("With limits"), "warning", "warning"),
        Held.MISSING: Mark(_tr("Missing"), "problem", "problem"),
    }[held]


def standing_mark(standing: Standing) -> Mark:
    """Return how the standing of a check is shown."""
    if standing.is_waived:
        return Mark(_tr("Waived"), "info", "sign")
    failed = Mark(_tr("Failed"), "warning" if standing.severity is Severity.MINOR else "problem", "problem")
    return {
        Result.PASS: Mark(_tr("Passed"), "ok", "ok"),
        Result.FAIL: failed,
        Result.NOT_APPLICABLE: Mark(_tr("Not applicable"), "neutral", "dash"),
        Result.OPEN: Mark(_tr("Open"), "info", "question"),
    }[standing.result]


def severity_words(severity: Severity) -> str:
    """Return what a failure would mean."""
    return {
        Severity.BLOCK: _tr("Stops the case"),
        Severity.MAJOR: _tr("Must be cured"),
        Severity.MINOR: _tr("Note only"),
    }[severity]


def agreement_mark(agreement: Agreement) -> Mark:
    """Return how a compared fact is shown."""
    return {
        Agreement.SAME: Mark(_tr("Same"), "ok", "ok"),
        Agreement.DIFFERENT: Mark(_tr("Different"), "problem", "problem"),
        Agreement.NOT_STATED: Mark(_tr("Not stated"), "neutral", "question"),
    }[agreement]


def verdict_mark(verdict: Verdict | None) -> Mark:
    """Return how a verdict is shown."""
    return {
        None: Mark(_tr("No verdict yet"), "neutral", "question"),
        Verdict.SATISFACTORY: Mark(_tr("Satisfactory"), "ok", "ok"),
        Verdict.SATISFACTORY_WITH_WAIVER: Mark(_tr("Satisfactory with waiver"), "ok", "sign"),
        Verdict.CURABLE: Mark(_tr("Can be put right by asking"), "warning", "question"),
        Verdict.NOT_SATISFACTORY: Mark(_tr("Not satisfactory"), "problem", "problem"),
        Verdict.SUSPECT: Mark(_tr("Suspect"), "problem", "shield"),
    }[verdict]


def size_words(size: int) -> str:
    """Return a size in the unit people think in."""
    if size < 1024:
        return _tr("{0} bytes").format(size)
    if size < 1024 * 1024:
        return _tr("{0} kB").format(round(size / 1024))
    return _tr("{0} MB").format(f"{size / 1024 / 1024:.1f}")
