"""The decision tab and the countersign dialog, driven as people do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.cases.model import State
from desktop.decisions import service, store
from desktop.decisions.ui.decision_tab import DecisionTab
from desktop.policy.model import Answer, EndUseClass
from tests.builders.cases import GYROS, a_case
from tests.builders.decisions import (
    REFUSAL,
    a_granted_draft,
    a_refused_draft,
    a_signed_case,
    an_assessed_case,
    answer_all,
    countersign,
    recommend,
    settle_certificate,
)
from tests.conftest import PASSWORD


@pytest.fixture
def open_tab(desk_of, qtbot):
    """Open the tab of a case as a named person; everything it reads is there."""

    def give(name, case):
        desk = desk_of(name)
        tab = DecisionTab(desk)
        qtbot.addWidget(tab)
        tab.resize(1000, 800)
        tab.show()
        tab.show_case(int(case.case_id))
        qtbot.waitUntil(lambda: desk.jobs.is_idle)
        return tab

    return give


@pytest.fixture
def settled(qtbot):
    """Wait until a tab has saved and read everything."""

    def give(tab):
        tab.flush()
        qtbot.waitUntil(lambda: tab.is_settled and tab.desk.jobs.is_idle)

    return give


def line_form(tab):
    (form,) = tab.lines.values()
    return form


def offered(form):
    return [form.outcome.itemData(at) for at in range(form.outcome.count())]


def choose(qtbot, box, key):
    """Choose an answer by keyboard."""
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(str(key))):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.value() == str(key)
    box.activated.emit(box.currentIndex())


def column_of(table, column):
    return [table.item(row, column).text() for row in range(table.rowCount())]


def state_of(office, case):
    with office.read() as connection:
        return case_store.case_by_id(connection, case.case_id).state


def row_of(tab, condition_id):
    return column_of(tab.conditions.table, 0).index(condition_id)


def test_a_clerk_grants_takes_over_conditions_fills_a_blank_and_signs(office, actor, open_tab, settled, qtbot, notices):
    case = an_assessed_case(office, actor)
    settle_certificate(office, actor("ana"), case)
    tab = open_tab("ana", case)
    form = line_form(tab)
    choose(qtbot, form.outcome, Answer.GRANT_CONDITIONS)
    settled(tab)
    assert form.quantity.text() == "16"
    assert set(column_of(tab.conditions.table, 3)) == {"Proposed"}
    qtbot.keyClick(tab.conditions.take_over, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Blank to fill" in column_of(tab.conditions.table, 3))
    settled(tab)
    assert "Proposed" not in column_of(tab.conditions.table, 3)
    tab.conditions.table.setCurrentCell(row_of(tab, "USE-05"), 0)
    editor = tab.conditions.editor
    assert "[manned aircraft type]" in editor._text.text()
    qtbot.keyClicks(editor.field("platform"), "ATR 42")
    assert "fitted only in ATR 42" in editor._text.text()
    settled(tab)
    qtbot.waitUntil(lambda: set(column_of(tab.conditions.table, 3)) == {"Chosen"})
    qtbot.keyClicks(tab.reasons, "Specific use, satisfactory certificate.")
    settled(tab)
    qtbot.waitUntil(tab.act_button.isEnabled)
    notices.answers = [PASSWORD]
    qtbot.keyClick(tab.act_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: state_of(office, case) is State.CSG)
    settled(tab)
    assert "waits for another person" in notices.told[0]
    assert "0 of 1 countersignatures" in tab.banner.sentence
    assert "You prepared this recommendation" in tab._note.text()
    assert not tab.act_button.isVisibleTo(tab)
    with office.read() as connection:
        signed = store.standing(connection, case.case_id)
    assert (signed.prepared_name, signed.reasons) == ("Ana Bello", "Specific use, satisfactory certificate.")


def test_what_is_missing_comes_first_and_leads_there(office, actor, open_tab, qtbot):
    case = an_assessed_case(office, actor)
    answer_all(office, actor("ana"), case)
    tab = open_tab("ana", case)
    assert tab._missing_card.isVisibleTo(tab)
    assert not tab.act_button.isEnabled()
    links = [child for child in tab.missing.findChildren(type(tab.act_button)) if child.property("tab") == "documents"]
    with qtbot.waitSignal(tab.go_to_tab) as wanted:
        links[0].click()
    assert wanted.args == ["documents"]


@pytest.mark.parametrize("name", ["ana", "dora", "sara", "hedda"])
def test_a_grant_of_a_production_facility_is_not_on_the_screen_for_anybody(office, actor, open_tab, name):
    tab = open_tab(name, an_assessed_case(office, actor, codes=("2.B.1",)))
    form = line_form(tab)
    assert offered(form) == ["", "REFUSE"]
    assert "Nobody can grant it" in form._closed.text()


def test_a_clerk_refuses_with_reasons_and_the_cases_own_paragraph(office, actor, open_tab, settled, qtbot, notices):
    case = an_assessed_case(office, actor, codes=("2.B.1",))
    tab = open_tab("ana", case)
    form = line_form(tab)
    choose(qtbot, form.outcome, Answer.REFUSE)
    settled(tab)
    assert next(iter(form.reasons.boxes)) == "RR-03", "the reason that fits stands first"
    qtbot.keyClick(form.reasons.boxes["RR-03"], Qt.Key.Key_Space)
    qtbot.keyClicks(form.paragraph, "The plant is specially designed for solid motors.")
    qtbot.keyClicks(tab.reasons, "2.B.1.")
    settled(tab)
    qtbot.waitUntil(tab.act_button.isEnabled)
    assert not tab.conditions.isVisibleTo(tab)
    notices.answers = [PASSWORD]
    tab.act_button.click()
    qtbot.waitUntil(lambda: state_of(office, case) is State.CSG)
    settled(tab)
    assert "0 of 2 countersignatures" in tab.banner.sentence


def test_a_quantity_above_what_was_applied_for_is_said_beside_the_field(office, actor, open_tab, settled, qtbot):
    case = an_assessed_case(office, actor)
    answer_all(office, actor("ana"), case)
    tab = open_tab("ana", case)
    form = line_form(tab)
    form.quantity.setFocus()
    form.quantity.selectAll()
    qtbot.keyClicks(form.quantity, "17")
    form.flush()
    qtbot.waitUntil(lambda: "above the 16 applied for" in form.form.row("granted_quantity").problem.text())


def test_no_licence_required_offers_nothing_else(office, actor, open_tab):
    tab = open_tab("ana", an_assessed_case(office, actor, codes=(), found={"end_use_class": EndUseClass.C}))
    assert offered(line_form(tab)) == ["", "NLR"]


def test_a_line_without_policy_outcome_offers_nothing(office, actor, open_tab):
    tab = open_tab("ana", a_case(office, actor("ana")))
    assert offered(line_form(tab)) == [""]
    assert line_form(tab)._chip.word == "Policy not run"


def test_a_supervisor_countersigns_by_password_after_reading_the_decisive_facts(
    office, actor, open_tab, settled, qtbot, notices
):
    case = a_signed_case(office, actor)
    tab = open_tab("sara", case)
    assert tab.act_button.text() == "&Countersign…"
    tab.act_button.click()
    dialog = tab.dialog
    facts = dict(zip(column_of(dialog.facts, 0), column_of(dialog.facts, 1), strict=True))
    assert facts["End-user"] == "Linhas Aéreas do Minho, MRO, Portugal"
    assert facts["Recommended by"] == "Ana Bello"
    assert facts["Special conditions"] == "USE-05"
    assert column_of(dialog.lines, 5) == ["Grant, 16 pieces"]
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.password, PASSWORD)
    qtbot.keyClick(dialog.accept_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: state_of(office, case) is State.DEC)
    settled(tab)
    assert "decided" in notices.told[0]
    assert tab.banner.sentence == "Grant. Signed by Sara Vance."
    assert column_of(tab.signatures.table, 0) == ["Ana Bello", "Sara Vance"]
    with qtbot.waitSignal(tab.go_to_tab) as wanted:
        tab.act_button.click()
    assert wanted.args == ["letters"]


def test_the_countersign_dialog_is_let_go_when_closed(office, actor, open_tab, qtbot):
    import gc
    import weakref

    tab = open_tab("sara", a_signed_case(office, actor))
    tab.act_button.click()
    gone = weakref.ref(tab.dialog)
    destroyed = []
    tab.dialog.destroyed.connect(lambda: destroyed.append(True))
    tab.dialog.reject()
    tab.dialog.close()
    tab.dialog = None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert destroyed
    assert gone() is None


def test_S_4_a_supervisor_returns_it_with_reasons_which_the_clerk_reads(
    office, actor, open_tab, settled, qtbot, notices
):
    case = a_signed_case(office, actor)
    tab = open_tab("sara", case)
    tab.act_button.click()
    dialog = tab.dialog
    qtbot.keyClicks(dialog.password, PASSWORD)
    assert not dialog.return_button.isEnabled(), "a return needs reasons (S-4)"
    qtbot.keyClicks(dialog.reasons, "Name the aircraft type.")
    assert not dialog.accept_button.isEnabled()
    dialog.return_button.click()
    qtbot.waitUntil(lambda: state_of(office, case) is State.REC)
    settled(tab)
    clerk = open_tab("ana", case)
    assert clerk.banner.sentence == "Name the aircraft type."
    assert column_of(clerk.signatures.table, 3) == ["Returned", "Returned"]


def test_S_1_who_prepared_is_offered_no_countersignature_whatever_his_roles(office, actor, open_tab):
    case = a_granted_draft(office, actor)
    recommend(office, actor("dora"), case)
    tab = open_tab("dora", case)
    assert not tab.act_button.isVisibleTo(tab)
    assert "You prepared this recommendation" in tab._note.text()


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("hedda", "the supervisor's first"),
        ("ben", "A supervisor or the head of office countersigns."),
        ("sara", ""),
    ],
)
def test_who_may_give_the_first_of_two_signatures(office, actor, open_tab, name, note):
    case = a_refused_draft(office, actor)
    recommend(office, actor("ana"), case)
    tab = open_tab(name, case)
    assert tab.act_button.isVisibleTo(tab) is not bool(note)
    assert note in tab._note.text()


@pytest.mark.parametrize(
    ("name", "note"), [("hedda", ""), ("sven", "the head of office's"), ("sara", "You gave the first")]
)
def test_who_may_give_the_second(office, actor, open_tab, name, note):
    case = a_refused_draft(office, actor)
    recommend(office, actor("ana"), case)
    countersign(office, actor("sara"), case)
    tab = open_tab(name, case)
    assert tab.act_button.isVisibleTo(tab) is not bool(note)
    assert note in tab._note.text()


def test_the_first_of_two_signatures_leaves_the_case_waiting(office, actor, open_tab, settled, qtbot, notices):
    case = a_refused_draft(office, actor)
    recommend(office, actor("ana"), case)
    tab = open_tab("sara", case)
    tab.act_button.click()
    qtbot.keyClicks(tab.dialog.password, PASSWORD)
    tab.dialog.accept_button.click()
    qtbot.waitUntil(lambda: bool(notices.told))
    settled(tab)
    assert "head of office" in notices.told[0]
    assert "1 of 2 countersignatures" in tab.banner.sentence


def test_S_3_a_void_countersignature_is_shown_as_void(office, actor, open_tab):
    case = a_refused_draft(office, actor)
    recommend(office, actor("ana"), case)
    countersign(office, actor("sara"), case)
    office.write(
        actor("ana"),
        lambda act: cases.save_line(act, case.case_id, cases.draft_of(case.lines[0], serial_numbers="1 to 16")),
    )
    tab = open_tab("ana", case)
    assert column_of(tab.signatures.table, 3) == ["Void", "Void"]


def test_S_3_void_signatures_are_shown_as_void(office, actor, open_tab):
    case = a_signed_case(office, actor)
    office.write(
        actor("ana"),
        lambda act: cases.save_line(act, case.case_id, cases.draft_of(case.lines[0], serial_numbers="1 to 16")),
    )
    tab = open_tab("ana", case)
    assert "Every signature became void" in tab.banner.sentence
    assert "serial numbers" in tab.banner.sentence
    assert column_of(tab.signatures.table, 3) == ["Void"]


def test_R16_a_signature_over_something_else_than_was_on_screen_is_refused(
    office, actor, open_tab, settled, qtbot, notices
):
    case = a_granted_draft(office, actor)
    office.write(actor("ana"), lambda act: service.save_reasons(act, case.case_id, "Good."))
    tab = open_tab("ana", case)
    office.write(
        actor("ben"),
        lambda act: cases.save_line(act, case.case_id, cases.draft_of(case.lines[0], serial_numbers="1 to 16")),
    )
    notices.answers = [PASSWORD]
    tab.act_button.click()
    qtbot.waitUntil(lambda: bool(notices.problems))
    settled(tab)
    assert notices.problems[0].rule == "R16"
    notices.problems.clear()


def test_R21_a_wrong_password_is_told(office, actor, open_tab, settled, qtbot, notices):
    tab = open_tab("sara", a_signed_case(office, actor))
    tab.act_button.click()
    qtbot.keyClicks(tab.dialog.password, "not the password")
    tab.dialog.accept_button.click()
    qtbot.waitUntil(lambda: bool(notices.problems))
    settled(tab)
    assert "password is not right" in notices.problems[0].message
    notices.problems.clear()


class TestConditions:
    def test_a_condition_may_be_added_and_left_out_again(self, office, actor, open_tab, settled, qtbot):
        tab = open_tab("ana", a_granted_draft(office, actor))
        panel = tab.conditions
        panel.more.show_value("TRA-02")
        panel.add.click()
        qtbot.waitUntil(lambda: "TRA-02" in column_of(panel.table, 0))
        settled(tab)
        assert panel.editor.condition_id == "TRA-02", "the new condition opens for its blanks"
        panel.leave_out.click()
        qtbot.waitUntil(lambda: "TRA-02" not in column_of(panel.table, 0))
        settled(tab)

    def test_L12_only_a_supervisor_sees_how_to_strike(self, office, actor, open_tab, settled, qtbot, notices):
        case = a_granted_draft(office, actor)
        clerk = open_tab("ana", case)
        clerk.conditions.table.setCurrentCell(row_of(clerk, "USE-03"), 0)
        assert not clerk.conditions.strike.isVisibleTo(clerk)
        assert not clerk.conditions.leave_out.isEnabled()
        tab = open_tab("sara", case)
        tab.conditions.table.setCurrentCell(row_of(tab, "USE-03"), 0)
        notices.answers = ["One item only."]
        tab.conditions.strike.click()
        qtbot.waitUntil(lambda: "Struck" in column_of(tab.conditions.table, 3))
        settled(tab)
        assert "One item only." in tab.conditions.editor._why.text()

    def test_CH_4_own_words_need_a_supervisors_tick(self, office, actor, open_tab, settled, qtbot):
        case = a_granted_draft(office, actor)
        clerk = open_tab("ana", case)
        clerk.conditions.add_own.click()
        qtbot.waitUntil(lambda: "X-1" in column_of(clerk.conditions.table, 0))
        settled(clerk)
        clerk.conditions.table.setCurrentCell(row_of(clerk, "X-1"), 0)
        qtbot.keyClicks(clerk.conditions.editor.field("title"), "Serial numbers")
        qtbot.keyClicks(clerk.conditions.editor.field("text"), "Report the serial numbers.")
        settled(clerk)
        qtbot.waitUntil(lambda: column_of(clerk.conditions.table, 3)[-1] == "Needs a supervisor's tick")
        tab = open_tab("sara", case)
        tab.conditions.table.setCurrentCell(row_of(tab, "X-1"), 0)
        tab.conditions.tick.click()
        qtbot.waitUntil(lambda: column_of(tab.conditions.table, 3)[-1] == "Chosen")
        settled(tab)

    def test_each_blank_has_the_control_that_fits(self, office, actor, open_tab, settled, qtbot):
        tab = open_tab("ana", a_granted_draft(office, actor))
        kinds = {}
        for condition_id, name in (("GEN-06", "expiry_date"), ("GEN-05", "ack_days"), ("USE-01", "end_use")):
            tab.conditions.table.setCurrentCell(row_of(tab, condition_id), 0)
            kinds[name] = type(tab.conditions.editor.field(name)).__name__
        assert kinds == {"expiry_date": "DateField", "ack_days": "TextField", "end_use": "TextArea"}
        for condition_id, name in (("REP-03", "report_month"), ("REP-04", "period"), ("RT-08", "maker_country")):
            tab.conditions.more.show_value(condition_id)
            tab.conditions.add.click()
            qtbot.waitUntil(lambda condition_id=condition_id: condition_id in column_of(tab.conditions.table, 0))
            settled(tab)
            assert type(tab.conditions.editor.field(name)).__name__ == "ChoiceBox"

    def test_a_day_is_kept_as_iso_text(self, office, actor, open_tab, settled, qtbot):
        case = a_granted_draft(office, actor)
        tab = open_tab("ana", case)
        tab.conditions.table.setCurrentCell(row_of(tab, "GEN-06"), 0)
        field = tab.conditions.editor.field("expiry_date")
        field.selectAll()
        qtbot.keyClicks(field, "2028-12-31")
        settled(tab)
        with office.read() as connection:
            values = {
                each.chosen.condition_id: each.chosen.values for each in store.conditions_of(connection, case.case_id)
            }
        assert values["GEN-06"]["expiry_date"] == "2028-12-31"


def test_a_closed_case_is_read_only_and_offers_nothing(office, actor, open_tab):
    from desktop.licences.service import issue_decision_letter

    case = a_signed_case(office, actor)
    countersign(office, actor("sara"), case)
    office.write(actor("sara"), lambda act: issue_decision_letter(act, case.case_id, PASSWORD))
    tab = open_tab("ana", case)
    assert not tab.act_button.isVisibleTo(tab)
    assert line_form(tab).outcome.property("locked") is True
    assert column_of(tab.signatures.table, 3) == ["Decided", "Accepted"]


def test_two_lines_have_two_forms(office, actor, open_tab):
    second = replace(GYROS, description="Accelerometer ACC-1", model="ACC-1")
    tab = open_tab("ana", an_assessed_case(office, actor, lines=(GYROS, second)))
    assert [form._title.text()[:2] for form in tab.lines.values()] == ["1.", "2."]


def test_the_warnings_of_the_dialog_name_what_was_struck_and_what_is_granted_in_part(office, actor, open_tab):
    from decimal import Decimal

    from desktop.decisions.queries import read_decision
    from desktop.decisions.ui.countersign_dialog import warnings_of

    case = a_granted_draft(office, actor)
    office.write(actor("sara"), lambda act: service.strike_condition(act, case.case_id, "USE-03", "One item only."))
    office.write(
        actor("ana"),
        lambda act: service.set_outcome(
            act, case.case_id, case.lines[0].line_id, Answer.GRANT, granted_quantity=Decimal(4)
        ),
    )
    recommend(office, actor("ana"), case)
    with office.read() as connection:
        found = warnings_of(read_decision(connection, case.case_id, actor("sara"), office.clock))
    assert found == ["USE-03 was struck: One item only.", "Line 1: a part of the quantity is granted."]


def test_the_warnings_of_a_refusal_name_an_open_screening_and_denial(office, actor):
    from desktop.decisions.queries import read_decision
    from desktop.decisions.ui.countersign_dialog import warnings_of

    found = {
        "screening_result": "possible",
        "denial_result": "possible",
        "basis": {"screening_result": "entry 12", "denial_result": "the same item"},
    }
    case = an_assessed_case(office, actor, codes=("2.B.1",), found=found)
    answer_all(office, actor("ana"), case, Answer.REFUSE, **REFUSAL)
    recommend(office, actor("ana"), case)
    with office.read() as connection:
        said = warnings_of(read_decision(connection, case.case_id, actor("sara"), office.clock))
    assert said == ["Line 1: screening is “possible”.", "Line 1: the denial check is “possible”."]


def test_hostile_text_is_shown_as_it_stands(office, actor, open_tab):
    hostile = replace(GYROS, description="<b>gyro</b><img src=x>")
    tab = open_tab("ana", an_assessed_case(office, actor, lines=(hostile,)))
    assert line_form(tab)._title.text() == "1. <b>gyro</b><img src=x>"
