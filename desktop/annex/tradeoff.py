"""The trade of range against payload of a complete vehicle (domain.md R-06; annex-definitions §3), pure.

The test is inherent capability: can the vehicle, by whatever trade, bring the payload to the distance? Stated pairs and
interpolation between stated points can show that it can. Only greatest figures can show that it cannot; an advertised
figure is a lower bound, and one just under a threshold leaves the question open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from desktop.annex.edition import Tradeoff
from desktop.annex.model import Judged, Point
from desktop.annex.quantities import Interval, show

ANY_DISTANCE = Fraction(20_000_000)  # metres: half round the Earth
_KM = 1000


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What the trade-off needs to know of a complete vehicle."""

    points: tuple[Point, ...]
    presumed_range_below: Fraction | None = None  # of its kind, while no range is stated
    is_rocket: bool = False
    reaches_orbit: bool = False


def _low(interval: Interval | None) -> Fraction | None:
    return None if interval is None else interval.low


def _high(interval: Interval | None) -> Fraction | None:
    return None if interval is None else interval.high


def _greatest(points: Iterable[tuple[Interval, Point]], reading: Tradeoff, *, other_is_free: bool) -> Interval | None:
    """Return where the greatest value lies, from the values stated; None when none is stated."""
    stated = list(points)
    if not stated:
        return None
    low = max((interval.low for interval, _ in stated if interval.low is not None), default=None)
    greatest = [interval for interval, point in stated if point.standing == "maximum" and other_is_free]
    highs = [interval.high for interval in (greatest or [interval for interval, _ in stated])]
    high = None if any(value is None for value in highs) else max(value for value in highs if value is not None)
    if high is not None and not greatest:
        high *= 1 + reading.may_understate
    if high is not None and low is not None:
        high = max(high, low)
    return Interval(low, high)


def greatest_range(vehicle: Vehicle, reading: Tradeoff) -> Interval | None:
    """Return where the greatest range lies at any payload, in metres; None when unknown (R-01 to R-05)."""
    if vehicle.reaches_orbit:
        return Interval(ANY_DISTANCE, None)
    return _greatest(
        ((point.distance, point) for point in vehicle.points if point.distance is not None),
        reading,
        other_is_free=all(point.payload is None or not point.is_pair for point in _maximum(vehicle.points)),
    )


def greatest_payload(vehicle: Vehicle, reading: Tradeoff) -> Interval | None:
    """Return where the greatest payload lies at any distance, kilograms; None when unknown."""
    stated = [(point.payload, point) for point in vehicle.points if point.payload is not None]
    if vehicle.reaches_orbit:
        lows = [interval.low for interval, _ in stated if interval.low is not None]
        return Interval(max(lows) * reading.orbit_payload_factor, None) if lows else None
    return _greatest(
        stated,
        reading,
        other_is_free=all(point.distance is None or not point.is_pair for point in _maximum(vehicle.points)),
    )


def _maximum(points: Iterable[Point]) -> list[Point]:
    return [point for point in points if point.standing == "maximum"]


def frontier(points: Iterable[Point]) -> list[tuple[Fraction, Fraction]]:
    """Return the stated greatest pairs as (distance, payload), nearest first; only certain values count."""
    found = set()
    for point in _maximum(points):
        if point.is_pair and point.distance is not None and point.payload is not None:
            distance, payload = point.distance, point.payload
            if distance.is_exact and payload.is_exact and distance.low is not None and payload.low is not None:
                found.add((distance.low, payload.low))
    return sorted(found)


def payload_at(pairs: Sequence[tuple[Fraction, Fraction]], distance: Fraction) -> Fraction | None:
    """Interpolate the payload at ``distance`` between stated pairs; None outside them: nothing is extrapolated."""
    for (near, more), (far, less) in pairwise(pairs):
        if near <= distance <= far:
            return more + (less - more) * (distance - near) / (far - near) if far != near else max(more, less)
    return next((payload for stated, payload in pairs if stated == distance), None)


def reaches(vehicle: Vehicle, distance: Fraction, payload: Fraction, reading: Tradeoff) -> Judged:
    """Tell whether the vehicle can bring ``payload`` (kg) to ``distance`` (m) by any trade, and why."""
    box = f"{show(payload)} kg to {show(distance / _KM)} km"
    shown = _shown_by_pair(vehicle, distance, payload) or _shown_by_interpolation(vehicle, distance, payload, reading)
    if shown:
        return Judged(value=True, why=shown)
    farthest, heaviest = greatest_range(vehicle, reading), greatest_payload(vehicle, reading)
    refuted = _refuted(vehicle, distance, payload, reading)
    if refuted:
        return Judged(value=False, why=refuted)
    if farthest is None and heaviest is None:
        return Judged(None, "Neither range nor payload is stated.")
    if farthest is None:
        return Judged(None, "The range is not stated.")
    if heaviest is None:
        return Judged(None, "The payload is not stated.")
    return Judged(
        None, f"The stated figures leave open whether {box} is within reach; advertised figures do not decide (R-06)."
    )


def _shown_by_pair(vehicle: Vehicle, distance: Fraction, payload: Fraction) -> str:
    for point in vehicle.points:
        far, heavy = _low(point.distance), _low(point.payload)
        if point.is_pair and far is not None and heavy is not None and far >= distance and heavy >= payload:
            return f"The {point.standing} pair {show(heavy)} kg over {show(far / _KM)} km reaches both figures."
    return ""


def _shown_by_interpolation(vehicle: Vehicle, distance: Fraction, payload: Fraction, reading: Tradeoff) -> str:
    pairs = frontier(vehicle.points)
    between = payload_at(pairs, distance)
    if between is not None and between >= payload:
        return f"The greatest pairs stated give {show(between)} kg at {show(distance / _KM)} km."
    if vehicle.reaches_orbit:
        heaviest = greatest_payload(vehicle, reading)
        low = _low(heaviest)
        if low is not None and low >= payload:
            return f"A vehicle that brings this payload to orbit brings at least {show(low)} kg to 300 km."
        return ""
    return ""


def _refuted(vehicle: Vehicle, distance: Fraction, payload: Fraction, reading: Tradeoff) -> str:
    return _refuted_by_pairs(frontier(vehicle.points), distance, payload) or _refuted_by_greatest(
        vehicle, distance, payload, reading
    )


def _refuted_by_pairs(pairs: Sequence[tuple[Fraction, Fraction]], distance: Fraction, payload: Fraction) -> str:
    between = payload_at(pairs, distance)
    if between is not None:
        return f"The greatest pairs stated give only {show(between)} kg at {show(distance / _KM)} km."
    for far, heavy in pairs:
        if far <= distance and heavy < payload:
            return f"With {show(heavy)} kg it reaches {show(far / _KM)} km at most, so no more at a greater distance."
        if far < distance and heavy <= payload:
            return f"Even with {show(heavy)} kg it reaches {show(far / _KM)} km at most."
    return ""


def _refuted_by_greatest(vehicle: Vehicle, distance: Fraction, payload: Fraction, reading: Tradeoff) -> str:
    kilometres = show(distance / _KM)
    presumed = vehicle.presumed_range_below
    if presumed is not None and presumed <= distance and all(point.distance is None for point in vehicle.points):
        return f"A thing of this kind is presumed not to reach {kilometres} km; no range or endurance is stated."
    farthest, heaviest = _high(greatest_range(vehicle, reading)), _high(greatest_payload(vehicle, reading))
    if farthest is not None and farthest < distance:
        return f"The range stays below {kilometres} km, trade of payload included."
    if heaviest is not None and vehicle.is_rocket:
        heaviest = max(heaviest, *(_traded(point, distance) for point in vehicle.points), Fraction(0))
    if heaviest is not None and heaviest < payload:
        return f"The payload stays below {show(payload)} kg, trade of range included."
    return ""


def _traded(point: Point, distance: Fraction) -> Fraction:
    """Payload that a rocket may bring to a nearer distance, at most, before its greatest payload is stated."""
    far, heavy = _high(point.distance), _high(point.payload)
    if far is None or heavy is None or point.standing == "maximum":
        return Fraction(0)
    return heavy * far / distance if far > distance else Fraction(0)
