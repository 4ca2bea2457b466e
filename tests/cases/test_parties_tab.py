"""Parties and end-use of a case: named by keyboard, saved as typed, rules beside the field."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel

from desktop.cases import party_service
from desktop.cases.model import PartyDraft, PartyRole
from desktop.cases.ui.parties_tab import PartiesTab
from desktop.cases.ui.party_list import PROBLEM_ROLE
from tests.builders.cases import APPLICANT, END_USER, a_case, a_draft


@pytest.fixture
def tab_of(shown, desk_of):
    def make(case_id, name="ana"):
        return shown(PartiesTab(desk_of(name)), case_id)

    return make


def settled(qtbot, tab):
    qtbot.waitUntil(lambda: tab.desk.jobs.is_idle and tab._form.autosave.is_settled and tab._end_use_saving.is_settled)


def field(tab, name):
    return tab._form.rows.row(name).field


def problem(tab, name):
    return tab._form.rows.row(name).problem.text()


def names(tab):
    model = tab._list.model()
    return [model.index(row).data().split(" ", 1)[0] for row in range(model.rowCount())]


class TestNaming:
    def test_an_empty_case_asks_for_the_applicant_and_the_cursor_waits_in_the_name(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        assert tab._empty.isVisible()
        tab._empty.acted.emit()
        qtbot.waitUntil(tab._form.name.hasFocus)
        qtbot.keyClicks(tab._form.name, "Halden Avionics AS")
        settled(qtbot, tab)
        (party,) = case_of(draft).parties
        assert (party.role, party.name) == (PartyRole.APPLICANT, "Halden Avionics AS")
        assert not tab._empty.isVisible()

    def test_parties_are_added_in_turn_by_keyboard(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        for name in ("Applicant AS", "User SA", "Consignee SA", "Buyer SA", "Middle SA"):
            tab._add.setFocus()
            qtbot.keyClick(tab._add, Qt.Key.Key_Space)
            qtbot.waitUntil(tab._form.name.hasFocus)
            qtbot.keyClicks(tab._form.name, name)
            settled(qtbot, tab)
        assert [(party.role, party.name) for party in case_of(draft).parties] == [
            (PartyRole.APPLICANT, "Applicant AS"),
            (PartyRole.END_USER, "User SA"),
            (PartyRole.ULTIMATE_CONSIGNEE, "Consignee SA"),
            (PartyRole.PURCHASER, "Buyer SA"),
            (PartyRole.INTERMEDIATE_CONSIGNEE, "Middle SA"),
        ]

    def test_the_whole_form_is_filled_by_tab_and_typing(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        tab._empty.acted.emit()
        qtbot.waitUntil(tab._form.name.hasFocus)
        words = {
            "name": "Halden Avionics AS",
            "original_name": "Халден",
            "kind": None,
            "address": "Kaiveien 3",
            "country": "norway",
            "registration_number": "912 345 678",
            "contact": "Ingrid Solberg",
            "telephone": "+47 1",
            "email": "export@halden.example",
            "web_site": "halden.example",
        }
        for name, text in words.items():
            here = QApplication.focusWidget()
            assert here is field(tab, name)
            if text is None:
                for _ in range(4):
                    qtbot.keyClick(here, Qt.Key.Key_Down)
            else:
                type_text(here, text)
            if name == "country":
                here.completer().popup().hide()
            qtbot.keyClick(here, Qt.Key.Key_Tab)
        settled(qtbot, tab)
        (party,) = case_of(draft).parties
        stored = {name: getattr(party, name) for name in words}
        assert stored == words | {"kind": "commercial", "country": "NO"}

    def test_a_name_read_from_the_right_is_written_from_the_right(self, qtbot, tab_of, office, actor):
        gulf = replace(END_USER, original_name="شركة الخليج")
        tab = tab_of(a_draft(office, actor("ana"), parties=(gulf,)))
        assert tab._form.original_name.layoutDirection() == Qt.LayoutDirection.RightToLeft
        assert tab._form.name.layoutDirection() == Qt.LayoutDirection.LeftToRight

    def test_the_list_shows_role_and_country_and_what_is_missing(self, tab_of, office, actor):
        tab = tab_of(a_draft(office, actor("ana"), parties=(APPLICANT, replace(END_USER, country=""))))
        model = tab._list.model()
        first, second = model.index(0), model.index(1)
        assert first.data(PROBLEM_ROLE) == ""
        assert second.data(PROBLEM_ROLE) == "Give the country of Linhas Aéreas do Minho, MRO."
        assert second.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Linhas Aéreas do Minho, MRO, End-user, Give")

    def test_the_arrow_keys_go_from_party_to_party(self, qtbot, tab_of, office, actor):
        tab = tab_of(a_draft(office, actor("ana")))
        assert tab._form.name.text() == APPLICANT.name
        tab._list.setFocus()
        qtbot.keyClick(tab._list, Qt.Key.Key_Down)
        assert tab._form.name.text() == END_USER.name


class TestRules:
    def test_a_forwarder_as_end_user_is_refused_beside_the_kind_p_1(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"), parties=(END_USER,))
        tab = tab_of(case_id)
        kind = field(tab, "kind")
        kind.setFocus()
        while kind.value() != "forwarder":
            qtbot.keyClick(kind, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: "cannot be the end-user" in problem(tab, "kind"))
        assert case_of(case_id).parties[0].kind != "forwarder"
        qtbot.keyClicks(field(tab, "contact"), "Rui")
        qtbot.waitUntil(lambda: case_of(case_id).parties[0].contact == "Rui")
        assert kind.value() == "forwarder"
        while kind.value() != "commercial":
            qtbot.keyClick(kind, Qt.Key.Key_Up)
        settled(qtbot, tab)
        assert problem(tab, "kind") == ""

    def test_a_country_that_is_none_stays_with_the_sentence_beside_it(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"), parties=(replace(APPLICANT, country=""),))
        tab = tab_of(case_id)
        country = field(tab, "country")
        country.setFocus()
        qtbot.keyClicks(country, "Ruritania")
        tab._form.name.setFocus()
        qtbot.waitUntil(lambda: "Choose the country" in problem(tab, "country"))
        assert (country.text(), case_of(case_id).parties[0].country) == ("Ruritania", "")
        country.setFocus()
        country.clear()
        qtbot.keyClicks(country, "NO")
        country.completer().popup().hide()
        tab._form.name.setFocus()
        settled(qtbot, tab)
        assert case_of(case_id).parties[0].country == "NO"

    def test_the_office_s_own_state_may_be_chosen(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"), parties=(replace(APPLICANT, country="XM"),))
        tab = tab_of(case_id)
        assert field(tab, "country").text() == "Republic of Merania (XM)"

    def test_the_reason_for_different_countries_is_asked_only_then_p_3(self, qtbot, tab_of, office, actor, case_of):
        buyer = PartyDraft(PartyRole.PURCHASER, name="Buyer", kind="commercial", address="Road 1", country="ES")
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        reason = tab._end_use_form.row("countries_differ_reason").field
        assert not reason.isVisible()
        office_write = partial_add(case_id, buyer)
        tab.desk.jobs.write(tab, office_write)
        qtbot.waitUntil(reason.isVisible)
        qtbot.keyClicks(reason, "Group purchasing.")
        settled(qtbot, tab)
        assert case_of(case_id).countries_differ_reason == "Group purchasing."
        assert reason.isVisible()

    def test_look_alike_letters_in_a_name_are_pointed_out_r38(self, qtbot, tab_of, office, actor):
        tab = tab_of(a_draft(office, actor("ana"), parties=(replace(APPLICANT, name=""),)))
        tab._form.name.setFocus()
        tab._form.name.insert("Воeing")
        tab._form.name.edited.emit(tab._form.name)
        qtbot.waitUntil(lambda: "mixes letters" in problem(tab, "name"))
        settled(qtbot, tab)


def type_text(widget, text):
    """Type letters of any script; the test library knows only Latin ones."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def partial_add(case_id, draft):
    return lambda act: party_service.add_party(act, case_id, draft)


class TestEndUse:
    def test_end_use_and_place_are_saved_as_typed(self, qtbot, tab_of, draft, case_of):
        tab = tab_of(draft)
        for name, words in (("end_use", "Spare gyroscopes."), ("place_of_use", "Hangar 2, Maia")):
            qtbot.keyClicks(tab._end_use_form.row(name).field, words)
        settled(qtbot, tab)
        assert (case_of(draft).end_use, case_of(draft).place_of_use) == ("Spare gyroscopes.", "Hangar 2, Maia")

    def test_party_and_end_use_typed_together_do_not_disturb_each_other(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        qtbot.keyClicks(field(tab, "contact"), "Ingrid")
        qtbot.keyClicks(tab._end_use_form.row("end_use").field, " More.")
        tab.flush()
        settled(qtbot, tab)
        assert case_of(case_id).parties[0].contact == "Ingrid"
        assert "More." in case_of(case_id).end_use


class TestTakingOff:
    def test_a_named_party_is_taken_off_after_a_question(self, qtbot, tab_of, office, actor, case_of, notices):
        case_id = a_draft(office, actor("ana"))
        tab = tab_of(case_id)
        notices.answers += ["keep", "off"]
        tab._remove.click()
        assert len(case_of(case_id).parties) == 2
        tab._remove.click()
        qtbot.waitUntil(lambda: len(case_of(case_id).parties) == 1)
        qtbot.waitUntil(lambda: tab._form.name.text() == END_USER.name)
        assert APPLICANT.name in notices.asked[0]

    def test_a_party_without_a_name_is_taken_off_at_once(self, qtbot, tab_of, office, actor, case_of):
        case_id = a_draft(office, actor("ana"), parties=(PartyDraft(PartyRole.APPLICANT),))
        tab = tab_of(case_id)
        tab._remove.click()
        qtbot.waitUntil(tab._empty.isVisible)
        assert case_of(case_id).parties == ()
        tab._remove.click()

    def test_a_party_somebody_else_took_off_keeps_what_was_typed_until_it_is_copied(
        self, qtbot, tab_of, office, actor, draft
    ):
        case_id = a_draft(office, actor("ana"), parties=(APPLICANT,))
        tab = tab_of(case_id)
        office.write(actor("ben"), lambda act: party_service.remove_party(act, case_id, tab._party_id))
        qtbot.keyClicks(field(tab, "contact"), "Ingrid")
        qtbot.waitUntil(lambda: "took this party off" in problem(tab, "contact"))
        assert field(tab, "contact").text() == "Ingrid"


def test_who_may_only_read_sees_a_locked_form(tab_of, office, actor):
    tab = tab_of(a_case(office, actor("ana")).case_id, name="otto")
    assert tab._form.name.isReadOnly()
    assert not tab._add.isEnabled()
    assert any("may read this case" in label.text() for label in tab.findChildren(QLabel))
    tab._on_add()


def test_another_case_begins_with_its_own_first_party(qtbot, tab_of, office, actor):
    first = a_draft(office, actor("ana"))
    second = a_draft(office, actor("ana"), parties=(replace(APPLICANT, name="Other AS"),))
    tab = tab_of(first)
    tab._list.setCurrentIndex(tab._list.model().index(1))
    tab.show_case(second)
    qtbot.waitUntil(lambda: tab._form.name.text() == "Other AS")
