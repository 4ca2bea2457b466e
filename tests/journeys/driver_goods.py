"""The goods of a case by keyboard: items pasted from a spreadsheet, cells typed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from desktop.cases.model import LineDraft
from desktop.cases.ui.goods_tab import GoodsTab
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import NONE, Keyboard

_HEADS = ("Description", "Maker", "Model", "Qty", "Unit", "Unit price [EUR]", "Made in")


def sheet_of(lines: Sequence[LineDraft]) -> str:
    """Return items as a spreadsheet gives them to the clipboard; further columns hold the specification."""
    names = list(dict.fromkeys((value.name, value.unit) for line in lines for value in line.specification))
    heads = [*_HEADS, *(f"{name} [{unit}]" if unit else name for name, unit in names)]
    rows = [heads]
    for line in lines:
        values = {(value.name, value.unit): value.value for value in line.specification}
        cells = (line.description, line.maker, line.model, f"{line.quantity}", line.unit, f"{line.unit_value}")
        rows.append([*cells, line.origin, *(values.get(name, "") for name in names)])
    return "".join("\t".join(row) + "\n" for row in rows)


class GoodsDriver:
    """Pastes items and changes cells."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> GoodsTab:
        """The tab, in front."""
        tab = self._window.goes_to("goods")
        assert isinstance(tab, GoodsTab)
        return tab

    def pastes_items(self, lines: Sequence[LineDraft]) -> None:
        """Paste the rows of a spreadsheet and wait until they are on file."""
        tab = self.tab
        assert self._keyboard.here.accessibleName() == "Items"
        self._keyboard.pastes(sheet_of(lines))
        self._keyboard.wait(lambda: len(tab._items.rows) >= len(lines) and tab._note.text() == "Saved")
        self._keyboard.settle()

    def changes(self, line: int, head: str, text: str) -> None:
        """Type something else into a cell of a line and wait until it is saved."""
        tab, keyboard = self.tab, self._keyboard
        columns = [column.head for column in tab._items.columns]
        keyboard.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        keyboard.press(Qt.Key.Key_Down, NONE, line - 1)
        keyboard.press(Qt.Key.Key_Right, NONE, columns.index(head))
        keyboard.types(text)
        keyboard.press(Qt.Key.Key_Return)
        keyboard.wait(lambda: tab._note.text() == "Saved")
        keyboard.settle()
