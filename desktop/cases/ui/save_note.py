"""The small word that says whether what was typed is saved."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.widgets.autosave import SaveState
from desktop.widgets.plain_label import PlainLabel


class SaveNote(PlainLabel):
    """Shows the state of one or more :class:`~desktop.widgets.autosave.Autosave`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, role="small", wraps=True)

    @Slot(object)
    def show_state(self, state: SaveState) -> None:
        """Say how far saving is."""
        words = {
            "saved": self.tr("Saved"),
            "typing": self.tr("Not saved yet"),
            "saving": self.tr("Saving…"),
            "problem": self.tr("Not saved: see beside the field"),
        }
        self.set_role("problem" if state.word == "problem" else "small")
        self.setText(state.sentence or words[state.word])
        self.setAccessibleName(self.text())
