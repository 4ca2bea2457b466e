"""U-01 to U-15: how the certificate has each undertaking; 1 present, 2 with limits, 3 missing, then the next one."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCompleter, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.act import Act
from desktop.documents import catalogue, check_service
from desktop.documents.model import Certificate, Held
from desktop.documents.ui.labels import held_mark
from desktop.documents.ui.record_model import Record, RecordModel
from desktop.documents.ui.words_label import WordsLabel
from desktop.errors import UserError
from desktop.widgets.case_tab import Desk
from desktop.widgets.fields import TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.record_table import RecordTable
from desktop.widgets.spacing import GAP, LONG_FIELD, SHORT_FIELD
from desktop.widgets.status_chip import StatusChipDelegate

_KEYS = {Qt.Key.Key_1: Held.PRESENT, Qt.Key.Key_2: Held.LIMITED, Qt.Key.Key_3: Held.MISSING}


class _Table(RecordTable):
    """Hands the number keys to the panel."""

    def __init__(self, panel: "UndertakingsPanel") -> None:
        super().__init__(panel.tr("Undertakings"), panel, key="certificate-undertakings")
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record by number key."""
        held = _KEYS.get(Qt.Key(event.key()))
        if held is not None and event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }:
            self._panel.record(held)
        else:
            super().keyPressEvent(event)


class UndertakingsPanel(QWidget):
    """The table of undertakings, and below it the wording of the one chosen with its answers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._certificate: Certificate | None = None
        self._locked = True
        known = catalogue.load()
        self._sentence = PlainLabel(role="hint", wraps=True)
        self.model = RecordModel(
            (self.tr("No."), self.tr("Undertaking"), self.tr("Certificate"), self.tr("Limits")), self
        )
        self.table = _Table(self)
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(2, StatusChipDelegate(self.table))
        self.table.lay_out_columns([56, 240, 136, 120], 3)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self._wording = WordsLabel(selectable=True)
        self._when = PlainLabel(role="small", wraps=True)
        self.buttons = {
            Held.PRESENT: QPushButton(self.tr("Present (1)")),
            Held.LIMITED: QPushButton(self.tr("With limits (2)")),
            Held.MISSING: QPushButton(self.tr("Missing (3)")),
        }
        row = QHBoxLayout()
        row.setSpacing(GAP)
        group = QButtonGroup(self)
        for held, button in self.buttons.items():
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(partial(self._on_pressed, held))
            row.addWidget(button)
        row.addStretch(1)
        self.limits = TextField(width=LONG_FIELD)
        completer = QCompleter(list(known.limits), self.limits)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.limits.setCompleter(completer)
        self.limits.setPlaceholderText(self.tr("in the words of the certificate"))
        self.limits.editingFinished.connect(self._on_limits)
        self._form = FormRows(label_width=SHORT_FIELD)
        self._form.add(self.tr("&Limits"), self.limits, name="limits")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._sentence)
        column.addWidget(self.table, 1)
        column.addWidget(self._wording)
        column.addWidget(self._when)
        column.addLayout(row)
        column.addWidget(self._form)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def show_certificate(self, certificate: Certificate, *, locked: bool) -> None:
        """Show how the undertakings of a certificate were found."""
        another = self._certificate is None or self._certificate.certificate_id != certificate.certificate_id
        self._certificate = certificate
        self._locked = locked
        records = []
        for code, undertaking in catalogue.load().undertakings.items():
            found = certificate.undertakings.get(code)
            mark = held_mark(None if found is None else found.held)
            records.append(Record(code, (code, undertaking.name, mark, found.limits if found else "")))
        self.model.show_records(records)
        if another or not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        waiting = sum(certificate.held(code) is None for code in catalogue.load().undertakings)
        self._sentence.setText(
            self.tr(
                "Read the paper and say how it has each undertaking: 1 present, 2 with limits, 3 missing. {0} to go."
            ).format(waiting)
            if waiting
            else self.tr("Every undertaking was looked at. 1, 2 and 3 change an answer.")
        )
        self._show_current()

    def current_code(self) -> str | None:
        """Return the undertaking chosen."""
        row = self.table.currentIndex().row()
        return self.model.records[row].key if 0 <= row < len(self.model.records) else None

    def _show_current(self) -> None:
        code, certificate = self.current_code(), self._certificate
        if code is None or certificate is None:
            return
        undertaking = catalogue.load().undertakings[code]
        self._wording.setText(f"{code}  {undertaking.text}")
        self._when.setText(self.tr("Needed: {0}").format(undertaking.when))
        held = certificate.held(code)
        for answer, button in self.buttons.items():
            button.setEnabled(not self._locked)
            button.setChecked(answer is held)
        found = certificate.undertakings.get(code)
        if not self.limits.hasFocus():
            self.limits.show_value(found.limits if found else "")
        self.limits.lock(self._locked)
        self._form.set_visible("limits", held is Held.LIMITED)

    def record(self, held: Held) -> None:
        """Record how the chosen undertaking was found, and go on to the next one."""
        code, certificate = self.current_code(), self._certificate
        if self._locked or code is None or certificate is None:
            return
        self._write(certificate, code, held, self.limits.value() if held is Held.LIMITED else "")
        if held is Held.LIMITED:
            self._form.set_visible("limits", True)
            self.limits.setFocus()
        elif self.table.currentIndex().row() + 1 < len(self.model.records):
            self.table.selectRow(self.table.currentIndex().row() + 1)

    def _write(self, certificate: Certificate, code: str, held: Held, limits: str) -> None:
        def operation(act: Act) -> None:
            check_service.record_undertaking(act, certificate.case_id, certificate.certificate_id, code, held, limits)

        self._desk.jobs.write(self, operation, failed=self._on_failed, title=self.tr("Saving the undertaking"))

    def _on_failed(self, error: UserError) -> None:
        self._form.set_visible("limits", True)
        self._form.set_problem("limits", error.message)

    def _on_pressed(self, held: Held, _checked: bool = False) -> None:
        self.record(held)
        self.table.setFocus()

    @Slot()
    def _on_limits(self) -> None:
        code, certificate = self.current_code(), self._certificate
        if code is None or certificate is None or self._locked or certificate.held(code) is not Held.LIMITED:
            return
        if certificate.undertakings[code].limits != self.limits.value().strip():
            self._form.set_problem("limits", "")
            self._write(certificate, code, Held.LIMITED, self.limits.value())

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._form.set_problem("limits", "")
        self._show_current()
