"""A window with a neighbour field, so that a field under test can be entered and left as a person does."""

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget


class Page(QWidget):
    def __init__(self):
        super().__init__()
        self.neighbour = QLineEdit(self)
        self.column = QVBoxLayout(self)
        self.column.addWidget(self.neighbour)

    def hold(self, field):
        """Take a field in, listen to it, and put the cursor into it."""
        self.column.addWidget(field)
        field.said = []
        field.edited.connect(field.said.append)
        field.setFocus()
        return field

    def leave(self):
        self.neighbour.setFocus()


@pytest.fixture
def page(qtbot):
    made = Page()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made
