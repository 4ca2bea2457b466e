"""A short table that is filled in like a sheet: type, paste a rectangle, Tab and Enter, undo."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.errors import UserError
from desktop.pasted_rows import rows_of, tab_separated
from desktop.widgets import icons, remembered
from desktop.widgets.clipboard import ShortLivedClipboard
from desktop.widgets.paste_table_model import PasteTableModel
from desktop.widgets.spacing import ROW_HEIGHT

_SETTLE_MS = 500


class _CellDelegate(QStyledItemDelegate):
    """Edits a cell in a line, offering the answers its column has."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """Make the line for one cell."""
        model = index.model()
        assert isinstance(model, PasteTableModel)  # noqa: S101 - the view gives no other
        column = model.columns[index.column()]
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setAccessibleName(column.head)
        if column.is_figure:
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if column.offers:
            completer = QCompleter(list(column.offers), line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Let the line cover its cell."""
        editor.setGeometry(option.rect)


class PasteTable(QTableView):
    """Shows a :class:`PasteTableModel`.

    Typing begins a cell anew, F2 edits it; Tab goes right and on to the next row, Enter goes down to the column where
    the row was begun; Tab leaves the table from its last empty row, Ctrl+Tab from anywhere. ``refused`` carries the
    error of a paste and its text. ``read_paste`` may be set by the screen: it gets the text first, and tells whether it
    took it.
    """

    refused = Signal(object, str)
    row_entered = Signal(object)  # key of the current row, None on the empty one

    def __init__(
        self, accessible_name: str, model: PasteTableModel, parent: QWidget | None = None, *, key: str
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._begun_at = 0
        self._is_closing_editor = False
        self.read_paste: Callable[[str], bool] | None = None
        self._clipboard = ShortLivedClipboard(self)
        self.setAccessibleName(accessible_name)
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(ROW_HEIGHT + ROW_HEIGHT // 2)
        for place, column in enumerate(model.columns):
            columns.resizeSection(place, column.width)
        remembered.restore_columns(columns, key)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._on_settled)
        columns.sectionResized.connect(self._on_resized)
        self._make_actions()

    @property
    def table(self) -> PasteTableModel:
        """The model shown."""
        model = self.model()
        assert isinstance(model, PasteTableModel)  # noqa: S101 - set in the constructor
        return model

    def _make_actions(self) -> None:
        standard = QKeySequence.StandardKey
        self.undo_action = self._action(self.tr("Undo"), "undo", standard.Undo, self._on_undo)
        self.redo_action = self._action(self.tr("Redo"), "redo", standard.Redo, self._on_redo)
        self.cut_action = self._action(self.tr("Cut"), "", standard.Cut, self._on_cut)
        self.copy_action = self._action(self.tr("Copy"), "", standard.Copy, self._on_copy)
        self.paste_action = self._action(self.tr("Paste"), "paste", standard.Paste, self._on_paste)
        self.clear_action = self._action(self.tr("Clear cells"), "", standard.Delete, self._on_clear)
        self.insert_action = self._action(self.tr("Insert row"), "add", "Ctrl+Shift++", self._on_insert)
        self.remove_action = self._action(self.tr("Remove rows"), "remove", "Ctrl+-", self._on_remove)

    def _action(
        self, words: str, icon: str, shortcut: QKeySequence.StandardKey | str, slot: Callable[[], None]
    ) -> QAction:
        action = QAction(words, self)
        if icon:
            action.setIcon(icons.icon(icon))
        action.setShortcuts(
            [QKeySequence(shortcut)] if isinstance(shortcut, str) else QKeySequence.keyBindings(shortcut)
        )
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def contextMenuEvent(self, event: object) -> None:
        """Offer what can be done with the cells."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.actions():
            menu.addAction(action)
        position = getattr(event, "globalPos", QPoint)()
        menu.popup(position)

    # ---- keys --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move as in a sheet."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            # while a cell is edited the delegate hears Enter too, and ends the edit before the cursor goes down
            if self.state() != QAbstractItemView.State.EditingState:
                self._go_down()
        elif event.key() == Qt.Key.Key_Tab and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            super().focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next cell; leave the table from its first cell backwards and from its empty last row forwards."""
        if self._is_closing_editor:
            # the line that vanishes looks for who gets its focus; that is the cell under it, and no step yet
            self.setFocus()
            return True
        if self._step(forward):
            return True
        return super().focusNextPrevChild(forward)

    def _step(self, forward: bool) -> bool:
        at = self.currentIndex()
        if not at.isValid():
            return False
        if forward and self.table.key_at(at.row()) is None and at.column() == 0:
            return False
        place = at.row() * self.table.columnCount() + at.column() + (1 if forward else -1)
        row, column = divmod(place, self.table.columnCount())
        if place < 0 or row >= self.table.rowCount():
            return False
        begun_at = self._begun_at if row == at.row() else column
        self.setCurrentIndex(self.table.index(row, column))
        self._begun_at = begun_at
        return True

    def _go_down(self) -> None:
        at = self.currentIndex()
        if at.isValid() and at.row() + 1 < self.table.rowCount():
            self.setCurrentIndex(self.table.index(at.row() + 1, self._begun_at))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on as in a sheet when a cell is done: down after Enter, right after Tab."""
        hints = QAbstractItemDelegate.EndEditHint
        self._is_closing_editor = True
        super().closeEditor(editor, hints.NoHint)
        self._is_closing_editor = False
        if hint == hints.SubmitModelCache:
            self._go_down()
        elif hint in {hints.EditNextItem, hints.EditPreviousItem}:
            self._step(hint == hints.EditNextItem)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which row the person came to."""
        super().currentChanged(current, previous)
        self._begun_at = current.column()
        if current.row() != previous.row() or not previous.isValid():
            self.row_entered.emit(self.table.key_at(current.row()))

    # ---- acts --------------------------------------------------------------------------------------------------

    def _rectangle(self) -> tuple[int, int, int, int] | None:
        marked = self.selectionModel().selection()
        if not marked.count():
            return None
        block = marked.at(0)
        return block.top(), block.left(), block.bottom(), block.right()

    def _texts(self) -> list[list[str]]:
        block = self._rectangle()
        if block is None:
            return []
        top, left, bottom, right = block
        bottom = min(bottom, len(self.table.rows) - 1)
        return [
            [
                str(self.table.data(self.table.index(row, column), Qt.ItemDataRole.EditRole))
                for column in range(left, right + 1)
            ]
            for row in range(top, bottom + 1)
        ]

    @Slot()
    def _on_undo(self) -> None:
        self.table.undo_stack.undo()

    @Slot()
    def _on_redo(self) -> None:
        self.table.undo_stack.redo()

    @Slot()
    def _on_copy(self) -> None:
        texts = self._texts()
        if texts:
            self._clipboard.copy(tab_separated(texts))

    @Slot()
    def _on_cut(self) -> None:
        self._on_copy()
        self._empty(self.tr("Cut"))

    @Slot()
    def _on_clear(self) -> None:
        self._empty(self.tr("Clearing"))

    def _empty(self, words: str) -> None:
        block = self._rectangle()
        if block is None or not self.table.can_edit:
            return
        top, left, bottom, right = block
        bottom = min(bottom, len(self.table.rows) - 1)
        cells = [(row, column, "") for row in range(top, bottom + 1) for column in range(left, right + 1)]
        self.table.set_cells(cells, words)

    @Slot()
    def _on_paste(self) -> None:
        self.paste(QGuiApplication.clipboard().text())

    def paste(self, text: str) -> None:
        """Put text from elsewhere into the table: at the current cell, or as the screen reads it."""
        if not self.table.can_edit or not text.strip():
            return
        try:
            if self.read_paste is not None and self.read_paste(text):
                return
            rows = rows_of(text)
            at = self.currentIndex()
            block = self._rectangle()
            if len(rows) == 1 and len(rows[0]) == 1 and block is not None:
                top, left, bottom, right = block
                rows = [rows[0] * (right - left + 1)] * (bottom - top + 1)
                self.table.paste(rows, top, left, self.tr("Paste"))
            else:
                self.table.paste(rows, max(at.row(), 0), max(at.column(), 0), self.tr("Paste"))
        except UserError as problem:
            self.refused.emit(problem, text)

    @Slot()
    def _on_insert(self) -> None:
        if not self.table.can_edit:
            return
        place = len(self.table.rows)
        if self.table.can_insert and 0 <= self.currentIndex().row() < place:
            place = self.currentIndex().row()
            self.table.insert_row(place, self.tr("Insert row"))
        self.setCurrentIndex(self.table.index(place, 0))

    @Slot()
    def _on_remove(self) -> None:
        block = self._rectangle()
        if block is not None and self.table.can_remove:
            self.table.remove_rows(range(block[0], block[2] + 1), self.tr("Remove rows"))

    @Slot(int, int, int)
    def _on_resized(self, _column: int, _before: int, _now: int) -> None:
        if self.isVisible():
            self._settling.start()

    @Slot()
    def _on_settled(self) -> None:
        remembered.keep_columns(self.horizontalHeader(), self._key)
