"""Saves without end and says which saves are acknowledged; a test kills it at a random moment (security.md R01).

Usage: ``python saver.py ADDRESS KEYSTORE``. Prints one line per acknowledged act: case id, line number, description.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from decimal import Decimal

from desktop.act import Act
from desktop.actor import Actor
from desktop.cases import line_service, service
from desktop.cases.model import LineDraft
from desktop.office import Office
from desktop.permissions import Role

ANA = Actor(1, "ana", "Ana Bello", "Licensing clerk", frozenset({Role.CLERK, Role.REGISTRY}))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(address: str, keystore: str) -> None:
    """Add two lines per act to a fresh draft until somebody ends it."""
    office = Office(address, keystore=Path(keystore))
    case_id, _ = office.write(ANA, service.open_draft)
    _say("ready")
    number = 0
    while True:
        number += 2
        here = number

        def two_lines(act: Act, here: int = here) -> None:
            for each in (here - 1, here):
                line_service.add_line(act, case_id, LineDraft(description=f"item {each}", quantity=Decimal(each)))

        office.write(ANA, two_lines)
        _say(f"{case_id} {number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
