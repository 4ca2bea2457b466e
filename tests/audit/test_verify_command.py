"""``casement verify``: what it says, where it says it, and its exit codes (design.md §7; security.md R29, R31)."""

import json
import os
from pathlib import Path

import pytest

from db.engine import Database
from desktop import cli
from desktop.audit import store
from tests.builders.tampering import tamper


def _verify(place, *more: str) -> int:
    keystore = str(place.folder / "keystore")
    return cli.main(["verify", "--office", place.address, "--keystore", keystore, *more])


def test_a_whole_office_ends_with_0_and_says_so_beside_the_data(worked, capsys):
    assert _verify(worked) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "is whole" in err


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE journal SET facts = '{}' WHERE seq = 12", "journal · entry 12"),
        ("DELETE FROM journal WHERE seq = 12", "journal · entry 12"),
        ("DELETE FROM journal WHERE seq > 12", "memory outside the office · entry "),
    ],
    ids=["one row changed", "one row deleted", "the tail cut"],
)
def test_R08_a_tampered_journal_ends_with_1_and_names_the_place(worked, capsys, statement, where):
    tamper(worked.address, [statement])
    assert _verify(worked) == 1
    out, err = capsys.readouterr()
    assert where in out
    assert "not as they should be" in err


def test_R28_anchors_are_taken_from_the_command_line(worked, capsys):
    database = Database(worked.address)
    with database.read() as connection:
        seq, digest = store.head(connection)
    database.close()
    assert _verify(worked, "--anchor", f"{seq}:{digest[:16]}") == 0
    assert _verify(worked, "--anchor", f"{seq}:{digest[:16]}", "--anchor", f"{seq}:{'0' * 16}") == 1
    assert f"anchor of a letter · entry {seq}" in capsys.readouterr().out


def test_a_mistyped_anchor_is_bad_input(worked, capsys):
    assert _verify(worked, "--anchor", "fifty-seven") == 2
    assert "Type it as the letter prints it" in capsys.readouterr().err


def test_findings_come_as_JSON_lines_when_asked(worked, capsys):
    tamper(worked.address, ["UPDATE journal SET facts = '{}' WHERE seq = 12"])
    assert _verify(worked, "--json") == 1
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["check"] == "journal"
    assert first["place"] == "entry 12"


def test_R29_names_cannot_forge_a_line_of_the_report(worked, capsys):
    forged = "x\njournal · entry 1 · all is well\x1b[2J\u202e"
    tamper(worked.address, [f"INSERT INTO number_series VALUES ('{forged}', 2027, 2)"])
    assert _verify(worked) == 1
    out, _ = capsys.readouterr()
    lines = out.splitlines()
    assert len(lines) == 2, "two numbers are missing, so there are two lines"
    assert all(line.startswith("number series · x␊journal") for line in lines)
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_an_office_that_is_not_there_is_bad_input(tmp_path, capsys):
    assert cli.main(["verify", "--office", str(tmp_path / "none.casement")]) == 2
    assert "There is no office at" in capsys.readouterr().err


def test_a_file_that_is_no_office_is_bad_input_and_left_alone(tmp_path, capsys):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert cli.main(["verify", "--office", str(path)]) == 2
    assert path.read_bytes() == b"%PDF-1.7"


@pytest.mark.sqlite_only
def test_R31_a_file_that_cannot_even_be_opened_is_a_finding(worked, capsys):
    path = Path(worked.address)
    content = bytearray(path.read_bytes())
    content[100:4096] = os.urandom(3996)
    path.write_bytes(content)
    assert _verify(worked) == 1
    assert capsys.readouterr().out.startswith("database · ")


def test_an_office_of_another_schema_is_not_judged_by_this_program(worked, capsys):
    tamper(worked.address, ["UPDATE alembic_version SET version_num = '9999'"])
    assert _verify(worked) == 2
    assert "this program checks schema" in capsys.readouterr().err


def test_progress_is_shown_on_a_terminal_and_wiped_away(worked, capsys, monkeypatch):
    import sys

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert _verify(worked) == 0
    err = capsys.readouterr().err
    assert "checking journal" in err
    assert err.rstrip("\n").rpartition("\x1b[K")[2].endswith("hold.")
