"""The hash chain of the journal: how an entry becomes bytes, and where a chain breaks (security.md E10, R26)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

PREFIX = b"casement journal 1\x00"


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
    hasher = hashlib.sha256(PREFIX)
    for field in fields(entry):
        value = getattr(entry, field.name)
        # None and "" must not hash alike, so a missing case is framed by a length no text can have
        if value is None:
            hasher.update(b"\xff\xff\xff\xff")
            continue
        raw = str(value).encode("utf-8", "surrogatepass")
        hasher.update(len(raw).to_bytes(4, "big"))
        hasher.update(raw)
    return hasher.hexdigest()


def breaks(entries: Iterable[tuple[Entry, str]]) -> Iterator[Break]:
    """Yield each place where a stored digest, a sequence number or a link to the entry before is wrong.

    ``entries`` are pairs of entry and stored digest in order of number, the whole journal from 1 on.
    """
    expected, previous = 1, ""
    for entry, stored in entries:
        if entry.seq != expected:
            yield Break(expected, f"entry {expected} is missing; entry {entry.seq} follows")
        elif entry.previous != previous:
            yield Break(entry.seq, f"entry {entry.seq} does not continue entry {entry.seq - 1}")
        elif digest_of(entry) != stored:
            yield Break(entry.seq, f"entry {entry.seq} was changed after it was written")
        expected, previous = entry.seq + 1, stored
