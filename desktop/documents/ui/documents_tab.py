"""Papers of a case: the list, the pages of the one chosen, and beside them what its certificate says."""

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy import Connection

from desktop.documents import queries
from desktop.documents.inspection import State
from desktop.documents.model import Document, DocumentId
from desktop.documents.next_step import next_step
from desktop.documents.queries import Papers
from desktop.documents.ui import incoming
from desktop.documents.ui.attach_strip import AttachStrip
from desktop.documents.ui.certificate_panel import CertificatePanel
from desktop.documents.ui.labels import kind_words, state_mark
from desktop.documents.ui.page_preview import PagePreview
from desktop.documents.ui.paper_panel import PaperPanel
from desktop.documents.ui.record_model import Record, RecordModel
from desktop.errors import UserError
from desktop.permissions import Permission
from desktop.typed_values import spelled
from desktop.widgets import icons, remembered
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.record_table import RecordTable
from desktop.widgets.spacing import GAP, LONG_FIELD, ROW_HEIGHT, WIDE
from desktop.widgets.status_chip import StatusChipDelegate

_MOST_ROWS_SHOWN = 4
_PATTERN = "PDF, PNG, JPEG, TIFF (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"


class DocumentsTab(CaseTab):
    """Attach by drop, paste or choice; look at the pages; record, check and judge the certificate."""

    areas = frozenset({"documents", "cases", "annex", "policy"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._papers: Papers | None = None
        self._wanted: DocumentId | None = None
        self.setAcceptDrops(True)
        self.sentence = PlainLabel(role="hint", wraps=True)
        self.attach_button = QPushButton(self.tr("&Attach files…"))
        self.attach_button.setIcon(icons.icon("attach"))
        self.attach_button.clicked.connect(self._on_attach)
        self.strip = AttachStrip(desk)
        self.strip.attached.connect(self._on_attached)
        heads = (self.tr("Paper"), self.tr("Kind"), self.tr("State"), self.tr("Pages"), self.tr("Attached"))
        self.model = RecordModel(heads, self)
        self.table = RecordTable(self.tr("Papers of the case"), self, key="case-papers")
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(2, StatusChipDelegate(self.table))
        self.table.lay_out_columns([260, 160, 128, 56, 200], 0)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self._welcome_banner = Banner("info", self.tr("Let go to attach it."))
        self._welcome_banner.hide()
        self.finding = Banner("warning")
        self.finding.hide()
        self.preview = PagePreview(desk)
        self.paper = PaperPanel(desk)
        self.certificate = CertificatePanel(desk)
        self._side = QStackedWidget()
        self._side.setContentsMargins(WIDE, 0, 0, 0)
        self._side.addWidget(self.paper)
        self._side.addWidget(self.certificate)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.preview)
        self._split.addWidget(self._side)
        self._split.setStretchFactor(0, 4)
        self._split.setStretchFactor(1, 5)
        self._split.setSizes([4 * LONG_FIELD, 5 * LONG_FIELD])
        remembered.restore_split(self._split, "documents")
        self._split.splitterMoved.connect(self._on_split)
        self.empty = EmptyState(
            "documents",
            self.tr("No end-use certificate yet"),
            self.tr("Drop it here, paste it, or choose the file."),
            action=self.tr("Attach files…"),
            is_primary=True,
        )
        self.empty.acted.connect(self._on_attach)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._full = QWidget()
        self._stack.addWidget(self._full)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(WIDE)
        top.addWidget(self.sentence, 1)
        top.addWidget(self.attach_button, 0, Qt.AlignmentFlag.AlignTop)
        inner = QVBoxLayout(self._full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GAP)
        inner.addWidget(self.table)
        inner.addWidget(self.finding)
        inner.addWidget(self._split, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(self._welcome_banner)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)

    # ---- what is shown -----------------------------------------------------------------------------------------

    def show_case(self, case_id: int) -> None:
        """Show the papers of this case from now on."""
        if case_id != self.case_id:
            self.flush()
            self._papers = None
            self._wanted = None
            self.preview.show_document(None)
        self.strip.show_case(case_id)
        super().show_case(case_id)

    def load(self) -> None:
        """Read papers and certificates and show them."""
        case_id, now = self.case_id, self.desk.office.clock.now()
        if case_id is None:
            return

        def query(connection: Connection) -> Papers:
            return queries.papers_of(connection, case_id, now)

        self.desk.jobs.read(self, query, self._on_loaded, title=self.tr("Reading the papers"))

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self.certificate.is_settled

    def flush(self) -> None:
        """Save everything typed that is not saved yet."""
        self.certificate.flush()

    @property
    def may_attach(self) -> bool:
        """Whether the person at this desk may attach papers."""
        return self.desk.actor.may(Permission.ATTACH_DOCUMENT)

    def _on_loaded(self, papers: Papers) -> None:
        if any(paper.case_id != self.case_id for paper in papers.documents):
            return  # of a case shown before
        self._papers = papers
        self.sentence.setText(next_step(papers))
        self.sentence.setVisible(bool(papers.documents))
        self.attach_button.setVisible(self.may_attach and bool(papers.documents))
        self.model.show_records([self._record(paper) for paper in papers.documents])
        rows = max(1, min(len(papers.documents), _MOST_ROWS_SHOWN))
        self.table.setFixedHeight(ROW_HEIGHT * (rows + 1) + 2)
        if not papers.documents:
            self.empty.say(
                self.tr("No end-use certificate yet"),
                self.tr("Drop it here, paste it, or choose the file.")
                if self.may_attach
                else self.tr("A clerk attaches the end-use certificate."),
                action=self.tr("Attach files…") if self.may_attach else "",
            )
            self._stack.setCurrentWidget(self.empty)
            return
        self._stack.setCurrentWidget(self._full)
        self._choose(self._wanted)
        self._show_current()

    def _record(self, paper: Document) -> Record:
        attached = self.tr("{0}, {1}").format(spelled(paper.attached_at.date()), paper.attached_by)
        kind = kind_words(paper.kind)
        recorded = self._papers.recorded_from(paper.document_id) if self._papers is not None else None
        if recorded is not None:
            kind = f"{recorded.certificate.kind} {recorded.certificate.number}".strip()
        cells = (paper.title, kind, state_mark(paper.state), str(paper.pages or "?"), attached)
        return Record(paper.document_id, cells)

    def _choose(self, document_id: DocumentId | None) -> None:
        place = None if document_id is None else self.model.place_of(document_id)
        if place is None:
            place = self.table.currentIndex().row() if self.table.currentIndex().isValid() else 0
        if not self.table.selectionModel().isRowSelected(place):
            self.table.selectRow(place)
        self._wanted = None

    def current_document(self) -> Document | None:
        """Return the paper chosen in the list."""
        papers, row = self._papers, self.table.currentIndex().row()
        return papers.documents[row] if papers is not None and 0 <= row < len(papers.documents) else None

    def _show_current(self) -> None:
        document, papers = self.current_document(), self._papers
        self.preview.show_document(document)
        if document is None or papers is None:
            return
        self._show_findings(document)
        recorded = papers.recorded_from(document.document_id)
        may_check = self.desk.actor.may(Permission.CHECK_CERTIFICATE) and not papers.is_ended
        if recorded is None:
            self.paper.show_document(document, may_record=may_check)
            self._side.setCurrentWidget(self.paper)
        else:
            self.certificate.show_judged(recorded, locked=not may_check)
            self._side.setCurrentWidget(self.certificate)

    def _show_findings(self, document: Document) -> None:
        sentences = [finding.sentence for finding in document.findings]
        if document.also_on:
            sentences.append(self.tr("The same file is on {0}.").format(", ".join(document.also_on)))
        if document.state is State.QUARANTINED:
            sentences.append(self.tr("It is shown as a picture only; ask the sender for a plain scan."))
        mark = state_mark(document.state)
        tone = "info" if document.state is State.ACCEPTED else mark.tone
        word = "" if document.state is State.ACCEPTED else mark.word
        self.finding.show_message(tone, " ".join(sentences), word=word)
        self.finding.setVisible(bool(sentences))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_current()

    @Slot(int, int)
    def _on_split(self, _place: int, _index: int) -> None:
        remembered.keep_split(self._split, "documents")

    # ---- papers on their way in --------------------------------------------------------------------------------

    @Slot()
    def _on_attach(self) -> None:
        self.desk.notices.choose_files(self.tr("Attach papers"), _PATTERN, self._on_chosen)

    def _on_chosen(self, paths: object) -> None:
        self.strip.take(incoming.from_paths(list(paths)))  # type: ignore[call-overload]

    @Slot(object)
    def _on_attached(self, document_id: DocumentId) -> None:
        self._wanted = document_id
        self.load()

    def paste(self) -> None:
        """Attach the file or picture on the clipboard."""
        if not self.may_attach:
            return
        try:
            self.strip.take(incoming.from_mime(QGuiApplication.clipboard().mimeData()))
        except UserError as refused:
            self.strip.refuse(refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste on Ctrl+V; a field that is being typed in takes the key itself."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and pictures."""
        if self.may_attach and self.case_id is not None and incoming.can_take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._welcome(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the welcome back."""
        self._welcome(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        self._welcome(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        try:
            self.strip.take(incoming.from_mime(event.mimeData()))
        except UserError as refused:
            self.strip.refuse(refused)

    def _welcome(self, welcome: bool) -> None:
        self._welcome_banner.setVisible(welcome)
