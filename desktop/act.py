"""One act of one person: the transaction, its journal entries and what it changed.

Services receive an :class:`Act` and do their work on ``act.connection``; :class:`desktop.office.Office` opens and
ends it, so that a change and its entry are always in the same transaction (security.md R06, R25).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, event, select, update

from db.types import canonical_json, stamp
from desktop.actor import Actor
from desktop.audit import content, store
from desktop.audit.chain import Entry, digest_of
from desktop.changes import Changes
from desktop.errors import StaleCase


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the slices above want to hear of an act; the slices below speak without knowing who listens.

    ``content_changed`` gets the case and what changed, when a decisive part of it did (S-3); ``act_ended`` gets each
    case the act touched, before its entries are written.
    """

    content_changed: tuple[Callable[["Act", int, str], None], ...] = ()
    act_ended: tuple[Callable[["Act", int], None], ...] = ()


@dataclass
class Act:
    """What a service works with: who acts, when, on which connection."""

    connection: Connection
    actor: Actor
    now: datetime
    hooks: Hooks = field(default_factory=Hooks)
    _entries: list[tuple[str, Mapping[str, Any], int | None]] = field(default_factory=list)
    _areas: set[str] = field(default_factory=set)
    _cases: set[int] = field(default_factory=set)
    _office_changed: bool = False
    _wrote: bool = False

    def __post_init__(self) -> None:
        event.listen(self.connection, "after_cursor_execute", self._on_statement)

    def _on_statement(self, *args: Any) -> None:
        context = args[4]
        self._wrote = self._wrote or context.isinsert or context.isupdate or context.isdelete

    @property
    def changes(self) -> Changes:
        """What this act has touched so far."""
        return Changes(frozenset(self._areas), frozenset(self._cases))

    def record(self, verb: str, area: str, case_id: int | None = None, **facts: Any) -> None:
        """Note that ``verb`` (dotted past tense) was done to ``case_id`` or to the office, with plain ``facts``.

        The entry is written when the act ends, after every change it made, so that its content digest is final.
        """
        self._entries.append((verb, facts, case_id))
        self._areas.add(area)
        if case_id is not None:
            self._cases.add(case_id)

    def office_changed(self) -> None:
        """Say that people, profile or calendar changed, so that the office's own digest is taken anew."""
        self._office_changed = True

    def content_changed(self, case_id: int, what: str) -> None:
        """Say that a decisive part of a case changed; signatures over it become void (domain.md S-3)."""
        for hook in self.hooks.content_changed:
            hook(self, case_id, what)

    def update(self, table: Table, row_id: int, version: int, values: Mapping[str, Any]) -> int:
        """Change one row if it still has ``version``; return its new version.

        Raises :class:`StaleCase` with both sides when somebody else changed it first, and when it is gone (R12).
        """
        done = self.connection.execute(
            update(table).where(table.c.id == row_id, table.c.version == version).values(**values, version=version + 1)
        )
        if done.rowcount != 1:
            row = self.connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
            theirs = {name: row[name] for name in values} if row is not None else {}
            raise StaleCase(
                "Somebody else saved this while you were working on it. Compare both and choose which to keep."
                if row is not None
                else "Somebody else removed this while you were working on it.",
                yours=dict(values),
                theirs=theirs,
            )
        return version + 1

    def end(self) -> tuple[int, str, str] | None:
        """Let every touched case take the state its facts give it, then write the journal entries of the act.

        Called once, last, inside the transaction. Returns number, digest and time of the new head of the journal, or
        None for an act that did nothing. Raises RuntimeError for a change that nobody recorded (R25).
        """
        if not self._entries:
            if self._wrote:
                raise RuntimeError("an act changed the office without an entry in the journal (R25)")
            return None
        for touched in sorted(self._cases):
            for hook in self.hooks.act_ended:
                hook(self, touched)
        digests: dict[int | None, str] = {touched: content.of_case(self.connection, touched) for touched in self._cases}
        digests[None] = content.of_office(self.connection) if self._office_changed else ""
        last = {of_case: number for number, (_, _, of_case) in enumerate(self._entries)}
        seq, previous = store.head(self.connection)
        at = stamp(self.now)
        for number, (verb, facts, case_id) in enumerate(self._entries):
            seq += 1
            entry = Entry(
                seq=seq,
                at=at,
                actor_id=self.actor.person_id,
                actor_name=self.actor.full_name,
                roles=", ".join(sorted(self.actor.roles)),
                machine=self.actor.machine,
                case_id=case_id,
                act=verb,
                facts=canonical_json(facts),
                content=digests[case_id] if last[case_id] == number else "",
                previous=previous,
            )
            previous = digest_of(entry)
            store.append(self.connection, entry, previous)
        return seq, previous, at
