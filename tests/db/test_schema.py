"""Migrations: what they make is what is declared; newer and foreign files are refused kindly (security.md R13)."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from db import guards, schema
from db.engine import APPLICATION_ID, Database, file_engine
from db.tables import metadata
from desktop.errors import UserError
from desktop.office import Office
from desktop.paths import ROOT

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.casement.gz"))


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "db" / "migrations"))
    return ScriptDirectory.from_config(config)


def test_there_is_one_newest_migration_and_the_program_knows_it():
    assert _scripts().get_heads() == [schema.HEAD]


def test_migrations_have_numbers_that_sort_in_order():
    revisions = [script.revision for script in _scripts().walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


def test_the_migrated_schema_is_the_declared_one(office):
    with office.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: not (kind == "table" and str(name).startswith("case_search")),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_each_check_and_unique_rule_that_is_declared_is_in_the_database(office):
    with office.read() as connection:
        look = inspect(connection)
        for table in metadata.sorted_tables:
            declared = {str(rule.name) for rule in table.constraints if type(rule).__name__ == "CheckConstraint"}
            assert {rule["name"] for rule in look.get_check_constraints(table.name)} == declared
            unique = {str(rule.name) for rule in table.constraints if type(rule).__name__ == "UniqueConstraint"}
            assert {rule["name"] for rule in look.get_unique_constraints(table.name)} == unique


def test_the_guards_in_the_database_are_those_of_the_guard_file(office):
    with office.read() as connection:
        dialect = connection.dialect.name
        declared = guards.statements(dialect)
        if dialect == "sqlite":
            found = schema.objects_of(connection)
            written = {text for name, (_, text) in found.items() if name.startswith("trigger ")}
            assert written == {text for text in declared if text.startswith("CREATE TRIGGER")}
            assert found["table case_search"][1] in declared
            return
        names = {text.split()[2] for text in declared if text.startswith("CREATE TRIGGER")}
        always = {text.split()[-1] for text in declared if "ENABLE ALWAYS" in text}
        rows = connection.execute(text("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")).all()
        assert {row.tgname for row in rows} == names
        assert {row.tgname for row in rows if row.tgenabled == "A"} == always


def test_both_databases_freeze_and_count_the_same_tables():
    def guarded(dialect: str) -> set[str]:
        lines = [text for text in guards.statements(dialect) if text.startswith("CREATE TRIGGER")]
        return {text.split(" ON ")[1].split()[0] for text in lines}

    assert guarded("sqlite") == guarded("postgresql")


def test_opening_an_office_again_changes_nothing(place, clock):
    office = place.open(clock)
    assert office.migrated == schema.Migrated(schema.HEAD, schema.HEAD, None)
    office.close()


def test_R13_a_newer_office_is_refused_and_left_alone(place, clock):
    engine = Database(place.address)
    with engine.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.close()
    with pytest.raises(UserError, match=r"newer Casement .*9999.* Install the newer program"):
        place.open(clock)
    engine = Database(place.address)
    with engine.read() as connection:
        assert schema.revision_of(connection) == "9999"
    engine.close()


def test_R13_an_older_file_is_copied_aside_before_it_is_migrated(tmp_path):
    path = tmp_path / "office.casement"
    schema.bring_up_to_date(str(path))
    engine = file_engine(path, guarded=False)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()
    with pytest.raises(Exception, match="0000"):
        schema.bring_up_to_date(str(path))  # there is no way from 0000, but the copy was made first
    copies = [found for found in tmp_path.iterdir() if ".before-" in found.name]
    assert len(copies) == 1
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 a certificate, not an office", "not an office file"),
        (b"SQLite format 3\x00" + bytes(84), "a database, but not an office file"),
        (b"x", "not an office file"),
    ],
)
def test_a_foreign_file_is_refused_kindly_and_not_touched(tmp_path, content, sentence):
    path = tmp_path / "other.casement"
    path.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        Office(path)
    assert path.read_bytes() == content
    assert [found.name for found in tmp_path.iterdir()] == ["other.casement"]


def test_a_new_office_file_carries_our_mark(tmp_path):
    path = tmp_path / "office.casement"
    assert schema.bring_up_to_date(str(path)).was is None
    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "office.casement"

    def fail(_connection):
        raise OSError("the disk is full")

    monkeypatch.setattr(guards, "install", fail)
    with pytest.raises(OSError, match="full"):
        schema.bring_up_to_date(str(path))
    monkeypatch.undo()
    assert schema.bring_up_to_date(str(path)).was is None, "the next start begins from nothing"


def test_an_empty_office_of_each_release_is_kept():
    assert RELEASES


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_the_office_of_each_release_opens_in_this_program(release, tmp_path):
    path = tmp_path / "office.casement"
    path.write_bytes(gzip.decompress(release.read_bytes()))
    Office(path, keystore=tmp_path / "keystore").close()
    engine = file_engine(path)
    with engine.connect() as connection:
        assert schema.objects_of(connection) == schema.objects_of_this_program(), (
            "the schema changed: write a migration (or, before the release, run tests/db/releases/keep.py)"
        )
    engine.dispose()
