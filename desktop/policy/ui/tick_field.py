"""A tick that speaks like the other fields of a form."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget


class TickField(QCheckBox):
    """``value`` is whether it is ticked; ``edited`` comes when a person ticked it or took the tick away."""

    edited = Signal(object)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.clicked.connect(self._on_clicked)

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.isChecked()

    def show_value(self, value: bool) -> None:
        """Show a tick that came from elsewhere."""
        self.setChecked(value)

    def lock(self, locked: bool) -> None:
        """Let the person read only, or tick again."""
        self.setEnabled(not locked)

    @Slot()
    def _on_clicked(self) -> None:
        self.edited.emit(self)
