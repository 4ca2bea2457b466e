"""A table filled in like a sheet: typing, pasting rectangles, moving by Tab and Enter, undo."""

import pytest
from PySide6.QtCore import QItemSelection, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from desktop.errors import UserError
from desktop.pasted_rows import UnreadableRows
from desktop.widgets.paste_table import PasteTable
from desktop.widgets.paste_table_model import EditColumn, PasteTableModel, Row


def read_number(text):
    if text and not text.strip().isdigit():
        raise UserError(f"“{text}” is not a number.")
    return text.strip()


COLUMNS = (
    EditColumn("name", "Name", 200, offers=("mass", "range")),
    EditColumn("value", "Value", 100, read_number, is_figure=True),
    EditColumn("unit", "Unit", 80),
)


@pytest.fixture
def model(qtbot):
    made = PasteTableModel(COLUMNS)
    made.changes = []
    made.edited.connect(lambda: made.changes.append(cells(made)))
    return made


def cells(model):
    return [[row.cells.get(column.key, "") for column in model.columns] for row in model.rows]


@pytest.fixture
def table(page, model, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.widgets.remembered.settings_folder", lambda: tmp_path)
    made = PasteTable("Values", model, page, key="test-values")
    made.problems = []
    made.refused.connect(lambda problem, _text: made.problems.append(problem))
    page.column.addWidget(made)
    made.setFocus()
    made.setCurrentIndex(model.index(0, 0))
    return made


@pytest.fixture
def filled(model, table):
    model.show_rows(
        [Row(model.new_key(), {"name": "mass", "value": "62", "unit": "kg"}), Row(model.new_key(), {"name": "range"})]
    )
    table.setCurrentIndex(model.index(0, 0))
    return table


def editor_of(table):
    (editor,) = [line for line in table.findChildren(QLineEdit) if line.isVisible()]
    return editor


def type_cell(qtbot, table, text, end=Qt.Key.Key_Tab):
    qtbot.keyClicks(table, text[:1])
    editor = editor_of(table)
    qtbot.keyClicks(editor, text[1:])
    if editor.completer() is not None:
        editor.completer().popup().hide()
    end_cell(qtbot, editor, end)


def end_cell(qtbot, editor, key=Qt.Key.Key_Return):
    qtbot.keyClick(editor, key)
    QApplication.processEvents()  # the delegate ends an edit in the turn after Enter


def at(table):
    return table.currentIndex().row(), table.currentIndex().column()


class TestModel:
    def test_the_model_behaves_as_qt_wants(self, qtmodeltester, model):
        model.show_rows([Row(model.new_key(), {"name": "mass"})])
        qtmodeltester.check(model)

    def test_below_the_rows_stands_an_empty_one_in_which_a_new_one_begins(self, model):
        assert model.rowCount() == 1
        assert model.headerData(0, Qt.Orientation.Vertical) == "*"
        model.setData(model.index(0, 0), "mass")
        assert (cells(model), model.rowCount()) == ([["mass", "", ""]], 2)
        assert model.headerData(0, Qt.Orientation.Vertical) == "1"

    def test_what_cannot_be_read_stays_in_its_cell_with_the_reason(self, model):
        model.setData(model.index(0, 1), "many")
        index = model.index(0, 1)
        assert index.data() == "many"
        assert model.rows[0].problems == {"value": "“many” is not a number."}
        assert "is not a number" in index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert index.data(Qt.ItemDataRole.DecorationRole) is not None
        assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
        model.setData(index, "5")
        assert model.rows[0].problems == {}
        assert index.data(Qt.ItemDataRole.DecorationRole) is None
        assert model.first_problem == ""

    def test_every_change_can_be_undone_and_redone(self, model):
        model.setData(model.index(0, 0), "mass")
        model.setData(model.index(0, 1), "62")
        keys = [row.key for row in model.rows]
        model.undo_stack.undo()
        assert cells(model) == [["mass", "", ""]]
        model.undo_stack.undo()
        assert cells(model) == []
        model.undo_stack.redo()
        model.undo_stack.redo()
        assert (cells(model), [row.key for row in model.rows]) == ([["mass", "62", ""]], keys)
        assert model.changes[-1] == [["mass", "62", ""]]

    def test_rows_taken_away_come_back_in_their_place(self, model):
        model.add_rows([{"name": name} for name in "abcd"], "Add")
        model.remove_rows([1, 2], "Remove")
        assert [row[0] for row in cells(model)] == ["a", "d"]
        model.undo_stack.undo()
        assert [row[0] for row in cells(model)] == ["a", "b", "c", "d"]
        model.insert_row(1, "Insert")
        assert [row[0] for row in cells(model)] == ["a", "", "b", "c", "d"]
        model.undo_stack.undo()
        assert len(model.rows) == 4

    def test_rows_that_come_from_the_office_begin_undo_anew_only_if_they_differ(self, model):
        model.setData(model.index(0, 0), "mass")
        model.show_rows(model.rows)
        assert model.undo_stack.canUndo()
        model.show_rows([Row(model.new_key(), {"name": "other"})])
        assert not model.undo_stack.canUndo()

    def test_the_screen_can_mark_what_could_not_be_saved(self, model):
        model.setData(model.index(0, 0), "mass")
        model.mark(model.key_at(0), {"name": "The text is too long."})
        assert model.rows[0].problems == {"name": "The text is too long."}

    def test_a_locked_table_is_read_only_and_has_no_empty_row(self, model):
        model.show_rows([Row(model.new_key(), {"name": "mass"})])
        model.lock(can_edit=False, can_remove=True)
        assert model.rowCount() == 1
        assert not model.setData(model.index(0, 0), "x")
        assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
        assert not model.can_remove

    def test_typing_what_stands_there_already_is_no_change(self, model):
        model.setData(model.index(0, 0), "mass")
        model.changes.clear()
        assert model.setData(model.index(0, 0), "mass")
        assert not model.setData(model.index(0, 0), "mass", Qt.ItemDataRole.DisplayRole)
        assert model.changes == []

    def test_places_and_keys_find_each_other(self, model):
        (key,) = model.add_rows([{"name": "a"}], "Add")
        assert (model.key_at(0), model.key_at(1), model.place_of(key), model.place_of(99)) == (key, None, 0, None)

    def test_figures_stand_right_in_their_own_face_and_lines_in_one(self, model):
        model.set_cells([(0, 0, "two\nlines"), (0, 1, "5")], "x")
        assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
        assert model.index(0, 1).data(Qt.ItemDataRole.FontRole) is not None
        assert model.index(0, 0).data(Qt.ItemDataRole.FontRole) is None
        assert model.index(0, 0).data() == "two lines"
        assert model.index(0, 0).data(Qt.ItemDataRole.EditRole) == "two\nlines"
        assert (
            model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            & Qt.AlignmentFlag.AlignRight
        )
        assert "&lt;b&gt;" in _shown(model, "<b>")


def _shown(model, text):
    model.setData(model.index(0, 0), text)
    return model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


class TestPaste:
    def test_a_rectangle_lands_at_the_cursor_and_adds_rows(self, filled, model):
        filled.setCurrentIndex(model.index(1, 1))
        filled.paste("5\tkm\n7\tm\n9\tmm")
        assert cells(model) == [["mass", "62", "kg"], ["range", "5", "km"], ["", "7", "m"], ["", "9", "mm"]]
        model.undo_stack.undo()
        assert cells(model) == [["mass", "62", "kg"], ["range", "", ""]]

    def test_one_cell_fills_all_that_are_marked(self, filled, model):
        filled.selectAll()
        filled.setCurrentIndex(model.index(0, 0))
        filled.selectionModel().select(_block(model, 0, 1, 1, 1), filled.selectionModel().SelectionFlag.ClearAndSelect)
        filled.paste("8")
        assert [row[1] for row in cells(model)] == ["8", "8"]

    def test_nothing_is_taken_when_a_cell_cannot_be_read_and_each_is_named(self, filled, model):
        filled.setCurrentIndex(model.index(0, 0))
        filled.paste("a\tmany\tkg\nb\tfew\tkg")
        (problem,) = filled.problems
        assert isinstance(problem, UnreadableRows)
        assert [(cell.row, cell.column) for cell in problem.cells] == [(1, "Value"), (2, "Value")]
        assert cells(model)[0] == ["mass", "62", "kg"]

    def test_more_columns_than_there_is_room_for_are_refused(self, filled, model):
        filled.setCurrentIndex(model.index(0, 2))
        filled.paste("kg\tx")
        assert "there are 1 columns from here on" in filled.problems[0].message

    def test_the_screen_may_read_the_paste_itself(self, table, model):
        seen = []
        table.read_paste = lambda text: seen.append(text) or True
        table.paste("Name\tValue")
        assert (seen, cells(model)) == (["Name\tValue"], [])
        table.read_paste = lambda _text: False
        table.paste("mass\t5")
        assert cells(model) == [["mass", "5", ""]]

    def test_a_locked_table_takes_nothing(self, table, model):
        model.lock(can_edit=False, can_remove=False)
        table.insert_action.trigger()
        table.paste("mass\t5")
        table.paste("  ")
        assert cells(model) == []

    def test_what_is_copied_can_be_pasted_back(self, filled, model):
        filled.selectAll()
        filled.copy_action.trigger()
        assert QGuiApplication.clipboard().text() == "mass\t62\tkg\nrange\t\t"
        filled.setCurrentIndex(model.index(2, 0))
        filled.paste_action.trigger()
        assert cells(model)[2] == ["mass", "62", "kg"]

    def test_cutting_clears_and_undo_brings_back(self, filled, model):
        filled.setCurrentIndex(model.index(0, 0))
        filled.cut_action.trigger()
        assert (QGuiApplication.clipboard().text(), cells(model)[0]) == ("mass", ["", "62", "kg"])
        filled.undo_action.trigger()
        assert cells(model)[0] == ["mass", "62", "kg"]
        filled.redo_action.trigger()
        filled.clear_action.trigger()
        assert cells(model)[0] == ["", "62", "kg"]


def _block(model, top, left, bottom, right):
    return QItemSelection(model.index(top, left), model.index(bottom, right))


class TestKeys:
    def test_a_row_is_typed_with_tab_and_enter_goes_to_where_it_began(self, qtbot, table, model):
        type_cell(qtbot, table, "mass")
        type_cell(qtbot, table, "62")
        assert at(table) == (0, 2)
        type_cell(qtbot, table, "kg", Qt.Key.Key_Return)
        assert at(table) == (1, 0)
        type_cell(qtbot, table, "range")
        assert cells(model) == [["mass", "62", "kg"], ["range", "", ""]]

    def test_f2_edits_what_stands_there(self, qtbot, filled, model):
        qtbot.keyClick(filled, Qt.Key.Key_F2)
        editor = editor_of(filled)
        assert editor.text() == "mass"
        qtbot.keyClick(editor, Qt.Key.Key_End)
        qtbot.keyClicks(editor, "es")
        end_cell(qtbot, editor)
        assert cells(model)[0][0] == "masses"

    def test_escape_leaves_the_cell_as_it_was(self, qtbot, filled, model):
        qtbot.keyClicks(filled, "x")
        qtbot.keyClick(editor_of(filled), Qt.Key.Key_Escape)
        assert cells(model)[0][0] == "mass"
        assert at(filled) == (0, 0)

    def test_tab_goes_on_to_the_next_row_and_back(self, qtbot, filled):
        filled.setCurrentIndex(filled.table.index(0, 2))
        qtbot.keyClick(filled, Qt.Key.Key_Tab)
        assert at(filled) == (1, 0)
        qtbot.keyClick(filled, Qt.Key.Key_Backtab)
        assert at(filled) == (0, 2)

    def test_tab_leaves_the_table_from_its_empty_row_and_its_first_cell(self, qtbot, page, filled, model):
        filled.setCurrentIndex(model.index(2, 0))
        qtbot.keyClick(filled, Qt.Key.Key_Tab)
        assert not filled.hasFocus()
        filled.setFocus()
        filled.setCurrentIndex(model.index(0, 0))
        qtbot.keyClick(filled, Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is page.neighbour

    def test_ctrl_tab_leaves_the_table_from_anywhere(self, qtbot, filled):
        qtbot.keyClick(filled, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        assert not filled.hasFocus()

    def test_enter_goes_down_without_editing(self, qtbot, filled):
        filled.setCurrentIndex(filled.table.index(0, 1))
        qtbot.keyClick(filled, Qt.Key.Key_Return)
        assert at(filled) == (1, 1)

    def test_rows_are_inserted_and_removed_by_shortcut(self, qtbot, filled, model):
        filled.setCurrentIndex(model.index(1, 0))
        filled.insert_action.trigger()
        assert (len(model.rows), at(filled)) == (3, (1, 0))
        filled.remove_action.trigger()
        assert [row[0] for row in cells(model)] == ["mass", "range"]

    def test_where_rows_keep_their_order_a_new_one_comes_last(self, filled, model):
        model.can_insert = False
        filled.setCurrentIndex(model.index(0, 0))
        filled.insert_action.trigger()
        assert (len(model.rows), at(filled)) == (2, (2, 0))

    def test_rows_that_must_stay_are_not_removed(self, filled, model):
        model.can_remove = False
        filled.remove_action.trigger()
        assert len(model.rows) == 2

    def test_the_screen_hears_which_row_was_entered(self, qtbot, filled, model):
        entered = []
        filled.row_entered.connect(entered.append)
        filled.setCurrentIndex(model.index(1, 0))
        filled.setCurrentIndex(model.index(1, 1))
        filled.setCurrentIndex(model.index(2, 0))
        assert entered == [model.key_at(1), None]

    def test_answers_are_offered_while_typing(self, qtbot, table, model):
        qtbot.keyClicks(table, "r")
        editor = editor_of(table)
        popup = editor.completer().popup()
        qtbot.keyClicks(editor, "a")
        qtbot.waitUntil(popup.isVisible)
        qtbot.keyClick(popup, Qt.Key.Key_Down)
        qtbot.keyClick(popup, Qt.Key.Key_Return)
        assert editor.text() == "range"


def test_a_cell_of_several_lines_keeps_them_when_it_is_looked_at_in_the_editor(qtbot, table, model):
    model.setData(model.index(0, 0), "two\nlines")
    qtbot.keyClick(table, Qt.Key.Key_F2)
    end_cell(qtbot, editor_of(table))
    assert cells(model)[0][0] == "two\nlines"


def test_widths_are_remembered(qtbot, page, table, model):
    table.horizontalHeader().resizeSection(0, 333)
    table._on_settled()
    again = PasteTable("Values", model, page, key="test-values")
    assert again.horizontalHeader().sectionSize(0) == 333


def test_a_table_without_cells_marked_does_nothing(table, model):
    table.clearSelection()
    for action in (table.copy_action, table.clear_action, table.remove_action):
        action.trigger()
    assert cells(model) == []


def test_the_context_menu_offers_every_act(qtbot, filled):
    filled.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5)))
    (menu,) = filled.findChildren(QMenu)
    assert [action.text() for action in menu.actions()][:3] == ["Undo", "Redo", "Cut"]
    menu.close()
