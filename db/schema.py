"""Brings a database to the schema of this program, and refuses one that is newer than it (security.md R13)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, inspect, text

from db import copying
from db.engine import APPLICATION_ID, file_engine, is_server, server_engine

HEAD = "0001"


class NewerDatabase(Exception):
    """The database was made by a newer Casement; the text says what to do."""


class NotOurs(Exception):
    """The file is no office database of Casement; the text says what it seems to be."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What :func:`bring_up_to_date` did: ``was`` is None for a new database."""

    was: str | None
    now: str
    backup: Path | None


def revision_of(connection: Connection) -> str | None:
    """Return the schema revision, or None when there is no schema yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    # Alembic costs 0.4 s to import; only a new or an old database pays it
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def refuse_foreign_file(path: Path) -> None:
    """Look at the first 100 bytes without SQLite; raise :class:`NotOurs` unless they are of an office file."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(b"SQLite format 3\x00"):
        raise NotOurs(f"{path.name} is not an office file of Casement. Choose a file that ends in .casement.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise NotOurs(f"{path.name} is a database, but not an office file of Casement. Choose another file.")


def bring_up_to_date(address: str) -> Migrated:
    """Migrate the database at ``address`` (made if it is an empty file), with a backup of an older file first (R13).

    Raises :class:`NewerDatabase` or :class:`NotOurs`; nothing is changed then.
    """
    if not is_server(address):
        refuse_foreign_file(Path(address))
    engine = server_engine(address) if is_server(address) else file_engine(Path(address), guarded=False)
    try:
        with engine.connect() as connection:
            was = revision_of(connection)
        if was == HEAD:
            return Migrated(was, HEAD, None)
        _refuse_newer(was)
        backup = None
        if was is not None and not is_server(address):
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            backup = Path(address).with_suffix(f".before-{HEAD}.{stamp}.casement")
            copying.copy_file(engine, backup)
        with engine.execution_options(writing=True).connect() as connection, connection.begin():
            # somebody else may have migrated the server while we waited for the writers' lock
            was = revision_of(connection)
            _refuse_newer(was)
            if was is None and connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            _upgrade(connection)
        return Migrated(was, HEAD, backup)
    finally:
        engine.dispose()


def _refuse_newer(was: str | None) -> None:
    if was is not None and was > HEAD:
        raise NewerDatabase(
            f"This office was opened by a newer Casement (schema {was}; this program knows {HEAD}). "
            "Install the newer program on this workstation."
        )


def objects_of(connection: Connection) -> dict[str, tuple[str, str]]:
    """Return every table, index, trigger and view of an office file by kind and name: its table, its definition.

    An index that a rule of its table makes has no definition of its own.
    """
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {f"{kind} {name}": (str(table), str(sql or "")) for kind, name, table, sql in rows}


@cache
def objects_of_this_program() -> dict[str, tuple[str, str]]:
    """Return what :func:`objects_of` gives for an office file that this program makes new."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.casement"
        bring_up_to_date(str(path))
        engine = file_engine(path, guarded=False)
        with engine.connect() as connection:
            found = objects_of(connection)
        engine.dispose()
    return found
