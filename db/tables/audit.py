"""The journal: history tab, audit trail and change feed in one; and its signed checkpoints."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from db.tables.base import Id, metadata

journal = Table(
    "journal",
    metadata,
    Column("seq", Id, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False, comment="UTC, exactly as hashed"),
    Column("actor_id", Id, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=True),
    Column("act", Text, nullable=False),
    Column("facts", Text, nullable=False, comment="canonical JSON"),
    Column("content", Text, nullable=False, comment="digest of the case, or of the office data, after the act"),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Index("ix_journal_case_id_seq", "case_id", "seq"),
    Index("ix_journal_act_seq", "act", "seq"),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("seq", Id, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column(
        "key_signature",
        Text,
        nullable=False,
        comment="the key before vouches for this one; empty on the first",
    ),
    Column("signature", Text, nullable=False),
)
