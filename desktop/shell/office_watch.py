"""Hears what other workstations do in the same office: it looks at the journal's head every two seconds (R61)."""

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.cases import queries
from desktop.cases.queries import News
from desktop.changes import Changes
from desktop.errors import UserError
from desktop.widgets.case_tab import Desk
from desktop.widgets.jobs import Job

LOOK_EVERY_MS = 2_000
# whoever acted elsewhere may have touched anything of the case
_EVERYTHING = frozenset(
    {"cases", "annex", "parties", "documents", "policy", "decisions", "letters", "licences", "audit", "administration"}
)


class OfficeWatch(QObject):
    """Announces others' acts as the window's own jobs announce theirs, so that each screen refreshes what it shows."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seq: int | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY_MS)
        self._clock.timeout.connect(self.look)
        self._job: Job | None = None
        desk.jobs.ended.connect(self._on_job_ended)

    def begin(self) -> None:
        """Look from now on, and every two seconds."""
        self.look()
        self._clock.start()

    @Slot()
    def look(self) -> None:
        """Look once; while one look is under way nothing more is asked."""
        if self._job is not None:
            return
        seq, actor = self._seq or 0, self._desk.actor
        self._job = self._desk.jobs.read(
            self,
            lambda connection: queries.news_after(connection, seq, actor.person_id, actor.machine),
            self._on_news,
            title=self.tr("Looking for changes"),
            failed=self._on_not_there,
        )

    def _on_news(self, news: News) -> None:
        is_first = self._seq is None
        self._seq = news.seq
        if news.case_ids and not is_first:
            self._desk.jobs.changed.emit(Changes(_EVERYTHING, news.case_ids), self)

    def _on_not_there(self, _error: UserError) -> None:
        # the server does not answer just now; the next look tries again, and whoever acts is told
        return

    @Slot(object)
    def _on_job_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
