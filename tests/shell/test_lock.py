"""The idle lock (R24): everything hides, typed text stays, only the same person's password opens it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop.settings import LOCK_AFTER, PersonalSettings
from desktop.shell.background import Background
from desktop.shell.idle_watch import IdleWatch
from desktop.shell.lock import WindowLock
from tests.conftest import PASSWORD


class Hands:
    """A clock that is set by hand."""

    def __init__(self):
        self.seconds = 1_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock_hands():
    return Hands()


def wait_minutes(watch, hands, minutes):
    for _ in range(int(minutes * 60 / 5)):
        hands.seconds += 5
        watch.look()


def test_r24_the_window_locks_after_ten_idle_minutes_and_once(qtbot, qapp, clock_hands, tmp_path):
    minutes = PersonalSettings(tmp_path).number(LOCK_AFTER)
    assert minutes == 10
    watch = IdleWatch(minutes, now=clock_hands)
    told = []
    watch.idle.connect(lambda: told.append(clock_hands.seconds))
    wait_minutes(watch, clock_hands, 9.9)
    assert told == []
    wait_minutes(watch, clock_hands, 5)
    assert len(told) == 1
    assert told[0] == pytest.approx(1_600, abs=6)


def test_r24_no_setting_makes_it_wait_longer_than_fifteen_minutes(qtbot, qapp, clock_hands, tmp_path):
    settings = PersonalSettings(tmp_path)
    with pytest.raises(ValueError, match="does not admit"):
        settings.set(LOCK_AFTER, 16)
    (tmp_path / "settings.json").write_text('{"lock_after_minutes": 600}')
    assert PersonalSettings(tmp_path).number(LOCK_AFTER) == 10
    watch = IdleWatch(600, now=clock_hands)
    with qtbot.waitSignal(watch.idle):
        wait_minutes(watch, clock_hands, 15)


def test_r24_a_machine_that_slept_is_locked_when_it_wakes(qtbot, qapp, clock_hands):
    watch = IdleWatch(10, now=clock_hands)
    clock_hands.seconds += 90
    with qtbot.waitSignal(watch.idle):
        watch.look()


def test_a_key_press_begins_the_wait_anew(qtbot, window_of, clock_hands):
    window = window_of("ana")
    watch = IdleWatch(10, window, now=clock_hands)
    watch._on_window(window.windowHandle())
    told = []
    watch.idle.connect(lambda: told.append(1))
    wait_minutes(watch, clock_hands, 8)
    from PySide6.QtTest import QTest

    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    wait_minutes(watch, clock_hands, 8)
    assert told == []


@pytest.fixture
def locked(qtbot, window_of, opened):
    window = window_of("ana")
    window._search.setText("half a word")
    window._search.setFocus()
    window._on_handbook()
    background = Background()
    lock = WindowLock(window, opened, background)
    lock.lock()
    yield window, lock
    qtbot.waitUntil(lambda: background.is_idle)


def test_r24_a_locked_window_shows_nothing_and_every_other_window_hides(locked):
    window, lock = locked
    assert lock.is_locked
    assert not window.case_list.isVisible()
    assert not window.workspace.isVisible()
    assert not window.menuBar().isVisible()
    assert not window.statusBar().isVisible()
    assert window.windowTitle() == "Casement, locked"
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [window]


def test_r24_shortcuts_do_nothing_while_the_window_is_locked(qtbot, locked):
    window, lock = locked
    qtbot.keyClick(lock.page.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(lock.page.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    assert window.workspace.case_id is None


def test_r24_the_password_brings_everything_back_as_it_was(qtbot, locked):
    window, lock = locked
    page = lock.page
    qtbot.keyClicks(page.findChild(QLineEdit), "wrong")
    qtbot.keyClick(page.findChild(QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.findChild(QLineEdit).isEnabled(), timeout=20_000)
    assert lock.is_locked
    page.findChild(QLineEdit).clear()
    qtbot.keyClicks(page.findChild(QLineEdit), PASSWORD)
    qtbot.keyClick(page.findChild(QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not lock.is_locked, timeout=20_000)
    assert window.case_list.isVisible()
    assert window._search.text() == "half a word"
    assert window._handbook.isVisible()
    assert window.windowTitle().startswith("Licensing Office of Merania")


def test_somebody_else_can_sign_out_of_a_locked_window(qtbot, locked):
    _, lock = locked
    out = next(button for button in lock.page.findChildren(QPushButton) if button.text() == "Sign out")
    with qtbot.waitSignal(lock.sign_out_wanted):
        qtbot.mouseClick(out, Qt.MouseButton.LeftButton)
