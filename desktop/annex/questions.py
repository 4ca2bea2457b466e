"""What to ask next: the open criteria of a classification as questions, the one that settles most first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from desktop.annex.conditions import All, Compare, leaves
from desktop.annex.edition import Edition, is_under
from desktop.annex.judging import RANGE, Judge
from desktop.annex.model import Finding, Question, Trace
from desktop.annex.tracing import NOT_IN, RANGE_WITH_PAYLOAD, trace

KIND_QUESTION, SERVES_QUESTION = "kind", "serves"
HOST = "host:"


def ordered(edition: Edition, judge: Judge, findings: Sequence[Finding]) -> tuple[Question, ...]:
    """Return what to ask, the question on which most open entries hang first; the annex's order among equals."""
    hang_on = {one.code: _hang_on(edition, judge, one) for one in findings}
    counted: Counter[str] = Counter()
    for one in findings:
        wanted = set(hang_on[one.code])
        for code in _waits_for(one.trace, list(hang_on)):
            wanted |= hang_on[code]
        counted.update(wanted)
    asked = [_question(edition, judge, key, settles) for key, settles in counted.items()]
    order = {name: number for number, name in enumerate(edition.parameters)}
    return tuple(sorted(asked, key=lambda question: (-question.settles, order.get(question.key, 10**6), question.key)))


def _hang_on(edition: Edition, judge: Judge, finding: Finding) -> set[str]:
    wanted: set[str] = set()
    _wanted(finding.trace, wanted)
    return _about_host(edition, judge, wanted)


def _waits_for(step: Trace, codes: Sequence[str]) -> set[str]:
    """Return the open entries that an entry waits for, being met only where those are not."""
    targets = [
        target
        for leaf in step.leaves()
        if leaf.result is None and leaf.key.startswith(NOT_IN)
        for target in leaf.key.removeprefix(NOT_IN).split(",")
    ]
    return {code for code in codes if any(is_under(code, target) for target in targets)}


def _about_host(edition: Edition, judge: Judge, wanted: set[str]) -> set[str]:
    """Ask for what a relation hangs on: what the thing is made for, or a missing figure of that; else the relation."""
    relations = {key for key in wanted if key.startswith("relation:")}
    if not relations:
        return wanted
    parts = {key for key in relations if edition.relations[key.split(":")[1]].reads == "parts"}
    if parts:
        wanted = (wanted - parts) | {figure for key in parts for figure in _figures_of_parts(edition, judge, key)}
        relations -= parts
        if not relations:
            return wanted
    host = judge.host_judge()
    if host is None:
        return (wanted - relations) | {SERVES_QUESTION}
    missing: set[str] = set()
    for kind in host.item.kinds:
        for code in edition.named_by.get(kind, ()):
            entry = edition.entries[code]
            if host.result(code) is None and entry.condition is not None:
                _wanted(trace(edition, host, entry.condition, entry), missing)
    figures = {f"{HOST}{key}" for key in missing if key in edition.parameters}
    return (wanted - relations) | figures if figures else wanted


def _figures_of_parts(edition: Edition, judge: Judge, key: str) -> set[str]:
    """Return the figures by which a thing's parts would meet their entries; the relation itself where all are known."""
    wanted = {
        leaf.parameter
        for target in key.split(":")[2].split(",")
        for code in edition.under(target)
        for leaf in leaves(edition.entries[code].condition or All(()))
        if isinstance(leaf, Compare) and judge.fact(leaf.parameter) is None
    }
    return wanted or {key}


def _wanted(step: Trace, keys: set[str]) -> None:
    """Gather the questions of open steps; a part that cannot change the result is not asked about."""
    if step.result is not None:
        return
    if step.question:
        keys.add(step.question)
    for part in step.parts:
        _wanted(part, keys)


def _question(edition: Edition, judge: Judge, key: str, settles: int) -> Question:
    kind, _, rest = key.partition(":")
    if key in edition.parameters:
        return _parameter_question(edition, judge, key, settles)
    if kind == "host":
        host = judge.host_judge() or judge
        labels = " or ".join(edition.kinds[name].label for name in host.item.kinds)
        about = _question(edition, host, rest, settles)
        return replace(about, key=key, label=f"{about.label}, of the {labels}", ask=f"About the {labels}: {about.ask}")
    if kind == "relation":
        return _relation_question(edition, key, settles)
    if kind == "component":
        ask = f"Is the part specially designed for what {rest} lists ({edition.title_of(rest)})?"
        return Question(key, f"Specially designed for {rest}", ask, "yes_no", settles=settles)
    if key == SERVES_QUESTION:
        ask = "What is it made for or used in?"
        return Question(key, "What it is made for", ask, "choice", choices=_kinds(edition), settles=settles)
    ask = "Which chemical is it: name or CAS number?"
    return Question(key, "Chemical name or CAS number", ask, "text", settles=settles)


def _parameter_question(edition: Edition, judge: Judge, key: str, settles: int) -> Question:
    parameter = edition.parameters[key]
    fact = judge.fact(key)
    return Question(
        key,
        parameter.label,
        fact.question if fact is not None and fact.question else parameter.ask,
        parameter.type,
        parameter.unit_text,
        tuple((value, value.replace("_", " ")) for value in parameter.values),
        edition.parameters[RANGE].measured if key == RANGE_WITH_PAYLOAD else parameter.measured,
        settles,
    )


def _relation_question(edition: Edition, key: str, settles: int) -> Question:
    _, name, targets = key.split(":")
    words = name.replace("_", " ")
    known = [f"{code} ({edition.title_of(code)})" if edition.knows(code) else code for code in targets.split(",")]
    return Question(
        key,
        f"{words.capitalize()} {targets.replace(',', ', ')}",
        f"Is it {words} {'; '.join(known)}?",
        "yes_no",
        measured=edition.relations[name].meaning,
        settles=settles,
    )


def of_kind(edition: Edition) -> Question:
    """Return the question that comes first when nothing is recognised."""
    return Question(KIND_QUESTION, "Kind of thing", "What kind of thing is it?", "choice", choices=_kinds(edition))


def _kinds(edition: Edition) -> tuple[tuple[str, str], ...]:
    named = ((kind.name, kind.label) for kind in edition.kinds.values())
    return tuple(sorted(named, key=lambda choice: choice[1].casefold()))
