"""SQL of this slice: licences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from db.tables.licences import licence


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as issued: number ``ML-YYYY-NNNNN``, validity, state (domain.md §14)."""

    licence_id: int
    case_id: int
    number: str
    letter_id: int
    valid_from: date
    valid_to: date
    state: str


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a licence and return its id."""
    return int(connection.execute(insert(licence).values(**values).returning(licence.c.id)).scalar_one())


def of_case(connection: Connection, case_id: int) -> Licence | None:
    """Return the licence of a case, or None."""
    row = connection.execute(select(licence).where(licence.c.case_id == case_id)).mappings().first()
    if row is None:
        return None
    return Licence(
        licence_id=row["id"], **{name: row[name] for name in Licence.__dataclass_fields__ if name != "licence_id"}
    )
