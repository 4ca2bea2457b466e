"""``casement letter CASE``: the letter of a case as PDF, a draft until it is issued (design.md §7)."""

import argparse
import sys
from pathlib import Path

from desktop import cli
from desktop.act import Act
from desktop.administration import store as people
from desktop.cases import store as cases
from desktop.clock import office_date
from desktop.decisions import letter_facts
from desktop.errors import UserError
from desktop.letters import render
from desktop.letters import store as letters
from desktop.permissions import Permission

AREA = "licences"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("case", metavar="CASE", help="case number, such as MX-2027-00001")
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of to standard output")
    cli.add_sign_in(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the letter; that it was written, by whom, goes into the journal (security.md R25)."""
    if not arguments.output and sys.stdout.isatty():
        raise UserError("The letter is a PDF. Name a file with -o, or send it on to another program.")
    office = cli.open_office(arguments)
    try:
        actor = cli.sign_in(office, arguments)
        content, words = office.write(actor, lambda act: letter_of(act, arguments.case))[0]
        if arguments.output:
            _write(Path(arguments.output), content)
        else:
            sys.stdout.buffer.write(content)
    finally:
        office.close()
    sys.stderr.write(f"{words}\n")
    return 0


def letter_of(act: Act, reference: str) -> tuple[bytes, str]:
    """Return the newest issued letter of a case as it was stored, else its draft; and a sentence that says which.

    Raises :class:`UserError` for a number that is not a case of this office, and while outcomes are missing.
    """
    act.actor.require(Permission.SEE_CASES)
    case_id = cases.id_of_reference(act.connection, reference)
    if case_id is None:
        raise UserError(f"{reference} is not a case of this office. Check the number.")
    issued = letters.of_case(act.connection, case_id)
    if issued:
        newest = issued[-1]
        act.record("letter.written_out", AREA, case_id, number=newest.number, sha256=newest.file_digest)
        return letters.content_of(act.connection, newest.letter_id), f"{newest.number}, as issued."
    today = office_date(act.now, people.profile(act.connection).time_zone)
    content = render.draft(letter_facts.gather(act.connection, case_id, dated=today))
    act.record("letter.draft_written_out", AREA, case_id)
    return content, "A draft: it has no number and binds nobody."


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as broken:
        raise UserError(f"{path} cannot be written: {broken.strerror}. Choose another place with -o.") from broken
