"""A signed-in window on the small office, and the program around it; both are closed and freed when the test ends."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.cases import queries
from desktop.shell import theme
from desktop.startup import OpenedOffice, SignedIn


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def dressed(qapp):
    theme.apply(qapp)
    return qapp


def deliver_deletions():
    """Let Qt free what is to be deleted later."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def opened(office):
    return OpenedOffice(office, is_set_up=True, is_demo=False, name="Licensing Office of Merania", time_zone="UTC")


@pytest.fixture
def window_of(opened, actor, qtbot, dressed):
    """Give the main window of a named person, shown and settled."""
    from desktop.shell.main_window import MainWindow

    made = []
    bugs = []

    def give(name="ana"):
        with opened.office.read() as connection:
            who = SignedIn(actor(name), queries.colleagues(connection))
        window = MainWindow(opened, who)
        window.unexpected.connect(bugs.append)
        made.append(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.is_settled)
        return window

    yield give
    for window in made:
        qtbot.waitUntil(lambda window=window: window.jobs.is_idle)
        window.close()
        qtbot.waitUntil(lambda window=window: not window.isVisible())
        window.deleteLater()
    deliver_deletions()
    if bugs:
        raise bugs[0]
