"""``casement backup``, ``restore`` and ``user`` as somebody types them."""

import getpass
from pathlib import Path

import pytest

from desktop import cli
from desktop.administration import keys, restore_command
from desktop.errors import UserError
from tests.builders.tampering import tamper
from tests.conftest import CHEAP, PASSPHRASE, PASSWORD, Place

SECRET = "four brown owls at dusk"


@pytest.fixture
def at_the_shell(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Place:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CASEMENT_PASSWORD", PASSWORD)
    monkeypatch.setenv("CASEMENT_PASSPHRASE", SECRET)
    monkeypatch.setattr(keys, "FULL_COST", CHEAP)
    return place


@pytest.mark.sqlite_only
def test_a_backup_is_restored_in_place_and_the_old_office_is_kept(at_the_shell, tmp_path, capsys):
    office = ["--office", at_the_shell.address]
    assert cli.main(["backup", str(tmp_path), "--as", "sara", *office]) == 0
    made = Path(capsys.readouterr().out.strip())
    assert made.parent == tmp_path
    assert cli.main(["restore", str(made), "--as", "sara", "--reason", "a trial", *office]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == at_the_shell.address
    assert "before-restore" in said.err
    assert cli.main(["verify", *office]) == 0


@pytest.mark.sqlite_only
def test_r10_a_clerk_cannot_restore(at_the_shell, tmp_path, capsys):
    office = ["--office", at_the_shell.address]
    cli.main(["backup", str(tmp_path / "one.casement-backup"), "--as", "sara", *office])
    before = Path(at_the_shell.address).read_bytes()
    call = ["restore", str(tmp_path / "one.casement-backup"), "--as", "ana", "--reason", "a trial", *office]
    assert cli.main(call) == cli.BAD_INPUT
    assert "may not restore" in capsys.readouterr().err
    assert Path(at_the_shell.address).read_bytes() == before


@pytest.mark.sqlite_only
def test_a_wrong_passphrase_restores_nothing(at_the_shell, tmp_path, capsys, monkeypatch):
    office = ["--office", at_the_shell.address]
    cli.main(["backup", str(tmp_path / "one.casement-backup"), "--as", "sara", *office])
    monkeypatch.setenv("CASEMENT_PASSPHRASE", "another sentence altogether")
    call = ["restore", str(tmp_path / "one.casement-backup"), "--as", "sara", "--reason", "a trial", *office]
    assert cli.main(call) == cli.BAD_INPUT
    assert len(capsys.readouterr().err.strip().splitlines()) >= 1


def test_an_administrator_adds_lists_and_closes_an_account(at_the_shell, capsys, monkeypatch):
    office = ["--office", at_the_shell.address]
    monkeypatch.setenv("CASEMENT_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("CASEMENT_NEW_PASSWORD", "nine blue kites")
    root = str(at_the_shell.root_key.path)
    call = ["user", "add", "nina", "--full-name", "Nina Ek", "--role", "clerk", "--root-key", root, "--as", "adam"]
    assert cli.main([*call, *office]) == 0
    capsys.readouterr()
    assert cli.main(["user", "list", *office]) == 0
    assert "nina\tNina Ek\tclerk\n" in capsys.readouterr().out
    assert cli.main(["user", "close", "nina", "--as", "adam", *office]) == 0
    cli.main(["user", "list", *office])
    assert "nina\tNina Ek\tclerk\tclosed\n" in capsys.readouterr().out


def test_r20_a_clerk_adds_nobody(at_the_shell, capsys, monkeypatch):
    monkeypatch.setenv("CASEMENT_NEW_PASSWORD", "nine blue kites")
    root = str(at_the_shell.root_key.path)
    call = ["user", "add", "nina", "--full-name", "Nina Ek", "--role", "clerk", "--root-key", root, "--as", "ana"]
    assert cli.main([*call, "--office", at_the_shell.address]) == cli.BAD_INPUT
    assert "may not manage people" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["letter=3", "letter/2027", "letter/2027=three", "letter/2027=-1"])
def test_a_number_given_is_written_as_series_year_and_number(word):
    with pytest.raises(UserError):
        restore_command.given_numbers([word])


def test_numbers_given_are_read():
    assert restore_command.given_numbers(["letter/2027=12", "case/2027=3"]) == {"letter/2027": 12, "case/2027": 3}


@pytest.mark.sqlite_only
def test_an_office_that_is_not_whole_is_said_so_by_backup_and_restore(at_the_shell, tmp_path, capsys):
    tamper(at_the_shell.address, ["UPDATE journal SET facts = '{}' WHERE seq = 3"])
    office = ["--office", at_the_shell.address]
    target = str(tmp_path / "one.casement-backup")
    assert cli.main(["backup", target, "--as", "sara", *office]) == 1
    assert "The office is not whole: entry 3" in capsys.readouterr().err
    call = ["restore", target, "--as", "sara", "--reason", "a trial", *office]
    assert cli.main(call) == cli.BAD_INPUT
    assert cli.main([*call, "--although-not-whole", "--given", "letter/2027=2"]) == 1
    told = capsys.readouterr().err
    assert "The restored office is not whole: entry 3" in told
    assert "Numbers of letter/2027 that are not given again: 1, 2." in told


def test_secrets_are_asked_for_where_no_variable_gives_them(at_the_shell, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("CASEMENT_PASSPHRASE")
    answers = ["one sentence to keep", "another sentence", "one sentence to keep", "one sentence to keep"]
    monkeypatch.setattr(getpass, "getpass", lambda _question: answers.pop(0))
    call = ["backup", str(tmp_path / "one.casement-backup"), "--as", "sara", "--office", at_the_shell.address]
    assert cli.main(call) == cli.BAD_INPUT
    assert "The two entries differ" in capsys.readouterr().err
    assert cli.main(call) == 0


def test_restore_names_what_is_missing(at_the_shell, tmp_path, capsys):
    call = ["restore", str(tmp_path / "none"), "--as", "sara", "--reason", "x", "--office", at_the_shell.address]
    assert cli.main(call) == cli.BAD_INPUT
    assert "There is no backup at" in capsys.readouterr().err


def test_an_account_that_is_not_there_cannot_be_closed(at_the_shell, capsys):
    assert cli.main(["user", "close", "nobody", "--as", "adam", "--office", at_the_shell.address]) == cli.BAD_INPUT
    assert "Nobody signs in as nobody" in capsys.readouterr().err
