"""Verification of a journal of a million entries, beside the bare hashing of the same bytes in the same run.

    python -m tests.speed.verify [ENTRIES]

The floor is one SHA-256 per entry over bytes that lie in memory already. Limit: 10 s for a million entries (R08).
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from db.engine import Database, file_engine
from db.schema import objects_of
from db.tables.audit import journal
from desktop.audit import content, store
from desktop.audit.chain import digest_of_fields
from desktop.audit.verify import verify
from tests.conftest import _set_up

LIMIT_S = 10.0
FACTS = '{"after":{"end_use":"Replacement gyroscopes for 22 regional aircraft"},"before":{"end_use":""}}'


def _fill(path: Path, entries: int) -> None:
    engine = file_engine(path, guarded=False)
    with engine.begin() as connection:
        guard = objects_of(connection)["trigger journal_in_order"][1]
        connection.exec_driver_sql("DROP TRIGGER journal_in_order")
        seq, previous = store.head(connection)
        rows = []
        for number in range(seq + 1, entries + 1):
            at = f"2027-03-01T09:{number // 60 % 60:02}:{number % 60:02}.000000+00:00"
            last = content.of_office(connection) if number == entries else ""
            who = (number % 9 + 1, "Ana Bello", "clerk", "desk-7")
            values = (number, at, *who, None, "case.changed", FACTS, last, previous)
            previous = digest_of_fields(values)
            rows.append((*values, previous))
            if len(rows) == 20_000 or number == entries:
                names = [column.name for column in journal.c]
                connection.execute(insert(journal), [dict(zip(names, row, strict=True)) for row in rows])
                rows = []
        connection.exec_driver_sql(guard)
    engine.dispose()


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    """Print the time of a whole verification, its share per check, and the floor."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.casement"
        _set_up(str(path), Path(folder))
        _fill(path, entries)
        database = Database(str(path))
        with database.read() as connection:
            framed = ["".join(map(str, row)).encode() for row in islice(store.rows(connection), 100_000)]
        floor = _timed(lambda: [hashlib.sha256(raw).hexdigest() for raw in framed]) * entries / len(framed)
        marks: list[tuple[float, str]] = []
        checks: list[str] = []

        def step(what: str, done: int, _total: int) -> None:
            if done == 0:
                marks.append((time.perf_counter(), what))

        whole = _timed(lambda: checks.extend(f"{f.check}: {f.place}" for f in verify(database, step=step)))
        database.close()
        size = path.stat().st_size / 1e6
    # the made entries have no checkpoints between them, which is the one finding there is
    assert all(check.startswith("checkpoint") for check in checks), checks
    print(f"verify {entries:,} entries ({size:.0f} MB): {whole:.2f} s (limit {LIMIT_S:.0f} s)")
    print(f"  floor, hashing alone: {floor:.2f} s; whole is {whole / floor:.1f} x")
    ends = [*(at for at, _ in marks[1:]), marks[0][0] + whole]
    for (begin, what), end in zip(marks, ends, strict=True):
        if end - begin > 0.05:
            print(f"  {what}: {end - begin:.2f} s")


if __name__ == "__main__":
    main()
