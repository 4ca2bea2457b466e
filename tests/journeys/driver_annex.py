"""The classification of a case by keyboard: run, answer, confirm."""

from desktop.annex.ui.classification_tab import ClassificationTab
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import Keyboard


class AnnexDriver:
    """Runs the classifier and decides on what it finds."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> ClassificationTab:
        """The tab, in front."""
        tab = self._window.goes_to("annex")
        assert isinstance(tab, ClassificationTab)
        return tab

    def runs_the_classifier(self) -> str:
        """Run the classifier on what is not classified yet; return what the banner says."""
        tab = self.tab
        self._keyboard.pushes("Run the classifier")
        return tab.view.verdict.banner.sentence

    def answers(self, questions: dict[str, str]) -> str:
        """Answer what is asked, by label, and run again; return what the banner says then."""
        for label, answer in questions.items():
            self._keyboard.enters(label, answer)
        self._keyboard.pushes("Answer and run again")
        return self.tab.view.verdict.banner.sentence

    def confirms(self) -> None:
        """Confirm what the classifier found."""
        assert self.tab.isVisible()
        self._keyboard.pushes("Confirm")
        self._keyboard.waits_for(" is confirmed: ")
