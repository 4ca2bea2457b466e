"""Digests of what the office holds: one per case, one for the office's own data (security.md R08).

A chain alone shows that the journal is whole; these show that the rows it speaks of still say what they said.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, Row, Table, select

from db.tables import metadata
from db.types import canonical_json

# Not content: the chain itself, counts that triggers keep, files that carry their own digest, and the number
# series, which verification holds against the numbers given. "cases" itself is fed first, by its own key.
_NOT_CONTENT = frozenset(
    {"journal", "checkpoint", "case_count", "sign_in_failure", "stored_file", "number_series", "cases"}
)


def case_tables() -> list[Table]:
    """Return the tables whose rows belong to a case, in the order in which they are digested."""
    return [table for table in _tables() if "case_id" in table.c]


def office_tables() -> list[Table]:
    """Return the tables of the office's own data: people, profile, holidays."""
    return [table for table in _tables() if "case_id" not in table.c]


def _tables() -> list[Table]:
    return [table for name, table in sorted(metadata.tables.items()) if name not in _NOT_CONTENT]


def _plain(rows: Sequence[Row[tuple[object, ...]]]) -> list[list[object]]:
    return [[None if value is None else str(value) for value in row] for row in rows]


def _feed(hasher: "hashlib._Hash", name: str, rows: Sequence[Row[tuple[object, ...]]]) -> None:
    if rows:
        raw = canonical_json([name, _plain(rows)]).encode("utf-8", "surrogatepass")
        hasher.update(len(raw).to_bytes(4, "big"))
        hasher.update(raw)


def of_case(connection: Connection, case_id: int) -> str:
    """Return the digest of everything the office database holds on one case, stored files by their own digest."""
    cases = metadata.tables["cases"]
    hasher = hashlib.sha256(b"casement case 1\x00")
    _feed(hasher, "cases", connection.execute(select(cases).where(cases.c.id == case_id)).all())
    for table in case_tables():
        rows = connection.execute(select(table).where(table.c.case_id == case_id).order_by(*table.primary_key)).all()
        _feed(hasher, table.name, rows)
    return hasher.hexdigest()


def of_office(connection: Connection) -> str:
    """Return the digest of the office's own data."""
    hasher = hashlib.sha256(b"casement office 1\x00")
    for table in office_tables():
        _feed(hasher, table.name, connection.execute(select(table).order_by(*table.primary_key)).all())
    return hasher.hexdigest()
