"""Gives a case the words, chips and hints with which the list shows it."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.cases.model import RUNNING, STATE_NAMES, State
from desktop.cases.queries import CaseRow, Column
from desktop.countries import country_name
from desktop.widgets.paged_table_model import Heading, ShownRow

SOON = 5  # days
NOTHING = "—"

_PLACES = {column: place for place, column in enumerate(Column)}
_DUE, _STATE = _PLACES[Column.DUE], _PLACES[Column.STATE]

STATE_TONES = {
    State.DRF: ("neutral", "draft"),
    State.RCV: ("info", "inbox"),
    State.CLA: ("info", "annex"),
    State.EUA: ("info", "assessment"),
    State.REC: ("info", "edit"),
    State.CSG: ("warning", "sign"),
    State.DEC: ("ok", "decision"),
    State.CLO: ("neutral", "archive"),
    State.WDN: ("neutral", "return"),
    State.VOID: ("neutral", "close"),
}


def _tr(words: str) -> str:
    return QCoreApplication.translate("CaseList", words)


def headings() -> list[Heading]:
    """Return the columns of the list in their order on screen."""
    return [
        Heading(_tr("Reference"), is_figures=True, is_code=True),
        Heading(_tr("Applicant")),
        Heading(_tr("End-user")),
        Heading(_tr("Country")),
        Heading(_tr("Goods")),
        Heading(_tr("Annex"), is_code=True),
        Heading(_tr("Due"), is_code=True),
        Heading(_tr("Officer")),
        Heading(_tr("State")),
    ]


class CaseDress:
    """Dresses rows as of one day; made anew when the day turns."""

    due_column = _DUE

    def __init__(self, today: date) -> None:
        self.today = today
        self._state_words = {state: _tr(words) for state, words in STATE_NAMES.items()}
        self._draft = _tr("Draft {0}")

    def __call__(self, row: CaseRow) -> ShownRow[CaseRow]:
        """Return one case as the list shows it."""
        state = State(row.state)
        due, due_tone, due_hint = self._due(row.due_on, state)
        tone, icon = STATE_TONES[state]
        cells = (
            row.reference or self._draft.format(row.case_id),
            row.applicant_name or NOTHING,
            row.end_user_name or NOTHING,
            row.destination or NOTHING,
            row.goods or NOTHING,
            row.annex_codes or NOTHING,
            due,
            row.officer_name or NOTHING,
            self._state_words[state],
        )
        tones, icons, hints = {_STATE: tone}, {_STATE: icon}, {}
        if due_tone:
            tones[_DUE], icons[_DUE] = due_tone, "overdue" if due_tone == "problem" else "history"
        if due_hint:
            hints[_DUE] = due_hint
        if row.destination:
            hints[_PLACES[Column.DESTINATION]] = country_name(row.destination)
        return ShownRow(row, cells, tones, icons, hints)

    def _due(self, due_on: date | None, state: State) -> tuple[str, str, str]:
        if due_on is None or state not in RUNNING:
            return NOTHING, "", ""
        days = (due_on - self.today).days
        on = f"{due_on.day} {due_on:%b %Y}"
        if days < 0:
            return _tr("overdue"), "problem", _tr("overdue, was due on {0}").format(on)
        if days == 0:
            return _tr("today"), "warning", _tr("due today, {0}").format(on)
        words = _tr("1 day") if days == 1 else _tr("{0} days").format(days)
        hint = _tr("due on {0}, in {1}").format(on, words)
        return (words, "warning", hint) if days <= SOON else (on, "", hint)
