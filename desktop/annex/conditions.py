"""Condition trees of entries: their parts, and how they are written in an edition file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Protocol

from desktop.annex.units import Unit, units_spelled

OPERATORS: Final = (">=", "<=", ">", "<")
_LEAF = re.compile(r"(?P<name>[a-z][a-z0-9_]*) (?P<op>>=|<=|>|<|is|in) (?P<value>.+)")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?(?:e\d+)?)(?: (.+))?")
_PLAIN_KEYS = frozenset({"note", "label", "confirmed", "activities", "rule"})
TRADEOFF_RULE = "range_payload_tradeoff"


class Malformed(Exception):
    """A condition is not written as the README of the editions says; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A figure against a threshold; ``threshold`` is in the coherent unit, ``written`` is how the file gives it."""

    parameter: str
    operator: str
    threshold: Fraction
    unit: Unit | None
    written: str
    note: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Is:
    """A yes-or-no fact or a choice has one of the values."""

    parameter: str
    values: tuple[bool | str, ...]
    written: str
    note: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Relation:
    """The item stands in a relation to one of the targets; a target stands for all codes below it."""

    name: str
    targets: tuple[str, ...]
    activities: tuple[str, ...] = ()
    note: str = ""
    confirmed: bool = True

    @property
    def key(self) -> str:
        """The name under which a person's answer to this relation is kept."""
        return f"relation:{self.name}:{','.join(self.targets)}"


@dataclass(frozen=True, slots=True)
class IsA:
    """The item is one of these kinds of thing."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotIn:
    """The item does not meet these entries."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedSubstance:
    """The item is a substance that the entry names."""

    code: str


@dataclass(frozen=True, slots=True)
class Together:
    """Range and payload are reached as a pair, by whatever trade of one against the other."""

    range_at_least: Compare
    payload_at_least: Compare
    note: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Node", ...]
    label: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Node", ...]
    label: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Node"


Leaf = Compare | Is | Relation | IsA | NotIn | NamedSubstance | Together
Node = Leaf | All | AnyOf | Not


class ParameterLike(Protocol):
    """What reading a condition needs to know of a parameter."""

    @property
    def type(self) -> str:
        """number, yes_no or choice."""
        ...

    @property
    def unit(self) -> Unit | None:
        """The unit in which the parameter is asked."""
        ...

    @property
    def values(self) -> tuple[str, ...]:
        """What a choice may be."""
        ...


@dataclass(frozen=True)
class Reader:
    """Reads the conditions of one entry; raises :class:`Malformed` with the reason."""

    parameters: Mapping[str, ParameterLike]
    relations: frozenset[str]
    code: str = ""

    def read(self, data: Any) -> Node:
        """Return the condition that ``data`` (text, or a mapping from YAML) writes."""
        if isinstance(data, str):
            return self._leaf(data)
        if not isinstance(data, Mapping):
            raise Malformed(f"{data!r} is no condition")
        keys = [key for key in data if key not in _PLAIN_KEYS]
        if len(keys) != 1:
            raise Malformed(f"a condition has one of all, any, not, a relation …; this has {', '.join(keys) or 'none'}")
        return self._node(keys[0], data)

    def _node(self, key: str, data: Mapping[str, Any]) -> Node:
        value, note, label = data[key], str(data.get("note", "")), str(data.get("label", ""))
        if key in {"all", "any"}:
            parts = tuple(self.read(part) for part in self._list(key, value))
            if not parts:
                raise Malformed(f"{key} has no parts")
            return All(parts, label, note) if key == "all" else AnyOf(parts, label, note)
        if key == "not":
            return Not(self.read(value))
        return self._special_leaf(key, value, data, note)

    def _special_leaf(self, key: str, value: Any, data: Mapping[str, Any], note: str) -> Node:
        confirmed = data.get("confirmed", "yes") == "yes"
        if key == "check":
            return self._leaf(str(value), note, confirmed=confirmed)
        if key == "together":
            return self._together(value, data, note)
        if key == "named_substance":
            return NamedSubstance(self.code)
        codes_or_kinds = tuple(self._list(key, value))
        if key in {"is_a", "not_in"}:
            return IsA(codes_or_kinds) if key == "is_a" else NotIn(codes_or_kinds)
        if key not in self.relations:
            raise Malformed(f"unknown relation “{key}”")
        activities = tuple(self._list("activities", data.get("activities", [])))
        return Relation(key, codes_or_kinds, activities, note, confirmed)

    @staticmethod
    def _list(key: str, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Malformed(f"{key} needs a list")
        return value

    def _together(self, value: Any, data: Mapping[str, Any], note: str) -> Together:
        if data.get("rule") != TRADEOFF_RULE:
            raise Malformed(f"together needs the rule {TRADEOFF_RULE}")
        leaves = {}
        for text in self._list("together", value):
            leaf = self._leaf(str(text))
            if isinstance(leaf, Compare) and leaf.operator == ">=":
                leaves[leaf.parameter] = leaf
        if leaves.keys() != {"range", "payload"}:
            raise Malformed("together needs one lower bound of range and one of payload")
        return Together(leaves["range"], leaves["payload"], note)

    def _leaf(self, text: str, note: str = "", *, confirmed: bool = True) -> Compare | Is:
        found = _LEAF.fullmatch(text.strip())
        if found is None:
            raise Malformed(f"“{text}” is no comparison")
        name, operator, value = found["name"], found["op"], found["value"].strip()
        parameter = self.parameters.get(name)
        if parameter is None:
            raise Malformed(f"unknown parameter “{name}” in “{text}”")
        if operator in OPERATORS:
            return self._compare(name, parameter, operator, value, text, note, confirmed=confirmed)
        values: tuple[bool | str, ...]
        if parameter.type == "yes_no":
            if value not in {"yes", "no"} or operator != "is":
                raise Malformed(f"“{text}”: {name} is yes or no")
            values = (value == "yes",)
        elif parameter.type == "choice":
            values = tuple(part.strip() for part in value.split(","))
            unknown = [part for part in values if part not in parameter.values]
            if unknown or (operator == "is" and len(values) > 1):
                raise Malformed(f"“{text}”: {name} has no value “{', '.join(map(str, unknown or values))}”")
        else:
            raise Malformed(f"“{text}”: {name} is a figure and needs a comparison")
        return Is(name, values, text, note, confirmed)

    def _compare(
        self, name: str, parameter: ParameterLike, operator: str, value: str, text: str, note: str, *, confirmed: bool
    ) -> Compare:
        number = _NUMBER.fullmatch(value)
        if parameter.type != "number" or number is None:
            raise Malformed(f"“{text}”: {name} cannot be compared with “{value}”")
        unit = threshold_unit(number[2] or "", parameter.unit, text)
        factor, zero = (unit.factor, unit.zero) if unit is not None else (Fraction(1), Fraction(0))
        return Compare(name, operator, Fraction(number[1]) * factor + zero, unit, text, note, confirmed)


def threshold_unit(spelling: str, expected: Unit | None, text: str) -> Unit | None:
    """Return the unit of a threshold; raises :class:`Malformed` when it is missing, unknown or of another kind."""
    if expected is None:
        if spelling:
            raise Malformed(f"“{text}”: the parameter has no unit")
        return None
    if not spelling:
        raise Malformed(f"“{text}”: the unit is missing")
    found = units_spelled(spelling)
    if not found:
        raise Malformed(f"“{text}”: unknown unit “{spelling}”")
    unit = next((unit for unit in found if unit.measures_like(expected)), None)
    if unit is None:
        raise Malformed(f"“{text}”: “{spelling}” does not measure what {expected.symbol} measures")
    return unit


def leaves(node: Node) -> Iterator[Node]:
    """Yield every leaf of a condition, those of a joint test included."""
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.part)
    elif isinstance(node, Together):
        yield node
        yield node.range_at_least
        yield node.payload_at_least
    else:
        yield node


def contradiction(parts: Sequence[Node]) -> str:
    """Return two bounds among ``parts`` that no figure meets together, as a sentence; '' when there are none."""
    bounds = [part for part in parts if isinstance(part, Compare)]
    for lower in bounds:
        for upper in bounds:
            if lower.parameter != upper.parameter or lower.operator not in {">", ">="}:
                continue
            if upper.operator not in {"<", "<="}:
                continue
            strict = lower.operator == ">" or upper.operator == "<"
            if lower.threshold > upper.threshold or (strict and lower.threshold == upper.threshold):
                return f"“{lower.written}” and “{upper.written}” exclude each other"
    return ""
