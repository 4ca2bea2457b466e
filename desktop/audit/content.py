"""Digests of what the office holds: one per case, one for the office's own data (security.md R08).

A chain alone shows that the journal is whole; these show that the rows it speaks of still say what they said.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, Table, select

from db import search
from db.tables import metadata
from db.types import as_stored, canonical_json

_CASE_PREFIX = b"casement case 1\x00"
_ROWS = 1_000

# Not content: the chain itself, counts that triggers keep, files that carry their own digest, and the number
# series, which verification holds against the numbers given. "cases" itself is fed first, by its own key.
_NOT_CONTENT = frozenset(
    {"journal", "checkpoint", "case_count", "sign_in_failure", "stored_file", "number_series", "cases"}
)


@cache
def case_tables() -> tuple[Table, ...]:
    """Return the tables whose rows belong to a case, in the order in which they are digested, as they are stored."""
    return tuple(as_stored(table) for table in _tables() if "case_id" in table.c)


@cache
def office_tables() -> tuple[Table, ...]:
    """Return the tables of the office's own data, as they are stored: people, profile, holidays."""
    return tuple(as_stored(table) for table in _tables() if "case_id" not in table.c)


@cache
def _cases() -> Table:
    return as_stored(metadata.tables["cases"])


def _tables() -> list[Table]:
    return [table for name, table in sorted(metadata.tables.items()) if name not in _NOT_CONTENT]


def _feed(hasher: "hashlib._Hash", name: str, rows: Sequence[Sequence[object]]) -> None:
    if rows:
        plain = [[None if value is None else str(value) for value in row] for row in rows]
        raw = canonical_json([name, plain]).encode("utf-8", "surrogatepass")
        hasher.update(len(raw).to_bytes(4, "big"))
        hasher.update(raw)


def of_case(connection: Connection, case_id: int) -> str:
    """Return the digest of everything the office database holds on one case, stored files by their own digest."""
    hasher = hashlib.sha256(_CASE_PREFIX)
    _feed(hasher, "cases", connection.execute(select(_cases()).where(_cases().c.id == case_id)).all())
    for table in case_tables():
        rows = connection.execute(select(table).where(table.c.case_id == case_id).order_by(*table.primary_key)).all()
        _feed(hasher, table.name, rows)
    words = search.indexed_words(connection, case_id)
    _feed(hasher, "case_search", () if words is None else ((words,),))
    return hasher.hexdigest()


def of_all_cases(connection: Connection) -> Iterator[tuple[int, str]]:
    """Yield each case's id and digest in order of id, with one pass over each table."""
    streams = [(table.name, _ByCase(_rows_by_case(connection, table))) for table in case_tables()]
    streams.append(("case_search", _ByCase((case_id, (words,)) for case_id, words in search.indexed(connection))))
    for row in connection.execute(select(_cases()).order_by(_cases().c.id), execution_options={"yield_per": _ROWS}):
        hasher = hashlib.sha256(_CASE_PREFIX)
        _feed(hasher, "cases", [row])
        for name, stream in streams:
            _feed(hasher, name, stream.rows_of(row.id))
        yield int(row.id), hasher.hexdigest()


def _rows_by_case(connection: Connection, table: Table) -> Iterator[tuple[int, Sequence[object]]]:
    ordered = select(table).order_by(table.c.case_id, *table.primary_key)
    position = list(table.c).index(table.c.case_id)
    for row in connection.execute(ordered, execution_options={"yield_per": _ROWS}):
        yield row[position], row


class _ByCase:
    """Rows that come in order of case id, handed out case by case."""

    def __init__(self, rows: Iterator[tuple[int, Sequence[object]]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._take()

    def _take(self) -> None:
        found = next(self._groups, None)
        self._next = None if found is None else (found[0], [row for _, row in found[1]])

    def rows_of(self, case_id: int) -> Sequence[Sequence[object]]:
        while self._next is not None and self._next[0] < case_id:
            self._take()
        if self._next is None or self._next[0] != case_id:
            return ()
        rows = self._next[1]
        self._take()
        return rows


def of_office(connection: Connection) -> str:
    """Return the digest of the office's own data."""
    hasher = hashlib.sha256(b"casement office 1\x00")
    for table in office_tables():
        _feed(hasher, table.name, connection.execute(select(table).order_by(*table.primary_key)).all())
    return hasher.hexdigest()
