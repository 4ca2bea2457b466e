"""Column types that mean the same on SQLite and on PostgreSQL, so that digests and tests agree on both."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Column, Dialect, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator


def stamp(moment: datetime) -> str:
    """Return a moment as UTC text with microseconds, which sorts as time does; one without offset is refused (C-8)."""
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs an offset (C-8)")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Moment(TypeDecorator[datetime]):
    """A moment with offset (domain.md C-8), kept as sortable UTC text with microseconds."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn a moment into text; a moment without offset is refused with ValueError."""
        return None if value is None else stamp(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn text back into a moment in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A calendar day as ISO text (security.md R47)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn a day into text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn text back into a day."""
        return None if value is None else date.fromisoformat(value)


class Exact(TypeDecorator[Decimal]):
    """An exact decimal, quantities and money alike, kept as plain text without exponent (security.md R47)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn a decimal into text; a float or a non-finite number is refused with ValueError."""
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise ValueError(f"an exact decimal is needed, not {value!r} (R47)")
        return format(value, "f")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn text back into a decimal."""
        try:
            return None if value is None else Decimal(value)
        except InvalidOperation as broken:
            raise ValueError(f"{value!r} is not a number; the file is damaged") from broken


def canonical_json(value: object) -> str:
    """Return the one spelling of ``value`` as JSON: sorted keys, no spaces, no NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Json(TypeDecorator[Any]):
    """Plain data as canonical JSON text, the same bytes on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn plain data into canonical JSON."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn JSON text back into plain data."""
        return None if value is None else json.loads(value)


def as_stored(declared: Table) -> Table:
    """Return ``declared`` with each column as the plain text or number it is kept as.

    What was damaged can then still be read, digested and copied, and nothing changes its spelling on the way.
    """
    columns = [
        Column(
            column.name,
            column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type,
            primary_key=column.primary_key,
            autoincrement=False,
        )
        for column in declared.c
    ]
    return Table(declared.name, MetaData(), *columns)
