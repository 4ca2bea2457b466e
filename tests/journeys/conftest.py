"""A workstation of the small office: the real program from its sign-in card on, and people who sit down at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop.actor import Actor
from desktop.administration import store
from desktop.clock import StandingClock
from desktop.crash_log import CrashLog
from desktop.demo import layout
from desktop.demo.layout import DemoCase
from desktop.office import Office
from desktop.settings import PersonalSettings
from desktop.shell.program import Program
from desktop.shell.sign_in_card import SignInCard
from tests.conftest import Place
from tests.journeys.driver_sign_in import SignInDriver
from tests.journeys.keyboard import Keyboard
from tests.journeys.papers import Paper, statement_for
from tests.journeys.person import Person
from tests.shell.conftest import deliver_deletions

SIZE = (1440, 900)


class StrayWindows(QObject):
    """Notices every part of a window that comes up as a window of its own, and takes the focus with it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is shown."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            is_window = isinstance(watched, QMainWindow | QDialog | SignInCard)
            if not is_window and watched.windowType() is Qt.WindowType.Window:
                self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


class Workstation:
    """One chair, one program, one person after the other."""

    def __init__(self, program: Program, keyboard: Keyboard, pictures: Path) -> None:
        self.program = program
        self.keyboard = keyboard
        self.card = SignInDriver(program, keyboard)
        self._pictures = pictures
        self._taken = 0

    @property
    def office(self) -> Office:
        """The office that is open here."""
        assert self.program.card.opened is not None
        return self.program.card.opened.office

    def actor(self, name: str) -> Actor:
        """Return a person of the office, for what was done before the journey begins."""
        with self.office.read() as connection:
            one = next(someone for someone in store.people(connection) if someone.sign_in_name == name)
        return Actor(one.person_id, one.sign_in_name, one.full_name, one.title, one.roles)

    def seats(self, name: str) -> Person:
        """Let somebody sign in."""
        self.card.signs_in(name)
        assert self.program.window is not None
        self.program.window.resize(*SIZE)
        self.keyboard.settle()
        return Person(self.program, self.keyboard, self.picture)

    def statement_for(self, application: DemoCase) -> Paper:
        """Return the statement that came in with an application, dated by the office's calendar."""
        return statement_for(application, self.office.clock.now().date())

    def picture(self, name: str) -> None:
        """Keep a picture of the window and what lies over it, for whoever wants to look at a step."""
        self._taken += 1
        self._pictures.mkdir(exist_ok=True)
        for number, window in enumerate(w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()):
            over = f" over {number}" if number else ""
            window.grab().save(str(self._pictures / f"{self._taken:02d} {name}{over}.png"))


@pytest.fixture
def workstation(
    qtbot: QtBot,
    qapp: QApplication,
    place: Place,
    clock: StandingClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Workstation]:
    """Start the program on the small office; only its clock is ours."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("desktop.office.Office", lambda address: place.open(clock))
    crashes = CrashLog(tmp_path / "crashes")
    program = Program(qapp, PersonalSettings(tmp_path / "config"), crashes)

    def is_settled() -> bool:
        window = program.window
        return program.background.is_idle and (window is None or window.jobs.is_idle)

    keyboard = Keyboard(qtbot, is_settled)
    station = Workstation(program, keyboard, tmp_path / "pictures")
    stray = StrayWindows()
    qapp.installEventFilter(stray)
    program.start(place.address, make_demo=False)
    qtbot.waitUntil(lambda: program.card.opened is not None, timeout=20_000)
    yield station
    if program.window is not None:
        program.window.close()
        qtbot.waitUntil(lambda: program.window is None, timeout=20_000)
    qtbot.waitUntil(lambda: program.background.is_idle)
    program.card.close()
    program.card.deleteLater()
    program.deleteLater()
    deliver_deletions()
    qapp.removeEventFilter(stray)
    assert stray.seen == []
    assert not crashes.file.exists(), crashes.file.read_text()


@pytest.fixture
def application() -> Callable[[str], DemoCase]:
    """Give the application behind a demo case, as the applicant sent it in."""
    known = {case.code: case for case in layout.cases()}
    return known.__getitem__
