"""Tab goes through a screen as one reads it, whenever its parts were made."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.scroll_page import ScrollPage
from desktop.widgets.tab_order import follow_layout


def named(widget, name):
    widget.setAccessibleName(name)
    return widget


def tabbed(qtbot, first, steps):
    first.setFocus()
    passed = [first.accessibleName()]
    for _ in range(steps):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget().accessibleName())
    return passed


@pytest.fixture
def shown(qtbot):
    def show(window):
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()

    return show


def test_a_form_made_last_and_put_in_the_middle_is_reached_in_the_middle(qtbot, shown):
    window = QWidget()
    page = ScrollPage()
    QVBoxLayout(window).addWidget(page)
    first, last = named(QLineEdit(), "first"), named(QPushButton(), "last")
    middle = QVBoxLayout()
    page.column.addWidget(first)
    page.column.addLayout(middle)
    page.column.addWidget(last)
    page.end()
    shown(window)
    form = QWidget()
    row = QHBoxLayout(form)
    row.addWidget(QLabel("Outcome"))
    row.addWidget(named(QComboBox(), "outcome"))
    row.addWidget(named(QCheckBox(), "reason"))
    middle.addWidget(form)
    qtbot.waitUntil(form.isVisible)
    assert tabbed(qtbot, first, 1) == ["first", "last"]
    follow_layout(window)
    assert tabbed(qtbot, first, 3) == ["first", "outcome", "reason", "last"]


def test_panes_pages_and_tabs_are_followed_and_a_table_is_one_stop(qtbot, shown):
    window = QWidget()
    whole = QVBoxLayout(window)
    last = named(QPushButton(window), "last")
    table, field, behind, other = QTableWidget(2, 2), QLineEdit(), QLineEdit(), QLineEdit()
    table.setTabKeyNavigation(False)
    panes, stack, tabs = QSplitter(), QStackedWidget(), QTabWidget()
    stack.addWidget(named(field, "field"))
    stack.addWidget(named(behind, "behind"))
    tabs.tabBar().setAccessibleName("tabs")
    tabs.addTab(named(other, "other"), "Other")
    panes.addWidget(named(table, "table"))
    panes.addWidget(stack)
    whole.addWidget(panes)
    whole.addWidget(tabs)
    whole.addWidget(last)
    shown(window)
    follow_layout(window)
    assert tabbed(qtbot, table, 4) == ["table", "field", "tabs", "other", "last"]
