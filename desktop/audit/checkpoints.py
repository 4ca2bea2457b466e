"""Signed checkpoints of the journal, every 100 entries and at closing, and the heads kept outside (R27)."""

import base64
import logging
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from db.types import stamp
from desktop.act import Act
from desktop.actor import SYSTEM
from desktop.audit import store
from desktop.audit.keystore import CheckpointKey, Newest, SeenHead, signature_holds
from desktop.errors import OfficeUnavailable

if TYPE_CHECKING:
    from desktop.office import Office

EVERY = 100
ANNOUNCEMENTS = frozenset({"office.set_up", "office.restored", "workstation.joined"})
_log = logging.getLogger(__name__)


def signed_bytes(seq: int, digest: str, at: str) -> bytes:
    """Return what a checkpoint signature covers."""
    return f"casement checkpoint 1\n{seq}\n{digest}\n{at}".encode()


def _is_known(connection: Connection, key: CheckpointKey) -> bool:
    known = store.announced_keys(connection, ANNOUNCEMENTS) | store.checkpoint_keys(connection)
    return key.public in known or any(signature_holds(old, key.vouched, key.public.encode()) for old in known)


def sign(office: "Office") -> int | None:
    """Sign the newest journal head unless it is signed already; return its number, or None for nothing to sign.

    A workstation whose key the journal does not know yet (a second workstation, a lost profile) is announced in the
    journal first, so that an auditor sees where each key came from.
    """
    with office.database.write() as connection:
        seq, digest = store.head(connection)
        last = store.last_checkpoint(connection)
        if seq == 0 or (last is not None and last.seq == seq):
            return None
        now = office.clock.now()
        key = office.keystore.signing_key(now)
        if not _is_known(connection, key):
            act = Act(connection, SYSTEM, now)
            act.record("workstation.joined", "audit", checkpoint_key=key.public)
            act.end()
            seq, digest = store.head(connection)
        at = stamp(now)
        store.add_checkpoint(
            connection,
            {
                "seq": seq,
                "digest": digest,
                "at": at,
                "public_key": key.public,
                "key_signature": key.vouched,
                "signature": base64.b64encode(key.private.sign(signed_bytes(seq, digest, at))).decode(),
            },
        )
    office.keystore.forget_key_before()
    office.keystore.remember_head(seq, digest, at)
    return seq


def after_act(office: "Office", seq: int, digest: str, at: str) -> None:
    """Note the newest head outside the office file; sign when a hundred entries have gone by since the last checkpoint.

    The act is saved by now, so trouble here (a full disk, a locked profile) is logged and tried again after the next.
    """
    try:
        with office.read() as connection:
            numbers = store.numbers_given(connection)
            last = store.last_checkpoint(connection)
        office.keystore.note_newest(Newest(SeenHead(seq, digest, at), numbers))
        if seq - (0 if last is None else int(last.seq)) >= EVERY:
            sign(office)
    except (OSError, SQLAlchemyError, OfficeUnavailable):
        _log.warning(
            "entry %d is saved, but its head could not be kept outside the office database", seq, exc_info=True
        )
