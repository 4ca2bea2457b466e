"""Range and payload: inherent capability by stated pairs and interpolation, never silently extrapolated (R-06)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.annex import ruleset, tradeoff
from desktop.annex.model import Point
from desktop.annex.quantities import Interval
from desktop.annex.tradeoff import Vehicle, frontier, greatest_payload, greatest_range, payload_at, reaches

READING = ruleset.load().tradeoff
BOX = (Fraction(300_000), Fraction(500))


def point(
    kilometres: float | None, kilograms: float | None, standing: str = "advertised", *, pair: bool = True
) -> Point:
    return Point(
        None if kilometres is None else Interval.exactly(Fraction(kilometres) * 1000),
        None if kilograms is None else Interval.exactly(Fraction(kilograms)),
        standing,
        is_pair=pair,
    )


def verdict(*points: Point, **vehicle: object) -> bool | None:
    return reaches(Vehicle(points, **vehicle), *BOX, READING).value  # type: ignore[arg-type]


def test_R_06_a_stated_pair_on_the_box_is_inside() -> None:
    assert verdict(point(300, 500)) is True
    assert verdict(point(13000, 1150), is_rocket=True) is True


def test_R_06_a_brochure_pair_just_under_the_box_does_not_settle_it() -> None:
    assert verdict(point(280, 420), is_rocket=True) is None


def test_R_06_the_trade_off_decides_against_the_brochure() -> None:
    assert verdict(point(280, 420), point(310, 500, "maximum"), is_rocket=True) is True
    assert verdict(point(280, 420), point(300, 480, "maximum"), is_rocket=True) is False


def test_a_figure_far_below_is_not_asked_about() -> None:
    assert verdict(point(185, 125)) is False
    assert verdict(point(25, 5)) is False


def test_range_and_payload_far_apart_decide_by_the_one_that_falls_short() -> None:
    assert verdict(point(1000, 23)) is False
    assert "payload stays below 500 kg" in reaches(Vehicle((point(1000, 23),)), *BOX, READING).why


def test_a_rocket_that_goes_further_may_carry_more_to_300_km() -> None:
    assert verdict(point(600, 300), is_rocket=True) is None
    assert verdict(point(600, 300)) is False
    assert verdict(point(400, 100), is_rocket=True) is False


def test_half_a_statement_leaves_it_open_with_the_half_that_is_missing() -> None:
    assert reaches(Vehicle((point(400, None),)), *BOX, READING).why == "The payload is not stated."
    assert reaches(Vehicle((point(None, 600),)), *BOX, READING).why == "The range is not stated."
    assert reaches(Vehicle(()), *BOX, READING).why == "Neither range nor payload is stated."


def test_greatest_figures_stated_alone_can_refute() -> None:
    assert verdict(point(250, None, "maximum", pair=False)) is False
    assert verdict(point(None, 400, "maximum", pair=False)) is False


def test_greatest_payload_and_greatest_range_stated_apart_show_nothing() -> None:
    """annex-definitions.md §3 step 3: the curve between them is not known."""
    assert verdict(point(8000, None, pair=False), point(None, 1700, pair=False)) is None
    assert verdict(point(350, None, pair=False), point(None, 600, pair=False)) is None


def test_interpolation_stays_between_stated_pairs() -> None:
    pairs = frontier([point(200, 700, "maximum"), point(400, 500, "maximum"), point(100, 900)])
    assert pairs == [(Fraction(200_000), Fraction(700)), (Fraction(400_000), Fraction(500))]
    assert payload_at(pairs, Fraction(300_000)) == 600
    assert payload_at(pairs, Fraction(200_000)) == 700
    assert payload_at(pairs, Fraction(500_000)) is None
    assert payload_at([(Fraction(1), Fraction(2))], Fraction(1)) == 2
    assert payload_at([(Fraction(1), Fraction(2)), (Fraction(1), Fraction(3))], Fraction(1)) == 3


def test_interpolated_pairs_settle_both_ways() -> None:
    assert verdict(point(200, 700, "maximum"), point(400, 450, "maximum")) is True
    assert (
        "give 575 kg at 300 km"
        in reaches(Vehicle((point(200, 700, "maximum"), point(400, 450, "maximum"))), *BOX, READING).why
    )
    assert verdict(point(200, 520, "maximum"), point(400, 100, "maximum")) is False


def test_what_goes_further_with_the_payload_also_goes_300_km() -> None:
    assert verdict(point(400, 600, "maximum"), point(500, 300, "maximum")) is True


def test_greatest_pairs_beyond_the_box_leave_a_nearer_payload_open() -> None:
    assert verdict(point(400, 450, "maximum"), point(500, 300, "maximum"), is_rocket=True) is None


def test_a_pair_known_only_roughly_is_not_on_the_curve() -> None:
    rough = Point(Interval(Fraction(1), Fraction(2)), Interval.exactly(Fraction(3)), "maximum")
    assert frontier([rough]) == []


def test_a_greatest_pair_below_the_box_refutes_beyond_it() -> None:
    assert "at most, so no more" in reaches(Vehicle((point(200, 300, "maximum"),)), *BOX, READING).why
    assert "Even with 500 kg" in reaches(Vehicle((point(200, 500, "maximum"),)), *BOX, READING).why


def test_a_vehicle_that_reaches_orbit_covers_any_distance() -> None:
    launcher = {"is_rocket": True, "reaches_orbit": True}
    assert verdict(point(None, 300), **launcher) is True
    assert verdict(point(None, 100), **launcher) is None
    assert verdict(**launcher) is None
    assert greatest_range(Vehicle((), reaches_orbit=True), READING) == Interval(tradeoff.ANY_DISTANCE, None)
    assert greatest_payload(Vehicle((), reaches_orbit=True), READING) is None


def test_a_thing_of_short_range_by_its_kind_is_presumed_short_until_a_figure_says_otherwise() -> None:
    assert verdict(presumed_range_below=Fraction(300_000)) is False
    assert verdict(point(None, 600), presumed_range_below=Fraction(300_000)) is False
    assert verdict(point(400, 600), presumed_range_below=Fraction(300_000)) is True


def test_an_advertised_figure_is_a_lower_bound_and_a_greatest_one_is_not() -> None:
    assert greatest_range(Vehicle((point(270, 5),)), READING) == Interval(Fraction(270_000), Fraction(360_000))
    exact = Vehicle((point(270, 5), point(280, None, "maximum", pair=False)))
    assert greatest_range(exact, READING) == Interval.exactly(Fraction(280_000))
    assert greatest_range(Vehicle(()), READING) is None
    open_ended = Vehicle((Point(Interval(Fraction(1), None), None),))
    assert greatest_range(open_ended, READING) == Interval(Fraction(1), None)
    unknown = Vehicle((Point(Interval(None, Fraction(9)), None),))
    assert greatest_range(unknown, READING) == Interval(None, 9 * (1 + READING.may_understate))
    assert verdict(Point(Interval(Fraction(1), None), Interval(Fraction(1), None)), is_rocket=True) is None


POSITIVE = st.integers(min_value=1, max_value=5000)


@given(POSITIVE, POSITIVE)
def test_a_pair_is_inside_exactly_when_both_figures_reach_it_or_else_not_yet_met(
    kilometres: int, kilograms: int
) -> None:
    result = verdict(point(kilometres, kilograms))
    inside = kilometres >= 300 and kilograms >= 500
    assert (result is True) == inside


@given(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=2, max_size=5, unique_by=lambda pair: pair[0]))
def test_interpolation_lies_between_its_neighbours(pairs: list[tuple[int, int]]) -> None:
    known = sorted((Fraction(far), Fraction(heavy)) for far, heavy in pairs)
    middle = (known[0][0] + known[-1][0]) / 2
    found = payload_at(known, middle)
    assert found is not None
    assert min(heavy for _, heavy in known) <= found <= max(heavy for _, heavy in known)


@pytest.mark.parametrize("figure", ["reference_range", "reference_payload"])
def test_the_box_is_500_kg_over_300_km(figure: str) -> None:
    assert getattr(READING, figure) == {"reference_range": BOX[0], "reference_payload": BOX[1]}[figure]
