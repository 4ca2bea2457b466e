"""The open case: its header and its tabs, each made when it is first shown."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from desktop.cases import queries
from desktop.cases.queries import CaseRow
from desktop.cases.ui.case_list_rows import CaseDress
from desktop.changes import Changes
from desktop.clock import office_date
from desktop.shell.case_header import CaseHeader
from desktop.shell.shortcuts import TABS as TAB_SHORTCUTS
from desktop.shell.workspace_tabs import TABS
from desktop.widgets import icons
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.spacing import ICON


class _LeastHeight(QVBoxLayout):
    """Asks the area that scrolls it for the least height its part needs, not for the height it would like."""

    def hasHeightForWidth(self) -> bool:
        """Keep the wish of a wrapping label to itself: the tabs scroll their own long parts."""
        return False


class _Sheet(QWidget):
    """What lies in a tab's scroll area: the tab, and nothing around it."""

    def __init__(self, tab: CaseTab) -> None:
        super().__init__()
        column = _LeastHeight(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(tab)


class CaseWorkspace(QFrame):
    """Shows one case at a time; ``case_read`` carries its row of the list whenever that was read anew."""

    case_read = Signal(object)
    back_wanted = Signal()
    whole_wanted = Signal()

    def __init__(self, desk: Desk, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.case_id: int | None = None
        self._time_zone = time_zone
        self._made: dict[str, CaseTab] = {}
        self._grounds: dict[str, QScrollArea] = {}
        self._header = CaseHeader()
        self._header.back_wanted.connect(self.back_wanted)
        self._header.whole_wanted.connect(self.whole_wanted)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Tabs of the case"))
        for number, entry in enumerate(TABS):
            # a tab that needs more room than a small screen has is scrolled; it never pushes the window off the screen
            ground = QScrollArea()
            ground.setWidgetResizable(True)
            ground.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._grounds[entry.key] = ground
            self._tabs.addTab(ground, icons.icon(entry.icon, "quiet"), self.tr(entry.words))
            self._tabs.setTabToolTip(number, TAB_SHORTCUTS[number].value)
        self._tabs.setIconSize(QSize(ICON, ICON))
        self._tabs.currentChanged.connect(self._on_tab_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._tabs, 1)
        self.setProperty("ground", "pane")
        desk.jobs.changed.connect(self._on_changed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the cursor on to the tabs; as a focus proxy they would make Tab jump over the header."""
        super().focusInEvent(event)
        self._tabs.setFocus(event.reason())

    @property
    def current_key(self) -> str:
        """The key of the tab in sight."""
        return TABS[self._tabs.currentIndex()].key

    def open_case(self, case_id: int, tab: str = "") -> None:
        """Show a case, on the tab it was on or on ``tab``; what was typed into the one before is saved first."""
        if case_id != self.case_id:
            self.flush()
            self.case_id = case_id
            self._read_header()
        if tab:
            self.go_to_tab(tab)
        self._show_current()

    @Slot(str)
    def go_to_tab(self, key: str) -> None:
        """Show the tab with this key."""
        self._tabs.setCurrentIndex([entry.key for entry in TABS].index(key))
        self._tabs.currentWidget().setFocus()

    def show_tab(self, number: int) -> None:
        """Show a tab by its place, beginning with 0."""
        self.go_to_tab(TABS[number].key)

    def tab(self, key: str) -> CaseTab | None:
        """Return a tab if it was made already."""
        return self._made.get(key)

    def flush(self) -> None:
        """Let every tab save what is typed and not saved."""
        for tab in self._made.values():
            tab.flush()

    @property
    def unsaved_tab(self) -> str:
        """The key of the first tab that holds something typed and not saved; '' for none."""
        return next((key for key, tab in self._made.items() if not tab.is_settled), "")

    @Slot(int)
    def _on_tab_changed(self, _number: int) -> None:
        self._show_current()

    def _show_current(self) -> None:
        if self.case_id is None:
            return
        entry = TABS[self._tabs.currentIndex()]
        tab = self._made.get(entry.key)
        if tab is None:
            tab = entry.make(self.desk)
            tab.go_to_tab.connect(self.go_to_tab)
            ground = self._grounds[entry.key]
            ground.setWidget(_Sheet(tab))
            ground.setFocusProxy(tab)
            self._made[entry.key] = tab
        if tab.case_id != self.case_id:
            tab.show_case(self.case_id)

    def _read_header(self) -> None:
        case_id = self.case_id
        if case_id is None:
            return
        self.desk.jobs.read(
            self,
            lambda connection: queries.one_case(connection, case_id),
            self._on_header_read,
            title=self.tr("Reading"),
        )

    def _on_header_read(self, row: CaseRow | None) -> None:
        if row is not None and row.case_id == self.case_id:
            today = office_date(self.desk.office.clock.now(), self._time_zone)
            self._header.show_case(row, CaseDress(today))
            self.case_read.emit(row)

    @Slot(object, object)
    def _on_changed(self, changes: Changes, _owner: object) -> None:
        if self.case_id in changes.case_ids:
            self._read_header()
