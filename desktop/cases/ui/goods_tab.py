"""What is to be transferred: the items in a table that takes pasted rows, and the marked item's specification."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.cases import entry
from desktop.cases.model import SpecificationValue, State
from desktop.cases.ui.goods_book import GoodsBook
from desktop.cases.ui.item_columns import (
    CellReader,
    cells_from,
    item_columns,
    reckon,
    specification_cells,
    specification_columns,
)
from desktop.cases.ui.reading import CaseReading, read_case
from desktop.cases.ui.save_note import SaveNote
from desktop.errors import StaleCase, UserError
from desktop.pasted_rows import UnreadableRows
from desktop.typed_values import written
from desktop.widgets import icons
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.notices import Choice
from desktop.widgets.paste_table import PasteTable
from desktop.widgets.paste_table_model import PasteTableModel, Row
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.spacing import GAP, WIDE


class GoodsTab(CaseTab):
    """Items above, the specification of the marked item below; both are saved as typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._locked = Banner("info")
        self._locked.hide()
        self._items = PasteTableModel(item_columns(), self, reckon=reckon)
        self._items.can_insert = False
        self._book = GoodsBook(desk, self._items, self)
        self._book.conflict.connect(self._on_conflict)
        self._book.reread_wanted.connect(self.load)
        self._table = PasteTable(self.tr("Items"), self._items, key="goods-items")
        self._table.read_paste = self._read_items
        self._table.refused.connect(self._on_items_refused)
        self._table.row_entered.connect(self._on_row_entered)
        self._items.edited.connect(self._on_items_edited)
        self._values = PasteTableModel(specification_columns(), self)
        self._values.edited.connect(self._on_values_edited)
        self._value_table = PasteTable(self.tr("Specification of the item"), self._values, key="goods-specification")
        self._value_table.horizontalHeader().setStretchLastSection(True)
        self._value_table.read_paste = self._read_values
        self._value_table.refused.connect(self._on_values_refused)
        self._value_key: int | None = None
        self._may_edit = False
        self._decimal_mark = ""  # the person's answer, while a paste is read with it
        self._totals = PlainLabel(role="figures", selectable=True)
        self._values_title = PlainLabel(role="subtitle", elides=True)
        self._note = SaveNote()
        self._book.state_changed.connect(self._note.show_state)
        self._lay_out()

    def _lay_out(self) -> None:
        paste = self._button(self.tr("&Paste rows"), "paste", self._table.paste_action.trigger)
        remove = self._button(self.tr("&Remove rows"), "remove", self._table.remove_action.trigger)
        undo = self._button(self.tr("&Undo"), "undo", self._table.undo_action.trigger)
        self._buttons = (paste, remove, undo)
        undo.setEnabled(False)
        self._items.undo_stack.canUndoChanged.connect(undo.setEnabled)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(WIDE, WIDE, WIDE, GAP)
        above.setSpacing(GAP)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        hint = PlainLabel(
            self.tr("Type the items or paste them from a spreadsheet; further columns become specification values."),
            role="hint",
            elides=True,
        )
        head.addWidget(hint, 1)
        for button in self._buttons:
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(WIDE)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._totals)
        above.addLayout(head)
        above.addWidget(self._table, 1)
        above.addLayout(foot)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(WIDE, GAP, WIDE, WIDE)
        below.setSpacing(GAP)
        below.addWidget(self._values_title)
        below.addWidget(self._value_table, 1)
        panes = QSplitter(Qt.Orientation.Vertical)
        panes.addWidget(upper)
        panes.addWidget(lower)
        panes.setChildrenCollapsible(False)
        panes.setSizes([300, 220])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._locked)
        whole.addWidget(panes, 1)
        for before, after in zip((self._table, *self._buttons), (*self._buttons, self._value_table), strict=True):
            QWidget.setTabOrder(before, after)
        self.begin_at(self._table)

    def _button(self, words: str, icon: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(icons.icon(icon), words)
        button.setProperty("quiet", True)
        button.clicked.connect(slot)
        return button

    # ---- reading -----------------------------------------------------------------------------------------------

    @Slot()
    def load(self) -> None:
        """Read the case and show its items."""
        if self.case_id is None:
            return
        query = partial(read_case, case_id=self.case_id, actor=self.desk.actor)
        self.desk.jobs.read(self, query, self._on_read, failed=self.desk.notices.problem)

    def _on_read(self, reading: CaseReading) -> None:
        case = reading.case
        if case.case_id != self.case_id:
            return
        self._lock(reading)
        self._book.show_case(case)
        if not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._items.index(0, 0))
        self._show_values(self._items.key_at(self._table.currentIndex().row()))
        self._show_totals()

    def _lock(self, reading: CaseReading) -> None:
        can_remove = reading.case.state is State.DRF
        if (self._items.can_edit, self._items.can_remove) != (reading.may_edit, reading.may_edit and can_remove):
            self._items.lock(can_edit=reading.may_edit, can_remove=can_remove)
        self._may_edit = reading.may_edit
        for button in self._buttons[:2]:
            button.setEnabled(reading.may_edit)
        self._buttons[1].setEnabled(reading.may_edit and can_remove)
        why = self.tr("A registered item stays; it gets its outcome in the recommendation.")
        self._buttons[1].setToolTip(plain_tooltip("" if can_remove else why))
        self._locked.show_message("info", self.tr(reading.why_locked) if reading.why_locked else "")
        self._locked.setVisible(bool(reading.why_locked))

    def _show_totals(self) -> None:
        sums: dict[str, Decimal] = {}
        for draft in self._book.drafts.values():
            if draft.quantity is not None and draft.unit_value is not None:
                currency = draft.currency or "?"
                sums[currency] = sums.get(currency, Decimal(0)) + draft.quantity * draft.unit_value
        words = "   ".join(f"{currency} {written(amount)}" for currency, amount in sorted(sums.items()))
        self._totals.setText(self.tr("Total  {0}").format(words) if words else "")

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self._book.is_settled and not self._items.first_problem

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        self._book.flush()

    # ---- the specification of the marked item -----------------------------------------------------------------

    @Slot(object)
    def _on_row_entered(self, key: int | None) -> None:
        self._show_values(key)

    def _show_values(self, key: int | None) -> None:
        place = None if key is None else self._items.place_of(key)
        can_edit = self._may_edit and place is not None
        if self._values.can_edit != can_edit:
            self._values.lock(can_edit=can_edit, can_remove=True)
        if key is None or place is None:
            self._value_key = None
            self._values_title.setText(self.tr("Specification: mark an item to see what is known of it."))
            self._values.show_rows([])
            return
        name = self._items.rows[place].cells.get("description", "") or self.tr("item without description")
        self._values_title.setText(self.tr("Specification of line {0}: {1}").format(place + 1, name))
        values = [specification_cells(value) for value in self._book.specification(key)]
        typed = self._values.rows
        if self._value_key == key and [cells for cells in map(_cells_of, typed) if any(cells.values())] == values:
            return
        self._value_key = key
        self._values.show_rows([Row(self._values.new_key(), cells) for cells in values])

    @Slot()
    def _on_values_edited(self) -> None:
        if self._value_key is None:
            return
        filled = [cells for cells in map(_cells_of, self._values.rows) if any(cells.values())]
        self._book.set_specification(self._value_key, tuple(SpecificationValue(**cells) for cells in filled))

    @Slot()
    def _on_items_edited(self) -> None:
        self._show_totals()
        self._show_values(self._items.key_at(self._table.currentIndex().row()))

    # ---- pasting -----------------------------------------------------------------------------------------------

    def _read_items(self, text: str) -> bool:
        """Take rows with a header, or tell that they are for the place of the cursor."""
        drafts = entry.read_items(text, decimal_mark=self._decimal_mark)
        if drafts is None:
            return False
        keys = self._items.add_rows([cells_from(draft) for draft in drafts], self.tr("Paste items"))
        for key, draft in zip(keys, drafts, strict=True):
            self._book.set_specification(key, draft.specification)
        if keys:
            self._table.setCurrentIndex(self._items.index(self._items.place_of(keys[0]) or 0, 0))
        return True

    @Slot(object, str)
    def _on_items_refused(self, problem: UserError, text: str) -> None:
        if not isinstance(problem, UnreadableRows) or not problem.only_two_readings or self._decimal_mark:
            self.desk.notices.problem(problem)
            return
        self.desk.notices.ask(
            self.tr("How are numbers written here?"),
            self.tr("{0}\n\nWhich mark stands before the decimals in these rows?").format(problem.cells[0].words),
            [Choice(",", self.tr("A comma: 1.250,00")), Choice(".", self.tr("A point: 1,250.00"))],
            partial(self._on_mark, text),
        )

    def _on_mark(self, text: str, decimal_mark: str) -> None:
        self._set_mark(decimal_mark)
        self._table.paste(text)
        self._set_mark("")

    def _set_mark(self, decimal_mark: str) -> None:
        self._decimal_mark = decimal_mark
        for column in self._items.columns:
            if isinstance(column.read, CellReader):
                column.read.decimal_mark = decimal_mark

    def _read_values(self, text: str) -> bool:
        values = entry.read_specification(text)
        if values is None:
            return False
        self._values.add_rows([specification_cells(value) for value in values], self.tr("Paste values"))
        return True

    @Slot(object, str)
    def _on_values_refused(self, problem: UserError, _text: str) -> None:
        self.desk.notices.problem(problem)

    # ---- two people, one item ----------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_conflict(self, key: int, error: StaleCase) -> None:
        sides = "\n".join(
            self.tr("{0}\n  Theirs: {1}\n  Yours: {2}").format(
                name.replace("_", " ").capitalize(), _words(error.theirs[name]), _words(mine)
            )
            for name, mine in error.yours.items()
        )
        self.desk.notices.ask(
            self.tr("Saved by somebody else"),
            f"{error.message}\n\n{sides}",
            [Choice("theirs", self.tr("Show theirs")), Choice("mine", self.tr("Keep mine"), is_default=True)],
            partial(self._on_chosen, key),
        )

    def _on_chosen(self, key: int, answer: str) -> None:
        self._book.settle(key, keep_mine=answer == "mine")


def _cells_of(row: Row) -> Mapping[str, str]:
    return {name: row.cells.get(name, "") for name in ("name", "value", "unit", "source")}


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(f"{each.name} {each.value} {each.unit}".strip() for each in value) or "—"
    return written(value) if isinstance(value, Decimal) else str(value or "—")
