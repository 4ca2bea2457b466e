"""Range and payload points of a complete vehicle from what an applicant states, each with its standing and source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from desktop.annex.edition import Edition
from desktop.annex.model import Fact, Point
from desktop.annex.quantities import Interval
from desktop.annex.reading.parameters import Row
from desktop.annex.reading.phrases import PhraseIndex, tokens_of
from desktop.annex.reading.words import listed

ADVERTISED, DEMONSTRATED, MAXIMUM = "advertised", "demonstrated", "maximum"


@cache
def _standing() -> PhraseIndex:
    return PhraseIndex({DEMONSTRATED: listed("demonstrated"), MAXIMUM: listed("maximum")})


@cache
def _alone() -> PhraseIndex:
    return PhraseIndex({"alone": listed("alone")})


@dataclass(frozen=True, slots=True)
class Stated:
    """A row about range or payload: the fact, the name it stood under."""

    fact: Fact
    row: Row

    @property
    def standing(self) -> str:
        """Demonstrated, maximum (a trade-off assessment) or advertised, by the words of its name."""
        found = _standing().find(tokens_of(self.row.name))
        return found[0].stands_for[0] if found else ADVERTISED

    @property
    def is_alone(self) -> bool:
        """Whether the name says that it is the greatest figure by itself ("ferry range", "maximum payload")."""
        return bool(_alone().find(tokens_of(self.row.name)))


def _interval(fact: Fact | None) -> Interval | None:
    return fact.value if fact is not None and isinstance(fact.value, Interval) else None


def points_of(
    edition: Edition,
    ranges: Sequence[Stated],
    payloads: Sequence[Stated],
    facts: Mapping[str, Fact],
    *,
    is_uav: bool,
) -> tuple[Point, ...]:
    """Return the points of a vehicle: stated pairs and single figures, answers, and endurance times speed."""
    points: list[Point] = []
    for standing in (ADVERTISED, DEMONSTRATED, MAXIMUM):
        far = [one for one in ranges if one.standing == standing]
        heavy = [one for one in payloads if one.standing == standing]
        points += _paired(far, heavy, standing)
    points += _answered(edition, facts)
    derived = _derived(facts) if is_uav else None
    return tuple(points) if derived is None else (*points, derived)


def _paired(far: Sequence[Stated], heavy: Sequence[Stated], standing: str) -> list[Point]:
    if len(far) == 1 and len(heavy) == 1 and not (far[0].is_alone or heavy[0].is_alone):
        source = f"{far[0].fact.words}; {heavy[0].fact.words}"
        return [Point(_interval(far[0].fact), _interval(heavy[0].fact), standing, source)]
    alone = [Point(_interval(one.fact), None, standing, one.fact.words, is_pair=False) for one in far]
    return alone + [Point(None, _interval(one.fact), standing, one.fact.words, is_pair=False) for one in heavy]


def _answered(edition: Edition, facts: Mapping[str, Fact]) -> list[Point]:
    reading = edition.tradeoff
    points = []
    far = _interval(facts.get("range_with_payload"))
    if far is not None:
        source = facts["range_with_payload"].words
        points.append(Point(far, Interval.exactly(reading.reference_payload), MAXIMUM, source))
    heavy = _interval(facts.get("payload_at_range"))
    if heavy is not None:
        source = facts["payload_at_range"].words
        points.append(Point(Interval.exactly(reading.reference_range), heavy, MAXIMUM, source))
    for name in ("range", "payload"):
        fact = facts.get(name)
        value = _interval(fact)
        if fact is not None and fact.source == "answer" and value is not None:
            far, heavy = (value, None) if name == "range" else (None, value)
            points.append(Point(far, heavy, MAXIMUM, fact.words, is_pair=False))
    return points


def _derived(facts: Mapping[str, Fact]) -> Point | None:
    """Return the range that endurance and cruise speed give: a first figure, not the annex measure (R-06)."""
    endurance, speed = _interval(facts.get("endurance")), _interval(facts.get("cruise_speed"))
    if endurance is None or speed is None:
        return None
    low = None if endurance.low is None or speed.low is None else endurance.low * speed.low
    high = None if endurance.high is None or speed.high is None else endurance.high * speed.high
    source = f"derived: {facts['endurance'].words} times {facts['cruise_speed'].words}"
    return Point(Interval(low, high), None, ADVERTISED, source, is_pair=False)
