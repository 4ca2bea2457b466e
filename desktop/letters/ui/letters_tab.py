"""The letter of a case: read it page by page, issue it, save it, print it; once issued it is only ever read."""

import os
import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage, QStandardItem, QStandardItemModel
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.errors import UserError
from desktop.letters import service, store, wording
from desktop.letters.model import CHECK_CODE_LENGTH, KIND_NAMES, LetterId
from desktop.letters.store import IssuedLetter
from desktop.letters.ui import printing
from desktop.letters.ui.letter_pages import LetterPages
from desktop.letters.ui.reading import DraftOf, IssueLetter, LettersReading, file_name_of, read_letters
from desktop.widgets import icons
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.jobs import Job
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.record_table import RecordTable
from desktop.widgets.spacing import GAP, GRID, ROW_HEIGHT, WIDE
from desktop.widgets.status_chip import StatusChip

_WIDTHS = [22 * GRID, 22 * GRID, 16 * GRID, 20 * GRID, 20 * GRID]
_MOST_ROWS = 4
_GROUP = 4


def short_digest(digest: str) -> str:
    """Return a digest as the foot of the letter prints it: its first 12 characters in groups of four."""
    code = digest[:CHECK_CODE_LENGTH].upper()
    return " ".join(code[at : at + _GROUP] for at in range(0, CHECK_CODE_LENGTH, _GROUP))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all; raises :class:`UserError` when it cannot be written."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".casement-", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as broken:
        raise UserError(
            f"{path.name} cannot be written: {broken.strerror}. Choose another folder or another name."
        ) from broken


class LettersTab(CaseTab):
    """Shows the draft of a case's letter until it is issued, then the issued letters.

    ``draft`` gathers the letter's facts from the case, ``issue`` checks the signatures and issues it; the slices that
    know decisions and licences stand above this one, so the window hands both in.
    """

    areas = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, draft: DraftOf, issue: IssueLetter) -> None:
        super().__init__(desk, parent)
        self._draft_of = draft
        self._issue_letter = issue
        self._reading: LettersReading | None = None
        self._letter: IssuedLetter | None = None
        self._content = b""
        self._saved_in: Path | None = None
        self._chip = StatusChip()
        self._sentence = PlainLabel(wraps=True)
        self._make_buttons()
        self._rows = QStandardItemModel(0, len(_WIDTHS), self)
        self._rows.setHorizontalHeaderLabels(
            [self.tr("Number"), self.tr("Letter"), self.tr("Date"), self.tr("Issued by"), self.tr("Check code")]
        )
        self.table = RecordTable(self.tr("Issued letters"), key="letters")
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.table.setModel(self._rows)
        self.table.lay_out_columns(_WIDTHS, 1)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self._never_edited = PlainLabel(
            self.tr("Issued letters are never edited. A correction is a new letter that says what it replaces."),
            role="hint",
            wraps=True,
        )
        self.pages = LetterPages(desk)
        self.pages.message.acted.connect(self._on_to_decision)
        self._lay_out()

    def _make_buttons(self) -> None:
        self.save_button = self._button(self.tr("&Save as PDF…"), "save")
        self.print_button = self._button(self.tr("&Print…"), "print")
        self.folder_button = self._button(self.tr("Show in f&older"), "folder")
        self.issue_button = QPushButton(self.tr("&Issue letter"))
        self.issue_button.setProperty("primary", True)
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)
        self.folder_button.clicked.connect(self._on_folder)
        self.issue_button.clicked.connect(self._on_issue)
        self.folder_button.setToolTip(self.tr("Opens the folder in which you saved the letter"))

    def _button(self, words: str, icon: str) -> QPushButton:
        button = QPushButton(words)
        button.setIcon(icons.icon(icon))
        button.setEnabled(False)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self._chip)
        top.addWidget(self._sentence, 1)
        top.addSpacing(WIDE)
        for button in (self.save_button, self.print_button, self.folder_button, self.issue_button):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(WIDE)
        column.addLayout(top)
        self._issued_part = QWidget()
        issued = QVBoxLayout(self._issued_part)
        issued.setContentsMargins(0, 0, 0, 0)
        issued.setSpacing(GAP)
        issued.addWidget(self.table)
        issued.addWidget(self._never_edited)
        self._issued_part.hide()
        column.addWidget(self._issued_part)
        column.addWidget(self.pages, 1)
        self.begin_at(self.pages)

    # ---- reading ------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the letters of the case, and draw its draft while none is issued."""
        if self.case_id is None:
            return
        case_id, draft_of, actor = self.case_id, self._draft_of, self.desk.actor

        def read(connection: Connection) -> LettersReading:
            return read_letters(connection, case_id, draft_of, actor)

        self.desk.jobs.read(self, read, self._on_read, failed=self.desk.notices.problem)

    def _on_read(self, reading: LettersReading) -> None:
        if reading.case_id != self.case_id:
            return
        is_other_case = self._reading is None or self._reading.case_id != reading.case_id
        self._reading = reading
        if is_other_case:
            self._saved_in = None
        self._show_where_it_stands(reading)
        self._issued_part.setVisible(bool(reading.issued))
        if reading.draft is None:
            self._show_issued(reading.issued)
            return
        self._letter, self._content = None, reading.draft.content
        if reading.draft.content:
            self.pages.show_letter(reading.draft.content)
        else:
            words = self.tr("Go to the decision")
            self.pages.say(self.tr("There is no letter yet"), reading.draft.missing, action=words)
        self._set_buttons()

    def _show_where_it_stands(self, reading: LettersReading) -> None:
        draft = reading.draft
        self.issue_button.setVisible(draft is not None)
        self.issue_button.setEnabled(reading.can_issue)
        if draft is None:
            last = reading.issued[-1]
            self._chip.show_status(self.tr("Issued"), "ok")
            words = self.tr("{0} was issued on {1} by {2} and is stored as it was sent.")
            self._sentence.setText(words.format(last.number, wording.day(last.dated), last.issued_name))
            return
        if not draft.content:
            self._chip.show_status(self.tr("No draft"), "neutral", "draft")
            self._sentence.setText(
                self.tr("The letter is written from the decision. It is shown here once there is one.")
            )
            return
        self._chip.show_status(self.tr("Draft"), "warning", "draft")
        kind = self.tr(KIND_NAMES[draft.kind]) if draft.kind is not None else ""
        if not reading.is_decided:
            words = self.tr("{0}: a draft to read. It can be issued when the decision is countersigned.")
        elif not reading.may_issue:
            words = self.tr("{0}: the decision is signed. A supervisor or the head of office issues the letter.")
        else:
            words = self.tr("{0}: read it to the end, then issue it. It takes its number and is never edited again.")
        self._sentence.setText(words.format(kind))

    def _show_issued(self, issued: tuple[IssuedLetter, ...]) -> None:
        known = [self._rows.item(row, 0).text() for row in range(self._rows.rowCount())]
        if known == [letter.number for letter in issued]:
            return
        self._rows.setRowCount(0)
        for letter in issued:
            words = (
                letter.number,
                self.tr(KIND_NAMES[letter.kind]),
                wording.day(letter.dated),
                letter.issued_name,
                short_digest(letter.facts_digest),
            )
            items = [QStandardItem(word) for word in words]
            for item in items:
                item.setEditable(False)
            items[-1].setToolTip(plain_tooltip(self.tr("SHA-256 of the file: {0}").format(letter.file_digest)))
            self._rows.appendRow(items)
        rows = min(len(issued), _MOST_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + 4)
        self.table.selectRow(len(issued) - 1)

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self._reading is None or not now.isValid() or now.row() >= len(self._reading.issued):
            return
        self._letter = self._reading.issued[now.row()]
        wanted = self._letter.letter_id
        self.desk.jobs.read(
            self,
            lambda connection: store.content_of(connection, wanted),
            partial(self._on_content, wanted),
            failed=self.desk.notices.problem,
        )

    def _on_content(self, letter_id: LetterId, content: bytes) -> None:
        if self._letter is not None and self._letter.letter_id == letter_id:
            self._content = content
            self.pages.show_letter(content)
            self._set_buttons()

    def _set_buttons(self) -> None:
        self.save_button.setEnabled(bool(self._content))
        self.print_button.setEnabled(bool(self._content))
        self.folder_button.setEnabled(self._saved_in is not None)

    @Slot()
    def _on_to_decision(self) -> None:
        self.go_to_tab.emit("decision")

    # ---- issuing ------------------------------------------------------------------------------------------------

    @Slot()
    def _on_issue(self) -> None:
        if self._reading is None:
            return
        self.desk.notices.ask_password(
            self.tr("Issue letter"),
            self.tr(
                "You sign the letter of {0} with your own key. It takes its number and goes on file; nobody can change "
                "it afterwards."
            ).format(self._reading.case_title),
            partial(self._issue, self._reading.case_id),
        )

    def _issue(self, case_id: int, password: str) -> None:
        self.issue_button.setEnabled(False)
        issue_letter = self._issue_letter

        def operation(act: Act) -> str:
            return store.by_id(act.connection, issue_letter(act, case_id, password)).number

        self.desk.jobs.write(
            self, operation, self._on_issued, title=self.tr("Issuing the letter"), failed=self._on_not_issued
        )

    def _on_issued(self, number: str) -> None:
        self.desk.notices.tell(self.tr("{0} is issued and on file.").format(number))

    def _on_not_issued(self, error: UserError) -> None:
        self.issue_button.setEnabled(self._reading is not None and self._reading.can_issue)
        self.desk.notices.problem(error)

    # ---- saving and printing -------------------------------------------------------------------------------------

    @Slot()
    def _on_save(self) -> None:
        if self._reading is not None:
            suggested = file_name_of(self._reading, self._letter)
            self.desk.notices.choose_target(
                self.tr("Save the letter"), suggested, self.tr("PDF (*.pdf)"), self._save_to
            )

    def _save_to(self, chosen: Path) -> None:
        if self._reading is None:
            return
        path = chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf")
        content, case_id = self._content, self._reading.case_id
        letter_id = self._letter.letter_id if self._letter is not None else None

        def operation(act: Act) -> Path:
            service.note_written_out(act, case_id, letter_id, "saved")
            write_whole(path, content)
            return path

        self.desk.jobs.write(
            self, operation, self._on_saved, title=self.tr("Saving the letter"), failed=self.desk.notices.problem
        )

    def _on_saved(self, path: Path) -> None:
        self._saved_in = path.parent
        self._set_buttons()
        self.desk.notices.tell(self.tr("Saved as {0}.").format(path.name))

    @Slot()
    def _on_folder(self) -> None:
        if self._saved_in is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved_in))):
            self.desk.notices.problem(
                UserError(self.tr("No program opens folders here. The letter is in {0}.").format(self._saved_in))
            )

    @Slot()
    def _on_print(self) -> None:
        if self._reading is None:
            return
        printer = printing.new_printer(file_name_of(self._reading, self._letter))
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self.print_on, printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Print the letter that is shown on a printer that is set up."""
        content = self._content

        def work(job: Job) -> list[QImage]:
            return printing.pictures_for_print(content, job)

        self.desk.jobs.run(
            self,
            work,
            partial(self._on_pictures, printer),
            title=self.tr("Printing the letter"),
            failed=self.desk.notices.problem,
        )

    def _on_pictures(self, printer: QPrinter, pictures: list[QImage]) -> None:
        if self._reading is None:
            return
        if not printing.print_pictures(printer, pictures):
            self.desk.notices.problem(
                UserError(self.tr("The printer did not take the letter. Look at it and try again."))
            )
            return
        letter_id = self._letter.letter_id if self._letter is not None else None
        case_id = self._reading.case_id

        def operation(act: Act) -> None:
            service.note_written_out(act, case_id, letter_id, "printed")

        self.desk.jobs.write(self, operation, self._on_printed, title=self.tr("Printing the letter"))

    def _on_printed(self, _nothing: None) -> None:
        self.desk.notices.tell(self.tr("The letter went to the printer."))
