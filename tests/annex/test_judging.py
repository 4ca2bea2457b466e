"""Single criteria and the rarer corners: hosts beside the targets, headings, facts that only a file can hold."""

from fractions import Fraction

import pytest

from desktop.annex import engine, explain, tracing
from desktop.annex.conditions import Compare, Malformed, Not, Reader, Relation, Together, leaves, threshold_unit
from desktop.annex.consistency import problem
from desktop.annex.edition import Edition, Entry
from desktop.annex.judging import MAX_CHAIN
from desktop.annex.model import Fact, Item, Verdict
from desktop.annex.quantities import Interval
from desktop.annex.units import unit
from tests.annex.conftest import Classify


def judge(edition: Edition, item: Item) -> engine.Judge:
    return engine.rules_of(edition).judge(item)


def test_range_and_payload_are_not_asked_of_what_is_no_vehicle(edition: Edition) -> None:
    condition = edition.entry("1.A.1").condition
    leaf = next(leaf for leaf in leaves(condition) if isinstance(leaf, Together))  # type: ignore[arg-type]
    found = judge(edition, Item(kinds=("gyro",))).together(leaf)
    assert (found.value, found.why) == (False, "It is no complete vehicle.")


def test_a_host_that_says_nothing_is_no_host(edition: Edition) -> None:
    leaf = Relation("designed_or_modified_for", ("1.A",))
    silent = judge(edition, Item(kinds=("gyro",), serves=Item()))
    assert silent.relation(leaf, edition.entry("9.A.1")).why == "What it was made for is not stated."
    assert not judge(edition, Item())._is_within(("1.A",))


def test_a_host_of_an_item_not_loaded_is_not_what_loaded_entries_name(edition: Edition) -> None:
    served = Item(kinds=("6.B.3",))
    away = judge(edition, Item(kinds=("software",), what="software", serves=served))
    assert away.relation(Relation("software_for", ("20.B.1",)), edition.entry("20.D.1")).value is False
    assert away.relation(Relation("software_for", ("6.B.3",)), edition.entry("20.D.1")).value is None


def test_a_part_of_a_short_range_vehicle_is_no_part_of_a_listed_one(classified: Classify) -> None:
    found = classified(
        "Rocket nozzle for an artillery rocket", ("rocket range", "70", "km"), ("rocket payload", "90", "kg")
    )
    assert found.verdict is Verdict.NOT_CONTROLLED
    why = " ".join(leaf.why for finding in found.findings for leaf in finding.trace.leaves())
    assert "which no entry of Items 1 and 19 lists" in why


def test_a_part_for_an_ordinary_use_is_not_specially_designed(classified: Classify) -> None:
    found = classified("Autopilot for a business jet")
    assert found.verdict is Verdict.NOT_CONTROLLED
    leaf = next(found.findings[0].trace.leaves())
    assert leaf.why == "It is made for an ordinary use: manned aircraft."


def test_a_chain_of_hosts_ends(edition: Edition) -> None:
    item = Item(kinds=("rocket_stage",))
    for _ in range(3 * MAX_CHAIN):
        item = Item(kinds=("software",), what="software", serves=item)
    assert engine.classify(edition, item).verdict in set(Verdict)


def test_a_lower_code_whose_letters_are_unconfirmed_gives_way_to_its_heading(edition: Edition) -> None:
    facts = {
        "for_laser_gyro_mirrors": Fact("for_laser_gyro_mirrors", value=True, source="answer"),
        "scatterometer_accuracy": Fact("scatterometer_accuracy", Interval.exactly(Fraction(1, 10**6)), "answer"),
    }
    relation = "relation:designed_or_modified_for:9.A"
    item = Item(kinds=("scatterometer", "test_equipment"), facts=facts, answers={relation: True})
    assert engine.classify(edition, item).codes == ("9.B.1",)


def test_a_judge_at_the_end_of_the_chain_looks_no_further(edition: Edition) -> None:
    last = judge(edition, Item())
    last.depth = MAX_CHAIN
    assert last._judge_of(Item(serves=Item())).item.serves is None


def test_a_heading_gives_way_to_the_lower_entry_that_is_met(edition: Edition) -> None:
    yes = {"relation:usable_in:1.A": True, "relation:designed_or_modified_for:2.A.1.b": True}
    item = Item(kinds=("re_entry_vehicle", "heat_shield"), answers=yes)
    assert engine.classify(edition, item).codes == ("2.A.1.b.1",)


def test_software_for_goods_not_loaded_is_answered_as_not_loaded(classified: Classify) -> None:
    found = classified("Control software for a hot isostatic press")
    assert "6.D.2" in found.codes
    assert found.verdict is Verdict.NEEDS_INFORMATION


def test_coordination_is_asked_of_the_words_and_not_presumed(classified: Classify) -> None:
    rows = [("UAV range", "600", "km"), ("UAV payload", "50", "kg")]
    found = classified("Mission management software for a UAV", *rows)
    assert found.codes == ("19.D.1",)
    other = classified("Battery monitoring software for a UAV", *rows)
    assert "19.D.1" not in other.codes


def test_activity_tells_software_for_development_from_software_for_use(classified: Classify) -> None:
    found = classified("Grain design software for a solid rocket motor case")
    assert "3.D.3" in found.codes
    assert "3.D.2" not in found.codes


def test_a_figure_that_makers_state_where_it_is_reached_reads_as_not_reached(
    classified: Classify, edition: Edition
) -> None:
    found = classified("Gyro", ("drift", "0.1", "deg/h"))
    plain = explain.to_plain(edition, found)
    high_g = next(finding for finding in plain["findings"] if finding["code"] == "9.A.5")
    step = next(step for step in explain.criteria_of(high_g) if "Acceleration" in step["criterion"])
    assert (step["result"], step["has"]) == ("not met", "not stated")


def test_an_exclusion_is_said_in_one_line_with_why_it_does_not_apply(classified: Classify, edition: Edition) -> None:
    rows = [("scale factor repeatability", "600", "ppm"), ("bias repeatability", "400", "µg")]
    lines = explain.sentences(explain.to_plain(edition, classified("Linear accelerometers", *rows)))
    assert any(
        line.startswith(
            "9.A.3: Not excluded: Accelerometers specially designed and developed as measurement-while-drilling"
        )
        and ": met." in line
        for line in lines
    )


def test_two_parts_of_an_exclusion_are_one_line(classified: Classify, edition: Edition) -> None:
    plain = explain.to_plain(edition, classified("Two axis positioning table", ("accuracy", "3", "arcsec")))
    step = next(step for step in explain.criteria_of(plain["findings"][0]) if step.get("is_exclusion"))
    assert step["key"] == ""
    assert "Designed or modified for machine tools: yes: no" in step["has"]


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval.exactly(Fraction(300_000)), "300 km"),
        (Interval(Fraction(300_000), None), "at least 300 km"),
        (Interval(Fraction(280_000), Fraction(373_333)), "280 km stated, up to 373 km held possible"),
        (Interval(None, Fraction(300_000), high_in=False), "below 300 km"),
        (Interval(Fraction(20_000_000), None), "any distance (reaches orbit)"),
    ],
)
def test_a_derived_range_says_what_is_stated_and_what_is_possible(
    edition: Edition, interval: Interval, text: str
) -> None:
    fact = Fact("range", interval, "derived")
    assert tracing.shown_value(fact, edition.parameters["range"]) == text


def test_values_are_shown_in_the_words_of_the_annex(edition: Edition) -> None:
    shown = [
        tracing.shown_value(Fact(name, value, "answer"), edition.parameters[name])
        for name, value in (
            ("civil_certified", True), ("civil_certified", False), ("civil_certified", None),
            ("exported_as_part_of", "land_vehicle"), ("design_vibration", Interval.exactly(Fraction(980665, 10_000))),
        )
    ]  # fmt: skip
    assert shown == ["yes", "no", "", "land vehicle", "10 g rms"]


class Bare:
    type = "number"
    unit = None
    values = ()


def test_a_parameter_without_unit_takes_none(edition: Edition) -> None:
    reader = Reader({"factor": Bare()}, frozenset())
    leaf = reader.read("factor < 6")
    assert isinstance(leaf, Compare)
    assert (leaf.threshold, leaf.unit) == (6, None)
    with pytest.raises(Malformed, match="the parameter has no unit"):
        reader.read("factor < 6 km")
    assert threshold_unit("", None, "") is None
    turned = reader.read({"not": "factor < 6"})
    assert list(leaves(turned)) == [leaf]
    assert engine.compile_condition(turned, edition.entry("9.A.4"))


def test_bounds_that_exclude_each_other_are_found_inside_a_denial(edition: Edition) -> None:
    metre = unit("km")
    low = Compare("range", ">", Fraction(5), metre, "range > 5 km")
    high = Compare("range", "<", Fraction(5), metre, "range < 5 km")
    from desktop.annex.conditions import All

    entry = Entry("9.A.99", 9, "A", "entry", "II", "equipment", "", "", condition=Not(All((low, high))))
    assert problem(edition, entry) == "“range > 5 km” and “range < 5 km” exclude each other"


def test_only_lower_bounds_make_a_box(edition: Edition) -> None:
    reader = Reader(edition.parameters, frozenset())
    with pytest.raises(Malformed, match="one lower bound"):
        reader.read({"together": ["payload >= 500 kg", "range < 300 km"], "rule": "range_payload_tradeoff"})
