"""What a person found for the policy procedure, and each policy outcome with its trace."""

from sqlalchemy import Column, ForeignKey, Table, Text

from db.tables.base import Id, case_column, id_column, metadata, version_column
from db.types import Json, Moment

assessment = Table(
    "assessment",
    metadata,
    id_column(),
    case_column(),
    Column("line_id", Id, ForeignKey("case_line.id"), nullable=False, unique=True),
    Column(
        "findings",
        Json,
        nullable=False,
        comment="end-use class, WMD and contribution findings and the rest of §9.1",
    ),
    Column("remark", Text, nullable=False, default=""),
    Column("assessed_by", Id, ForeignKey("person.id"), nullable=False),
    Column("assessed_at", Moment, nullable=False),
    version_column(),
)

policy_result = Table(
    "policy_result",
    metadata,
    id_column(),
    case_column(),
    Column("line_id", Id, ForeignKey("case_line.id"), nullable=False, index=True),
    Column("inputs", Json, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("result", Json, nullable=False, comment="trace, assurances, signatures needed"),
    Column("decided_at", Moment, nullable=False),
)
