"""Issued letters: number, the frozen facts, the digest of the stored PDF, the anchor printed in it (R28)."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from db.tables.base import Id, case_column, id_column, metadata
from db.types import Day, Json, Moment

letter = Table(
    "letter",
    metadata,
    id_column(),
    case_column(),
    Column("decision_id", Id, ForeignKey("decision.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("language", Text, nullable=False),
    Column("dated", Day, nullable=False),
    Column("version", Integer, nullable=False),
    Column("facts", Json, nullable=False),
    Column("facts_digest", Text, nullable=False),
    Column("file_digest", Text, ForeignKey("stored_file.digest"), nullable=False),
    Column("issued_by", Id, ForeignKey("person.id"), nullable=False),
    Column("issued_name", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("anchor_seq", Integer, nullable=False),
    Column("anchor_digest", Text, nullable=False),
)
