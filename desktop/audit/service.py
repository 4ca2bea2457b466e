"""Reads the history of a case, and says how far its journal is checked; notes what leaves the office (AU-1)."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from db.tables.administration import office
from desktop.act import Act
from desktop.audit import chain, store, wording
from desktop.audit.checkpoints import signed_bytes
from desktop.audit.keystore import signature_holds
from desktop.permissions import Permission

AREA = "audit"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act of the case: its entry number, when (office's time), who in which roles and where, and what in words."""

    seq: int
    at: datetime
    who: str
    roles: str
    machine: str
    group: str
    told: wording.Told
    holds: bool

    @property
    def as_text(self) -> str:
        """One line of text, as it is copied and saved."""
        mark = "" if self.holds else " [this entry was changed after it was written]"
        return f"{self.at:%Y-%m-%d %H:%M} · entry {self.seq} · {self.told.text}{mark}"


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the chain was checked: from the newest signed checkpoint (0: none yet) to the newest entry."""

    since: int
    to: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The acts of one case, oldest first, and how far the journal they stand in was checked."""

    case_id: int
    lines: tuple[HistoryLine, ...]
    chain: ChainState


def read_history(connection: Connection, case_id: int) -> History:
    """Return every act of a case in words; each entry is held against its own digest while it is read."""
    zone = _time_zone(connection)
    lines = tuple(_line(entry, digest, zone) for entry, digest in store.entries(connection, case_id=case_id))
    return History(case_id, lines, chain_state(connection))


def _line(entry: chain.Entry, digest: str, zone: ZoneInfo) -> HistoryLine:
    return HistoryLine(
        seq=entry.seq,
        at=datetime.fromisoformat(entry.at).astimezone(zone),
        who=entry.actor_name,
        roles=entry.roles,
        machine=entry.machine,
        group=wording.load().group_of(entry.act),
        told=wording.tell(entry),
        holds=chain.digest_of_fields(astuple(entry)) == digest,
    )


def _time_zone(connection: Connection) -> ZoneInfo:
    profile = connection.execute(select(office.c.profile)).scalar()
    return ZoneInfo(profile["time_zone"] if profile else "UTC")


def chain_state(connection: Connection) -> ChainState:
    """Check the chain from the newest signed checkpoint to the newest entry; a hundred entries or so (R27)."""
    last, _ = store.head(connection)
    newest = store.last_checkpoint(connection)
    since, expected = (0, "") if newest is None else (int(newest.seq), str(newest.digest))
    if newest is not None:
        if not signature_holds(newest.public_key, newest.signature, signed_bytes(since, expected, newest.at)):
            return ChainState(since, last, f"the signature of the checkpoint at entry {since} does not hold")
        if store.digest_at(connection, since) != expected:
            return ChainState(since, last, f"entry {since} is not the one the checkpoint was signed over")
    broken = next(_breaks_after(connection, since, expected), "")
    return ChainState(since, last, broken)


def _breaks_after(connection: Connection, since: int, digest: str) -> Iterator[str]:
    number, previous = since + 1, digest
    for row in store.rows(connection, since):
        found = chain.break_at(row, number, previous)
        if found is not None:
            yield found.reason
        number, previous = row[0] + 1, row[-1]


def history_as_text(lines: tuple[HistoryLine, ...]) -> str:
    """Return lines of the history as text, one line per act whatever its names and remarks hold (R29)."""
    return "".join(f"{line.as_text}\n" for line in lines)


def note_history_written_out(act: Act, case_id: int, number: int) -> None:
    """Note that ``number`` lines of a case's history left the office as a file (AU-1)."""
    act.actor.require(Permission.SEE_CASES)
    act.record("history.written_out", AREA, case_id, lines=number)
