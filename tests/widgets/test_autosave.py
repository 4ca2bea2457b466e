"""A form that saves itself: nothing typed is lost, two people are told of each other (security.md R07, R12, R14)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.audit import store as journal
from desktop.cases import service, store
from desktop.errors import OfficeUnavailable, StaleCase, UserError
from desktop.widgets import autosave
from desktop.widgets.autosave import Autosave, Record
from desktop.widgets.fields import ChoiceBox, TextArea, TextField
from desktop.widgets.form_rows import FormRows

NAMES = ("applicant_reference", "end_use", "exporter_informed")


def header_record(case_id):
    def read(connection):
        case = store.case_by_id(connection, case_id)
        return case.version, {name: getattr(case, name) for name in NAMES}

    return Record(read, lambda act, version, values: service.save_header(act, case_id, version, values))


class Form:
    """A small form on the header of one draft, with what it said about saving."""

    def __init__(self, qtbot, desk, case_id):
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.rows = FormRows(self.page)
        self.reference, self.end_use = TextField(), TextArea()
        self.informed = ChoiceBox({"not asked": "Not asked", "no": "No", "yes": "Yes"})
        self.autosave = Autosave(desk, self.rows)
        for label, name, field, kind in (
            ("Reference", "applicant_reference", self.reference, "name"),
            ("End-use", "end_use", self.end_use, "remark"),
            ("Informed", "exporter_informed", self.informed, ""),
        ):
            self.rows.add(label, field, name=name)
            self.autosave.keep(name, field, kind=kind)
        self.said = []
        self.autosave.state_changed.connect(self.said.append)
        self.desk, self.qtbot = desk, qtbot
        self.show(case_id)
        self.page.show()

    def show(self, case_id, **options):
        record = header_record(case_id)
        with self.desk.office.read() as connection:
            version, values = record.read(connection)
        self.autosave.show_record(record, version, values, **options)

    def refresh(self, case_id):
        with self.desk.office.read() as connection:
            version, values = header_record(case_id).read(connection)
        self.autosave.refresh(version, values)

    def settle(self):
        self.qtbot.waitUntil(lambda: self.autosave.is_settled)

    def problem(self, name):
        return self.rows.row(name).problem.text()


@pytest.fixture
def draft(office, actor):
    return office.write(actor("ana"), service.open_draft)[0]


@pytest.fixture
def stored(office):
    def read(case_id, name):
        with office.read() as connection:
            return getattr(store.case_by_id(connection, case_id), name)

    return read


@pytest.fixture
def form(qtbot, desk_of, draft, monkeypatch):
    monkeypatch.setattr(autosave, "PAUSE_MS", 60)
    return Form(qtbot, desk_of("ana"), draft)


def test_what_is_typed_is_in_the_database_a_moment_later_r14(qtbot, form, draft, stored):
    qtbot.keyClicks(form.reference, "HAV-2231")
    assert not form.autosave.is_settled
    form.settle()
    assert stored(draft, "applicant_reference") == "HAV-2231"
    assert [state.word for state in form.said][-2:] == ["saving", "saved"]


def test_somebody_who_types_without_a_pause_is_saved_all_the_same_r14(qtbot, form, draft, stored, monkeypatch):
    form.autosave._pause.setInterval(60_000)
    form.autosave._limit.setInterval(50)
    qtbot.keyClicks(form.end_use, "Spares")
    form.settle()
    assert stored(draft, "end_use") == "Spares"


def test_fields_typed_together_are_one_act(qtbot, form, draft, office):
    qtbot.keyClicks(form.reference, "A")
    qtbot.keyClicks(form.end_use, "B")
    form.settle()
    with office.read() as connection:
        acts = [entry.act for entry, _ in journal.entries(connection, case_id=draft)]
    assert acts == ["case.opened", "case.draft_saved"]


def test_a_choice_is_saved_by_keyboard(qtbot, form, draft, stored):
    form.informed.setFocus()
    qtbot.keyClick(form.informed, Qt.Key.Key_Down)
    form.settle()
    assert stored(draft, "exporter_informed") == "no"


def test_a_field_keeps_its_undo_over_a_save(qtbot, form, draft, stored):
    qtbot.keyClicks(form.reference, "one")
    form.settle()
    form.reference.undo()
    assert form.reference.text() == ""
    form.autosave.save_now()
    qtbot.keyClicks(form.end_use, "words")
    form.settle()
    form.refresh(draft)
    form.end_use.undo()
    assert form.end_use.toPlainText() == ""
    form.settle()


def test_outer_spaces_are_not_stored_but_stay_while_typing(qtbot, form, draft, stored):
    qtbot.keyClicks(form.reference, "HAV ")
    form.settle()
    form.refresh(draft)
    assert form.reference.text() == "HAV "
    qtbot.keyClicks(form.reference, "2231")
    form.settle()
    assert stored(draft, "applicant_reference") == "HAV 2231"


def test_what_somebody_else_saved_appears_in_fields_that_rest(qtbot, form, draft, office, actor):
    qtbot.keyClicks(form.reference, "mine")
    office.write(actor("ben"), lambda act: service.save_header(act, draft, 1, {"end_use": "Ben's words"}))
    form.refresh(draft)
    assert (form.reference.text(), form.end_use.toPlainText()) == ("mine", "Ben's words")
    form.settle()


def test_two_people_in_different_fields_do_not_disturb_each_other_r12(qtbot, form, draft, office, actor, stored):
    office.write(actor("ben"), lambda act: service.save_header(act, draft, 1, {"end_use": "Ben's words"}))
    qtbot.keyClicks(form.reference, "mine")
    form.settle()
    assert (stored(draft, "applicant_reference"), stored(draft, "end_use")) == ("mine", "Ben's words")


@pytest.mark.parametrize(("answer", "kept"), [("theirs", "Ben's words"), ("mine", "Ana's words")])
def test_two_people_in_one_field_see_both_sides_and_choose_r12(
    qtbot, form, draft, office, actor, stored, notices, answer, kept
):
    office.write(actor("ben"), lambda act: service.save_header(act, draft, 1, {"end_use": "Ben's words"}))
    notices.answers.append(answer)
    qtbot.keyClicks(form.reference, "HAV-1")
    qtbot.keyClicks(form.end_use, "Ana's words")
    form.settle()
    assert "Theirs: Ben's words" in notices.asked[0]
    assert "Yours: Ana's words" in notices.asked[0]
    assert (stored(draft, "end_use"), form.end_use.toPlainText()) == (kept, kept)
    assert stored(draft, "applicant_reference") == "HAV-1"
    assert form.problem("end_use") == ""
    if answer == "theirs":
        form.end_use.undo()
        assert form.end_use.toPlainText() == "Ana's words"
        form.settle()


def test_a_conflict_left_open_stays_beside_the_field_and_asks_again(qtbot, form, draft, office, actor, notices, stored):
    office.write(actor("ben"), lambda act: service.save_header(act, draft, 1, {"end_use": "Ben's words"}))
    notices.answers += [None, "mine"]
    qtbot.keyClicks(form.end_use, "Ana")
    qtbot.waitUntil(lambda: "somebody else changed this" in form.problem("end_use"))
    assert stored(draft, "end_use") == "Ben's words"
    qtbot.keyClicks(form.end_use, "!")
    form.settle()
    assert stored(draft, "end_use") == "Ana!"


def test_a_refused_field_keeps_its_text_with_the_sentence_beside_it_and_lets_the_others_through(
    qtbot, form, draft, stored
):
    form.reference.setMaxLength(400)
    qtbot.keyClicks(form.end_use, "good")
    form.reference.setText("x" * 201)
    form.autosave._on_edited(form.reference)
    qtbot.waitUntil(lambda: "201 characters" in form.problem("applicant_reference"))
    qtbot.waitUntil(lambda: stored(draft, "end_use") == "good")
    qtbot.waitUntil(lambda: form.said[-1].word == "problem")
    form.refresh(draft)
    assert form.reference.text() == "x" * 201
    qtbot.keyClick(form.reference, Qt.Key.Key_Backspace)
    assert form.problem("applicant_reference") == ""
    form.settle()
    assert stored(draft, "applicant_reference") == "x" * 200


def test_a_disk_that_is_full_for_a_while_loses_nothing_r07(qtbot, form, draft, stored, monkeypatch):
    form.autosave._again.setInterval(30)
    real, fail = service.save_header, [2]

    def stumble(*given):
        fail[0] -= 1
        if fail[0] >= 0:
            raise OfficeUnavailable("The disk is full. Make room on it; nothing typed is lost.")
        return real(*given)

    monkeypatch.setattr(service, "save_header", stumble)
    qtbot.keyClicks(form.end_use, "kept")
    form.settle()
    assert stored(draft, "end_use") == "kept"
    assert any("disk is full" in state.sentence for state in form.said)


def test_a_fault_nobody_has_a_sentence_for_keeps_the_text_and_tries_again_r07(qtbot, form, draft, stored, monkeypatch):
    form.autosave._again.setInterval(30)
    seen = []
    form.desk.jobs.unexpected.disconnect()
    form.desk.jobs.unexpected.connect(seen.append)
    real = service.save_header

    def stumble(*given):
        monkeypatch.setattr(service, "save_header", real)
        raise ZeroDivisionError

    monkeypatch.setattr(service, "save_header", stumble)
    qtbot.keyClicks(form.end_use, "kept")
    form.settle()
    assert stored(draft, "end_use") == "kept"
    assert len(seen) == 1
    assert any("saving is tried again" in state.sentence for state in form.said)


def test_flush_saves_at_once_and_in_order_while_a_save_is_under_way(qtbot, form, draft, stored):
    qtbot.keyClicks(form.end_use, "one")
    form.autosave.flush()
    qtbot.keyClicks(form.end_use, " two")
    form.autosave.flush()
    form.settle()
    assert stored(draft, "end_use") == "one two"


def test_a_form_that_is_gone_has_saved_what_was_flushed(qtbot, form, draft, stored):
    qtbot.keyClicks(form.end_use, "last words")
    form.autosave.flush()
    form.rows.deleteLater()
    qtbot.waitUntil(lambda: form.desk.jobs.is_idle)
    assert stored(draft, "end_use") == "last words"


def test_another_record_is_shown_after_the_first_was_saved(qtbot, form, draft, office, actor, stored):
    second, _ = office.write(actor("ana"), service.open_draft)
    qtbot.keyClicks(form.end_use, "of the first")
    form.show(second)
    assert form.end_use.toPlainText() == ""
    qtbot.waitUntil(lambda: form.desk.jobs.is_idle)
    assert (stored(draft, "end_use"), stored(second, "end_use")) == ("of the first", "")


def test_a_conflict_of_the_record_left_behind_is_told_with_both_sides_r12(qtbot, form, draft, office, actor, notices):
    second, _ = office.write(actor("ana"), service.open_draft)
    office.write(actor("ben"), lambda act: service.save_header(act, draft, 1, {"end_use": "Ben's words"}))
    qtbot.keyClicks(form.end_use, "Ana's words")
    form.show(second)
    qtbot.waitUntil(lambda: form.desk.jobs.is_idle)
    (told,) = notices.problems
    assert isinstance(told, StaleCase)
    assert told.yours == {"end_use": "Ana's words"}
    notices.problems.clear()


def test_an_older_reading_does_not_overwrite_what_was_saved_since(qtbot, form, draft, office):
    record = header_record(draft)
    with office.read() as connection:
        old = record.read(connection)
    qtbot.keyClicks(form.end_use, "newer")
    form.settle()
    form.autosave.refresh(*old)
    assert form.end_use.toPlainText() == "newer"


def test_a_locked_form_is_read_only_and_still_readable(qtbot, form, draft):
    form.show(draft, locked=True)
    qtbot.keyClicks(form.reference, "x")
    qtbot.keyClicks(form.end_use, "x")
    qtbot.keyClick(form.informed, Qt.Key.Key_Down)
    assert (form.reference.text(), form.end_use.toPlainText(), form.informed.value()) == ("", "", "not asked")
    assert form.informed.isEnabled()
    form.informed.showPopup()
    assert not form.informed.view().isVisible()


def test_letters_that_look_alike_are_admitted_with_a_warning_beside_the_field_r38(qtbot, form):
    form.reference.setFocus()
    form.reference.insert("Аcme")
    form.autosave._on_edited(form.reference)
    form.settle()
    qtbot.waitUntil(lambda: "mixes letters" in form.problem("applicant_reference"))
    assert form.rows.row("applicant_reference").problem.property("role") == "warning"
    form.reference.clear()
    qtbot.keyClicks(form.reference, "Acme")
    assert form.problem("applicant_reference") == ""
    form.settle()


def test_a_field_that_cannot_be_read_is_not_sent(qtbot, form, draft, monkeypatch):
    def unreadable():
        raise UserError("no day")

    monkeypatch.setattr(form.reference, "value", unreadable)
    qtbot.keyClicks(form.reference, "x")
    form.autosave.flush()
    assert form.problem("applicant_reference") == "no day"
    assert form.desk.jobs.is_idle
    assert not form.autosave.is_settled
