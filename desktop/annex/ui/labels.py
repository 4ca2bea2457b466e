"""Words, tones and icons of this slice; a result is never told by colour alone."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.annex.model import Verdict
from desktop.annex.queries import ClassifiedLine
from desktop.widgets.page_table import Cell


@dataclass(frozen=True, slots=True)
class Mark:
    """A status as it is shown: word, tone and icon."""

    word: str
    tone: str
    icon: str

    @property
    def cell(self) -> Cell:
        """The mark as a cell of a table."""
        return Cell(self.word, self.tone, self.icon)


def _tr(words: str) -> str:
    return QCoreApplication.translate("annex", words)


def verdict_mark(verdict: Verdict) -> Mark:
    """Return how a verdict is shown."""
    return {
        Verdict.CONTROLLED: Mark(_tr("Controlled"), "warning", "shield"),
        Verdict.NOT_CONTROLLED: Mark(_tr("Not listed"), "ok", "ok"),
        Verdict.NEEDS_INFORMATION: Mark(_tr("Needs information"), "info", "question"),
    }[verdict]


def result_mark(result: str) -> Mark:
    """Return how the result of a criterion or an entry is shown; ``result`` is as the record keeps it."""
    return {
        "met": Mark(_tr("Met"), "warning", "check"),
        "not met": Mark(_tr("Not met"), "neutral", "dash"),
        "open": Mark(_tr("Open"), "info", "question"),
    }[result]


def line_mark(one: ClassifiedLine) -> Mark:
    """Return how far the classification of a line is."""
    if one.is_settled:
        return Mark(_tr("Confirmed"), "ok", "ok")
    if one.is_out_of_date:
        return Mark(_tr("Changed since"), "warning", "refresh")
    if one.run is None:
        return Mark(_tr("Not run"), "neutral", "dash")
    if one.run.verdict is Verdict.NEEDS_INFORMATION:
        return Mark(_tr("Open"), "info", "question")
    return Mark(_tr("To confirm"), "info", "assessment")


def source_words(source: str) -> str:
    """Return where a figure or fact is known from."""
    return {
        "specification": _tr("Specification"),
        "description": _tr("Description"),
        "answer": _tr("Answer"),
        "derived": _tr("Derived"),
        "presumed": _tr("Presumed"),
        "relation": _tr("Relation"),
        "trade-off": _tr("Trade-off"),
    }.get(source, source)


def standing_words(standing: str) -> str:
    """Return how a stated range or payload stands."""
    return {
        "advertised": _tr("Advertised"),
        "demonstrated": _tr("Demonstrated"),
        "maximum": _tr("Greatest"),
    }[standing]


def effect_words(effect: str) -> str:
    """Return what a note of an entry does."""
    return {
        "not_controlled": _tr("Leaves out"),
        "may_treat_as_category_II": _tr("May be treated as Category II"),
        "may_export_as_part_of": _tr("May go as part of"),
        "scope_limit": _tr("Limits the scope"),
        "still_controlled": _tr("Stays controlled"),
        "classify_under": _tr("See"),
    }[effect]
