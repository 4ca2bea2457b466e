"""What a screen shows instead of nothing: a sentence about why it is empty, and the next step."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.widgets import icons
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import BIG_ICON, GAP, LONG_FIELD, PAGE, TIGHT, WIDE


class EmptyState(QWidget):
    """An icon, a sentence, a hint on what comes next, and a button for it where there is one; ``acted`` is its wish.

    ``is_low`` is for a pane that shares its height with another.
    """

    acted = Signal()

    def __init__(
        self,
        icon: str,
        sentence: str,
        next_step: str = "",
        parent: QWidget | None = None,
        *,
        action: str = "",
        is_primary: bool = False,
        is_low: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = PlainLabel()
        self._sentence = PlainLabel(wraps=True, role="subtitle")
        self._next_step = PlainLabel(wraps=True, role="hint")
        for label in (self._picture, self._sentence, self._next_step):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(LONG_FIELD)
        self._button = QPushButton()
        self._button.setProperty("primary", is_primary)
        self._button.clicked.connect(self._on_pressed)
        column = QVBoxLayout(self)
        above = TIGHT if is_low else PAGE
        column.setContentsMargins(PAGE, above, PAGE, above)
        column.setSpacing(GAP)
        column.addStretch(2)
        for part in (self._picture, self._sentence, self._next_step):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
            part.setMinimumWidth(min(LONG_FIELD, 320))
        column.addSpacing(TIGHT if is_low else WIDE)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.say(sentence, next_step, action=action)

    def say(self, sentence: str, next_step: str = "", *, action: str = "") -> None:
        """Explain the emptiness in other words from now on."""
        self._picture.setPixmap(icons.pixmap(self._icon, BIG_ICON, "faint", self.devicePixelRatioF()))
        self._sentence.setText(sentence)
        self._next_step.setText(next_step)
        self._next_step.setVisible(bool(next_step))
        for label in (self._sentence, self._next_step):
            # a centred label asks its layout for one line, whatever it holds
            label.setMinimumHeight(max(0, label.heightForWidth(label.minimumWidth())))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(next_step)

    @Slot()
    def _on_pressed(self) -> None:
        self.acted.emit()
