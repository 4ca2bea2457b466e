"""The foot of the window: when something was last saved, which office, what is running, who is signed in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStatusBar, QWidget

from desktop.changes import Changes
from desktop.permissions import ROLE_NAMES
from desktop.widgets.case_tab import Desk
from desktop.widgets.jobs import Job
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, WIDE

SHOWN_AFTER_MS = 300


class StatusLine(QStatusBar):
    """Shows a job that runs longer than a moment, with a way to stop it."""

    def __init__(self, desk: Desk, office_name: str, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._time_zone = time_zone
        self._running: list[Job] = []
        self.setSizeGripEnabled(False)
        self._saved = PlainLabel()
        self._job = PlainLabel()
        self._cancel = QPushButton(self.tr("Stop"))
        self._cancel.setProperty("link", True)
        self._cancel.clicked.connect(self._on_cancel)
        roles = ", ".join(sorted(ROLE_NAMES[role].lower() for role in desk.actor.roles))
        who = PlainLabel(f"{desk.actor.full_name}, {roles}", elides=True)
        where = PlainLabel(self.tr("{0}, {1}").format(office_name, desk.office.database.name), elides=True)
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(WIDE, 0, 0, 0)
        row.setSpacing(WIDE)
        for part in (self._saved, where, self._job, self._cancel):
            row.addWidget(part)
        row.addStretch(1)
        self.addWidget(left, 1)
        who.setContentsMargins(0, 0, WIDE - GAP, 0)
        self.addPermanentWidget(who)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOWN_AFTER_MS)
        self._patience.timeout.connect(self._show_job)
        self._show_job()
        self._saved.setText(self.tr("Everything is saved"))
        desk.jobs.started.connect(self._on_started)
        desk.jobs.ended.connect(self._on_ended)
        desk.jobs.changed.connect(self._on_changed)

    @Slot(object)
    def _on_started(self, job: Job) -> None:
        self._running.append(job)
        job.progress.connect(self._on_progress)
        if not self._patience.isActive():
            self._patience.start()

    @Slot(object)
    def _on_ended(self, job: Job) -> None:
        if job in self._running:
            self._running.remove(job)
        if not self._running:
            self._patience.stop()
        if not self._running or self._job.isVisible():
            self._show_job()

    @Slot(object)
    def _on_progress(self, progress: tuple[int, int]) -> None:
        if self._running and self._job.isVisible():
            done, total = progress
            self._job.setText(self.tr("{0}: {1} of {2}").format(self._running[0].title, f"{done:,}", f"{total:,}"))

    @Slot()
    def _show_job(self) -> None:
        is_running = bool(self._running)
        self._job.setVisible(is_running)
        self._cancel.setVisible(any(job.can_be_stopped for job in self._running))
        if is_running:
            more = len(self._running) - 1
            words = self.tr("{0}…") if not more else self.tr("{0}… and {1} more")
            self._job.setText(words.format(self._running[0].title, more))

    @Slot()
    def _on_cancel(self) -> None:
        for job in self._running:
            if job.can_be_stopped:
                job.cancel()

    @Slot(object, object)
    def _on_changed(self, _changes: Changes, _owner: object) -> None:
        now: datetime = self._desk.office.clock.now().astimezone(ZoneInfo(self._time_zone))
        self._saved.setText(self.tr("Saved {0}").format(f"{now:%H:%M}"))
