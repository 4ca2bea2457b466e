"""Figures with their units: read as people write them, kept exactly, compared with three possible answers.

A figure is an interval, since data sheets say "up to", "better than", "300–350 km". What cannot be read for certain is
never guessed: "1,100 kg" is kept as everything from 1.1 to 1,100 kg together with the question that settles it, and a
comparison over it is only met when every reading meets it (design.md §4).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from desktop.annex.units import Unit, table, units_spelled

Kleene = bool | None

OPERATORS: Final = (">=", "<=", ">", "<")


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies, in the coherent unit; None is no bound. ``low_in``, ``high_in``: the bound itself counts."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True

    @classmethod
    def exactly(cls, value: Fraction) -> "Interval":
        """Return the interval that holds one value."""
        return cls(value, value)

    @property
    def is_exact(self) -> bool:
        """Whether one single value is known."""
        return self.low is not None and self.low == self.high

    def hull(self, other: "Interval") -> "Interval":
        """Return the smallest interval that holds both."""
        low, low_in = min(_low_key(self), _low_key(other))
        high, high_in = max(_high_key(self), _high_key(other))
        return Interval(_bound(low), _bound(high), low_in=not low_in, high_in=bool(high_in))


_FAR = Fraction(10) ** 400


def _low_key(interval: Interval) -> tuple[Fraction, bool]:
    return (-_FAR, False) if interval.low is None else (interval.low, not interval.low_in)


def _high_key(interval: Interval) -> tuple[Fraction, bool]:
    return (_FAR, True) if interval.high is None else (interval.high, interval.high_in)


def _bound(value: Fraction) -> Fraction | None:
    return None if abs(value) == _FAR else value


def compare(figure: Interval, operator: str, threshold: Fraction) -> Kleene:
    """Tell whether ``figure operator threshold`` holds: True, False, or None when the figure leaves it open."""
    low, high = figure.low, figure.high
    if operator == ">=":
        if low is not None and low >= threshold:
            return True
        below = high is not None and (high < threshold or (high == threshold and not figure.high_in))
        return False if below else None
    if operator == ">":
        if low is not None and (low > threshold or (low == threshold and not figure.low_in)):
            return True
        return False if high is not None and high <= threshold else None
    if operator == "<=":
        opposite = compare(figure, ">", threshold)
    elif operator == "<":
        opposite = compare(figure, ">=", threshold)
    else:
        raise ValueError(f"unknown comparison {operator!r}")
    return None if opposite is None else not opposite


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as read: the interval in the coherent unit of ``unit``, the words it came from, and what is unsure."""

    interval: Interval
    unit: Unit | None
    words: str
    says: str = "value"  # value | at most | at least | range
    question: str = ""

    @property
    def needs_answer(self) -> bool:
        """Whether a person has to settle how this figure is meant."""
        return bool(self.question)


_NUMBER = (
    r"[-+−]?(?:\d{1,3}(?:[   ]\d{3})+(?:[.,]\d+)?|\d[\d.,]*\d|\d)(?:\s*(?:[x×*·]\s*10\s*\^?|[eE])\s*\(?[-+−]?\d+\)?)?"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile(r"[x×*·]\s*10\s*\^?\s*\(?([-+−]?\d+)\)?$|[eE]\(?([-+−]?\d+)\)?$")
_AT_MOST = (
    r"≤|<=|=<|<|up to|maximum of|max\.?|maximum|at most|not more than|no more than|less than|below|under|better than"
)
_AT_LEAST = r"≥|>=|=>|>|at least|minimum of|min\.?|minimum|not less than|no less than|more than|over|above|from"
_STRICT = frozenset({"<", ">", "less than", "below", "under", "more than", "over", "above", "better than"})
_ABOUT = r"approximately|approx\.?|about|around|circa|ca\.?|~|≈|nominal|nominally|typ\.?|typical|rated"
_FIGURE = re.compile(
    rf"^\s*(?P<sign>{_AT_MOST}|{_AT_LEAST})?\s*(?:{_ABOUT})?\s*(?P<pm>±|\+/-|\+-)?\s*(?P<first>{_NUMBER})"
    rf"(?:\s*(?P<to>–|—|-|to|\.\.\.?|…|bis|à)\s*(?P<second>{_NUMBER}))?\s*(?P<rest>.*?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MESH = re.compile(r"^(?P<sign>[-+−]?)\s*(?P<mesh>\d{2,3})\s*mesh$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}([.,   ])\d{3}(?:\1\d{3})+")
MAX_TEXT = 200
MAX_EXPONENT = 60


@dataclass(frozen=True, slots=True)
class _Number:
    readings: tuple[Fraction, ...]  # more than one: the text leaves open which


def _plain_readings(text: str) -> tuple[str, ...]:
    """Return the possible plain spellings of a mantissa; several when comma or point may group or divide."""
    body = text.lstrip("+-−")
    compact = re.sub(r"[   ]", "", body)
    commas, points = compact.count(","), compact.count(".")
    if commas and points:
        divider = max(",", ".", key=compact.rfind)
        grouper = "," if divider == "." else "."
        well_formed = compact.count(divider) == 1 and re.fullmatch(
            rf"\d{{1,3}}(?:\{grouper}\d{{3}})+", compact[: compact.rfind(divider)]
        )
        return (compact.replace(grouper, "").replace(divider, "."),) if well_formed else ()
    if _GROUPED.fullmatch(body):
        return (re.sub(r"[.,   ]", "", body),)
    if commas > 1 or points > 1:
        return ()
    if commas == 1:
        before, after = compact.split(",")
        decimal = f"{before}.{after}"
        if len(after) != 3 or len(before) > 3 or before.startswith("0"):
            return (decimal,)
        return (decimal, before + after)
    return (compact,)


@lru_cache(maxsize=4096)
def _number(text: str) -> _Number:
    text = text.strip()
    found = _POWER.search(text)
    exponent = 0
    if found is not None:
        exponent = int((found.group(1) or found.group(2)).replace("−", "-"))
        text = text[: found.start()].strip()
    if abs(exponent) > MAX_EXPONENT:
        return _Number(())
    sign = -1 if text[:1] in "-−" else 1
    return _Number(tuple(sign * Fraction(plain) * Fraction(10) ** exponent for plain in _plain_readings(text)))


def _with_unit(value: Fraction, unit: Unit | None) -> Fraction:
    return value if unit is None else value * unit.factor + unit.zero


def _interval(sign: str, first: Interval, second: Interval | None) -> tuple[Interval, str]:
    if second is not None:
        return first.hull(second), "range"
    word = sign.casefold()
    if not word:
        return first, "value"
    strict = word in _STRICT
    if re.fullmatch(_AT_MOST, word):
        return Interval(None, first.high, high_in=not strict), "at most"
    return Interval(first.low, None, low_in=not strict), "at least"


def _span(number: _Number, unit: Unit | None) -> Interval:
    values = sorted(_with_unit(value, unit) for value in number.readings)
    return Interval(values[0], values[-1])


def choose_unit(spelling: str, expected: Unit | None) -> Unit | None:
    """Return what ``spelling`` stands for where ``expected`` is measured; None when it is no unit of that kind."""
    found = units_spelled(spelling)
    if expected is None:
        return found[0] if found else None
    return next((unit for unit in found if unit.measures_like(expected)), None)


def _mesh(text: str) -> Figure | None:
    found = _MESH.match(text.strip())
    opening = table().sieves.get(int(found["mesh"])) if found else None
    if found is None or opening is None:
        return None
    metre = units_spelled("m")[0]
    if found["sign"] in {"-", "−"}:
        return Figure(Interval(Fraction(0), opening), metre, text, "at most")
    if found["sign"] == "+":
        return Figure(Interval(opening, None), metre, text, "at least")
    return Figure(Interval.exactly(opening), metre, text)


def read_figure(value: str, unit_text: str = "", expected: Unit | None = None) -> Figure | None:
    """Read a figure as a data sheet gives it; None when the text is no figure.

    ``expected`` is the unit of the parameter it is for: it settles "g" and "lb". The answer carries a question when the
    unit is missing or measures something else, or when a comma may divide or group ("1,100").
    """
    text = value.strip().translate(_SUPERSCRIPTS)[:MAX_TEXT]
    mesh = _mesh(f"{text} {unit_text}".strip())
    if mesh is not None:
        return mesh
    found = _FIGURE.match(text)
    if found is None:
        return None
    first = _number(found["first"])
    second = _number(found["second"]) if found["second"] else None
    if not first.readings or (second is not None and not second.readings):
        return None
    spelling = _unit_words(unit_text) or _unit_words(found["rest"])
    words = f"{value.strip()} {unit_text.strip()}".strip()
    unit, question = _settle_unit(spelling, expected, words)
    ambiguous = [number for number in (first, second) if number is not None and len(number.readings) > 1]
    if ambiguous:
        small, large = sorted(abs(reading) for reading in ambiguous[0].readings)
        question = question or f"Is “{words}” {show(small)} or {show(large)}?"
    if unit is None and expected is not None:
        return Figure(Interval(None, None), None, words, "value", question)
    plus_minus = bool(found["pm"])
    interval, says = _interval(
        found["sign"] or "", _span(first, unit), _span(second, unit) if second is not None else None
    )
    return Figure(interval, unit, words, "value" if plus_minus else says, question)


def _unit_words(text: str) -> str:
    return re.sub(r"^(?:±|\+/-|\+-)\s*", "", text.strip()).strip(" .;,")


def _settle_unit(spelling: str, expected: Unit | None, words: str) -> tuple[Unit | None, str]:
    if not spelling:
        if expected is None or expected.is_count:
            return expected, ""
        return None, f"In which unit is “{words}” given?"
    unit = choose_unit(spelling, expected)
    if unit is not None:
        return unit, ""
    return None, f"“{words}” is not given in a unit that fits. In which unit is it?"


def as_asked(figure: Figure, sense: str) -> Figure:
    """Return the figure as the parameter means it.

    ``sense`` is ``greatest`` for what the annex judges at its greatest ("up to 350 km" is a range of 350 km), ``least``
    for what it judges at its least ("from 5 arcsec" is an accuracy of 5), else ''.
    """
    interval = figure.interval
    if sense == "greatest" and figure.says == "at most" and interval.high is not None and interval.high_in:
        return replace(figure, interval=Interval.exactly(interval.high))
    if sense == "least" and figure.says == "at least" and interval.low is not None and interval.low_in:
        return replace(figure, interval=Interval.exactly(interval.low))
    return figure


_IN_TEXT = re.compile(
    rf"(?P<sign>{_AT_MOST}|{_AT_LEAST})?\s*(?P<pm>±|\+/-)?\s*(?<![\w.,])(?<![A-Za-z]-)(?P<first>{_NUMBER})"
    rf"(?:\s*(?P<to>–|—|-|to)\s*(?P<second>{_NUMBER}))?"
    r"[ \t -]*(?P<unit>%|[°º\"″′Åµμ√(A-Za-z][^\s,;:()\[\]]*(?:\s?\([A-Za-z]+\))?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure found in running text: where it stands, and how it reads for an expected unit."""

    start: int
    end: int
    number: str
    unit_text: str

    def figure(self, expected: Unit | None) -> Figure | None:
        """Read the mention for a parameter measured in ``expected``; None when the unit does not fit."""
        if choose_unit(self.unit_text, expected) is None:
            return None
        return read_figure(self.number, self.unit_text, expected)


def mentions(text: str) -> Iterator[Mention]:
    """Yield every number with a unit in running text, in order; words that are no unit are left alone."""
    for found in _IN_TEXT.finditer(text):
        spelling = found["unit"].rstrip(".")
        while spelling and not units_spelled(spelling):
            spelling = (
                spelling[:-1].rstrip("-/.")
                if spelling[-1] in "-/."
                else re.sub(r"[-/.][^-/.]*$|.$", "", spelling)
                if re.search(r"[-/.]", spelling)
                else ""
            )
        if spelling:
            number = text[found.start() : found.start("unit")].strip(" -")
            yield Mention(found.start(), found.start("unit") + len(spelling), number, spelling)


_SHOWN = Context(prec=7, rounding=ROUND_HALF_EVEN)


def show(value: Fraction, unit: Unit | None = None) -> str:
    """Return a value for people: at most seven digits, thousands grouped, in ``unit`` when one is given."""
    number = value if unit is None else (value - unit.zero) / unit.factor
    decimal = _SHOWN.divide(Decimal(number.numerator), Decimal(number.denominator)).normalize()
    size = abs(decimal)
    if size and (size >= Decimal(10) ** 9 or size < Decimal("0.0001")):
        text = f"{decimal:.6e}"
        mantissa, exponent = text.split("e")
        text = f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
    else:
        text = f"{decimal:,f}"
    return text if unit is None else f"{text} {unit.symbol}"


def show_interval(interval: Interval, unit: Unit | None = None) -> str:
    """Return an interval for people: "300 km", "300 to 350 km", "at most 0.5 deg/h", "below 0.5 deg/h"."""
    if interval.low is not None and interval.low == interval.high:
        return show(interval.low, unit)
    if interval.low is not None and interval.high is not None:
        return f"{show(interval.low, unit).split(' ')[0]} to {show(interval.high, unit)}"
    if interval.high is not None:
        return f"{'at most' if interval.high_in else 'below'} {show(interval.high, unit)}"
    if interval.low is not None:
        return f"{'at least' if interval.low_in else 'above'} {show(interval.low, unit)}"
    return "not known"
