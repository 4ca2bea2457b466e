"""The decision of a case by keyboard: outcome, conditions, reasons, and the signatures of four eyes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from desktop.decisions.ui.decision_tab import DecisionTab
from desktop.widgets.fields import ChoiceBox
from tests.conftest import PASSWORD
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import Keyboard


class DecisionDriver:
    """Proposes, signs, countersigns."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> DecisionTab:
        """The tab, in front."""
        tab = self._window.goes_to("decision")
        assert isinstance(tab, DecisionTab)
        return tab

    def offered_outcomes(self) -> list[str]:
        """Return the outcomes the screen lets this person choose for the first line."""
        box = self._outcome(self.tab)
        return [box.itemText(at) for at in range(box.count())]

    @staticmethod
    def _outcome(tab: DecisionTab) -> ChoiceBox:
        return next(iter(tab.lines.values())).outcome

    def chooses_outcome(self, words: str) -> None:
        """Choose the outcome of the first line."""
        tab = self.tab
        self._keyboard.enters("Outcome", words)
        self._saved(tab)

    def refuses_because(self, codes: tuple[str, ...], paragraph: str) -> None:
        """Tick reason codes and write the paragraph of the letter."""
        for code in codes:
            self._keyboard.tab_to(code)
            self._keyboard.press(Qt.Key.Key_Space)
        self.writes_the_paragraph(paragraph)

    def writes_the_paragraph(self, paragraph: str) -> None:
        """Write the case's own words into the letter."""
        self._keyboard.enters("Paragraph", paragraph)
        self._saved(self.tab)

    def takes_over_conditions(self) -> list[str]:
        """Take over every condition that is proposed; return their numbers."""
        tab = self.tab
        self._keyboard.pushes("Take over what is proposed")
        self._saved(tab)
        table = tab.conditions.table
        return [table.item(row, 0).text() for row in range(table.rowCount())]

    def fills_condition(self, condition_id: str, blanks: dict[str, str]) -> None:
        """Go to a condition in the table and fill its blanks, by label."""
        tab, keyboard = self.tab, self._keyboard
        table = tab.conditions.table
        keyboard.tab_to("Conditions of the grant")
        ids = [table.item(row, 0).text() for row in range(table.rowCount())]
        keyboard.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        keyboard.press(Qt.Key.Key_Down, times=ids.index(condition_id))
        keyboard.settle()
        assert tab.conditions.editor is not None
        assert tab.conditions.editor.condition_id == condition_id
        for label, text in blanks.items():
            keyboard.enters(label, text)
        self._saved(tab)

    def gives_reasons(self, words: str) -> None:
        """Write the reasons of the recommendation."""
        tab = self.tab
        self._keyboard.enters("Reasons", words)
        self._saved(tab)

    def signs_the_recommendation(self, password: str = PASSWORD) -> None:
        """Sign, with the password typed into its dialog."""
        keyboard = self._keyboard
        assert self.tab.isVisible()
        keyboard.pushes("Sign the recommendation…")
        self.answers_password(password)
        keyboard.waits_for("Signed. The case waits for another person's countersignature.")
        keyboard.settle()

    def countersigns(self, password: str = PASSWORD) -> None:
        """Read the decisive facts again and accept them with the password."""
        keyboard = self._keyboard
        assert self.tab.isVisible()
        keyboard.pushes("Countersign…")
        self.answers_password(password)
        keyboard.waits_for("Countersigned. ")
        keyboard.settle()

    def returns(self, reasons: str, password: str = PASSWORD) -> None:
        """Return the recommendation to the clerk, with reasons (S-4)."""
        keyboard = self._keyboard
        assert self.tab.isVisible()
        keyboard.pushes("Countersign…")
        keyboard.enters("Reasons for returning", reasons)
        keyboard.enters("Your password", password)
        keyboard.pushes("Return to the clerk")
        keyboard.waits_for("Returned to the clerk with your reasons.")

    def answers_password(self, password: str = PASSWORD) -> None:
        """Type the password where the dialog puts the cursor, and press Enter."""
        assert isinstance(self._keyboard.window, QDialog)
        assert self._keyboard.here.accessibleName() == "Your password"
        self._keyboard.types(password)
        self._keyboard.press(Qt.Key.Key_Return)
        self._keyboard.settle()

    def signatures(self) -> list[list[str]]:
        """Return the table of signatures as it stands on screen."""
        tab = self.tab
        table = tab.signatures.table
        if not table.isVisible():
            return []
        return [
            [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
        ]

    def _saved(self, tab: DecisionTab) -> None:
        self._keyboard.wait(lambda: tab.is_settled)
        self._keyboard.settle()
