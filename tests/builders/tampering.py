"""What somebody with a raw database tool can do: change rows with the guards set aside, and put the guards back."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing

import psycopg


def tamper(address: str, statements: Iterable[str]) -> None:
    """Run ``statements`` on a closed office, past every guard, and leave no other trace."""
    if address.startswith("postgresql:"):
        _on_server(address, statements)
    else:
        _in_file(address, statements)


def _in_file(address: str, statements: Iterable[str]) -> None:
    with closing(sqlite3.connect(address, isolation_level=None)) as raw:
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        for _, sql in guards:
            raw.execute(sql)


def _on_server(address: str, statements: Iterable[str]) -> None:
    with psycopg.connect(address) as raw:
        guards = raw.execute(
            "SELECT t.tgname, c.relname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal"
        ).fetchall()
        for name, table, _ in guards:
            raw.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}".encode())
        for statement in statements:
            raw.execute(statement.encode())
        for name, table, enabled in guards:
            always = "ALWAYS " if enabled == "A" else ""
            raw.execute(f"ALTER TABLE {table} ENABLE {always}TRIGGER {name}".encode())
