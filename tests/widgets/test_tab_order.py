"""Tab goes through a window as one reads it, whenever its parts were made."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets import tab_order
from desktop.widgets.scroll_page import ScrollPage


class Window(QMainWindow):
    def __init__(self):
        super().__init__()
        self.middle = QWidget()
        self.column = QVBoxLayout(self.middle)
        self.setCentralWidget(self.middle)

    def focusNextPrevChild(self, forward):
        return tab_order.step(self, forward=forward)


@pytest.fixture
def window():
    return Window()


@pytest.fixture
def show(qtbot):
    def show(window):
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()

    return show


def named(widget, name):
    widget.setAccessibleName(name)
    return widget


def tabbed(qtbot, first, steps, key=Qt.Key.Key_Tab):
    first.setFocus()
    passed = [first.accessibleName()]
    for _ in range(steps):
        qtbot.keyClick(QApplication.focusWidget(), key)
        passed.append(QApplication.focusWidget().accessibleName())
    return passed


def test_a_form_made_last_and_put_in_the_middle_is_reached_in_the_middle(qtbot, show, window):
    page = ScrollPage()
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    window.column.addWidget(page)
    first, last = named(QLineEdit(), "first"), named(QPushButton(), "last")
    middle = QVBoxLayout()
    page.column.addWidget(first)
    page.column.addLayout(middle)
    page.column.addWidget(last)
    page.end()
    show(window)
    form = QWidget()
    row = QHBoxLayout(form)
    row.addWidget(QLabel("Outcome"))
    row.addWidget(named(QComboBox(), "outcome"))
    row.addWidget(named(QCheckBox(), "reason"))
    middle.addWidget(form)
    qtbot.waitUntil(form.isVisible)
    assert tabbed(qtbot, first, 4) == ["first", "outcome", "reason", "last", "first"]
    assert tabbed(qtbot, first, 2, Qt.Key.Key_Backtab) == ["first", "last", "reason"]


def test_panes_pages_and_tabs_are_followed_and_a_table_is_one_stop(qtbot, show, window):
    last = named(QPushButton(window.middle), "last")
    table, field, behind, other = QTableWidget(2, 2), QLineEdit(), QLineEdit(), QLineEdit()
    table.setTabKeyNavigation(False)
    panes, stack, tabs = QSplitter(), QStackedWidget(), QTabWidget()
    stack.addWidget(named(field, "field"))
    stack.addWidget(named(behind, "behind"))
    notice = named(QPushButton(stack), "notice")
    tabs.tabBar().setAccessibleName("tabs")
    tabs.addTab(named(other, "other"), "Other")
    panes.addWidget(named(table, "table"))
    panes.addWidget(stack)
    window.column.addWidget(panes)
    window.column.addWidget(tabs)
    window.column.addWidget(last)
    search = QLineEdit()
    window.menuBar().setCornerWidget(named(search, "search"))
    show(window)
    assert tabbed(qtbot, table, 6) == ["table", "field", "notice", "tabs", "other", "last", "search"]
    notice.hide()
    last.setEnabled(False)
    assert tabbed(qtbot, table, 4) == ["table", "field", "tabs", "other", "search"]


def test_what_is_reached_is_brought_into_sight(qtbot, show, window):
    page = ScrollPage()
    window.column.addWidget(page)
    first, far = QLineEdit(), QLineEdit()
    page.column.addWidget(named(first, "first"))
    space = QLabel()
    space.setFixedHeight(3000)
    page.column.addWidget(space)
    page.column.addWidget(named(far, "far"))
    show(window)
    window.resize(300, 200)
    assert tabbed(qtbot, first, 1) == ["first", "far"]
    assert page.viewport().rect().contains(far.mapTo(page.viewport(), far.rect().center()))


def test_from_a_part_that_is_no_stop_tab_goes_to_what_it_holds(qtbot, show, window):
    before, part, inside = named(QLineEdit(), "before"), named(QWidget(), "part"), named(QLineEdit(), "inside")
    QVBoxLayout(part).addWidget(inside)
    window.column.addWidget(before)
    window.column.addWidget(part)
    show(window)
    assert tabbed(qtbot, part, 1) == ["part", "inside"]
    assert tabbed(qtbot, part, 1, Qt.Key.Key_Backtab) == ["part", "before"]


def test_a_window_without_a_stop_keeps_its_focus(qtbot, show, window):
    window.column.addWidget(QLabel("Nothing to do here."))
    show(window)
    assert not tab_order.step(window, forward=True)


def test_what_goes_out_of_sight_hands_the_focus_to_what_follows_it(qtbot, show, window):
    parts = [named(QPushButton(), name) for name in ("one", "two", "three", "four")]
    for part in parts:
        window.column.addWidget(part)
    show(window)
    parts[1].setFocus()
    parts[1].hide()
    assert QApplication.focusWidget() is parts[2]
    parts[2].setEnabled(False)
    assert QApplication.focusWidget() is parts[3]


def test_a_page_that_goes_behind_another_hands_the_focus_to_what_is_in_sight(qtbot, show, window):
    before, one, other = named(QLineEdit(), "before"), named(QLineEdit(), "one"), named(QLineEdit(), "other")
    stack = QStackedWidget()
    stack.addWidget(one)
    stack.addWidget(other)
    window.column.addWidget(before)
    window.column.addWidget(stack)
    show(window)
    one.setFocus()
    stack.setCurrentWidget(other)
    assert QApplication.focusWidget() is other


def test_a_form_that_goes_out_of_sight_keeps_none_of_its_fields(qtbot, show, window):
    form, one, two, after = QWidget(), named(QLineEdit(), "one"), named(QLineEdit(), "two"), named(QLineEdit(), "after")
    inside = QVBoxLayout(form)
    inside.addWidget(one)
    inside.addWidget(two)
    window.column.addWidget(form)
    window.column.addWidget(after)
    show(window)
    one.setFocus()
    form.hide()
    assert QApplication.focusWidget() is after


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_parts_beside_each_other_come_in_the_direction_of_reading_though_one_is_higher(qtbot, show, window, direction):
    window.setLayoutDirection(direction)
    below, third, first, second = (
        named(QPushButton(window.middle), name) for name in ("below", "third", "first", "second")
    )
    second.setFixedHeight(60)
    row = QHBoxLayout()
    for part in (first, second, third):
        row.addWidget(part)
    window.column.addLayout(row)
    window.column.addWidget(below)
    show(window)
    assert tabbed(qtbot, first, 4) == ["first", "second", "third", "below", "first"]
