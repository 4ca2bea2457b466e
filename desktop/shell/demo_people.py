"""The people of the demo office on its sign-in card, with the password they share; never shown for a real office."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.startup import PersonOnCard
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, TIGHT

_COLUMNS = 2


class DemoPeople(QWidget):
    """Choosing a person fills name and password in; ``chosen`` carries both."""

    chosen = Signal(str, str)

    def __init__(self, people: Sequence[PersonOnCard], password: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._password = password
        grid = QGridLayout()
        grid.setSpacing(TIGHT)
        for number, person in enumerate(people):
            button = QPushButton(f"{person.full_name}\n{person.title}")
            button.setProperty("person", True)
            button.setProperty("sign_in_name", person.sign_in_name)
            button.setAccessibleName(f"{person.full_name}, {person.title}")
            button.clicked.connect(self._on_pressed)
            grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        hint = self.tr("Choose who you want to be. Everybody's password here is “{0}”.").format(password)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(PlainLabel(self.tr("People of the demo office"), role="subtitle"))
        column.addLayout(grid)
        column.addWidget(PlainLabel(hint, role="small", wraps=True))

    @Slot()
    def _on_pressed(self) -> None:
        self.chosen.emit(str(self.sender().property("sign_in_name")), self._password)
