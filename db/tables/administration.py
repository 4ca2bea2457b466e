"""People, the office profile, its calendar, and the gap-free number series."""

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, Table, Text

from db.tables.base import id_column, metadata, version_column
from db.types import Day, Json, Moment

person = Table(
    "person",
    metadata,
    id_column(),
    Column("sign_in_name", Text, nullable=False, unique=True),
    Column("full_name", Text, nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("roles", Json, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("password_hash", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("wrapped_key", Text, nullable=False),
    Column(
        "voucher",
        Text,
        nullable=False,
        comment="signature of the office root over name, roles and public key (E12)",
    ),
    Column("created_at", Moment, nullable=False),
    version_column(),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("sign_in_name", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)

office = Table(
    "office",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one_office"), primary_key=True),
    Column("office_id", Text, nullable=False, comment="random name of this office's data, fixed at set-up"),
    Column("root_public_key", Text, nullable=False),
    Column("is_demo", Boolean, nullable=False, default=False),
    Column(
        "profile",
        Json,
        nullable=False,
        comment="letterhead, law cited, time zone, close of business, weekend",
    ),
    version_column(),
)

holiday = Table(
    "holiday",
    metadata,
    Column("day", Day, primary_key=True),
    Column("name", Text, nullable=False),
)

number_series = Table(
    "number_series",
    metadata,
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
