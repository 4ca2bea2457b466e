"""Outcome drafts, the signed recommendation, countersignatures, the decision: four eyes as constraints."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from db.tables.base import Id, case_column, id_column, metadata, version_column
from db.types import Exact, Json, Moment

line_outcome = Table(
    "line_outcome",
    metadata,
    id_column(),
    case_column(),
    Column("line_id", Id, ForeignKey("case_line.id"), nullable=False, unique=True),
    Column("outcome", Text, nullable=False),
    Column("granted_quantity", Exact, nullable=True),
    Column("reason_codes", Json, nullable=False),
    Column("paragraph", Text, nullable=False, default="", comment="OPEN text for the letter (LT-05)"),
    Column("reconsideration", Text, nullable=False, default="", comment="OPEN: what might be changed (LT-06)"),
    Column("heard", Text, nullable=False, default="", comment="how the applicant was heard before a refusal (T-21)"),
    version_column(),
)

chosen_condition = Table(
    "chosen_condition",
    metadata,
    id_column(),
    case_column(),
    Column("position", Integer, nullable=False),
    Column("condition_id", Text, nullable=False),
    Column("parameters", Json, nullable=False),
    Column("lines", Json, nullable=False, comment="numbers of the lines it binds; empty for all granted lines"),
    Column("addition", Text, nullable=False, default=""),
    Column(
        "struck_reason",
        Text,
        nullable=False,
        default="",
        comment="a supervisor struck it, and why (letters.md §6)",
    ),
    version_column(),
    UniqueConstraint("case_id", "condition_id"),
)

recommendation_draft = Table(
    "recommendation_draft",
    metadata,
    id_column(),
    case_column(),
    Column("reasons", Text, nullable=False, comment="what the clerk has typed so far; signed with the recommendation"),
    version_column(),
    UniqueConstraint("case_id"),
)

recommendation = Table(
    "recommendation",
    metadata,
    id_column(),
    case_column(),
    Column("prepared_by", Id, ForeignKey("person.id"), nullable=False),
    Column("prepared_name", Text, nullable=False),
    Column("content", Text, nullable=False, comment="canonical JSON of all that was on screen"),
    Column("content_digest", Text, nullable=False),
    Column("statement", Text, nullable=False, comment="canonical JSON that is signed: which content, by whom, when"),
    Column("signature", Text, nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("signatures_needed", Integer, nullable=False),
    Column("reasons", Text, nullable=False, default=""),
    Column("state", Text, nullable=False),
    Column("ended_because", Text, nullable=False, default=""),
    UniqueConstraint("id", "prepared_by"),
    CheckConstraint("state IN ('signed', 'accepted', 'returned', 'void', 'decided')", name="state_known"),
    CheckConstraint("signatures_needed IN (1, 2)", name="signatures_needed"),
)

countersignature = Table(
    "countersignature",
    metadata,
    id_column(),
    case_column(),
    Column("recommendation_id", Id, nullable=False),
    Column("prepared_by", Id, nullable=False),
    Column("position", Integer, nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("person_name", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("reasons", Text, nullable=False, default=""),
    Column("content_digest", Text, nullable=False),
    Column("statement", Text, nullable=False, comment="canonical JSON that is signed: which content, by whom, when"),
    Column("signature", Text, nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("voided_because", Text, nullable=False, default=""),
    ForeignKeyConstraint(["recommendation_id", "prepared_by"], ["recommendation.id", "recommendation.prepared_by"]),
    CheckConstraint("person_id <> prepared_by", name="S_1_preparer_may_not_countersign"),
    UniqueConstraint("recommendation_id", "person_id", name="uq_countersignature_S_2_two_persons"),
    UniqueConstraint("recommendation_id", "position"),
    CheckConstraint("answer IN ('accepted', 'returned')", name="answer_known"),
    CheckConstraint("answer = 'accepted' OR length(trim(reasons)) > 0", name="S_4_reasons"),
    CheckConstraint("position IN (1, 2)", name="position_known"),
)

decision = Table(
    "decision",
    metadata,
    id_column(),
    case_column(),
    Column("recommendation_id", Id, ForeignKey("recommendation.id"), nullable=False, unique=True),
    Column("outcome", Text, nullable=False),
    Column("content_digest", Text, nullable=False),
    Column("decided_by", Id, ForeignKey("person.id"), nullable=False),
    Column("decided_at", Moment, nullable=False),
)
