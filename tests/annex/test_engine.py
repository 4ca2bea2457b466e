"""Verdicts: what is met stands, what is open is asked, and nothing is "not listed" while anything is open."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.annex import engine, explain, questions, ruleset, tracing
from desktop.annex.conditions import All, AnyOf, Compare, Is, Node, Not, leaves
from desktop.annex.edition import Edition
from desktop.annex.model import Fact, Item, Verdict
from desktop.annex.quantities import Interval
from tests.annex.conftest import Classify

CONTROLLED = [
    ("Fibre-optic gyroscopes, spares for a regional turboprop fleet", [("drift rate stability", "0.2", "deg/h")],
     "9.A.4"),
    ("Ring laser gyro", [("bias stability", "0.003", "°/hr")], "9.A.4"),
    ("High-g MEMS gyro, gun hard", [("drift", "5", "deg/h"), ("operating acceleration", "15000", "g")], "9.A.5"),
    ("Linear accelerometers", [("scale factor repeatability", "600", "ppm"), ("bias repeatability", "400", "µg")],
     "9.A.3"),
    ("IMU for UAV", [("gyro drift", "0.3", "°/h"), ("accelerometer bias", "5", "mg")], "9.A.6"),
    ("Star tracker for satellites", [], "9.A.2"),
    ("Small turbojet engine", [("thrust", "2.8", "kN"), ("SFC", "0.12", "kg/N/h"), ("dry mass", "62", "kg"),
                               ("rotor diameter", "280", "mm")], "3.A.1.a"),
    ("Turbojet engine", [("thrust", "450", "lbf"), ("TSFC", "1.2", "lb/(lbf·h)"), ("weight", "95", "lb"),
                         ("fan diameter", "11", "in")], "3.A.1.a"),
    ("Deep groove ball bearing ABEC 9", [("bore", "20", "mm"), ("OD", "47", "mm"), ("width", "14", "mm")], "3.A.7"),
    ("Explosive bolts for stage separation", [], "3.A.4"),
    ("Flow forming machine, CNC", [("simultaneous axes", "3", "")], "3.B.3"),
    ("Solid rocket motor", [("total impulse", "1.1e6", "N·s")], "2.A.1.c.1"),
    ("Solid rocket motor", [("total impulse", "190000", "lbf·s")], "20.A.1.b.1"),
    ("Planetary batch mixer 300 l, off-centre shaft, vacuum, heated jacket", [], "4.B.3.a"),
    ("Twin screw mixer, evacuated, oil heated", [], "4.B.3.b"),
    ("Jet mill, laboratory size", [], "4.B.3.c"),
    ("Ammonium perchlorate, 200 µm", [], "4.C.4.b.1"),
    ("HTPB R-45M prepolymer", [], "4.C.5.b"),
    ("Anhydrous hydrazine", [("concentration", "98.5", "%")], "4.C.2.a"),
    ("Spherical aluminium powder", [("particle size", "20", "µm"), ("purity", "99.5", "%"),
                                    ("fraction below 63 µm", "95", "%")], "4.C.2.c"),
    ("Space launch vehicle", [("payload to LEO", "300", "kg")], "1.A.1"),
    ("Loitering munition", [("range", "1000", "km"), ("warhead", "23", "kg")], "19.A.2"),
    ("Heavy cargo UAV", [("range with a payload of 500 kg", "900", "km")], "1.A.2"),
    ("Autonomous UAV with spray tank", [("spray tank", "30", "L"), ("range", "60", "km")], "19.A.3"),
    ("Integrated casting, curing and inspection plant specially designed for solid motors of 1.4 MN·s total impulse",
     [],
     "2.B.1"),
    ("Mandrel for solid rocket motor case", [], "3.B.2"),
    ("Drawings of a ring laser gyro", [("gyro drift", "0.01", "deg/h")], "9.E.1"),
    ("Firmware for operating nozzle actuators of a satellite launcher", [("launcher payload", "900", "kg")], "2.D.5"),
    ("Two axis rate table with slip rings", [("maximum rate", "500", "deg/s"), ("rate resolution", "0.001", "deg/s"),
                                             ("rate accuracy", "0.01", "deg/s")], "9.B.2.c"),
    ("Centrifuge 150 g with slip ring", [], "9.B.2.e"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("description", "rows", "code"), CONTROLLED, ids=[f"{row[2]} {row[0][:30]}" for row in CONTROLLED]
)
def test_an_item_of_the_entry_is_controlled(classified: Classify, description: str, rows: Any, code: str) -> None:
    found = classified(description, *rows)
    assert found.verdict is Verdict.CONTROLLED, (found.reason, found.missing)
    assert code in found.codes


NOT_LISTED = [
    ("Naval missile, ship launched, small turbojet", [("range", "185", "km"), ("warhead", "125", "kg")]),
    ("Inspection UAV, no dispensing gear", [("range", "25", "km"), ("payload", "5", "kg")]),
    ("Consumer camera drone", [("flight time", "46", "min"), ("maximum range", "30", "km")]),
    ("Manned rescue helicopter", [("range", "800", "km"), ("crew", "2", "pilots")]),
    ("Gyro", [("drift", "0.5", "deg/h")]),
    ("Gyro", [("drift", "1,100", "deg/h")]),
    ("IMU, MEMS, consumer", [("gyro bias stability", "8", "°/h"), ("accelerometer bias repeatability", "3", "mg"),
                             ("accelerometer range", "8", "g")]),
    ("MEMS accelerometer for tilt", [("bias", "25", "mg"), ("range", "8", "g")]),
    ("Accelerometer for crash tests", [("range", "2000", "g"), ("scale factor", "5000", "ppm")]),
    ("Deep groove ball bearing", [("bore", "20", "mm"), ("OD", "47", "mm"), ("width", "14", "mm"), ("class", "P4",
     "")]),
    ("Model jet engine", [("thrust", "230", "N"), ("intended use", "model aircraft", "")]),
    ("Civil certified turbofan", [("thrust", "9", "kN"), ("SFC", "0.06", "kg/(N·h)"), ("mass", "200", "kg"),
                                  ("fan diameter", "0.5", "m"), ("civil certified", "yes", ""), ("use",
                                   "business jet", "")]),
    ("Solid rocket motor", [("total impulse", "800", "kN·s")]),
    ("Hydrazine hydrate 64 %, CAS 302-01-2", []),
    ("Planetary mixer 100 l, vacuum, jacketed", []),
    ("Published patent on a rocket nozzle", []),
    ("Autonomous crop spraying drone", [("tank volume", "20", "L")]),
]  # fmt: skip


@pytest.mark.parametrize(("description", "rows"), NOT_LISTED, ids=[row[0][:40] for row in NOT_LISTED])
def test_an_item_outside_by_a_criterion_is_not_listed(classified: Classify, description: str, rows: Any) -> None:
    found = classified(description, *rows)
    assert found.verdict is Verdict.NOT_CONTROLLED, (found.codes, found.missing)
    assert (found.codes, found.category, found.questions) == ((), None, ())


OPEN = [
    ("Solid research rocket 4 m long, no performance data", [], ("1.A.1", "19.A.1"), "range"),
    ("Sounding rocket NR-7", [("payload", "420", "kg"), ("range", "280", "km")], ("1.A.1", "19.A.1"),
     "range_with_payload"),
    ("Cruise missile", [("range", "400", "km")], ("1.A.2", "19.A.2"), "payload"),
    ("Gyro", [], ("9.A.4",), "gyro_drift_stability"),
    ("Gyro", [("drift", "0.02", "")], ("9.A.4",), "gyro_drift_stability"),
    ("Gyro", [("bias instability", "0.05", "deg/h")], ("9.A.4",), "gyro_drift_stability"),
    ("Gyro", [("drift", "≤ 0.5", "deg/h")], ("9.A.4",), "gyro_drift_stability"),
    ("Solid rocket motor", [], ("2.A.1.c.1", "20.A.1.b.1"), "total_impulse"),
    ("Production line for solid rocket motors", [], ("2.B.1", "20.B.1"), "host:total_impulse"),
    ("Rocket stage", [], ("2.A.1.a", "20.A.1.a"), "serves"),
    ("Autopilot", [], ("9.A.1",), "serves"),
    ("Know-how", [], None, "serves"),
    ("A chemical reagent", [], None, "substance"),
    ("Turbofan", [("thrust", "9", "kN"), ("SFC", "0.06", "kg/(N·h)"), ("mass", "200", "kg"), ("fan diameter", "0.5",
     "m")],
     ("3.A.1.a", "3.A.1.b"), "civil_certified"),
    ("IMU", [], ("9.A.6",), "gyro_drift_stability"),
    ("Turbopump impeller blade", [], ("3.A.5",), None),
]  # fmt: skip


@pytest.mark.parametrize(("description", "rows", "codes", "key"), OPEN, ids=[f"{row[0][:30]} {row[3]}" for row in OPEN])
def test_what_is_missing_is_asked_and_nothing_is_concluded(
    classified: Classify, description: str, rows: Any, codes: tuple[str, ...] | None, key: str | None
) -> None:
    found = classified(description, *rows)
    assert found.verdict is Verdict.NEEDS_INFORMATION
    assert found.category is None
    assert codes is None or found.codes == codes
    assert key is None or key in {question.key for question in found.questions}


def test_nothing_recognised_asks_what_kind_of_thing_it_is(classified: Classify) -> None:
    found = classified("Wooden furniture, six pieces")
    assert found.verdict is Verdict.NEEDS_INFORMATION
    assert [question.key for question in found.questions] == ["kind"]
    assert found.questions[0].choices
    again = classified("Wooden furniture, six pieces", answers={"kind": "gyro", "gyro_drift_stability": "0.1 deg/h"})
    assert again.codes == ("9.A.4",)


AWAY = [
    ("Two-axis filament winder", "6.B.1.a"),
    ("Carbon fibre prepreg", "6.C.1"),
    ("Transonic wind tunnel", "15.B.2"),
    ("Thermal battery", "12.A.6"),
    ("Radar altimeter", "11.A.1"),
    ("Cure technology for carbon fibre structures", "6.E.1"),
]


@pytest.mark.parametrize(("description", "code"), AWAY)
def test_a_thing_of_an_item_not_loaded_is_never_called_not_listed(
    classified: Classify, description: str, code: str
) -> None:
    found = classified(description)
    assert found.verdict is Verdict.NEEDS_INFORMATION
    assert code in found.not_loaded
    assert "This edition holds Items 1, 2, 3, 4, 9, 19, 20" in found.reason
    assert "not loaded yet" in found.reason


def test_a_kind_that_loaded_and_unloaded_entries_name_is_not_called_not_listed(classified: Classify) -> None:
    found = classified("Servo valve", ("vibration", "2", "g rms"))
    assert found.verdict is Verdict.NEEDS_INFORMATION
    assert "10.A.3" in found.codes


def test_an_entry_met_on_its_own_facts_is_not_hidden_by_one_still_open(classified: Classify) -> None:
    rows = [
        ("thrust", "2.8", "kN"),
        ("SFC", "0.12", "kg/N/h"),
        ("dry mass", "62", "kg"),
        ("rotor diameter", "0.28", "m"),
    ]
    found = classified("Turbojet engine", *rows)
    assert found.codes == ("3.A.1.a",)
    assert {finding.code for finding in found.findings if finding.result is None} == {"3.A.1.b"}
    assert [question.key for question in found.questions] == ["serves"]


def test_the_strictest_category_counts(classified: Classify) -> None:
    found = classified("Rocket stage", answers={"serves": "ballistic_missile", "host:range_with_payload": "400 km"})
    assert (found.codes, found.category) == (("2.A.1.a",), "I")


@pytest.mark.parametrize(("kilograms", "code", "category"), [("500", "1.A.2", "I"), ("300", "19.A.2", "II")])
def test_twins_of_category_I_and_II_are_told_apart_by_the_figures(
    classified: Classify, kilograms: str, code: str, category: str
) -> None:
    found = classified("Cruise missile", ("range", "300", "km"), ("warhead", kilograms, "kg"))
    assert (found.codes, found.category) == ((code,), category)


def test_a_code_whose_letters_are_unconfirmed_gives_way_to_the_entry_above_it(classified: Classify) -> None:
    found = classified("Twin screw mixer, evacuated, oil heated")
    assert found.codes == ("4.B.3.b",)
    assert {"4.B.3.b", "4.B.3.b.1"} <= {finding.code for finding in found.findings if finding.result}


def test_a_gyro_for_a_missile_is_a_gyro(classified: Classify) -> None:
    found = classified("Gyro for a ballistic missile", ("drift", "0.1", "deg/h"))
    assert found.codes == ("9.A.4",)
    assert [host.kinds for host in found.item.chain()] == [("ballistic_missile", "cruise_missile")] or found.item.serves


def test_a_missile_with_a_gyro_is_a_missile(classified: Classify) -> None:
    found = classified("Ballistic missile with ring laser gyro", ("range", "600", "km"), ("payload", "900", "kg"))
    assert found.codes == ("1.A.1",)


def test_a_part_of_a_thing_whose_components_are_covered_is_asked_about(classified: Classify) -> None:
    rows = ("drift", "0.1", "deg/h")
    found = classified("Gyro housing", rows)
    assert found.verdict is Verdict.NEEDS_INFORMATION
    assert [question.key for question in found.questions] == ["component:9.A.4"]
    yes = classified("Gyro housing", rows, answers={"component:9.A.4": "yes"})
    assert yes.codes == ("9.A.4",)
    no = classified("Gyro housing", rows, answers={"component:9.A.4": "no"})
    assert no.verdict is Verdict.NEEDS_INFORMATION


def test_an_assessor_may_rebut_that_a_thing_is_usable(classified: Classify) -> None:
    key = "relation:usable_in:1.A,19.A.1,19.A.2"
    found = classified("Gyro", ("drift", "0.1", "deg/h"), answers={key: "no"})
    assert found.verdict is Verdict.NOT_CONTROLLED
    leaf = next(leaf for leaf in found.findings[0].trace.leaves() if "Usable" in leaf.criterion)
    assert leaf.why == "So answered."


def test_an_exception_of_category_I_is_shown_and_does_not_change_the_category(classified: Classify) -> None:
    rows = [("vacuum thrust", "0.4", "kN"), ("total impulse of the propulsion system", "1.5", "MN·s")]
    found = classified("Bipropellant apogee engine for a satellite bus", *rows)
    assert (found.codes, found.category) == (("2.A.1.c.2",), "I")
    note = next(note for note in found.findings[0].notes if note.effect.value == "may_treat_as_category_II")
    assert note.result is None
    answers = {"end_use_statement": "yes", "quantity_fits_end_use": "yes"}
    met = classified("Bipropellant apogee engine for a satellite bus", *rows, answers=answers)
    assert met.findings[0].notes[0].result is True
    assert met.category == "I"


def test_questions_come_with_the_one_first_on_which_most_hangs(classified: Classify) -> None:
    found = classified("Rate table")
    settles = [question.settles for question in found.questions]
    assert settles == sorted(settles, reverse=True)
    assert all(question.ask.endswith("?") for question in found.questions)


def test_every_classification_can_be_said_and_stored(classified: Classify, edition: Edition) -> None:
    for description, rows, *_ in [*CONTROLLED, *NOT_LISTED, *OPEN, *AWAY]:
        found = classified(description, *(rows if isinstance(rows, list) else ()))
        plain = explain.to_plain(edition, found)
        assert plain == explain.to_plain(edition, classified(description, *(rows if isinstance(rows, list) else ())))
        lines = explain.sentences(plain)
        assert lines[0].startswith("Edition 2024-03-14")
        assert all(isinstance(line, str) and line for line in lines)
        assert explain.short(plain)


def test_a_criterion_is_said_with_the_figure_beside_its_threshold(classified: Classify, edition: Edition) -> None:
    lines = explain.sentences(explain.to_plain(edition, classified("Gyro", ("drift rate stability", "0.2", "deg/h"))))
    assert (
        "9.A.4: Rated drift rate stability < 0.5 deg/h: met. The item has 0.2 deg/h. [specification] "
        "drift rate stability: 0.2 deg/h." in lines
    )


def test_doubts_of_an_entry_are_said(classified: Classify, edition: Edition) -> None:
    lines = explain.sentences(explain.to_plain(edition, classified("CL-20, CAS 135285-90-4")))
    assert any("the code 4.C.4.b.5" in line for line in lines)


# ---- the fast form and the tracing form are one logic

EDITION = ruleset.load()
ENTRY = EDITION.entry("9.A.4")
COMPARE = next(leaf for leaf in leaves(ENTRY.condition) if isinstance(leaf, Compare))  # type: ignore[arg-type]
IS = next(leaf for leaf in leaves(EDITION.entry("9.A.2").condition) if isinstance(leaf, Is))  # type: ignore[arg-type]
OTHER = Is("mwd_sensor", (True,), "mwd_sensor is yes")

TREES: st.SearchStrategy[Node] = st.recursive(
    st.sampled_from([COMPARE, IS, OTHER]),
    lambda inner: st.one_of(
        st.builds(lambda parts: All(tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: AnyOf(tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)
THREE = st.sampled_from([True, False, None])


def _value(name: str, value: bool | None) -> Fact | None:
    if name == COMPARE.parameter:
        figures = {True: "0.1", False: "0.9", None: None}
        bounds = figures[value]
        interval = Interval(None, None) if bounds is None else Interval.exactly(Fraction(bounds) * COMPARE.unit.factor)  # type: ignore[union-attr]
        return Fact(name, interval, "specification")
    return Fact(name, value, "specification")


def _kleene(node: Node, values: dict[str, bool | None]) -> bool | None:
    if isinstance(node, All):
        results = [_kleene(part, values) for part in node.parts]
        return False if False in results else None if None in results else True
    if isinstance(node, AnyOf):
        results = [_kleene(part, values) for part in node.parts]
        return True if True in results else None if None in results else False
    if isinstance(node, Not):
        inner = _kleene(node.part, values)
        return None if inner is None else not inner
    return values[node.parameter]  # type: ignore[union-attr]


@given(TREES, THREE, THREE, THREE)
def test_both_forms_agree_with_the_tables_of_kleene(
    node: Node, one: bool | None, two: bool | None, three: bool | None
) -> None:
    values = {COMPARE.parameter: one, IS.parameter: two, OTHER.parameter: three}
    item = Item(kinds=("gyro",), facts={name: fact for name, value in values.items() if (fact := _value(name, value))})
    judge = engine.rules_of(EDITION).judge(item)
    expected = _kleene(node, values)
    assert engine.compile_condition(node, ENTRY)(judge) is expected
    assert tracing.trace(EDITION, judge, node, ENTRY).result is expected


def test_the_tracing_form_gives_the_result_of_the_fast_form(classified: Classify, edition: Edition) -> None:
    for description, rows, *_ in [*CONTROLLED, *NOT_LISTED, *OPEN]:
        found = classified(description, *rows)
        fast = engine.results(edition, found.item)
        for finding in found.findings:
            if finding.as_component:
                continue
            parts = [part.result for part in finding.trace.parts]
            assert finding.result is fast[finding.code]
            assert finding.result is (False if False in parts else None if None in parts else True)


def test_a_question_of_kind_offers_every_kind(edition: Edition) -> None:
    assert len(questions.of_kind(edition).choices) == len(edition.kinds)


def test_greatest_range_and_greatest_payload_stated_apart_ask_for_the_range_with_500_kg(classified: Classify) -> None:
    """annex-definitions.md §3 step 3: no conclusion from figures that were never reached together."""
    found = classified(
        "Heavy cargo UAV", ("endurance", "20", "h"), ("cruise speed", "300", "km/h"), ("maximum payload", "1700", "kg")
    )
    assert found.verdict is Verdict.NEEDS_INFORMATION
    assert "1.A.2" in found.codes
    assert any("500 kg" in question for question in found.missing)


@pytest.mark.parametrize("description", ["Ethanol, CAS 64-17-5", "Powder, CAS 7440-33-7"])
def test_a_substance_no_loaded_entry_names_is_not_called_unlisted_while_items_are_missing(
    classified: Classify, description: str
) -> None:
    """Unknown is not no: an entry of an item not loaded yet may name it."""
    found = classified(description)
    assert found.verdict is Verdict.NEEDS_INFORMATION
    assert "not loaded yet" in found.reason
