"""``casement backup``, ``restore`` and ``user`` as somebody types them."""

from pathlib import Path

import pytest

from desktop import cli
from desktop.administration import keys, restore_command
from desktop.errors import UserError
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
