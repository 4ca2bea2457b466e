"""What is written stays written, even through the program's own connection (security.md R26, E10, E11)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desktop.audit.model import Check
from tests.builders.cases import a_case

OUT_OF_ORDER = (
    "INSERT INTO journal SELECT seq + 1000, at, actor_id, actor_name, roles, machine, case_id, act, facts, content, "
    "previous, digest FROM journal WHERE seq = 2"
)
IN_FILE = [
    "UPDATE journal SET facts = '{}' WHERE seq = 2",
    "DELETE FROM journal WHERE seq = 2",
    "REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
    "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
    "UPDATE OR REPLACE journal SET seq = 3 WHERE seq = 2",
    "INSERT INTO journal SELECT * FROM journal WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET facts = '{}'",
    OUT_OF_ORDER,
    "DELETE FROM checkpoint",
    "UPDATE checkpoint SET digest = ''",
    "DROP TRIGGER frozen_journal_update",
    "DROP TRIGGER journal_in_order",
    "DROP TABLE journal",
    "DROP INDEX ix_journal_act_seq",
    "DROP TABLE case_search",
    "ALTER TABLE journal RENAME TO old_journal",
    "ALTER TABLE journal ADD COLUMN extra TEXT",
    "ALTER TABLE journal DROP COLUMN facts",
    "ATTACH DATABASE ':memory:' AS other",
    "DETACH DATABASE main",
    "PRAGMA writable_schema = ON",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA ignore_check_constraints = ON",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "CREATE TEMP TRIGGER sly AFTER INSERT ON cases BEGIN DELETE FROM journal; END",
    "CREATE TRIGGER sly AFTER INSERT ON cases BEGIN DELETE FROM journal; END",
    "CREATE TEMP TABLE journal AS SELECT * FROM main.journal",
    "CREATE TEMP VIEW journal AS SELECT * FROM main.journal",
    "VACUUM INTO '/nowhere/copy.casement'",
]
ON_SERVER = [
    "UPDATE journal SET facts = '{}' WHERE seq = 2",
    "DELETE FROM journal WHERE seq = 2",
    "TRUNCATE journal",
    "TRUNCATE journal CASCADE",
    "TRUNCATE checkpoint",
    "TRUNCATE letter CASCADE",
    "DELETE FROM checkpoint",
    "UPDATE checkpoint SET digest = ''",
    "INSERT INTO journal SELECT * FROM journal WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET facts = '{}'",
    OUT_OF_ORDER,
    "MERGE INTO journal USING (SELECT 2 AS seq) s ON journal.seq = s.seq WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM journal RETURNING 1) SELECT count(*) FROM gone",
    "SET LOCAL session_replication_role = replica; DELETE FROM journal WHERE seq = 2",
    "SET LOCAL session_replication_role = replica; UPDATE letter SET number = 'x'; DELETE FROM checkpoint",
]
FROZEN = {
    "a case is never deleted": "DELETE FROM cases WHERE id = 1",
    "a case number never changes": "UPDATE cases SET reference = 'MX-2027-00009' WHERE id = 1",
    "numbers go on by one": "UPDATE number_series SET last = last + 2",
    "numbers do not go back": "UPDATE number_series SET last = last - 1",
    "a series is never taken out": "DELETE FROM number_series",
}


def _attempt(office, statement: str) -> None:
    with office.database.write() as connection:
        connection.execute(text(statement))


def test_R26_statements_against_the_journal_are_refused(office, actor):
    a_case(office, actor("ana"))
    with office.read() as connection:
        before = connection.execute(text("SELECT * FROM journal ORDER BY seq")).all()
    statements = IN_FILE if office.database.is_file else ON_SERVER
    assert len(statements) >= 12
    for statement in statements:
        with pytest.raises(DBAPIError):
            _attempt(office, statement)
    with office.read() as connection:
        assert connection.execute(text("SELECT * FROM journal ORDER BY seq")).all() == before


@pytest.mark.parametrize("what", FROZEN)
def test_R26_what_is_fixed_is_fixed_in_the_database_too(office, actor, what):
    a_case(office, actor("ana"))
    with pytest.raises(DBAPIError):
        _attempt(office, FROZEN[what])


def test_R26_an_entry_that_does_not_continue_the_chain_is_refused(office):
    row = "'t', 1, 'x', 'clerk', 'm', NULL, 'case.changed', '{}', '', 'not the digest before', 'd'"
    with pytest.raises(DBAPIError, match="written in order"):
        _attempt(office, f"INSERT INTO journal SELECT max(seq) + 1, {row} FROM journal")


def test_R26_a_switched_off_guard_of_a_server_is_found_by_verification(place, clock, findings):
    office = place.open(clock)
    if not office.database.is_file:
        # the owner of a table can do this; a client's own role owns nothing (R58)
        _attempt(office, "ALTER TABLE journal DISABLE TRIGGER frozen_journal")
        _attempt(office, "UPDATE journal SET machine = 'elsewhere' WHERE seq = 2")
    office.close()
    found = {finding.check for finding in findings()}
    assert found == (set() if place.kind == "sqlite" else {Check.DATABASE, Check.JOURNAL})
