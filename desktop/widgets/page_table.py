"""A table inside a page: as high as its rows, long cells in several lines, read by keyboard and screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.widgets.spacing import GAP, ROW_HEIGHT
from desktop.widgets.status_chip import ICON_ROLE, TONE_ROLE, StatusChipDelegate


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, and where it is a status its tone and icon."""

    words: str
    tone: str = ""
    icon: str = ""


class _RoomyDelegate(StatusChipDelegate):
    """Leaves room above and below the lines of a long cell."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the lines and a little more."""
        return super().sizeHint(option, index) + QSize(0, GAP)


class PageTable(QTableWidget):
    """Shows rows of words; ``wide`` are the columns that share the room left and break into lines."""

    def __init__(
        self, accessible_name: str, heads: Sequence[str], wide: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(heads), parent)
        self.setAccessibleName(accessible_name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(_RoomyDelegate(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        rows.sectionResized.connect(self._on_resized)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        for column in range(len(heads)):
            is_wide = column in wide
            mode = QHeaderView.ResizeMode.Stretch if is_wide else QHeaderView.ResizeMode.ResizeToContents
            columns.setSectionResizeMode(column, mode)
        columns.sectionResized.connect(self._on_widened)

    def show_rows(self, rows: Sequence[Sequence[str | Cell]]) -> None:
        """Show these rows instead of those before; the row that was chosen stays chosen where it still is."""
        chosen = self.currentRow()
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, given in enumerate(row):
                cell = given if isinstance(given, Cell) else Cell(given)
                item = QTableWidgetItem(cell.words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
                if cell.tone:
                    item.setData(TONE_ROLE, cell.tone)
                    item.setData(ICON_ROLE, cell.icon or cell.tone)
                self.setItem(at, column, item)
        if 0 <= chosen < len(rows):
            self.setCurrentCell(chosen, 0)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """As high as head and rows together."""
        height = self.horizontalHeader().height() + sum(self.rowHeight(row) for row in range(self.rowCount()))
        return QSize(super().sizeHint().width(), height + 2 * self.frameWidth() + GAP // 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the long cells anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resizeRowsToContents()
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the letters."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    @Slot(int, int, int)
    def _on_widened(self, _column: int, _before: int, _now: int) -> None:
        self.resizeRowsToContents()
        self._fit()

    @Slot(int, int, int)
    def _on_resized(self, _column: int, _before: int, _now: int) -> None:
        self._fit()
