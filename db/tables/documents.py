"""The vault of stored files by SHA-256, the documents of a case, and its end-use certificates."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from db.tables.base import Id, case_column, id_column, metadata, version_column
from db.types import Day, Exact, Json, Moment

stored_file = Table(
    "stored_file",
    metadata,
    Column("digest", Text, primary_key=True, comment="SHA-256 of the content, hex"),
    Column("size", Integer, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("stored_at", Moment, nullable=False),
)

document = Table(
    "document",
    metadata,
    id_column(),
    case_column(),
    Column("file_digest", Text, ForeignKey("stored_file.digest"), nullable=False),
    Column("title", Text, nullable=False),
    Column("shown_name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("findings", Json, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("marking", Text, nullable=False, default="OFFICE"),
    Column("attached_by", Id, ForeignKey("person.id"), nullable=False),
    Column("attached_at", Moment, nullable=False),
    version_column(),
    UniqueConstraint("case_id", "file_digest"),
    CheckConstraint("state IN ('accepted', 'flagged', 'quarantined')", name="state_known"),
)

certificate = Table(
    "certificate",
    metadata,
    id_column(),
    case_column(),
    Column("document_id", Id, ForeignKey("document.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("fields", Json, nullable=False, comment="F-01 to F-45 as typed, by id"),
    Column("number", Text, nullable=False, default="", index=True),
    Column("user_key", Text, nullable=False, default="", index=True, comment="letters and figures of F-11, small"),
    Column("signed_on", Day, nullable=True),
    Column("valid_until", Day, nullable=True),
    Column("verdict", Text, nullable=False, default="", comment="end-use-certificates.md §10; empty while none is set"),
    Column("verdict_remark", Text, nullable=False, default=""),
    Column("verdict_by", Id, ForeignKey("person.id"), nullable=True),
    Column("verdict_at", Moment, nullable=True),
    version_column(),
)

certificate_line = Table(
    "certificate_line",
    metadata,
    id_column(),
    case_column(),
    Column("certificate_id", Id, ForeignKey("certificate.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("item", Text, nullable=False, default=""),
    Column("quantity", Exact, nullable=True),
    Column("unit", Text, nullable=False, default=""),
    Column("value", Exact, nullable=True),
    Column("currency", Text, nullable=False, default=""),
    Column("case_line_id", Id, ForeignKey("case_line.id"), nullable=True),
    version_column(),
    UniqueConstraint("certificate_id", "number"),
)

certificate_undertaking = Table(
    "certificate_undertaking",
    metadata,
    id_column(),
    case_column(),
    Column("certificate_id", Id, ForeignKey("certificate.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("limits", Text, nullable=False, default=""),
    version_column(),
    UniqueConstraint("certificate_id", "code"),
)

certificate_check = Table(
    "certificate_check",
    metadata,
    id_column(),
    case_column(),
    Column("certificate_id", Id, ForeignKey("certificate.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("remark", Text, nullable=False, default=""),
    Column("about", Text, nullable=False, default="", comment="what the program had found when this was ticked"),
    Column("checked_by", Id, ForeignKey("person.id"), nullable=False),
    Column("checked_at", Moment, nullable=False),
    version_column(),
    UniqueConstraint("certificate_id", "code"),
)

certificate_waiver = Table(
    "certificate_waiver",
    metadata,
    id_column(),
    case_column(),
    Column("certificate_id", Id, ForeignKey("certificate.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("about", Text, nullable=False, comment="the failure that was waived; another failure is not covered"),
    Column("reason", Text, nullable=False),
    Column("waived_by", Id, ForeignKey("person.id"), nullable=False),
    Column("waived_at", Moment, nullable=False),
    version_column(),
    UniqueConstraint("certificate_id", "code"),
    CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
)
