"""The history of a case: every act in plain sentences, day by day, and how far the journal behind it is checked."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.audit import service
from desktop.audit.model import Finding
from desktop.audit.service import History, HistoryLine
from desktop.audit.ui.history_delegate import HistoryDelegate
from desktop.audit.ui.history_model import HistoryModel
from desktop.audit.verify import journal_findings
from desktop.errors import UserError
from desktop.widgets import icons
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.clipboard import ShortLivedClipboard
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.jobs import Job
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, ICON, MEDIUM_FIELD, WIDE

_SEARCH_DELAY_MS = 150


class HistoryTab(CaseTab):
    """Shows every act of the case, oldest first; nothing here can be changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._history: History | None = None
        self._checking: Job | None = None
        self._stays_at_end = True
        desk.jobs.ended.connect(self._on_job_ended)
        self._clipboard = ShortLivedClipboard(self)
        self.model = HistoryModel(self)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("History of the case"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.list.verticalScrollBar().rangeChanged.connect(self._on_range)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.list)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self._on_copy)
        self.empty = EmptyState("history", "")
        self._make_filter()
        self._make_chain_line()
        self._lay_out()
        self.begin_at(self.list)

    def _make_filter(self) -> None:
        self.groups = QComboBox()
        self.groups.setAccessibleName(self.tr("Part of the case"))
        for group, icon, words in (
            ("", "all", self.tr("Everything")),
            ("application", "edit", self.tr("Application")),
            ("assessment", "assessment", self.tr("Classification and assessment")),
            ("papers", "documents", self.tr("Documents and certificate")),
            ("decision", "sign", self.tr("Recommendation and decision")),
            ("letters", "letters", self.tr("Letters and licence")),
        ):
            self.groups.addItem(icons.icon(icon), words, group)
        self.groups.currentIndexChanged.connect(self._on_narrow)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search in the history"))
        self.search.setAccessibleName(self.tr("Search in the history"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(MEDIUM_FIELD)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_SEARCH_DELAY_MS)
        self._typing.timeout.connect(self._on_narrow)
        self.search.textChanged.connect(self._typing.start)
        self.copy_button = QPushButton(icons.icon("copy"), self.tr("&Copy"))
        self.copy_button.setToolTip(self.tr("Copies the marked lines, or all that are shown"))
        self.copy_button.clicked.connect(self._on_copy)
        self.save_button = QPushButton(icons.icon("save"), self.tr("&Save as text…"))
        self.save_button.clicked.connect(self._on_save)

    def _make_chain_line(self) -> None:
        self._chain_icon = PlainLabel()
        self._chain_icon.setFixedWidth(ICON + 2)
        self.chain_line = PlainLabel(wraps=True, role="hint")
        self.check_button = QPushButton(icons.icon("shield"), self.tr("Check the &whole journal"))
        self.check_button.setToolTip(self.tr("Goes through every entry of the office from the first on"))
        self.check_button.clicked.connect(self._on_check)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.groups)
        top.addWidget(self.search)
        top.addStretch(1)
        top.addWidget(self.copy_button)
        top.addWidget(self.save_button)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self._chain_icon)
        foot.addWidget(self.chain_line, 1)
        foot.addWidget(self.check_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(WIDE)
        column.addWidget(
            PlainLabel(
                self.tr("Every act on this case, who did it and when. The journal is only ever added to."), wraps=True
            )
        )
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(foot)
        self.empty.hide()

    # ---- reading ------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the history of the case."""
        if self.case_id is None:
            return
        case_id = self.case_id

        def read(connection: Connection) -> History:
            return service.read_history(connection, case_id)

        self.desk.jobs.read(self, read, self._on_read, failed=self.desk.notices.problem)

    def _on_read(self, history: History) -> None:
        if history.case_id != self.case_id:
            return
        is_other_case = self._history is None or self._history.case_id != history.case_id
        bar = self.list.verticalScrollBar()
        stays = self._stays_at_end or is_other_case
        place = bar.value()
        self._history = history
        self.model.show_lines(history.lines)
        self._show_empty()
        self._show_chain(history)
        if stays:
            self._to_the_end()
        else:
            bar.setValue(place)

    def _show_empty(self) -> None:
        has_rows = self.model.rowCount() > 0
        self.list.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        self.copy_button.setEnabled(has_rows)
        self.save_button.setEnabled(has_rows)
        if not has_rows:
            self.empty.say(
                self.tr("Nothing in the history fits"), self.tr("Choose “Everything”, or search for other words.")
            )

    def _show_chain(self, history: History) -> None:
        chain = history.chain
        changed = [line for line in history.lines if not line.holds]
        if changed:
            words = self.tr(
                "Entry {0} was changed after it was written. Tell the administrator to run “casement verify”."
            )
            self._say_chain("problem", words.format(changed[0].seq))
        elif chain.problem:
            words = self.tr("The journal does not hold: {0}. Have the administrator run “casement verify”.")
            self._say_chain("problem", words.format(chain.problem))
        elif chain.since == chain.to:
            words = self.tr(
                "Checked: every entry shown is as it was written, and the journal is signed to its newest, entry {0}."
            )
            self._say_chain("ok", words.format(f"{chain.to:,}"))
        elif chain.since:
            words = self.tr(
                "Checked: every entry shown is as it was written, and the journal holds from entry {0}, which is "
                "signed, to its newest, entry {1}."
            )
            self._say_chain("ok", words.format(f"{chain.since:,}", f"{chain.to:,}"))
        else:
            words = self.tr("Checked: every entry shown is as it was written, and the journal holds to entry {0}.")
            self._say_chain("ok", words.format(f"{chain.to:,}"))

    def _say_chain(self, tone: str, sentence: str) -> None:
        self._chain_icon.setPixmap(icons.pixmap(tone, ICON + 2, tone, self.devicePixelRatioF()))
        self.chain_line.setText(sentence)
        self.chain_line.set_role("problem" if tone == "problem" else "hint")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the acts out anew: their heights follow the width."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    # ---- narrowing, copying, saving -----------------------------------------------------------------------------

    @Slot()
    def _on_narrow(self) -> None:
        self.model.narrow(str(self.groups.currentData()), self.search.text())
        self._show_empty()
        self._to_the_end()

    def _to_the_end(self) -> None:
        self._stays_at_end = True
        self.list.scrollToBottom()

    @Slot(int)
    def _on_scrolled(self, place: int) -> None:
        self._stays_at_end = place == self.list.verticalScrollBar().maximum()

    @Slot(int, int)
    def _on_range(self, _first: int, last: int) -> None:
        # rows get their heights after they came in, so the end moves on
        if self._stays_at_end:
            self.list.verticalScrollBar().setValue(last)

    def _chosen_lines(self) -> tuple[HistoryLine, ...]:
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        chosen = [self.model.row(self.model.index(row, 0)) for row in rows]
        return tuple(row for row in chosen if isinstance(row, HistoryLine)) or self.model.shown_lines()

    @Slot()
    def _on_copy(self) -> None:
        lines = self._chosen_lines()
        self._clipboard.copy(service.history_as_text(lines))
        number = len(lines)
        self.desk.notices.tell(
            self.tr("One line copied.") if number == 1 else self.tr("{0} lines copied.").format(number)
        )

    @Slot()
    def _on_save(self) -> None:
        if self.case_id is None:
            return
        self.desk.notices.choose_target(
            self.tr("Save the history"), self.tr("history.txt"), self.tr("Text (*.txt)"), self._on_target
        )

    def _on_target(self, path: Path) -> None:
        if self.case_id is None:
            return
        case_id, lines = self.case_id, self._chosen_lines()
        text = service.history_as_text(lines)

        def write(act: Act) -> None:
            service.note_history_written_out(act, case_id, len(lines))
            _write(path, text)

        self.desk.jobs.write(self, write, self._on_saved, title=self.tr("Saving the history"))

    def _on_saved(self, _nothing: None) -> None:
        self.desk.notices.tell(self.tr("The history is saved."))

    # ---- checking everything ------------------------------------------------------------------------------------

    @Slot()
    def _on_check(self) -> None:
        office = self.desk.office

        def work(job: Job) -> list[Finding]:
            return journal_findings(office.database, office.keystore, lambda _what, done, total: job.step(done, total))

        self.check_button.setEnabled(False)
        self._checking = self.desk.jobs.run(
            self, work, self._on_checked, title=self.tr("Checking the journal"), failed=self.desk.notices.problem
        )

    @Slot(object)
    def _on_job_ended(self, job: Job) -> None:
        if job is self._checking:
            self._checking = None
            self.check_button.setEnabled(True)

    def _on_checked(self, findings: list[Finding]) -> None:
        if findings:
            more = self.tr(" There are {0} findings.").format(len(findings)) if len(findings) > 1 else ""
            self._say_chain("problem", f"{findings[0].place}: {findings[0].sentence}{more}")
            return
        self._say_chain("ok", self.tr("The whole journal was checked just now, from its first entry on. It holds."))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as broken:
        raise UserError(f"{path.name} cannot be written: {broken.strerror}. Choose another folder.") from broken
