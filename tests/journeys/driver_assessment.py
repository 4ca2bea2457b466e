"""The assessment of a case by keyboard: findings line by line, and the policy's outcome."""

from desktop.policy.ui.assessment_tab import AssessmentTab
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import Keyboard, seen_in


class AssessmentDriver:
    """Answers the questions in the order of the screen and lets policy say where that leads."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> AssessmentTab:
        """The tab, in front."""
        tab = self._window.goes_to("assessment")
        assert isinstance(tab, AssessmentTab)
        return tab

    def finds(self, answers: dict[str, str]) -> None:
        """Answer the questions of the line in front, by label, from top to bottom."""
        tab = self.tab
        for label, answer in answers.items():
            self._keyboard.enters(label, answer)
        self._keyboard.wait(lambda: tab.form.is_settled)
        self._keyboard.settle()

    def runs_the_policy(self) -> str:
        """Run the policy; return all that the screen says of the outcome."""
        tab = self.tab
        self._keyboard.pushes("Run the policy")
        return seen_in(tab)
