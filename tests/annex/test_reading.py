"""What applicants write, read into facts: head and host, parameters, chemicals, wording, and what stays unsure."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.annex import engine
from desktop.annex.edition import Edition
from desktop.annex.model import Item
from desktop.annex.quantities import Interval
from desktop.annex.reading.figures import facts_in_text
from desktop.annex.reading.item import read_item
from desktop.annex.reading.parameters import Row, match_row, name_score, relevant_parameters
from desktop.annex.reading.phrases import PhraseIndex, is_denied, tokens_of
from desktop.annex.reading.subject import recognise
from desktop.annex.reading.substances import chemicals_in, is_valid_cas


def read(edition: Edition, description: str, *rows: tuple[str, ...], name: str = "", **answers: str) -> Item:
    return read_item(edition, name, description, [Row(*row) for row in rows], answers)


HEADS = [
    ("Fibre-optic gyroscopes FOG-220, spares", ("gyro",)),
    ("MISSILE GYRO", ("gyro",)),
    ("Set of drawings of a ring laser gyro", ("technology",)),
    ("Nozzle actuator control software", ("software",)),
    ("Integrated casting, curing and inspection plant for solid motors", ("production_facility",)),
    ("Bipropellant 400 N engine", ("liquid_rocket_engine",)),
    ("Kreisel, faseroptisch", ("gyro",)),
    ("Centrifugeuse", ()),
    ("A fog over the valley", ()),
    ("FOG with digital output", ("gyro",)),
    ("Quadcopter", ("multicopter", "uav_system")),
    ("", ()),
]


@pytest.mark.parametrize(("text", "kinds"), HEADS)
def test_the_head_says_what_a_thing_is(edition: Edition, text: str, kinds: tuple[str, ...]) -> None:
    assert recognise(edition, "", text).kinds == kinds


HOSTS = [
    ("Gyro for a cruise missile", [("cruise_missile",)]),
    ("Cruise missile with a ring laser gyro", []),
    (
        "Firmware for thrust vector control of a satellite launcher",
        [("thrust_vector_control_subsystem",), ("space_launch_vehicle",)],
    ),
    ("Missile gyro", [("ballistic_missile", "cruise_missile")]),
]


@pytest.mark.parametrize(("text", "hosts"), HOSTS)
def test_the_host_is_what_a_thing_is_for_and_not_what_it_has(
    edition: Edition, text: str, hosts: list[tuple[str, ...]]
) -> None:
    assert [host.kinds for host in recognise(edition, "", text).hosts] == hosts


def test_name_and_description_that_disagree_are_both_tried(edition: Edition) -> None:
    assert set(recognise(edition, "Turbojet", "Ramjet, air breathing").kinds) == {"turbojet_engine", "ramjet_engine"}


def test_a_name_that_says_software_is_software_whatever_the_text_names(edition: Edition) -> None:
    assert recognise(edition, "Autopilot software", "Gyro and autopilot of a UAV").kinds == ("software",)


def test_a_part_word_behind_the_thing_makes_it_a_part(edition: Edition) -> None:
    found = recognise(edition, "", "Solid rocket motor igniter")
    assert (found.kinds, found.part_of) == ((), ("solid_rocket_motor",))


@pytest.mark.parametrize(
    ("name", "parameter", "least"),
    [
        ("drift rate stability (1 sigma)", "gyro_drift_stability", 0.9),
        ("Gyro bias stability", "gyro_drift_stability", 0.9),
        ("rated thrust, static, at sea level", "max_thrust", 0.9),
        ("TSFC", "specific_fuel_consumption", 0.9),
        ("warhead mass", "payload", 0.9),
        ("Reichweite", "range", 0.9),
        ("tank volume of the sprayer", "aerosol_capacity", 0.3),
        ("data link range", "range", 0.0),
        ("colour", "range", 0.0),
        ("", "range", 0.0),
        ("minimum rate", "max_rate", 0.0),
        ("maximum rate", "min_rate", 0.0),
        ("maximum rate", "max_rate", 0.9),
    ],
)
def test_a_name_is_matched_with_a_stated_confidence(edition: Edition, name: str, parameter: str, least: float) -> None:
    score = name_score(edition.parameters[parameter], name)
    assert score >= least
    assert bool(score) is (least > 0)


def test_a_unit_of_another_kind_rules_a_reading_out(edition: Edition) -> None:
    parameters = relevant_parameters(edition, ("accelerometer",))
    matches = match_row(edition, Row("range", "8", "g"), parameters)
    assert [match.parameter for match in matches] == ["function_acceleration"]
    assert match_row(edition, Row("range", "300", "km"), parameters) == []


def test_a_number_without_unit_is_asked(edition: Edition) -> None:
    fact = read(edition, "Gyro", ("drift", "0.02", "")).facts["gyro_drift_stability"]
    assert (fact.value, fact.question) == (None, "In which unit is “0.02” given?")


def test_a_related_figure_is_asked_and_never_taken_for_the_annex_figure(edition: Edition) -> None:
    fact = read(edition, "Gyro", ("in-run bias instability", "0.05", "deg/h")).facts["gyro_drift_stability"]
    assert fact.value is None
    assert "is not the annex's figure" in fact.question


def test_a_name_that_can_mean_two_things_is_asked(edition: Edition) -> None:
    item = read(edition, "Metal powder", ("purity", "99", "%"))
    asked = [name for name, fact in item.facts.items() if "can mean" in fact.question]
    assert {"aluminium_content", "boron_content"} <= set(asked)
    assert all(item.facts[name].value is None for name in asked)


def test_two_statements_that_differ_stay_open_between_them(edition: Edition) -> None:
    fact = read(edition, "Gyro", ("drift rate", "0.2", "deg/h"), ("drift rate stability", "0.9", "deg/h")).facts[
        "gyro_drift_stability"
    ]
    assert isinstance(fact.value, Interval)
    assert not fact.value.is_exact
    assert "Which one holds?" in fact.question
    mixed = read(edition, "Batch mixer", ("temperature control", "yes"), ("jacket", "no"))
    assert mixed.facts["chamber_temperature_control"].value is None


def test_the_same_statement_twice_is_one(edition: Edition) -> None:
    fact = read(edition, "Gyro", ("drift rate", "0.2", "deg/h"), ("drift rate stability", "0.2", "deg/h")).facts[
        "gyro_drift_stability"
    ]
    assert fact.question == ""


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (("vacuum", "3", "kPa"), True),
        (("vacuum", "50", "kPa"), False),
        (("vacuum", "50", "mbar"), True),
        (("vacuum", "yes", ""), True),
        (("vacuum", "no", ""), False),
        (("vacuum mixing", "ja", ""), True),
        (("no vacuum", "yes", ""), False),
        (("vacuum", "evacuated bowl", ""), True),
        (("vacuum", "perhaps", ""), None),
    ],
)
def test_yes_and_no_are_read_from_words_figures_and_names(
    edition: Edition, row: tuple[str, str, str], value: bool | None
) -> None:
    fact = read(edition, "Batch mixer", row).facts.get("vacuum_mixing")
    assert (fact.value if fact is not None else None) is value


def test_a_crew_says_manned(edition: Edition) -> None:
    assert read(edition, "UAV", ("crew", "2", "pilots")).facts["is_unmanned"].value is False
    assert read(edition, "UAV", ("crew", "0", "")).facts["is_unmanned"].value is True


def test_a_choice_is_read_by_its_words(edition: Edition) -> None:
    fact = read(edition, "Turbojet engine", ("exported as part of", "manned aircraft", "")).facts["exported_as_part_of"]
    assert fact.value == "manned_aircraft"
    assert "exported_as_part_of" not in read(edition, "Turbojet engine", ("exported as part of", "moon", "")).facts


def test_wording_answers_and_denial_turns_it(edition: Edition) -> None:
    assert read(edition, "UAV flying autonomously by waypoints").facts["autonomous_flight_control"].value is True
    assert read(edition, "UAV without autopilot").facts["autonomous_flight_control"].value is False
    assert "autonomous_flight_control" not in read(edition, "UAV, autonomous. Manual flight only").facts
    assert read(edition, "Twin screw mixer").facts["mixing_shaft_count"].value == Interval.exactly(Fraction(2))


def test_a_question_about_one_substance_only_is_no_for_the_others(edition: Edition) -> None:
    assert read(edition, "Chlorine trifluoride, CAS 7790-91-2").facts["nf3_gaseous"].value is False
    gas = read(edition, "Nitrogen trifluoride gas, CAS 7783-54-2")
    assert gas.facts["nf3_gaseous"].value is True
    assert engine.classify(edition, gas).codes == ()


def test_figures_in_the_text_are_read_by_the_words_beside_them(edition: Edition) -> None:
    parameters = relevant_parameters(edition, ("turbojet_engine",))
    text = "Turbojet, thrust 2.8 kN, SFC 0.12 kg/N/h, dry weight 62 kg, rotor diameter 0.28 m, crate 1.2 m"
    facts = facts_in_text(edition, text, parameters)
    assert {name: fact.value.low for name, fact in facts.items() if isinstance(fact.value, Interval)} == {
        "max_thrust": 2800,
        "specific_fuel_consumption": Fraction(12, 100) / 3600,
        "dry_weight": 62,
        "first_stage_rotor_diameter": Fraction(28, 100),
    }


def test_a_figure_whose_words_fit_two_parameters_is_left_alone(edition: Edition) -> None:
    facts = facts_in_text(edition, "rotary table, accuracy 4 arcsec", ["positioning_accuracy", "azimuth_accuracy"])
    assert facts == {}
    assert facts_in_text(edition, "gyro, bias instability 0.05 deg/h", ["gyro_drift_stability"]) == {}


def test_a_wingspan_is_no_range(edition: Edition) -> None:
    assert read(edition, "Surveillance UAV, wingspan 3 m, mass 12 kg").points == ()


def test_range_and_payload_become_points_with_their_standing(edition: Edition) -> None:
    rows = [
        ("range", "280", "km"), ("payload", "420", "kg"), ("demonstrated range", "250", "km"),
        ("trade-off payload", "500", "kg"), ("trade-off range", "310", "km"),
    ]  # fmt: skip
    points = read(edition, "Sounding rocket", *rows, payload_at_range="505 kg").points
    assert [(point.standing, point.is_pair) for point in points] == [
        ("advertised", True), ("demonstrated", False), ("maximum", True), ("maximum", True),
    ]  # fmt: skip


def test_R_06_endurance_times_speed_is_a_derived_point_of_an_unmanned_aircraft(edition: Edition) -> None:
    rows = [("endurance", "36", "h"), ("cruise speed", "112", "km/h")]
    (point,) = read(edition, "Unmanned aircraft", *rows).points
    assert point.distance == Interval.exactly(Fraction(4_032_000))
    assert point.source == "derived: endurance: 36 h times cruise speed: 112 km/h"
    assert read(edition, "Sounding rocket", *rows).points == ()


def test_the_answers_of_an_assessor_are_greatest_figures(edition: Edition) -> None:
    points = read(edition, "Sounding rocket", range="290 km", payload="400 kg").points
    assert [(point.standing, point.is_pair) for point in points] == [("maximum", False), ("maximum", False)]


def test_who_states_the_volume_of_a_tank_to_spray_from_has_one_fitted(edition: Edition) -> None:
    fact = read(edition, "UAV", ("liquid capacity", "30", "L")).facts["aerosol_system_fitted"]
    assert (fact.value, fact.source) == (True, "derived")
    assert fact.words == "a capacity is stated: liquid capacity: 30 L"


def test_figures_of_the_host_stay_with_the_host(edition: Edition) -> None:
    item = read(edition, "Turbojet for target drones", ("drone range", "350", "km"), ("drone payload", "60", "kg"))
    assert item.facts == {}
    assert item.serves is not None
    assert item.serves.kinds == ("target_drone",)
    assert item.serves.points[0].distance == Interval.exactly(Fraction(350_000))


@pytest.mark.parametrize("word", ["host", "machine", "platform"])
def test_a_general_word_for_the_host_means_what_the_item_is_for(edition: Edition, word: str) -> None:
    item = read(edition, "Indicator electronics for a balancing machine", (f"{word} rotor limit", "2", "kg"))
    assert item.serves is not None
    assert item.serves.facts["max_rotor_mass"].value == Interval.exactly(Fraction(2))


def test_a_host_named_only_in_the_table_is_found(edition: Edition) -> None:
    item = read(edition, "Nozzle extension", ("missile range", "600", "km"), ("missile payload", "900", "kg"))
    assert item.serves is not None
    assert "ballistic_missile" in item.serves.kinds


def test_a_stated_use_is_a_host(edition: Edition) -> None:
    item = read(edition, "Jet engine", ("intended use", "model aircraft", ""))
    assert item.serves is not None
    assert "model_aircraft" in item.serves.kinds


def test_what_no_entry_uses_is_said_and_what_answers_nothing_is_said(edition: Edition) -> None:
    item = read(edition, "Gyro", ("colour temperature", "5500", "K"), gyro_drift_stability="very low")
    assert item.remarks == (
        "“very low” is no figure for: Rated drift rate stability.",
        "“colour temperature: 5500 K” is not used by the entries tried.",
    )


def test_answers_count_above_what_was_read(edition: Edition) -> None:
    item = read(
        edition, "Turbojet engine", ("thrust", "300", "N"),
        max_thrust="500 N", civil_certified="no", exported_as_part_of="satellite", unknown_key="yes", dry_weight="",
    )  # fmt: skip
    assert item.facts["max_thrust"].source == "answer"
    assert item.facts["max_thrust"].value == Interval.exactly(Fraction(500))
    assert item.facts["civil_certified"].value is False
    assert item.facts["exported_as_part_of"].value == "satellite"
    assert "dry_weight" not in item.facts
    odd = read(edition, "Turbojet engine", civil_certified="perhaps", exported_as_part_of="moon")
    assert not {"civil_certified", "exported_as_part_of"} & set(odd.facts)


@pytest.mark.parametrize(
    ("number", "valid"),
    [("7790-98-9", True), ("7790-98-8", False), ("302-01-2", True), ("1-2-3", False), ("gyro", False)],
)
def test_N_08_the_check_digit_of_a_cas_number(number: str, valid: bool) -> None:
    assert is_valid_cas(number) is valid


def test_N_08_a_cas_number_decides_and_a_wrong_one_is_reported(edition: Edition) -> None:
    assert chemicals_in(edition, "Hexogen, CAS 121-82-4").codes == {"4.C.4.b.3.b"}
    assert chemicals_in(edition, "Solvent, CAS 121-82-4").codes == {"4.C.4.b.3.b"}
    assert chemicals_in(edition, "Hexogen").codes == {"4.C.4.b.3.b"}
    assert chemicals_in(edition, "AP in drums").codes == frozenset()
    assert chemicals_in(edition, "AP, CAS 7790-98-9").codes == {"4.C.4.b.1"}
    assert chemicals_in(edition, "Ethanol, CAS 64-17-5").unlisted_cas == ("64-17-5",)
    item = read(edition, "Ammonium perchlorate, CAS 7790-98-8")
    assert item.remarks == ("CAS 7790-98-8: the check digit is wrong.",)
    assert item.substances == {"4.C.4.b.1"}


def test_a_chemical_in_a_tank_is_not_the_tank(edition: Edition) -> None:
    item = read(edition, "Propellant tank for hydrazine")
    assert item.kinds == ("propellant_tank",)
    assert item.substances == frozenset()


def test_phrases_are_found_whatever_their_plural_case_or_spelling() -> None:
    index = PhraseIndex({"a": ["fibre optic gyro", "RLG", "atomis*"], "b": ["gyro", ""], "c": ["*mixer"]})
    assert [match.stands_for for match in index.find(tokens_of("Fiber-Optic GYROS, RLGs, rlg; atomizer"))] == [
        ("a",), ("a",), ("a",),
    ]  # fmt: skip
    tokens = tokens_of("no gear. spray")
    assert is_denied(tokens, 1)
    assert not is_denied(tokens, 3)


TEXT = st.text(max_size=120)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXT, TEXT, TEXT, TEXT, TEXT)
def test_no_text_breaks_the_reading(edition: Edition, name: str, text: str, row: str, value: str, unit: str) -> None:
    item = read_item(edition, name, text, [Row(row, value, unit)], {row: value, "range": value, "kind": unit})
    engine.classify(edition, item)


WORDS = st.lists(
    st.sampled_from(
        [
            "gyro",
            "for",
            "a",
            "missile",
            "with",
            "0.2",
            "deg/h",
            "UAV",
            "payload",
            "500",
            "kg",
            "range",
            "1,200",
            "km",
            "no",
            "vacuum",
            "software",
            "of",
            "hydrazine",
            "CAS",
            "302-01-2",
            "engine",
            "drawings",
            "plant",
            "thrust",
            "2",
            "kN",
            ",",
            ".",
            ";",
            "(",
            ")",
            "\n",
        ]
    ),
    max_size=25,
).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WORDS, WORDS, st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4))
def test_no_mixture_of_trade_words_breaks_the_classifier(
    edition: Edition, name: str, text: str, rows: list[tuple[str, str, str]]
) -> None:
    item = read_item(edition, name, text, [Row(*row) for row in rows])
    found = engine.classify(edition, item)
    open_findings = [finding for finding in found.findings if finding.result is None]
    assert found.verdict != "not_controlled" or not open_findings
    assert (found.verdict == "controlled") == (found.category is not None)
