"""The table of records: opened by Enter, copied by Ctrl+C, columns as the person left them."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from desktop.widgets.record_table import RecordTable


@pytest.fixture
def table(qtbot):
    made = RecordTable("Things", key="things")
    model = QStandardItemModel(20, 3, made)
    for row in range(20):
        for column in range(3):
            model.setItem(row, column, QStandardItem(f"{row},{column}"))
    made.setModel(model)
    made.lay_out_columns([100, 120, 140], stretching=1)
    qtbot.addWidget(made)
    made.resize(700, 400)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def test_enter_and_a_double_click_open_a_row(qtbot, table):
    table.setCurrentIndex(table.model().index(4, 1))
    with qtbot.waitSignal(table.chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == [4]
    with qtbot.waitSignal(table.chosen) as chosen:
        table.doubleClicked.emit(table.model().index(7, 0))
    assert chosen.args == [7]


def test_tab_leaves_the_table(qtbot, table):
    assert not table.tabKeyNavigation()


def test_copying_is_asked_for_and_blocks_of_rows_are_told_as_ranges(qtbot, table):
    with qtbot.waitSignal(table.copy_wanted):
        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (9, 2, 3):
        table.selectionModel().select(table.model().index(row, 0), flags)
    assert sum(last - first + 1 for first, last in table.selected_ranges()) == 3
    assert table.selected_ranges()[0][0] == 2
    assert table.selected_ranges()[-1] == (9, 9)


def test_widths_are_remembered_for_the_next_time(qtbot, table, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.widgets.remembered.settings_folder", lambda: tmp_path)
    table.horizontalHeader().resizeSection(0, 222)
    qtbot.waitUntil(lambda: not table._settling.isActive())
    again = RecordTable("Things", key="things")
    qtbot.addWidget(again)
    again.setModel(QStandardItemModel(1, 3, again))
    again.lay_out_columns([100, 120, 140], stretching=1)
    assert again.columnWidth(0) == 222
    other = RecordTable("Things", key="things")
    qtbot.addWidget(other)
    other.setModel(QStandardItemModel(1, 4, other))
    other.lay_out_columns([100, 120, 140, 160], stretching=1)
    assert other.columnWidth(0) == 100, "a table with other columns begins anew"
