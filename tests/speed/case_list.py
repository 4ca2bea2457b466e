"""The case list over a million cases: what a person waits for, beside the raw SQL of the same run.

    python -m tests.speed.case_list [CASES]

Builds a real office with that many cases once and keeps it in the machine's temporary folder. "Screenful" is from the
step of the scroll bar to the painted rows, page fetched, dressed and drawn; "frame" is the longest the window stood
still meanwhile. Limits: a screenful 16 ms median and 50 ms at most of standing still, a search 50 ms.
"""

import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QTableView
from sqlalchemy import MetaData, Table, text

from db.engine import file_engine
from db.tables.cases import cases
from desktop.actor import Actor
from desktop.administration import store
from desktop.cases import queries
from desktop.cases.model import State
from desktop.cases.queries import CaseFilter, CasePages, Column, Queue
from desktop.cases.ui.case_list import CaseList
from desktop.clock import StandingClock
from desktop.office import Office
from desktop.shell import theme
from desktop.widgets.case_tab import Desk
from desktop.widgets.jobs import Jobs
from tests.builders.many_cases import insert_many, many_rows
from tests.conftest import MONDAY, RecordedNotices, _set_up

TODAY = date(2027, 3, 1)
VERSION = 1  # of the rows; a change builds the office anew
PATIENCE = 30.0


def office_folder(number: int) -> Path:
    """Return the folder of an office with ``number`` cases, built if it is not there yet."""
    folder = Path(tempfile.gettempdir()) / f"casement-speed-{VERSION}-{number}"
    if (folder / "built").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    begin = time.perf_counter()
    _set_up(str(folder / "office.casement"), folder)
    engine = file_engine(folder / "office.casement", guarded=False)
    with engine.begin() as connection:
        people = [(someone.person_id, someone.full_name) for someone in store.people(connection)]
        # an index is quicker made at the end than kept sorted a million times
        kept = Table("cases", MetaData(), autoload_with=connection)
        for index in kept.indexes:
            index.drop(connection)
        insert_many(connection, many_rows(number, people, TODAY))
        for index in cases.indexes:
            index.create(connection)
        connection.execute(text("INSERT INTO case_search (case_search) VALUES ('optimize')"))
    engine.dispose()
    (folder / "built").touch()
    print(f"built {number:,} cases in {time.perf_counter() - begin:.0f} s", flush=True)
    return folder


def figures(times: list[float]) -> str:
    """Return median, 95th of a hundred and longest, in milliseconds."""
    ordered = sorted(times)
    return f"{statistics.median(ordered):7.1f}  {ordered[int(len(ordered) * 0.95)]:7.1f}  {ordered[-1]:7.1f} ms"


class Bench:
    """One list on a screen, and a stopwatch that tells painting from waiting."""

    def __init__(self, folder: Path) -> None:
        self.app = QApplication.instance() or QApplication(["speed", "-style", "Fusion"])
        theme.apply(self.app)
        self.office = Office(folder / "office.casement", clock=StandingClock(MONDAY), keystore=folder / "keystore")
        with self.office.read() as connection:
            who = store.people(connection)[0]
            colleagues = queries.colleagues(connection)
        self.actor = Actor(who.person_id, who.sign_in_name, who.full_name, who.title, who.roles)
        self.jobs = Jobs(self.office, self.actor)
        self.list = CaseList(Desk(self.office, self.actor, self.jobs, RecordedNotices()), "UTC", colleagues)
        self.list.resize(1280, 32 * 32 + 120)
        self.view = self.list.findChild(QTableView)
        self.bar = self.view.verticalScrollBar()

    def settle(self) -> float:
        """Run the window until everything asked for is painted; return the longest it stood still, in ms."""
        longest, end = 0.0, time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            begin = time.perf_counter()
            self.app.processEvents()
            longest = max(longest, (time.perf_counter() - begin) * 1000)
            if self.list.is_settled and self.jobs.is_idle:
                break
            time.sleep(0.0002)
        begin = time.perf_counter()
        self.app.processEvents()
        return max(longest, (time.perf_counter() - begin) * 1000)

    def in_sight(self) -> bool:
        """Tell whether every row on screen has arrived."""
        model = self.view.model()
        first, last = self.view.rowAt(0), self.view.rowAt(self.view.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        return first < 0 or all(model.record(row) is not None for row in (first, (first + last) // 2, last))

    def shown(self, step: Callable[[], Any]) -> tuple[float, float]:
        """Do ``step``; return ms until its rows are painted, and the longest the window stood still."""
        begin = time.perf_counter()
        step()
        longest, end = 0.0, begin + PATIENCE
        while time.perf_counter() < end:
            is_here = not self.list.is_waiting and self.in_sight()
            frame = time.perf_counter()
            self.app.processEvents()
            longest = max(longest, (time.perf_counter() - frame) * 1000)
            if is_here:  # and now painted
                break
            time.sleep(0.0002)
        return (time.perf_counter() - begin) * 1000, longest

    def row(self, name: str, steps: list[Callable[[], Any]]) -> None:
        """Print one line: time to painted rows, and standing still."""
        taken, still = [], []
        for step in steps:
            shown, longest = self.shown(step)
            taken.append(shown)
            still.append(longest)
            self.settle()
        print(f"{name:44s} {figures(taken)}    stood still {figures(still)}", flush=True)

    def raw(self, name: str, wanted: CaseFilter, firsts: list[int]) -> None:
        """Print one line of the bare query: a page read and nothing done with it."""
        taken = []
        with self.office.read() as connection:
            pages = CasePages(wanted)
            begin = time.perf_counter()
            pages.count(connection)
            counted = (time.perf_counter() - begin) * 1000
            for first in firsts:
                begin = time.perf_counter()
                pages.page(connection, first, 128)
                taken.append((time.perf_counter() - begin) * 1000)
        print(f"{name:44s} {figures(taken)}    count {counted:7.1f} ms", flush=True)

    def close(self) -> None:
        """Let everything go."""
        self.jobs.shut_down()
        self.office.close()


def main() -> int:
    """Print the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    settings = tempfile.mkdtemp()
    os.environ["XDG_CONFIG_HOME"] = settings
    bench = Bench(office_folder(number))
    me = bench.actor.person_id
    rnd = random.Random(5)  # noqa: S311 - where the scroll bar goes
    print(f"{number:,} cases                               median      95 %  longest")
    everything = CaseFilter(Queue.ALL, me, TODAY)
    jumps = [rnd.randrange(number) for _ in range(40)]
    bench.raw("raw: page of 128 anywhere, by reference", everything, jumps)
    bench.raw("raw: by applicant", CaseFilter(Queue.ALL, me, TODAY, sort=Column.APPLICANT), jumps)
    bench.raw("raw: my cases, by due day", CaseFilter(Queue.MINE, me, TODAY), [0] * 20)
    bench.raw(
        "raw: closed cases, by due day", CaseFilter(Queue.ALL, me, TODAY, state=State.CLO, sort=Column.DUE), [0] * 20
    )
    bench.list.show()
    bench.row("first rows of all cases", [lambda: bench.list.show_queue(Queue.ALL, "All cases")])
    bench.row("a screenful further", [lambda: bench.bar.setValue(bench.bar.value() + bench.bar.pageStep())] * 150)
    bench.row("jump anywhere", [lambda: bench.bar.setValue(rnd.randrange(bench.bar.maximum()))] * 60)
    bench.row("a screenful back", [lambda: bench.bar.setValue(bench.bar.value() - bench.bar.pageStep())] * 60)
    headers = bench.view.horizontalHeader()
    for column in Column:
        click = list(Column).index(column)
        bench.row(f"sort by {column.value}", [lambda click=click: headers.sectionClicked.emit(click)] * 4)
    for queue in Queue:
        bench.row(f"queue: {queue.value}", [lambda queue=queue: bench.list.show_queue(queue, queue.value)] * 5)
    bench.list.show_queue(Queue.ALL, "All cases")
    bench.settle()
    for words in ("gyroscope", "gyroscope ka", "ltd", "telvonser", "MX-2026-00"):
        bench.row(
            f"search: {words}",
            [lambda: bench.list.search_now("zz"), lambda words=words: bench.list.search_now(words)] * 4,
        )
    begin = time.perf_counter()
    with bench.office.read() as connection:
        queries.queue_counts(connection, me, TODAY)
    print(f"counts of the sidebar {(time.perf_counter() - begin) * 1000:30.1f} ms")
    bench.close()
    shutil.rmtree(settings, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
