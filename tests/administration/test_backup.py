"""Backups made under load open whole, restore complete, and never take another's place (security.md R09)."""

import random
import threading
import time
from pathlib import Path

import pytest

from db.engine import Database
from desktop.administration import backup, keys, sealed_file
from desktop.audit import store
from desktop.audit.verify import verify
from desktop.cases import service
from desktop.errors import Refused, UserError
from desktop.office import verifications
from tests.builders.cases import a_case, a_draft
from tests.builders.tampering import tamper

CHEAP = keys.PasswordCost(memory=64, passes=1, lanes=1)
PASSPHRASE = "a lighthouse in fog"


def _make(office, who, target, **more) -> backup.Backup:
    return backup.make(office, who, target, PASSPHRASE, cost=CHEAP, **more)


def _opened(made: backup.Backup, into: Path) -> Database:
    assert backup.open_backup(made.path, PASSPHRASE, into) == made.manifest
    return Database(str(into))


def test_R09_a_backup_of_either_database_opens_as_a_whole_office(office, actor, place, tmp_path):
    case = a_case(office, actor("ana"))
    made = _make(office, actor("adam"), tmp_path / "monday.casement-backup")
    assert made.findings == ()
    assert made.manifest.office_name == "Licensing Office of Merania"
    assert made.manifest.rows["cases"] == 1
    assert made.manifest.source == ("file" if place.kind == "sqlite" else "server")
    database = _opened(made, tmp_path / "opened.casement")
    with database.read() as connection:
        assert store.head(connection) == (made.manifest.journal_entry, made.manifest.journal_digest)
        assert case.reference in connection.exec_driver_sql("SELECT reference FROM cases").scalars().all()
    assert list(verify(database, further=verifications())) == []
    database.close()


def test_a_backup_is_an_entry_of_the_journal_but_not_of_itself(office, actor, tmp_path):
    made = _make(office, actor("sara"), tmp_path / "monday.casement-backup")
    with office.read() as connection:
        last = list(store.entries(connection))[-1][0]
    assert last.act == "backup.made"
    assert last.seq == made.manifest.journal_entry + 1
    assert made.sha256 in last.facts


@pytest.mark.sqlite_only
def test_R09_twenty_backups_under_a_writing_thread_lose_nothing_acknowledged(office, actor, tmp_path):
    ana = actor("ana")
    stop, acknowledged, slowest = threading.Event(), [], [0.0]

    def write() -> None:
        while not stop.is_set():
            begin = time.monotonic()
            case_id, _ = office.write(ana, service.open_draft)
            slowest[0] = max(slowest[0], time.monotonic() - begin)
            acknowledged.append(case_id)

    writer = threading.Thread(target=write)
    writer.start()
    made = []
    try:
        for number in range(20):
            had = len(acknowledged)
            made.append((had, _make(office, actor("adam"), tmp_path / f"{number}.casement-backup")))
    finally:
        stop.set()
        writer.join()
    assert len(acknowledged) > 20, "somebody worked meanwhile"
    assert slowest[0] < 5, "nobody waited long for a backup of a small office"
    for number, (had, each) in enumerate(made):
        assert each.findings == ()
        database = _opened(each, tmp_path / f"opened-{number}.casement")
        with database.read() as connection:
            held = set(connection.exec_driver_sql("SELECT id FROM cases").scalars())
        assert set(acknowledged[:had]) <= held
        assert list(verify(database, further=verifications())) == []
        database.close()


@pytest.mark.sqlite_only
def test_R09_two_hundred_flipped_bits_in_a_backup_are_refused(office, actor, tmp_path):
    a_draft(office, actor("ana"))
    made = _make(office, actor("adam"), tmp_path / "monday.casement-backup")
    sealed = made.path.read_bytes()
    places = random.Random(200)  # noqa: S311 - the same places on each run
    changed = tmp_path / "changed.casement-backup"
    for _ in range(200):
        flipped = bytearray(sealed)
        flipped[places.randrange(len(sealed))] ^= 1 << places.randrange(8)
        changed.write_bytes(flipped)
        with pytest.raises(sealed_file.NotWhole):
            backup.open_backup(changed, PASSPHRASE, tmp_path / "opened.casement")
        assert not (tmp_path / "opened.casement").exists()


def test_R09_a_backup_that_is_there_is_never_replaced(office, actor, tmp_path):
    made = _make(office, actor("adam"), tmp_path / "monday.casement-backup")
    before = made.path.read_bytes()
    with pytest.raises(UserError, match="is there already"):
        _make(office, actor("adam"), made.path)
    assert made.path.read_bytes() == before


def test_R09_a_backup_that_fails_leaves_the_last_good_one_and_no_part(office, actor, tmp_path, monkeypatch):
    good = _make(office, actor("adam"), tmp_path / "monday.casement-backup")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sealed_file, "seal", full)
    with pytest.raises(UserError, match="the last good backup is untouched"):
        _make(office, actor("adam"), tmp_path / "tuesday.casement-backup")
    assert [path.name for path in tmp_path.iterdir() if "casement-backup" in path.name] == [good.path.name]


def test_R09_a_medium_that_does_not_keep_what_was_written_is_found_at_once(office, actor, tmp_path, monkeypatch):
    unseal = sealed_file.unseal

    def forgetful(path, passphrase):
        for number, part in enumerate(unseal(path, passphrase)):
            yield part if number != 1 else bytes(len(part))

    monkeypatch.setattr(sealed_file, "unseal", forgetful)
    with pytest.raises(UserError, match="medium may be failing"):
        _make(office, actor("adam"), tmp_path / "monday.casement-backup")
    assert not list(tmp_path.glob("*.casement-backup*"))


def test_a_backup_into_a_folder_gets_a_name_with_its_time(office, actor, tmp_path):
    made = _make(office, actor("adam"), tmp_path)
    assert made.path.name == "office-20270301T090000.casement-backup"
    with pytest.raises(UserError, match="There is no folder"):
        _make(office, actor("adam"), tmp_path / "none" / "x.casement-backup")


def test_R09_no_plain_copy_is_left_behind(office, actor, place, tmp_path):
    a_case(office, actor("ana"))
    _make(office, actor("adam"), tmp_path / "monday.casement-backup")
    left = [path for path in (tmp_path, place.folder) for path in path.rglob("*") if "casement-backup-" in path.name]
    assert left == []


@pytest.mark.parametrize("name", ["ana", "tess", "otto"])
def test_who_may_not_make_backups_is_refused(office, actor, tmp_path, name):
    with pytest.raises(Refused):
        _make(office, actor(name), tmp_path / "monday.casement-backup")
    assert list(tmp_path.glob("*.casement-backup")) == []


def test_a_weak_passphrase_is_refused(office, actor, tmp_path):
    with pytest.raises(UserError, match="most common"):
        backup.make(office, actor("adam"), tmp_path / "x.casement-backup", "password1", cost=CHEAP)


def test_an_office_that_is_not_whole_is_backed_up_and_said_to_be_damaged(place, clock, tmp_path):
    from desktop.actor import Actor
    from desktop.administration import store as people

    tamper(place.address, ["UPDATE journal SET facts = '{}' WHERE seq = 3"])
    office = place.open(clock)
    with office.read() as connection:
        adam = next(one for one in people.people(connection) if one.sign_in_name == "adam")
    made = _make(office, Actor(adam.person_id, "adam", adam.full_name, "", adam.roles), tmp_path / "x.casement-backup")
    assert [finding.place for finding in made.findings] == ["entry 3"]
    office.close()


def test_progress_is_told(office, actor, tmp_path):
    told = []
    _make(office, actor("adam"), tmp_path, progress=lambda what, *_counts: told.append(what))
    assert {"copying", "journal"} <= set(told)
