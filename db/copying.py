"""Copies an office: a file by SQLite's own backup call, any office table by table into another database (E6, R09)."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, LargeBinary, func, insert, select, text

from db import search
from db.engine import file_engine
from db.tables import metadata
from db.types import as_stored

Progress = Callable[[int, int], None]

_PAGES_A_STEP = 2_000
_RESTARTS = 3
_ROWS_A_STEP = 500


class _TooManyRestarts(Exception):
    pass


def copy_file(source: Engine, target: Path, progress: Progress | None = None) -> None:
    """Copy the office file behind ``source`` to ``target``, whole to the last transaction, while others write to it.

    Goes in steps between which writers pass; when they keep it starting over, the rest is copied in one go.
    """
    copy = file_engine(target, guarded=False)
    try:
        with closing(source.raw_connection()) as opened, closing(copy.raw_connection()) as made:
            into = made.driver_connection
            left = [0, 0]

            def step(_status: int, remaining: int, total: int) -> None:
                if remaining > left[0] and left[0]:
                    left[1] += 1
                    if left[1] > _RESTARTS:
                        raise _TooManyRestarts
                left[0] = remaining
                if progress is not None:
                    progress(total - remaining, total)

            from_file = opened.driver_connection
            if from_file is None or into is None:
                raise RuntimeError("a connection that was just opened is closed")
            try:
                from_file.backup(into, pages=_PAGES_A_STEP, progress=step, sleep=0.01)
            except _TooManyRestarts:
                from_file.backup(into)
    finally:
        copy.dispose()
        journal = Path(f"{target}-journal")
        if journal.exists() and journal.stat().st_size == 0:
            journal.unlink()


def copy_tables(source: Connection, target: Connection, progress: Progress | None = None) -> None:
    """Copy every row of the office, as it is stored, into another database that has the schema but no rows.

    ``source`` should be a reading connection, so that it is one moment. The guards of the target stand aside while
    its rows come in (a decision may come before what led to it), and are back before the transaction ends.
    """
    guards_back = _step_aside(target)
    total = sum(
        source.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables
    )
    done = 0
    for declared in metadata.sorted_tables:
        table = as_stored(declared)
        step = 1 if any(isinstance(column.type, LargeBinary) for column in table.c) else _ROWS_A_STEP
        rows = source.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": step})
        for part in rows.mappings().partitions(step):
            target.execute(insert(table), [dict(row) for row in part])
            done += len(part)
            if progress is not None:
                progress(done, total)
    for words in _batched(search.indexed(source)):
        search.store_indexed(target, words)
    if target.dialect.name != "sqlite":
        _continue_numbering(target)
    for statement in guards_back:
        target.exec_driver_sql(statement)


def _batched(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while part := list(islice(rows, _ROWS_A_STEP)):
        yield part


def _step_aside(target: Connection) -> list[str]:
    # returns the statements that bring the guards back
    if target.dialect.name == "sqlite":
        triggers = target.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        for name, _ in triggers:
            target.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return [str(sql) for _, sql in triggers]
    found = target.execute(text(_SERVER_TRIGGERS)).all()
    for trigger, table, _ in found:
        target.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER "{trigger}"')
    return [
        f'ALTER TABLE "{table}" ENABLE {"ALWAYS " if enabled == "A" else ""}TRIGGER "{trigger}"'
        for trigger, table, enabled in found
    ]


_SERVER_TRIGGERS = """
SELECT t.tgname, c.relname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2
"""


def _continue_numbering(target: Connection) -> None:
    # a server numbers rows by sequences that know nothing of rows that came with their numbers
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            highest = target.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            target.execute(select(func.setval(sequence, max(highest, 1), highest > 0)))
