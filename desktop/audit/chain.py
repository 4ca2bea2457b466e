"""The hash chain of the journal: how an entry becomes bytes, and where a chain breaks (security.md E10, R26)."""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

PREFIX = b"casement journal 1\x00"
# None and "" must not hash alike, so a missing case is framed by a length no text can have
_NOTHING = b"\xff\xff\xff\xff"
_length = struct.Struct(">I").pack


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal as it is hashed; every field is text or a number and nothing is joined unframed."""

    seq: int
    at: str
    actor_id: int
    actor_name: str
    roles: str
    machine: str
    case_id: int | None
    act: str
    facts: str
    content: str
    previous: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold: the entry's number and what is wrong there."""

    seq: int
    reason: str


def digest_of(entry: Entry) -> str:
    """Return the SHA-256 of ``entry``: a fixed prefix, then each field as 4-byte length and UTF-8 (R26)."""
    return digest_of_fields(astuple(entry))


def digest_of_fields(values: Iterable[Any]) -> str:
    """Return the digest of an entry given as its fields in order; a million of them are checked in seconds (R08)."""
    parts = [PREFIX]
    add = parts.append
    for value in values:
        if value is None:
            add(_NOTHING)
            continue
        text = value if value.__class__ is str else str(value)
        try:
            raw = text.encode()
        except UnicodeEncodeError:
            raw = text.encode("utf-8", "surrogatepass")
        add(_length(len(raw)))
        add(raw)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def breaks(rows: Iterable[Sequence[object]]) -> Iterator[Break]:
    """Yield each place where the chain does not hold.

    ``rows`` are the whole journal from 1 on in order of number: the fields of :class:`Entry`, then the stored digest.
    """
    expected, previous = 1, ""
    for row in rows:
        found = break_at(row, expected, previous)
        if found is not None:
            yield found
        expected, previous = int(str(row[0])) + 1, str(row[-1])


def break_at(row: Sequence[object], expected: int, previous: str) -> Break | None:
    """Return what is wrong with one row that should be number ``expected`` and continue digest ``previous``."""
    if row[0] != expected:
        return Break(expected, f"entry {expected} is missing; entry {row[0]} follows")
    if digest_of_fields(row[:-1]) != row[-1]:
        return Break(expected, f"entry {expected} was changed after it was written")
    if row[-2] != previous:
        return Break(expected, f"entry {expected} does not continue entry {expected - 1}")
    return None
