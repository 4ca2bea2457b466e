"""Opens the office database: the only place in the program that connects (security.md R03)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import BaseFileLock
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool, QueuePool

from db import locations, sqlite_settings

APPLICATION_ID = 0x43534D54  # "CSMT", in the file's header
# every writer of every workstation takes this lock, so the journal has one order (E8, E10)
_WRITER_LOCK = 7_230_115
# each statement of a server's ordinary transaction sees another moment; a screen must not
_ONE_MOMENT: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def is_server(address: str) -> bool:
    """Tell whether ``address`` names a PostgreSQL server rather than a file."""
    return address.startswith(("postgresql:", "postgresql+psycopg:"))


def _sqlite_engine(path: Path, *, guarded: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool if guarded else NullPool,
        connect_args={"check_same_thread": False, "timeout": sqlite_settings.BUSY_TIMEOUT_MS / 1000},
        **({"pool_size": 4, "max_overflow": 8} if guarded else {}),
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        # SQLAlchemy begins transactions below; the driver must not begin its own
        connection.isolation_level = None
        sqlite_settings.apply(connection, guarded=guarded)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", not guarded)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _server_engine(address: str) -> Engine:
    url = address.replace("postgresql:", "postgresql+psycopg:", 1)
    engine = create_engine(url, pool_size=4, max_overflow=8, pool_pre_ping=True)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})

    return engine


def file_engine(path: Path, *, guarded: bool = True) -> Engine:
    """Return an engine on an office file with the settings of R03; unguarded only for migrations and backups."""
    return _sqlite_engine(path, guarded=guarded)


def server_engine(address: str) -> Engine:
    """Return an engine on the office's PostgreSQL server."""
    return _server_engine(address)


class Database:
    """One open office database: readers as many as wanted, writers one at a time.

    ``address`` is a file path or a ``postgresql:`` URL. Opening a file takes the instance lock and refuses a
    network path (R05) with :class:`db.locations.NotHere`.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._lock: BaseFileLock | None = None
        if is_server(address):
            self.engine = _server_engine(address)
        else:
            path = Path(address)
            locations.refuse_network_path(path)
            self._lock = locations.lock_office_file(path)
            self.engine = _sqlite_engine(path, guarded=True)
        self._writing = self.engine.execution_options(writing=True)
        self._reading = self.engine if self.is_file else self.engine.execution_options(**_ONE_MOMENT)

    @property
    def is_file(self) -> bool:
        """Whether the office is one SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def name(self) -> str:
        """What to call this database on screen: the file's name, or the server's database name without password."""
        return Path(self.address).name if self.is_file else str(self.engine.url.database)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection for reading; what is read is one consistent moment, what is written is dropped."""
        with self._reading.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection inside one write transaction; an exception rolls all of it back (R06)."""
        with self._writing.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection and give the instance lock back."""
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()
