"""Jobs: results come back to the window's thread, and nothing of Qt ever dies on a working thread."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject

from desktop.errors import UserError
from desktop.widgets.collector import Collector
from desktop.widgets.jobs import Jobs

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def jobs(office, actor, qtbot):
    made = Jobs(office, actor("ana"))
    yield made
    qtbot.waitUntil(lambda: made.is_idle)
    made.shut_down()


class Owner(QObject):
    """A screen that notes the thread on which it goes."""

    def __init__(self, gone: list[str]) -> None:
        super().__init__()
        self.got: list[object] = []
        self._gone = gone

    def take(self, result: object) -> None:
        self.got.append(result)

    def __del__(self) -> None:
        self._gone.append(threading.current_thread().name)


def test_a_result_comes_back_on_the_windows_thread(jobs, qtbot):
    seen = []
    jobs.run(
        jobs,
        lambda _job: threading.current_thread().name,
        lambda name: seen.append((name, threading.current_thread())),
        title="Try",
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("reader")
    assert seen[0][1] is threading.main_thread()


def test_an_owner_let_go_while_its_job_runs_goes_on_the_windows_thread(jobs, qtbot):
    gone: list[str] = []
    for _ in range(50):
        owner = Owner(gone)
        jobs.run(owner, lambda _job, held=owner: bool(held), owner.take, title="Try")
        del owner
    qtbot.waitUntil(lambda: jobs.is_idle and len(gone) == 50)
    assert set(gone) == {threading.main_thread().name}


def test_an_owner_in_the_frames_of_an_error_goes_on_the_windows_thread(jobs, qtbot):
    gone: list[str] = []
    refused = []

    def fails(owner: Owner):
        def work(_job):
            held = owner
            raise UserError(f"no {held.objectName()}")

        return work

    for _ in range(20):
        owner = Owner(gone)
        jobs.run(owner, fails(owner), owner.take, title="Try", failed=refused.append)
    del owner
    qtbot.waitUntil(lambda: jobs.is_idle)
    refused.clear()

    def all_gone() -> bool:
        gc.collect()
        return len(gone) == 20

    qtbot.waitUntil(all_gone)
    assert set(gone) == {threading.main_thread().name}


def test_a_cycle_of_widgets_is_not_collected_by_a_working_thread(jobs, qtbot):
    gone: list[str] = []

    def fills_memory(_job):
        return len([[number] for number in range(200_000)])

    for _ in range(20):
        first, second = Owner(gone), Owner(gone)
        first.other, second.other = second, first
    del first, second
    done = []
    jobs.run(jobs, fills_memory, done.append, title="Try")
    qtbot.waitUntil(lambda: bool(done))
    gc.collect()
    assert set(gone) == {threading.main_thread().name}


def test_python_collects_by_itself_again_after_the_last_collector(qapp):
    first, second = Collector(), Collector()
    first.start()
    second.start()
    assert not gc.isenabled()
    first.stop()
    assert not gc.isenabled()
    second.stop()
    assert gc.isenabled()


def test_a_collector_that_goes_gives_collecting_back(qapp):
    one = Collector()
    one.start()
    one.deleteLater()
    del one
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    assert gc.isenabled()


def test_what_is_due_is_collected(qapp):
    collector = Collector()
    collector.start()
    try:
        cycle = []
        cycle.append(cycle)
        kept = [[number] for number in range(gc.get_threshold()[0] + 10)]
        before = gc.get_count()[0]
        collector.collect_due()
        assert gc.get_count()[0] < before
        assert len(kept) > 0
    finally:
        collector.stop()
