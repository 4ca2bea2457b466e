"""Proves that an office database is whole and says what it said when it was written (security.md R08, R27, R28, R31).

Reads only. Each check yields findings with the place; a database too damaged for a check is a finding of that check.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from db.engine import Database
from desktop.audit import checks, database_check, store
from desktop.audit.keystore import Keystore
from desktop.audit.model import Anchor, Check, Finding, Step
from desktop.audit.walk import Walk, along, read_text_strictly

# a check that a slice above adds, such as that signatures hold: what it is about, and its findings
Further = tuple[Check, Callable[[Connection], Iterator[Finding]]]
# a flipped bit can turn a number into text, a list into nothing: each is a finding, not an accident of the checker
_DAMAGE = (DBAPIError, ValueError, TypeError, KeyError, AttributeError, OverflowError, LookupError)


def _quiet(_what: str, _done: int, _total: int) -> None:
    pass


def verify(
    database: Database,
    keystore: Keystore | None = None,
    *,
    anchors: Sequence[Anchor] = (),
    further: Sequence[Further] = (),
    step: Step = _quiet,
) -> Iterator[Finding]:
    """Yield everything that is not as it should be, in one moment of the database, as it is found.

    ``keystore`` is this workstation's memory of heads, ``anchors`` those typed from letters, ``further`` the checks of
    slices above. Nothing found means that the office is whole as far as its own memory, the given keystore and the
    given anchors reach.
    """
    try:
        with database.read() as connection:
            try:
                yield from _in_order(connection, keystore, anchors, further, step)
            finally:
                read_text_strictly(connection)
    except DBAPIError as broken:
        yield _unreadable(Check.DATABASE, broken)


def _in_order(
    connection: Connection,
    keystore: Keystore | None,
    anchors: Sequence[Anchor],
    further: Sequence[Further],
    step: Step,
) -> Iterator[Finding]:
    step("database", 0, 1)
    yield from _reported(connection, Check.DATABASE, database_check.is_whole(connection))
    heads = keystore.heads() if keystore is not None else []
    try:
        in_letters = checks.anchors_of_letters(connection)
        signed = [int(row.seq) for row in store.checkpoints(connection)]
        total, _ = store.head(connection)
    except _DAMAGE as broken:
        yield _unreadable(Check.JOURNAL, broken)
        return
    every_anchor = [*in_letters, *anchors]
    wanted = {*signed, *(head.seq for head in heads), *(anchor.seq for anchor in every_anchor)}
    # one pass over the journal serves all checks, so that a million entries take seconds
    walk = Walk(wanted, signed)
    parts: list[tuple[Check, Iterator[Finding]]] = [
        (Check.JOURNAL, along(connection, walk, total, step)),
        (Check.CHECKPOINT, checks.checkpoints_hold(connection, walk)),
        (Check.OUTSIDE, checks.heads_hold(heads, walk)),
        (Check.ANCHOR, checks.anchors_hold(every_anchor, walk)),
        (Check.CONTENT, checks.contents_hold(connection, walk, step)),
        (Check.FILE, checks.files_hold(connection, step)),
        (Check.LETTER, checks.letters_hold(connection)),
        (Check.NUMBER, checks.numbers_hold(connection, walk)),
        (Check.DATABASE, database_check.counts_hold(connection)),
        (Check.DATABASE, database_check.failures_hold(connection, walk)),
        (Check.DATABASE, database_check.search_index_is_whole(connection)),
        *((check, look(connection)) for check, look in further),
    ]
    for check, findings in parts:
        step(check.value, 0, 1)
        yield from _reported(connection, check, findings)


def _reported(connection: Connection, check: Check, findings: Iterator[Finding]) -> Iterator[Finding]:
    # on a server an error ends the transaction, unless it happens behind a savepoint
    behind: Any = connection.begin_nested() if connection.dialect.name != "sqlite" else nullcontext()
    try:
        with behind:
            yield from findings
    except _DAMAGE as broken:
        yield _unreadable(check, broken)


def _unreadable(check: Check, broken: Exception) -> Finding:
    said = str(getattr(broken, "orig", None) or broken)
    return Finding(check, "reading stopped", f"The {check.value} check could not go on; the database says: {said}")


def journal_findings(database: Database, keystore: Keystore, step: Step = _quiet) -> list[Finding]:
    """Return what is wrong with the journal alone: its chain, its checkpoints, and what this workstation has seen."""
    with database.read() as connection:
        heads = keystore.heads()
        signed = [int(row.seq) for row in store.checkpoints(connection)]
        walk = Walk({*signed, *(head.seq for head in heads)}, signed)
        total, _ = store.head(connection)
        try:
            return [
                *along(connection, walk, total, step),
                *checks.checkpoints_hold(connection, walk),
                *checks.heads_hold(heads, walk),
            ]
        finally:
            read_text_strictly(connection)


def recent(database: Database, keystore: Keystore) -> list[Finding]:
    """Return what the newest heads this workstation has seen say of the journal; quick, for each opening (R27).

    Finds a file that was put back to an older state, or whose end was cut or rewritten, since this workstation
    last worked with it.
    """
    heads = keystore.heads()[-3:]
    with database.read() as connection:
        last, _ = store.head(connection)
        found = {head.seq: digest for head in heads if (digest := store.digest_at(connection, head.seq)) is not None}
    return list(checks.heads_hold(heads, Walk((), (), last=last, digests=found)))
