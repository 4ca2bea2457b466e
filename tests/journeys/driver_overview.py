"""The overview of a case by keyboard: the application's own fields, what is missing, registering."""

from PySide6.QtCore import Qt

from desktop.cases.ui.overview_tab import OverviewTab
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import Keyboard


class OverviewDriver:
    """Fills the head of the application and registers it."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> OverviewTab:
        """The tab, in front."""
        tab = self._window.goes_to("overview")
        assert isinstance(tab, OverviewTab)
        return tab

    def records_the_application(self, reference: str, *, channel: str = "E-mail") -> None:
        """Enter how the application came and what the exporter says of his knowledge (CK-11)."""
        assert self.tab.isVisible()
        self._keyboard.enters("Came by", channel)
        self._keyboard.enters("Applicant's reference", reference)
        self._keyboard.enters("Informed by an authority", "No")
        self._keyboard.enters("Aware or suspects", "No")

    def registers(self) -> str:
        """Press Register; return the number the case got."""
        tab = self.tab
        self._keyboard.wait(lambda: tab._register.isEnabled())
        self._keyboard.tab_to("Register", Qt.Key.Key_Backtab)
        self._keyboard.press(Qt.Key.Key_Space)
        self._keyboard.waits_for("Registered as ")
        self._keyboard.settle()
        return str(self._window.window.workspace._header._reference.text())
