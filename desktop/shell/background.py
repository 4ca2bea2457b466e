"""One task at a time beside the window, before there is an office and its jobs: opening, setting up, signing in."""

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.errors import UserError
from desktop.widgets.collector import Collector


class Background(QObject):
    """Runs a task of :mod:`desktop.startup` on a thread; its sentences and its end come back to the window's thread."""

    told = Signal(str)
    unexpected = Signal(object)  # an exception that is a bug

    _came_back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: set[Thread] = set()
        # held here until the thread has ended, so that it is never the last to let go of a widget
        self._held: list[tuple[Thread, tuple[object, ...]]] = []
        self._collector = Collector(self)
        self._collector.start()
        self._came_back.connect(self._on_came_back, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is running."""
        return not self._threads

    def run(
        self,
        work: Callable[[Callable[[str], None]], Any],
        done: Callable[[Any], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Run ``work(tell)``; then ``done`` with its result, or ``failed`` with what the person can put right."""

        def task() -> None:
            try:
                result = work(self._tell)
            except Exception as error:  # noqa: BLE001 - handed to the window's thread
                self._end(partial(self._fail, error, failed))
            else:
                self._end(partial(done, result))
            finally:
                self._threads.discard(thread)

        thread = Thread(target=task, name="beginning", daemon=True)
        self._threads.add(thread)
        self._held = [held for held in self._held if held[0].is_alive()]
        thread.start()
        self._held.append((thread, (work, done, failed)))

    def _tell(self, sentence: str) -> None:
        if shiboken6.isValid(self):
            self.told.emit(sentence)

    def _end(self, hand_over: Callable[[], None]) -> None:
        if shiboken6.isValid(self):
            self._came_back.emit(hand_over)

    def _fail(self, error: Exception, failed: Callable[[UserError], None]) -> None:
        if isinstance(error, UserError):
            failed(error)
        else:
            self.unexpected.emit(error)

    @Slot(object)
    def _on_came_back(self, hand_over: Callable[[], None]) -> None:
        hand_over()
