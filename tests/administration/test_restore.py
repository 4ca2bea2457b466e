"""Restoring an older state: by a supervisor with a reason, told in the journal, no number given twice (R10)."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from db import numbers
from db.engine import Database
from db.tables.administration import number_series
from desktop.act import Act
from desktop.actor import SYSTEM
from desktop.administration import backup, keys, restore, sealed_file
from desktop.audit import store
from desktop.audit.keystore import Keystore
from desktop.audit.model import Anchor, Check
from desktop.audit.verify import verify
from desktop.errors import Refused, UserError
from desktop.office import verifications
from tests.builders.cases import a_case, a_draft
from tests.builders.tampering import tamper
from tests.conftest import PASSWORD

CHEAP = keys.PasswordCost(memory=64, passes=1, lanes=1)
PASSPHRASE = "a lighthouse in fog"
pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def order(place, tmp_path) -> restore.Order:
    """Restore the backup that :func:`_backed_up` makes, by sara."""
    source = tmp_path / "monday.casement-backup"
    return restore.Order(source, PASSPHRASE, place.address, "sara", PASSWORD, "The disk failed.", {})


@pytest.fixture
def restored(place, clock):
    """Restore with the workstation's memory of the test."""

    def run(order: restore.Order) -> restore.Restored:
        return restore.restore(order, clock=clock, keystore=lambda _office: Keystore(place.folder / "keystore"))

    return run


def _number(act: Act) -> int:
    act.record("case.summarised", "cases")
    return numbers.take(act.connection, "letter", 2027)


def _backed_up(place, clock, order, *, letters_later: int = 0) -> Anchor:
    """Back the office up, let it give some letter numbers afterwards, and return the anchor of the last."""
    office = place.open(clock)
    sara = _actor(office, "sara")
    a_case(office, _actor(office, "ana"))
    backup.make(office, sara, order.source, order.passphrase, cost=CHEAP)
    for _ in range(letters_later):
        office.write(SYSTEM, _number)
    with office.read() as connection:
        seq, digest = store.head(connection)
    office.close()
    return Anchor(seq, digest[:16], "letter MER/APC/2027/0004")


def _actor(office, name):
    from desktop.actor import Actor
    from desktop.administration import store as people

    with office.read() as connection:
        found = next(someone for someone in people.people(connection) if someone.sign_in_name == name)
    return Actor(found.person_id, name, found.full_name, found.title, found.roles)


def _findings(place, anchors=()):
    database = Database(place.address)
    try:
        return list(verify(database, Keystore(place.folder / "keystore"), anchors=anchors, further=verifications()))
    finally:
        database.close()


def _last_entry(place):
    database = Database(place.address)
    with database.read() as connection:
        entries = [entry for entry, _ in store.entries(connection) if entry.act == "office.restored"]
    database.close()
    return entries[-1]


def test_R10_a_restored_office_is_whole_and_tells_who_restored_it_and_why(place, clock, order, restored):
    _backed_up(place, clock, order)
    restored(order)
    entry = _last_entry(place)
    assert entry.actor_name == "Sara Vance"
    assert "The disk failed." in entry.facts
    assert _findings(place) == []


def test_R10_no_number_given_after_the_backup_is_given_again(place, clock, order, restored):
    _backed_up(place, clock, order, letters_later=3)
    assert restored(order).numbers_left_out == {"letter/2027": [1, 2, 3]}
    office = place.open(clock)
    assert office.write(SYSTEM, _number)[0] == 4
    office.close()


def test_R10_numbers_are_remembered_by_the_workstation_when_the_office_is_gone(place, clock, order, restored):
    _backed_up(place, clock, order, letters_later=3)
    Path(place.address).unlink()
    assert restored(order).numbers_left_out == {"letter/2027": [1, 2, 3]}


def test_R10_numbers_known_from_letters_in_hand_can_be_told(place, clock, order, restored):
    _backed_up(place, clock, order)
    Path(place.address).unlink()
    shutil.rmtree(place.folder / "keystore")
    left_out = restored(replace(order, given={"letter/2027": 6, "licence/2026": 2})).numbers_left_out
    assert left_out == {"letter/2027": [1, 2, 3, 4, 5, 6], "licence/2026": [1, 2]}


def test_R10_the_anchor_of_a_letter_that_was_lost_shows_and_says_why(place, clock, order, restored):
    lost = _backed_up(place, clock, order, letters_later=3)
    restored(order)
    (found,) = [finding for finding in _findings(place, [lost]) if finding.check is Check.ANCHOR]
    assert "MER/APC/2027/0004" in found.place
    assert "a backup that ends at entry" in found.sentence


def test_R10_the_office_that_was_there_is_kept(place, clock, order, restored):
    _backed_up(place, clock, order, letters_later=1)
    before = Path(place.address).read_bytes()
    kept = restored(order).kept
    assert kept is not None
    assert kept.read_bytes() == before


def test_R10_the_workstation_s_memory_begins_anew_and_the_old_stays_for_the_auditor(place, clock, order, restored):
    _backed_up(place, clock, order, letters_later=3)
    old = Keystore(place.folder / "keystore").heads()
    restored(order)
    kept = [path.name for path in (place.folder / "keystore").iterdir() if ".before-restore-" in path.name]
    assert len(kept) == 3
    assert Keystore(place.folder / "keystore").heads()[-1].digest not in {head.digest for head in old}


def test_a_restored_office_goes_on_working_and_stays_whole(place, clock, order, restored):
    _backed_up(place, clock, order)
    restored(order)
    from datetime import timedelta

    clock.advance(timedelta(days=2))
    office = place.open(clock)
    a_draft(office, _actor(office, "ana"))
    office.close()
    assert _findings(place) == []


@pytest.mark.parametrize("name", ["ana", "adam", "otto"])
def test_R10_only_a_supervisor_or_the_head_restores(place, clock, order, restored, name):
    _backed_up(place, clock, order)
    before = Path(place.address).read_bytes()
    with pytest.raises(Refused, match="may not restore a backup"):
        restored(replace(order, sign_in_name=name))
    assert Path(place.address).read_bytes() == before
    assert not [
        path for path in place.folder.rglob("*") if "before-restore" in path.name or ".casement-restore" in path.name
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": "  "}, "Say why"),
        ({"password": "not this one"}, "Name or password is not right"),
        ({"passphrase": "another lighthouse"}, "does not open"),
    ],
)
def test_R10_without_reason_password_or_passphrase_nothing_changes(place, clock, order, restored, changes, sentence):
    _backed_up(place, clock, order)
    before = Path(place.address).read_bytes()
    with pytest.raises(UserError, match=sentence):
        restored(replace(order, **changes))
    assert Path(place.address).read_bytes() == before


def test_an_office_that_is_open_is_not_replaced(place, clock, order, restored):
    _backed_up(place, clock, order)
    office = place.open(clock)
    with pytest.raises(UserError, match="open in another Casement"):
        restored(order)
    office.close()


def test_a_backup_of_an_office_that_was_not_whole_is_restored_only_on_purpose(place, clock, order, restored):
    tamper(place.address, ["UPDATE journal SET facts = '{}' WHERE seq = 3"])
    _backed_up(place, clock, order)
    with pytest.raises(UserError, match="is not whole: entry 3"):
        restored(order)
    done = restored(replace(order, although_not_whole=True))
    assert [finding.place for finding in done.findings] == ["entry 3"]
    assert '"findings":1' in _last_entry(place).facts


def test_a_damaged_office_can_be_replaced(place, clock, order, restored):
    _backed_up(place, clock, order, letters_later=3)
    content = bytearray(Path(place.address).read_bytes())
    content[100:8192] = bytes(8092)
    Path(place.address).write_bytes(content)
    assert restored(order).numbers_left_out == {"letter/2027": [1, 2, 3]}


def test_a_journal_left_by_a_crash_goes_with_the_old_office(place, clock, order, restored):
    _backed_up(place, clock, order)
    Path(f"{place.address}-journal").write_bytes(b"\x00" * 512)
    kept = restored(order).kept
    assert not Path(f"{place.address}-journal").exists() or Path(f"{place.address}-journal").stat().st_size == 0
    assert kept is not None
    assert _findings(place) == []


def test_a_disk_without_links_gets_a_copy_of_the_old_office(place, clock, order, restored, monkeypatch):
    import os

    _backed_up(place, clock, order)
    before = Path(place.address).read_bytes()

    def no_links(*_args):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    kept = restored(order).kept
    assert kept is not None
    assert kept.read_bytes() == before


def test_a_backup_of_a_newer_casement_is_refused(place, clock, order, restored, monkeypatch):
    _backed_up(place, clock, order)
    open_backup = backup.open_backup
    monkeypatch.setattr(backup, "open_backup", lambda *args: replace(open_backup(*args), schema="9999"))
    with pytest.raises(UserError, match="newer Casement"):
        restored(order)


def test_a_place_that_is_not_there_is_told(clock, order, restored, tmp_path):
    with pytest.raises(UserError, match="There is no folder"):
        restored(replace(order, address=str(tmp_path / "none" / "office.casement")))


def test_a_changed_backup_is_refused(place, clock, order, restored):
    _backed_up(place, clock, order)
    content = bytearray(order.source.read_bytes())
    content[-1] ^= 1
    order.source.write_bytes(content)
    with pytest.raises(sealed_file.NotWhole):
        restored(order)


def test_the_numbers_of_a_restored_office_say_which_were_left_out(place, clock, order, restored):
    office = place.open(clock)
    a_case(office, _actor(office, "ana"))
    backup.make(office, _actor(office, "sara"), order.source, order.passphrase, cost=CHEAP)
    from tests.builders.cases import GYROS

    a_case(office, _actor(office, "ana"), lines=(replace(GYROS, description="Turntable", model="TT-2"),))
    office.close()
    assert restored(order).numbers_left_out == {"case/2027": [2]}
    assert _findings(place) == [], "a number that a restore left out is no gap"
    database = Database(place.address)
    with database.read() as connection:
        assert connection.execute(select(number_series.c.last)).scalars().all() == [2]
    database.close()
