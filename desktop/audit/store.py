"""Reads and writes the journal's rows."""

import json
from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, insert, select

from db.tables.administration import number_series
from db.tables.audit import checkpoint, journal
from desktop.audit.chain import Entry

_BATCH = 5_000
_IN_ORDER = [journal.c[field.name] for field in fields(Entry)] + [journal.c.digest]


def head(connection: Connection) -> tuple[int, str]:
    """Return number and digest of the newest entry; (0, '') for an empty journal."""
    found = connection.execute(select(journal.c.seq, journal.c.digest).order_by(journal.c.seq.desc()).limit(1)).first()
    return (0, "") if found is None else (int(found.seq), str(found.digest))


def append(connection: Connection, entry: Entry, digest: str) -> None:
    """Add one entry."""
    connection.execute(
        insert(journal).values(
            seq=entry.seq,
            at=entry.at,
            actor_id=entry.actor_id,
            actor_name=entry.actor_name,
            roles=entry.roles,
            machine=entry.machine,
            case_id=entry.case_id,
            act=entry.act,
            facts=entry.facts,
            content=entry.content,
            previous=entry.previous,
            digest=digest,
        )
    )


def _entry(values: RowMapping) -> tuple[Entry, str]:
    return (
        Entry(
            seq=values["seq"],
            at=values["at"],
            actor_id=values["actor_id"],
            actor_name=values["actor_name"],
            roles=values["roles"],
            machine=values["machine"],
            case_id=values["case_id"],
            act=values["act"],
            facts=values["facts"],
            content=values["content"],
            previous=values["previous"],
        ),
        values["digest"],
    )


def entries(connection: Connection, *, case_id: int | None = None) -> Iterator[tuple[Entry, str]]:
    """Yield entries with their stored digests in order; those of one case where it is named."""
    query = select(journal).order_by(journal.c.seq)
    if case_id is not None:
        query = query.where(journal.c.case_id == case_id)
    # closed with the generator: whoever stops at the first break must not leave a server's cursor open
    with connection.execute(query, execution_options={"yield_per": _BATCH}) as found:
        for row in found.mappings():
            yield _entry(row)


def rows(connection: Connection, after: int = 0) -> Iterator[tuple[Any, ...]]:
    """Yield entries past number ``after`` in order as plain rows: the fields of an entry, then its stored digest."""
    query = select(*_IN_ORDER).where(journal.c.seq > after).order_by(journal.c.seq)
    with connection.execute(query, execution_options={"yield_per": _BATCH}) as found:
        for part in found.partitions():
            yield from map(tuple, part)


def digest_at(connection: Connection, seq: int) -> str | None:
    """Return the stored digest of entry ``seq``, or None when there is none."""
    found = connection.execute(select(journal.c.digest).where(journal.c.seq == seq)).scalar()
    return None if found is None else str(found)


def last_checkpoint(connection: Connection) -> Row[tuple[object, ...]] | None:
    """Return the newest checkpoint, or None."""
    return connection.execute(select(checkpoint).order_by(checkpoint.c.seq.desc()).limit(1)).first()


def checkpoints(connection: Connection) -> list[Row[tuple[object, ...]]]:
    """Return all checkpoints in order."""
    return list(connection.execute(select(checkpoint).order_by(checkpoint.c.seq)))


def add_checkpoint(connection: Connection, values: dict[str, object]) -> None:
    """Store a signed checkpoint."""
    connection.execute(insert(checkpoint).values(**values))


def announced_keys(connection: Connection, announcements: Collection[str]) -> set[str]:
    """Return the public checkpoint keys that entries of these verbs announced."""
    facts = connection.execute(select(journal.c.facts).where(journal.c.act.in_(announcements))).scalars()
    return {str(key) for raw in facts if (key := json.loads(raw).get("checkpoint_key"))}


def checkpoint_keys(connection: Connection) -> set[str]:
    """Return the public keys that checkpoints were signed with."""
    return {str(key) for key in connection.execute(select(checkpoint.c.public_key).distinct()).scalars()}


def numbers_given(connection: Connection) -> dict[str, int]:
    """Return the last number given in each series, keyed ``series/year``."""
    rows = connection.execute(select(number_series))
    return {f"{row.series}/{row.year}": int(row.last) for row in rows}
