"""Faults of disk, file and server are sentences, and what was being done has changed nothing (security.md R07)."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from db import sqlite_settings
from desktop import faults
from desktop.cases import service
from desktop.errors import OfficeUnavailable


def error_of(words="", sqlstate=None, *, gone=False):
    origin = sqlite3.OperationalError(words)
    if sqlstate:
        origin.sqlstate = sqlstate
    return OperationalError("UPDATE cases …", {}, origin, connection_invalidated=gone)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (error_of("database is locked"), "holding the office file"),
        (error_of("database or disk is full"), "disk is full"),
        (error_of("attempt to write a readonly database"), "only be read"),
        (error_of("unable to open database file"), "cannot be opened"),
        (error_of("disk I/O error"), "disk does not answer"),
        (error_of("could not extend file", "53100"), "server's disk is full"),
        (error_of("too many connections", "53300"), "too much to do"),
        (error_of("shutting down", "57P01"), "stopped or restarted"),
        (error_of("read-only", "25006"), "read only"),
        (error_of("permission denied", "42501"), "right to write"),
        (error_of("lock timeout", "55P03"), "holding the office"),
        (error_of("broken", "08006"), "server does not answer"),
        (error_of("closed", gone=True), "server does not answer"),
        (error_of("connection to server failed: refused"), "server does not answer"),
    ],
)
def test_a_fault_from_outside_has_a_sentence_with_a_next_step_r07(error, words):
    assert words in faults.sentence_of(error)
    with pytest.raises(OfficeUnavailable, match=r"nothing typed is lost\."), faults.told_in_sentences():
        raise error


@pytest.mark.parametrize("error", [error_of("no such column: x"), error_of("syntax error", "42601")])
def test_a_bug_of_ours_stays_one(error):
    assert faults.sentence_of(error) is None
    with pytest.raises(DBAPIError), faults.told_in_sentences():
        raise error


def test_an_office_that_cannot_be_written_is_told_and_work_goes_on_afterwards_r07(
    place, clock, monkeypatch, actor, office
):
    ana = actor("ana")
    office.close()
    if place.kind == "postgresql":
        other = place.open(clock)

        def read_only(act):
            act.connection.execute(text("SET TRANSACTION READ ONLY"))
            return service.open_draft(act)

        with pytest.raises(OfficeUnavailable, match="read only just now"):
            other.write(ana, read_only)
    else:
        impatient = [
            ("busy_timeout", "50", 50) if row[0] == "busy_timeout" else row for row in sqlite_settings.SETTINGS
        ]
        monkeypatch.setattr(sqlite_settings, "SETTINGS", tuple(impatient))
        other = place.open(clock)
        holder = sqlite3.connect(place.address, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(OfficeUnavailable, match="holding the office file"):
            other.write(ana, service.open_draft)
        holder.execute("ROLLBACK")
        holder.close()
    case_id, _ = other.write(ana, service.open_draft)
    assert case_id == 1
    other.close()
