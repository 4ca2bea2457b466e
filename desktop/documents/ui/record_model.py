"""A short table to read: rows of words, one column of them drawn as status chips."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.documents.ui.labels import Mark
from desktop.widgets.plain_label import plain_tooltip
from desktop.widgets.status_chip import ICON_ROLE, TONE_ROLE

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Record:
    """One row: ``key`` is what it stands for, ``cells`` words or chips in order of the columns."""

    key: Any
    cells: tuple[str | Mark, ...]


class RecordModel(QAbstractTableModel):
    """Rows of :class:`Record`; showing the same rows again keeps selection and place."""

    def __init__(self, heads: Sequence[str], parent: Any = None) -> None:
        super().__init__(parent)
        self._heads = tuple(heads)
        self.records: tuple[Record, ...] = ()

    def show_records(self, records: Sequence[Record]) -> None:
        """Show these rows from now on."""
        before, now = self.records, tuple(records)
        if [record.key for record in before] == [record.key for record in now]:
            self.records = now
            for place, (old, new) in enumerate(zip(before, now, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._heads) - 1))
            return
        self.beginResetModel()
        self.records = now
        self.endResetModel()

    def place_of(self, key: Any) -> int | None:
        """Return the row of a key, or None."""
        return next((place for place, record in enumerate(self.records) if record.key == key), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heads of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt draws and reads aloud; words from outside are never markup."""
        if not index.isValid():
            return None
        cell = self.records[index.row()].cells[index.column()]
        mark = cell if isinstance(cell, Mark) else None
        words = cell if isinstance(cell, str) else cell.word
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words.replace("\n", " ")
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._heads[index.column()]}: {words}"
        given = {} if mark is None else {int(TONE_ROLE): mark.tone, int(ICON_ROLE): mark.icon}
        return given.get(int(role))
