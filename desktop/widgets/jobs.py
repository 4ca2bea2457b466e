"""Work off the GUI thread: reads on a small pool, writes in order on one thread, results back by a queued signal."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any, TypeVar
from weakref import ref

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from sqlalchemy import Connection

from desktop.act import Act
from desktop.actor import Actor
from desktop.changes import Changes
from desktop.errors import UserError
from desktop.office import Office
from desktop.widgets.collector import Collector

T = TypeVar("T")
_LOOK_AGAIN = 20  # milliseconds until it is looked again whether a thread has let go


class Cancelled(Exception):
    """A job ended because the person asked it to; nothing is shown for it."""


class Job(QObject):
    """One piece of work under way: what it is called, how far it is, and the wish to stop it.

    ``progress`` carries done and total counts as one tuple.
    """

    progress = Signal(object)

    def __init__(self, title: str, *, can_be_stopped: bool = False) -> None:
        super().__init__()
        self.title = title
        self.can_be_stopped = can_be_stopped
        self._stop = Event()

    @Slot()
    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int) -> None:
        """Report progress from the working thread; raises :class:`Cancelled` when the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self.progress.emit((done, total))


class _Errand:
    """What a working thread is given to do."""

    __slots__ = ("__weakref__", "_job", "_work")

    def __init__(self, work: Callable[[Job], Any], job: Job) -> None:
        self._work = work
        self._job = job

    def __call__(self) -> Any:
        work, job = self._work, self._job
        del self  # the frames of an error must not keep the errand, whose end says that the thread has let go
        return work(job)


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """Everything that belongs to one job.

    The window's thread holds it until the working thread has dropped its errand: what is behind the callables and the
    error's frames are widgets, and the last to let go of a widget destroys it.
    """

    errand: "ref[_Errand]"
    owner: QObject
    work: Callable[[Job], Any]
    done: Callable[[Any], None]
    failed: Callable[[UserError], None] | None
    always: Callable[[Any], None] | None
    future: "Future[Any]"


class Jobs(QObject):
    """The one place where screens start work; made once per window, shut down with it."""

    changed = Signal(object, object)  # Changes, the owner who asked
    started = Signal(object)  # Job
    ended = Signal(object)  # Job
    unexpected = Signal(object)  # an exception that is a bug

    _came_back = Signal(object)  # Job

    def __init__(self, office: Office, actor: Actor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.actor = actor
        self._readers = ThreadPoolExecutor(3, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._under_way: dict[Job, _UnderWay] = {}
        self._handed_over: list[tuple[Job, _UnderWay]] = []
        self._let_go_soon = QTimer(self)
        self._let_go_soon.setSingleShot(True)
        self._let_go_soon.setInterval(_LOOK_AGAIN)
        self._let_go_soon.timeout.connect(self._let_go)
        self._collector = Collector(self)
        self._collector.start()
        self._came_back.connect(self._on_came_back, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and every result has been handed over."""
        return not self._under_way

    def read(
        self,
        owner: QObject,
        query: Callable[[Connection], T],
        done: Callable[[T], None],
        *,
        title: str = "Reading",
        failed: Callable[[UserError], None] | None = None,
    ) -> Job:
        """Run ``query`` on a reading connection; hand its result to ``done`` if ``owner`` still lives."""

        def work(_job: Job) -> T:
            with self.office.read() as connection:
                return query(connection)

        return self._start(self._readers, owner, work, done, title, failed)

    def write(
        self,
        owner: QObject,
        operation: Callable[[Act], T],
        done: Callable[[T], None] | None = None,
        *,
        title: str = "Saving",
        failed: Callable[[UserError], None] | None = None,
    ) -> Job:
        """Run ``operation`` as one act of the signed-in person; then tell everybody what changed.

        ``failed`` gets a :class:`UserError` (Refused and StaleCase included); without it the error is ``unexpected``.
        """

        def work(_job: Job) -> tuple[T, Changes]:
            return self.office.write(self.actor, operation)

        def hand_over(outcome: tuple[T, Changes]) -> None:
            result, changes = outcome
            try:
                if done is not None:
                    done(result)
            finally:
                self.changed.emit(changes, owner)

        return self._start(self._writer, owner, work, hand_over, title, failed, always=self._announce(owner))

    def _announce(self, owner: QObject) -> Callable[[Any], None]:
        def announce(outcome: Any) -> None:
            self.changed.emit(outcome[1], owner)

        return announce

    def run(
        self,
        owner: QObject,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        *,
        title: str,
        failed: Callable[[UserError], None] | None = None,
    ) -> Job:
        """Run long ``work`` beside the window; it reports by ``job.step`` and may be cancelled."""
        return self._start(self._readers, owner, work, done, title, failed, can_be_stopped=True)

    def _start(
        self,
        pool: ThreadPoolExecutor,
        owner: QObject,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        title: str,
        failed: Callable[[UserError], None] | None,
        always: Callable[[T], None] | None = None,
        *,
        can_be_stopped: bool = False,
    ) -> Job:
        job = Job(title, can_be_stopped=can_be_stopped)
        errand = _Errand(work, job)
        future = pool.submit(errand)
        self._under_way[job] = _UnderWay(ref(errand), owner, work, done, failed, always, future)
        self.started.emit(job)
        future.add_done_callback(lambda _future: self._came_back.emit(job))
        return job

    @Slot(object)
    def _on_came_back(self, job: Job) -> None:
        came = self._under_way.pop(job)
        self._handed_over.append((job, came))
        self._let_go_soon.start()
        self.ended.emit(job)
        if not came.future.cancelled():
            self._hand_over(came)

    def _hand_over(self, came: _UnderWay) -> None:
        error = came.future.exception()
        lives = shiboken6.isValid(came.owner)
        if error is None:
            if lives:
                came.done(came.future.result())
            elif came.always is not None:
                came.always(came.future.result())
        elif isinstance(error, Cancelled):
            return
        elif isinstance(error, UserError) and came.failed is not None:
            if lives:
                came.failed(error)
        else:
            self.unexpected.emit(error)

    @Slot()
    def _let_go(self) -> None:
        """Let go of every job whose thread has let go of it before."""
        self._handed_over = [(job, came) for job, came in self._handed_over if came.errand() is not None]
        if self._handed_over:
            self._let_go_soon.start()

    def shut_down(self) -> None:
        """Let writes that are under way finish, drop waiting reads, and stop the threads."""
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._handed_over.clear()
        self._collector.stop()
