"""Verification finds what a raw database tool did, and names the place (security.md R08, R27, R28; both databases)."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import psycopg
import pytest

from db.engine import Database
from desktop import startup
from desktop.actor import SYSTEM
from desktop.administration.service import sign_in
from desktop.audit import checks, store, walk
from desktop.audit.model import Anchor, Check
from desktop.audit.verify import verify
from desktop.errors import UserError
from tests.builders.tampering import tamper
from tests.conftest import CHEAP


def _told(found) -> list[str]:
    return [f"{finding.check}: {finding.place}" for finding in found]


def test_an_untouched_office_has_no_findings(worked, findings):
    assert findings() == []


def test_a_set_up_office_without_work_has_no_findings(place, findings):
    assert findings() == []


def test_R08_a_changed_journal_row_is_named(worked, findings):
    tamper(worked.address, ["UPDATE journal SET facts = '{}' WHERE seq = 12"])
    assert "journal: entry 12" in _told(findings())
    assert "entry 12 was changed after it was written" in findings()[0].sentence


@pytest.mark.parametrize(
    "column", ["at", "actor_id", "actor_name", "roles", "machine", "case_id", "act", "facts", "content", "previous"]
)
def test_R08_a_change_of_each_column_of_the_journal_is_named(worked, findings, column):
    value = "2" if column in {"actor_id", "case_id"} else "'x'"
    tamper(worked.address, [f"UPDATE journal SET {column} = {value} WHERE seq = 13"])
    assert "journal: entry 13" in _told(findings(memory=False))


def test_R08_a_deleted_journal_row_is_named(worked, findings):
    tamper(worked.address, ["DELETE FROM journal WHERE seq = 12"])
    found = findings()
    assert "journal: entry 12" in _told(found)
    assert "entry 12 is missing; entry 13 follows" in found[0].sentence


def test_R08_two_swapped_rows_are_named(worked, findings):
    tamper(
        worked.address,
        [
            "UPDATE journal SET seq = 999999 WHERE seq = 12",
            "UPDATE journal SET seq = 12 WHERE seq = 13",
            "UPDATE journal SET seq = 13 WHERE seq = 999999",
        ],
    )
    assert {"journal: entry 12", "journal: entry 13"} <= set(_told(findings()))


def test_R27_a_cut_tail_is_named_by_the_checkpoint(worked, findings):
    tamper(worked.address, ["DELETE FROM journal WHERE seq > 15"])
    last = findings(memory=False)
    assert any(finding.check is Check.CHECKPOINT and "the tail is cut" in finding.sentence for finding in last)


def test_R27_a_cut_tail_without_its_checkpoints_is_named_by_the_workstation(worked, findings):
    tamper(worked.address, ["DELETE FROM journal WHERE seq > 15", "DELETE FROM checkpoint WHERE seq > 15"])
    found = [finding for finding in findings() if finding.check is Check.OUTSIDE]
    assert found
    assert "the journal ends at entry 15" in found[0].sentence


def test_R08_a_changed_case_is_named_with_its_newest_entry(worked, findings):
    tamper(worked.address, ["UPDATE case_line SET quantity = '61' WHERE case_id = 1"])
    found = findings()
    assert [finding.check for finding in found] == [Check.CONTENT]
    assert found[0].place.startswith("case MX-2027-00001 (entry ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET end_use = 'other' WHERE id = 2",
        "UPDATE cases SET state = 'CLO' WHERE id = 2",
        "UPDATE cases SET reference = 'MX-2027-00007' WHERE id = 2",
        "UPDATE case_party SET country = 'KP' WHERE case_id = 2",
        "DELETE FROM case_party WHERE case_id = 2",
        "UPDATE case_party SET case_id = 1 WHERE case_id = 2",
        "UPDATE case_line SET description = ' ' WHERE case_id = 2",
    ],
)
def test_R08_each_kind_of_edit_of_a_case_is_found(worked, findings, statement):
    tamper(worked.address, [statement])
    assert any(f.check is Check.CONTENT and "(entry " in f.place for f in findings())


def test_R08_a_case_made_by_hand_is_found(worked, findings):
    tamper(
        worked.address,
        [
            "CREATE TABLE copy AS SELECT * FROM cases WHERE id = 3",
            "UPDATE copy SET id = 77",
            "INSERT INTO cases SELECT * FROM copy",
            "DROP TABLE copy",
        ],
    )
    assert "content: case id 77" in _told(findings())


@pytest.mark.sqlite_only
def test_R08_a_case_taken_out_is_found(worked, findings):
    tamper(
        worked.address,
        [
            *(f"DELETE FROM {table} WHERE case_id = 3" for table in ("case_line", "case_party")),
            "DELETE FROM cases WHERE id = 3",
        ],
    )
    told = [finding.sentence for finding in findings() if finding.check is Check.CONTENT]
    assert told == ["The journal tells of a case that is gone."]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET full_name = 'Someone Else' WHERE sign_in_name = 'ben'",
        "UPDATE person SET roles = '[\"clerk\",\"supervisor\"]' WHERE sign_in_name = 'ben'",
        "UPDATE office SET root_public_key = 'AAAA'",
    ],
)
def test_R15_an_account_or_root_changed_by_hand_is_found(worked, findings, statement):
    tamper(worked.address, [statement])
    checks = {finding.check for finding in findings()}
    assert {Check.CONTENT, Check.PERSON} <= checks


def test_R08_a_changed_holiday_is_found(worked, findings):
    tamper(worked.address, ["DELETE FROM holiday WHERE name = 'Good Friday'"])
    assert [finding.check for finding in findings()] == [Check.CONTENT]


def test_R08_a_stored_file_that_changed_is_found(worked, findings):
    digest = "ab" * 32
    content = "X'313233'" if worked.kind == "sqlite" else r"'\x313233'"
    row = f"('{digest}', 3, 'application/pdf', {content}, '2027-03-01T09:00:00.000000+00:00')"
    tamper(worked.address, [f"INSERT INTO stored_file (digest, size, content_type, content, stored_at) VALUES {row}"])
    assert _told(findings()) == [f"stored file: file {digest[:16]}…"]


def test_R10_R11_a_number_taken_out_of_its_series_is_found(worked, findings):
    tamper(worked.address, ["UPDATE number_series SET last = 3 WHERE series = 'case'"])
    assert "number series: case/2027, number 3" in _told(findings())


def test_R11_a_number_the_series_never_gave_is_found(worked, findings):
    tamper(worked.address, ["UPDATE number_series SET last = 1 WHERE series = 'case'"])
    assert "number series: case/2027, number 2" in _told(findings())


def test_the_counts_of_the_list_are_checked(worked, findings):
    tamper(worked.address, ["UPDATE case_count SET number = number + 1 WHERE state = 'DRF'"])
    assert _told(findings()) == ["database: count of cases in state DRF"]


def test_a_guard_that_was_taken_away_is_found(worked, findings):
    if worked.kind == "sqlite":
        with closing(sqlite3.connect(worked.address)) as raw:
            raw.execute("DROP TRIGGER frozen_journal_update")
        assert _told(findings()) == ["database: trigger frozen_journal_update"]
    else:
        with psycopg.connect(worked.address) as raw:
            raw.execute("ALTER TABLE journal DISABLE TRIGGER frozen_journal")
        assert _told(findings()) == ["database: guard frozen_journal on journal"]


def test_R28_anchors_of_letters_in_hand_are_checked(worked, findings):
    database = Database(worked.address)
    with database.read() as connection:
        seq, digest = store.head(connection)
    database.close()
    assert findings([Anchor(seq, digest[:16])]) == []
    wrong = findings([Anchor(seq, "0" * 16, "letter MER/APC/2027/0001")])
    assert [finding.check for finding in wrong] == [Check.ANCHOR]
    assert "MER/APC/2027/0001" in wrong[0].place
    beyond = findings([Anchor(seq + 100, "0" * 16)])
    assert "the tail is cut, or an older state" in beyond[0].sentence


def _told_by(found, check: Check) -> list[str]:
    return [finding.sentence for finding in found if finding.check is check]


def test_R27_a_checkpoint_signed_with_a_key_nobody_vouched_for_is_found(worked, findings):
    tamper(worked.address, [f"UPDATE checkpoint SET public_key = '{'A' * 43}=', key_signature = ''"])
    told = _told_by(findings(), Check.CHECKPOINT)
    assert "No earlier checkpoint key of this office vouches for its key." in told
    assert "The signature of this checkpoint does not hold." in told


def test_R27_a_checkpoint_moved_to_another_entry_is_found(worked, findings):
    tamper(worked.address, ["UPDATE checkpoint SET seq = seq - 1 WHERE seq = (SELECT max(seq) FROM checkpoint)"])
    told = _told_by(findings(), Check.CHECKPOINT)
    assert any("is not the one this checkpoint was signed over" in sentence for sentence in told)


def test_R27_a_checkpoint_over_a_missing_entry_is_found(worked, findings):
    tamper(worked.address, ["DELETE FROM journal WHERE seq = (SELECT min(seq) FROM checkpoint)"])
    assert any("is missing" in sentence for sentence in _told_by(findings(), Check.CHECKPOINT))


def test_R27_checkpoints_taken_out_of_the_middle_are_missed(place, clock, findings):
    office = place.open(clock)
    for _ in range(9):
        clock.advance(timedelta(minutes=1))
        office.write(SYSTEM, lambda act: [act.record("case.summarised", "cases") for _ in range(100)])
    office.close()
    assert findings() == []
    tamper(place.address, ["DELETE FROM checkpoint WHERE seq > 200 AND seq < 800"])
    found = [finding for finding in findings(memory=False) if finding.check is Check.CHECKPOINT]
    assert len(found) == 1
    assert "No checkpoint was signed for more than 300 entries" in found[0].sentence


def test_R28_an_anchor_of_an_entry_that_was_taken_out_is_told(worked, findings):
    tamper(worked.address, ["DELETE FROM journal WHERE seq = 12"])
    assert any("that entry is missing" in told for told in _told_by(findings([Anchor(12, "ab" * 8)]), Check.ANCHOR))


def test_R08_the_kept_size_of_a_file_is_checked(worked, findings):
    digest = "a665a45920422f9d417e4867efdc4fb8a04a1f3fff1fa07e998e86f7f7a27ae3"
    content = "X'313233'" if worked.kind == "sqlite" else r"'\x313233'"
    row = f"('{digest}', 4, 'application/pdf', {content}, '2027-03-01T09:00:00.000000+00:00')"
    tamper(worked.address, [f"INSERT INTO stored_file (digest, size, content_type, content, stored_at) VALUES {row}"])
    assert _told_by(findings(), Check.FILE) == ["The size kept of this file is 4; it has 3 bytes."]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE journal SET facts = CAST(X'7b22ff22' AS TEXT) WHERE seq = 14", "journal: entry 14"),
        ("UPDATE case_line SET description = CAST(X'ff41' AS TEXT) WHERE case_id = 2", "content: case MX-2027-00002"),
        ("UPDATE journal SET facts = '[1]' WHERE act = 'office.set_up'", "journal: entry 1"),
        ("UPDATE journal SET facts = '{torn' WHERE act = 'office.set_up'", "journal: entry 1"),
    ],
)
def test_R08_damaged_text_is_named_like_any_other_change(worked, findings, statement, where):
    tamper(worked.address, [statement])
    assert any(told.startswith(where) for told in _told(findings()))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", ["journal", "checkpoint", "letter", "stored_file", "number_series", "case_search"])
def test_R08_a_table_that_is_gone_is_told_and_the_other_checks_go_on(worked, findings, table):
    with closing(sqlite3.connect(worked.address)) as raw:
        raw.execute(f"DROP TABLE {table}")
        raw.commit()
    told = _told(findings())
    assert f"database: table {table}" in told
    assert any(where.endswith(": reading stopped") for where in told)


@pytest.mark.sqlite_only
def test_R08_something_that_does_not_belong_in_an_office_file_is_told(worked, findings):
    with closing(sqlite3.connect(worked.address)) as raw:
        raw.execute("CREATE VIEW sly AS SELECT 1")
        raw.execute("CREATE TRIGGER slyer AFTER INSERT ON cases BEGIN SELECT 1; END")
    assert {"database: view sly", "database: trigger slyer"} <= set(_told(findings()))


@pytest.mark.sqlite_only
def test_R08_a_row_that_belongs_to_nothing_is_told(worked, findings):
    tamper(worked.address, ["UPDATE case_party SET case_id = 99 WHERE case_id = 3"])
    assert any("belongs to a row of cases that does not exist" in f.sentence for f in findings())


def test_R08_progress_is_told_part_by_part(worked, monkeypatch):
    monkeypatch.setattr(walk, "_ROWS_A_STEP", 10)
    monkeypatch.setattr(checks, "_CASES_A_STEP", 2)
    told = []
    database = Database(worked.address)
    assert list(verify(database, step=lambda *step: told.append(step))) == []
    database.close()
    assert {"database", "journal", "cases", "checkpoint", "content", "letter"} <= {what for what, _, _ in told}
    assert all(done <= total for what, done, total in told if what == "journal")


def test_R27_the_start_of_the_program_warns_of_a_journal_that_was_cut(worked, clock):
    office = worked.open(clock)
    assert startup.look_at(office).warning == ""
    office.database.close()
    tamper(worked.address, ["DELETE FROM journal WHERE seq > 15"])
    office = worked.open(clock)
    assert "the journal ends at entry 15" in startup.look_at(office).warning
    office.database.close()


def test_R23_a_count_of_failed_sign_ins_made_smaller_by_hand_is_found(worked, clock, findings):
    office = worked.open(clock)
    for _ in range(2):
        with pytest.raises(UserError):
            sign_in(office, "ana", "wrong", cost=CHEAP)
    office.close()
    assert findings() == []
    tamper(worked.address, ["UPDATE sign_in_failure SET failures = 0"])
    assert _told(findings()) == ["database: failed sign-ins of ana"]


SERVER_GUARDS = {
    "a guard emptied": (
        (
            "CREATE OR REPLACE FUNCTION casement_frozen_journal() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NEW; END $$"
        ),
        "database: guard casement_frozen_journal",
    ),
    "a guard taken away": ("DROP TRIGGER frozen_letter ON letter", "database: guard frozen_letter on letter"),
    "a guard function taken away": (
        "DROP FUNCTION casement_frozen_letter() CASCADE",
        "database: guard casement_frozen_letter",
    ),
    "a trigger added": (
        "CREATE TRIGGER sly AFTER INSERT ON cases FOR EACH ROW EXECUTE FUNCTION casement_count_cases()",
        "database: trigger sly",
    ),
    "four eyes taken away": (
        'ALTER TABLE countersignature DROP CONSTRAINT "ck_countersignature_S_1_preparer_may_not_countersign"',
        "database: rule ck_countersignature_S_1_preparer_may_not_countersign",
    ),
}


@pytest.mark.postgresql
@pytest.mark.parametrize("what", SERVER_GUARDS)
def test_R26_what_the_owner_of_a_server_does_to_the_guards_is_found(worked, findings, what):
    if worked.kind == "sqlite":
        return  # the guards of a file are compared as a whole, above
    statement, told = SERVER_GUARDS[what]
    with psycopg.connect(worked.address) as raw:
        raw.execute(statement.encode())
    assert told in _told(findings())
