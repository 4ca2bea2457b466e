"""A table of records to read and choose from: one row height, whole rows, columns that stay as the person made them."""

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.widgets import remembered
from desktop.widgets.focus_frame import frame_focus
from desktop.widgets.spacing import ROW_HEIGHT

_SETTLE_MS = 500


class RecordTable(QTableView):
    """Shows a model row by row.

    ``chosen`` carries the row that was opened by Enter or a double click; ``copy_wanted`` comes from Ctrl+C. Under
    ``key`` the widths of the columns are remembered.
    """

    chosen = Signal(object)
    copy_wanted = Signal()

    def __init__(self, accessible_name: str, parent: QWidget | None = None, *, key: str = "") -> None:
        super().__init__(parent)
        self._key = key
        self.setProperty("records", True)
        self.setAccessibleName(accessible_name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(ROW_HEIGHT)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._on_settled)
        columns.sectionResized.connect(self._on_resized)
        self.doubleClicked.connect(self._on_double_clicked)

    def lay_out_columns(self, widths: list[int], stretching: int) -> None:
        """Give the columns their first widths, or the remembered ones; one column takes what is left."""
        columns = self.horizontalHeader()
        for column, width in enumerate(widths):
            columns.resizeSection(column, width)
        if self._key:
            remembered.restore_columns(columns, self._key)
        columns.setSectionResizeMode(stretching, QHeaderView.ResizeMode.Stretch)

    def selected_ranges(self) -> list[tuple[int, int]]:
        """Return first and last row of each marked block, in order; asks no row for itself."""
        blocks = self.selectionModel().selection()
        return sorted({(blocks.at(n).top(), blocks.at(n).bottom()) for n in range(blocks.count())})

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the table, and the frame around the row that the keyboard acts on."""
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            row = QRect(0, self.rowViewportPosition(index.row()), self.viewport().width(), self.rowHeight(index.row()))
            painter = QPainter(self.viewport())
            frame_focus(painter, row.adjusted(1, 0, -1, 0))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row on Enter; hand Ctrl+C on."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    @Slot(int, int, int)
    def _on_resized(self, _column: int, _before: int, _now: int) -> None:
        if self._key and self.isVisible():
            self._settling.start()

    @Slot()
    def _on_settled(self) -> None:
        remembered.keep_columns(self.horizontalHeader(), self._key)
