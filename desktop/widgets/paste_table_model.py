"""The rows of a short table that people fill in: cells as text, what cannot be read marked, every change undoable."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QUndoCommand, QUndoStack

from desktop.errors import UserError
from desktop.pasted_rows import BadCell, UnreadableRows
from desktop.typed_values import TwoReadings
from desktop.widgets import icons
from desktop.widgets.colours import colours
from desktop.widgets.plain_label import plain_tooltip
from desktop.widgets.typefaces import figures_font

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def _as_typed(text: str) -> str:
    return text.strip()


@dataclass(frozen=True, slots=True)
class EditColumn:
    """One column: ``read`` turns typed text into the text to show, or raises :class:`UserError`.

    ``offers`` are answers shown while typing; ``is_figure`` aligns right in the face for figures; a reckoned column
    follows from the others and is not typed.
    """

    key: str
    head: str
    width: int
    read: Callable[[str], str] = _as_typed
    is_figure: bool = False
    offers: tuple[str, ...] = ()
    is_reckoned: bool = False


@dataclass(slots=True)
class Row:
    """One row; ``key`` stays its name through undo and redo, ``problems`` are sentences by column."""

    key: int
    cells: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def readable(self) -> dict[str, str]:
        """The cells that could be read."""
        return {key: text for key, text in self.cells.items() if key not in self.problems}

    def copy(self) -> "Row":
        """Return a row of its own with the same content."""
        return Row(self.key, dict(self.cells), dict(self.problems))


def _contents(rows: Iterable[Row]) -> list[tuple[int, dict[str, str]]]:
    return [(row.key, {column: text for column, text in row.cells.items() if text}) for row in rows]


class _Replace(QUndoCommand):
    """Puts the whole table from one state into another; the tables are short."""

    def __init__(self, model: "PasteTableModel", words: str, before: list[Row], after: list[Row]) -> None:
        super().__init__(words)
        self._model = model
        self._before = before
        self._after = after

    def redo(self) -> None:
        """Do, or do again."""
        self._model.put_rows(self._after)

    def undo(self) -> None:
        """Take back."""
        self._model.put_rows(self._before)


class PasteTableModel(QAbstractTableModel):
    """Rows of text cells by column key; below them one empty row in which typing begins a new one.

    ``edited`` tells that the person changed something, undo and redo included.
    """

    edited = Signal()

    def __init__(
        self,
        columns: Sequence[EditColumn],
        parent: Any = None,
        *,
        reckon: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._reckon = reckon
        self.undo_stack = QUndoStack(self)
        self.can_add = True
        self.can_edit = True
        self.can_remove = True
        self.can_insert = True  # between other rows; otherwise new rows come last
        self._rows: list[Row] = []
        self._keys = count(1)

    # ---- what the screen does with it --------------------------------------------------------------------------

    @property
    def rows(self) -> list[Row]:
        """The rows as they stand, without the empty one; each is a copy."""
        return [row.copy() for row in self._rows]

    def new_key(self) -> int:
        """Return a name for a row that the screen is about to show."""
        return next(self._keys)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, as they came from the office; undo begins anew, unless they are the same."""
        if _contents(rows) == _contents(self._rows):
            return
        self.undo_stack.clear()
        self.beginResetModel()
        self._rows = [row.copy() for row in rows]
        self.endResetModel()

    def mark(self, key: int, problems: Mapping[str, str]) -> None:
        """Say of a row what could not be saved, by column."""
        for place, row in enumerate(self._rows):
            if row.key == key and row.problems != problems:
                row.problems = dict(problems)
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def lock(self, *, can_edit: bool, can_remove: bool) -> None:
        """Say whether cells may be changed and rows be added, and whether rows may be taken away."""
        self.beginResetModel()
        self.can_edit = self.can_add = can_edit
        self.can_remove = can_edit and can_remove
        self.endResetModel()

    def key_at(self, place: int) -> int | None:
        """Return the key of the row at ``place``; None for the empty row below."""
        return self._rows[place].key if 0 <= place < len(self._rows) else None

    @property
    def first_problem(self) -> str:
        """Where the first cell stands that could not be read or saved, and why; '' where there is none."""
        for place, row in enumerate(self._rows, 1):
            for column in self.columns:
                if column.key in row.problems:
                    return self.tr("Line {0}, {1}: {2}").format(place, column.head, row.problems[column.key])
        return ""

    def place_of(self, key: int) -> int | None:
        """Return where the row with this key stands, or None."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), None)

    # ---- what the person does ----------------------------------------------------------------------------------

    def set_cells(self, cells: Iterable[tuple[int, int, str]], words: str) -> None:
        """Put texts into cells (row, column, text) as one undoable step; rows below the last are added.

        A text that cannot be read stays in its cell with the reason.
        """
        after = self.rows
        for place, column, text in cells:
            while place >= len(after):
                after.append(Row(self.new_key()))
            self._fill(after[place], self.columns[column], text)
        for row in after:
            self._finish(row)
        self._push(words, after)

    def paste(self, rows: Sequence[Sequence[str]], place: int, column: int, words: str) -> None:
        """Put a rectangle of texts at a cell, all of it or nothing.

        Raises :class:`UnreadableRows` with every cell that cannot be read, or when there is no room for it.
        """
        bad = []
        room = len(self.columns) - column
        for number, cells in enumerate(rows, 1):
            if len(cells) > room:
                bad.append(BadCell(number, "", f"has {len(cells)} cells, and there are {room} columns from here on."))
                continue
            for offset, text in enumerate(cells):
                spec = self.columns[column + offset]
                try:
                    spec.read(text)
                except UserError as problem:
                    two = isinstance(problem, TwoReadings)
                    bad.append(BadCell(number, spec.head, problem.message, two))
        if bad:
            raise UnreadableRows(bad)
        self.set_cells(
            (
                (place + down, column + right, text)
                for down, cells in enumerate(rows)
                for right, text in enumerate(cells)
            ),
            words,
        )

    def add_rows(self, rows: Sequence[Mapping[str, str]], words: str) -> list[int]:
        """Add whole rows, read already, below the last as one undoable step; return their keys."""
        added = [Row(self.new_key(), dict(cells)) for cells in rows]
        self._push(words, [*self.rows, *added])
        return [row.key for row in added]

    def insert_row(self, place: int, words: str) -> None:
        """Insert an empty row above ``place``."""
        after = self.rows
        after.insert(place, Row(self.new_key()))
        self._push(words, after)

    def remove_rows(self, places: Iterable[int], words: str) -> None:
        """Take rows away as one undoable step."""
        gone = set(places)
        self._push(words, [row for place, row in enumerate(self.rows) if place not in gone])

    def _finish(self, row: Row) -> None:
        if self._reckon is not None and any(row.cells.values()):
            found = self._reckon(row.readable)
            row.cells.update({key: text for key, text in found.items() if key not in row.problems})

    @staticmethod
    def _fill(row: Row, column: EditColumn, text: str) -> None:
        if column.is_reckoned:
            return
        row.problems.pop(column.key, None)
        try:
            row.cells[column.key] = column.read(text)
        except UserError as problem:
            row.cells[column.key] = text
            row.problems[column.key] = problem.message

    def _push(self, words: str, after: list[Row]) -> None:
        before = self.rows
        if _contents(before) != _contents(after):
            self.undo_stack.push(_Replace(self, words, before, after))

    def put_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows as a step of undo or redo, touching only what differs."""
        same = [row.key for row in rows] == [row.key for row in self._rows]
        if same:
            for place, row in enumerate(rows):
                if row.cells != self._rows[place].cells or row.problems != self._rows[place].problems:
                    self._rows[place] = row.copy()
                    self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))
        else:
            self._exchange(rows)
        self.edited.emit()

    def _exchange(self, rows: Sequence[Row]) -> None:
        kept = {row.key for row in rows}
        for place in reversed(range(len(self._rows))):
            if self._rows[place].key not in kept:
                self.beginRemoveRows(_NOWHERE, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            if place == len(self._rows) and self.can_add:
                # the empty row becomes this one, and a new empty row appears below: the cursor stays where it is
                self.beginInsertRows(_NOWHERE, place + 1, place + 1)
                self._rows.append(row.copy())
                self.endInsertRows()
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))
                self.headerDataChanged.emit(Qt.Orientation.Vertical, place, place)
            elif place >= len(self._rows) or self._rows[place].key != row.key:
                self.beginInsertRows(_NOWHERE, place, place)
                self._rows.insert(place, row.copy())
                self.endInsertRows()
            elif row.cells != self._rows[place].cells or row.problems != self._rows[place].problems:
                self._rows[place] = row.copy()
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    # ---- what Qt asks ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows, the empty one below included."""
        return 0 if parent.isValid() else len(self._rows) + (1 if self.can_add else 0)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell that cells can be marked, and edited unless the table is locked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        can_edit = self.can_edit and not self.columns[index.column()].is_reckoned
        return flags | Qt.ItemFlag.ItemIsEditable if can_edit else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt draws, edits, and reads aloud."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        row = self._rows[index.row()] if index.row() < len(self._rows) else Row(0)
        text, problem = row.cells.get(column.key, ""), row.problems.get(column.key, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return text.replace("\n", " ")
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(problem or text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (column.head, text or self.tr("empty"), problem) if part)
        return self._look(column, role, is_wrong=bool(problem))

    def _look(self, column: EditColumn, role: int, *, is_wrong: bool) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeading
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and column.is_figure:
            return figures_font()
        if role == Qt.ItemDataRole.ForegroundRole and is_wrong:
            return QColor(colours().problem.ink)
        if role == Qt.ItemDataRole.DecorationRole and is_wrong:
            return icons.icon("problem", "problem")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return heads of columns and numbers of rows; the empty row has a star."""
        if orientation == Qt.Orientation.Horizontal:
            column = self.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.head
            return self._look(column, role, is_wrong=False) if role == Qt.ItemDataRole.TextAlignmentRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if section < len(self._rows) else "*"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into one cell."""
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        text = str(value)
        if text == self.data(index, Qt.ItemDataRole.EditRole):
            return True
        self.set_cells([(index.row(), index.column(), text)], self.tr("Typing"))
        return True
