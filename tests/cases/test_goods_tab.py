"""The items of a case: typed or pasted, saved as typed, specification beside them, two people at once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from desktop.cases import line_service, service
from desktop.cases.model import SpecificationValue
from desktop.cases.ui.goods_tab import GoodsTab
from desktop.errors import OfficeUnavailable
from desktop.pasted_rows import UnreadableRows
from tests.builders.cases import GYROS, a_case, a_draft

SHEET = (
    "Description\tMaker\tModel\tQty\tUnit\tUnit price [EUR]\tOrigin\tdrift rate [deg/h]\n"
    "Gyroscope\tHalden\tFOG-220\t16\tpieces\t18 500,00\tNorway\t0.2\n"
    "Spare parts\tHalden\tSP\t1\tset\t2500.5\tNO\t\n"
)


@pytest.fixture
def tab_of(shown, desk_of):
    def make(case_id, name="ana"):
        return shown(GoodsTab(desk_of(name)), case_id)

    return make


def settled(qtbot, tab):
    qtbot.waitUntil(lambda: tab.desk.jobs.is_idle and tab._book.is_settled)


def column(tab, key):
    return [each.key for each in tab._items.columns].index(key)


def put(tab, row, key, text):
    tab._items.setData(tab._items.index(row, column(tab, key)), text)


def cell(tab, row, key):
    return tab._items.index(row, column(tab, key)).data(Qt.ItemDataRole.EditRole)


def values(tab):
    return [[row.cells.get(key, "") for key in ("name", "value", "unit", "source")] for row in tab._values.rows]


class TestTyping:
    def test_an_item_typed_cell_by_cell_is_in_the_office_a_moment_later(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        table = tab._table
        assert table.hasFocus()
        for text in ("Gyroscope", "Halden", "FOG-220", "", "16", "pieces", "18500,00", "EUR"):
            if text:
                qtbot.keyClicks(table, text[0])
                (line,) = [each for each in table.findChildren(QLineEdit) if each.isVisible()]
                qtbot.keyClicks(line, text[1:])
                if line.completer() is not None:
                    line.completer().popup().hide()
                qtbot.keyClick(line, Qt.Key.Key_Tab)
                QApplication.processEvents()
            else:
                qtbot.keyClick(table, Qt.Key.Key_Tab)
        settled(qtbot, tab)
        (stored,) = case_of(draft).lines
        assert (stored.description, stored.maker, stored.model, stored.quantity, stored.unit) == (
            "Gyroscope",
            "Halden",
            "FOG-220",
            Decimal(16),
            "pieces",
        )
        assert (stored.unit_value, stored.currency) == (Decimal("18500.00"), "EUR")
        assert (cell(tab, 0, "unit_value"), cell(tab, 0, "total")) == ("18\u202f500.00", "296\u202f000.00")
        assert tab._totals.text() == "Total  EUR 296\u202f000.00"
        assert tab._note.text() == "Saved"

    def test_a_total_is_reckoned_and_not_typed(self, tab_of, office, actor):
        tab = tab_of(a_draft(office, actor("ana")))
        index = tab._items.index(0, column(tab, "total"))
        assert not tab._items.flags(index) & Qt.ItemFlag.ItemIsEditable
        assert not tab._items.setData(index, "5")

    def test_the_currency_beside_an_amount_goes_to_its_own_cell(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        put(tab, 0, "unit_value", "EUR 5.00")
        settled(qtbot, tab)
        assert (cell(tab, 0, "unit_value"), cell(tab, 0, "currency")) == ("5.00", "EUR")
        assert (case_of(draft).lines[0].unit_value, case_of(draft).lines[0].currency) == (Decimal("5.00"), "EUR")

    def test_totals_stand_apart_by_currency(self, tab_of, office, actor):
        tab = tab_of(a_draft(office, actor("ana"), lines=(GYROS, replace(GYROS, currency="NOK", model="x"))))
        assert tab._totals.text() == "Total  EUR 296\u202f000.00   NOK 296\u202f000.00"

    def test_what_cannot_be_read_stays_in_its_cell_and_the_rest_is_saved(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        put(tab, 0, "quantity", "1,250")
        put(tab, 0, "maker", "Other")
        qtbot.waitUntil(lambda: case_of(case_id).lines[0].maker == "Other")
        settled(qtbot, tab)
        assert (cell(tab, 0, "quantity"), case_of(case_id).lines[0].quantity) == ("1,250", Decimal(16))
        assert tab._note.text().startswith("Line 1, Quantity: “1,250” may be 1250 or 1.25.")
        put(tab, 0, "quantity", "1250")
        settled(qtbot, tab)
        assert case_of(case_id).lines[0].quantity == Decimal(1250)
        assert tab._note.text() == "Saved"

    def test_what_the_office_refuses_is_marked_and_the_other_rows_are_saved(
        self, qtbot, tab_of, office, actor, case_of
    ):
        case_id = a_draft(office, actor("ana"), lines=(GYROS, replace(GYROS, model="second")))
        tab = tab_of(case_id)
        put(tab, 0, "quantity", "0")
        put(tab, 1, "maker", "Other")
        qtbot.waitUntil(lambda: case_of(case_id).lines[1].maker == "Other")
        qtbot.waitUntil(lambda: "above zero" in tab._items.first_problem)
        assert (case_of(case_id).lines[0].quantity, cell(tab, 0, "quantity")) == (Decimal(16), "0")
        put(tab, 0, "quantity", "3")
        settled(qtbot, tab)
        assert case_of(case_id).lines[0].quantity == Decimal(3)

    def test_an_empty_row_is_no_item(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        put(tab, 0, "maker", "x")
        put(tab, 0, "maker", "")
        settled(qtbot, tab)
        assert len(case_of(draft).lines) <= 1

    def test_undo_takes_back_what_was_saved_and_redo_brings_it_again(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        put(tab, 0, "description", "Gyroscope")
        settled(qtbot, tab)
        tab._table.undo_action.trigger()
        settled(qtbot, tab)
        assert case_of(draft).lines == ()
        tab._table.redo_action.trigger()
        settled(qtbot, tab)
        assert [line.description for line in case_of(draft).lines] == ["Gyroscope"]


class TestPasting:
    def test_a_sheet_lands_with_its_specification_in_one_act(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        tab._table.paste(SHEET)
        settled(qtbot, tab)
        first, second = case_of(draft).lines
        assert (first.quantity, first.unit_value, first.currency, first.origin) == (
            Decimal(16),
            Decimal("18500.00"),
            "EUR",
            "NO",
        )
        assert first.specification == (SpecificationValue("drift rate", "0.2", "deg/h"),)
        assert (second.description, second.unit_value, second.specification) == ("Spare parts", Decimal("2500.5"), ())
        assert values(tab) == [["drift rate", "0.2", "deg/h", ""]]

    def test_a_rectangle_without_heads_lands_at_the_cursor(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        tab._table.setCurrentIndex(tab._items.index(0, 0))
        tab._table.paste("Gyroscope\tHalden\nMotor\tBrenta")
        settled(qtbot, tab)
        assert [(line.description, line.maker) for line in case_of(draft).lines] == [
            ("Gyroscope", "Halden"),
            ("Motor", "Brenta"),
        ]

    def test_a_bad_cell_is_named_and_nothing_is_taken_r43(self, qtbot, tab_of, draft, case_of, notices):
        tab = tab_of(draft)
        tab._table.paste(SHEET.replace("16", "many").replace("Norway", "Norwegia"))
        (problem,) = notices.problems
        assert isinstance(problem, UnreadableRows)
        assert [(bad.row, bad.column) for bad in problem.cells] == [(2, "Qty"), (2, "Origin")]
        assert tab._items.rows == []
        notices.problems.clear()

    @pytest.mark.parametrize(("mark", "quantity"), [(",", "1.250"), (".", "1250")])
    @pytest.mark.parametrize("text", ["Description\tQty\nGyro\t1,250", "Gyro\t\t\t\t1,250"])
    def test_a_number_with_two_readings_is_asked_once_for_all_rows_r43(
        self, qtbot, tab_of, draft, case_of, notices, mark, quantity, text
    ):
        tab = tab_of(draft)
        notices.answers.append(mark)
        tab._table.setCurrentIndex(tab._items.index(0, 0))
        tab._table.paste(text)
        settled(qtbot, tab)
        assert case_of(draft).lines[0].quantity == Decimal(quantity)
        assert "Which mark stands before the decimals" in notices.asked[0]
        put(tab, 0, "quantity", "2,500")
        assert "may be" in tab._items.first_problem

    def test_a_question_left_open_pastes_nothing(self, tab_of, draft, notices):
        tab = tab_of(draft)
        notices.answers.append(None)
        tab._table.paste("Description\tQty\nGyro\t1,250")
        assert tab._items.rows == []


class TestSpecification:
    def test_the_marked_item_shows_its_values_and_takes_new_ones(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"), lines=(GYROS, replace(GYROS, model="second", specification=())))
        tab = tab_of(case_id)
        assert values(tab) == [["drift rate stability", "0.2", "deg/h", "data sheet"]]
        tab._table.setCurrentIndex(tab._items.index(1, 0))
        assert values(tab) == []
        tab._value_table.setCurrentIndex(tab._values.index(0, 0))
        tab._value_table.paste("mass\t62\tkg\trange\nlength\t2\tm\t")
        settled(qtbot, tab)
        assert case_of(case_id).lines[1].specification == (
            SpecificationValue("mass", "62", "kg", "range"),
            SpecificationValue("length", "2", "m"),
        )
        tab._table.setCurrentIndex(tab._items.index(0, 0))
        assert len(values(tab)) == 1

    def test_values_with_heads_are_read_by_them(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"), lines=(replace(GYROS, specification=()),))
        tab = tab_of(case_id)
        tab._value_table.paste("Unit\tParameter\tValue\nkg\tmass\t62")
        settled(qtbot, tab)
        assert case_of(case_id).lines[0].specification == (SpecificationValue("mass", "62", "kg"),)

    def test_values_that_cannot_be_read_are_refused(self, tab_of, office, actor, notices):
        tab = tab_of(a_draft(office, actor("ana")))
        tab._value_table.paste("Name\tValue\nmass\t6\x072")
        assert "Row 2, Value" in notices.problems[0].message
        notices.problems.clear()

    def test_without_an_item_there_is_nowhere_to_type(self, tab_of, draft):
        tab = tab_of(draft)
        assert tab._values_title.text() == "Specification: mark an item to see what is known of it."
        assert not tab._values.can_edit
        tab._on_values_edited()

    def test_the_title_follows_the_description(self, qtbot, tab_of, draft):
        tab = tab_of(draft)
        put(tab, 0, "maker", "Halden")
        tab._table.setCurrentIndex(tab._items.index(0, 0))
        assert tab._values_title.text() == "Specification of line 1: item without description"
        put(tab, 0, "description", "Gyro <b>")
        assert tab._values_title.text() == "Specification of line 1: Gyro <b>"
        assert tab._values_title.textFormat() == Qt.TextFormat.PlainText
        settled(qtbot, tab)

    def test_a_row_being_typed_in_the_specification_is_not_disturbed_by_saving(self, qtbot, tab_of, office, actor):
        tab = tab_of(a_draft(office, actor("ana")))
        tab._values.setData(tab._values.index(1, 0), "mass")
        settled(qtbot, tab)
        assert values(tab)[1] == ["mass", "", "", ""]
        assert tab._values.undo_stack.canUndo()


class TestTwoPeople:
    def test_changes_in_different_fields_are_both_kept_and_seen_r12(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        line = case_of(case_id).lines[0]
        other = line_service.draft_of(line, unit="set")
        put(tab, 0, "maker", "Mine")
        office.write(actor("ben"), lambda act: line_service.save_line(act, case_id, other))
        settled(qtbot, tab)
        stored = case_of(case_id).lines[0]
        assert (stored.maker, stored.unit) == ("Mine", "set")
        assert (cell(tab, 0, "maker"), cell(tab, 0, "unit")) == ("Mine", "set")
        put(tab, 0, "model", "FOG-221")
        settled(qtbot, tab)
        assert case_of(case_id).lines[0].unit == "set"

    @pytest.mark.parametrize(("answer", "kept"), [("theirs", "Theirs"), ("mine", "Mine")])
    def test_one_field_changed_by_both_is_a_choice_r12(
        self, qtbot, tab_of, office, actor, case_of, notices, answer, kept
    ):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        other = line_service.draft_of(case_of(case_id).lines[0], maker="Theirs", unit="set")
        notices.answers.append(answer)
        put(tab, 0, "maker", "Mine")
        office.write(actor("ben"), lambda act: line_service.save_line(act, case_id, other))
        qtbot.waitUntil(lambda: bool(notices.asked))
        settled(qtbot, tab)
        stored = case_of(case_id).lines[0]
        assert (stored.maker, stored.unit, cell(tab, 0, "maker")) == (kept, "set", kept)
        assert "Theirs: Theirs" in notices.asked[0]
        assert "Yours: Mine" in notices.asked[0]

    def test_an_item_taken_away_while_it_was_typed_is_added_again(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        line_id = case_of(case_id).lines[0].line_id
        put(tab, 0, "maker", "Mine")
        office.write(actor("ben"), lambda act: line_service.remove_line(act, case_id, line_id))
        settled(qtbot, tab)
        (stored,) = case_of(case_id).lines
        assert (stored.maker, stored.description) == ("Mine", GYROS.description)

    def test_what_others_add_change_and_remove_appears(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"), lines=(GYROS, replace(GYROS, model="second")))
        tab = tab_of(case_id)
        first = case_of(case_id).lines[0]

        def change(act):
            line_service.save_line(act, case_id, line_service.draft_of(case_of(case_id).lines[1], maker="Ben's"))
            line_service.remove_line(act, case_id, first.line_id)
            line_service.add_line(act, case_id, replace(GYROS, model="third"))

        tab.desk.jobs.write(tab, change)
        qtbot.waitUntil(lambda: cell(tab, 1, "model") == "third")
        assert (cell(tab, 0, "model"), cell(tab, 0, "maker")) == ("second", "Ben's")


class TestFaults:
    def test_a_full_disk_loses_nothing_and_is_tried_again_r07(self, qtbot, tab_of, draft, case_of, monkeypatch):
        tab = tab_of(draft)
        real, fail = line_service.save_lines, [2]

        def stumble(*given):
            fail[0] -= 1
            if fail[0] >= 0:
                raise OfficeUnavailable("The disk is full. Make room on it; nothing typed is lost.")
            return real(*given)

        monkeypatch.setattr(line_service, "save_lines", stumble)
        put(tab, 0, "description", "Gyroscope")
        qtbot.waitUntil(lambda: "disk is full" in tab._note.text())
        settled(qtbot, tab)
        assert [line.description for line in case_of(draft).lines] == ["Gyroscope"]

    def test_a_fault_without_a_sentence_is_tried_again_too_r07(self, qtbot, tab_of, draft, case_of, monkeypatch):
        tab = tab_of(draft)
        tab.desk.jobs.unexpected.disconnect()
        real = line_service.save_lines

        def stumble(*given):
            monkeypatch.setattr(line_service, "save_lines", real)
            raise ZeroDivisionError

        monkeypatch.setattr(line_service, "save_lines", stumble)
        put(tab, 0, "description", "Gyroscope")
        qtbot.waitUntil(lambda: len(case_of(draft).lines) == 1)
        settled(qtbot, tab)

    def test_what_was_typed_before_another_case_is_shown_is_saved(self, qtbot, tab_of, draft, office, actor, case_of):
        second = a_draft(office, actor("ana"))
        tab = tab_of(draft)
        put(tab, 0, "description", "Of the first")
        tab.show_case(second)
        qtbot.waitUntil(lambda: cell(tab, 0, "description") == GYROS.description)
        settled(qtbot, tab)
        assert [line.description for line in case_of(draft).lines] == ["Of the first"]
        assert len(case_of(second).lines) == 1

    def test_a_refusal_of_the_case_left_behind_is_told(self, qtbot, tab_of, draft, office, actor, notices):
        second = a_draft(office, actor("ana"))
        tab = tab_of(draft)
        put(tab, 0, "quantity", "0")
        tab.show_case(second)
        qtbot.waitUntil(lambda: bool(notices.problems))
        assert "above zero" in notices.problems[0].message
        notices.problems.clear()

    def test_flush_sends_in_order_while_a_save_is_under_way(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        put(tab, 0, "description", "one")
        tab.flush()
        put(tab, 0, "description", "two")
        tab.flush()
        settled(qtbot, tab)
        assert [line.description for line in case_of(draft).lines] == ["two"]


class TestLocked:
    def test_a_registered_item_stays_and_others_may_be_added(self, qtbot, tab_of, office, actor, case_of):
        case = a_case(office, actor("ana"))
        tab = tab_of(case.case_id)
        assert not tab._buttons[1].isEnabled()
        assert "stays" in tab._buttons[1].toolTip()
        put(tab, 1, "description", "Another")
        settled(qtbot, tab)
        assert len(case_of(case.case_id).lines) == 2

    def test_taking_back_an_item_after_registration_is_refused_and_it_is_shown_again_au_5(
        self, qtbot, tab_of, office, actor, case_of, notices
    ):
        case = a_case(office, actor("ana"))
        tab = tab_of(case.case_id)
        put(tab, 1, "description", "Another")
        settled(qtbot, tab)
        tab._table.undo_action.trigger()
        qtbot.waitUntil(lambda: bool(notices.problems))
        qtbot.waitUntil(lambda: cell(tab, 1, "description") == "Another")
        assert len(case_of(case.case_id).lines) == 2
        notices.problems.clear()

    def test_an_ended_case_is_read_only_and_says_why(self, tab_of, office, actor):
        case = a_case(office, actor("ana"))
        office.write(actor("ana"), lambda act: service.withdraw(act, case.case_id, "by letter"))
        tab = tab_of(case.case_id)
        assert tab._items.rowCount() == 1
        assert not tab._items.can_edit
        assert any("decided or ended" in label.text() for label in tab.findChildren(QLabel))
