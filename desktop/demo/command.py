"""``casement demo DIR``: makes the demo office in a folder, its letters included, without a window."""

import argparse
import sys
from pathlib import Path

from desktop.demo import layout, making
from desktop.errors import UserError
from desktop.office import Office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder."""
    parser.add_argument("folder", metavar="DIR", help="a folder without a demo office; made when it is not there")


def _tell(sentence: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{sentence}")
        sys.stderr.flush()


def run(arguments: argparse.Namespace) -> int:
    """Make the office, write its letters, and say on stdout where they are, one path a line."""
    folder = Path(arguments.folder)
    if (folder / making.OFFICE_FILE).exists() or (folder / making.ROOT_KEY_FILE).exists():
        raise UserError(f"There is a demo office in {folder} already. Choose another folder, or remove that one.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as broken:
        raise UserError(f"The folder {folder} cannot be made: {broken.strerror}. Choose another.") from broken
    address = making.make(folder, _tell, address=arguments.office or "")
    _tell("")
    office = Office(address)
    try:
        written = making.write_letters(office, folder)
    finally:
        office.close()
    for path in written:
        sys.stdout.write(f"{path}\n")
    names = ", ".join(new.sign_in_name for new in layout.people())
    sys.stderr.write(f"The demo office is {address}. Sign in as {names}; the password is: {layout.password()}\n")
    return 0
