"""Puts text into a line field from the program's side: undoable, and not taken for something a person typed."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit


def put_text(field: QLineEdit, text: str) -> None:
    """Replace the text of ``field``; Ctrl+Z brings the text before it back, ``textEdited`` stays silent."""
    if text == field.text():
        field.setModified(False)
        return
    silence = QSignalBlocker(field)
    field.selectAll()
    field.insert(text)
    field.setCursorPosition(0)
    field.setModified(False)
    silence.unblock()
