"""The history of a case as a person reads it."""

from desktop.audit.service import HistoryLine
from desktop.audit.ui.history_tab import HistoryTab
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import Keyboard


class HistoryDriver:
    """Reads the history."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> HistoryTab:
        """The tab, in front."""
        tab = self._window.goes_to("history")
        assert isinstance(tab, HistoryTab)
        return tab

    def lines(self) -> tuple[HistoryLine, ...]:
        """Return every act in sight, oldest first."""
        return self.tab.model.shown_lines()

    def says(self) -> str:
        """Return the history as text, one act a line."""
        return "\n".join(line.as_text for line in self.lines())
