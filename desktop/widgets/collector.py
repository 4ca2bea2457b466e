"""Lets Python's cyclic garbage collector run on the window's thread alone.

A cycle that holds a widget must never be taken apart by a working thread: Qt objects die on the thread they live on,
anything else ends the process. So while threads work beside a window, collecting by itself is off, and a timer of the
window's thread collects instead, as often as Python would have.
"""

import gc
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY = 500  # milliseconds
_at_work: set[object] = set()


def _leave(token: object, *_destroyed: object) -> None:
    _at_work.discard(token)
    if not _at_work:
        gc.enable()


class Collector(QObject):
    """Collects on the thread it is made on, from :meth:`start` until :meth:`stop` or until it is gone.

    Several may be at work at once; Python collects by itself again after the last of them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._token = object()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.collect_due)
        self.destroyed.connect(partial(_leave, self._token))

    def start(self) -> None:
        """Take collecting over from Python."""
        self._timer.start()
        _at_work.add(self._token)
        gc.disable()

    def stop(self) -> None:
        """Give collecting back; for when the threads have ended."""
        self._timer.stop()
        _leave(self._token)

    @Slot()
    def collect_due(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds, younger ones included."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [age for age, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(max(due))
