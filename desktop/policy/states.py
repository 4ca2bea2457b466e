"""What a state was to the regime on a day (domain.md §1.3). Status is never an approval; it changes assurances only."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from desktop.paths import resource
from desktop.policy.model import Status

_WORDS = {
    "member": Status.MEMBER,
    "unilateral adherent": Status.ADHERENT,
    "informal adherent": Status.INFORMAL,
    "pledged": Status.PLEDGED,
    "none": Status.NONE,
}
_SINCE_EVER = date.min


@dataclass(frozen=True, slots=True)
class StateStatus:
    """A status with the day from which it holds, and where the table has it from."""

    status: Status
    since: date
    note: str


@cache
def _table() -> dict[str, tuple[StateStatus, ...]]:
    found: dict[str, tuple[StateStatus, ...]] = {}
    with resource("states", "mtcr-states.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            since = date(int(row["since"]), 1, 1) if row["since"] else _SINCE_EVER
            found[row["iso_code"]] = (StateStatus(_WORDS[row["status"]], since, row["source_note"]),)
    exact: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        resource("policy", "state-dates.yaml").read_text(encoding="utf-8")
    )
    for code, steps in exact.items():
        found[code] = tuple(StateStatus(Status(step["status"]), step["from"], step["note"]) for step in steps)
    return found


def status_of(country: str, on: date) -> Status:
    """Return the status of a state (ISO 3166-1 alpha-2 code) on a day; ``none`` for a state the table does not name."""
    return entry_of(country, on).status


def entry_of(country: str, on: date) -> StateStatus:
    """Return the status of a state on a day with its day of beginning and its source."""
    held = [step for step in _table().get(country.upper(), ()) if step.since <= on]
    return held[-1] if held else StateStatus(Status.NONE, _SINCE_EVER, "not in the table of states")


def history_of(country: str) -> tuple[StateStatus, ...]:
    """Return every status the table knows of a state, oldest first."""
    return _table().get(country.upper(), ())
