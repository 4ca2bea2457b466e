"""Checkpoints, the heads kept outside and the anchors in letters against a tampered journal (R27, R28, E10)."""

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from db.engine import Database
from desktop.act import Act
from desktop.actor import SYSTEM
from desktop.audit import chain, store
from desktop.audit.checkpoints import EVERY
from desktop.audit.keystore import Keystore, SeenHead
from desktop.audit.model import Anchor, Check, anchor_of
from desktop.audit.verify import recent, verify
from desktop.errors import UserError
from desktop.office import verifications
from tests.builders.tampering import tamper

FIELDS = "seq, at, actor_id, actor_name, roles, machine, case_id, act, facts, content, previous, digest"


def _note(act: Act) -> None:
    act.record("case.summarised", "cases", note="an entry that touches no case")


def _write_entries(office, number: int) -> None:
    for _ in range(number):
        office.write(SYSTEM, _note)


def _checkpoints(office) -> list[int]:
    with office.read() as connection:
        return [int(row.seq) for row in store.checkpoints(connection)]


def test_R27_a_checkpoint_is_signed_every_hundred_entries_and_at_closing(place, clock):
    office = place.open(clock)
    before = _checkpoints(office)
    _write_entries(office, 2 * EVERY + 5)
    signed = [seq for seq in _checkpoints(office) if seq not in before]
    assert signed == [before[-1] + EVERY, before[-1] + 2 * EVERY]
    office.close()
    office = place.open(clock)
    assert _checkpoints(office)[-1] == before[-1] + 2 * EVERY + 5
    office.close()


def test_R27_an_office_that_was_only_looked_at_gets_no_new_checkpoint(place, clock):
    office = place.open(clock)
    before = _checkpoints(office)
    office.close()
    office = place.open(clock)
    assert _checkpoints(office) == before
    office.close()


def test_R27_each_day_has_its_key_and_the_day_before_vouches_for_it(place, clock, findings):
    for _ in range(3):
        office = place.open(clock)
        _write_entries(office, 1)
        office.close()
        clock.advance(timedelta(days=1))
    with _reading(place) as connection:
        assert len(store.checkpoint_keys(connection)) == 3
    assert findings() == []


def test_R27_a_program_killed_between_two_keys_leaves_no_gap_in_their_chain(place, clock, findings):
    office = place.open(clock)
    _write_entries(office, 1)
    office.close()
    clock.advance(timedelta(days=1))
    office = place.open(clock)
    office.keystore.signing_key(clock.now())  # the new key is written, and then the program is killed
    office.database.close()
    clock.advance(timedelta(days=1))
    office = place.open(clock)
    _write_entries(office, 1)
    office.close()
    assert findings() == []


def test_R27_a_second_workstation_is_announced_in_the_journal(place, clock, findings):
    from desktop.office import Office

    second = Office(place.address, clock=clock, keystore=place.folder / "another workstation")
    _write_entries(second, 1)
    second.close()
    with _reading(place) as connection:
        acts = [entry.act for entry, _ in store.entries(connection)]
    assert acts[-1] == "workstation.joined"
    assert findings() == []


def test_R27_a_damaged_key_file_is_replaced_and_announced(place, clock, findings):
    (place.folder / "keystore" / "checkpoint.key").write_text("{torn", encoding="utf-8")
    office = place.open(clock)
    _write_entries(office, 1)
    office.close()
    assert findings() == []


def test_R27_trouble_with_the_outside_memory_does_not_undo_an_act(place, clock, caplog, monkeypatch):
    office = place.open(clock)

    def full(_self, _newest):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Keystore, "note_newest", full)
    office.write(SYSTEM, _note)
    assert "its head could not be kept outside" in caplog.text
    monkeypatch.undo()
    office.close()


def _reading(place):
    from contextlib import contextmanager

    @contextmanager
    def reading():
        database = Database(place.address)
        with database.read() as connection:
            yield connection
        database.close()

    return reading()


def _rewritten(address: str, at: int) -> list[str]:
    """Statements that change entry ``at`` and make every later digest fit, as a patient forger would."""
    database = Database(address)
    with database.read() as connection:
        rows = [list(row) for row in store.rows(connection, at - 1)]
    database.close()
    previous = rows[0][10]
    rows[0][7] = "case.forged"
    statements = []
    for row in rows:
        row[10] = previous
        previous = row[11] = chain.digest_of_fields(row[:-1])
        statements.append(
            f"UPDATE journal SET act = '{row[7]}', previous = '{row[10]}', digest = '{row[11]}' WHERE seq = {row[0]}"
        )
    return statements


@pytest.fixture(scope="module")
def long_office(_file_template, tmp_path_factory):
    """A file of some 360 entries with checkpoints, made once; tests tamper with copies."""
    from desktop.clock import StandingClock
    from desktop.office import Office
    from tests.conftest import MONDAY

    folder = tmp_path_factory.mktemp("long") / "office"
    shutil.copytree(_file_template, folder, ignore=shutil.ignore_patterns("*.lock"))
    office = Office(folder / "office.casement", clock=StandingClock(MONDAY), keystore=folder / "keystore")
    _write_entries(office, 350)
    office.close()
    return folder


def _tampered(kind: str, address: str, at: int, last: int) -> list[str]:
    return {
        "edit": lambda: [f"UPDATE journal SET facts = '{{}}' WHERE seq = {at}"],
        "delete": lambda: [f"DELETE FROM journal WHERE seq = {at}"],
        "swap": lambda: [
            f"UPDATE journal SET seq = 0 WHERE seq = {at}",
            f"UPDATE journal SET seq = {at} WHERE seq = {at + 1}",
            f"UPDATE journal SET seq = {at + 1} WHERE seq = 0",
        ],
        "cut": lambda: [f"DELETE FROM journal WHERE seq > {at}", f"DELETE FROM checkpoint WHERE seq > {at}"],
        "rewrite": lambda: [*_rewritten(address, at), f"DELETE FROM checkpoint WHERE seq >= {at}"],
    }[kind]()


@pytest.mark.parametrize("kind", ["edit", "delete", "swap", "cut", "rewrite"])
def test_R27_five_kinds_of_tampering_at_twenty_places_are_found(long_office, tmp_path, kind):
    database = Database(str(long_office / "office.casement"))
    with database.read() as connection:
        last, _ = store.head(connection)
    database.close()
    places = random.Random(27)  # noqa: S311 - the same places on each run
    for number in range(20):
        at = places.randrange(30, last - 1)
        copy = tmp_path / f"{kind}-{number}.casement"
        shutil.copy(long_office / "office.casement", copy)
        tamper(str(copy), _tampered(kind, str(copy), at, last))
        database = Database(str(copy))
        found = list(verify(database, Keystore(long_office / "keystore"), further=verifications()))
        database.close()
        first = next(f for f in found if f.check in {Check.JOURNAL, Check.OUTSIDE})
        if kind in {"edit", "delete", "swap"}:
            assert first.place == f"entry {at}"
        elif kind == "cut":
            assert f"the journal ends at entry {at}" in first.sentence
        else:
            assert "was rewritten" in first.sentence
            assert int(first.place.split()[1]) >= at


@pytest.mark.parametrize("kind", ["cut", "rewrite", "roll back"])
def test_R28_one_letter_alone_shows_a_cut_rewritten_or_rolled_back_journal(place, clock, findings, kind, tmp_path):
    office = place.open(clock)
    _write_entries(office, 5)
    if kind == "roll back" and place.kind == "sqlite":
        shutil.copy(place.address, tmp_path / "older.casement")
    _write_entries(office, 20)
    with office.read() as connection:
        seq, digest = store.head(connection)
    _write_entries(office, 3)
    office.close()
    letter = anchor_of(f"{seq}:{digest[:16].upper()}")
    assert findings([letter], memory=False) == []
    if kind == "rewrite":
        tamper(place.address, [*_rewritten(place.address, seq - 4), "DELETE FROM checkpoint"])
    elif kind == "roll back" and place.kind == "sqlite":
        shutil.copy(tmp_path / "older.casement", place.address)
    else:
        tamper(place.address, [f"DELETE FROM journal WHERE seq > {seq - 4}", "DELETE FROM checkpoint"])
    found = [finding for finding in findings([letter], memory=False) if finding.check is Check.ANCHOR]
    assert [finding.place for finding in found] == [f"entry {seq} (given anchor)"]


def test_R28_a_rolled_back_office_that_went_on_is_found_too(place, clock, findings):
    office = place.open(clock)
    _write_entries(office, 20)
    with office.read() as connection:
        seq, digest = store.head(connection)
    office.close()
    tamper(
        place.address, [f"DELETE FROM journal WHERE seq > {seq - 9}", f"DELETE FROM checkpoint WHERE seq > {seq - 9}"]
    )
    clock.advance(timedelta(days=1))
    office = place.open(clock)
    _write_entries(office, 20)
    office.close()
    (found,) = [f for f in findings([Anchor(seq, digest[:16])], memory=False) if f.check is Check.ANCHOR]
    assert "that entry is another one now" in found.sentence


@pytest.mark.parametrize(
    ("typed", "seq", "digest"),
    [
        ("57:1a2b3c4d5e6f7081", 57, "1a2b3c4d5e6f7081"),
        (" 57 : 1A2B 3C4D 5E6F 7081 ", 57, "1a2b3c4d5e6f7081"),
        ("57 1A2B-3C4D-5E6F-7081", 57, "1a2b3c4d5e6f7081"),
        ("1000000:" + "ab" * 32, 1_000_000, "ab" * 32),
    ],
)
def test_R28_an_anchor_is_read_as_the_letter_prints_it(typed, seq, digest):
    found = anchor_of(typed)
    assert (found.seq, found.digest) == (seq, digest)


@pytest.mark.parametrize(
    "typed", ["", "57", "57:", "57:1a2b", "x:1a2b3c4d5e6f7081", "57:1a2b3c4d5e6f708g", "-1:" + "a" * 16]
)
def test_R28_anything_else_is_refused_with_an_example(typed):
    with pytest.raises(UserError, match="for example 57:"):
        anchor_of(typed)


def test_R27_a_workstation_notices_at_opening_what_was_done_since_it_last_worked(worked):
    keystore = Keystore(worked.folder / "keystore")
    database = Database(worked.address)
    assert recent(database, keystore) == []
    database.close()
    tamper(worked.address, ["DELETE FROM journal WHERE seq > 15"])
    database = Database(worked.address)
    assert "the journal ends at entry 15" in recent(database, keystore)[0].sentence
    database.close()


def test_the_outside_memory_survives_a_torn_line_and_a_torn_file(tmp_path):
    keystore = Keystore(tmp_path / "keystore")
    assert keystore.heads() == []
    assert keystore.newest() is None
    keystore.remember_head(7, "ab", "2027-03-01")
    with (tmp_path / "keystore" / "heads.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"seq": 9, "dig')
    (tmp_path / "keystore" / "newest.json").write_text("[1", encoding="utf-8")
    assert keystore.heads() == [SeenHead(7, "ab", "2027-03-01")]


@pytest.mark.sqlite_only
def test_R31_verification_changes_no_byte_of_the_file(worked, findings):
    path = Path(worked.address)
    before = path.read_bytes()
    assert findings() == []
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA quick_check").fetchone() == ("ok",)
