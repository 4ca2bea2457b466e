"""The case list on screen: filters, sorting by header, search, copying, and its place kept when cases change."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton

from desktop.cases import queries, service
from desktop.cases.model import State
from desktop.cases.queries import CaseRow, Column, Queue
from desktop.cases.ui import case_list
from desktop.cases.ui.case_list import CaseList
from desktop.cases.ui.case_list_rows import CaseDress
from desktop.shell import theme
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.record_table import RecordTable
from desktop.widgets.spacing import ROW_HEIGHT
from tests.builders.many_cases import insert_many, many_rows

TODAY = date(2027, 3, 1)
ROWS = 600


@pytest.fixture
def desk(desk_of):
    return desk_of("ana")


@pytest.fixture
def many(office, actor):
    people = [(actor(name).person_id, actor(name).full_name) for name in ("ana", "ben", "tess")]
    with office.database.write() as connection:
        insert_many(connection, many_rows(ROWS, people, TODAY))


@pytest.fixture
def cases(qtbot, qapp, office, desk):
    theme.apply(qapp)
    with office.read() as connection:
        colleagues = queries.colleagues(connection)
    made = CaseList(desk, "UTC", colleagues)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.settle = lambda: qtbot.waitUntil(lambda: made.is_settled and desk.jobs.is_idle)
    made.show_queue(Queue.ALL, "All cases")
    made.settle()
    return made


def table(cases):
    return cases.findChild(RecordTable)


def rows(cases):
    return table(cases).model().rowCount()


def cell(cases, row, column):
    return table(cases).model().index(row, list(Column).index(column)).data()


def click_header(qtbot, cases, column):
    header = table(cases).horizontalHeader()
    at = header.sectionViewportPosition(list(Column).index(column)) + 20
    header.viewport().resize(header.viewport().width(), ROW_HEIGHT)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 12))
    cases.settle()


def test_the_title_tells_the_queue_and_how_many_cases_it_holds(many, cases):
    assert cases._title.text() == "All cases"
    assert cases._count.text() == "600 cases"
    assert rows(cases) == ROWS


def test_a_click_on_a_header_sorts_and_another_turns_it_round(qtbot, many, cases):
    click_header(qtbot, cases, Column.DESTINATION)
    assert cell(cases, 0, Column.DESTINATION) == "AE"
    assert table(cases).horizontalHeader().sortIndicatorSection() == list(Column).index(Column.DESTINATION)
    click_header(qtbot, cases, Column.DESTINATION)
    assert cell(cases, 0, Column.DESTINATION) == "ZA"
    assert table(cases).horizontalHeader().sortIndicatorOrder() == Qt.SortOrder.DescendingOrder


def test_filters_narrow_the_list_and_one_button_clears_them(qtbot, many, cases):
    state, officer, *_ = cases.findChildren(QComboBox)
    state.setCurrentIndex(state.findData(State.CLO.value))
    cases.settle()
    closed = rows(cases)
    assert 0 < closed < ROWS
    officer.setCurrentText("Ana Bello")
    cases.settle()
    assert 0 < rows(cases) < closed
    clear = next(button for button in cases.findChildren(QToolButton) if button.accessibleName() == "Clear the filters")
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    cases.settle()
    assert rows(cases) == ROWS
    assert not clear.isEnabled()


def test_filters_that_leave_nothing_offer_to_be_cleared(qtbot, many, cases):
    *_, country = cases.findChildren(QComboBox)
    country.setCurrentIndex(country.findData("NO"))
    cases.settle()
    empty = cases.findChild(EmptyState)
    assert empty.isVisible()
    assert empty.accessibleName() == "No case in this list fits the filters"
    qtbot.mouseClick(empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    cases.settle()
    assert rows(cases) == ROWS


@pytest.mark.parametrize("queue", list(Queue))
def test_every_empty_queue_says_why_and_what_comes_next(cases, queue):
    cases.show_queue(queue, "Queue")
    cases.settle()
    empty = cases.findChild(EmptyState)
    assert empty.isVisible()
    assert empty.accessibleName()
    assert empty.accessibleDescription().endswith(".")


def test_an_empty_list_offers_a_new_case_to_those_who_log_them(qtbot, cases):
    empty = cases.findChild(EmptyState)
    with qtbot.waitSignal(cases.new_case_wanted):
        qtbot.mouseClick(empty.findChild(QPushButton), Qt.MouseButton.LeftButton)


def test_a_search_waits_for_the_word_and_tells_its_hits(qtbot, many, cases):
    cases.search("gyroscope")
    assert cases.is_waiting
    cases.settle()
    assert cases._title.text() == "Search: gyroscope"
    assert cases._count.text() == f"{rows(cases)} hits"
    assert 0 < rows(cases) < ROWS
    assert table(cases).horizontalHeader().sortIndicatorSection() == -1, "best first is no column's order"
    cases.search_now("no such words at all")
    cases.settle()
    assert cases.findChild(EmptyState).accessibleName() == "No case holds all of these words"
    cases.search_now("")
    cases.settle()
    assert rows(cases) == ROWS


def test_a_search_that_finds_too_much_says_so(many, cases, monkeypatch):
    monkeypatch.setattr(case_list, "MOST_HITS", 50)
    cases.search_now("gyroscope")
    cases.settle()
    assert cases._count.text().startswith("the first ")


def test_the_list_keeps_its_place_and_its_cursor_when_a_case_changes(qtbot, many, cases, desk):
    bar = table(cases).verticalScrollBar()
    bar.setValue(300)
    qtbot.waitUntil(lambda: table(cases).model().record(303) is not None)
    top = table(cases).rowAt(0)
    table(cases).setCurrentIndex(table(cases).model().index(top + 3, 0))
    marked = cases.marked
    desk.jobs.write(cases, service.open_draft)
    qtbot.waitUntil(lambda: rows(cases) == ROWS + 1)
    cases.settle()
    assert abs(table(cases).rowAt(0) - top) <= 1
    assert cases.marked.case_id == marked.case_id


def test_a_row_marked_before_it_is_here_is_told_when_it_comes(qtbot, many, cases):
    table(cases).setFocus()
    with qtbot.waitSignal(cases.case_marked, check_params_cb=lambda: cases.marked is not None):
        qtbot.keyClick(table(cases), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    cases.settle()
    assert table(cases).currentIndex().row() == ROWS - 1
    assert cases.marked is not None


def test_enter_wishes_to_open_the_marked_case(qtbot, many, cases):
    table(cases).setFocus()
    qtbot.keyClick(table(cases), Qt.Key.Key_Down)
    with qtbot.waitSignal(cases.case_opened) as opened:
        qtbot.keyClick(table(cases), Qt.Key.Key_Return)
    assert opened.args == [cases.marked.case_id]


def test_ctrl_c_copies_the_marked_rows_for_a_spreadsheet(qtbot, many, cases, notices):
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table(cases).selectionModel().select(table(cases).model().index(2, 0), flags)
    table(cases).selectionModel().select(
        table(cases).model().index(ROWS - 1, 0),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    qtbot.keyClick(table(cases), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cases.settle()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert len(lines) == 3
    assert lines[0][:2] == ["Reference", "Applicant"]
    assert lines[1][1] == cell(cases, 2, Column.APPLICANT)
    assert lines[2][0].startswith(("Draft", "MX-"))
    assert "2 rows copied" in notices.told[-1]


def test_copying_everything_stops_at_a_sensible_number(qtbot, many, cases, monkeypatch, notices):
    monkeypatch.setattr(case_list, "COPIED_AT_MOST", 100)
    table(cases).selectAll()
    cases.copy_rows()
    cases.settle()
    assert len(QGuiApplication.clipboard().text().split("\n")) == 101


def a_row(**changes):
    plain = CaseRow(
        7, "MX-2027-00007", "Ngata Optics", "Halden", "NO", "Gyroscope", "9.A.6", None, "Ana", State.RCV, "", 1
    )
    return plain._replace(**changes)


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-3, "overdue", "problem"),
        (0, "today", "warning"),
        (1, "1 day", "warning"),
        (5, "5 days", "warning"),
        (6, "7 Mar 2027", None),
        (None, "—", None),
    ],
)
def test_the_due_day_is_told_as_people_say_it(qapp, days, words, tone):
    due = None if days is None else TODAY + timedelta(days=days)
    shown = CaseDress(TODAY)(a_row(due_on=due))
    place = CaseDress.due_column
    assert shown.cells[place] == words
    assert shown.tones.get(place) == tone
    assert ("2027" in shown.hints.get(place, "")) == (days is not None)


@pytest.mark.parametrize("state", [State.CLO, State.WDN, State.VOID, State.DEC, State.DRF])
def test_a_case_whose_clock_does_not_run_is_never_overdue(qapp, state):
    shown = CaseDress(TODAY)(a_row(due_on=TODAY - timedelta(days=30), state=state))
    assert shown.cells[CaseDress.due_column] == "—"


def test_a_draft_is_called_one_and_gaps_are_dashes(qapp):
    shown = CaseDress(TODAY)(a_row(reference=None, applicant_name="", destination="", officer_name=""))
    assert shown.cells[0] == "Draft 7"
    assert shown.cells[1] == "—"


def test_a_country_code_tells_its_name(qapp):
    shown = CaseDress(TODAY)(a_row())
    assert shown.hints[list(Column).index(Column.DESTINATION)] == "Norway"


def test_every_state_has_words_and_an_icon(qapp):
    for state in State:
        shown = CaseDress(TODAY)(a_row(state=state))
        place = list(Column).index(Column.STATE)
        assert shown.cells[place]
        assert shown.tones[place]
        assert shown.icons[place]
