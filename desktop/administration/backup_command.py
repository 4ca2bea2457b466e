"""``casement backup TARGET``: an encrypted, proved copy of the office while people work (security.md R09)."""

import argparse
import sys
from pathlib import Path

from desktop import cli
from desktop.administration import backup
from desktop.administration.secrets_asked import new_secret
from desktop.errors import UserError

FOUND_SOMETHING = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("target", type=Path, metavar="TARGET", help="a new file, or a folder in which it gets a name")
    cli.add_sign_in(parser)
    parser.epilog = "The passphrase comes from CASEMENT_PASSPHRASE or is asked for; whoever loses it loses the backup."


def progress(what: str, done: int, total: int) -> None:
    """Show how far a long piece of work is, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{what}: {done} of {total}")
        sys.stderr.flush()


def run(arguments: argparse.Namespace) -> int:
    """Write the backup and its path to stdout; 1 when the office in it is not whole."""
    office = cli.open_office(arguments)
    try:
        actor = cli.sign_in(office, arguments)
        try:
            passphrase = new_secret("CASEMENT_PASSPHRASE", "Passphrase of the backup")
        except ValueError as differ:
            raise UserError(str(differ)) from differ
        made = backup.make(office, actor, arguments.target, passphrase, progress=progress)
    finally:
        office.close()
    sys.stdout.write(f"{made.path}\n")
    sys.stderr.write(
        f"\nBackup up to journal entry {made.manifest.journal_entry}, opened again and compared.\n"
        f"SHA-256 {made.sha256}\n"
    )
    for finding in made.findings:
        sys.stderr.write(f"The office is not whole: {finding.place}: {finding.sentence}\n")
    return FOUND_SOMETHING if made.findings else 0
