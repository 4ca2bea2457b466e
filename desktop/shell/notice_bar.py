"""The passing notice at the foot of the window: one sentence, gone by itself when it is good news."""

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from desktop.widgets.banner import Banner
from desktop.widgets.spacing import GAP, READING_WIDTH, SECTION

SHOWN_FOR_MS = 6_000
_ABOVE_THE_FOOT = 8 * GAP  # there a screen has its one primary button


class NoticeBar(Banner):
    """Lies over the lower edge of its parent; good news leaves after some seconds, a problem stays until closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("info", "", parent, can_close=True)
        self._ground = parent
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(SECTION)
        shadow.setOffset(0, 2)
        self.setGraphicsEffect(shadow)
        parent.installEventFilter(self)
        self.hide()

    def tell(self, tone: str, sentence: str, *, stays: bool) -> None:
        """Show a sentence in the place of the one before."""
        self.show_message(tone, sentence)
        self._clock.stop()
        if not stays:
            self._clock.start(SHOWN_FOR_MS)
        self.show()
        self._place()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if watched is self._ground and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    @Slot()
    def _place(self) -> None:
        width = min(self._ground.width() - 2 * SECTION, READING_WIDTH)
        self.setFixedWidth(max(width, 1))
        height = self.heightForWidth(width)
        self.resize(width, height)
        self.move((self._ground.width() - width) // 2, self._ground.height() - height - _ABOVE_THE_FOOT)
