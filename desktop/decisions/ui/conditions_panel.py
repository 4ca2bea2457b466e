"""The conditions of a grant: what is proposed and why, what is chosen, blanks to fill, and what a supervisor struck."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.act import Act
from desktop.decisions import service
from desktop.decisions.model import ChosenCondition
from desktop.decisions.queries import DecisionReading
from desktop.decisions.ui.condition_editor import ConditionEditor
from desktop.letters import filling, library
from desktop.letters.conditions import Proposal
from desktop.widgets import icons
from desktop.widgets.case_tab import Desk
from desktop.widgets.fields import ChoiceBox
from desktop.widgets.page_table import Cell, PageTable
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, MEDIUM_FIELD


@dataclass(frozen=True, slots=True)
class _Row:
    """One condition of the table: proposed, chosen, or both."""

    condition_id: str
    proposal: Proposal | None
    chosen: ChosenCondition | None


class ConditionsPanel(QWidget):
    """Choose, fill and strike; everything is saved at once. ``state_changed`` carries how far saving is."""

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._reading: DecisionReading | None = None
        self._rows: list[_Row] = []
        self._locked = True
        self._wanted = ""
        self.editor: ConditionEditor | None = None
        self._title = PlainLabel(self.tr("Conditions"), role="subtitle")
        self._sentence = PlainLabel(role="hint", wraps=True)
        heads = [self.tr("No."), self.tr("Condition"), self.tr("Why"), self.tr("State")]
        self.table = PageTable(self.tr("Conditions of the grant"), heads, [1, 2])
        self.table.currentCellChanged.connect(self._on_current)
        self.take_over = QPushButton(self.tr("&Take over what is proposed"))
        self.take_over.setIcon(icons.icon("check"))
        self.take_over.clicked.connect(self._on_take_over)
        self.leave_out = QPushButton(self.tr("&Leave out"))
        self.leave_out.clicked.connect(self._on_leave_out)
        self.strike = QPushButton(self.tr("&Strike…"))
        self.strike.setProperty("danger", True)
        self.strike.clicked.connect(self._on_strike)
        self.tick = QPushButton(self.tr("Tick own &words"))
        self.tick.clicked.connect(self._on_tick)
        self.more = ChoiceBox({}, width=MEDIUM_FIELD)
        self.more.setAccessibleName(self.tr("Condition of the library to add"))
        self.add = QPushButton(self.tr("&Add"))
        self.add.clicked.connect(self._on_add)
        self.add_own = QPushButton(self.tr("Add &own words"))
        self.add_own.clicked.connect(self._on_add_own)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        for button in (self.take_over, self.leave_out, self.strike, self.tick):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for part in (self.more, self.add, self.add_own):
            buttons.addWidget(part)
        self._editor_place = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        for shown in (self._title, self._sentence, self.table):
            self._column.addWidget(shown)
        self._column.addLayout(buttons)
        self._column.addLayout(self._editor_place)

    # ---- showing -----------------------------------------------------------------------------------------------

    def show_reading(self, reading: DecisionReading, *, locked: bool) -> None:
        """Show the conditions of a case; hidden while nothing is granted."""
        self._reading, self._locked = reading, locked
        grant = reading.situation.grant
        self.setVisible(grant is not None)
        if grant is None:
            self._drop_editor()
            return
        chosen = {each.chosen.condition_id: each for each in grant.chosen}
        proposed = {each.condition_id: each for each in grant.proposals}
        texts = library.load()
        ids = sorted({*chosen, *proposed}, key=lambda name: (texts.place(name), name))
        self._rows = [_Row(name, proposed.get(name), chosen.get(name)) for name in ids]
        here = self._wanted or (self.editor.condition_id if self.editor else "")
        self.table.show_rows([self._cells(row) for row in self._rows])
        self._sentence.setText(self._sentence_for(len(proposed.keys() - chosen.keys())))
        self._show_buttons()
        self._offer_more({*chosen, *proposed})
        at = next((at for at, row in enumerate(self._rows) if row.condition_id == here), self.table.currentRow())
        if at >= 0:
            self.table.setCurrentCell(at, 0)
        self._wanted = ""
        self._show_editor()

    def _sentence_for(self, unmade: int) -> str:
        if unmade:
            words = self.tr("{0} proposed conditions are not taken over yet. Take them over, then fill their blanks.")
            return words.format(unmade)
        return self.tr("Choose a row to read the text as it will be printed and to fill its blanks.")

    def _cells(self, row: _Row) -> list[str | Cell]:
        texts = library.load().conditions
        if row.condition_id in texts:
            title = texts[row.condition_id].title
        else:
            title = (row.chosen.chosen.values.get("title", "") if row.chosen else "") or self.tr("Words of the office")
        why = "; ".join(self.tr(one) for one in row.proposal.why) if row.proposal else self.tr("Added by the clerk")
        return [row.condition_id, self.tr(title), why, self._state(row)]

    def _state(self, row: _Row) -> Cell:
        if row.chosen is None:
            return Cell(self.tr("Proposed"), "neutral", "question")
        if row.chosen.is_struck:
            return Cell(self.tr("Struck"), "warning", "remove")
        chosen = row.chosen.chosen
        if chosen.is_own and not chosen.values.get("ticked_by"):
            return Cell(self.tr("Needs a supervisor's tick"), "warning")
        if self._reading is not None and filling.blanks(library.load(), [chosen], self._reading.today):
            return Cell(self.tr("Blank to fill"), "problem", "edit")
        return Cell(self.tr("Chosen"), "ok")

    def _show_buttons(self) -> None:
        row = self._current
        is_chosen = row is not None and row.chosen is not None and not row.chosen.is_struck
        may_change = not self._locked and self._reading is not None and self._reading.may_recommend
        may_strike = not self._locked and self._reading is not None and self._reading.may_strike
        fixed = row is not None and row.proposal is not None and row.proposal.supervisor_only
        self.take_over.setVisible(may_change)
        self.take_over.setEnabled(any(each.chosen is None for each in self._rows))
        self.leave_out.setVisible(may_change)
        self.leave_out.setEnabled(is_chosen and not fixed)
        self.strike.setVisible(may_strike)
        self.strike.setEnabled(is_chosen)
        is_own = is_chosen and row is not None and row.chosen is not None and row.chosen.chosen.is_own
        self.tick.setVisible(may_strike and is_own)
        for part in (self.more, self.add, self.add_own):
            part.setVisible(may_change)

    def _offer_more(self, present: set[str]) -> None:
        conditions = library.load().conditions
        offered = {name: f"{name}  {each.title}" for name, each in conditions.items() if name not in present}
        if [self.more.itemData(at) for at in range(self.more.count())] != list(offered):
            self.more.clear()
            for name, words in offered.items():
                self.more.addItem(words, name)

    @property
    def _current(self) -> _Row | None:
        at = self.table.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _show_editor(self) -> None:
        row, reading = self._current, self._reading
        if row is None or row.chosen is None or reading is None:
            self._drop_editor()
            return
        if self.editor is None or self.editor.condition_id != row.condition_id:
            self._drop_editor()
            self.editor = ConditionEditor(self._desk, row.condition_id)
            self.editor.state_changed.connect(self.state_changed)
            self._editor_place.addWidget(self.editor)
        self.editor.show_condition(reading, row.chosen, locked=self._locked or not reading.may_recommend)

    def _drop_editor(self) -> None:
        if self.editor is not None:
            self.editor.flush()
            self.editor.hide()
            self._editor_place.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self.editor is None or self.editor.is_settled

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        if self.editor is not None:
            self.editor.flush()

    # ---- acts --------------------------------------------------------------------------------------------------

    def _write(self, operation: Callable[[Act, int], object]) -> None:
        if self._reading is None:
            return
        self.flush()
        case_id = int(self._reading.case.case_id)
        self._desk.jobs.write(self, lambda act: operation(act, case_id), failed=self._desk.notices.problem)

    @Slot(int, int, int, int)
    def _on_current(self, _row: int, _column: int, _before: int, _column_before: int) -> None:
        self._show_buttons()
        self._show_editor()

    @Slot()
    def _on_take_over(self) -> None:
        self._write(service.take_over_proposed)

    @Slot()
    def _on_leave_out(self) -> None:
        if self._current is not None:
            self._write(partial(service.leave_out_condition, condition_id=self._current.condition_id))

    @Slot()
    def _on_strike(self) -> None:
        if self._current is not None:
            name = self._current.condition_id
            self._desk.notices.ask_text(
                self.tr("Strike {0}").format(name),
                self.tr("Say why it should go; it stays in the record with your reason."),
                partial(self._on_reason, name),
            )

    def _on_reason(self, name: str, reason: str) -> None:
        self._write(partial(service.strike_condition, condition_id=name, reason=reason))

    @Slot()
    def _on_tick(self) -> None:
        if self._current is not None:
            self._write(partial(service.tick_own_condition, condition_id=self._current.condition_id))

    @Slot()
    def _on_add(self) -> None:
        if self.more.value():
            self._wanted = self.more.value()
            self._write(partial(service.add_condition, condition_id=self._wanted))

    @Slot()
    def _on_add_own(self) -> None:
        self._write(service.add_own_condition)
