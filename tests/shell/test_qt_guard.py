"""PySide6 6.12.0 loses a reference to None with each call that returns nothing and aborts Python 3.11 (PYSIDE-3474)."""

import sys

from PySide6.QtWidgets import QLineEdit


def test_none_is_not_lost(qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    before = sys.getrefcount(None)
    for _ in range(500):
        field.setText("a")
    assert sys.getrefcount(None) > before - 100
