"""The paged model: knows the count, reads what is in sight, drops what belongs to an older source."""

from dataclasses import dataclass, field
from threading import Event

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.widgets.paged_table_model import (
    PAGE,
    PAGES_KEPT,
    PLACEHOLDER,
    RECORD_ROLE,
    Heading,
    PagedTableModel,
    ShownRow,
)
from desktop.widgets.plain_label import plain_tooltip
from desktop.widgets.status_chip import ICON_ROLE, TONE_ROLE


@dataclass
class Numbers:
    """A source of the numbers from 0; may be held up, and remembers which pages it read."""

    size: int
    gate: Event | None = None
    read: list[int] = field(default_factory=list)
    neighbours: list[tuple[int | None, int | None]] = field(default_factory=list)
    fails: bool = False

    def count(self, _connection):
        return self.size

    def page(self, _connection, first, size, before=None, after=None):
        if self.gate is not None:
            self.gate.wait(5)
        if self.fails:
            raise RuntimeError("broken page")
        self.read.append(first // PAGE)
        self.neighbours.append((before, after))
        return list(range(first, min(first + size, self.size)))


def dress(number):
    return ShownRow(number, (f"n {number}", f"{number * 2}"), {1: "ok"}, {1: "check"}, {0: f"number {number}"})


HEADINGS = [Heading("Name", is_figures=True), Heading("Double", is_right=True)]


@pytest.fixture
def jobs(desk_of):
    return desk_of("ana").jobs


@pytest.fixture
def model(jobs):
    return PagedTableModel(jobs, HEADINGS, dress)


def show(qtbot, model, source, at_row=0):
    model.show_source(source, at_row=at_row)
    qtbot.waitUntil(lambda: model.is_settled)
    return source


def text(model, row, column=0):
    return model.index(row, column).data()


def test_the_model_keeps_qts_contract(qtbot, model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    show(qtbot, model, Numbers(900))
    for row in range(900):
        model.index(row, 1).data()
    qtbot.waitUntil(lambda: model.is_settled)
    show(qtbot, model, Numbers(0))
    show(qtbot, model, Numbers(5))
    assert tester is not None


def test_the_count_is_known_at_once_and_rows_come_when_looked_at(qtbot, model):
    source = show(qtbot, model, Numbers(1_000_000))
    assert model.rowCount() == 1_000_000
    assert text(model, 5) == "n 5"
    assert text(model, 777_777) == PLACEHOLDER
    with qtbot.waitSignal(model.dataChanged):
        qtbot.waitUntil(lambda: model.is_settled)
    assert text(model, 777_777) == "n 777777"
    assert len(source.read) < 8, "the rest is never read"


def test_the_pages_beside_the_one_in_sight_are_read_ahead_and_no_further(qtbot, model):
    source = show(qtbot, model, Numbers(100 * PAGE), at_row=50 * PAGE)
    assert sorted(source.read) == [49, 50, 51]


def test_a_neighbour_is_handed_over_where_there_is_one(qtbot, model):
    source = show(qtbot, model, Numbers(100 * PAGE))
    assert source.neighbours == [(None, None), (PAGE - 1, None)]


def test_who_drags_the_scroll_bar_waits_only_for_the_last_page(qtbot, model):
    gate = Event()
    gate.set()
    source = show(qtbot, model, Numbers(1000 * PAGE, gate))
    gate.clear()
    for page in range(100, 200):
        text(model, page * PAGE)
    gate.set()
    qtbot.waitUntil(lambda: model.is_settled)
    assert 199 in source.read
    assert len([page for page in source.read if 101 <= page < 198]) == 0


def test_rows_of_an_older_source_are_dropped(qtbot, model):
    gate = Event()
    old = Numbers(10, gate)
    model.show_source(old)
    assert model.is_waiting
    model.show_source(Numbers(20))
    gate.set()
    qtbot.waitUntil(lambda: model.is_settled)
    assert model.rowCount() == 20
    assert not model.is_waiting


def test_what_was_shown_stays_until_the_new_source_is_counted(qtbot, model):
    show(qtbot, model, Numbers(10))
    gate = Event()
    model.show_source(Numbers(3, gate))
    assert model.rowCount() == 10
    assert text(model, 9) == "n 9"
    gate.set()
    qtbot.waitUntil(lambda: not model.is_waiting)
    assert model.rowCount() == 3


def test_memory_stays_small_however_far_one_scrolls(qtbot, model):
    show(qtbot, model, Numbers(1000 * PAGE))
    for page in range(0, 400, 2):
        text(model, page * PAGE)
        qtbot.waitUntil(lambda: model.is_settled)
    assert len(model._pages) <= PAGES_KEPT


def test_a_page_that_cannot_be_read_does_not_stop_the_list(qtbot, model, jobs):
    source = show(qtbot, model, Numbers(1000 * PAGE))
    jobs.unexpected.disconnect()
    bugs = []
    jobs.unexpected.connect(bugs.append)
    source.fails = True
    text(model, 500 * PAGE)
    qtbot.waitUntil(lambda: bool(bugs))
    source.fails = False
    text(model, 500 * PAGE)
    qtbot.waitUntil(lambda: model.is_settled)
    assert text(model, 500 * PAGE) == f"n {500 * PAGE}"


def test_cells_carry_record_dress_tip_and_a_sentence_for_a_screen_reader(qtbot, model):
    show(qtbot, model, Numbers(10))
    cell = model.index(3, 1)
    assert cell.data(RECORD_ROLE) == 3
    assert cell.data(TONE_ROLE) == "ok"
    assert cell.data(ICON_ROLE) == "check"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Double: 6"
    assert model.index(3, 0).data(Qt.ItemDataRole.ToolTipRole) == plain_tooltip("number 3")
    assert model.index(3, 0).data(Qt.ItemDataRole.FontRole).families()[0] == "Noto Sans Mono"
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert cell.data(Qt.ItemDataRole.EditRole) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_records_are_found_among_the_rows_at_hand(qtbot, model):
    show(qtbot, model, Numbers(1000 * PAGE))
    assert model.row_of(lambda number: number == 17) == 17
    assert model.row_of(lambda number: number == 900 * PAGE) is None
    assert model.record(17) == 17
    assert model.record(-1) is None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(QModelIndex()) == 2


def test_codes_read_from_left_to_right_in_a_mirrored_window(qtbot, qapp, jobs):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        model = PagedTableModel(jobs, [Heading("Code", is_code=True), Heading("Name")], dress)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    show(qtbot, model, Numbers(3))
    assert text(model, 1, 0) == "\u2066n 1\u2069"
    assert text(model, 1, 1) == "2"
