"""Fields of a form that speak alike: ``value``, ``show_value``, ``lock``, and ``edited`` when a person changed them.

What the program shows by ``show_value`` is never reported as edited, and keeps the field's own undo where it can.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.spelling import is_read_from_right
from desktop.widgets.plain_label import restyle
from desktop.widgets.quiet_text import put_text
from desktop.widgets.spacing import GAP, MEDIUM_FIELD, WIDE


class Field(Protocol):
    """What autosave asks of a field."""

    @property
    def edited(self) -> SignalInstance:
        """Tell that a person changed the field; carries the field itself."""
        ...

    def value(self) -> Any:
        """Return what the field holds; raises :class:`desktop.errors.UserError` while that cannot be read."""
        ...

    def show_value(self, value: Any) -> None:
        """Show a value that came from elsewhere."""
        ...

    def lock(self, locked: bool) -> None:
        """Let the person read but not change, or change again."""
        ...


class TextField(QLineEdit):
    """One line of text; with ``follows_script`` it is written from the side its letters are read from."""

    edited = Signal(object)

    def __init__(
        self, parent: QWidget | None = None, *, width: int = MEDIUM_FIELD, follows_script: bool = False
    ) -> None:
        super().__init__(parent)
        self._follows_script = follows_script
        self.setMinimumWidth(width)
        self.setMaximumWidth(width)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)

    def value(self) -> str:
        """Return the text as typed."""
        return self.text()

    def show_value(self, value: str) -> None:
        """Show other text; Ctrl+Z brings the text before it back."""
        put_text(self, value)
        self._on_changed(value)

    def lock(self, locked: bool) -> None:
        """Let the person read and copy only, or change again."""
        self.setReadOnly(locked)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self.edited.emit(self)

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        if self._follows_script:
            right = is_read_from_right(text)
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)


class TextArea(QPlainTextEdit):
    """Several lines of text, ``lines`` high; Tab leaves it."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, lines: int = 3, width: int = MEDIUM_FIELD) -> None:
        super().__init__(parent)
        self._showing = False
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setMinimumWidth(width)
        self.setMaximumWidth(width)
        self._fit()
        self.textChanged.connect(self._on_changed)

    def _fit(self) -> None:
        self.setFixedHeight(QFontMetrics(self.font()).lineSpacing() * self._lines + WIDE + GAP // 2)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the height in lines when the letters grow."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def value(self) -> str:
        """Return the text as typed."""
        return self.toPlainText()

    def show_value(self, value: str) -> None:
        """Show other text; Ctrl+Z brings the text before it back."""
        if value == self.toPlainText():
            return
        self._showing = True
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(value)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)
        self._showing = False

    def lock(self, locked: bool) -> None:
        """Let the person read and copy only, or change again."""
        self.setReadOnly(locked)

    @Slot()
    def _on_changed(self) -> None:
        if not self._showing:
            self.edited.emit(self)


class ChoiceBox(QComboBox):
    """One of several answers by key; the wheel does not change it, so that scrolling a form is safe."""

    edited = Signal(object)

    def __init__(self, choices: Mapping[str, str], parent: QWidget | None = None, *, width: int = MEDIUM_FIELD) -> None:
        super().__init__(parent)
        self._locked = False
        self.setMaximumWidth(width)
        self.setMinimumWidth(width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, words in choices.items():
            self.addItem(words, key)
        self.activated.connect(self._on_activated)

    def value(self) -> str:
        """Return the key of the answer chosen; '' for none."""
        return str(self.currentData() or "")

    def show_value(self, value: str) -> None:
        """Choose the answer with this key."""
        self.setCurrentIndex(self.findData(str(value)))

    def lock(self, locked: bool) -> None:
        """Let the person read only, or choose again; unlike a disabled box a locked one stays readable."""
        self._locked = locked
        self.setProperty("locked", locked)
        restyle(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on by Tab only while locked."""
        if self._locked and event.key() not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def showPopup(self) -> None:
        """Offer the answers unless locked."""
        if not self._locked:
            super().showPopup()

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        self.edited.emit(self)
