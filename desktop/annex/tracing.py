"""The tracing form of the classifier: each criterion with what the item has beside it, and the questions left open."""

from collections.abc import Mapping
from fractions import Fraction

from desktop.annex.conditions import (
    All,
    AnyOf,
    Compare,
    Is,
    IsA,
    Leaf,
    NamedSubstance,
    Node,
    Not,
    NotIn,
    Relation,
    Together,
)
from desktop.annex.edition import Edition, Effect, Entry, Parameter
from desktop.annex.judging import PAYLOAD, RANGE, Judge
from desktop.annex.model import Fact, Finding, NoteFinding, Trace
from desktop.annex.quantities import Interval, Kleene, show, show_interval
from desktop.annex.tradeoff import ANY_DISTANCE

RANGE_WITH_PAYLOAD = "range_with_payload"
PAYLOAD_AT_RANGE = "payload_at_range"
SUBSTANCE_QUESTION = "substance"
NOT_IN = "not_in:"
NOT_EXCLUDED = "Not excluded: "
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


def finding(edition: Edition, judge: Judge, entry: Entry, result: Kleene) -> Finding:
    """Return how an entry stands to the item, criterion by criterion, exclusions and notes included."""
    parts = [] if entry.condition is None else [trace(edition, judge, entry.condition, entry)]
    for note in (*entry.exclusions, *edition.general_notes):
        if note.when is not None and (not note.applies_to or entry.part in note.applies_to or note in entry.notes):
            inner = trace(edition, judge, note.when, entry)
            value = None if inner.result is None else not inner.result
            parts.append(Trace(value, f"{NOT_EXCLUDED}{note.text}", parts=(inner,), unconfirmed=not note.confirmed))
    whole = Trace(result, f"{entry.code} {entry.title}", parts=tuple(parts))
    notes = tuple(_note(edition, judge, entry, number) for number, _ in enumerate(entry.notes))
    return Finding(entry.code, result, whole, notes)


def component_finding(
    edition: Edition, judge: Judge, entry: Entry, whole: Kleene, answers: Mapping[str, bool]
) -> Finding:
    """Return how an entry that covers components stands to a part of what it names."""
    key = f"component:{entry.code}"
    made_for: Kleene = True if entry.components == "included" else answers.get(key)
    what = Trace(
        made_for,
        f"Component specially designed for {entry.code}" if made_for is not True else f"Component of {entry.code}",
        why="So answered." if key in answers else "" if made_for else "What it was made for is not stated.",
        question="" if made_for is not None else key,
    )
    inner = finding(edition, judge, entry, whole)
    result: Kleene = False if False in (made_for, whole) else None if None in (made_for, whole) else True
    return Finding(
        entry.code,
        result,
        Trace(result, f"{entry.code} {entry.title}", parts=(what, inner.trace)),
        inner.notes,
        as_component=True,
    )


def _note(edition: Edition, judge: Judge, entry: Entry, number: int) -> NoteFinding:
    note = entry.notes[number]
    inner = trace(edition, judge, note.when, entry) if note.when is not None else None
    return NoteFinding(
        effect=note.effect,
        text=note.text,
        result=None if inner is None else inner.result,
        needs_person=note.when is None and note.effect in {Effect.NOT_CONTROLLED, Effect.CATEGORY_II},
        confirmed=note.confirmed,
        trace=inner,
    )


def trace(edition: Edition, judge: Judge, node: Node, entry: Entry) -> Trace:
    """Judge a condition as the fast form does, and keep every step."""
    if isinstance(node, All | AnyOf):
        parts = tuple(trace(edition, judge, part, entry) for part in node.parts)
        results = [part.result for part in parts]
        decisive, other = (False, True) if isinstance(node, All) else (True, False)
        result: Kleene = decisive if decisive in results else None if None in results else other
        words = "all of" if isinstance(node, All) else "one of"
        return Trace(result, words, why=node.note, label=node.label, parts=parts)
    if isinstance(node, Not):
        part = trace(edition, judge, node.part, entry)
        return Trace(None if part.result is None else not part.result, "not", parts=(part,))
    return _leaf(edition, judge, node, entry)


def _leaf(edition: Edition, judge: Judge, node: Leaf, entry: Entry) -> Trace:
    if isinstance(node, Compare):
        return _compare(edition.parameters[node.parameter], judge, node)
    if isinstance(node, Is):
        return _is(edition.parameters[node.parameter], judge, node)
    if isinstance(node, Relation):
        return _relation(judge, node, entry)
    if isinstance(node, NamedSubstance):
        judged = judge.substance(node)
        names = ", ".join(substance.name for substance in entry.substances)
        question = SUBSTANCE_QUESTION if judged.value is None else ""
        return Trace(judged.value, f"Is {names}", why=judged.why, question=question)
    return _other_leaf(edition, judge, node)


def _other_leaf(edition: Edition, judge: Judge, node: IsA | NotIn | Together) -> Trace:
    if isinstance(node, IsA):
        value = not judge.kinds.isdisjoint(node.kinds)
        labels = " or ".join(edition.kinds[name].label for name in node.kinds)
        return Trace(value, f"Is: {labels}", ", ".join(edition.kinds[name].label for name in judge.item.kinds))
    if isinstance(node, NotIn):
        outside = judge.not_in(node.codes)
        why = "" if outside else _why_in(edition, judge, node)
        return Trace(outside, f"Not in {', '.join(node.codes)}", why=why, key=f"{NOT_IN}{','.join(node.codes)}")
    return _together(edition, judge, node)


def _relation(judge: Judge, node: Relation, entry: Entry) -> Trace:
    judged = judge.relation(node, entry)
    words = f"{node.name.replace('_', ' ').capitalize()} {', '.join(node.targets)}"
    activities = f" ({', '.join(node.activities)})" if node.activities else ""
    return Trace(
        judged.value,
        words + activities,
        why=" ".join(part for part in (judged.why, node.note) if part),
        source="relation",
        question=node.key if judged.value is None else "",
        key=node.key,
        takes="yes_no",
        unconfirmed=not node.confirmed,
    )


def _why_in(edition: Edition, judge: Judge, node: NotIn) -> str:
    codes = [code for target in node.codes for code in edition.under(target)]
    met = [code for code in codes if judge.result(code)]
    if met:
        return f"It meets {', '.join(met)}."
    return f"{', '.join(code for code in codes if judge.result(code) is None)} is still open."


def shown_value(fact: Fact, parameter: Parameter) -> str:
    """Return what is known of a parameter, for people, in the unit in which the annex asks."""
    if isinstance(fact.value, bool) and parameter.type == "number":
        return "not stated"
    if isinstance(fact.value, bool):
        return "yes" if fact.value else "no"
    if isinstance(fact.value, Interval):
        if parameter.name in {RANGE, PAYLOAD} and fact.source == "derived":
            return _stated_and_possible(fact.value, parameter)
        text = show_interval(fact.value, parameter.unit)
        return text.replace(parameter.unit.symbol, parameter.unit_text) if parameter.unit is not None else text
    return "" if fact.value is None else fact.value.replace("_", " ")


def _stated_and_possible(interval: Interval, parameter: Parameter) -> str:
    """Say a greatest range or payload: what is stated, and how much more is held possible until the greatest is."""
    if interval.low == ANY_DISTANCE and parameter.name == RANGE:
        return "any distance (reaches orbit)"
    if interval.low is None or parameter.unit is None:
        return show_interval(interval, parameter.unit)
    stated = show(interval.low, parameter.unit)
    if interval.low == interval.high:
        return stated
    if interval.high is None:
        return f"at least {stated}"
    possible = show(Fraction(round(interval.high / parameter.unit.factor)))
    return f"{stated} stated, up to {possible} {parameter.unit_text} held possible"


def _has(fact: Fact | None, parameter: Parameter) -> tuple[str, str, str]:
    if fact is None:
        return "", "", ""
    why = fact.words if not fact.question else f"{fact.words} {fact.question}".strip()
    return shown_value(fact, parameter), why, fact.source


def _compare(parameter: Parameter, judge: Judge, node: Compare) -> Trace:
    result = judge.compare(node)
    has, why, source = _has(judge.fact(node.parameter), parameter)
    _, _, bound = node.written.partition(f"{node.operator} ")
    threshold = (
        f"{show((node.threshold - node.unit.zero) / node.unit.factor)} {bound.partition(' ')[2]}"
        if node.unit
        else show(node.threshold)
    )
    return Trace(
        result,
        f"{parameter.label} {_SIGNS[node.operator]} {threshold}",
        has,
        why=" ".join(part for part in (why, node.note) if part),
        source=source,
        question=node.parameter if result is None else "",
        key=node.parameter,
        takes=parameter.type,
        unconfirmed=not node.confirmed,
    )


def _is(parameter: Parameter, judge: Judge, node: Is) -> Trace:
    result = judge.is_one_of(node)
    has, why, source = _has(judge.fact(node.parameter), parameter)
    wanted = ", ".join(
        ("yes" if value else "no") if isinstance(value, bool) else value.replace("_", " ") for value in node.values
    )
    return Trace(
        result,
        f"{parameter.label}: {wanted}",
        has,
        why=" ".join(part for part in (why, node.note) if part),
        source=source,
        question=node.parameter if result is None else "",
        key=node.parameter,
        takes=parameter.type,
        unconfirmed=not node.confirmed,
    )


def _together(edition: Edition, judge: Judge, node: Together) -> Trace:
    judged = judge.together(node)
    figures = [(judge.fact(name), edition.parameters[name]) for name in (PAYLOAD, RANGE)]
    has = ", ".join(shown_value(fact, parameter) for fact, parameter in figures if fact is not None)
    question = ""
    if judged.value is None:
        unknown = [parameter.name for fact, parameter in figures if fact is None]
        question = unknown[-1] if unknown else RANGE_WITH_PAYLOAD
    kilometres = show(node.range_at_least.threshold / Fraction(1000))
    return Trace(
        judged.value,
        f"Payload ≥ {show(node.payload_at_least.threshold)} kg over range ≥ {kilometres} km, by any trade",
        has,
        why=judged.why,
        source="trade-off",
        question=question,
    )
