"""The window around the cases by keyboard: queues, list, a new case, the tabs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from desktop.cases.queries import CaseRow
from desktop.shell.main_window import MainWindow
from desktop.shell.program import Program
from desktop.shell.workspace_tabs import TABS
from desktop.widgets.case_tab import CaseTab
from tests.journeys.keyboard import ALT, CTRL, Keyboard


class WindowDriver:
    """Finds cases, opens them, goes from tab to tab."""

    def __init__(self, program: Program, keyboard: Keyboard) -> None:
        self._program = program
        self._keyboard = keyboard

    @property
    def window(self) -> MainWindow:
        """The window itself."""
        assert self._program.window is not None, "nobody is signed in"
        return self._program.window

    def begins_a_case(self) -> None:
        """Press Ctrl+N and wait for the empty draft."""
        self._keyboard.press(Qt.Key.Key_N, CTRL)
        self._keyboard.wait(lambda: self.window.workspace.case_id is not None)
        self._keyboard.settle()

    def goes_to(self, key: str) -> CaseTab:
        """Press Alt and the number of a tab, and wait until it shows the case."""
        number = [entry.key for entry in TABS].index(key)
        self._keyboard.press(Qt.Key(Qt.Key.Key_1 + number), ALT)
        self._keyboard.settle()
        tab = self.window.workspace.tab(key)
        assert tab is not None, f"{key} is not built"
        assert tab.isVisible()
        return tab

    def looks_into(self, queue: str) -> list[CaseRow]:
        """Choose a queue at the left; return the cases it lists."""
        keyboard = self._keyboard
        for _ in range(3):
            if isinstance(keyboard.here, QListWidget):
                break
            keyboard.press(Qt.Key.Key_F6)
        queues = keyboard.here
        assert isinstance(queues, QListWidget)
        keyboard.press(Qt.Key.Key_Home)
        keyboard.press(Qt.Key.Key_Down, times=[queues.item(at).text() for at in range(queues.count())].index(queue))
        keyboard.wait(lambda: self.window.is_settled)
        model = self.window.case_list._model
        return [row for row in (model.record(at) for at in range(model.rowCount())) if row is not None]

    def opens(self, reference: str) -> None:
        """Search a case by its reference and open it."""
        keyboard = self._keyboard
        keyboard.press(Qt.Key.Key_K, CTRL)
        keyboard.types(reference)
        keyboard.wait(lambda: self.window.is_settled)
        keyboard.press(Qt.Key.Key_Return)
        keyboard.press(Qt.Key.Key_Return)
        keyboard.settle()

    def opens_marked(self) -> None:
        """Open the case the list stands on."""
        self.window.case_list.setFocus()
        self._keyboard.press(Qt.Key.Key_Return)
        self._keyboard.settle()
