"""``casement restore BACKUP``: brings an office back, by a supervisor and with a reason (security.md R10)."""

import argparse
import sys
from pathlib import Path

from desktop import cli
from desktop.administration import restore
from desktop.administration.backup_command import progress
from desktop.administration.secrets_asked import secret
from desktop.errors import UserError

FOUND_SOMETHING = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("source", type=Path, metavar="BACKUP", help="the backup file")
    parser.add_argument("--reason", required=True, help="why the office is restored; it stays in the journal")
    parser.add_argument(
        "--given",
        action="append",
        default=[],
        metavar="SERIES/YEAR=NUMBER",
        help="the last number given after the backup, for example letter/2027=12; it is not given again",
    )
    parser.add_argument(
        "--although-not-whole", action="store_true", help="restore even if something is wrong with the office in it"
    )
    cli.add_sign_in(parser)


def given_numbers(words: list[str]) -> dict[str, int]:
    """Return the last numbers given, keyed ``series/year``; raises :class:`UserError` for a word that is none."""
    found = {}
    for word in words:
        series, _, number = word.partition("=")
        if "/" not in series or not number.isascii() or not number.isdigit():
            raise UserError(f"'{word}' is no number given. Write it like letter/2027=12.")
        found[series] = int(number)
    return found


def run(arguments: argparse.Namespace) -> int:
    """Restore and say what was kept and which numbers are passed over; 1 when what was restored is not whole."""
    if not arguments.source.is_file():
        raise UserError(f"There is no backup at {arguments.source}. Name the file.")
    given = given_numbers(arguments.given)
    name = arguments.person or input("Sign-in name of the supervisor: ")
    order = restore.Order(
        source=arguments.source,
        passphrase=secret("CASEMENT_PASSPHRASE", "Passphrase of the backup"),
        address=str(arguments.office or cli.default_office()),
        sign_in_name=name,
        password=secret("CASEMENT_PASSWORD", f"Password of {name}"),
        reason=arguments.reason,
        given=given,
        although_not_whole=arguments.although_not_whole,
    )
    restored = restore.restore(order, progress=progress)
    sys.stdout.write(f"{order.address}\n")
    sys.stderr.write(
        f"\nRestored the office as of {restored.manifest.made_at}, journal entry {restored.manifest.journal_entry}.\n"
    )
    if restored.kept is not None:
        sys.stderr.write(f"The office that was there is kept as {restored.kept}.\n")
    for series, left_out in sorted(restored.numbers_left_out.items()):
        sys.stderr.write(f"Numbers of {series} that are not given again: {', '.join(map(str, left_out))}.\n")
    for finding in restored.findings:
        sys.stderr.write(f"The restored office is not whole: {finding.place}: {finding.sentence}\n")
    return FOUND_SOMETHING if restored.findings else 0
