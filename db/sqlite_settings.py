"""The one list of settings that every SQLite connection of the program carries (security.md R03, R04)."""

import sqlite3

from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_TIMEOUT_MS = 10_000

# pragma, what we set, what reading it back must give
SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "EXTRA", 3),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("secure_delete", "ON", 1),
    ("mmap_size", "0", 0),
    ("busy_timeout", str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS),
    ("temp_store", "MEMORY", 2),
)

_REFUSED = frozenset(
    {
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_ALTER_TABLE,
        # a temporary table or view named like one of ours would be read in its place
        sqlite3.SQLITE_CREATE_TEMP_TABLE,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_VIEW,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_INDEX,
        sqlite3.SQLITE_DROP_VIEW,
        sqlite3.SQLITE_DROP_VTABLE,
    }
)
_APPEND_ONLY = frozenset({"journal", "checkpoint"})
_PRAGMAS_READ_ONLY = frozenset(
    {
        "integrity_check",
        "quick_check",
        "foreign_key_check",
        "foreign_key_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "table_info",
        "table_xinfo",
        "data_version",
        "user_version",
    }
)
_PRAGMAS_SETTABLE = frozenset(name for name, _, _ in SETTINGS)


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether SQLite ``version`` is free of the WAL reset race (R04).

    Safe are 3.51.3 and later except the withdrawn 3.52.0, and the back-ports 3.44.6+ and 3.50.7+ of those lines.
    """
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3) and version != (3, 52, 0)


def authorise(  # the signature is SQLite's
    action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None
) -> int:
    """Refuse what would walk round the journal's guards, even through our own connection (R26, E10)."""
    if action in _REFUSED:
        return sqlite3.SQLITE_DENY
    if action in (sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE) and first in _APPEND_ONLY:
        return sqlite3.SQLITE_DENY
    # sqlite_master needs no line here: writing to it takes PRAGMA writable_schema, which is refused below, and
    # opening the search table passes through it
    if action == sqlite3.SQLITE_PRAGMA:
        name = (first or "").lower()
        known = name in _PRAGMAS_READ_ONLY or (name in _PRAGMAS_SETTABLE and second is None)
        return sqlite3.SQLITE_OK if known else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def apply(connection: DBAPIConnection, *, guarded: bool) -> None:
    """Set every setting on a fresh connection, read each back, and shut the door behind (R03, R26).

    ``guarded`` connections carry the authoriser; only migrations go without. Raises RuntimeError when a setting
    did not take.
    """
    cursor = connection.cursor()
    for name, value, expected in SETTINGS:
        cursor.execute(f"PRAGMA {name} = {value}")
        found = cursor.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != expected:
            raise RuntimeError(f"SQLite did not take {name} = {value}; it says {found}")
    cursor.close()
    if guarded:
        connection.set_authorizer(authorise)
