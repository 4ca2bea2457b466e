"""Every connection to an office file carries the settings of security.md R03; WAL is refused on unsafe SQLite (R04)."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from db import sqlite_settings
from db.engine import Database, file_engine
from db.schema import bring_up_to_date


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "office.casement"
    bring_up_to_date(str(path))
    return path


@pytest.fixture
def database(file):
    opened = Database(str(file))
    yield opened
    opened.close()


def _deviations(connection) -> list[str]:
    cursor = connection.connection.driver_connection.cursor()
    found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name, _, _ in sqlite_settings.SETTINGS}
    return [f"{n}: {found[n]} instead of {wanted}" for n, _, wanted in sqlite_settings.SETTINGS if found[n] != wanted]


def test_R03_a_reading_connection_carries_all_ten_settings(database):
    assert len(sqlite_settings.SETTINGS) == 10
    with database.read() as connection:
        assert _deviations(connection) == []


def test_R03_a_writing_connection_carries_all_ten_settings(database):
    with database.write() as connection:
        assert _deviations(connection) == []


def test_R03_connections_of_background_threads_carry_all_settings(database):
    together = Barrier(8)

    def look(_number: int) -> list[str]:
        with database.read() as connection:
            together.wait()  # eight connections at once, beyond what the pool keeps
            return _deviations(connection)

    with ThreadPoolExecutor(8) as threads:
        assert [wrong for found in threads.map(look, range(8)) for wrong in found] == []


def test_R03_migrating_connections_carry_all_settings_too(file):
    engine = file_engine(file, guarded=False)
    with engine.connect() as connection:
        assert _deviations(connection) == []
    engine.dispose()


def test_R03_a_setting_that_did_not_take_stops_the_opening(monkeypatch, file):
    monkeypatch.setattr(sqlite_settings, "SETTINGS", (("synchronous", "NORMAL", 3),))
    with closing(sqlite3.connect(file)) as raw, pytest.raises(RuntimeError, match="did not take synchronous"):
        sqlite_settings.apply(raw, guarded=False)


def test_R03_writes_begin_immediate_so_that_a_second_writer_waits(database):
    with (
        database.write(),
        closing(sqlite3.connect(database.address, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_R03_what_is_written_on_a_reading_connection_is_dropped(database):
    with database.read() as connection:
        connection.exec_driver_sql("INSERT INTO case_count VALUES ('DRF', 99)")
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM case_count").scalar() == 0


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 52, 1), True),
    ],
)
def test_R04_WAL_is_refused_on_SQLite_with_the_reset_race(version, safe):
    assert sqlite_settings.is_wal_safe(version) is safe


def test_R04_the_program_does_not_use_WAL(file):
    assert file.read_bytes()[18:20] == b"\x01\x01", "the header says rollback journal"
