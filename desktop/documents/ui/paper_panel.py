"""A paper that is not recorded as a certificate yet: what it is called, what kind it is, and the step to record it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.act import Act
from desktop.documents import catalogue, service
from desktop.documents.inspection import State
from desktop.documents.model import DOCUMENT_KINDS, CertificateId, Document
from desktop.documents.ui.labels import kind_words, size_words
from desktop.documents.ui.words_label import WordsLabel
from desktop.errors import UserError
from desktop.permissions import Permission
from desktop.typed_values import spelled
from desktop.widgets.case_tab import Desk
from desktop.widgets.fields import ChoiceBox, TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, LONG_FIELD, SHORT_FIELD


class PaperPanel(QWidget):
    """Title, kind and facts of a paper; ``recorded`` tells that a certificate was begun from it."""

    recorded = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document: Document | None = None
        self.title = TextField(width=LONG_FIELD, follows_script=True)
        self.title.editingFinished.connect(self._on_described)
        self.kind = ChoiceBox({key: kind_words(key) for key in DOCUMENT_KINDS})
        self.kind.edited.connect(self._on_kind)
        types = catalogue.load().types
        self.type = ChoiceBox({code: f"{kind.name} ({code})" for code, kind in types.items()}, width=LONG_FIELD)
        self.type.edited.connect(self._on_type)
        self._says = PlainLabel(role="small", wraps=True)
        self.record_button = QPushButton(self.tr("Record the certificate"))
        self.record_button.setProperty("primary", True)
        self.record_button.clicked.connect(self._on_record)
        self._form = FormRows(label_width=SHORT_FIELD + 3 * GAP)
        self._form.heading(self.tr("This paper"))
        self._form.add(self.tr("&Title"), self.title, name="title")
        self._form.add(self.tr("&Kind of paper"), self.kind, name="kind")
        self._facts = WordsLabel(role="hint", selectable=True)
        self._certificate_form = FormRows(label_width=SHORT_FIELD + 3 * GAP)
        self._certificate_form.heading(
            self.tr("Record it as a certificate"),
            self.tr("Choose the type; then enter beside the pages what the certificate says."),
        )
        self._certificate_form.add(self.tr("T&ype"), self.type, name="type")
        buttons = QHBoxLayout()
        buttons.addWidget(self.record_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._form)
        column.addWidget(self._facts)
        column.addWidget(self._certificate_form)
        column.addWidget(self._says)
        column.addLayout(buttons)
        column.addStretch(1)

    def show_document(self, document: Document, *, may_record: bool) -> None:
        """Show a paper; ``may_record`` says whether a certificate may be begun on this case by this person."""
        if self._document is None or self._document.document_id != document.document_id:
            self._form.clear_problems()
        self._document = document
        may_describe = self._desk.actor.may(Permission.ATTACH_DOCUMENT)
        if not self.title.hasFocus():
            self.title.show_value(document.title)
        self.title.lock(not may_describe)
        self.kind.show_value(document.kind)
        self.kind.lock(not may_describe)
        facts = [
            self.tr("{0}, {1}").format(document.shown_name, size_words(document.size)),
            self.tr("attached by {0} on {1}").format(document.attached_by, spelled(document.attached_at.date())),
            self.tr("SHA-256 {0}").format(document.digest),
        ]
        if document.also_on:
            facts.append(self.tr("the same file is on {0}").format(", ".join(document.also_on)))
        self._facts.setText("\n".join(facts))
        offers = may_record and document.kind == "certificate" and document.state is not State.QUARANTINED
        for part in (self._certificate_form, self._says, self.record_button):
            part.setVisible(offers)
        self._show_type()

    def _show_type(self) -> None:
        kind = catalogue.load().types[self.type.value()]
        words = self.tr("Issued by {0}. It says {1}.").format(kind.issued_by, kind.says)
        if kind.does_not_say:
            words += " " + self.tr("Mind: {0}.").format(kind.does_not_say)
        self._says.setText(words)

    def _describe(self, title: str, kind: str) -> None:
        document = self._document
        if document is None or (title.strip(), kind) == (document.title, document.kind):
            return

        def operation(act: Act) -> int:
            return service.describe(
                act, document.case_id, document.document_id, document.version, title=title, kind=kind
            )

        self._form.clear_problems()
        self._desk.jobs.write(self, operation, failed=self._on_failed, title=self.tr("Saving the paper's title"))

    def _on_failed(self, error: UserError) -> None:
        if not self._form.show_error(error):
            self._form.set_problem("title", error.message)

    @Slot()
    def _on_described(self) -> None:
        self._describe(self.title.value(), self.kind.value())

    @Slot(object)
    def _on_kind(self, _box: object) -> None:
        self._describe(self.title.value(), self.kind.value())

    @Slot(object)
    def _on_type(self, _box: object) -> None:
        self._show_type()

    @Slot()
    def _on_record(self) -> None:
        document = self._document
        if document is None:
            return
        kind = self.type.value()

        def operation(act: Act) -> CertificateId:
            return service.record_certificate(act, document.case_id, document.document_id, kind)

        self._certificate_form.clear_problems()
        self._desk.jobs.write(
            self, operation, self.recorded.emit, failed=self._on_refused, title=self.tr("Recording the certificate")
        )

    def _on_refused(self, error: UserError) -> None:
        self._certificate_form.set_problem("type", error.message)
