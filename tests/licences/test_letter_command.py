"""``casement letter CASE``."""

import argparse
import io
import sys

import pytest

from desktop import cli
from desktop.audit import store as journal
from desktop.decisions.queries import draft_letter, missing_points
from desktop.errors import UserError
from desktop.licences import letter_command, service
from tests.builders.decisions import a_signed_case, an_assessed_case, countersign
from tests.conftest import PASSWORD


@pytest.fixture
def command(office, actor, monkeypatch, tmp_path):
    """Run the command against the open office; return what was written."""
    monkeypatch.setattr(cli, "open_office", lambda _arguments: office)
    monkeypatch.setattr(cli, "sign_in", lambda _office, arguments: actor(arguments.person))
    monkeypatch.setattr(office, "close", lambda: None)

    def run(case, *, output=True, person="ana"):
        target = tmp_path / "letter.pdf"
        arguments = argparse.Namespace(case=case, output=str(target) if output else None, person=person, office=None)
        assert letter_command.run(arguments) == 0
        return target.read_bytes() if output else b""

    yield run
    monkeypatch.undo()


def acts(office):
    with office.read() as connection:
        return [entry.act for entry, _ in journal.entries(connection)]


def test_a_case_that_is_not_issued_gives_a_draft_and_says_so(office, actor, command, capsys):
    case = a_signed_case(office, actor)
    assert command(case.reference).startswith(b"%PDF")
    assert "draft" in capsys.readouterr().err
    assert acts(office)[-1] == "letter.draft_written_out"


def test_L7_an_issued_letter_comes_out_as_it_was_stored(office, actor, command, capsys):
    case = a_signed_case(office, actor)
    countersign(office, actor("sara"), case)
    letter_id = office.write(actor("sara"), lambda act: service.issue_decision_letter(act, case.case_id, PASSWORD))[0]
    from desktop.letters import store

    content = command(case.reference.lower())
    with office.read() as connection:
        assert content == store.content_of(connection, letter_id)
    assert "MER/APC/2027/0001, as issued." in capsys.readouterr().err
    assert acts(office)[-1] == "letter.written_out"


def test_the_letter_may_go_on_to_another_program(office, actor, command, monkeypatch):
    case = a_signed_case(office, actor)
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    command(case.reference, output=False)
    assert out.buffer.getvalue().startswith(b"%PDF")


def test_a_pdf_is_not_poured_into_a_terminal(command, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(UserError, match="Name a file with -o"):
        command("MX-2027-00001", output=False)


def test_an_unknown_case_and_one_without_outcome_are_named(office, actor, command):
    with pytest.raises(UserError, match="not a case of this office"):
        command("MX-2027-00099")
    case = an_assessed_case(office, actor)
    with pytest.raises(UserError, match="outcome of every line"):
        command(case.reference)


def test_a_file_that_cannot_be_written_is_named(office, actor, command, tmp_path):
    case = a_signed_case(office, actor)
    (tmp_path / "letter.pdf").mkdir()
    with pytest.raises(UserError, match="cannot be written"):
        command(case.reference)


def test_the_command_describes_itself(capsys):
    parser = argparse.ArgumentParser()
    letter_command.add_arguments(parser)
    words = parser.format_help()
    assert "CASE" in words
    assert "--as" in words


def test_other_screens_read_the_draft_and_what_is_missing(office, actor):
    case = a_signed_case(office, actor)
    with office.read() as connection:
        assert draft_letter(office.clock)(connection, case.case_id).is_draft
        assert missing_points(office.clock)(connection, case.case_id) == []
