"""The shared metadata, its naming convention, and the columns that every changing row carries."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only numbers rows by itself when the key is spelled INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def id_column() -> Column[int]:
    """Return the primary key that the database numbers."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def version_column() -> Column[int]:
    """Return the counter that an update must name (security.md R12)."""
    return Column("version", Integer, nullable=False, default=1, server_default="1")


def case_column(*, index: bool = True) -> Column[int]:
    """Return the link of a row to its case; every table with it is part of that case's content digest."""
    return Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=index)
