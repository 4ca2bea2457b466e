"""Certificate and case side by side, each difference in words and not by colour alone."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.documents import catalogue
from desktop.documents.comparison import Agreement, compare
from desktop.documents.model import CaseFacts, Certificate
from desktop.documents.ui.labels import agreement_mark
from desktop.documents.ui.record_model import Record, RecordModel
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.record_table import RecordTable
from desktop.widgets.spacing import GAP
from desktop.widgets.status_chip import StatusChipDelegate


class ComparePanel(QWidget):
    """A table of facts: on the certificate, on the case, and how they stand to each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = PlainLabel(role="hint", wraps=True)
        heads = (self.tr("Fact"), self.tr("Certificate"), self.tr("Case"), self.tr("Result"), self.tr("In words"))
        self.model = RecordModel(heads, self)
        self.table = RecordTable(self.tr("Certificate and case compared"), self, key="certificate-compare")
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(3, StatusChipDelegate(self.table))
        self.table.lay_out_columns([144, 140, 140, 120, 160], 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._sentence)
        column.addWidget(self.table, 1)

    def show_certificate(self, certificate: Certificate, facts: CaseFacts) -> None:
        """Compare a certificate with its case."""
        rows = compare(certificate, facts, catalogue.load().defaults)
        self.model.show_records(
            [
                Record(
                    (number, row.label),
                    (row.label, row.on_certificate, row.on_case, agreement_mark(row.agreement), row.words),
                )
                for number, row in enumerate(rows)
            ]
        )
        different = sum(row.agreement is Agreement.DIFFERENT for row in rows)
        unknown = sum(row.agreement is Agreement.NOT_STATED for row in rows)
        self._sentence.setText(
            self.tr("{0} differences, {1} facts not stated on one side.").format(different, unknown)
            if different or unknown
            else self.tr("Certificate and case agree in every fact compared.")
        )
