"""The other face of the program: the same services without a window (design.md §7).

Every command answers ``--help``, takes ``--office``, writes data to stdout and words to stderr, and ends with 0, with
1 for a finding, or with 2 for a bad call or bad input.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from platformdirs import user_data_path

from desktop.actor import Actor
from desktop.errors import UserError
from desktop.office import Office

BAD_INPUT = 2
COMMANDS = {
    "demo": "make the demo office in a folder, its letters included",
    "classify": "classify items of a file against the annex",
    "policy": "work out the policy outcome for inputs in a file",
    "letter": "write the letter of a case as PDF: a draft until it is issued",
    "verify": "prove that the office database is whole and unaltered",
    "backup": "write an encrypted backup of the office",
    "restore": "bring an office back from a backup",
    "user": "list, add and close accounts",
}


def _module(command: str) -> ModuleType:
    # each command imports what it needs and no more: `casement --help` must not wait for reportlab
    if command == "demo":
        from desktop.demo import command as demo  # noqa: PLC0415

        return demo
    if command == "classify":
        from desktop.annex import command as classify  # noqa: PLC0415

        return classify
    if command == "policy":
        from desktop.policy import command as policy  # noqa: PLC0415

        return policy
    if command == "letter":
        from desktop.licences import letter_command  # noqa: PLC0415

        return letter_command
    if command == "verify":
        from desktop.audit import verify_command  # noqa: PLC0415

        return verify_command
    return _module_of_administration(command)


def _module_of_administration(command: str) -> ModuleType:
    if command == "backup":
        from desktop.administration import backup_command  # noqa: PLC0415

        return backup_command
    if command == "restore":
        from desktop.administration import restore_command  # noqa: PLC0415

        return restore_command
    from desktop.administration import user_command  # noqa: PLC0415

    return user_command


def default_office() -> str:
    """Return the office that is opened when none is named: ``CASEMENT_OFFICE``, else the file in the user's data."""
    return os.environ.get("CASEMENT_OFFICE") or str(user_data_path("casement", appauthor=False) / "office.casement")


def open_office(arguments: argparse.Namespace) -> Office:
    """Open the office named by ``--office``; raises :class:`UserError` when there is none."""
    address = str(arguments.office or default_office())
    if "://" not in address and not Path(address).exists():
        raise UserError(f"There is no office at {address}. Name it with --office, or make one in the window first.")
    return Office(address)


def sign_in(office: Office, arguments: argparse.Namespace) -> Actor:
    """Sign in the person named by ``--as``; the password comes from ``CASEMENT_PASSWORD`` or is asked for.

    A password is never taken from the command line, where other people of the machine could read it.
    """
    from desktop.administration import service  # noqa: PLC0415

    name = arguments.person or input("Sign-in name: ")
    password = os.environ.get("CASEMENT_PASSWORD") or getpass.getpass(f"Password of {name}: ")
    return service.sign_in(office, name, password)


def add_sign_in(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the acting person."""
    parser.add_argument("--as", dest="person", metavar="NAME", help="sign-in name of the person who acts")


def _parser(command: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="casement",
        description="Casement, the program of a missile-technology licensing office. Without a command it opens the "
        "window.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, words in COMMANDS.items():
        sub = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        sub.add_argument("--office", metavar="URL-OR-FILE", help="the office database (default: the one of this user)")
        if name == command:
            _module(name).add_arguments(sub)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    command = next((word for word in arguments if word in COMMANDS), None)
    parsed = _parser(command).parse_args(arguments)
    try:
        return int(_module(parsed.command).run(parsed))
    except UserError as error:
        print(f"casement {parsed.command}: {error.message}", file=sys.stderr)  # noqa: T201 - words go to stderr
        return BAD_INPUT
    except KeyboardInterrupt:
        print("casement: stopped.", file=sys.stderr)  # noqa: T201
        return 130
    except BrokenPipeError:
        # the reader went away (head, less); what it read was right
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
