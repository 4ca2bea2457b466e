"""Somebody's two hands on a keyboard: every key goes to whatever has the focus, every wait is for something visible."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabBar,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.widgets.paste_table import PasteTable

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
_MOST_TABS = 250


def words_of(widget: QWidget) -> str:
    """Return what a screen reader would say first of a widget: its name, or the words on it."""
    if isinstance(widget, QTabBar):
        return f"tab {widget.tabText(widget.currentIndex())}"
    name = widget.accessibleName()
    return name or (widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else "")


def _said_by(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        return [widget.text()]
    if isinstance(widget, QLineEdit):
        return [widget.text() or widget.placeholderText()]
    if isinstance(widget, QPlainTextEdit):
        return [widget.toPlainText()]
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, QTableWidget):
        cells = (widget.item(row, column) for row in range(widget.rowCount()) for column in range(widget.columnCount()))
        return [cell.text() for cell in cells if cell is not None]
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        columns = 1 if isinstance(widget, QListView) else model.columnCount()
        cells = (model.index(row, column) for row in range(min(model.rowCount(), 400)) for column in range(columns))
        return [str(cell.data() or "") for cell in cells]
    return []


def seen_in(window: QWidget) -> str:
    """Return every word in sight in a window, one widget a line."""
    visible = [widget for widget in window.findChildren(QWidget) if widget.isVisibleTo(window)]
    return "\n".join(text for widget in visible for text in _said_by(widget) if text)


class Keyboard:
    """Types, presses, goes from field to field by Tab; ``settle`` waits until the program has answered."""

    def __init__(self, qtbot: QtBot, is_settled: Callable[[], bool]) -> None:
        self._qtbot = qtbot
        self._is_settled = is_settled
        self._popup: QWidget | None = None

    def settle(self) -> None:
        """Wait until nothing is read or written any more."""
        self.wait(self._is_settled)

    def wait(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(condition, timeout=int(seconds * 1000))

    @property
    def here(self) -> QWidget:
        """What has the focus; a list that dropped down comes before the window under it."""
        popup = self._popup = QApplication.activePopupWidget()  # kept: what it holds goes with its wrapper
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget() or self.window  # a window hears the keys itself while nothing in it does

    @property
    def window(self) -> QWidget:
        """The window or dialog the person works in; never a list that dropped down."""
        modal = QApplication.activeModalWidget()
        if modal is not None:
            return modal
        active = QApplication.activeWindow()
        if active is not None and active.windowType() is Qt.WindowType.Window and active.isVisible():
            return active
        kinds = {Qt.WindowType.Window, Qt.WindowType.Widget}
        return next(top for top in QApplication.topLevelWidgets() if top.isVisible() and top.windowType() in kinds)

    def sees(self, words: str) -> bool:
        """Tell whether words stand in the window."""
        return words in seen_in(self.window)

    def waits_for(self, words: str) -> None:
        """Wait until words stand in the window."""
        try:
            self.wait(lambda: self.sees(words))
        except Exception as late:
            raise AssertionError(f"“{words}” never came into sight; in sight is:\n{seen_in(self.window)}") from late

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self._qtbot.keyClick(self.here, key, modifier)
            QApplication.processEvents()
        self._come_back()

    def _come_back(self) -> None:
        # the screenless platform has nobody who gives the focus back to the window when a list or a dialog closes
        if QApplication.activePopupWidget() is None and QApplication.activeWindow() is not self.window:
            self.window.activateWindow()
            QApplication.processEvents()

    def types(self, text: str) -> None:
        """Type text; what this keyboard has no keys for is pasted."""
        if text.isascii() and "\n" not in text and "\0" not in text:
            for letter in text:  # the first one may open the cell of a sheet, which takes the others
                self._qtbot.keyClicks(self.here, letter)
            QApplication.processEvents()
        elif text:
            self.pastes(text)

    def pastes(self, text: str) -> None:
        """Put text on the clipboard, as from a spreadsheet or a letter, and press Ctrl+V."""
        QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, CTRL)

    def tab_to(self, words: str, key: Qt.Key = Qt.Key.Key_Tab) -> QWidget:
        """Press Tab until the focus stands on what is called ``words``."""
        passed: list[str] = []
        for _ in range(_MOST_TABS):
            here = self.here
            if words_of(here).startswith(words):
                return here
            passed.append(words_of(here) or type(here).__name__)
            # Ctrl+Tab leaves a sheet at once; Tab goes through its cells
            self.press(key, CTRL if isinstance(here, PasteTable) and key is Qt.Key.Key_Tab else NONE)
        pytest.fail(f"Tab never came to “{words}”; it passed {list(dict.fromkeys(passed))}")

    def enters(self, words: str, text: str) -> None:
        """Go to a field by Tab and fill it, whatever kind of field it is."""
        self.tab_to(words)
        self.fills(text)

    def fills(self, text: str) -> None:
        """Fill the field that has the focus."""
        field = self.here
        if isinstance(field, QComboBox) and not field.isEditable():
            self.chooses(text)
            return
        self.press(Qt.Key.Key_A, CTRL)
        if text:
            self.types(text)
        else:
            self.press(Qt.Key.Key_Delete)
        if QApplication.activePopupWidget() is not None:
            self.press(Qt.Key.Key_Escape)  # the list of countries; what is typed is certain

    def chooses(self, words: str) -> None:
        """Drop the list down, go to an answer and take it."""
        box = self.here
        assert isinstance(box, QComboBox), f"{words_of(box)} is no list of answers"
        answers = [box.itemText(at) for at in range(box.count())]
        fitting = [at for at, answer in enumerate(answers) if answer == words]
        fitting += [at for at, answer in enumerate(answers) if answer.startswith(words)]
        assert fitting, f"“{words}” is not among the answers of {words_of(box)}: {answers}"
        self.press(Qt.Key.Key_Space)
        assert QApplication.activePopupWidget() is not None, f"{words_of(box)} does not drop its answers down"
        self.press(Qt.Key.Key_Home)
        self.press(Qt.Key.Key_Down, times=fitting[0])
        self.press(Qt.Key.Key_Return)
        assert box.currentIndex() == fitting[0], f"{box.currentText()} was taken instead of {words}"

    def pushes(self, words: str) -> None:
        """Go to a button by Tab and press it."""
        button = self.tab_to(words)
        assert button.isEnabled(), f"“{words}” cannot be pressed"
        self.press(Qt.Key.Key_Space)
        self.settle()
