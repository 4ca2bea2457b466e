"""The licence that a grant creates: number and validity (domain.md §14)."""

from sqlalchemy import Column, ForeignKey, Table, Text

from db.tables.base import Id, case_column, id_column, metadata, version_column
from db.types import Day

licence = Table(
    "licence",
    metadata,
    id_column(),
    case_column(),
    Column("number", Text, nullable=False, unique=True),
    Column("letter_id", Id, ForeignKey("letter.id"), nullable=False, unique=True),
    Column("valid_from", Day, nullable=False),
    Column("valid_to", Day, nullable=False),
    Column("state", Text, nullable=False),
    version_column(),
)
