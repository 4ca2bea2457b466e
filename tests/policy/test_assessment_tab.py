"""The assessment tab, driven as a person does."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.cases import store as case_store
from desktop.policy import store
from desktop.policy.model import Contribution, EndUseClass, Outcome, Screening, Tri
from desktop.policy.ui.assessment_tab import AssessmentTab
from tests.builders.cases import GYROS, a_case, a_draft
from tests.builders.decisions import (
    a_granted_draft,
    an_assessed_case,
    confirm_classification,
    countersign,
    recommend,
)
from tests.builders.policy import findings


@pytest.fixture
def open_tab(desk_of, qtbot):
    """Open the tab of a case as a named person; everything it reads is there."""

    def give(name, case_id):
        desk = desk_of(name)
        tab = AssessmentTab(desk)
        qtbot.addWidget(tab)
        tab.resize(1000, 800)
        tab.show()
        tab.show_case(case_id)
        qtbot.waitUntil(lambda: desk.jobs.is_idle)
        return tab

    return give


@pytest.fixture
def settled(qtbot):
    """Wait until a tab has saved and read everything."""

    def give(tab):
        tab.flush()
        qtbot.waitUntil(lambda: tab.form.is_settled and tab.desk.jobs.is_idle)

    return give


def choose(qtbot, tab, name, key):
    """Choose an answer by keyboard: Home, then down to it, Enter."""
    box = tab.form.field(name)
    box.setFocus()
    at = box.findData(str(key))
    assert at >= 0
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(at):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    if box.value() == str(key):
        box.activated.emit(box.currentIndex())


def column_of(table, column):
    return [table.item(row, column).text() for row in range(table.rowCount())]


@pytest.fixture
def classified(office, actor):
    case = a_case(office, actor("ana"))
    confirm_classification(office, actor("tess"), case)
    return case


def test_the_assessor_answers_runs_the_policy_and_reads_the_outcome(
    office, classified, open_tab, settled, qtbot, notices
):
    tab = open_tab("tess", classified.case_id)
    assert "not been run" in tab.outcome.banner.sentence
    choose(qtbot, tab, "end_use_class", EndUseClass.A)
    choose(qtbot, tab, "wmd_finding", "none")
    choose(qtbot, tab, "contribution_finding", Contribution.NO)
    choose(qtbot, tab, "contains_category_I", Tri.NO)
    choose(qtbot, tab, "embargo_result", "clear")
    choose(qtbot, tab, "screening_result", "clear")
    choose(qtbot, tab, "denial_result", "none")
    settled(tab)
    qtbot.keyClick(tab.run_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tab.outcome.trace.rowCount() == 9)
    settled(tab)
    assert notices.told == ["The policy was run."]
    assert "undertakings" in tab.outcome.banner.sentence
    assert column_of(tab.outcome.trace, 0)[-1] == "PM-9"
    assert column_of(tab.outcome.trace, 2)[-1] == "met"
    assert column_of(tab.outcome.assurances, 0) == ["AS-1", "AS-2", "AS-3", "AS-4"]
    assert column_of(tab.outcome.assurances, 2) == ["Not held"] * 4
    with office.read() as connection:
        (result,) = store.latest(connection, classified.case_id).values()
    assert result.outcome is Outcome.CASE_BY_CASE


def test_an_open_outcome_says_what_is_to_be_established(classified, open_tab, settled, qtbot, notices):
    tab = open_tab("ana", classified.case_id)
    tab.run_button.click()
    qtbot.waitUntil(lambda: tab.outcome.trace.rowCount() > 0)
    settled(tab)
    assert "Still to be established: Embargo check" in tab.outcome.banner.sentence
    assert "open" in notices.told[0]


def test_a_clerk_reads_the_contribution_finding_and_does_not_change_it(classified, open_tab):
    tab = open_tab("ana", classified.case_id)
    clerk = tab.form
    assert clerk.field("contribution_finding").property("locked") is True
    assert clerk.field("end_use_class").property("locked") in {False, None}
    other = open_tab("tess", classified.case_id)
    assessor = other.form
    assert assessor.field("contribution_finding").property("locked") in {False, None}


def test_only_questions_that_matter_for_the_item_are_asked(office, actor, open_tab):
    tab = open_tab("tess", an_assessed_case(office, actor).case_id)
    gyro = tab.form
    for name, asked in [
        ("contains_category_I", True),
        ("part_of_facility", False),
        ("production_related", False),
        ("exception_note", False),
        ("satellite_engine", False),
        ("basis:wmd_finding", False),
        ("inseparable", False),
        ("exemption", False),
    ]:
        assert gyro.field(name).isVisibleTo(gyro) is asked, name


def test_an_answer_that_needs_words_opens_the_field_for_them_and_asks_beside_it(
    office, actor, open_tab, settled, qtbot
):
    case = an_assessed_case(office, actor)
    tab = open_tab("tess", case.case_id)
    choose(qtbot, tab, "screening_result", Screening.POSSIBLE)
    words = tab.form.field("basis:screening_result")
    assert words.isVisibleTo(tab.form)
    settled(tab)
    tab.run_button.click()
    qtbot.waitUntil(lambda: words.property("wrong") is True)
    qtbot.keyClicks(words, "Linhas A. do Minho resembles entry 12 of the office list.")
    settled(tab)
    with office.read() as connection:
        kept = store.assessments_of(connection, case.case_id)[case.lines[0].line_id].findings
    assert kept.screening_result is Screening.POSSIBLE
    assert kept.basis["screening_result"].startswith("Linhas")


def test_what_is_typed_is_saved_without_a_button(office, classified, open_tab, qtbot):
    tab = open_tab("tess", classified.case_id)
    qtbot.keyClicks(tab.form.field("remark"), "Checked against the data sheet.")

    def kept():
        with office.read() as connection:
            done = store.assessments_of(connection, classified.case_id).get(classified.lines[0].line_id)
        return done is not None and done.remark == "Checked against the data sheet."

    qtbot.waitUntil(kept, timeout=4_000)


def test_a_tick_is_asked_where_the_outcome_asks_that_something_was_considered(office, actor, open_tab, settled, qtbot):
    case = an_assessed_case(office, actor, codes=(), found={"end_use_class": EndUseClass.S})
    tab = open_tab("ana", case.case_id)
    tick = tab.form.field("considered:inform letter")
    assert tick.isVisibleTo(tab.form)
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    settled(tab)
    with office.read() as connection:
        kept = store.assessments_of(connection, case.case_id)[case.lines[0].line_id].findings
    assert kept.considered == {"inform letter"}
    assert "Something changed" in tab.outcome.banner.sentence


def test_a_prohibited_item_says_that_nobody_can_grant_it(office, actor, open_tab):
    tab = open_tab("ana", an_assessed_case(office, actor, codes=("2.B.1",)).case_id)
    assert "not authorised" in tab.outcome.banner.sentence
    assert "Nobody can grant it." in tab.outcome._signatures.text()
    assert "two countersignatures" in tab.outcome._signatures.text()
    assert not tab.outcome.assurances.isVisibleTo(tab)


def test_each_line_has_its_own_findings(office, actor, open_tab, settled, qtbot):
    second = replace(GYROS, description="Accelerometer ACC-1", model="ACC-1")
    case = an_assessed_case(office, actor, lines=(GYROS, second))
    tab = open_tab("tess", case.case_id)
    assert [tab.lines.itemText(at)[:2] for at in range(tab.lines.count())] == ["1.", "2."]
    tab.lines.setCurrentIndex(1)
    choose(qtbot, tab, "end_use_class", EndUseClass.C)
    settled(tab)
    tab.lines.setCurrentIndex(0)
    settled(tab)
    assert tab.form.field("end_use_class").value() == "A"
    with office.read() as connection:
        kept = store.assessments_of(connection, case.case_id)
    assert [kept[line.line_id].findings.end_use_class for line in case.lines] == [EndUseClass.A, EndUseClass.C]


def test_the_policy_waits_for_the_classification_and_leads_there(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    tab = open_tab("ana", case.case_id)
    assert not tab.run_button.isEnabled()
    with qtbot.waitSignal(tab.go_to_tab) as wanted:
        tab._unclassified.acted.emit()
    assert wanted.args == ["annex"]
    with qtbot.waitSignal(tab.go_to_tab) as wanted:
        tab._to_overview.click()
    assert wanted.args == ["overview"]


@pytest.mark.parametrize("name", ["sara", "otto"])
def test_others_read_the_assessment_and_change_nothing(office, actor, open_tab, name):
    tab = open_tab(name, an_assessed_case(office, actor).case_id)
    assert "may read" in tab._locked.sentence
    assert not tab.run_button.isVisibleTo(tab)
    assert tab.form.field("end_use_class").property("locked") is True


def test_a_draft_and_a_decided_case_are_not_assessed(office, actor, open_tab):
    draft = open_tab("ana", a_draft(office, actor("ana")))
    assert "Register it first" in draft._locked.sentence
    case = a_granted_draft(office, actor, lines=(replace(GYROS, model="FOG-9"),))
    recommend(office, actor("ana"), case)
    countersign(office, actor("sara"), case)
    assert "decided or ended" in open_tab("ana", case.case_id)._locked.sentence


def test_a_case_without_items_says_what_comes_next(office, actor, open_tab):
    case_id = a_draft(office, actor("ana"), lines=())
    tab = open_tab("ana", case_id)
    assert tab._empty.isVisibleTo(tab)
    assert not tab.page.isVisibleTo(tab)


def test_findings_come_back_as_they_were_shown():
    from desktop.policy.ui.findings_form import findings_from, values_of

    found = findings(considered=frozenset({"AS-5"}), basis={"wmd_finding": "words"}, exemption="note 4")
    assert findings_from(findings(), values_of(found, "remark")) == found


def test_another_persons_answer_shows_when_it_is_saved(office, actor, classified, open_tab, qtbot):
    from desktop.policy import service

    tab = open_tab("ana", classified.case_id)
    line = classified.lines[0]
    _, changes = office.write(
        actor("tess"), lambda act: service.record_assessment(act, classified.case_id, line.line_id, findings())
    )
    tab.desk.jobs.changed.emit(changes, tab)
    qtbot.waitUntil(lambda: tab.form.field("end_use_class").value() == "A")


def test_hostile_text_is_shown_as_it_stands(office, actor, open_tab):
    hostile = replace(GYROS, description="<b>gyro</b><img src=x>")
    case = an_assessed_case(office, actor, lines=(hostile,))
    tab = open_tab("ana", case.case_id)
    assert tab.lines.currentText() == "1. <b>gyro</b><img src=x>"
    with office.read() as connection:
        assert case_store.case_by_id(connection, case.case_id).lines[0].description == hostile.description
