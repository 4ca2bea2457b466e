"""The History tab: by keyboard, narrowed, searched, copied, saved, and honest about what was changed."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.audit.ui.history_model import DayRow
from desktop.audit.ui.history_tab import HistoryTab
from desktop.cases import service as cases
from tests.builders.cases import a_draft
from tests.builders.tampering import tamper


@pytest.fixture
def tab_of(qtbot, office, actor, clock, desk_of):
    """Show the history of a draft that was registered the day after."""

    def make(name: str = "ana") -> HistoryTab:
        case_id = a_draft(office, actor("ana"))
        clock.advance(timedelta(days=1))
        office.write(actor("ana"), lambda act: cases.register(act, case_id))
        tab = HistoryTab(desk_of(name))
        qtbot.addWidget(tab)
        tab.resize(900, 400)
        tab.show()
        tab.show_case(case_id)
        qtbot.waitUntil(lambda: tab.model.rowCount() > 0)
        return tab

    return make


def _words(tab) -> list[str]:
    return [str(tab.model.index(row, 0).data()) for row in range(tab.model.rowCount())]


def test_days_stand_over_their_acts_oldest_first(tab_of):
    tab = tab_of()
    words = _words(tab)
    assert words[0] == "Monday, 1 March 2027"
    assert words[1] == "09:00 Ana Bello opened a draft: permanent export."
    assert "Tuesday, 2 March 2027" in words
    assert "09:00 Ana Bello registered the case as MX-2027-00001." in words
    assert not tab.model.flags(tab.model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_the_newest_act_is_in_sight(qtbot, tab_of):
    tab = tab_of()
    bar = tab.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())


def test_the_chain_line_says_how_far_it_was_checked(tab_of):
    tab = tab_of()
    assert tab.chain_line.text().startswith("Checked: every entry shown is as it was written")


def test_a_search_and_a_group_narrow_the_list(qtbot, tab_of):
    tab = tab_of()
    qtbot.keyClicks(tab.search, "HALDEN party")
    qtbot.waitUntil(lambda: tab.model.rowCount() == 2)
    assert _words(tab)[1] == "09:00 Ana Bello named a party, applicant: Halden Avionics AS."
    tab.search.clear()
    tab.groups.setCurrentIndex(tab.groups.findData("letters"))
    qtbot.waitUntil(lambda: tab.empty.isVisibleTo(tab))
    assert not tab.copy_button.isEnabled()
    tab.groups.setCurrentIndex(0)
    qtbot.waitUntil(lambda: tab.list.isVisibleTo(tab))


def test_marked_lines_are_copied_by_keyboard(qtbot, tab_of, notices):
    tab = tab_of()
    tab.list.setFocus()
    tab.list.setCurrentIndex(tab.model.index(1, 0))
    qtbot.keyClick(tab.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("2027-03-01 09:00 · entry ")
    assert notices.told == ["One line copied."]


def test_without_a_mark_everything_shown_is_copied(tab_of, notices):
    tab = tab_of()
    tab.copy_button.click()
    acts = sum(not isinstance(tab.model.row(tab.model.index(row, 0)), DayRow) for row in range(tab.model.rowCount()))
    assert len(QGuiApplication.clipboard().text().splitlines()) == acts
    assert notices.told == [f"{acts} lines copied."]


def test_AU1_saving_the_history_is_an_act_and_shows_in_it(qtbot, tab_of, notices, tmp_path):
    tab = tab_of()
    target = tmp_path / "history.txt"
    notices.answers.append(target)
    tab.save_button.click()
    qtbot.waitUntil(lambda: notices.told == ["The history is saved."])
    assert "registered the case as MX-2027-00001" in target.read_text(encoding="utf-8")
    qtbot.waitUntil(lambda: "saved the history of the case as a file" in _words(tab)[-1])


def test_a_folder_that_cannot_be_written_is_told_and_leaves_no_entry(qtbot, tab_of, notices):
    tab = tab_of()
    before = tab.model.rowCount()
    notices.answers.append(Path("/proc/history.txt"))
    tab.save_button.click()
    qtbot.waitUntil(lambda: bool(notices.problems))
    assert "cannot be written" in notices.problems.pop().message
    assert tab.model.rowCount() == before


def test_the_whole_journal_can_be_checked(qtbot, tab_of):
    tab = tab_of()
    tab.check_button.click()
    qtbot.waitUntil(lambda: tab.chain_line.text().startswith("The whole journal was checked just now"))
    assert tab.check_button.isEnabled()


def test_a_changed_entry_is_shown_as_changed(qtbot, tab_of, office):
    tab = tab_of()
    tamper(office.database.address, ["UPDATE journal SET facts = '{\"kind\": \"TMP\"}' WHERE act = 'case.opened'"])
    tab.load()
    qtbot.waitUntil(lambda: "was changed after it was written" in tab.chain_line.text())
    assert "temporary export" in _words(tab)[1]
    tab.grab()
    tab.check_button.click()
    qtbot.waitUntil(lambda: "The journal does not hold" in tab.chain_line.text())
    assert tab.chain_line.property("role") == "problem"


def test_a_new_act_of_somebody_else_comes_in_and_keeps_the_place(qtbot, tab_of, office, actor):
    tab = tab_of()
    rows = tab.model.rowCount()
    tab.list.verticalScrollBar().setValue(0)
    changes = office.write(actor("sara"), lambda act: cases.assign(act, [tab.case_id], actor("ben").person_id))[1]
    tab.desk.jobs.changed.emit(changes, None)
    qtbot.waitUntil(lambda: tab.model.rowCount() > rows)
    assert tab.list.verticalScrollBar().value() == 0


def test_the_tool_tip_names_entry_person_role_and_machine_as_plain_text(tab_of):
    tab = tab_of()
    hint = str(tab.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "Ana Bello (clerk, registry officer), at " in hint


def test_rows_get_higher_when_there_is_less_room(qtbot, tab_of):
    tab = tab_of()
    saved = next(row for row, words in enumerate(_words(tab)) if "saved the draft" in words)
    wide = tab.list.visualRect(tab.model.index(saved, 0)).height()
    tab.list.setFixedWidth(360)
    qtbot.waitUntil(lambda: tab.list.visualRect(tab.model.index(saved, 0)).height() > wide)
