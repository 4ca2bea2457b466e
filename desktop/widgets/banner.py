"""A sentence that stands across a screen: icon, word, sentence, and at most one thing to do about it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop.widgets import icons
from desktop.widgets.plain_label import PlainLabel, restyle
from desktop.widgets.spacing import GAP, ICON, WIDE

ICONS = {"info": "info", "ok": "ok", "warning": "warning", "problem": "problem", "neutral": "neutral"}


class Banner(QFrame):
    """Tells one sentence in a tone (``info``, ``ok``, ``warning``, ``problem``); never by colour alone.

    ``acted`` is the wish of the person who pressed its button; ``closed`` tells that he put the banner away.
    """

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        tone: str = "info",
        sentence: str = "",
        parent: QWidget | None = None,
        *,
        action: str = "",
        can_close: bool = False,
    ) -> None:
        super().__init__(parent)
        self._picture = PlainLabel()
        self._picture.setFixedWidth(ICON + 2)
        self._word = PlainLabel(role="subtitle")
        self._sentence = PlainLabel(wraps=True, selectable=True)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_pressed)
        self._close = QToolButton(self)  # shown below; without a parent it would be a window of its own for a moment
        self._close.setIcon(icons.icon("close"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self._on_closed)
        self._close.setVisible(can_close)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, GAP, GAP, GAP)
        row.setSpacing(GAP)
        row.addWidget(self._picture)
        row.addWidget(self._word)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.show_message(tone, sentence, action=action)

    @property
    def sentence(self) -> str:
        """What the banner says just now."""
        return self._sentence.text()

    def show_message(self, tone: str, sentence: str, *, action: str = "", word: str = "") -> None:
        """Say something else from now on; ``word`` stands for the tone's own word."""
        words = {
            "info": self.tr("Note"),
            "ok": self.tr("Done"),
            "warning": self.tr("Look"),
            "problem": self.tr("Problem"),
            "neutral": self.tr("Note"),
        }
        self.setProperty("tone", tone)
        self._picture.setPixmap(icons.pixmap(ICONS[tone], ICON + 2, tone, self.devicePixelRatioF()))
        self._word.setText(word or words[tone])
        self._word.set_role(tone if tone != "neutral" else "subtitle")
        self._sentence.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{self._word.text()}: {sentence}")
        restyle(self)

    @Slot()
    def _on_pressed(self) -> None:
        self.acted.emit()

    @Slot()
    def _on_closed(self) -> None:
        self.hide()
        self.closed.emit()
