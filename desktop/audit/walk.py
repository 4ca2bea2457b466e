"""One pass over the whole journal: where its chain breaks, and what the other checks need to know of it."""

import json
import math
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from desktop.audit import chain, store
from desktop.audit.checkpoints import ANNOUNCEMENTS, EVERY
from desktop.audit.model import Check, Finding, Step

_NOTED = ANNOUNCEMENTS | {"person.sign_in_refused"}
_ROWS_A_STEP = 20_000
# signing is tried after every act, so more than this means that checkpoints were taken out or could not be made
LONGEST_WITHOUT_CHECKPOINT = 3 * EVERY


@dataclass
class Walk:
    """What a pass over the journal learned.

    ``wanted`` and ``checkpoints`` (numbers of entries) are given before. ``digests`` holds the stored digest of each
    wanted entry that is there, ``contents`` for each case (None: the office) the number and content digest of its
    newest entry with one, ``noted`` the entries other checks look at: number, verb, time and facts.
    """

    wanted: Collection[int]
    checkpoints: Sequence[int]
    last: int = 0
    digests: dict[int, str] = field(default_factory=dict)
    contents: dict[int | None, tuple[int, str]] = field(default_factory=dict)
    noted: list[tuple[int, str, str, dict[str, Any]]] = field(default_factory=list)

    def facts_of(self, verb: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield number, time and facts of each noted entry of ``verb``."""
        for seq, act, at, facts in self.noted:
            if act == verb:
                yield seq, at, facts


def along(connection: Connection, walk: Walk, total: int, step: Step) -> Iterator[Finding]:
    """Go along the journal and fill ``walk``; yield each place where the chain does not hold."""
    expected, previous, at_before = 1, "", ""
    signing = _Signing(walk.checkpoints)
    wanted = walk.wanted
    for row in _rows(connection):
        wrong = chain.break_at(row, expected, previous)
        if wrong is not None:
            yield Finding(Check.JOURNAL, f"entry {wrong.seq}", f"The journal does not hold: {wrong.reason}.")
        seq, at, _, _, _, _, case_id, act, _, content, _, previous = row
        expected = seq + 1
        if seq in wanted:
            walk.digests[seq] = previous
        if content:
            walk.contents[case_id] = (seq, content)
        if act in _NOTED:
            walk.noted.append((seq, act, at, _facts(row)))
        if seq > signing.look_at and at != at_before:
            yield from signing.before_act(seq)
        at_before = at
        if seq % _ROWS_A_STEP == 0:
            step("journal", min(seq, total), total)
    walk.last = expected - 1


class _Signing:
    """Follows which checkpoint was the newest when an act began; nothing is worth a look before ``look_at``."""

    def __init__(self, checkpoints: Sequence[int]) -> None:
        self._coming = deque(sorted(checkpoints))
        self.look_at: float = LONGEST_WITHOUT_CHECKPOINT

    def before_act(self, seq: int) -> Iterator[Finding]:
        signed = 0
        while self._coming and self._coming[0] < seq:
            signed = self._coming.popleft()
        newest = max(signed, int(self.look_at) - LONGEST_WITHOUT_CHECKPOINT)
        if seq - 1 - newest <= LONGEST_WITHOUT_CHECKPOINT:
            self.look_at = newest + LONGEST_WITHOUT_CHECKPOINT
            return
        self.look_at = self._coming[0] + LONGEST_WITHOUT_CHECKPOINT if self._coming else math.inf
        yield Finding(
            Check.CHECKPOINT,
            f"after entry {newest}",
            f"No checkpoint was signed for more than {LONGEST_WITHOUT_CHECKPOINT} entries after entry {newest}: "
            "checkpoints were taken out, or could not be written.",
        )


def _facts(row: Sequence[Any]) -> dict[str, Any]:
    try:
        facts = json.loads(row[8])
    except (ValueError, TypeError):
        return {}  # the chain has said already that this entry was changed
    return facts if isinstance(facts, dict) else {}


def _rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    after = 0
    try:
        for row in store.rows(connection):
            yield row
            after = row[0]
    except DBAPIError:
        # a damaged text that is no UTF-8 stops the reading; read on with each bad byte kept, to name its entry
        read_damaged_text(connection)
        yield from store.rows(connection, after)


def read_damaged_text(connection: Connection) -> None:
    """Let this SQLite connection read text that is not UTF-8, each bad byte kept; a server never stores such text."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.text_factory = _decoded


def read_text_strictly(connection: Connection) -> None:
    """Undo :func:`read_damaged_text` before the connection goes back to the others."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.text_factory = str


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
