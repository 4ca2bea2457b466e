"""Bugs (R48, R64): one plain window with a number, a log without a word of any case, and a program that goes on."""

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from desktop.crash_log import LARGEST_LOG, CrashLog
from desktop.errors import UserError
from desktop.settings import PersonalSettings
from desktop.shell.actions import ActionId
from desktop.shell.crash_dialog import CrashDialog
from desktop.shell.program import Program

SECRET = "Ngata Optics, 12 gyroscopes"


def broken(depth=0):
    if depth:
        return broken(depth - 1)
    raise RuntimeError(SECRET)


def caught(call=broken):
    try:
        call()
    except RuntimeError as error:
        return error
    raise AssertionError


@pytest.fixture
def program(qtbot, qapp, tmp_path):
    made = Program(qapp, PersonalSettings(tmp_path), CrashLog(tmp_path))
    yield made
    made.card.close()
    made.card.deleteLater()
    made.deleteLater()


def crash_dialogs(program):
    return [dialog for dialog in program.card.findChildren(CrashDialog) if dialog.isVisible()]


def test_r64_the_log_says_where_and_what_kind_and_not_a_word_of_the_case(tmp_path):
    report = CrashLog(tmp_path).note(caught())
    written = (tmp_path / "casement.log").read_text()
    assert report.number in written
    assert "builtins.RuntimeError" in written
    assert "test_crash.py" in written
    assert "Ngata" not in written
    assert SECRET not in report.text


def test_r64_neither_does_a_database_error_tell_its_values(tmp_path, office):
    from sqlalchemy import text

    def call():
        try:
            with office.read() as connection:
                connection.execute(text("SELECT nothing FROM cases WHERE applicant_name = :name"), {"name": SECRET})
        except Exception as error:
            raise RuntimeError(str(error)) from error

    written = CrashLog(tmp_path).note(caught(call)).text
    assert "Ngata" not in written
    assert "sqlalchemy.exc" in written, "the cause is named by its kind"


def test_one_origin_is_written_once_per_run(tmp_path):
    log = CrashLog(tmp_path)
    reports = [log.note(caught()) for _ in range(3)]
    assert [report.is_repeated for report in reports] == [False, True, True]
    assert len({report.number for report in reports}) == 1
    other = log.note(caught(lambda: broken(1)))
    assert not other.is_repeated
    assert other.number != reports[0].number


def test_a_log_that_cannot_be_written_does_not_hide_the_bug(tmp_path):
    (tmp_path / "casement.log").mkdir()
    assert CrashLog(tmp_path).note(caught()).number


def test_a_large_log_begins_anew_and_the_old_one_is_kept(tmp_path):
    (tmp_path / "casement.log").write_text("x" * (LARGEST_LOG + 1))
    CrashLog(tmp_path).note(caught())
    assert (tmp_path / "casement.log").stat().st_size < 10_000
    assert (tmp_path / "casement.old.log").exists()


def test_r48_a_bug_shows_one_plain_window_with_its_number_and_the_program_goes_on(qtbot, program):
    program.card.show()
    program.report(caught())
    program.report(caught())
    dialogs = crash_dialogs(program)
    assert len(dialogs) == 1, "the same origin is told once"
    report = dialogs[0].findChild(QPlainTextEdit).toPlainText()
    assert SECRET not in report
    go_on = next(button for button in dialogs[0].findChildren(QPushButton) if button.text() == "Go on")
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    assert crash_dialogs(program) == []
    assert program.card.isVisible()


def test_r48_bugs_in_slots_and_threads_reach_the_window(qtbot, program, monkeypatch):
    program.card.show()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    program.catch_bugs()
    error = caught()
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: len(crash_dialogs(program)) == 1)
    thread = threading.Thread(target=lambda: broken(2))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(crash_dialogs(program)) == 2)


def test_a_bug_in_a_task_of_the_beginning_reaches_the_window_too(qtbot, program):
    program.card.show()
    program.background.run(lambda _tell: broken(), lambda _result: None, lambda _error: None)
    qtbot.waitUntil(lambda: len(crash_dialogs(program)) == 1)


@pytest.mark.parametrize("action", list(ActionId))
def test_r48_an_exception_in_any_action_leaves_the_window_usable(qtbot, window_of, action, monkeypatch):
    window = window_of("ana")
    item = window.menus.actions[action]
    item.triggered.disconnect()

    def breaks():
        raise RuntimeError(action)

    item.triggered.connect(breaks)
    item.setEnabled(True)
    with qtbot.captureExceptions() as exceptions:
        item.trigger()
    assert [str(value) for _, value, _ in exceptions] == [action.value]
    window.case_list.reload()
    qtbot.waitUntil(lambda: window.is_settled)


def test_what_a_person_can_put_right_is_no_crash(qtbot, window_of, monkeypatch):
    window = window_of("ana")
    window.jobs.unexpected.emit(UserError("The certificate expired. Ask for a new one."))
    assert window._notices.problems_shown == 1
