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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._password = ""
        self._hint = PlainLabel(role="small", wraps=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(TIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(PlainLabel(self.tr("People of the demo office"), role="subtitle"))
        column.addLayout(self._grid)
        column.addWidget(self._hint)

    def show_people(self, people: Sequence[PersonOnCard], password: str) -> None:
        """Offer these people."""
        self._password = password
        self._hint.setText(self.tr("Choose who you want to be. Everybody's password here is “{0}”.").format(password))
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, person in enumerate(people):
            button = QPushButton(f"{person.full_name}\n{person.title}")
            button.setProperty("person", True)
            button.setProperty("sign_in_name", person.sign_in_name)
            button.setAccessibleName(f"{person.full_name}, {person.title}")
            button.clicked.connect(self._on_pressed)
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)

    @Slot()
    def _on_pressed(self) -> None:
        self.chosen.emit(str(self.sender().property("sign_in_name")), self._password)
