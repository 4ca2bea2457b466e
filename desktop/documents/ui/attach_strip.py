"""Attaching one paper after the other: how far it is, the button to stop, and what was refused, in place."""

from collections import deque
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.act import Act
from desktop.documents import service
from desktop.documents.inspection import Inspection, inspect
from desktop.documents.model import DocumentId
from desktop.documents.shown_name import in_a_sentence, shown_name_of
from desktop.documents.ui import incoming
from desktop.documents.ui.incoming import Incoming
from desktop.errors import UserError
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import Desk
from desktop.widgets.jobs import Job
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, LONG_FIELD, MEDIUM_FIELD

_SHOW_AFTER_MS = 200
_STEPS = 1000


class AttachStrip(QWidget):
    """Reads, examines and attaches papers off the GUI thread; ``attached`` carries the id of each."""

    attached = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._case_id: int | None = None
        self._waiting: deque[Incoming] = deque()
        self._job: Job | None = None
        self._refused: list[str] = []
        self.banner = Banner("problem", can_close=True)
        self.banner.hide()
        self._words = PlainLabel(elides=True)
        self._words.setMaximumWidth(LONG_FIELD)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(MEDIUM_FIELD)
        self._bar.setAccessibleName(self.tr("Progress of attaching"))
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.clicked.connect(self._on_stop)
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop_button)
        self._progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.banner)
        column.addWidget(self._progress)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SHOW_AFTER_MS)
        self._soon.timeout.connect(self._progress.show)
        self._hide_if_empty()
        desk.jobs.ended.connect(self._on_job_ended)

    def show_case(self, case_id: int) -> None:
        """Attach to this case from now on; what was refused for another is forgotten."""
        if case_id != self._case_id:
            self._on_stop()
            self._case_id = case_id
            self._refused.clear()
            self.banner.hide()
            self._hide_if_empty()

    @property
    def is_busy(self) -> bool:
        """Whether a paper is on its way in."""
        return self._job is not None

    def take(self, papers: Sequence[Incoming]) -> None:
        """Attach these papers, one after the other."""
        self._refused.clear()
        self.banner.hide()
        self._waiting.extend(papers)
        if self._job is None:
            self._next()

    def refuse(self, error: UserError) -> None:
        """Show in place why something was not attached."""
        self._refused.append(error.message)
        self.banner.show_message("problem", "\n".join(self._refused), word=self.tr("Not attached"))
        self.banner.show()
        self.show()

    def _next(self) -> None:
        if not self._waiting or self._case_id is None:
            self._job = None
            self._soon.stop()
            self._progress.hide()
            self._hide_if_empty()
            return
        paper = self._waiting.popleft()
        self._words.setText(self.tr("Examining “{0}”").format(in_a_sentence(shown_name_of(paper.name))))
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(0)
        self.show()
        self._soon.start()
        job = self._desk.jobs.run(
            self,
            partial(_read_and_inspect, paper),
            self._on_inspected,
            title=self.tr("Examining a paper"),
            failed=self._on_refused,
        )
        job.progress.connect(self._on_progress)
        self._job = job

    @Slot(object)
    def _on_progress(self, counts: tuple[int, int]) -> None:
        done, total = counts
        if done >= total:
            self._bar.setRange(0, 0)  # the child is looking; nobody knows for how long
        else:
            self._bar.setValue(_STEPS * done // total)

    def _on_inspected(self, found: tuple[bytes, Inspection]) -> None:
        content, inspection = found
        case_id = self._case_id
        if self._job is None or case_id is None:
            return

        def attach(act: Act) -> DocumentId:
            return service.attach(act, case_id, content, inspection.shown_name, inspection)

        self._job = self._desk.jobs.write(
            self, attach, self._on_attached, title=self.tr("Attaching a paper"), failed=self._on_refused
        )

    def _on_attached(self, document_id: DocumentId) -> None:
        self.attached.emit(document_id)
        self._next()

    def _on_refused(self, error: UserError) -> None:
        if self._job is None:
            return
        self.refuse(error)
        self._next()

    @Slot()
    def _on_stop(self) -> None:
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._next()

    @Slot(object)
    def _on_job_ended(self, job: Job) -> None:
        if job is self._job:
            QTimer.singleShot(0, self, partial(self._go_on_after, job))

    def _go_on_after(self, job: Job) -> None:
        if self._job is job:  # neither attached nor refused: a bug, told elsewhere; the next paper may be well
            self._next()

    def _hide_if_empty(self) -> None:
        self.setVisible(not self.banner.isHidden() or self._job is not None)


def _read_and_inspect(paper: Incoming, job: Job) -> tuple[bytes, Inspection]:
    content = incoming.read(paper, job.step)
    return content, inspect(content, paper.name, watch=partial(job.step, 1, 1))
