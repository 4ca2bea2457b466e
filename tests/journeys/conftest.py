"""A workstation of the small office: the real program from its sign-in card on, and people who sit down at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.clock import StandingClock
from desktop.crash_log import CrashLog
from desktop.office import Office
from desktop.settings import PersonalSettings
from desktop.shell.program import Program
from tests.conftest import Place
from tests.journeys.driver_sign_in import SignInDriver
from tests.journeys.keyboard import Keyboard
from tests.journeys.person import Person
from tests.shell.conftest import deliver_deletions

SIZE = (1440, 900)


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

    def seats(self, name: str) -> Person:
        """Let somebody sign in."""
        self.card.signs_in(name)
        assert self.program.window is not None
        self.program.window.resize(*SIZE)
        self.keyboard.settle()
        return Person(self.program, self.keyboard, self.picture)

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
        return program.background.is_idle and (window is None or window.is_settled)

    keyboard = Keyboard(qtbot, is_settled)
    station = Workstation(program, keyboard, tmp_path / "pictures")
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
    assert not crashes.file.exists(), crashes.file.read_text()


@pytest.fixture
def application() -> Callable[[str], object]:
    """Give the application behind a demo case, as the applicant sent it in."""
    from desktop.demo import layout

    known = {case.code: case for case in layout.cases()}
    return known.__getitem__
