"""``casement verify``: proves that an office is whole; exit 1 with the places when it is not (design.md §7)."""

import argparse
import json
import sys
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from db import schema
from db.engine import Database, is_server
from db.locations import NotHere
from db.schema import NotOurs
from db.tables.administration import office as office_table
from desktop import cli
from desktop.audit import one_line
from desktop.audit.keystore import Keystore
from desktop.audit.model import Anchor, Finding, anchor_of
from desktop.audit.verify import verify
from desktop.errors import UserError
from desktop.office import verifications

FOUND_SOMETHING = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="ENTRY:DIGITS",
        help="what a letter prints as journal entry, to hold against the journal; may be given several times",
    )
    parser.add_argument(
        "--keystore", type=Path, metavar="FOLDER", help="this workstation's memory (default: the user's)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object per finding instead of sentences")


def run(arguments: argparse.Namespace) -> int:
    """Verify the office and write one line per finding to stdout; the office is only read, never migrated."""
    anchors = [anchor_of(text) for text in arguments.anchor]
    database = _opened(str(arguments.office or cli.default_office()))
    try:
        return _report(database, anchors, arguments)
    finally:
        database.close()


def _opened(address: str) -> Database:
    if not is_server(address) and not Path(address).exists():
        raise UserError(f"There is no office at {address}. Name it with --office.")
    try:
        if not is_server(address):
            schema.refuse_foreign_file(Path(address))
        return Database(address)
    except (NotHere, NotOurs) as refused:
        raise UserError(str(refused)) from refused


def _report(database: Database, anchors: list[Anchor], arguments: argparse.Namespace) -> int:
    keystore = arguments.keystore
    found = 0
    try:
        with database.read() as connection:
            revision = schema.revision_of(connection)
            if revision is not None and revision != schema.HEAD:
                raise UserError(
                    f"This office has schema {revision} and this program checks schema {schema.HEAD}. Use the Casement "
                    "that the office works with."
                )
            if keystore is None:
                keystore = Keystore.of_office(str(connection.execute(select(office_table.c.office_id)).scalar_one()))
            else:
                keystore = Keystore(keystore)
    except DBAPIError:
        keystore = None  # too damaged to say which office it is; verify says what can be read
    steps = _Progress()
    for finding in verify(database, keystore, anchors=anchors, further=verifications(), step=steps):
        steps.clear()
        found += 1
        sys.stdout.write(_line(finding, as_json=arguments.json))
    steps.clear()
    if found:
        _say(f"{found} {'thing is' if found == 1 else 'things are'} not as they should be in {database.name}.")
        return FOUND_SOMETHING
    _say(
        f"{database.name} is whole: pages, journal, checkpoints, contents, files, letters, signatures and numbers hold."
    )
    return 0


def _line(finding: Finding, *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"check": finding.check, "place": finding.place, "sentence": finding.sentence}) + "\n"
    return one_line.shown(f"{finding.check} · {finding.place} · {finding.sentence}") + "\n"


def _say(sentence: str) -> None:
    sys.stderr.write(one_line.shown(sentence) + "\n")


class _Progress:
    """Shows what is being checked on one line of the terminal; silent when words go to a file."""

    def __init__(self) -> None:
        self._to_terminal = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._to_terminal:
            share = f" {done:,} of {total:,}" if total > 1 else ""
            sys.stderr.write(f"\r\x1b[Kchecking {what}{share}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._to_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
