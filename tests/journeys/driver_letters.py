"""The letter of a case by keyboard: read it, issue it, save it."""

import subprocess
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from desktop.letters.ui.letters_tab import LettersTab
from tests.conftest import PASSWORD
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import Keyboard


def text_of(path: Path) -> str:
    """Return the words of a PDF as another program extracts them, spaces evened out."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


class LettersDriver:
    """Issues and saves letters."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> LettersTab:
        """The tab, in front."""
        tab = self._window.goes_to("letters")
        assert isinstance(tab, LettersTab)
        return tab

    def can_issue(self) -> bool:
        """Tell whether the screen lets this person issue the letter."""
        button = self.tab.issue_button
        return button.isVisible() and button.isEnabled()

    def issues(self, password: str = PASSWORD) -> str:
        """Issue the letter with the password; return its number."""
        tab = self.tab
        self.tries_to_issue(password)
        self._keyboard.waits_for(" is issued and on file.")
        return str(tab.table.model().index(0, 0).data())

    def tries_to_issue(self, password: str = PASSWORD) -> None:
        """Press "Issue letter" and give the password, whatever comes of it."""
        keyboard = self._keyboard
        assert self.tab.isVisible()
        keyboard.pushes("Issue letter")
        assert isinstance(keyboard.window, QDialog)
        keyboard.types(password)
        keyboard.press(Qt.Key.Key_Return)
        keyboard.settle()

    def saves_as(self, path: Path) -> str:
        """Save the letter through the file dialog; return its words."""
        keyboard = self._keyboard
        assert self.tab.isVisible()
        keyboard.pushes("Save as PDF…")
        assert isinstance(keyboard.window, QFileDialog)
        keyboard.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        keyboard.types(str(path))
        keyboard.press(Qt.Key.Key_Return)
        keyboard.waits_for(f"Saved as {path.name}.")
        keyboard.settle()
        return text_of(path)
