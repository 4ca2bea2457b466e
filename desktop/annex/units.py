"""Units of data sheets and of the annex, with exact factors; what a spelling may stand for, and compound units."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from itertools import product
from typing import Any

import yaml

from desktop.paths import resource

_PI = Fraction("3.14159265358979323846264338327950288419716939937510")
_ATOM = re.compile(r"([^\W\d_]+|[%‰\"'”°′″√])(?:\^?\(?([-+]?\d+(?:\.\d+)?)\)?)?")
_SPELLED_OUT = (("²", "2"), ("³", "3"), ("⁻¹", "-1"), ("⁻", "-"), ("¹", "1"), ("µ", "u"), ("μ", "u"), ("·", "."))
_TIMES = re.compile(r"[⋅•×*]")
_PER = re.compile(r"\s+per\s+", re.IGNORECASE)
MAX_SPELLING = 40

Powers = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: ``factor`` leads to the coherent unit of its ``powers``; ``zero`` is set for temperature scales."""

    symbol: str
    powers: Powers
    factor: Fraction
    zero: Fraction = Fraction(0)

    def measures_like(self, other: "Unit") -> bool:
        """Tell whether both measure the same kind of quantity."""
        return self.powers == other.powers

    @property
    def is_count(self) -> bool:
        """Whether the unit counts things (axes, shafts), so that a bare number is enough."""
        return [name for name, _ in self.powers] == ["count"]


def _factor(text: str) -> Fraction:
    value = Fraction(1)
    for number, operator in zip(re.split(r"[*/]", text), ["*", *(sign for sign in text if sign in "*/")], strict=True):
        part = _PI if number.strip() == "pi" else Fraction(number.strip())
        value = value * part if operator == "*" else value / part
    return value


def _clean(text: str) -> str:
    for mark, plain in _SPELLED_OUT:
        text = text.replace(mark, plain)
    return _PER.sub("/", " ".join(_TIMES.sub(".", text).split()))


class UnitTable:
    """The shipped table of units; made once by :func:`table`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._exact: dict[str, list[Unit]] = {}
        self._folded: dict[str, list[Unit]] = {}
        for symbol, row in data["units"].items():
            powers = tuple(sorted((name, Fraction(power)) for name, power in row["powers"].items()))
            unit = Unit(symbol, powers, _factor(row["factor"]), _factor(row.get("zero", "0")))
            for spelling in {_clean(spelled) for spelled in (symbol, *row.get("spell", ()))}:
                self._exact.setdefault(spelling, []).append(unit)
                self._folded.setdefault(spelling.casefold(), []).append(unit)
        self.sieves: dict[int, Fraction] = {
            int(mesh): Fraction(opening) / 1_000_000 for mesh, opening in data["sieves"].items()
        }

    def atoms(self, spelling: str) -> tuple[Unit, ...]:
        """Return what one unit word may stand for; upper and lower case count unless only one unit could be meant."""
        exact = self._exact.get(spelling)
        if exact is not None:
            return tuple(exact)
        folded = self._folded.get(spelling.casefold(), ())
        return tuple(folded) if len({unit.powers for unit in folded}) == len(folded) else ()

    def spelled(self, text: str) -> tuple[Unit, ...]:
        """Return every unit that ``text`` may stand for, compound ones included; nothing when it is no unit."""
        clean = _clean(text)
        if not clean or len(clean) > MAX_SPELLING:
            return ()
        return self.atoms(clean) or tuple(_compound(self, clean))


def _factors_of(table: UnitTable, text: str) -> list[tuple[tuple[Unit, ...], Fraction]] | None:
    """Split a compound spelling such as ``kg/(N.h)`` into units with their powers; None when it is not one."""
    parts: list[tuple[tuple[Unit, ...], Fraction]] = []
    sign, depth, below, position = 1, 0, 1, 0
    while position < len(text):
        letter = text[position]
        if letter == "/":
            sign, position = -1, position + 1
        elif letter == "(":
            depth, below, sign, position = depth + 1, sign, 1, position + 1
        elif letter == ")":
            if depth == 0:
                return None
            depth, below, sign, position = depth - 1, 1, 1, position + 1
        elif letter in ". -":
            # a product keeps to its side of the stroke only inside brackets; "kg/N.h" means kg/(N.h) on data sheets
            position += 1
        else:
            read = _one_factor(table, text, position)
            if read is None:
                return None
            units, power, position = read
            parts.append((units, power * sign * (below if depth else 1)))
    return parts if parts and depth == 0 else None


def _one_factor(table: UnitTable, text: str, position: int) -> tuple[tuple[Unit, ...], Fraction, int] | None:
    for root in ("sqrt(hr)", "sqrt(h)", "sqrt(s)", "√hr", "√h", "√s", "rt-hr"):
        if text.startswith(root, position):
            return table.atoms(root), Fraction(1), position + len(root)
    found = _ATOM.match(text, position)
    if found is None:
        return None
    whole = table.atoms(found.group(0)) if found.group(2) else ()
    units = whole or table.atoms(found.group(1))
    if not units:
        return None
    power = Fraction(1) if whole or found.group(2) is None else Fraction(found.group(2))
    return units, power, found.end()


def _compound(table: UnitTable, text: str) -> Iterator[Unit]:
    parts = _factors_of(table, text)
    if parts is None or len(parts) > 6 or any(power.denominator != 1 or abs(power) > 6 for _, power in parts):
        return
    seen: set[tuple[Powers, Fraction]] = set()
    for choice in product(*(units for units, _ in parts)):
        factor, powers = Fraction(1), dict[str, Fraction]()
        for unit, (_, power) in zip(choice, parts, strict=True):
            factor *= unit.factor ** int(power)
            for name, exponent in unit.powers:
                powers[name] = powers.get(name, Fraction(0)) + exponent * power
        key = (tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent)), factor)
        if key not in seen:
            seen.add(key)
            yield Unit(text, *key)


@cache
def table() -> UnitTable:
    """Return the shipped table, read once."""
    text = resource("annex", "units.yaml").read_text(encoding="utf-8")
    return UnitTable(yaml.load(text, Loader=yaml.CBaseLoader))  # noqa: S506 - the base loader makes nothing but text


@lru_cache(maxsize=4096)
def units_spelled(text: str) -> tuple[Unit, ...]:
    """Return every unit that ``text`` may stand for; nothing when it is no unit."""
    return table().spelled(text)


def unit(symbol: str) -> Unit:
    """Return the unit of a threshold or a parameter; raises KeyError when the table does not know it."""
    found = units_spelled(symbol)
    if not found:
        raise KeyError(symbol)
    return found[0]
