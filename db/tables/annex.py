"""Classifications: each run of the classifier and each confirmation is a new row that never changes."""

from sqlalchemy import Column, ForeignKey, Table, Text

from db.tables.base import Id, case_column, id_column, metadata
from db.types import Json, Moment

classification = Table(
    "classification",
    metadata,
    id_column(),
    case_column(),
    Column("line_id", Id, ForeignKey("case_line.id"), nullable=False, index=True),
    Column("edition", Text, nullable=False),
    Column("inputs", Json, nullable=False, comment="everything the engine saw; a re-run gives the same trace"),
    Column("verdict", Text, nullable=False),
    Column("codes", Json, nullable=False),
    Column("category", Text, nullable=True),
    Column("trace", Json, nullable=False),
    Column("classified_by", Id, ForeignKey("person.id"), nullable=False),
    Column("classified_at", Moment, nullable=False),
)

classification_confirmation = Table(
    "classification_confirmation",
    metadata,
    id_column(),
    case_column(),
    Column("classification_id", Id, ForeignKey("classification.id"), nullable=False, unique=True),
    Column("line_id", Id, ForeignKey("case_line.id"), nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("codes", Json, nullable=False),
    Column("category", Text, nullable=True),
    Column("override_reason", Text, nullable=False, default=""),
    Column("confirmed_by", Id, ForeignKey("person.id"), nullable=False),
    Column("confirmed_at", Moment, nullable=False),
)
