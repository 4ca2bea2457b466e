"""The program as a whole: arguments, no screen, signing in and out, dressing, leaving."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop import __main__ as entry
from desktop.cases.queries import Queue, queue_counts
from desktop.crash_log import CrashLog
from desktop.errors import OfficeUnavailable
from desktop.settings import APPEARANCE, PersonalSettings
from desktop.shell.actions import ActionId
from desktop.shell.preferences_dialog import PreferencesDialog
from desktop.shell.program import Program
from desktop.widgets.colours import is_dark
from tests.conftest import PASSWORD
from tests.shell.conftest import deliver_deletions


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ("", False)),
        (["--demo"], ("", True)),
        (["--office", "a.casement"], ("a.casement", False)),
        (["--office=postgresql://x/y", "--demo"], ("postgresql://x/y", True)),
        (["--office"], None),
        (["--help"], None),
        (["verify"], None),
        (["verify", "--office", "a.casement"], None),
    ],
)
def test_the_window_opens_without_a_command(words, expected):
    assert entry._window_wanted(words) == expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens are found otherwise elsewhere")
@pytest.mark.parametrize("display", [None, ":4711"])
def test_without_a_screen_one_line_names_the_demo_command(display):
    environment = {
        key: value for key, value in os.environ.items() if key not in {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    }
    if display:
        environment["DISPLAY"] = display
    command = [sys.executable, "-m", "desktop", "--demo"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    assert "casement demo DIR" in line


def test_the_first_window_loads_nothing_heavy():
    heavy = ("sqlalchemy", "alembic", "reportlab", "cryptography", "argon2", "yaml", "pikepdf", "PySide6.QtNetwork")
    script = (
        "import sys\n"
        "from desktop.__main__ import make_program\n"
        "made = make_program()\n"
        f"print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def program(qtbot, qapp, tmp_path, place):  # the office goes after whoever has it open
    made = Program(qapp, PersonalSettings(tmp_path), CrashLog(tmp_path))
    yield made
    if made.window is not None:
        made.window.close()
        qtbot.waitUntil(lambda: made.window is None)
    qtbot.waitUntil(lambda: made.background.is_idle)
    made.card.close()
    made.card.deleteLater()
    made.deleteLater()
    deliver_deletions()


def sign_in(qtbot, program, place, name="ana"):
    program.start(place.address, make_demo=False)
    for field, text in zip(program.card.findChildren(QLineEdit), (name, PASSWORD), strict=True):
        field.setText(text)
    qtbot.keyClick(program.card.findChildren(QLineEdit)[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    qtbot.waitUntil(lambda: program.window.is_settled)


def test_signing_in_opens_the_window_and_signing_out_brings_the_card_back(qtbot, program, place):
    sign_in(qtbot, program, place)
    assert program.window.isVisible()
    assert not program.card.isVisible()
    program.window.menus.actions[ActionId.SWITCH_PERSON].trigger()
    qtbot.waitUntil(program.card.isVisible)
    assert program.window is None


def test_a_new_case_is_saved_when_the_window_is_closed_at_once(qtbot, program, place):
    sign_in(qtbot, program, place)
    program.window.menus.actions[ActionId.NEW_CASE].trigger()
    program.window.menus.actions[ActionId.SWITCH_PERSON].trigger()
    qtbot.waitUntil(program.card.isVisible)
    with program.card.opened.office.read() as connection:
        counts = queue_counts(connection, 1, program.card.opened.office.clock.now().date())
    assert counts[Queue.DRAFTS] == 1


def test_the_window_turns_dark_from_the_menu_and_stays_so(qtbot, program, place, tmp_path):
    sign_in(qtbot, program, place)
    program._settings.set(APPEARANCE, "light")
    program.dress()
    assert not is_dark()
    program.window.menus.actions[ActionId.APPEARANCE].trigger()
    assert is_dark()
    assert PersonalSettings(tmp_path).text(APPEARANCE) == "dark"
    assert program.window.menus.actions[ActionId.APPEARANCE].isChecked()
    program.window.menus.actions[ActionId.APPEARANCE].trigger()
    assert not is_dark()


def test_closing_the_window_leaves_the_program(qtbot, qapp, program, place, monkeypatch):
    left = []
    monkeypatch.setattr(qapp, "quit", lambda: left.append(True))
    monkeypatch.setattr(program, "_app", qapp)
    sign_in(qtbot, program, place)
    program.window.menus.actions[ActionId.QUIT].trigger()
    qtbot.waitUntil(lambda: bool(left))
    assert program.window is None
    program.card.opened = None


def test_a_server_that_is_gone_keeps_nobody_from_leaving(qapp, program, monkeypatch):
    def gone():
        raise OfficeUnavailable("The server does not answer.")

    left = []
    monkeypatch.setattr(program, "_app", SimpleNamespace(quit=lambda: left.append(True)))
    program.card.opened = SimpleNamespace(office=SimpleNamespace(close=gone))
    program._quit()
    program.card.opened = None
    assert left == [True]


def test_a_window_is_freed_when_its_person_signs_out(qtbot, program, place):
    sign_in(qtbot, program, place)
    window = program.window
    window.menus.actions[ActionId.SWITCH_PERSON].trigger()
    qtbot.waitUntil(program.card.isVisible)
    deliver_deletions()
    assert not shiboken6.isValid(window)


def test_an_empty_office_is_set_up_and_then_signed_in_to(qtbot, program, opened):
    program.card.show()
    program.card.set_up_wanted.emit(opened._replace(is_set_up=False))
    set_up = program._set_up
    assert set_up.isVisible()
    assert not program.card.isVisible()
    set_up._on_made(opened)
    assert program.card.isVisible()
    assert not set_up.isVisible()
    program.card.opened = None


def test_whoever_gives_the_set_up_up_leaves_the_program(program, opened, monkeypatch):
    left = []
    monkeypatch.setattr(program, "_app", SimpleNamespace(quit=lambda: left.append(True)))
    program.card.set_up_wanted.emit(opened._replace(is_set_up=False))
    program._set_up.close()
    assert left == [True]


def test_preferences_open_from_the_menu_and_reach_the_idle_watch(qtbot, program, place):
    sign_in(qtbot, program, place)
    program.window.menus.actions[ActionId.PREFERENCES].trigger()
    dialog = program.window.findChild(PreferencesDialog)
    dialog._lock_after.setValue(2)
    assert program._idle._seconds == 120
    dialog.close()


def test_the_menu_locks_the_window(qtbot, program, place):
    sign_in(qtbot, program, place)
    program.window.menus.actions[ActionId.LOCK].trigger()
    assert program.lock.is_locked
    program.lock.page.sign_out_wanted.emit()
    qtbot.waitUntil(program.card.isVisible)
