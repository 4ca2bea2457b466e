"""The condition library and the rules of choosing, read from ``resources/letters`` and checked as a whole.

Loading refuses a library that names an unknown condition or parameter, so that nobody meets a hole in a letter.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from desktop.paths import resource

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# always filled from the case (letters.md §5); the others are asked for
FILLED_BY_PROGRAM = frozenset({"destination", "end_user", "licence_no"})


class ParameterKind(StrEnum):
    """What control asks for a parameter, and how its value is read."""

    TEXT = "text"
    DAYS = "days"
    YEARS = "years"
    NUMBER = "number"
    DATE = "date"
    DUE_DATE = "due_date"
    MONTH = "month"
    CHOICE = "choice"
    COUNTRY = "country"


class BrokenLibrary(ValueError):
    """The shipped or translated library contradicts itself; the message names the place."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A blank of a condition: its name in the text, words beside the control, kind, proposed value."""

    name: str
    label: str
    kind: ParameterKind
    default: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a condition asks for by a time (CH-5), in words with blanks."""

    what: str
    by_when: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One entry of the library (letters.md §5); ``parameters`` are those that are asked for."""

    condition_id: str
    title: str
    applies: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    for_end_user: str = ""
    obligation: Obligation | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One place of a default set: the condition, its alternative, and whether only a supervisor may strike it."""

    condition_id: str
    instead: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class CaseNeed:
    """What a case must be for a set to match: for each property named, the values that will do."""

    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LineNeed:
    """What at least one granted line must be for a set to match, all of it on the same line."""

    natures: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    listed: bool | None = None


@dataclass(frozen=True, slots=True)
class DefaultSet:
    """A row of letters.md §6."""

    name: str
    why: str
    conditions: tuple[Wanted, ...]
    case: CaseNeed = CaseNeed()
    line: LineNeed | None = None
    general: bool = False
    alone: bool = False
    drops: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row of CH-2: a pair on one line, or a condition that a licence of some nature or flag cannot carry."""

    because: str
    pair: tuple[str, ...] = ()
    condition: str = ""
    only_natures: frozenset[str] = frozenset()
    any_flag: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """The conditions in the order in which they are printed, and how they are chosen and checked."""

    conditions: Mapping[str, Condition]
    sets: tuple[DefaultSet, ...]
    conflicts: tuple[Conflict, ...]
    implied: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def place(self, condition_id: str) -> int:
        """Return where in the printed order a condition stands; the office's own (``X-``) come last."""
        return list(self.conditions).index(condition_id) if condition_id in self.conditions else len(self.conditions)


def placeholders(text: str) -> list[str]:
    """Return the names of the blanks of ``text`` in order of first appearance."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def _condition(condition_id: str, raw: Mapping[str, Any], parameters: Mapping[str, Mapping[str, Any]]) -> Condition:
    text = str(raw["text"])
    asked = []
    for name in placeholders(text):
        if name in FILLED_BY_PROGRAM:
            continue
        if name not in parameters:
            raise BrokenLibrary(f"{condition_id} has a blank {{{name}}} that is not among the parameters")
        given = parameters[name]
        default = str(raw.get("defaults", {}).get(name, given.get("default", "")))
        options = tuple(given.get("options", ()))
        asked.append(Parameter(name, str(given["label"]), ParameterKind(given["kind"]), default, options))
    obligation = Obligation(**raw["obligation"]) if "obligation" in raw else None
    for_end_user = str(raw.get("for_end_user", ""))
    owed = (obligation.what, obligation.by_when) if obligation else ()
    for sentence in (for_end_user, *owed):
        strange = set(placeholders(sentence)) - set(placeholders(text)) - FILLED_BY_PROGRAM
        if strange:
            raise BrokenLibrary(f"{condition_id} speaks of {{{min(strange)}}} beside a text without that blank")
    return Condition(condition_id, str(raw["title"]), str(raw["applies"]), text, tuple(asked), for_end_user, obligation)


def _wanted(words: str) -> Wanted:
    fixed = words.endswith("*")
    first, _, second = words.removesuffix("*").partition(" or ")
    return Wanted(first, second, fixed)


def _values(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if name == "listed" else frozenset(value) for name, value in raw.items()}


def _set(raw: Mapping[str, Any]) -> DefaultSet:
    return DefaultSet(
        name=raw["name"],
        why=raw["why"],
        conditions=tuple(_wanted(words) for words in raw["conditions"]),
        case=CaseNeed(**_values(raw.get("case", {}))),
        line=LineNeed(**_values(raw["line"])) if "line" in raw else None,
        general=raw.get("general", False),
        alone=raw.get("alone", False),
        drops=frozenset(raw.get("drops", ())),
    )


def _conflict(raw: Mapping[str, Any]) -> Conflict:
    return Conflict(
        because=raw["because"],
        pair=tuple(raw.get("pair", ())),
        condition=raw.get("condition", ""),
        only_natures=frozenset(raw.get("only_natures", ())),
        any_flag=raw.get("any_flag", ""),
    )


def _named(library: Library) -> Iterator[tuple[str, str]]:
    for one in library.sets:
        names = [name for wanted in one.conditions for name in (wanted.condition_id, wanted.instead)]
        yield from ((name, f"set “{one.name}”") for name in (*names, *one.drops))
    for conflict in library.conflicts:
        yield from ((name, "a conflict") for name in (*conflict.pair, conflict.condition))
    for assurance, rows in library.implied.items():
        yield from ((name, f"assurance {assurance}") for row in rows for name in row)


def build(words: Mapping[str, Any], choosing: Mapping[str, Any]) -> Library:
    """Build and check a library; raises :class:`BrokenLibrary` naming what does not fit."""
    library = Library(
        conditions={name: _condition(name, raw, words["parameters"]) for name, raw in words["conditions"].items()},
        sets=tuple(_set(raw) for raw in choosing["sets"]),
        conflicts=tuple(_conflict(raw) for raw in choosing["conflicts"]),
        implied={name: tuple(tuple(row) for row in rows) for name, rows in choosing["implied"].items()},
    )
    for named, where in _named(library):
        if named and named not in library.conditions:
            raise BrokenLibrary(f"{where} names {named}, which is not in the library")
    return library


def read_yaml(path: Path) -> Any:
    """Return the plain data of a shipped YAML file."""
    # the C parser is ten times faster and as safe
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - a safe loader


@cache
def load(language: str = "en") -> Library:
    """Return the shipped library in ``language``, checked; read once."""
    return build(
        read_yaml(resource("letters", language, "conditions.yaml")), read_yaml(resource("letters", "choosing.yaml"))
    )
