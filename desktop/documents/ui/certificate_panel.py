"""One certificate beside its pages: what it says, its items, undertakings, checks, the comparison, the verdict."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.act import Act
from desktop.documents import catalogue, rules, service
from desktop.documents.queries import Judged
from desktop.documents.ui.certificate_form import CertificateForm
from desktop.documents.ui.checks_panel import ChecksPanel
from desktop.documents.ui.compare_panel import ComparePanel
from desktop.documents.ui.items_panel import ItemsPanel
from desktop.documents.ui.labels import verdict_mark
from desktop.documents.ui.undertakings_panel import UndertakingsPanel
from desktop.documents.ui.verdict_panel import VerdictPanel
from desktop.widgets.case_tab import Desk
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP
from desktop.widgets.status_chip import StatusChip


class CertificatePanel(QWidget):
    """The parts of a certificate as pages of their own; each saves what is typed or ticked at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._judged: Judged | None = None
        self._title = PlainLabel(role="subtitle", elides=True)
        self._chip = StatusChip()
        self.remove_button = QPushButton(self.tr("Take back…"))
        self.remove_button.setToolTip(self.tr("Take back a certificate recorded by mistake; the paper stays"))
        self.remove_button.clicked.connect(self._on_remove)
        self.form = CertificateForm(desk)
        self.items = ItemsPanel(desk)
        self.undertakings = UndertakingsPanel(desk)
        self.checks = ChecksPanel(desk)
        self.compare = ComparePanel()
        self.verdict = VerdictPanel(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Parts of the certificate"))
        for page, words in (
            (self.form, self.tr("Says")),
            (self.items, self.tr("Items")),
            (self.undertakings, self.tr("Undertakings")),
            (self.checks, self.tr("Checks")),
            (self.compare, self.tr("Compare")),
            (self.verdict, self.tr("Verdict")),
        ):
            holder = QWidget()
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, GAP, 0, 0)
            inner.addWidget(page)
            self.tabs.addTab(holder, words)
        # a sheet keeps Ctrl+Tab for leaving its cells, so the parts have keys of their own
        for keys, turn in (("Ctrl+PgDown", self._on_next_part), ("Ctrl+PgUp", self._on_previous_part)):
            QShortcut(QKeySequence(keys), self).activated.connect(turn)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self._title, 1)
        top.addWidget(self._chip)
        top.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self.form.is_settled and self.items.is_settled

    def flush(self) -> None:
        """Save what was typed and not saved yet."""
        self.form.flush()
        self.items.flush()

    def show_judged(self, judged: Judged, *, locked: bool) -> None:
        """Show a certificate with where its checks stand."""
        self._judged = judged
        certificate = judged.certificate
        kind = catalogue.load().types[certificate.kind]
        self._title.setText(f"{kind.name} {certificate.number}".strip())
        mark = verdict_mark(certificate.verdict)
        self._chip.show_status(mark.word, mark.tone, mark.icon)
        self.remove_button.setVisible(not locked)
        self.form.show_certificate(certificate, locked=locked)
        self.items.show_certificate(certificate, judged.facts, locked=locked)
        self.undertakings.show_certificate(certificate, locked=locked)
        self.checks.show_judged(judged, locked=locked)
        self.compare.show_certificate(certificate, judged.facts)
        self.verdict.show_judged(judged, locked=locked)
        unseen = sum(certificate.held(code) is None for code in catalogue.load().undertakings)
        waiting = rules.counted(judged.standings).open
        self.tabs.setTabText(2, self.tr("Undertakings ({0})").format(unseen) if unseen else self.tr("Undertakings"))
        self.tabs.setTabText(3, self.tr("Checks ({0})").format(waiting) if waiting else self.tr("Checks"))

    @Slot()
    def _on_next_part(self) -> None:
        self._turn(1)

    @Slot()
    def _on_previous_part(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        begins = (
            self.form.kind,
            self.items.table,
            self.undertakings.table,
            self.checks.table,
            self.compare.table,
            self.verdict.choice,
        )
        begins[self.tabs.currentIndex()].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_remove(self) -> None:
        judged = self._judged
        if judged is not None:
            self._desk.notices.ask_text(
                self.tr("Take back the certificate"),
                self.tr("The record of this certificate is taken back; the paper stays. Why?"),
                partial(self._remove, judged.certificate.case_id, judged.certificate.certificate_id),
            )

    def _remove(self, case_id: int, certificate_id: int, reason: str) -> None:
        def operation(act: Act) -> None:
            service.remove_certificate(act, case_id, certificate_id, reason)

        self._desk.jobs.write(
            self, operation, failed=self._desk.notices.problem, title=self.tr("Taking back the certificate")
        )
