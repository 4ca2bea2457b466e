"""What somebody does at another workstation shows here without a key press (R61)."""

import pytest

from desktop.cases import service
from desktop.shell.office_watch import OfficeWatch
from tests.builders.cases import a_draft


@pytest.fixture
def heard(desk_of, qtbot):
    desk = desk_of("ana")
    watch = OfficeWatch(desk)
    changes = []
    desk.jobs.changed.connect(lambda what, _owner: changes.append(what))

    def look():
        changes.clear()
        watch.look()
        qtbot.waitUntil(lambda: desk.jobs.is_idle)
        return changes

    look()
    return desk, look


def test_an_act_of_somebody_else_is_heard_once(office, actor, heard):
    _, look = heard
    assert look() == []
    case_id = a_draft(office, actor("ben"))
    (change,) = look()
    assert change.touches("decisions", case_id)
    assert look() == []


def test_ones_own_acts_are_not_news(qtbot, heard):
    desk, look = heard
    desk.jobs.write(desk.jobs, service.open_draft)
    qtbot.waitUntil(lambda: desk.jobs.is_idle)
    assert look() == []


def test_the_first_look_tells_nothing_of_the_past(office, actor, desk_of, qtbot):
    a_draft(office, actor("ben"))
    desk = desk_of("ana")
    changes = []
    desk.jobs.changed.connect(lambda what, _owner: changes.append(what))
    OfficeWatch(desk).look()
    qtbot.waitUntil(lambda: desk.jobs.is_idle)
    assert changes == []
