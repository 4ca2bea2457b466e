"""Figures with units: read exactly, never guessed, compared with three answers."""

from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.annex.quantities import (
    Interval,
    as_asked,
    choose_unit,
    compare,
    mentions,
    read_figure,
    show,
    show_interval,
)
from desktop.annex.units import table, unit, units_spelled


def interval(text: str, expected: str, unit_text: str = "") -> Interval:
    figure = read_figure(text, unit_text, unit(expected))
    assert figure is not None
    assert not figure.question, figure.question
    return figure.interval


def value(text: str, expected: str, unit_text: str = "") -> Fraction:
    found = interval(text, expected, unit_text)
    assert found.is_exact
    assert found.low is not None
    measured = unit(expected)
    return (found.low - measured.zero) / measured.factor


@pytest.mark.parametrize(
    ("text", "expected", "number"),
    [
        ("300 km", "km", "300"),
        ("162 nmi", "km", "300.024"),
        ("186 mi", "km", "299.337984"),
        ("984252 ft", "m", "300000.0096"),
        ("0.5 deg/h", "deg/h", "0.5"),
        ("0.5°/h", "deg/h", "0.5"),
        ("0,5 °/hr", "deg/h", "0.5"),
        ("0.0001389 deg/s", "deg/h", "0.50004"),
        ("0.01 °/√h", "deg/sqrt(h)", "0.01"),
        ("1.1e6 N·s", "N.s", "1100000"),
        ("1.1 x 10^6 N s", "N.s", "1100000"),
        ("1,1 MN·s", "N.s", "1100000"),
        ("1100 kN.s", "N.s", "1100000"),
        ("250 000 lbf·s", "N.s", "1112055.403815125"),
        ("68 kN", "kN", "68"),
        ("15287 lbf", "kN", "67.9999637182872635"),
        ("15287 lb", "kN", "67.9999637182872635"),
        ("230 daN", "N", "2300"),
        ("100 kgf", "N", "980.665"),
        ("0.15 kg/(N·h)", "kg/(N.h)", "0.15"),
        ("0.15 kg/N/h", "kg/(N.h)", "0.15"),
        ("0.15 kg/N h", "kg/(N.h)", "0.15"),
        ("1250 ppm", "ppm", "1250"),
        ("0.125 %", "ppm", "1250"),
        ("25 mg", "micro g", "25000"),
        ("1250 µg", "micro g", "1250"),
        ("1250 μg", "micro g", "1250"),
        ("8 g", "g", "8"),
        ("10 g rms", "g rms", "10"),
        ("69 MPa", "MPa", "69"),
        ("10 ksi", "MPa", "68.947572931683613367226734453468906937813875627751255502511005"),
        ("100 bar", "MPa", "10"),
        ("100 mbar", "kPa", "10"),
        ("20 L", "L", "20"),
        ("5 US gal", "L", "18.92705892"),
        ("0.02 m³", "L", "20"),
        ("63 µm", "um", "63"),
        ("230 mesh", "um", "63"),
        ("97 wt %", "%", "97"),
        ("97 % by weight", "%", "97"),
        ("12500 U/min", "rpm", "12500"),
        ("400 °/s", "deg/s", "400"),
        ("5 arc seconds", "arcsec", "5"),
        ("600 °C", "degC", "600"),
        ("1112 °F", "degC", "600"),
        ("873.15 K", "degC", "600"),
        ("600 m/s", "m/s", "600"),
        ("0.2 g·mm/kg", "g.mm/kg", "0.2"),
        ("40 MJ/kg", "J/kg", "40000000"),
        ("37.5 GJ/m3", "J/m3", "37500000000"),
        ("± 90 deg", "deg", "90"),
        ("1 102,3 lb", "kg", "499.994869451"),
        ("3", "axes", "3"),
        ("2 × 10⁶ N", "N", "2000000"),
        ("-45 °C", "degC", "-45"),
    ],
)
def test_a_figure_is_read_exactly_in_the_unit_the_annex_asks(text: str, expected: str, number: str) -> None:
    assert abs(value(text, expected) - Fraction(number)) <= abs(Fraction(number)) / 10**6


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1,100 kg", ("1.1", "1100")),
        ("12,500 kg", ("12.5", "12500")),
        ("999,999 kg", ("999.999", "999999")),
    ],
)
def test_a_comma_that_may_divide_or_group_is_asked_and_never_guessed(text: str, readings: tuple[str, str]) -> None:
    figure = read_figure(text, "", unit("kg"))
    assert figure is not None
    assert figure.needs_answer
    assert figure.interval == Interval(Fraction(readings[0]), Fraction(readings[1]))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,1 kg", "1.1"),
        ("0,125 kg", "0.125"),
        ("1234,567 kg", "1234.567"),
        ("1,234,567 kg", "1234567"),
        ("1.234.567 kg", "1234567"),
        ("1.234,5 kg", "1234.5"),
        ("1,234.5 kg", "1234.5"),
        ("250 000 kg", "250000"),
        ("1.100 kg", "1.1"),
    ],
)
def test_a_comma_that_can_only_mean_one_thing_is_read(text: str, number: str) -> None:
    assert value(text, "kg") == Fraction(number)


def test_a_number_without_a_unit_is_a_question() -> None:
    figure = read_figure("500", "", unit("kg"))
    assert figure is not None
    assert figure.question == "In which unit is “500” given?"
    assert figure.interval == Interval(None, None)


def test_a_unit_of_another_kind_is_a_question() -> None:
    figure = read_figure("500", "kN", unit("kg"))
    assert figure is not None
    assert "not given in a unit that fits" in figure.question


def test_a_figure_without_parameter_keeps_the_unit_it_names() -> None:
    figure = read_figure("12 km")
    assert figure is not None
    assert figure.interval == Interval.exactly(Fraction(12000))


@pytest.mark.parametrize(
    ("text", "low", "high", "says"),
    [
        ("300–350 km", 300, 350, "range"),
        ("300 to 350 km", 300, 350, "range"),
        ("300-350 km", 300, 350, "range"),
        ("350 to 300 km", 300, 350, "range"),
        ("up to 280 km", None, 280, "at most"),
        ("≤ 280 km", None, 280, "at most"),
        ("max. 280 km", None, 280, "at most"),
        ("≥ 300 km", 300, None, "at least"),
        ("more than 300 km", 300, None, "at least"),
    ],
)
def test_a_range_or_a_limit_stays_an_interval(text: str, low: int | None, high: int | None, says: str) -> None:
    figure = read_figure(text, "", unit("km"))
    assert figure is not None
    assert figure.says == says
    assert figure.interval.low == (None if low is None else low * 1000)
    assert figure.interval.high == (None if high is None else high * 1000)


def test_less_than_and_more_than_leave_the_bound_out() -> None:
    below, above = interval("< 0.5 km", "km"), interval("more than 3 km", "km")
    assert (below.high_in, above.low_in) == (False, False)
    assert compare(below, "<", Fraction(500)) is True
    assert compare(interval("≤ 0.5 km", "km"), "<", Fraction(500)) is None
    assert compare(above, ">", Fraction(3000)) is True


def test_up_to_states_the_greatest_where_the_annex_asks_for_the_greatest() -> None:
    figure = read_figure("up to 350 km", "", unit("km"))
    assert figure is not None
    assert as_asked(figure, "greatest").interval == Interval.exactly(Fraction(350_000))
    assert as_asked(figure, "least") == figure
    least = read_figure("from 5 arcsec", "", unit("arcsec"))
    assert least is not None
    assert as_asked(least, "least").interval.is_exact


def test_minus_325_mesh_is_everything_through_that_sieve() -> None:
    assert interval("-325 mesh", "um") == Interval(Fraction(0), Fraction(45, 1_000_000))
    assert interval("+230 mesh", "um") == Interval(Fraction(63, 1_000_000), None)


@pytest.mark.parametrize(
    "text", ["", "yes", "FOG-220", "km", "1.2.3 kg", "1,2,3 kg", "1e999 kg", "12,3.4,5 kg", "1 to 1,2,3 kg"]
)
def test_what_is_no_figure_is_not_read(text: str) -> None:
    assert read_figure(text, "", unit("kg")) is None


def test_g_and_lb_and_mg_mean_what_the_parameter_measures() -> None:
    assert choose_unit("g", unit("kg")) != choose_unit("g", unit("g"))
    assert value("500 g", "kg") == Fraction(1, 2)
    assert value("2.2 lb", "kg") == Fraction("2.2") * Fraction("0.45359237")
    assert choose_unit("furlong", unit("km")) is None
    assert choose_unit("furlong", None) is None


def test_upper_and_lower_case_count_where_two_units_differ_by_it_alone() -> None:
    assert units_spelled("mN")[0].factor == Fraction(1, 1000)
    assert units_spelled("MN")[0].factor == 1_000_000
    assert units_spelled("mn") == ()
    assert units_spelled("KM")[0].factor == 1000


@pytest.mark.parametrize("spelling", ["", "kg/(N.h", "kg)", "kg^99", "x/y", "()", "a" * 50, "kg/kg/kg/kg/kg/kg/kg/kg"])
def test_what_is_no_unit_is_no_unit(spelling: str) -> None:
    assert units_spelled(spelling) == ()


def test_the_unit_of_a_threshold_must_be_known() -> None:
    with pytest.raises(KeyError):
        unit("furlong")


PEERS = {
    "km": "kilometer", "cm": "centimeter", "mm": "millimeter", "um": "micrometer", "nm": "nanometer",
    "angstrom": "angstrom",
    "nmi": "nautical_mile", "mi": "mile", "ft": "foot", "yd": "yard", "in": "inch", "mil": "thou", "kg": "kilogram",
    "t": "metric_ton", "oz": "ounce", "ms": "millisecond", "min": "minute", "h": "hour", "d": "day", "kN": "kilonewton",
    "lbf": "pound_force", "klbf": "kip", "kgf": "kilogram_force", "kW": "kilowatt", "hp": "horsepower",
    "PS": "metric_horsepower",
    "kJ": "kilojoule", "cal": "calorie", "kPa": "kilopascal", "bar": "bar", "atm": "atm", "torr": "torr",
    "psi": "psi", "ksi": "kilopsi", "L": "liter", "gal": "gallon", "gal_imp": "imperial_gallon", "qt": "quart",
    "ft3": "foot**3", "in3": "inch**3", "gpm": "gallon/minute", "kt": "knot", "kmh": "kilometer/hour",
    "mph": "mile/hour",
    "fps": "foot/second", "g_n": "standard_gravity", "ug_n": "microstandard_gravity", "MeV": "megaelectron_volt",
    "kHz": "kilohertz", "mGal": "milligalileo", "kg/(N.h)": "kilogram/(newton*hour)",
    "lb/(lbf.h)": "pound/(pound_force*hour)", "lbf.s": "pound_force*second", "MN.s": "meganewton*second",
    "g/cm3": "gram/centimeter**3", "MJ/kg": "megajoule/kilogram", "L/min": "liter/minute",
    "g.mm/kg": "gram*millimeter/kilogram",
    "ppm": "ppm", "%": "percent",
}  # fmt: skip
ANGLES = {"rad": "radian", "mrad": "milliradian", "arcmin": "arcminute", "arcsec": "arcsecond", "rev": "revolution"}


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    return pint.UnitRegistry()


@pytest.mark.parametrize(("ours", "theirs"), PEERS.items())
def test_factors_agree_with_pint(registry: pint.UnitRegistry, ours: str, theirs: str) -> None:
    expected = registry.Quantity(1.0, theirs).to_base_units().magnitude
    assert any(float(found.factor) == pytest.approx(expected, rel=1e-12) for found in units_spelled(ours))


@pytest.mark.parametrize(("ours", "theirs"), [*ANGLES.items(), ("rpm", "rpm"), ("deg/h", "degree/hour")])
def test_angles_agree_with_pint(registry: pint.UnitRegistry, ours: str, theirs: str) -> None:
    target = "degree/second" if ours in {"rpm", "deg/h"} else "degree"
    expected = registry.Quantity(1.0, theirs).to(target).magnitude
    assert float(unit(ours).factor) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("text", "kelvin"), [("0 degC", 273.15), ("-459.67 degF", 0.0), ("212 °F", 373.15)])
def test_temperatures_are_points_on_a_scale(text: str, kelvin: float) -> None:
    found = interval(text, "degC")
    assert float(found.low or 0) == pytest.approx(kelvin, abs=1e-9)


LETTERS = st.text(st.sampled_from("0123456789.,-–+±≤≥<>eExX×·/()°µ% kmNsghlbfdegrtop²³'\"ÅΩ\u0660\u00a0"), max_size=40)


@given(LETTERS, LETTERS)
def test_no_string_breaks_the_reader(text: str, unit_text: str) -> None:
    for expected in (None, unit("kg"), unit("g"), unit("axes")):
        read_figure(text, unit_text, expected)
    units_spelled(text)
    for mention in mentions(f"{text} {unit_text}"):
        mention.figure(unit("km"))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_figure(text)
    assert all(mention.start < mention.end <= len(text) for mention in mentions(text))


NUMBERS = st.decimals(min_value="0.001", max_value="1000000", places=3, allow_nan=False, allow_infinity=False)


@given(NUMBERS, st.sampled_from(["km", "nmi", "mi", "ft", "m", "mm"]))
def test_a_figure_converted_and_read_back_is_the_same(number, symbol) -> None:
    figure = read_figure(f"{number} {symbol}", "", unit("km"))
    assert figure is not None
    assert figure.interval.low == Fraction(number) * unit(symbol).factor


@given(NUMBERS, NUMBERS, st.sampled_from([">=", ">", "<=", "<"]))
def test_an_exact_figure_is_never_open(number, threshold, operator) -> None:
    outcome = {">=": number >= threshold, ">": number > threshold, "<=": number <= threshold, "<": number < threshold}
    assert compare(Interval.exactly(Fraction(number)), operator, Fraction(threshold)) is outcome[operator]


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from([">=", ">", "<=", "<"]))
def test_an_interval_is_met_only_where_both_ends_agree(one, other, threshold, operator) -> None:
    low, high = sorted((Fraction(one), Fraction(other)))
    ends = {compare(Interval.exactly(end), operator, Fraction(threshold)) for end in (low, high)}
    expected = ends.pop() if len(ends) == 1 else None
    assert compare(Interval(low, high), operator, Fraction(threshold)) is expected


def test_an_unknown_end_keeps_the_question_open() -> None:
    anything = Interval(None, None)
    assert {compare(anything, operator, Fraction(1)) for operator in (">=", ">", "<=", "<")} == {None}
    with pytest.raises(ValueError, match="unknown comparison"):
        compare(anything, "==", Fraction(1))


def test_the_hull_of_two_readings_holds_both() -> None:
    low, high = Interval.exactly(Fraction(1)), Interval(Fraction(2), None, low_in=False)
    assert low.hull(high) == Interval(Fraction(1), None)
    assert Interval(None, Fraction(3), high_in=False).hull(low) == Interval(None, Fraction(3), high_in=False)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1100000", "1,100,000"),
        ("0.5", "0.5"),
        ("0", "0"),
        ("3.3333333333", "3.333333"),
        ("1e12", "1e12"),
        ("0.00001", "1e-5"),
    ],
)
def test_a_value_is_shown_with_seven_digits(number: str, text: str) -> None:
    assert show(Fraction(number)) == text


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Interval.exactly(Fraction(300_000)), "300 km"),
        (Interval(Fraction(300_000), Fraction(350_000)), "300 to 350 km"),
        (Interval(None, Fraction(500)), "at most 0.5 km"),
        (Interval(None, Fraction(500), high_in=False), "below 0.5 km"),
        (Interval(Fraction(500), None), "at least 0.5 km"),
        (Interval(Fraction(500), None, low_in=False), "above 0.5 km"),
        (Interval(None, None), "not known"),
    ],
)
def test_an_interval_is_shown_in_words(found: Interval, text: str) -> None:
    assert show_interval(found, unit("km")) == text


def test_figures_in_running_text_are_found_with_their_units() -> None:
    text = "16 gyros FOG-220, 0.2°/h (1σ, 1 g), a 30-litre tank, 25 kg; Mach 0.92; 300 l."
    assert [(m.number, m.unit_text) for m in mentions(text)] == [
        ("0.2", "°/h"), ("1", "g"), ("30", "litre"), ("25", "kg"), ("300", "l"),
    ]  # fmt: skip


def test_every_spelling_of_the_table_is_read_as_its_unit() -> None:
    for spelling, units in table()._exact.items():
        assert set(units) <= set(table().atoms(spelling))
