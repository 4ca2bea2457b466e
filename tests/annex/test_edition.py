"""The shipped edition as data: complete, consistent, each threshold on the right side; a broken edition is refused."""

import operator
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from desktop.annex import engine, ruleset
from desktop.annex.conditions import AnyOf, Compare, Is, NamedSubstance, NotIn, Relation, Together, leaves
from desktop.annex.edition import Edition, Effect, Entry
from desktop.annex.model import Fact, Item, Point
from desktop.annex.quantities import Interval
from desktop.annex.units import unit
from desktop.errors import UserError
from desktop.paths import resource

EDITION = ruleset.load()
SIDES: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
THRESHOLDS = [
    (code, leaf)
    for code, entry in EDITION.entries.items()
    for condition in (entry.condition, *(note.when for note in entry.notes))
    if condition is not None
    for leaf in leaves(condition)
    if isinstance(leaf, Compare)
]


def _named(case: tuple[str, Compare]) -> str:
    return f"{case[0]} {case[1].written}"


def _judge(kinds: tuple[str, ...], **facts: Interval) -> engine.Judge:
    found = {name: Fact(name, value, "specification") for name, value in facts.items()}
    return engine.rules_of(EDITION).judge(Item(kinds=kinds, facts=found))


@pytest.mark.parametrize("case", THRESHOLDS, ids=_named)
@pytest.mark.parametrize("step", [Fraction(-1, 1000), Fraction(0), Fraction(1, 1000)], ids=["below", "at", "above"])
def test_each_threshold_has_its_right_side(case: tuple[str, Compare], step: Fraction) -> None:
    code, leaf = case
    assert leaf.unit is not None
    bound = (leaf.threshold - leaf.unit.zero) / leaf.unit.factor
    given = bound + abs(bound) * step
    figure = Interval.exactly(given * leaf.unit.factor + leaf.unit.zero)
    judge = _judge((), **{leaf.parameter: figure})
    compiled = engine.compile_condition(leaf, EDITION.entries[code])
    assert compiled(judge) is SIDES[leaf.operator](given, bound)


def test_thresholds_are_those_that_the_files_write() -> None:
    assert len(THRESHOLDS) > 60
    assert _threshold("3.A.1.a", "max_thrust") == (">", Fraction(400))
    assert _threshold("2.A.1.c.1", "total_impulse") == (">=", Fraction(1_100_000))
    assert _threshold("9.A.4", "gyro_drift_stability") == ("<", Fraction(1, 2))


def _threshold(code: str, parameter: str) -> tuple[str, Fraction]:
    leaf = next(leaf for where, leaf in THRESHOLDS if where == code and leaf.parameter == parameter)
    assert leaf.unit is not None
    return leaf.operator, leaf.threshold / leaf.unit.factor


RELATIONS = [
    leaf.key
    for entry in EDITION.entries.values()
    if entry.condition is not None
    for leaf in leaves(entry.condition)
    if isinstance(leaf, Relation)
]


def _not_excluded(entry: Entry, facts: dict[str, Fact]) -> dict[str, Fact]:
    """Return facts that keep the item out of the entry's exclusions."""
    named = [leaf for note in entry.exclusions if note.when for leaf in leaves(note.when) if isinstance(leaf, Is)]
    return {
        leaf.parameter: Fact(leaf.parameter, not leaf.values[0], "specification")
        for leaf in named
        if leaf.parameter not in facts
    }


def _satisfying(entry: Entry) -> Item:
    """Return an item that meets every part of an entry's condition."""
    facts: dict[str, Fact] = {}
    answers: dict[str, bool] = {}
    kinds = list(entry.subject)
    points: tuple[Point, ...] = ()
    substances: frozenset[str] = frozenset()
    for leaf in leaves(entry.condition) if entry.condition is not None else ():
        if isinstance(leaf, Compare):
            bounds = [
                one for one in leaves(entry.condition) if isinstance(one, Compare) and one.parameter == leaf.parameter
            ]  # type: ignore[arg-type]
            facts[leaf.parameter] = Fact(leaf.parameter, Interval.exactly(_between(bounds)), "specification")
        elif isinstance(leaf, Is):
            facts[leaf.parameter] = Fact(leaf.parameter, leaf.values[0], "specification")
        elif isinstance(leaf, Relation):
            answers[leaf.key] = True
        elif isinstance(leaf, NamedSubstance):
            substances = frozenset({entry.code})
    answers = dict.fromkeys(RELATIONS, False) | answers
    facts |= _not_excluded(entry, facts)
    vehicle = any(EDITION.kinds[kind].vehicle for kind in kinds)
    if vehicle:
        kinds = [kind for kind in kinds if not EDITION.kinds[kind].reaches_orbit]
        far, heavy = _vehicle_figures(entry)
        points = (
            Point(Interval.exactly(far), Interval.exactly(heavy), "maximum"),
            Point(Interval.exactly(far), None, "maximum", is_pair=False),
            Point(None, Interval.exactly(heavy), "maximum", is_pair=False),
        )
    return Item(kinds=tuple(kinds), facts=facts, answers=answers, points=points, substances=substances)


def _vehicle_figures(entry: Entry) -> tuple[Fraction, Fraction]:
    if any(isinstance(leaf, Together) for leaf in leaves(entry.condition)):  # type: ignore[arg-type]
        return Fraction(300_000), Fraction(500)
    return (Fraction(60_000) if entry.code == "19.A.3" else Fraction(300_000)), Fraction(100)


def _between(bounds: list[Compare]) -> Fraction:
    lows = [bound.threshold for bound in bounds if bound.operator in {">=", ">"}]
    highs = [bound.threshold for bound in bounds if bound.operator in {"<=", "<"}]
    if lows and highs:
        return (max(lows) + min(highs)) / 2 if max(lows) < min(highs) else max(lows)
    return max(lows) * Fraction(101, 100) if lows else min(highs) * Fraction(99, 100)


CAN_BE_MET = [entry for entry in EDITION.entries.values() if entry.can_be_met]


@pytest.mark.parametrize("entry", CAN_BE_MET, ids=lambda entry: entry.code)
def test_each_entry_is_met_by_an_item_that_has_all_it_asks(entry: Entry) -> None:
    found = engine.classify(EDITION, _satisfying(entry))
    assert any(finding.code == entry.code and finding.result for finding in found.findings), found.reason


def _single_bounds(entry: Entry) -> list[Compare]:
    """Return the comparisons without which the entry cannot be met: those outside any alternative."""
    if entry.condition is None or isinstance(entry.condition, AnyOf):
        return []
    inside = {
        leaf
        for part in getattr(entry.condition, "parts", ())
        if isinstance(part, AnyOf)
        for leaf in leaves(part)
        if isinstance(leaf, Compare)
    }
    return [leaf for leaf in leaves(entry.condition) if isinstance(leaf, Compare) and leaf not in inside]


DECIDING = [
    (entry, leaf)
    for entry in CAN_BE_MET
    for leaf in _single_bounds(entry)
    if leaf.parameter not in {"range", "payload"}
]


@pytest.mark.parametrize(("entry", "leaf"), DECIDING, ids=lambda one: getattr(one, "code", getattr(one, "written", "")))
def test_an_entry_falls_when_one_deciding_figure_is_just_outside(entry: Entry, leaf: Compare) -> None:
    item = _satisfying(entry)
    outside = leaf.threshold * (Fraction(999, 1000) if leaf.operator in {">=", ">"} else Fraction(1001, 1000))
    facts = {**item.facts, leaf.parameter: Fact(leaf.parameter, Interval.exactly(outside), "specification")}
    assert engine.results(EDITION, replace(item, facts=facts))[entry.code] is False


@pytest.mark.parametrize(("entry", "leaf"), DECIDING, ids=lambda one: getattr(one, "code", getattr(one, "written", "")))
def test_an_entry_stays_open_while_one_deciding_figure_is_missing(entry: Entry, leaf: Compare) -> None:
    item = _satisfying(entry)
    facts = {name: fact for name, fact in item.facts.items() if name != leaf.parameter}
    silent = EDITION.parameters[leaf.parameter].silence == "no"
    result = engine.results(EDITION, replace(item, facts=facts))[entry.code]
    assert result is (False if silent else None)


def test_the_seven_items_stand_with_their_sections_and_the_rest_is_named_as_not_loaded() -> None:
    loaded = [item.number for item in EDITION.items if item.is_loaded]
    assert loaded == [1, 2, 3, 4, 9, 19, 20]
    assert [item.number for item in EDITION.items if item.is_reserved] == [5, 7, 8]
    assert [item.number for item in EDITION.items] == list(range(1, 21))
    assert EDITION.knows("6.C.1")
    assert EDITION.title_of("6.C.1") == "Resin prepregs and metal-coated preforms"
    assert EDITION.title_of("9.A.4").startswith("Gyros")
    assert "Items 1, 2, 3, 4, 9, 19, 20" in EDITION.coverage


def test_N_02_category_I_is_items_1_and_2_and_nothing_else() -> None:
    for code, entry in EDITION.entries.items():
        assert entry.category == EDITION.category_of(code) == ("I" if entry.item in {1, 2} else "II")


def test_the_bar_of_the_guidelines_stands_on_production_facilities_of_category_I() -> None:
    barred = {code for code, entry in EDITION.entries.items() if entry.guidelines_bar == "production_facility"}
    assert barred == {"1.B.1", "2.B.1"}


def test_what_no_source_confirmed_stays_marked() -> None:
    assert EDITION.entry("4.C.6.d.6.c").has_doubts
    assert not EDITION.entry("4.C.6.d.6.c").confirmed
    assert not EDITION.entry("9.A.4").has_doubts
    assert not EDITION.entry("4.B.3.b.1").code_confirmed
    shared = [note for note in EDITION.entry("9.A.4").notes if note.effect is Effect.EXPORT_AS_PART]
    assert len(shared) == 1
    assert not shared[0].confirmed


def test_the_note_of_item_9_holds_for_equipment_and_software_only() -> None:
    assert any(note.effect is Effect.EXPORT_AS_PART for note in EDITION.entry("9.D.1").notes)
    assert not any(note.effect is Effect.EXPORT_AS_PART for note in EDITION.entry("9.B.2.a").notes)


def test_every_entry_can_be_reached_by_a_word() -> None:
    for entry in CAN_BE_MET:
        assert entry.subject
        for kind in entry.subject:
            assert EDITION.kinds[kind].words, kind


def test_an_edition_is_chosen_by_name_or_by_day() -> None:
    assert ruleset.load("2024-03-14") is EDITION
    assert ruleset.as_of(date(2030, 1, 1)) is EDITION
    with pytest.raises(UserError, match=r"There is no annex edition “1999”\. Loaded editions: 2024-03-14"):
        ruleset.load("1999")
    with pytest.raises(UserError, match="No loaded annex edition was in force on 2000-01-01"):
        ruleset.as_of(date(2000, 1, 1))
    with pytest.raises(KeyError):
        EDITION.entry("99.A.1")


# ---- broken editions


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "edition"
    shutil.copytree(resource("annex", "2024-03-14"), folder)
    return folder


def _change(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


BROKEN = [
    (
        "item-09.yaml",
        "gyro_drift_stability < 0.5 deg/h",
        "gyro_drift_stability < 0.5 furlong",
        "9.A.4",
        "unknown unit “furlong”",
    ),
    ("item-09.yaml", "gyro_drift_stability < 0.5 deg/h", "gyro_drift_stability < 0.5", "9.A.4", "the unit is missing"),
    (
        "item-09.yaml",
        "gyro_drift_stability < 0.5 deg/h",
        "gyro_drift_stability < 0.5 kg",
        "9.A.4",
        "does not measure what",
    ),
    (
        "item-09.yaml",
        "gyro_drift_stability < 0.5 deg/h",
        "gyro_drift < 0.5 deg/h",
        "9.A.4",
        "unknown parameter “gyro_drift”",
    ),
    (
        "item-09.yaml",
        "gyro_drift_stability < 0.5 deg/h",
        "gyro_drift_stability is yes",
        "9.A.4",
        "is a figure and needs a",
    ),
    ("item-09.yaml", "gyro_drift_stability < 0.5 deg/h", "gyro_drift_stability ~ 0.5", "9.A.4", "is no comparison"),
    ("item-09.yaml", "function_acceleration > 100 g", "linear_accelerometer > 100 g", "9.A.5", "cannot be compared"),
    ("item-09.yaml", "linear_accelerometer is yes", "linear_accelerometer is maybe", "9.A.3", "is yes or no"),
    ("item-03.yaml", "exported_as_part_of is satellite", "exported_as_part_of is moon", "3.A.5", "has no value “moon”"),
    ("item-09.yaml", "code: 9.A.5", "code: 9.A.4", "9.A.4", "the code stands twice"),
    ("item-09.yaml", "code: 9.A.5", "code: 8.A.5", "8.A.5", "the code does not fit the item"),
    ("item-09.yaml", "level: group", "level: heading", "9.B.1", "unknown level “heading”"),
    (
        "item-09.yaml",
        "{usable_in: [1.A, 19.A.1, 19.A.2]}",
        "{useful_in: [1.A]}",
        "9.A.3",
        "unknown relation “useful_in”",
    ),
    ("item-09.yaml", "{usable_in: [1.A, 19.A.1, 19.A.2]}", "{usable_in: [21.A]}", "9.A.3", "refers to 21.A"),
    ("item-09.yaml", "{usable_in: [1.A, 19.A.1, 19.A.2]}", "{usable_in: 1.A}", "9.A.3", "usable_in needs a list"),
    (
        "item-09.yaml",
        "{usable_in: [1.A, 19.A.1, 19.A.2]}",
        "{usable_in: [1.A], not_in: [1.A]}",
        "9.A.3",
        "a condition has one of",
    ),
    ("item-09.yaml", "subject: [gyro]", "subject: [gyroscope]", "9.A.4", "unknown kind of thing “gyroscope”"),
    ("item-09.yaml", "subject: [gyro]", "subject: gyro", "9.A.4", "“subject” needs a list"),
    ("item-03.yaml", "{is_a: [servo_valve]}", "{is_a: [servo]}", "3.A.5", "unknown kind of thing “servo”"),
    ("item-03.yaml", "bearing_bore <= 50 mm", "bearing_bore <= 5 mm", "3.A.7", "exclude each other"),
    ("item-20.yaml", "total_impulse < 1.1e6 N.s", "total_impulse < 0.841e6 N.s", "20.A.1.b", "exclude each other"),
    ("item-01.yaml", "rule: range_payload_tradeoff", "rule: other", "1.A.1", "needs the rule"),
    (
        "item-01.yaml",
        "[payload >= 500 kg, range >= 300 km]",
        "[payload >= 500 kg]",
        "1.A.1",
        "one lower bound of range",
    ),
    ("item-04.yaml", "      - {name: Hydrazine, ", "      - {names: Hydrazine, ", "4.C.2.a", "name"),
    (
        "item-04.yaml",
        "condition: {named_substance: 'yes'}\n    substances:",
        "condition: {named_substance: 'yes'}\n    substance:",
        "4.C.2.b.1",
        "names none",
    ),
    ("item-09.yaml", "sources: [S1, S2, S4, S6]", "sources: [S99]", "9.A", "unknown source “S99”"),
    ("item-04.yaml", "revision: uk-code-list", "revision: unheard", "4.", "unknown revision “unheard”"),
    ("item-09.yaml", "effect: may_export_as_part_of", "effect: allowed", "9.A.1", "allowed"),
    ("item-09.yaml", "item: 9", "item: 8", "item-09.yaml", "item number or category is wrong"),
    ("item-09.yaml", "category: II", "category: III", "item-09.yaml", "item number or category is wrong"),
    ("parameters.yaml", "type: number", "type: figure", "parameters.yaml, range", "unknown type “figure”"),
    ("parameters.yaml", "unit: km", "unit: verst", "parameters.yaml, range", "unknown unit “verst”"),
    (
        "parameters.yaml",
        "figure: <= 13.326 kPa",
        "figure: low",
        "parameters.yaml, vacuum_mixing",
        "is no bound with a unit",
    ),
    (
        "objects.yaml",
        "implies: {is_unmanned: yes}",
        "implies: {is_empty: yes}",
        "objects.yaml, cruise_missile",
        "unknown parameter",
    ),
    ("edition.yaml", "reads: capability", "reads: somehow", "edition.yaml", "does not say how it reads"),
    ("edition.yaml", "    when: in_public_domain is yes\n", "", "edition.yaml", "a general note needs a condition"),
    ("edition.yaml", "in_public_domain is yes", "in_public_domain is open", "edition.yaml", "general note"),
    ("coverage-terms.yaml", "      6.A.2:", "      6.A.1:", "coverage-terms.yaml", "stands twice"),
]


@pytest.mark.parametrize(
    ("name", "before", "after", "where", "reason"), BROKEN, ids=[f"{row[0]} {row[4]}" for row in BROKEN]
)
def test_a_broken_edition_is_refused_with_file_entry_and_reason(
    copy: Path, name: str, before: str, after: str, where: str, reason: str
) -> None:
    _change(copy, name, before, after)
    with pytest.raises(ruleset.BrokenEdition) as refused:
        ruleset.read_edition(copy)
    assert where in refused.value.where
    assert reason in refused.value.reason
    assert "cannot be used" in refused.value.message


@pytest.mark.parametrize("text", ["", "[1, 2]", "{unclosed"])
def test_a_file_that_is_no_mapping_is_refused(copy: Path, text: str) -> None:
    (copy / "item-09.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ruleset.BrokenEdition, match=r"item-09\.yaml"):
        ruleset.read_edition(copy)


def test_a_missing_file_is_refused(copy: Path) -> None:
    (copy / "item-19.yaml").unlink()
    with pytest.raises(ruleset.BrokenEdition, match=r"item-19\.yaml.*cannot be read"):
        ruleset.read_edition(copy)


def test_empty_alternatives_and_bare_values_are_refused(copy: Path) -> None:
    path = copy / "item-02.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but text
    for condition, reason in (({"any": []}, "any has no parts"), (["range"], "is no condition")):
        data["entries"][0]["condition"] = condition
        path.write_text(yaml.safe_dump(data), encoding="utf-8")
        with pytest.raises(ruleset.BrokenEdition, match=reason):
            ruleset.read_edition(copy)


def test_the_unloaded_and_the_loaded_share_no_code(edition: Edition) -> None:
    assert not set(edition.entries) & set(edition.not_loaded)
    assert not any(isinstance(leaf, NotIn) and not leaf.codes for _, leaf in THRESHOLDS)
    assert unit("km").factor == 1000
