"""The overview of a case: what is missing first, who is next, registering, and the application's own fields."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.cases import service
from desktop.cases.model import Missing, State
from desktop.cases.next_step import next_step
from desktop.cases.ui.missing_list import TAB_WORDS, MissingList
from desktop.cases.ui.overview_tab import OverviewTab
from desktop.permissions import GRANTS
from desktop.shell.workspace_tabs import TABS
from tests.builders.cases import APPLICANT, GYROS, a_case, a_draft


@pytest.fixture
def tab_of(shown, desk_of):
    def make(case_id, name="ana", **options):
        return shown(OverviewTab(desk_of(name), **options), case_id)

    return make


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def idle(qtbot, tab):
    qtbot.waitUntil(lambda: tab.desk.jobs.is_idle and tab._autosave.is_settled)


class TestMissing:
    def test_what_is_missing_for_registration_comes_first_with_the_way_to_it(self, qtbot, tab_of, draft):
        tab = tab_of(draft)
        assert "Missing for registration" in texts(tab)
        assert "Name the applicant." in texts(tab)
        (link,) = [button for button in tab.findChildren(QPushButton) if button.text() == "Parties"]
        with qtbot.waitSignal(tab.go_to_tab) as wish:
            link.setFocus()
            qtbot.keyClick(link, Qt.Key.Key_Space)
        assert wish.args == ["parties"]
        assert link.accessibleName() == "Go to Parties: Name the applicant."
        assert not tab._register.isEnabled()

    def test_a_complete_draft_may_be_registered_and_says_what_a_decision_will_need(self, tab_of, office, actor):
        tab = tab_of(a_draft(office, actor("ana"), aware="not asked"))
        assert "Ready to register; a decision will also need" in texts(tab)
        assert tab._register.isEnabled()

    def test_nothing_missing_is_said_too(self, tab_of, office, actor):
        tab = tab_of(a_case(office, actor("ana")).case_id)
        assert "Nothing is missing." in texts(tab)
        assert "Next: Clerk or technical assessor" in texts(tab)
        assert not tab._register.isVisible()

    def test_the_window_may_bring_a_fuller_list(self, tab_of, office, actor):
        point = Missing("EC-05", "The certificate is not signed.", "documents", "MAJOR")
        tab = tab_of(a_case(office, actor("ana")).case_id, missing=lambda *_of: [point, point])
        assert texts(tab).count("The certificate is not signed.") == 1

    def test_the_next_step_of_an_incomplete_case_is_where_its_first_gap_is(self, qtbot, tab_of, office, actor):
        case = a_case(office, actor("ana"), lines=(replace(GYROS, maker=""),))
        tab = tab_of(case.case_id)
        assert tab._go.text() == "Go to Goods"
        with qtbot.waitSignal(tab.go_to_tab) as wish:
            tab._go.click()
        assert wish.args == ["goods"]

    def test_the_list_follows_what_other_tabs_save(self, qtbot, tab_of, draft, office):
        tab = tab_of(draft)
        tab.desk.jobs.write(tab, lambda act: service.add_party(act, draft, APPLICANT))
        qtbot.waitUntil(lambda: "Name the applicant." not in texts(tab))

    def test_hostile_text_of_a_point_is_shown_as_it_stands(self, qtbot):
        points = MissingList()
        qtbot.addWidget(points)
        points.show()
        points.show_points([Missing("CK-03", "Give the country of <b>x</b><img src=y>.", "parties")])
        (label,) = [label for label in points.findChildren(QLabel) if label.text()]
        assert label.textFormat() == Qt.TextFormat.PlainText

    def test_a_list_without_points_is_empty_again(self, qtbot):
        points = MissingList()
        qtbot.addWidget(points)
        points.show_points([Missing("T-01", "One.", "goods")])
        points.show_points([])
        qtbot.waitUntil(lambda: not points.findChildren(QLabel))

    def test_every_tab_of_the_workspace_has_its_word_here(self):
        assert {entry.key: entry.words for entry in TABS} == TAB_WORDS


class TestRegistering:
    def test_the_button_registers_and_tells_the_number(self, qtbot, tab_of, office, actor, notices, case_of):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        tab._register.setFocus()
        qtbot.keyClick(tab._register, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: notices.told == ["Registered as MX-2027-00001."])
        qtbot.waitUntil(lambda: not tab._register.isVisible())
        assert case_of(case_id).state is State.CLA
        assert tab._track.accessibleName() == "Step 3 of 8: Classification"

    def test_what_was_typed_last_is_saved_before(self, qtbot, tab_of, office, actor, case_of, notices):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        qtbot.keyClicks(tab._reference, "HAV-2231")
        tab._register.click()
        qtbot.waitUntil(lambda: bool(notices.told))
        assert case_of(case_id).applicant_reference == "HAV-2231"

    def test_a_likely_duplicate_opens_the_field_for_the_answer(self, qtbot, tab_of, office, actor, case_of, notices):
        a_case(office, actor("ana"))
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        assert not tab._duplicate.isVisible()
        tab._register.click()
        qtbot.waitUntil(lambda: "MX-2027-00001" in tab._form.row("duplicate_answer").problem.text())
        assert tab._duplicate.hasFocus()
        qtbot.keyClicks(tab._duplicate, "Second lot of the contract.")
        tab._register.click()
        qtbot.waitUntil(lambda: notices.told == ["Registered as MX-2027-00002."])

    def test_a_refusal_without_a_field_is_a_notice(self, qtbot, tab_of, office, actor, notices):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        office.write(actor("ben"), lambda act: service.register(act, case_id))
        tab._register.click()
        qtbot.waitUntil(lambda: bool(notices.problems))
        assert "registered already" in notices.problems[0].message
        notices.problems.clear()

    def test_who_may_not_register_cannot(self, tab_of, office, actor):
        tab = tab_of(a_draft(office, actor("ana")), name="sara")
        assert not tab._register.isEnabled()
        assert "Your role may read this case and not change it." in texts(tab)


class TestFields:
    def test_the_form_is_filled_by_keyboard_and_saved(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        tab._kind.setFocus()
        qtbot.keyClick(tab._kind, Qt.Key.Key_Down)
        qtbot.keyClick(tab._kind, Qt.Key.Key_Tab)
        assert tab._received.day.hasFocus()
        qtbot.keyClick(tab._received.day, Qt.Key.Key_Down)
        for field in (tab._informed, tab._aware):
            field.setFocus()
            qtbot.keyClick(field, Qt.Key.Key_Down)
        idle(qtbot, tab)
        case = case_of(draft)
        assert (case.kind, case.exporter_informed, case.exporter_aware) == ("TMP", "no", "no")
        assert case.received_at.isoformat() == "2027-02-28T09:00:00+00:00"
        assert tab._note.text() == "Saved"

    def test_a_receipt_in_the_future_is_refused_beside_the_field(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        tab._received.day.setFocus()
        qtbot.keyClick(tab._received.day, Qt.Key.Key_Up)
        qtbot.waitUntil(lambda: "after now" in tab._form.row("received_at").problem.text())
        assert tab._note.text() == "Not saved: see beside the field"
        qtbot.keyClick(tab._received.day, Qt.Key.Key_Down)
        idle(qtbot, tab)

    def test_an_ended_case_is_read_only_and_says_why(self, qtbot, tab_of, office, actor):
        case = a_case(office, actor("ana"))
        office.write(actor("ana"), lambda act: service.withdraw(act, case.case_id, "by letter"))
        tab = tab_of(case.case_id)
        assert any("decided or ended" in text for text in texts(tab))
        assert tab._reference.isReadOnly()
        assert "Nothing more is asked of this case." in texts(tab)
        assert tab._track.accessibleName() == "Ended: Withdrawn"

    def test_another_case_is_shown_after_the_first_was_saved(self, qtbot, tab_of, draft, office, actor, case_of):
        tab = tab_of(draft)
        qtbot.keyClicks(tab._reference, "first")
        other = a_draft(office, actor("ana"))
        tab.show_case(other)
        qtbot.waitUntil(lambda: tab.desk.jobs.is_idle)
        assert tab._reference.text() == ""
        assert case_of(draft).applicant_reference == "first"

    def test_a_case_that_does_not_exist_is_a_notice(self, qtbot, tab_of, draft, notices):
        tab = tab_of(draft)
        tab.show_case(9_999)
        qtbot.waitUntil(lambda: bool(notices.problems))
        notices.problems.clear()


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_next_step_with_its_tab(state):
    step = next_step(state)
    assert step.who
    assert step.what.endswith(".")
    assert step.tab in {"", *TAB_WORDS}


def test_the_next_step_is_allowed_to_somebody():
    assert all(GRANTS[step.permission] for step in map(next_step, State) if step.permission)
