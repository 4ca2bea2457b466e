"""Triggers and search tables that hold what the schema alone cannot; written out as SQL beside this file."""

from pathlib import Path

from sqlalchemy import Connection


def statements(dialect: str) -> list[str]:
    """Return the guards for ``dialect`` (``sqlite`` or ``postgresql``), one statement each."""
    script = Path(__file__).with_name(f"{dialect}.sql").read_text(encoding="utf-8")
    return [part.strip() for part in script.split("\n--\n")[1:] if part.strip()]


def install(connection: Connection) -> None:
    """Create every guard on a database that has the tables but no guards yet."""
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
