"""A raw tool on the office database: what somebody does who holds the file or the server and none of the program."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.conftest import Place

Execute = Callable[..., list[Any]]


@contextmanager
def raw_tool(place: Place, *, guards_off: bool = False) -> Iterator[Execute]:
    """Give ``execute(sql, *values)`` with ``?`` for values, outside the program; its triggers removed when asked."""
    if place.kind == "sqlite":
        connection: Any = sqlite3.connect(place.address, timeout=20, isolation_level=None)

        def execute(statement: str, *values: Any) -> list[Any]:
            return list(connection.execute(statement, values).fetchall())

        if guards_off:
            for (name,) in execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                execute(f"DROP TRIGGER {name}")
    else:
        import psycopg

        connection = psycopg.connect(place.address, autocommit=True)

        def execute(statement: str, *values: Any) -> list[Any]:
            cursor = connection.execute(statement.replace("?", "%s").encode(), values)
            return list(cursor.fetchall()) if cursor.description else []

        if guards_off:
            for (name,) in execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"):
                execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    try:
        yield execute
    finally:
        connection.close()
