"""Dialogs: plain text, answered by keyboard, freed when they close; nothing blocks."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.crash_log import CrashLog
from desktop.errors import StaleCase, UserError
from desktop.settings import PersonalSettings
from desktop.shell.about import AboutDialog
from desktop.shell.crash_dialog import CrashDialog
from desktop.shell.dialogs import ConflictDialog, PasswordDialog, QuestionDialog, TextDialog
from desktop.shell.notice_bar import NoticeBar
from desktop.shell.preferences_dialog import PreferencesDialog
from desktop.shell.window_notices import WindowNotices
from desktop.widgets.notices import Choice
from tests.shell.conftest import deliver_deletions

CHOICES = [Choice("keep", "Keep mine", is_default=True), Choice("theirs", "Show theirs")]


@pytest.fixture
def parent(qtbot, dressed):
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def speaking(parent):
    return WindowNotices(parent, NoticeBar(parent))


def only(parent, kind):
    (found,) = parent.findChildren(kind)
    return found


def report(tmp_path):
    return CrashLog(tmp_path).note(ValueError())


@pytest.mark.parametrize(
    "make",
    [
        lambda parent, _tmp: QuestionDialog("Title", "Question?", CHOICES, lambda _key: None, parent),
        lambda parent, _tmp: PasswordDialog("Sign", "Why", lambda _password: None, parent),
        lambda parent, _tmp: TextDialog("Reason", "Why?", lambda _text: None, parent),
        lambda parent, _tmp: ConflictDialog("Changed", {"a": 1}, {"a": 2}, parent),
        lambda parent, tmp: CrashDialog(report(tmp), parent),
        lambda parent, tmp: PreferencesDialog(PersonalSettings(tmp), parent),
        lambda parent, _tmp: AboutDialog(parent),
    ],
    ids=["question", "password", "text", "conflict", "crash", "preferences", "about"],
)
def test_a_dialog_is_freed_when_it_closes(qtbot, parent, tmp_path, make):
    dialog = make(parent, tmp_path)
    dialog.open()
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))
    dialog.close()
    deliver_deletions()
    assert not shiboken6.isValid(dialog)


def test_enter_gives_the_default_answer(qtbot, parent, speaking):
    answers = []
    speaking.ask("Somebody saved", "Which one?", CHOICES, answers.append)
    qtbot.keyClick(only(parent, QuestionDialog), Qt.Key.Key_Return)
    assert answers == ["keep"]


def test_closing_a_question_answers_nothing(qtbot, parent, speaking):
    answers = []
    speaking.ask("Somebody saved", "Which one?", CHOICES, answers.append)
    qtbot.keyClick(only(parent, QuestionDialog), Qt.Key.Key_Escape)
    assert answers == []


def test_r21_the_password_is_given_once_and_not_kept(qtbot, parent, speaking):
    given = []
    speaking.ask_password("Sign", "Your password signs the recommendation.", given.append)
    dialog = only(parent, PasswordDialog)
    field = dialog.findChild(QLineEdit)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert given == [], "an empty password signs nothing"
    qtbot.keyClicks(field, "seven grey herons")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given == ["seven grey herons"]
    assert field.text() == ""


def test_a_reason_must_be_words(qtbot, parent, speaking):
    given = []
    speaking.ask_text("Withdrawn", "Why?", given.append, text="as before")
    dialog = only(parent, TextDialog)
    field = dialog.findChild(QPlainTextEdit)
    go_on = next(button for button in dialog.findChildren(QPushButton) if button.property("primary"))
    field.setPlainText("  \n ")
    assert not go_on.isEnabled()
    field.setPlainText(" letter of 3 May ")
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    assert given == ["letter of 3 May"]


def test_files_are_chosen_without_blocking(qtbot, parent, speaking, tmp_path):
    chosen = []
    speaking.choose_files("Attach", "Papers (*.pdf)", chosen.extend)
    only(parent, QFileDialog).filesSelected.emit([str(tmp_path / "a.pdf")])
    assert chosen == [tmp_path / "a.pdf"]


def test_a_target_is_chosen_without_blocking(qtbot, parent, speaking, tmp_path):
    chosen = []
    speaking.choose_target("Save the letter", "letter.pdf", "PDF (*.pdf)", chosen.append)
    only(parent, QFileDialog).fileSelected.emit(str(tmp_path / "letter.pdf"))
    assert chosen == [tmp_path / "letter.pdf"]


def test_good_news_leaves_by_itself_and_a_problem_stays(qtbot, parent, speaking, monkeypatch):
    monkeypatch.setattr("desktop.shell.notice_bar.SHOWN_FOR_MS", 30)
    bar = only(parent, NoticeBar)
    speaking.tell("Registered as MX-2027-00012.")
    assert bar.isVisible()
    assert bar.sentence == "Registered as MX-2027-00012."
    qtbot.waitUntil(lambda: not bar.isVisible())
    speaking.problem(UserError("The certificate expired on 3 May."))
    qtbot.wait(60)  # longer than good news stays
    assert bar.isVisible()
    assert bar.property("tone") == "problem"


def test_a_long_problem_gets_a_dialog_and_a_conflict_shows_both_sides(qtbot, parent, speaking):
    speaking.problem(UserError("Something is missing. " * 30))
    assert only(parent, QuestionDialog)
    speaking.problem(StaleCase("Changed.", yours={"end_use": "<b>rockets</b>"}, theirs={"end_use": "kites"}))
    texts = [label.text() for label in only(parent, ConflictDialog).findChildren(QLabel)]
    assert "<b>rockets</b>" in texts
    assert "kites" in texts
    assert speaking.problems_shown == 2


def test_preferences_take_effect_at_once(qtbot, parent, tmp_path):
    settings = PersonalSettings(tmp_path)
    dialog = PreferencesDialog(settings, parent)
    with qtbot.waitSignals([dialog.changed, dialog.changed]):
        dialog._appearance.setCurrentIndex(2)
        dialog._lock_after.setValue(5)
    again = PersonalSettings(tmp_path)
    from desktop.settings import APPEARANCE, LOCK_AFTER

    assert again.text(APPEARANCE) == "dark"
    assert again.number(LOCK_AFTER) == 5
    dialog.close()
