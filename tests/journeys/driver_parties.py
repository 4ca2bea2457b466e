"""The parties and the end-use of a case by keyboard."""

from PySide6.QtCore import Qt

from desktop.cases.model import PARTY_KINDS, PARTY_ROLE_NAMES, PartyDraft
from desktop.cases.ui.parties_tab import PartiesTab
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import ALT, Keyboard


class PartiesDriver:
    """Names parties and says what the items are for."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> PartiesTab:
        """The tab, in front."""
        tab = self._window.goes_to("parties")
        assert isinstance(tab, PartiesTab)
        return tab

    def adds_a_party(self) -> PartiesTab:
        """Add a party that has no name yet; the cursor stands where its name goes."""
        tab = self.tab
        self._keyboard.press(Qt.Key.Key_D, ALT)
        self._keyboard.wait(lambda: tab._form.name.hasFocus() and not tab._form.name.text())
        return tab

    def names(self, party: PartyDraft) -> None:
        """Add a party and fill its form from top to bottom."""
        tab, keyboard = self.adds_a_party(), self._keyboard
        keyboard.fills(party.name)
        if party.original_name:
            keyboard.enters("Name in its own script", party.original_name)
        keyboard.enters("Kind", PARTY_KINDS[party.kind])
        keyboard.enters("Address", party.address)
        keyboard.enters("Country", party.country)
        for words, text in (
            ("Registration number", party.registration_number),
            ("Contact person", party.contact),
            ("E-mail", party.email),
        ):
            if text:
                keyboard.enters(words, text)
        self._saved(tab)
        assert tab._form.role.currentText() == PARTY_ROLE_NAMES[party.role]

    def says_the_use(self, end_use: str, place_of_use: str) -> None:
        """Enter end-use and place of use."""
        tab, keyboard = self.tab, self._keyboard
        keyboard.enters("What the items are for", end_use)
        keyboard.enters("Place of use", place_of_use)
        self._saved(tab)

    def _saved(self, tab: PartiesTab) -> None:
        self._keyboard.wait(lambda: tab._form.autosave.is_settled and tab._end_use_saving.is_settled)
        self._keyboard.settle()
