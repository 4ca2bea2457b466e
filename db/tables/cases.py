"""The case with its lines and parties; list columns stand on the case: a million rows stay one table."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from db.tables.base import Id, case_column, id_column, metadata, version_column
from db.types import Day, Exact, Json, Moment

cases = Table(
    "cases",
    metadata,
    id_column(),
    Column("reference", Text, nullable=True, unique=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("received_at", Moment, nullable=True),
    Column("channel", Text, nullable=False, default=""),
    Column("registered_at", Moment, nullable=True),
    Column("applicant_reference", Text, nullable=False, default=""),
    Column("end_use", Text, nullable=False, default=""),
    Column("place_of_use", Text, nullable=False, default=""),
    Column("countries_differ_reason", Text, nullable=False, default="", comment="rule P-3"),
    Column("exporter_informed", Text, nullable=False, default="not asked", comment="CK-11: yes, no, not asked"),
    Column("exporter_aware", Text, nullable=False, default="not asked", comment="CK-11: yes, no, not asked"),
    Column("duplicate_answer", Text, nullable=False, default="", comment="T-01: why this is no duplicate"),
    Column("officer_id", Id, ForeignKey("person.id"), nullable=True),
    Column("marking", Text, nullable=False, default="OFFICE"),
    Column("created_by", Id, ForeignKey("person.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment, nullable=True),
    # what the case list shows, kept in step by the services in the same transaction
    Column("applicant_name", Text, nullable=False, default=""),
    Column("end_user_name", Text, nullable=False, default=""),
    Column("destination", Text, nullable=False, default=""),
    Column("goods", Text, nullable=False, default=""),
    Column("annex_codes", Text, nullable=False, default=""),
    Column("headline_outcome", Text, nullable=False, default=""),
    Column("officer_name", Text, nullable=False, default=""),
    Column("due_on", Day, nullable=True),
    version_column(),
    CheckConstraint("(reference IS NULL) = (registered_at IS NULL)", name="number_with_registration"),
)
for _column in (
    "reference",
    "applicant_name",
    "end_user_name",
    "destination",
    "goods",
    "annex_codes",
    "due_on",
    "officer_name",
    "received_at",
    "closed_at",
    "kind",
    "headline_outcome",
):
    Index(f"ix_cases_{_column}_id", cases.c[_column], cases.c.id)
    Index(f"ix_cases_state_{_column}_id", cases.c.state, cases.c[_column], cases.c.id)
Index("ix_cases_state_id", cases.c.state, cases.c.id)
Index("ix_cases_officer_id_state_due_on_id", cases.c.officer_id, cases.c.state, cases.c.due_on, cases.c.id)

case_count = Table(
    "case_count",
    metadata,
    Column("state", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

case_line = Table(
    "case_line",
    metadata,
    id_column(),
    case_column(),
    Column("number", Integer, nullable=False),
    Column("description", Text, nullable=False, default=""),
    Column("maker", Text, nullable=False, default=""),
    Column("model", Text, nullable=False, default=""),
    Column("part_number", Text, nullable=False, default=""),
    Column("serial_numbers", Text, nullable=False, default=""),
    Column("quantity", Exact, nullable=True),
    Column("unit", Text, nullable=False, default=""),
    Column("unit_value", Exact, nullable=True),
    Column("currency", Text, nullable=False, default=""),
    Column("origin", Text, nullable=False, default=""),
    Column(
        "national_code",
        Text,
        nullable=False,
        default="",
        comment="as the applicant states it; shown, never trusted",
    ),
    Column(
        "specification",
        Json,
        nullable=False,
        comment="list of {name, value, unit, source} as the applicant gives them",
    ),
    version_column(),
    UniqueConstraint("case_id", "number"),
)

case_party = Table(
    "case_party",
    metadata,
    id_column(),
    case_column(),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("original_name", Text, nullable=False, default=""),
    Column("kind", Text, nullable=False, default=""),
    Column("registration_number", Text, nullable=False, default=""),
    Column("address", Text, nullable=False, default=""),
    Column("country", Text, nullable=False, default=""),
    Column("contact", Text, nullable=False, default=""),
    Column("telephone", Text, nullable=False, default=""),
    Column("email", Text, nullable=False, default=""),
    Column("web_site", Text, nullable=False, default=""),
    version_column(),
)

case_pause = Table(
    "case_pause",
    metadata,
    id_column(),
    case_column(),
    Column("cause", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("answered_at", Moment, nullable=True),
    version_column(),
)
