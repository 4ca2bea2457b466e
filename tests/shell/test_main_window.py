"""The main window by keyboard: panes, tabs, search, a new case, the way back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QTableView

from desktop.cases import service, store
from desktop.cases.model import State
from desktop.cases.queries import Queue
from desktop.shell.actions import ActionId
from desktop.widgets.empty_state import EmptyState
from tests.builders.cases import APPLICANT, END_USER, a_case, a_draft


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)
    qtbot.waitUntil(lambda: window.is_settled)


def pane(window):
    focus = window.focusWidget()
    for name, widget in (("queues", window._sidebar), ("list", window.case_list), ("case", window.workspace)):
        if widget.isAncestorOf(focus):
            return name
    return "search" if isinstance(focus, QLineEdit) else ""


def dialog_of(window):
    return next(dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())


def button_of(dialog, words):
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == words)


@pytest.fixture
def a_window_with_cases(office, actor, window_of):
    names = ("Aerodyne", "Borealis", "Cirrus")
    cases = [
        a_case(
            office, actor("ana"), parties=(replace(APPLICANT, name=f"{name} AS"), replace(END_USER, name=f"{name} MRO"))
        )
        for name in names
    ]
    window = window_of("ana")
    return window, cases


def test_an_empty_queue_says_what_comes_next(window_of):
    window = window_of("ana")
    empty = window.case_list.findChild(EmptyState)
    assert empty.isVisible()
    assert empty.accessibleName() == "No case waits for you"


def test_ctrl_n_opens_a_draft_on_its_overview(qtbot, window_of, office):
    window = window_of("ana")
    press(qtbot, window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.workspace.case_id is not None and window.is_settled)
    assert window.workspace.isVisible()
    assert window.workspace.current_key == "overview"
    assert window.case_list.marked.state == State.DRF
    assert window.case_list.marked.case_id == window.workspace.case_id


def test_enter_opens_the_case_and_escape_returns_to_the_list_where_it_was(qtbot, a_window_with_cases):
    window, _ = a_window_with_cases
    table = window.findChild(QTableView)
    press(qtbot, window, Qt.Key.Key_Down)
    marked = window.case_list.marked
    assert table.currentIndex().row() == 1
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.workspace.case_id == marked.case_id
    assert pane(window) == "case"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert pane(window) == "list"
    assert table.currentIndex().row() == 1
    assert window.workspace.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.workspace.isVisible()


def test_f6_goes_round_the_panes_and_shift_f6_back(qtbot, a_window_with_cases):
    window, _ = a_window_with_cases
    window.open_case(window.case_list.marked.case_id)
    window.case_list.setFocus()
    round_trip = []
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_F6)
        round_trip.append(pane(window))
    assert round_trip == ["case", "queues", "list"]
    press(qtbot, window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert pane(window) == "queues"


def test_alt_and_a_figure_choose_a_tab_and_each_is_built_when_first_shown(qtbot, a_window_with_cases):
    window, _ = a_window_with_cases
    window.open_case(window.case_list.marked.case_id)
    qtbot.waitUntil(lambda: window.is_settled)
    assert window.workspace.tab("goods") is None
    press(qtbot, window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.workspace.current_key == "goods"
    assert window.workspace.tab("goods") is not None


def test_ctrl_k_searches_every_queue_and_escape_gives_the_queue_back(qtbot, a_window_with_cases):
    window, cases = a_window_with_cases
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert pane(window) == "search"
    qtbot.keyClicks(window.focusWidget(), cases[1].reference)
    qtbot.waitUntil(lambda: window.is_settled)
    assert window.findChild(QTableView).model().rowCount() == 1
    assert window.case_list.marked.case_id == cases[1].case_id
    press(qtbot, window, Qt.Key.Key_Return)
    assert pane(window) == "list"
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.findChild(QTableView).model().rowCount() == 3


def test_the_case_can_take_the_whole_height(qtbot, a_window_with_cases):
    window, _ = a_window_with_cases
    window.open_case(window.case_list.marked.case_id)
    whole = window.menus.actions[ActionId.WHOLE_CASE]
    whole.trigger()
    assert not window.case_list.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.case_list.isVisible()
    assert pane(window) == "list"


def test_a_supervisor_begins_with_what_waits_for_his_signature(window_of):
    queues = window_of("sara").findChild(QListWidget)
    assert queues.currentItem().text() == "To countersign"


def test_the_queues_count_and_follow_a_change(qtbot, office, actor, window_of):
    window = window_of("ana")
    queues = window.findChild(QListWidget)
    window.desk.jobs.write(window, service.open_draft)
    qtbot.waitUntil(lambda: "1 cases" in queues.item(5).data(int(Qt.ItemDataRole.AccessibleTextRole)))


def test_assigning_asks_whom_and_tells_it(qtbot, office, actor, a_window_with_cases):
    window, cases = a_window_with_cases
    window.menus.actions[ActionId.ASSIGN].trigger()
    qtbot.mouseClick(button_of(dialog_of(window), "Ben Okafor"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.is_settled)
    with office.read() as connection:
        officers = {store.case_by_id(connection, case.case_id).officer_name for case in cases}
    assert officers == {"Ana Bello", "Ben Okafor"}


def test_voiding_a_draft_asks_for_the_reason(qtbot, office, actor, window_of):
    draft = a_draft(office, actor("ana"))
    window = window_of("ana")
    window._sidebar.choose(Queue.DRAFTS)
    qtbot.waitUntil(lambda: window.is_settled)
    window.menus.actions[ActionId.VOID].trigger()
    dialog = dialog_of(window)
    qtbot.keyClicks(dialog.findChild(QPlainTextEdit), "logged twice")
    qtbot.mouseClick(button_of(dialog, "Continue"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.is_settled)
    with office.read() as connection:
        assert store.case_by_id(connection, draft).state is State.VOID
