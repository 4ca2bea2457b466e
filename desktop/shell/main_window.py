"""The main window: queues, list and open case side by side, the menu over them, the status line under them."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMainWindow, QSplitter, QStackedWidget, QWidget

from desktop.cases.model import State
from desktop.cases.queries import CaseRow, Queue
from desktop.cases.ui.case_list import CaseList
from desktop.errors import UserError
from desktop.permissions import Permission
from desktop.shell.about import AboutDialog
from desktop.shell.actions import ActionId, Selection
from desktop.shell.case_verbs import CaseVerbs
from desktop.shell.case_workspace import CaseWorkspace
from desktop.shell.handbook import HandbookWindow
from desktop.shell.menus import Menus, Slots
from desktop.shell.notice_bar import NoticeBar
from desktop.shell.office_watch import OfficeWatch
from desktop.shell.shortcuts import TABS as TAB_SHORTCUTS
from desktop.shell.sidebar import WIDTH as SIDEBAR_WIDTH
from desktop.shell.sidebar import Sidebar
from desktop.shell.status_line import StatusLine
from desktop.shell.window_notices import WindowNotices
from desktop.startup import OpenedOffice, SignedIn
from desktop.widgets import icons, remembered, tab_order
from desktop.widgets.case_tab import Desk
from desktop.widgets.jobs import Job, Jobs
from desktop.widgets.notices import Choice
from desktop.widgets.spacing import GAP, LONG_FIELD, ROW_HEIGHT, WIDE

_KEY = "main window"
_LIST_BESIDE_A_CASE = 7 * ROW_HEIGHT
_WIDE_ENOUGH_FOR_QUEUES = 140 * GAP


class MainWindow(QMainWindow):
    """One signed-in person's window on one office.

    ``sign_out_wanted``, ``lock_wanted``, ``preferences_wanted`` and ``dark_wanted`` (or light again) are wishes to
    whoever made the window; ``went`` tells that it closed and everything typed is saved; ``unexpected`` carries an
    exception that is a bug.
    """

    sign_out_wanted = Signal()
    lock_wanted = Signal()
    preferences_wanted = Signal()
    dark_wanted = Signal(bool)
    went = Signal()
    unexpected = Signal(object)

    def __init__(self, opened: OpenedOffice, who: SignedIn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self._handbook: HandbookWindow | None = None
        self._row: CaseRow | None = None
        self._problems_before_closing: int | None = None
        self._leaves_unsaved = False
        self.ground = QStackedWidget()
        self.jobs = Jobs(opened.office, who.actor, self)
        self.jobs.unexpected.connect(self._on_unexpected)
        self.jobs.ended.connect(self._on_job_ended)
        self._notices = WindowNotices(self, NoticeBar(self.ground))
        self.desk = Desk(opened.office, who.actor, self.jobs, self._notices)
        self._verbs = CaseVerbs(self.desk, who.colleagues, self)
        self._sidebar = Sidebar(self.desk, opened.time_zone)
        self._list = CaseList(self.desk, opened.time_zone, who.colleagues)
        self._workspace = CaseWorkspace(self.desk, opened.time_zone)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._search = QLineEdit()
        self._lay_out()
        self.menus = Menus(self.menuBar(), who.actor, self._slots())
        self._connect()
        self._update_actions()
        self._sidebar.choose(self._first_queue())
        self._sidebar.reload()
        self._list.setFocus()
        self._watch = OfficeWatch(self.desk, self)
        if not opened.office.database.is_file:
            self._watch.begin()

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("{0} – Casement").format(self._opened.name))
        self.setWindowIcon(icons.icon("casement", "accent"))
        self._down.addWidget(self._list)
        self._down.addWidget(self._workspace)
        self._down.setStretchFactor(1, 1)
        self._down.setChildrenCollapsible(False)
        self._workspace.hide()
        self._across.addWidget(self._sidebar)
        self._across.addWidget(self._down)
        self._across.setStretchFactor(1, 1)
        self._across.setChildrenCollapsible(False)
        self._across.setSizes([SIDEBAR_WIDTH, 10 * SIDEBAR_WIDTH])
        self.ground.addWidget(self._across)
        self.setCentralWidget(self.ground)
        self._search.setPlaceholderText(self.tr("Search cases"))
        self._search.setAccessibleName(self.tr("Search cases"))
        self._search.setProperty("search", True)
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(LONG_FIELD - 8 * GAP)
        self._search.addAction(icons.icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition)
        corner = QWidget(self.menuBar())
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 2, WIDE, 2)
        row.addWidget(self._search)
        self.menuBar().setCornerWidget(corner)
        self.setStatusBar(StatusLine(self.desk, self._opened.name, self._opened.time_zone))
        if not remembered.restore_geometry(self, _KEY):
            self.resize(160 * GAP, 104 * GAP)

    def _slots(self) -> Slots:
        return {
            ActionId.NEW_CASE: self._verbs.new_case,
            ActionId.LOCK: self.lock_wanted,
            ActionId.SWITCH_PERSON: self.sign_out_wanted,
            ActionId.QUIT: self.close,
            ActionId.ASSIGN_TO_ME: self._on_assign_to_me,
            ActionId.ASSIGN: self._on_assign,
            ActionId.WITHDRAW: self._on_withdraw,
            ActionId.VOID: self._on_void,
            ActionId.COPY_ROWS: self._list.copy_rows,
            ActionId.SEARCH: self._on_search_wanted,
            ActionId.NEXT_PANE: self._on_next_pane,
            ActionId.PREVIOUS_PANE: self._on_previous_pane,
            ActionId.BACK_TO_LIST: self._on_back,
            ActionId.WHOLE_CASE: self._on_whole_case,
            ActionId.REFRESH: self._on_refresh,
            ActionId.APPEARANCE: self.dark_wanted,
            ActionId.PREFERENCES: self.preferences_wanted,
            ActionId.HANDBOOK: self._on_handbook,
            ActionId.ABOUT: self._on_about,
        }

    def _connect(self) -> None:
        self._sidebar.queue_chosen.connect(self._on_queue_chosen)
        self._list.case_opened.connect(self.open_case)
        self._list.case_marked.connect(self._on_case_marked)
        self._list.new_case_wanted.connect(self._verbs.new_case)
        self._verbs.case_made.connect(self._on_case_made)
        self._workspace.case_read.connect(self._on_case_read)
        self._workspace.back_wanted.connect(self._on_back)
        self._workspace.whole_wanted.connect(self.menus.actions[ActionId.WHOLE_CASE].trigger)
        self._search.textEdited.connect(self._list.search)
        self._search.returnPressed.connect(self._on_search_done)
        for number, shortcut in enumerate(TAB_SHORTCUTS):
            key = QShortcut(QKeySequence(shortcut.value), self)
            key.setProperty("tab", number)
            key.activated.connect(self._on_tab_wanted)

    def _first_queue(self) -> Queue:
        actor = self.desk.actor
        if actor.may(Permission.COUNTERSIGN):
            return Queue.COUNTERSIGN
        return Queue.MINE if actor.may(Permission.EDIT_CASE) else Queue.ALL

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being read or written and the list shows what it was asked for."""
        return self.jobs.is_idle and self._list.is_settled

    @property
    def workspace(self) -> CaseWorkspace:
        """The open case."""
        return self._workspace

    @property
    def case_list(self) -> CaseList:
        """The list over it."""
        return self._list

    @Slot(object)
    def open_case(self, case_id: int, tab: str = "") -> None:
        """Open a case under the list, which keeps its place."""
        was_hidden = self._workspace.isHidden()
        self._workspace.show()
        if was_hidden and not remembered.restore_split(self._down, _KEY):
            height = max(self._down.height(), 1)
            self._down.setSizes([_LIST_BESIDE_A_CASE, max(height - _LIST_BESIDE_A_CASE, 1)])
        self._workspace.open_case(case_id, tab)
        self._list.mark_case(case_id)
        self._workspace.setFocus()
        self._update_actions()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go through the window as one reads it."""
        return tab_order.step(self, forward=forward)

    def show_dark(self, *, dark: bool) -> None:
        """Let the menu say which appearance the window has."""
        self.menus.actions[ActionId.APPEARANCE].setChecked(dark)

    @Slot(object)
    def _on_case_made(self, case_id: int) -> None:
        self._sidebar.choose(Queue.DRAFTS)
        self.open_case(case_id, "overview")

    @Slot(object, str)
    def _on_queue_chosen(self, queue: Queue, name: str) -> None:
        self._search.clear()
        self._list.show_queue(queue, name)

    @Slot()
    def _on_case_marked(self) -> None:
        if not self._workspace.isVisible():
            self._row = self._list.marked
        self._update_actions()

    @Slot(object)
    def _on_case_read(self, row: CaseRow) -> None:
        before, self._row = self._row, row
        was_draft = before is not None and before.case_id == row.case_id and before.state == State.DRF
        if was_draft and row.state != State.DRF and self._sidebar.chosen is Queue.DRAFTS:
            # the case just left the drafts; the list goes with it
            self._sidebar.choose(Queue.MINE if row.officer_id == self.desk.actor.person_id else Queue.ALL)
            self._list.mark_case(row.case_id)
        self._update_actions()

    def _update_actions(self) -> None:
        row = self._row
        self.menus.update(
            Selection(
                case_id=row.case_id if row is not None else None,
                state=State(row.state) if row is not None else None,
                officer_id=row.officer_id if row is not None else None,
                is_open=not self._workspace.isHidden(),
            )
        )

    @Slot()
    def _on_assign_to_me(self) -> None:
        if self._row is not None:
            self._verbs.assign_to_me(self._row)

    @Slot()
    def _on_assign(self) -> None:
        if self._row is not None:
            self._verbs.assign(self._row)

    @Slot()
    def _on_withdraw(self) -> None:
        if self._row is not None:
            self._verbs.withdraw(self._row)

    @Slot()
    def _on_void(self) -> None:
        if self._row is not None:
            self._verbs.void(self._row)

    @Slot()
    def _on_search_wanted(self) -> None:
        self._leave_whole_case()
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot()
    def _on_search_done(self) -> None:
        self._list.setFocus()

    @Slot()
    def _on_back(self) -> None:
        """Esc: out of the search, out of the case to the list, and once more to put the case away."""
        if self._search.hasFocus():
            self._search.clear()
            self._sidebar.choose_again()
            self._list.setFocus()
        elif self._list.isAncestorOf(self.focusWidget()):
            self._workspace.flush()
            self._workspace.hide()
            self._row = self._list.marked
            self._update_actions()
        else:
            self._leave_whole_case()
            self._list.setFocus()

    def _leave_whole_case(self) -> None:
        whole = self.menus.actions[ActionId.WHOLE_CASE]
        if whole.isChecked():
            whole.trigger()

    @Slot(bool)
    def _on_whole_case(self, checked: bool) -> None:
        self._list.setHidden(checked)
        self._sidebar.setHidden(checked and self.width() < _WIDE_ENOUGH_FOR_QUEUES)

    def _panes(self) -> list[QWidget]:
        return [pane for pane in (self._sidebar, self._list, self._workspace) if pane.isVisible()]

    def _step_pane(self, step: int) -> None:
        panes = self._panes()
        focus = self.focusWidget()
        now = next((n for n, pane in enumerate(panes) if focus is not None and pane.isAncestorOf(focus)), -step)
        panes[(now + step) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_next_pane(self) -> None:
        self._step_pane(1)

    @Slot()
    def _on_previous_pane(self) -> None:
        self._step_pane(-1)

    @Slot()
    def _on_tab_wanted(self) -> None:
        if self._workspace.isVisible():
            self._workspace.show_tab(int(self.sender().property("tab")))

    @Slot()
    def _on_refresh(self) -> None:
        self._sidebar.reload()
        self._list.reload()

    @Slot()
    def _on_handbook(self) -> None:
        if self._handbook is None:
            self._handbook = HandbookWindow(self)
        self._handbook.show_page("index.md")
        self._handbook.show()
        self._handbook.raise_()
        self._handbook.activateWindow()

    @Slot()
    def _on_about(self) -> None:
        AboutDialog(self).open()

    @Slot(object)
    def _on_unexpected(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.desk.notices.problem(error)
        else:
            self.unexpected.emit(error)

    @Slot(object)
    def _on_job_ended(self, _job: Job) -> None:
        if self._problems_before_closing is not None and self.jobs.is_idle:
            QTimer.singleShot(0, self, self._close_unless_refused)

    def _close_unless_refused(self) -> None:
        before, self._problems_before_closing = self._problems_before_closing, None
        if self._workspace.unsaved_tab:
            self._ask_whether_to_leave()
        elif before == self._notices.problems_shown:
            self.close()

    def _ask_whether_to_leave(self) -> None:
        self._notices.ask(
            self.tr("Not everything is saved"),
            self.tr("What is marked on the tab was typed and could not be saved. Stay and put it right, or leave it."),
            [
                Choice("stay", self.tr("Stay"), is_default=True),
                Choice("leave", self.tr("Leave without it"), is_destructive=True),
            ],
            self._on_leaving,
        )

    def _on_leaving(self, answer: str) -> None:
        if answer == "leave":
            self._leaves_unsaved = True
            self.close()
        else:
            self._workspace.go_to_tab(self._workspace.unsaved_tab or self._workspace.current_key)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is typed first; a window whose last words could not be saved asks before it lets them go."""
        if not self._leaves_unsaved:
            self._workspace.flush()
            if not self.jobs.is_idle:
                self._problems_before_closing = self._notices.problems_shown
                event.ignore()
                return
            if self._workspace.unsaved_tab:
                self._ask_whether_to_leave()
                event.ignore()
                return
        remembered.keep_geometry(self, _KEY)
        if self._workspace.isVisible() and self._list.isVisible():
            remembered.keep_split(self._down, _KEY)
        if self._handbook is not None:
            self._handbook.close()
        self.jobs.shut_down()
        super().closeEvent(event)
        self.went.emit()
