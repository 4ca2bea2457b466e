"""Signed checkpoints of the journal, every 100 entries and at closing, and the heads kept outside (R27)."""

import base64
from typing import TYPE_CHECKING

from db.types import STAMP
from desktop.audit import store

if TYPE_CHECKING:
    from desktop.office import Office

EVERY = 100


def signed_bytes(seq: int, digest: str, at: str) -> bytes:
    """Return what a checkpoint signature covers."""
    return f"casement checkpoint 1\n{seq}\n{digest}\n{at}".encode()


def sign(office: "Office") -> int | None:
    """Sign the newest journal head unless it is signed already; return its number, or None for nothing to sign."""
    with office.database.write() as connection:
        seq, digest = store.head(connection)
        last = store.last_checkpoint(connection)
        if seq == 0 or (last is not None and last.seq == seq):
            return None
        now = office.clock.now()
        private, public, vouched = office.keystore.signing_key(now)
        at = now.strftime(STAMP)
        store.add_checkpoint(
            connection,
            {
                "seq": seq,
                "digest": digest,
                "at": at,
                "public_key": public,
                "key_signature": vouched,
                "signature": base64.b64encode(private.sign(signed_bytes(seq, digest, at))).decode(),
            },
        )
    office.keystore.remember_head(seq, digest, at)
    return seq


def after_act(office: "Office", seq: int) -> None:
    """Sign when a hundred entries have gone by since the last checkpoint."""
    with office.read() as connection:
        last = store.last_checkpoint(connection)
    if seq - (0 if last is None else int(last.seq)) >= EVERY:
        sign(office)
