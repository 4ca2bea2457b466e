"""The line over an open case: number, applicant, state, due day, officer, and the way back to the list."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.cases.model import STATE_NAMES, State
from desktop.cases.queries import CaseRow
from desktop.cases.ui.case_list_rows import STATE_TONES, CaseDress
from desktop.shell.shortcuts import Shortcut
from desktop.widgets import icons, typefaces
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.spacing import GAP, WIDE
from desktop.widgets.status_chip import StatusChip


class CaseHeader(QWidget):
    """``back_wanted`` and ``whole_wanted`` are wishes of its two buttons."""

    back_wanted = Signal()
    whole_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reference = PlainLabel(role="title", selectable=True)
        self._reference.setFont(typefaces.figures_font(typefaces.TITLE, bold=True))
        self._applicant = PlainLabel(elides=True)
        self._state = StatusChip()
        self._due = StatusChip()
        self._officer = PlainLabel(role="hint", elides=True)
        back = self._button("back", self.tr("Back to the list ({0})").format(Shortcut.BACK_TO_LIST))
        back.clicked.connect(self.back_wanted)
        whole = self._button("whole", self.tr("Case over the whole height ({0})").format(Shortcut.WHOLE_CASE))
        whole.clicked.connect(self.whole_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, GAP, WIDE, GAP)
        row.setSpacing(WIDE)
        row.addWidget(back)
        row.addWidget(self._reference)
        row.addWidget(self._state)
        row.addWidget(self._due)
        row.addWidget(self._applicant, 1)
        row.addWidget(self._officer)
        row.addWidget(whole)

    def _button(self, icon: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setToolTip(plain_tooltip(words))
        button.setAccessibleName(words)
        return button

    @Slot(object)
    def show_case(self, row: CaseRow, dress: CaseDress) -> None:
        """Show what the list says of this case."""
        shown = dress(row)
        state = State(row.state)
        self._reference.setText(shown.cells[0])
        self._applicant.setText(row.applicant_name)
        self._officer.setText(row.officer_name)
        self._state.show_status(STATE_NAMES[state], *STATE_TONES[state])
        due = CaseDress.due_column
        has_due = due in shown.hints
        self._due.setVisible(has_due)
        if has_due:
            words = self.tr("due {0}").format(shown.cells[due])
            tone = shown.tones.get(due, "neutral")
            if tone == "problem":
                words = shown.cells[due]
            self._due.show_status(words, tone, shown.icons.get(due, "calendar"))
            self._due.setToolTip(plain_tooltip(shown.hints[due]))
