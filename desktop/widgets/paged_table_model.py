"""A table model over any number of rows: it knows the count, reads pages on demand, and never waits for one.

The source counts and reads off the GUI thread; a row that has not arrived is shown as a placeholder and painted again
when it does. Each change of source begins a new generation, and what belongs to an older one is dropped (examples.md
§5). ``data`` compares plain numbers: looking an enum up for each cell doubles the time of a frame (measured.md §2).
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from sqlalchemy import Connection

from desktop.widgets import typefaces
from desktop.widgets.jobs import Job, Jobs
from desktop.widgets.plain_label import plain_tooltip
from desktop.widgets.status_chip import ICON_ROLE, TONE_ROLE

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex

PAGE = 128
PAGES_KEPT = 64
RECORD_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PLACEHOLDER = "…"

_DISPLAY, _TOOL_TIP, _FONT, _ALIGNMENT, _ACCESSIBLE = 0, 3, 6, 7, 11
_TONE, _ICON = int(TONE_ROLE), int(ICON_ROLE)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()


class PageSource(Protocol[Row]):
    """What a paged model reads from; called off the GUI thread, :meth:`count` first."""

    def count(self, connection: Connection) -> int:
        """Return how many rows there are."""
        ...

    def page(
        self, connection: Connection, first: int, size: int, before: Row | None = None, after: Row | None = None
    ) -> list[Row]:
        """Return rows from number ``first`` on; ``before`` and ``after`` are the neighbours where they are known."""
        ...


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its words, and how its cells are set.

    ``is_figures`` for figures that people compare, ``is_right`` where they end at the right, ``is_code`` for numbers
    and codes that read from left to right in every window.
    """

    words: str
    is_figures: bool = False
    is_right: bool = False
    is_code: bool = False


@dataclass(slots=True)
class ShownRow(Generic[Row]):
    """A row with its words by column; ``tones`` and ``icons`` dress a column as a chip, ``hints`` say more."""

    row: Row
    cells: Sequence[str]
    tones: dict[int, str]
    icons: dict[int, str]
    hints: dict[int, str]


Dress = Callable[[Row], ShownRow[Row]]


@dataclass(frozen=True, slots=True)
class _Read(Generic[Row]):
    """What one job brought back: pages by number, and the count where it was asked for."""

    generation: int
    pages: dict[int, list[ShownRow[Row]]]
    count: int | None = None
    is_ahead: bool = False


class PagedTableModel(QAbstractTableModel, Generic[Row]):
    """Shows the rows of a :class:`PageSource`; ``dress`` gives each its words, off the GUI thread too."""

    counted = Signal(object)  # how many rows there are now
    arrived = Signal()  # rows that were asked for

    def __init__(
        self, jobs: Jobs, headings: Sequence[Heading], dress: Dress[Row], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._headings = headings
        self._dress = dress
        self._figures = typefaces.figures_font()
        self._figure_columns = frozenset(n for n, heading in enumerate(headings) if heading.is_figures)
        self._right_columns = frozenset(n for n, heading in enumerate(headings) if heading.is_right)
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._isolated = frozenset(n for n, heading in enumerate(headings) if heading.is_code and mirrored)
        self._source: PageSource[Row] | None = None
        self._generation = 0
        self._shown_generation = 0
        self._count = 0
        self._pages: OrderedDict[int, list[ShownRow[Row]]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._job: Job | None = None
        jobs.ended.connect(self._on_job_ended)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being read and nothing is wanted."""
        return self._job is None and not self._wanted

    @property
    def is_waiting(self) -> bool:
        """Whether another source was given that is not counted yet."""
        return self._shown_generation != self._generation

    def show_source(self, source: PageSource[Row], *, at_row: int = 0) -> None:
        """Show another source from the moment it is counted; rows around ``at_row`` arrive together with the count."""
        self._generation += 1
        self._wanted.clear()
        generation, dress, number = self._generation, self._dress, max(at_row, 0) // PAGE

        def read(connection: Connection) -> _Read[Row]:
            count = source.count(connection)
            at = min(number, max(count - 1, 0) // PAGE)
            rows = source.page(connection, at * PAGE, PAGE) if count else []
            return _Read(generation, {at: [dress(row) for row in rows]}, count)

        self._source = source
        self._job = self._jobs.read(self, read, self._arrived, title=self.tr("Reading the list"))

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """How many rows the source has; known from the first moment, so that the scroll bar is true."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return the column's words."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return self._headings[section].words
        return _RIGHT if role == _ALIGNMENT and section in self._right_columns else None

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        """Return words, dress or record of a cell, or a placeholder while its page is read."""
        if role == _FONT:
            return self._figures if index.column() in self._figure_columns else None
        if role == _ALIGNMENT:
            return _RIGHT if index.column() in self._right_columns else None
        if role not in _ROLES:
            return None
        shown = self._at(index.row())
        if shown is None:
            return PLACEHOLDER if role == _DISPLAY else None
        return self._of(shown, index.column(), role)

    def _of(self, shown: ShownRow[Row], column: int, role: int) -> Any:
        if role == _DISPLAY:
            return f"\u2066{shown.cells[column]}\u2069" if column in self._isolated else shown.cells[column]
        if role == _TONE:
            return shown.tones.get(column)
        if role == _ICON:
            return shown.icons.get(column)
        if role == RECORD_ROLE:
            return shown.row
        words = shown.hints.get(column) or shown.cells[column]
        return plain_tooltip(words) if role == _TOOL_TIP else f"{self._headings[column].words}: {words}"

    def record(self, row: int) -> Row | None:
        """Return the record of a row, or None while it is not here."""
        shown = self._at(row) if 0 <= row < self._count else None
        return None if shown is None else shown.row

    def row_of(self, matches: Callable[[Row], bool]) -> int | None:
        """Return the number of the first row at hand that ``matches``; rows that are not read are not searched."""
        for number, page in self._pages.items():
            for place, shown in enumerate(page):
                if matches(shown.row):
                    return number * PAGE + place
        return None

    def _at(self, row: int) -> ShownRow[Row] | None:
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._want(number)
            return None
        return page[place] if place < len(page) else None

    def _want(self, number: int) -> None:
        if number in self._wanted:
            return
        self._wanted[number] = None
        if self._job is None:
            self._read_next()

    def _read_next(self) -> None:
        # who drags the scroll bar asks for many pages and waits for the last
        numbers = list(self._wanted)[-2:]
        self._wanted.clear()
        self._read(numbers, is_ahead=False)

    def _read(self, numbers: list[int], *, is_ahead: bool) -> None:
        if self._source is None:
            return
        source, generation, dress = self._source, self._generation, self._dress
        jobs = [
            (number, self._beside(number - 1, last=True), self._beside(number + 1, last=False)) for number in numbers
        ]

        def read(connection: Connection) -> _Read[Row]:
            pages = {
                number: [dress(row) for row in source.page(connection, number * PAGE, PAGE, before, after)]
                for number, before, after in jobs
            }
            return _Read(generation, pages, is_ahead=is_ahead)

        self._job = self._jobs.read(self, read, self._arrived, title=self.tr("Reading the list"))

    def _beside(self, number: int, *, last: bool) -> Row | None:
        page = self._pages.get(number)
        return page[-1 if last else 0].row if page else None

    def _arrived(self, read: _Read[Row]) -> None:
        if read.generation != self._generation:
            return
        if read.count is not None:
            self._shown_generation = read.generation
            self.beginResetModel()
            self._pages.clear()
            self._pages.update(read.pages)
            self._count = read.count
            self.endResetModel()
            self.counted.emit(read.count)
        for number, page in read.pages.items():
            self._pages[number] = page
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
            first, last = number * PAGE, min(number * PAGE + PAGE, self._count) - 1
            if read.count is None and last >= first:
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._headings) - 1))
        self.arrived.emit()
        if self._job is None:
            if self._wanted:
                self._read_next()
            elif not read.is_ahead and read.pages:
                self._read_ahead(max(read.pages))

    def _read_ahead(self, number: int) -> None:
        # the pages beside the one in sight are read before anybody scrolls there
        near = [n for n in (number - 1, number + 1) if 0 <= n * PAGE < self._count and n not in self._pages]
        if near:
            self._read(near, is_ahead=True)

    @Slot(object)
    def _on_job_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None


_ROLES = frozenset({_DISPLAY, _TOOL_TIP, _ACCESSIBLE, _TONE, _ICON, RECORD_ROLE})
