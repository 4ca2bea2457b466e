"""The one plain window about a bug: its number, that nothing saved is lost, and where the report lies (R48)."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.crash_log import CrashReport
from desktop.shell.dialogs import QuietDialog
from desktop.widgets.spacing import GAP


class CrashDialog(QuietDialog):
    """Shows a report; the program goes on when it closes."""

    def __init__(self, report: CrashReport, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("CrashDialog", "Something went wrong in Casement")
        sentence = QCoreApplication.translate(
            "CrashDialog",
            "Everything you saved is safe, and you can go on working. If it happens again, give number {0} to whoever "
            "looks after Casement. The report says where in the program it happened; it holds nothing of a case.",
        )
        super().__init__(title, sentence.format(report.number), parent, icon="problem")
        self._report = report
        text = QPlainTextEdit(f"{report.text}\n\n{report.file}")
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(self.tr("Report"))
        text.setMinimumHeight(20 * GAP)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.content.addWidget(text)
        self.add_button(self.tr("Copy the report")).clicked.connect(self._on_copy)
        self.add_button(self.tr("Go on"), primary=True).clicked.connect(self.accept)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.text)
