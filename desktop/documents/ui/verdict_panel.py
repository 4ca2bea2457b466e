"""The verdict on a certificate: what the rules propose, what the clerk sets, and the questions to the applicant."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.act import Act
from desktop.documents import rules, service
from desktop.documents.model import Verdict
from desktop.documents.queries import Judged
from desktop.documents.ui.labels import verdict_mark
from desktop.documents.ui.words_label import WordsLabel
from desktop.errors import UserError
from desktop.widgets.case_tab import Desk
from desktop.widgets.clipboard import ShortLivedClipboard
from desktop.widgets.fields import ChoiceBox, TextArea
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, SECTION, SHORT_FIELD
from desktop.widgets.status_chip import StatusChip


class VerdictPanel(QWidget):
    """Proposal, choice and remark above; the questions that failed checks give rise to below."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._judged: Judged | None = None
        self.chip = StatusChip()
        self._who = WordsLabel(role="small")
        self._proposal = WordsLabel()
        self.choice = ChoiceBox({verdict.value: verdict_mark(verdict).word for verdict in Verdict})
        self.remark = TextArea(lines=3)
        self._form = FormRows(label_width=SHORT_FIELD)
        self._form.add(self.tr("Verdict"), self.choice, name="verdict")
        self._form.add(self.tr("&Remark"), self.remark, name="remark")
        self.set_button = QPushButton(self.tr("Set the verdict"))
        self.set_button.setProperty("primary", True)
        self.set_button.clicked.connect(self._on_set)
        buttons = QHBoxLayout()
        buttons.addWidget(self.set_button)
        buttons.addStretch(1)
        self._form.buttons(buttons)
        self._asked = PlainLabel(role="subtitle")
        self.questions = QPlainTextEdit()
        self.questions.setReadOnly(True)
        self.questions.setAccessibleName(self.tr("Questions to the applicant"))
        self.copy_button = QPushButton(self.tr("Copy the questions"))
        self.copy_button.clicked.connect(self._on_copy)
        self._clipboard = ShortLivedClipboard(self)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.chip)
        top.addWidget(self._who, 1)
        below = QHBoxLayout()
        below.addWidget(self.copy_button)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(self._proposal)
        column.addWidget(self._form)
        column.addSpacing(SECTION - GAP)
        column.addWidget(self._asked)
        column.addWidget(self.questions, 6)
        column.addLayout(below)
        column.addStretch(1)

    def show_judged(self, judged: Judged, *, locked: bool) -> None:
        """Show verdict, proposal and questions of a certificate."""
        before = self._judged
        self._judged = judged
        certificate = judged.certificate
        mark = verdict_mark(certificate.verdict)
        self.chip.show_status(mark.word, mark.tone, mark.icon)
        remark = f" {certificate.verdict_remark}" if certificate.verdict_remark else ""
        self._who.setText(self.tr("Set by {0}.").format(certificate.verdict_by) + remark if certificate.verdict else "")
        proposal = rules.verdict(judged.standings)
        if proposal.verdict is None:
            self._proposal.setText(self.tr("No verdict follows yet. {0}").format(proposal.reason))
        else:
            self._proposal.setText(
                self.tr("The rules propose “{0}”. {1}").format(verdict_mark(proposal.verdict).word, proposal.reason)
            )
        is_new = before is None or (
            before.certificate.certificate_id != certificate.certificate_id
            or rules.verdict(before.standings).verdict is not proposal.verdict
        )
        if is_new:
            self.choice.show_value(proposal.verdict or certificate.verdict or Verdict.CURABLE)
            self.remark.show_value("")
        self._form.setVisible(not locked)
        asked = rules.questions(certificate, judged.standings)
        self._asked.setText(self.tr("Questions to the applicant ({0})").format(len(asked)))
        self.questions.setPlainText("\n\n".join(f"{number}. {one.text}" for number, one in enumerate(asked, 1)))
        for part in (self._asked, self.questions, self.copy_button):
            part.setVisible(bool(asked))

    @Slot()
    def _on_set(self) -> None:
        judged = self._judged
        if judged is None:
            return
        certificate = judged.certificate
        verdict, remark = Verdict(self.choice.value()), self.remark.value()

        def operation(act: Act) -> int:
            return service.set_verdict(
                act, certificate.case_id, certificate.certificate_id, certificate.version, verdict, remark
            )

        self._form.clear_problems()
        self._desk.jobs.write(
            self,
            operation,
            partial(self._on_done, verdict),
            failed=self._on_failed,
            title=self.tr("Setting the verdict"),
        )

    def _on_done(self, verdict: Verdict, _version: int) -> None:
        self.remark.show_value("")
        self._desk.notices.tell(self.tr("Verdict set: {0}.").format(verdict_mark(verdict).word))

    def _on_failed(self, error: UserError) -> None:
        if not self._form.show_error(error):
            self._form.set_problem("verdict", error.message)

    @Slot()
    def _on_copy(self) -> None:
        self._clipboard.copy(self.questions.toPlainText())
        self._desk.notices.tell(self.tr("The questions are on the clipboard for a minute."))
