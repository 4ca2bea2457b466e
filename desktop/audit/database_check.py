"""Whether the database itself is whole: its pages, tables and guards, its counts and its search index (R08, R26)."""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from db import guards, schema
from db.tables import metadata
from db.tables.administration import sign_in_failure
from db.tables.cases import case_count, cases
from desktop.audit.model import Check, Finding
from desktop.audit.walk import Walk

_FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(\).*?AS \$\$(.*)\$\$", re.DOTALL)
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+) .*? ON (\w+)", re.DOTALL)
_ALWAYS = re.compile(r"ALTER TABLE \w+ ENABLE ALWAYS TRIGGER (\w+)")


def is_whole(connection: Connection) -> Iterator[Finding]:
    """Yield what is wrong with the pages, tables and guards of the database."""
    if connection.dialect.name == "sqlite":
        yield from _file_is_whole(connection)
        yield from _file_objects(connection)
    else:
        yield from _server_guards(connection)
        yield from _server_rules(connection)


def _damage(place: str, sentence: str) -> Finding:
    return Finding(Check.DATABASE, place, sentence)


def _file_is_whole(connection: Connection) -> Iterator[Finding]:
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check(50)"):
        if message != "ok":
            yield _damage("pages of the file", f"SQLite's integrity check says: {message}.")
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _damage(f"row {row} of {table}", f"The row belongs to a row of {parent} that does not exist.")


def search_index_is_whole(connection: Connection) -> Iterator[Finding]:
    """Let FTS5 hold its index against the words it was made of; those are part of the content of each case.

    The database raises when they differ, which the caller turns into a finding.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO case_search (case_search) VALUES ('integrity-check')")
    yield from ()


def _file_objects(connection: Connection) -> Iterator[Finding]:
    ours, found = schema.objects_of_this_program(), schema.objects_of(connection)
    for name in sorted(ours.keys() | found.keys()):
        if name not in found:
            yield _damage(name, f"The {name} is missing from the office file.")
        elif name not in ours:
            yield _damage(name, f"The {name} does not belong in an office file.")
        elif ours[name] != found[name]:
            yield _damage(name, f"The {name} is not as this program made it.")


def _server_guards(connection: Connection) -> Iterator[Finding]:
    written = guards.statements("postgresql")
    functions = {match[1]: match[2] for one in written if (match := _FUNCTION.match(one))}
    triggers = {match[1]: match[2] for one in written if (match := _TRIGGER.match(one))}
    always = {match[1] for one in written if (match := _ALWAYS.match(one))}
    sources = connection.execute(text("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'casement%'"))
    found_functions = {row.proname: row.prosrc for row in sources}
    for name, body in functions.items():
        if found_functions.get(name) != body:
            state = "is missing" if name not in found_functions else "is not as this program made it"
            yield _damage(f"guard {name}", f"The guard function {name} {state}.")
    rows = connection.execute(
        text(
            "SELECT t.tgname, c.relname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    )
    found = {row.tgname: (row.relname, row.tgenabled) for row in rows}
    for name, table in triggers.items():
        if name not in found or found[name][0] != table:
            yield _damage(f"guard {name} on {table}", f"The guard {name} on table {table} is missing.")
        elif found[name][1] != ("A" if name in always else "O"):
            yield _damage(f"guard {name} on {table}", f"The guard {name} on table {table} is switched off.")
    for name in sorted(found.keys() - triggers.keys()):
        yield _damage(f"trigger {name}", f"The trigger {name} on table {found[name][0]} is not one of this program.")


def _server_rules(connection: Connection) -> Iterator[Finding]:
    # a server cuts names at 63 letters; SQLAlchemy says how
    spelled = connection.dialect.identifier_preparer.format_constraint
    rules = [rule for table in metadata.sorted_tables for rule in table.constraints if rule.name]
    declared = {str(spelled(rule)).strip('"') for rule in rules}
    rows = connection.execute(
        text(
            "SELECT conname FROM pg_constraint WHERE convalidated "
            "AND connamespace = current_schema()::regnamespace AND contype IN ('c', 'f', 'p', 'u')"
        )
    )
    for name in sorted(declared - {str(row.conname) for row in rows}):
        yield _damage(f"rule {name}", f"The rule {name} of the database is missing.")


def counts_hold(connection: Connection) -> Iterator[Finding]:
    """Yield each state of cases whose kept count is not the number of cases in it."""
    by_state = select(cases.c.state, func.count()).group_by(cases.c.state)
    counted = {str(state): int(number) for state, number in connection.execute(by_state)}
    kept = {str(state): int(number) for state, number in connection.execute(select(case_count))}
    for state in sorted(counted.keys() | kept.keys()):
        if counted.get(state, 0) != kept.get(state, 0):
            yield _damage(
                f"count of cases in state {state}",
                f"The list's count says {kept.get(state, 0)} cases in state {state}, and there are "
                f"{counted.get(state, 0)}.",
            )


def failures_hold(connection: Connection, walk: Walk) -> Iterator[Finding]:
    """Yield each sign-in name whose count of failed tries is not what the journal tells of it (R23)."""
    told = {facts.get("name"): (facts.get("failures"), at) for _, at, facts in walk.facts_of("person.sign_in_refused")}
    for row in connection.execute(select(sign_in_failure)):
        at = row.last_at.isoformat(timespec="microseconds")
        if told.get(row.sign_in_name) != (row.failures, at):
            yield _damage(
                f"failed sign-ins of {row.sign_in_name}",
                f"The count of failed sign-ins of {row.sign_in_name} is not what the journal tells.",
            )
