"""SQL of this slice: issued letters and their stored files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from db.tables.letters import letter
from desktop.documents import vault
from desktop.errors import UserError
from desktop.letters.model import LetterFacts, LetterId, LetterKind

_LISTED = (
    letter.c.id,
    letter.c.case_id,
    letter.c.decision_id,
    letter.c.kind,
    letter.c.number,
    letter.c.dated,
    letter.c.version,
    letter.c.facts_digest,
    letter.c.file_digest,
    letter.c.issued_name,
    letter.c.issued_at,
    letter.c.anchor_seq,
    letter.c.anchor_digest,
)


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """An issued letter as lists show it; the digests are whole, in hex."""

    letter_id: LetterId
    case_id: int
    decision_id: int
    kind: LetterKind
    number: str
    dated: date
    version: int
    facts_digest: str
    file_digest: str
    issued_name: str
    issued_at: datetime
    anchor_seq: int
    anchor_digest: str


def _issued(row: RowMapping) -> IssuedLetter:
    values = dict(row)
    return IssuedLetter(LetterId(values.pop("id")), kind=LetterKind(values.pop("kind")), **values)


def add(connection: Connection, values: Mapping[str, Any]) -> LetterId:
    """Insert an issued letter and return its id."""
    return LetterId(connection.execute(insert(letter).values(**values).returning(letter.c.id)).scalar_one())


def of_case(connection: Connection, case_id: int) -> tuple[IssuedLetter, ...]:
    """Return the issued letters of a case, oldest first."""
    query = select(*_LISTED).where(letter.c.case_id == case_id).order_by(letter.c.id)
    return tuple(_issued(row) for row in connection.execute(query).mappings())


def by_id(connection: Connection, letter_id: int) -> IssuedLetter:
    """Return one issued letter; raises :class:`UserError` when there is none."""
    row = connection.execute(select(*_LISTED).where(letter.c.id == letter_id)).mappings().first()
    if row is None:
        raise UserError("This letter does not exist in the office database.")
    return _issued(row)


def of_decision(connection: Connection, decision_id: int) -> tuple[IssuedLetter, ...]:
    """Return the letters that carry one decision, oldest first."""
    query = select(*_LISTED).where(letter.c.decision_id == decision_id).order_by(letter.c.id)
    return tuple(_issued(row) for row in connection.execute(query).mappings())


def facts_of(connection: Connection, letter_id: int) -> LetterFacts:
    """Return the frozen facts a letter was made from."""
    return LetterFacts.from_plain(
        connection.execute(select(letter.c.facts).where(letter.c.id == letter_id)).scalar_one()
    )


def content_of(connection: Connection, letter_id: int) -> bytes:
    """Return the letter exactly as it was issued, whatever templates say today (L7, R55).

    Raises :class:`desktop.documents.vault.DamagedFile` when the stored bytes are not those that were issued.
    """
    content, _ = vault.get(connection, by_id(connection, letter_id).file_digest)
    return content
