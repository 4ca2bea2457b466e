"""The sign-in card by keyboard."""

from PySide6.QtCore import Qt

from desktop.shell.program import Program
from desktop.shell.sign_in_card import SignInCard
from tests.conftest import PASSWORD
from tests.journeys.keyboard import ALT, Keyboard


class SignInDriver:
    """Signs people in and out."""

    def __init__(self, program: Program, keyboard: Keyboard) -> None:
        self._program = program
        self._keyboard = keyboard

    @property
    def card(self) -> SignInCard:
        """The card itself."""
        return self._program.card

    def signs_in(self, name: str, password: str = PASSWORD) -> None:
        """Type name and password, press Enter, and wait for the window."""
        keyboard = self._keyboard
        self.card.activateWindow()
        keyboard.wait(self.card.isActiveWindow)
        keyboard.tab_to("Name", Qt.Key.Key_Backtab)
        keyboard.fills(name)
        keyboard.enters("Password", password)
        keyboard.press(Qt.Key.Key_Return)
        keyboard.wait(lambda: self._program.window is not None and self._program.window.isVisible())
        window = self._program.window
        assert window is not None
        window.activateWindow()
        keyboard.wait(window.isActiveWindow)
        keyboard.settle()

    def signs_out(self) -> None:
        """Choose "Sign out" in the menu and wait for the card."""
        self.chooses_sign_out()
        self._keyboard.wait(self.card.isVisible)

    def chooses_sign_out(self) -> None:
        """Choose "Sign out" in the menu."""
        self._keyboard.settle()
        self._keyboard.press(Qt.Key.Key_F, ALT)
        self._keyboard.press(Qt.Key.Key_S)
