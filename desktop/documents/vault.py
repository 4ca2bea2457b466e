"""Stored files by SHA-256, byte for byte as they came (security.md R34, AU-4)."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, insert, select

from db.tables.documents import stored_file
from desktop.documents.child_protocol import ContentType


class DamagedFile(Exception):
    """A stored file no longer has the digest it was stored under; ``casement verify`` names it."""


def put(connection: Connection, content: bytes, content_type: str, now: datetime) -> str:
    """Store ``content`` once and return its digest; bytes that are there already are not stored again."""
    digest = hashlib.sha256(content).hexdigest()
    known = connection.execute(select(stored_file.c.digest).where(stored_file.c.digest == digest)).first()
    if known is None:
        connection.execute(
            insert(stored_file).values(
                digest=digest, size=len(content), content_type=str(content_type), content=content, stored_at=now
            )
        )
    return digest


def get(connection: Connection, digest: str) -> tuple[bytes, ContentType]:
    """Return a stored file and its type; raises :class:`DamagedFile` when the bytes do not fit the digest (R08)."""
    row = connection.execute(
        select(stored_file.c.content, stored_file.c.content_type).where(stored_file.c.digest == digest)
    ).first()
    if row is None or hashlib.sha256(row.content).hexdigest() != digest:
        raise DamagedFile(digest)
    return bytes(row.content), ContentType(row.content_type)
