"""A copy of an office says what the office said, from either database into either (security.md R09, E6)."""

import threading
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from db import copying, schema
from db.engine import Database, file_engine, server_engine
from desktop.actor import Actor
from desktop.audit import content, store
from desktop.audit.keystore import Keystore
from desktop.audit.verify import verify
from desktop.office import Office, verifications
from desktop.permissions import Role
from tests.builders.cases import a_draft


def _said(address: str):
    database = Database(address)
    with database.read() as connection:
        said = (
            [digest for _, digest in store.entries(connection)],
            dict(content.of_all_cases(connection)),
            content.of_office(connection),
        )
    database.close()
    return said


@pytest.fixture
def empty(request, place, tmp_path):
    """Addresses of empty databases with the schema, by kind; a server only where there is one."""
    made = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            address = str(tmp_path / "copy.casement")
        else:
            if place.kind != "postgresql":
                pytest.fail("there is no server to copy to")
            name = f"copy_{uuid4().hex[:12]}"
            with psycopg.connect(place.address, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}".encode())
            made.append(name)
            head, _, tail = place.address.rpartition("/office_")
            address = f"{head}/{name}?{tail.partition('?')[2]}"
        schema.bring_up_to_date(address)
        return address

    yield make
    for name in made:
        with psycopg.connect(place.address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _copy(source: str, target: str, progress=None) -> None:
    opened = Database(source)
    made = file_engine_or_server(target)
    with opened.read() as reading, made.begin() as writing:
        copying.copy_tables(reading, writing, progress)
    made.dispose()
    opened.close()


def file_engine_or_server(address: str):
    return server_engine(address) if address.startswith("postgresql") else file_engine(Path(address), guarded=False)


def test_R09_tables_copied_from_either_database_into_a_file_say_the_same(worked, empty):
    target = empty("sqlite")
    steps = []
    _copy(worked.address, target, lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 50
    assert _said(target) == _said(worked.address)
    database = Database(target)
    assert list(verify(database, Keystore(worked.folder / "keystore"), further=verifications())) == []
    database.close()


def test_R09_a_file_moves_to_a_server_and_works_on_there(worked, empty, clock):
    if worked.kind == "sqlite":
        return  # the way from a file to a file is the test above
    through, target = empty("sqlite"), empty("postgresql")
    _copy(worked.address, through)
    _copy(through, target)
    office = Office(target, clock=clock, keystore=worked.folder / "keystore")
    assert list(verify(office.database, office.keystore, further=verifications())) == []
    ana = Actor(1, "ana", "Ana Bello", "", frozenset({Role.CLERK, Role.REGISTRY}))
    assert a_draft(office, ana) == 4
    with pytest.raises(Exception, match="only ever added to"), office.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM journal")
    office.close()


@pytest.mark.sqlite_only
def test_R09_a_file_copied_while_somebody_writes_is_whole(worked, tmp_path):
    database = Database(worked.address)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with database.write() as connection:
                connection.exec_driver_sql("INSERT INTO case_count VALUES (hex(randomblob(8)), 0)")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            copying.copy_file(database.engine, tmp_path / f"{number}.casement")
    finally:
        stop.set()
        writer.join()
    database.close()
    for number in range(5):
        copy = Database(str(tmp_path / f"{number}.casement"))
        with copy.read() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        copy.close()


@pytest.mark.sqlite_only
def test_R09_a_copy_that_keeps_starting_over_is_finished_in_one_go(worked, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "_PAGES_A_STEP", 5)
    database = Database(worked.address)
    steps = []

    def disturb(done: int, total: int) -> None:
        steps.append(done)
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO case_count VALUES (hex(randomblob(8)), 0)")

    copying.copy_file(database.engine, tmp_path / "copy.casement", disturb)
    database.close()
    assert steps
    copy = Database(str(tmp_path / "copy.casement"))
    with copy.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    copy.close()
