"""The case list: a queue or a search, filtered and sorted by the database, any number of rows long."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.cases.queries import MOST_HITS, CaseFilter, CasePages, CaseRow, Colleague, Column, Queue
from desktop.cases.ui.case_list_filters import CaseFilters
from desktop.cases.ui.case_list_rows import CaseDress, headings
from desktop.changes import Changes
from desktop.clock import office_date
from desktop.permissions import Permission
from desktop.widgets.case_tab import Desk
from desktop.widgets.clipboard import ShortLivedClipboard, as_table_text
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.paged_table_model import PagedTableModel, ShownRow
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.record_table import RecordTable
from desktop.widgets.spacing import GAP, MEDIUM_FIELD, WIDE
from desktop.widgets.status_chip import StatusChipDelegate

COPIED_AT_MOST = 5_000
_SEARCH_DELAY_MS = 120
_REFRESH_DELAY_MS = 250
_WIDTHS = (124, 130, 130, 70, 136, 74, 106, 100, 186)
_COLUMNS = tuple(Column)


class CaseList(QWidget):
    """Shows the cases of a queue; a case is opened by Enter or a double click.

    ``case_opened`` is the wish to see a case, ``new_case_wanted`` to log one; ``case_marked`` tells that the cursor
    stands on another case. A change of cases anywhere in the office refreshes the list where it stands.
    """

    case_opened = Signal(object)
    case_marked = Signal()
    new_case_wanted = Signal()

    def __init__(
        self, desk: Desk, time_zone: str, colleagues: Sequence[Colleague], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._time_zone = time_zone
        self._queue_name = ""
        self._dress = CaseDress(self._today())
        self._filter = CaseFilter(Queue.MINE, desk.actor.person_id, self._dress.today)
        self._pages = CasePages(self._filter)
        self._marked_id: int | None = None
        self._place: int | None = None  # of the scroll bar, while the list is read again
        self._clipboard = ShortLivedClipboard(self)
        self._title = PlainLabel(role="title", elides=True)
        self._count = PlainLabel(role="hint")
        self._filters = CaseFilters(colleagues)
        self._table = RecordTable(self.tr("Cases"), key="case list")
        self._model: PagedTableModel[CaseRow] = PagedTableModel(desk.jobs, headings(), self._dressed, self)
        self._empty = EmptyState("inbox", "", is_low=True)
        self._stack = QStackedWidget()
        self._typing = _delay(self, _SEARCH_DELAY_MS)
        self._changing = _delay(self, _REFRESH_DELAY_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._table.setModel(self._model)
        chips = StatusChipDelegate(self._table)
        for status in (Column.DUE, Column.STATE):  # the other cells are drawn without a line of Python
            self._table.setItemDelegateForColumn(_COLUMNS.index(status), chips)
        header = self._table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        self._table.lay_out_columns(list(_WIDTHS), stretching=_COLUMNS.index(Column.GOODS))
        line = QHBoxLayout()
        line.setContentsMargins(WIDE, GAP, WIDE, GAP)
        line.setSpacing(GAP)
        line.addWidget(self._title)
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(self._filters)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._typing.timeout.connect(self._reload_from_top)
        self._changing.timeout.connect(self.reload)
        self._model.counted.connect(self._on_counted)
        self._model.arrived.connect(self._on_rows_arrived)
        self._table.chosen.connect(self._on_chosen)
        self._table.copy_wanted.connect(self.copy_rows)
        self._table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self._table.horizontalHeader().sectionClicked.connect(self._on_header_clicked)
        self._filters.changed.connect(self._reload_from_top)
        self._empty.acted.connect(self._on_empty_acted)
        self.desk.jobs.changed.connect(self._on_cases_changed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the cursor on to the cases, or where there are none to what can be done about it."""
        super().focusInEvent(event)
        if self._stack.currentWidget() is self._table:
            self._table.setFocus(event.reason())
        else:
            self.focusNextChild()

    def _today(self) -> date:
        return office_date(self.desk.office.clock.now(), self._time_zone)

    def _dressed(self, row: CaseRow) -> ShownRow[CaseRow]:
        return self._dress(row)

    def show_queue(self, queue: Queue, name: str) -> None:
        """Show another queue from the top, in its own order; a search ends."""
        self._queue_name = name
        self._filter = replace(self._filter, queue=queue, words="", sort=None, descending=False)
        self._reload_from_top()

    def search(self, words: str) -> None:
        """Show the cases that hold these words, best first, from whatever queue; no words give the queue back."""
        if words.strip() != self._filter.words:
            self._filter = replace(self._filter, words=words.strip(), sort=None, descending=False)
            self._typing.start()

    def search_now(self, words: str) -> None:
        """Search without waiting for another letter."""
        self.search(words)
        self._typing.stop()
        self._reload_from_top()

    @property
    def is_waiting(self) -> bool:
        """Whether the list still shows what it was asked for before."""
        return self._model.is_waiting or self._typing.isActive()

    @property
    def is_settled(self) -> bool:
        """Whether the list shows what it was last asked for."""
        return self._model.is_settled and not self._typing.isActive() and not self._changing.isActive()

    @property
    def marked(self) -> CaseRow | None:
        """The case the cursor stands on."""
        index = self._table.currentIndex()
        return self._model.record(index.row()) if index.isValid() else None

    def mark_case(self, case_id: int) -> None:
        """Let the cursor follow this case, now where it is at hand and after each refresh."""
        self._marked_id = case_id
        self._mark_again()

    @Slot()
    def reload(self) -> None:
        """Read the list again where it stands: same place, same cursor."""
        self._place = self._table.verticalScrollBar().value()
        self._show(at_row=max(self._table.rowAt(0), 0))

    @Slot()
    def _reload_from_top(self) -> None:
        self._place = None
        self._marked_id = None
        self._show(at_row=0)

    def _show(self, at_row: int) -> None:
        if self._today() != self._dress.today:
            self._dress = CaseDress(self._today())
        self._filter = self._filters.narrow(replace(self._filter, today=self._dress.today))
        self._pages = CasePages(self._filter)
        self._show_order()
        self._model.show_source(self._pages, at_row=at_row)

    def _show_order(self) -> None:
        header = self._table.horizontalHeader()
        if self._filter.words and self._filter.sort is None:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            return
        column, descending = self._filter.order
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(_COLUMNS.index(column), order)

    @Slot(object)
    def _on_counted(self, count: int) -> None:
        if self._filter.words:
            self._title.setText(self.tr("Search: {0}").format(self._filter.words))
            most = count >= MOST_HITS
            words = self.tr("the first {0} hits") if most else self.tr("1 hit") if count == 1 else self.tr("{0} hits")
        else:
            self._title.setText(self._queue_name)
            words = self.tr("1 case") if count == 1 else self.tr("{0} cases")
        self._count.setText(words.format(f"{count:,}"))
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), MEDIUM_FIELD))
        if count:
            self._stack.setCurrentWidget(self._table)
        else:
            self._explain_emptiness()
            self._stack.setCurrentWidget(self._empty)
        if self._place is not None:
            self._table.verticalScrollBar().setValue(self._place)
            self._mark_again()
        else:
            self._table.scrollToTop()
            if count:
                self._table.setCurrentIndex(self._model.index(0, 0))
        self.case_marked.emit()

    def _mark_again(self) -> None:
        wanted = self._marked_id
        row = None if wanted is None else self._model.row_of(lambda record: record.case_id == wanted)
        if row is not None and row != self._table.currentIndex().row():
            place = self._table.verticalScrollBar().value()
            self._table.setCurrentIndex(self._model.index(row, 0))
            self._table.verticalScrollBar().setValue(place)

    def _explain_emptiness(self) -> None:
        if self._filter.words:
            hint = self.tr("Each word must occur in the case. Try fewer words, or the beginning of one.")
            self._empty.say(self.tr("No case holds all of these words"), hint)
        elif self._filter.is_narrowed:
            self._empty.say(self.tr("No case in this list fits the filters"), action=self.tr("Clear the filters"))
        else:
            sentence, hint = self._emptiness_of_queue()
            can_log = self.desk.actor.may(Permission.REGISTER_CASE)
            self._empty.say(sentence, hint, action=self.tr("New case") if can_log else "")

    def _emptiness_of_queue(self) -> tuple[str, str]:
        sentences = {
            Queue.MINE: (
                self.tr("No case waits for you"),
                self.tr("Take one from the unassigned cases, or log a new application."),
            ),
            Queue.UNASSIGNED: (
                self.tr("Every case has an officer"),
                self.tr("A case that nobody has taken yet appears here."),
            ),
            Queue.COUNTERSIGN: (
                self.tr("Nothing waits for a countersignature"),
                self.tr("A case appears here when its officer has signed a recommendation."),
            ),
            Queue.OVERDUE: (self.tr("No case is overdue"), self.tr("Cases past their day appear here, oldest first.")),
            Queue.DECIDED: (
                self.tr("Nothing was decided in the last 30 days"),
                self.tr("Decided cases and their letters appear here."),
            ),
            Queue.DRAFTS: (
                self.tr("There are no drafts"),
                self.tr("An application that is logged but not registered appears here."),
            ),
            Queue.ALL: (
                self.tr("This office has no cases yet"),
                self.tr("Log the first application that comes in."),
            ),
        }
        return sentences[self._filter.queue]

    @Slot()
    def copy_rows(self) -> None:
        """Copy the marked rows for a spreadsheet; they leave the clipboard after a minute (security.md R64)."""
        ranges = self._table.selected_ranges()
        if not ranges:
            return
        pages, dress = self._pages, self._dress

        def read(connection: Connection) -> list[list[str]]:
            rows = [[heading.words for heading in headings()]]
            for first, last in ranges:
                room = COPIED_AT_MOST + 1 - len(rows)
                found = pages.page(connection, first, min(last - first + 1, room)) if room > 0 else []
                rows += [list(dress(row).cells) for row in found]
            return rows

        self.desk.jobs.read(self, read, self._on_rows_read, title=self.tr("Copying"))

    def _on_rows_read(self, rows: list[list[str]]) -> None:
        self._clipboard.copy(as_table_text(rows))
        count = len(rows) - 1
        told = self.tr("1 row copied") if count == 1 else self.tr("{0} rows copied")
        self.desk.notices.tell(f"{told.format(f'{count:,}')}. {self.tr('The clipboard forgets them in a minute.')}")

    @Slot(object)
    def _on_chosen(self, row: int) -> None:
        record = self._model.record(row)
        if record is not None:
            self.case_opened.emit(record.case_id)

    @Slot(QModelIndex, QModelIndex)
    def _on_row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        record = self._model.record(now.row()) if now.isValid() else None
        if record is not None:
            self._marked_id = record.case_id
            self.case_marked.emit()

    @Slot()
    def _on_rows_arrived(self) -> None:
        # who scrolls fast marks a row before it is here
        record = self.marked
        if record is None:
            self._mark_again()
        elif record.case_id != self._marked_id:
            self._marked_id = record.case_id
            self.case_marked.emit()

    @Slot(int)
    def _on_header_clicked(self, section: int) -> None:
        column = _COLUMNS[section]
        now, descending = self._filter.order
        is_shown = not (self._filter.words and self._filter.sort is None)
        turned = not descending if is_shown and column is now else False
        self._filter = replace(self._filter, sort=column, descending=turned)
        self._reload_from_top()

    @Slot()
    def _on_empty_acted(self) -> None:
        if self._filter.is_narrowed:
            self._filters.clear()
        else:
            self.new_case_wanted.emit()

    @Slot(object, object)
    def _on_cases_changed(self, changes: Changes, _owner: object) -> None:
        if changes.case_ids:
            self._changing.start()


def _delay(parent: QWidget, milliseconds: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
