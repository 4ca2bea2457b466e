"""Notices that nobody has touched the window for a while, or that the machine has slept (security.md R24)."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

from desktop.settings import LONGEST_IDLE

TICK_SECONDS = 5.0
_SLEPT_SECONDS = 60.0
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """``idle`` is emitted once when nobody touched any window of the program for ``minutes``, or after a sleep.

    It listens at the windows of the screen and not at every widget, so that typing costs nothing.
    """

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._now = now
        self._seconds = 0.0
        self.set_minutes(minutes)
        self._touched = self._ticked = now()
        self._is_told = False
        self._watched: list[QWindow] = []
        self._clock = QTimer(self)
        self._clock.setInterval(int(TICK_SECONDS * 1000))
        self._clock.timeout.connect(self.look)
        self._clock.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_window)
            self._on_window(application.focusWindow())

    def set_minutes(self, minutes: int) -> None:
        """Set the patience; more than the longest allowed counts as the longest."""
        self._seconds = 60.0 * min(max(minutes, 1), LONGEST_IDLE)

    @Slot()
    def touch(self) -> None:
        """Begin to wait anew."""
        self._touched = self._now()
        self._is_told = False

    @Slot()
    def look(self) -> None:
        """Look at the clock; called every few seconds."""
        now = self._now()
        slept = now - self._ticked > _SLEPT_SECONDS
        self._ticked = now
        if not self._is_told and (slept or now - self._touched >= self._seconds):
            self._is_told = True
            self.idle.emit()

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice a touch; hold nothing up."""
        if event.type() in _TOUCHES:
            self.touch()
        return False
