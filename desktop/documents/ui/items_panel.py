"""The items as the certificate states them, each linked to the case line it covers (EQ-1); filled in like a sheet."""

from decimal import Decimal
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.act import Act
from desktop.documents import service, store
from desktop.documents.catalogue import load
from desktop.documents.comparison import certified, linked, shown
from desktop.documents.model import CaseFacts, CaseLine, Certificate, CertificateLine, CertificateLineDraft
from desktop.documents.ui.words_label import WordsLabel
from desktop.errors import UserError
from desktop.typed_values import read_currency, read_decimal
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import Desk
from desktop.widgets.paste_table import PasteTable
from desktop.widgets.paste_table_model import EditColumn, PasteTableModel, Row
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP

_SAVE_AFTER_MS = 600
_UNITS = ("pieces", "sets", "kg", "g", "t", "m", "l", "systems")


def _number(text: str) -> str:
    return f"{read_decimal(text):f}" if text.strip() else ""


def _line_words(line: CaseLine) -> str:
    return f"{line.number} · {line.model or line.part_number or line.description[:30]}"


class ItemsPanel(QWidget):
    """A table of items with what is certified and applied for each case line under it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._certificate: Certificate | None = None
        self._case_lines: tuple[CaseLine, ...] = ()
        self._stored: dict[int, CertificateLine] = {}  # by key of the row
        self._saving = False
        self._again = False
        self.model = PasteTableModel(
            (
                EditColumn("item", self.tr("Item as the certificate states it"), 224),
                EditColumn("quantity", self.tr("Quantity"), 80, _number, is_figure=True),
                EditColumn("unit", self.tr("Unit"), 64, offers=_UNITS),
                EditColumn("value", self.tr("Value"), 104, _number, is_figure=True),
                EditColumn("currency", self.tr("Currency"), 80, read_currency),
                EditColumn("case_line", self.tr("Covers line"), 120, self._read_link),
            ),
            self,
        )
        self.table = PasteTable(self.tr("Items of the certificate"), self.model, key="certificate-items")
        self.problem = Banner("problem", can_close=True)
        self.problem.hide()
        self.balance = WordsLabel(selectable=True)
        self.rows_button = QPushButton(self.tr("One row for each line of the case"))
        self.rows_button.clicked.connect(self._on_rows_wanted)
        hint = PlainLabel(
            self.tr(
                "Enter quantity and value as the paper states them; “Covers line” takes the number of a case line."
            ),
            role="hint",
            wraps=True,
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.rows_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(hint)
        column.addWidget(self.problem)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        column.addWidget(self.balance)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SAVE_AFTER_MS)
        self._pause.timeout.connect(self.save_now)
        self.model.edited.connect(self._pause.start)
        self.table.refused.connect(self._on_refused)

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return not (self._pause.isActive() or self._saving)

    def show_certificate(self, certificate: Certificate, facts: CaseFacts, *, locked: bool) -> None:
        """Show the items of a certificate; what is being typed stays."""
        another = self._certificate is None or certificate.certificate_id != self._certificate.certificate_id
        if another:
            self.flush()
        elif not self.is_settled:
            return
        self._certificate = certificate
        self._case_lines = facts.lines
        keys = {line.line_id: key for key, line in self._stored.items()} if not another else {}
        rows = []
        stored = {}
        for line in certificate.lines:
            key = keys.get(line.line_id) or self.model.new_key()
            stored[key] = line
            rows.append(Row(key, self._cells(line)))
        self._stored = stored
        self.model.show_rows(rows)
        if self.model.can_edit is locked:
            self.model.lock(can_edit=not locked, can_remove=not locked)
        self.rows_button.setVisible(not locked and not certificate.lines and bool(facts.lines))
        self._show_balance(certificate, facts)

    def _cells(self, line: CertificateLine) -> dict[str, str]:
        case_line = next((one for one in self._case_lines if one.line_id == line.case_line_id), None)
        return {
            "item": line.item,
            "quantity": "" if line.quantity is None else f"{line.quantity:f}",
            "unit": line.unit,
            "value": "" if line.value is None else f"{line.value:f}",
            "currency": line.currency,
            "case_line": "" if case_line is None else _line_words(case_line),
        }

    def _show_balance(self, certificate: Certificate, facts: CaseFacts) -> None:
        sentences = []
        for case_line in facts.lines:
            lines = linked(certificate, case_line)
            applied = "—" if case_line.quantity is None else f"{shown(case_line.quantity)} {case_line.unit}"
            total = certified(lines, case_line.unit, load().defaults)
            if not lines:
                words = self.tr("Line {0}: applied {1}; not covered by this certificate.")
                sentences.append(words.format(case_line.number, applied))
            else:
                words = self.tr("Line {0}: certified {1}, applied {2}.")
                sentences.append(words.format(case_line.number, "?" if total is None else shown(total), applied))
        self.balance.setText("\n".join(sentences))

    def _read_link(self, text: str) -> str:
        typed = text.strip()
        if not typed:
            return ""
        return _line_words(self._line_named(typed))

    def _line_named(self, text: str) -> CaseLine:
        number = text.partition("·")[0].strip()
        found = next((line for line in self._case_lines if str(line.number) == number), None)
        if found is None:
            raise UserError(self.tr("There is no line {0} on the case. Type the number of a line.").format(number[:20]))
        return found

    def _draft(self, row: Row) -> CertificateLineDraft:
        def figure(name: str) -> Decimal | None:
            text = row.cells.get(name, "")
            return read_decimal(text) if text else None

        link = row.cells.get("case_line", "")
        return CertificateLineDraft(
            item=row.cells.get("item", ""),
            quantity=figure("quantity"),
            unit=row.cells.get("unit", ""),
            value=figure("value"),
            currency=row.cells.get("currency", ""),
            case_line_id=self._line_named(link).line_id if link else None,
        )

    def flush(self) -> None:
        """Save what was typed and not saved yet."""
        if self._pause.isActive():
            self.save_now()

    @Slot()
    def save_now(self) -> None:
        """Bring the office database in line with the table: one act for everything that differs."""
        self._pause.stop()
        certificate = self._certificate
        if certificate is None:
            return
        if self._saving:
            self._again = True
            return
        rows = [row for row in self.model.rows if not row.problems]
        drafts = {row.key: self._draft(row) for row in rows if any(row.cells.values())}
        present = {row.key for row in self.model.rows}
        gone = {key: line for key, line in self._stored.items() if key not in present}
        self._saving = True
        self._desk.jobs.write(
            self,
            partial(_bring_in_line, certificate, dict(self._stored), drafts, gone),
            self._on_saved,
            title=self.tr("Saving the items"),
            failed=self._on_refused,
        )

    def _on_saved(self, stored: dict[int, CertificateLine]) -> None:
        self._stored = stored
        self._saving = False
        self.problem.hide()
        if self._again:
            self._again = False
            self.save_now()

    @Slot(object)
    def _on_refused(self, error: UserError) -> None:
        self._saving = False
        self.problem.show_message("problem", error.message, word=self.tr("Not saved"))
        self.problem.show()

    @Slot()
    def _on_rows_wanted(self) -> None:
        self.model.add_rows(
            [{"case_line": _line_words(line)} for line in self._case_lines], self.tr("Rows for the lines of the case")
        )
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()


def _bring_in_line(
    certificate: Certificate,
    stored: dict[int, CertificateLine],
    drafts: dict[int, CertificateLineDraft],
    gone: dict[int, CertificateLine],
    act: Act,
) -> dict[int, CertificateLine]:
    """Add, change and remove what differs; return the items as stored, by key of their row."""
    case_id, certificate_id = certificate.case_id, certificate.certificate_id
    for line in gone.values():
        service.remove_line(act, case_id, certificate_id, line.line_id)
    ids: dict[int, int] = {}
    for key, draft in drafts.items():
        line_before = stored.get(key)
        if line_before is None:
            ids[key] = service.add_line(act, case_id, certificate_id, draft)
        else:
            service.save_line(act, case_id, certificate_id, line_before.line_id, line_before.version, draft)
            ids[key] = line_before.line_id
    now = {line.line_id: line for line in store.certificate_by_id(act.connection, case_id, certificate_id).lines}
    return {key: now[line_id] for key, line_id in ids.items()} | {
        key: line for key, line in stored.items() if key not in ids and key not in gone
    }
