"""``casement demo DIR`` and the command line it stands in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop import cli
from desktop.administration import keys
from desktop.demo import making
from tests.conftest import CHEAP


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CASEMENT_OFFICE", raising=False)
    return tmp_path


@pytest.fixture
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = making.make

    def make(*arguments, **options):
        return whole(*arguments, **{"now": datetime(2027, 6, 16, 9, 30, tzinfo=UTC), "cost": CHEAP} | options)

    monkeypatch.setattr(making, "make", make)


@pytest.mark.usefixtures("_cheap")
def test_demo_prints_the_letters_and_says_how_to_sign_in(home, capsys):
    assert cli.main(["demo", str(home / "office")]) == 0
    out, err = capsys.readouterr()
    assert [Path(line).name for line in out.splitlines()] == [
        "MER-REF-2027-0001.pdf",
        "MER-APC-2027-0002.pdf",
        "MER-NLR-2027-0003.pdf",
    ]
    assert "Sign in as ana" in err


@pytest.mark.usefixtures("_cheap")
def test_demo_does_not_touch_an_office_that_is_there(home, capsys):
    cli.main(["demo", str(home / "office")])
    before = (home / "office" / making.OFFICE_FILE).read_bytes()
    assert cli.main(["demo", str(home / "office")]) == cli.BAD_INPUT
    assert "already" in capsys.readouterr().err
    assert (home / "office" / making.OFFICE_FILE).read_bytes() == before


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_answers_help(command, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert f"casement {command}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["unheard-of"], ["demo"], []])
def test_a_bad_call_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    capsys.readouterr()


def test_an_office_that_is_not_there_is_said_in_one_line(home, capsys):
    assert cli.main(["verify", "--office", str(home / "nowhere.casement")]) == cli.BAD_INPUT
    err = capsys.readouterr().err
    assert "There is no office at" in err
    assert len(err.splitlines()) == 1


def test_the_demo_uses_the_full_cost_of_passwords_unless_a_test_says_otherwise():
    assert making.make.__kwdefaults__["cost"] is keys.FULL_COST
