"""What the tests of the case screens share: drafts, reading back, and waiting until a tab has shown its case."""

import pytest

from desktop.cases import service, store
from desktop.cases.ui import goods_book
from desktop.widgets import autosave


@pytest.fixture
def draft(office, actor):
    """An empty draft opened by Ana."""
    return office.write(actor("ana"), service.open_draft)[0]


@pytest.fixture
def case_of(office):
    """Read one case whole."""

    def read(case_id):
        with office.read() as connection:
            return store.case_by_id(connection, case_id)

    return read


@pytest.fixture
def swift(monkeypatch, tmp_path):
    """Save soon, and remember column widths nowhere else."""
    for module in (autosave, goods_book):
        monkeypatch.setattr(module, "PAUSE_MS", 60)
        monkeypatch.setattr(module, "AGAIN_MS", 60)
    monkeypatch.setattr("desktop.widgets.remembered.settings_folder", lambda: tmp_path)


@pytest.fixture
def shown(qtbot, swift):
    """Show a case in a tab, active, and wait until it is there."""

    def show(tab, case_id):
        qtbot.addWidget(tab)
        with qtbot.waitActive(tab):
            tab.show()
            tab.activateWindow()
        tab.show_case(case_id)
        qtbot.waitUntil(lambda: tab.desk.jobs.is_idle)
        return tab

    return show
