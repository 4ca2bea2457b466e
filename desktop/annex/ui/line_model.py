"""The items of a case as a short table: number, what it is, how far its classification is."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.annex.explain import short
from desktop.annex.queries import ClassifiedLine
from desktop.annex.ui.labels import line_mark
from desktop.widgets.plain_label import plain_tooltip
from desktop.widgets.status_chip import ICON_ROLE, TONE_ROLE

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
NUMBER, ITEM, STATUS = range(3)


class LineModel(QAbstractTableModel):
    """Shows :class:`ClassifiedLine` rows; showing the same lines again keeps the chosen row."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ClassifiedLine, ...] = ()
        self._heads = (self.tr("No."), self.tr("Item"), self.tr("Classification"))

    def show_lines(self, lines: Sequence[ClassifiedLine]) -> None:
        """Show these lines from now on."""
        before = [one.line.line_id for one in self._lines]
        if before == [one.line.line_id for one in lines]:
            self._lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, STATUS))
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of items."""
        return 0 if parent.isValid() else len(self._lines)

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
        one, column = self._lines[index.row()], index.column()
        mark = line_mark(one)
        words = (str(one.line.number), " ".join(one.line.description.split()), mark.word)[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                found = "" if one.run is None else f"\n{short(one.run.trace)}"
                return plain_tooltip(f"{one.line.description}{found}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._heads[column]}: {words}"
        given = {int(TONE_ROLE): mark.tone, int(ICON_ROLE): mark.icon} if column == STATUS else {}
        return given.get(int(role))
