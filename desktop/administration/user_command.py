"""``casement user list|add|close``: the accounts of the office; an administrator acts (domain.md §3)."""

import argparse
import sys
from pathlib import Path

from desktop import cli
from desktop.administration import service, store
from desktop.administration.model import NewPerson
from desktop.administration.secrets_asked import new_secret, secret
from desktop.errors import UserError
from desktop.office import Office
from desktop.permissions import ROLE_NAMES, Role


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the three verbs."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    everybody = verbs.add_parser("list", help="list everybody, one line each")
    add = verbs.add_parser("add", help="add a person; the office root vouches for him")
    add.add_argument("name", metavar="SIGN-IN-NAME")
    add.add_argument("--full-name", required=True)
    add.add_argument("--title", default="")
    add.add_argument("--role", action="append", required=True, choices=[role.value for role in Role], dest="roles")
    add.add_argument("--root-key", type=Path, required=True, metavar="FILE", help="the office root key")
    cli.add_sign_in(add)
    close = verbs.add_parser("close", help="close an account; it stays in the record")
    close.add_argument("name", metavar="SIGN-IN-NAME")
    cli.add_sign_in(close)
    for verb in (everybody, add, close):
        # before the verb or after it: both are natural to type
        verb.add_argument("--office", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says."""
    office = cli.open_office(arguments)
    try:
        if arguments.verb == "list":
            _list(office)
        elif arguments.verb == "add":
            _add(office, arguments)
        else:
            _close(office, arguments)
    finally:
        office.close()
    return 0


def _list(office: Office) -> None:
    with office.read() as connection:
        for someone in store.people(connection):
            roles = ", ".join(sorted(ROLE_NAMES[role].lower() for role in someone.roles))
            state = "" if someone.active else "\tclosed"
            sys.stdout.write(f"{someone.sign_in_name}\t{someone.full_name}\t{roles}{state}\n")


def _add(office: Office, arguments: argparse.Namespace) -> None:
    actor = cli.sign_in(office, arguments)
    root = service.RootKey(arguments.root_key, secret("CASEMENT_PASSPHRASE", "Passphrase of the office root key"))
    try:
        password = new_secret("CASEMENT_NEW_PASSWORD", f"First password of {arguments.name}")
    except ValueError as differ:
        raise UserError(str(differ)) from differ
    roles = frozenset(Role(name) for name in arguments.roles)
    new = NewPerson(arguments.name, arguments.full_name, arguments.title, roles, password)
    office.write(actor, lambda act: service.add_person(act, new, root))
    sys.stderr.write(f"{arguments.full_name} can sign in as {arguments.name}.\n")


def _close(office: Office, arguments: argparse.Namespace) -> None:
    actor = cli.sign_in(office, arguments)
    with office.read() as connection:
        found = next((who for who in store.people(connection) if who.sign_in_name == arguments.name), None)
    if found is None:
        raise UserError(f"Nobody signs in as {arguments.name}. 'casement user list' shows everybody.")
    office.write(actor, lambda act: service.deactivate_person(act, found.person_id, found.version))
    sys.stderr.write(f"The account of {found.full_name} is closed.\n")
