"""A number as people type it; what could be read in two ways is asked beside the field."""

from contextlib import suppress
from decimal import Decimal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.errors import UserError
from desktop.typed_values import read_decimal, written
from desktop.widgets.quiet_text import put_text
from desktop.widgets.spacing import GAP, SHORT_FIELD
from desktop.widgets.typefaces import figures_font


class DecimalField(QLineEdit):
    """One exact number, aligned right; ``edited`` comes with every change that can be read, and on leaving."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(figures_font())
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedWidth(SHORT_FIELD + 4 * GAP)
        self.textEdited.connect(self._on_typed)

    def value(self) -> Decimal | None:
        """Return the number, None for an empty field; raises :class:`UserError` for what is none or could be two."""
        return read_decimal(self.text()) if self.text().strip() else None

    def show_value(self, value: Decimal | None) -> None:
        """Show a number, thousands parted by narrow spaces."""
        put_text(self, "" if value is None else written(value))

    def lock(self, locked: bool) -> None:
        """Let the person read and copy only, or change again."""
        self.setReadOnly(locked)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the number out as the office does when the field is left."""
        super().focusOutEvent(event)
        if not self.isModified():
            return
        self.setModified(False)
        with suppress(UserError):
            self.show_value(self.value())
        self.edited.emit(self)

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        try:
            self.value()
        except UserError:
            return
        self.edited.emit(self)
