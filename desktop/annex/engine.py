"""The classifier: entries compiled once to three-valued functions, tried on an item, put together to a verdict.

The fast form runs over every entry; the tracing form (``tracing``) only over those that come out met or open, and over
the few others that the item could have been. Search orders, criteria decide: no word ever makes an entry met.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from desktop.annex import questions, tracing
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
from desktop.annex.edition import Edition, Entry, is_under
from desktop.annex.judging import Judge
from desktop.annex.model import Classification, Finding, Item, Question, Verdict
from desktop.annex.quantities import Kleene

Compiled = Callable[[Judge], Kleene]

_TRACED_AT_MOST = 24


def compile_condition(node: Node, entry: Entry) -> Compiled:
    """Return the condition as a function of what is known of an item; three values (Kleene)."""
    if isinstance(node, All):
        return _all(tuple(compile_condition(part, entry) for part in node.parts))
    if isinstance(node, AnyOf):
        return _any(tuple(compile_condition(part, entry) for part in node.parts))
    if isinstance(node, Not):
        return _not(compile_condition(node.part, entry))
    return _leaf(node, entry)


def _leaf(node: Leaf, entry: Entry) -> Compiled:
    if isinstance(node, Compare):
        return lambda judge: judge.compare(node)
    if isinstance(node, Is):
        return lambda judge: judge.is_one_of(node)
    if isinstance(node, Relation):
        return lambda judge: judge.relation(node, entry).value
    if isinstance(node, NamedSubstance):
        return lambda judge: judge.substance(node).value
    return _other_leaf(node)


def _other_leaf(node: IsA | NotIn | Together) -> Compiled:
    if isinstance(node, IsA):
        kinds = frozenset(node.kinds)
        return lambda judge: not kinds.isdisjoint(judge.kinds)
    if isinstance(node, NotIn):
        return lambda judge: judge.not_in(node.codes)
    return lambda judge: judge.together(node).value


def _all(parts: tuple[Compiled, ...]) -> Compiled:
    def judged(judge: Judge) -> Kleene:
        result: Kleene = True
        for part in parts:
            value = part(judge)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return judged


def _any(parts: tuple[Compiled, ...]) -> Compiled:
    def judged(judge: Judge) -> Kleene:
        result: Kleene = False
        for part in parts:
            value = part(judge)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return judged


def _not(part: Compiled) -> Compiled:
    def judged(judge: Judge) -> Kleene:
        value = part(judge)
        return None if value is None else not value

    return judged


class Rules:
    """An edition compiled: one function for each entry, exclusions and general notes included."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._compiled = {code: self._entry(entry) for code, entry in edition.entries.items()}

    def _entry(self, entry: Entry) -> Compiled:
        parts = [] if entry.condition is None else [compile_condition(entry.condition, entry)]
        parts += [_not(compile_condition(note.when, entry)) for note in entry.exclusions if note.when is not None]
        parts += [
            _not(compile_condition(note.when, entry))
            for note in self.edition.general_notes
            if note.when is not None and entry.part in note.applies_to
        ]
        return _all(tuple(parts))

    def result(self, judge: Judge, entry: Entry) -> Kleene:
        """Return how the entry stands to the judge's item."""
        return self._compiled[entry.code](judge)

    def judge(self, item: Item) -> Judge:
        """Return what answers single criteria for ``item``."""
        return Judge(self.edition, item, self.result)


@lru_cache(maxsize=8)
def _rules_of(edition: "_ByIdentity") -> Rules:
    return Rules(edition.edition)


class _ByIdentity:
    """Lets an edition, which holds mappings, be a cache key."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return id(self.edition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.edition is self.edition


def rules_of(edition: Edition) -> Rules:
    """Return the compiled form of an edition, made once."""
    return _rules_of(_ByIdentity(edition))


def results(edition: Edition, item: Item) -> dict[str, Kleene]:
    """Return how every loaded entry stands to the item: the fast form, without traces."""
    judge = rules_of(edition).judge(item)
    return {code: judge.result(code) for code in edition.entries}


def classify(edition: Edition, item: Item) -> Classification:
    """Hold an item against the whole edition and give the verdict with its traces and open questions.

    "Not listed" is only said when the kind of thing is recognised, every entry that names it is loaded, and each is
    not met; an entry met on its own facts stands whatever else is open (design.md §4).
    """
    rules = rules_of(edition)
    judge = rules.judge(item)
    found = {code: judge.result(code) for code in edition.entries}
    findings = [
        tracing.finding(edition, judge, edition.entries[code], result)
        for code, result in found.items()
        if _is_shown(judge, edition.entries[code], result)
    ]
    findings += _as_components(rules, item)
    met = _lowest(edition, [finding.code for finding in findings if finding.result])
    open_codes = _lowest(edition, [finding.code for finding in findings if finding.result is None])
    away = _not_loaded(edition, item)
    shown = tuple(sorted(findings, key=lambda finding: (_RANK[finding.result], finding.as_component)))
    if met:
        category = "I" if any(edition.category_of(code) == "I" for code in met) else "II"
        asked = questions.ordered(edition, judge, [f for f in findings if f.result is None])
        return Classification(edition.edition_id, Verdict.CONTROLLED, met, category, "", shown, asked, away, item)
    if open_codes:
        asked = questions.ordered(edition, judge, [f for f in findings if f.result is None])
        reason = "A figure or fact that decides is missing."
        return _needs(edition, item, (*open_codes, *away), reason, shown, asked, away)
    if away:
        titles = "; ".join(f"{code} {edition.not_loaded[code]}" for code in away[:3])
        reason = f"{edition.coverage} What this looks like belongs to entries not loaded yet: {titles}."
        return _needs(edition, item, away, reason, shown, (), away)
    if not _is_recognised(edition, item):
        reason = "What kind of thing it is was not recognised, and silence is not “not listed”."
        return _needs(edition, item, (), reason, shown, (questions.of_kind(edition),), ())
    if edition.not_loaded and item.is_named_substance and not item.substances and not shown:
        reason = f"{edition.coverage} An entry not loaded yet may name this substance."
        return _needs(edition, item, (), reason, shown, (questions.of_kind(edition),), ())
    reason = (
        "Every entry that names such a thing is excluded."
        if shown
        else f"It is a thing that no entry names: {', '.join(edition.kinds[name].label for name in item.kinds)}."
    )
    return Classification(edition.edition_id, Verdict.NOT_CONTROLLED, (), None, reason, shown, (), (), item)


_RANK: dict[Kleene, int] = {True: 0, None: 1, False: 2}


def _needs(
    edition: Edition,
    item: Item,
    codes: tuple[str, ...],
    reason: str,
    findings: tuple[Finding, ...],
    asked: tuple[Question, ...],
    away: tuple[str, ...],
) -> Classification:
    return Classification(
        edition.edition_id, Verdict.NEEDS_INFORMATION, codes, None, reason, findings, asked, away, item
    )


def _is_shown(judge: Judge, entry: Entry, result: Kleene) -> bool:
    if not entry.can_be_met or judge.kinds.isdisjoint(entry.subject):
        return False
    if result is not False:
        return True
    # of the many named chemicals only those are worth a line that the item could have been
    return not entry.substances or entry.code in judge.item.substances


def _as_components(rules: Rules, item: Item) -> list[Finding]:
    """Judge the entries that cover components, for an item that is a part of what they name."""
    edition = rules.edition
    found = []
    for code, entry in edition.entries.items():
        if entry.components and entry.can_be_met and not set(item.part_of).isdisjoint(entry.subject):
            whole = Item(kinds=item.part_of, facts=item.facts, answers=item.answers, serves=item.serves)
            judge = rules.judge(whole)
            finding = tracing.component_finding(edition, judge, entry, judge.result(code), item.answers)
            if finding.result is not False:
                found.append(finding)
    return found[:_TRACED_AT_MOST]


def _lowest(edition: Edition, codes: Iterable[str]) -> tuple[str, ...]:
    """Leave out a heading of which a lower entry stands, and a code whose letters are unconfirmed under a met entry."""
    given = list(dict.fromkeys(codes))
    sure = [code for code in given if edition.entries[code].code_confirmed]

    def gives_way(code: str) -> bool:
        others = [other for other in sure if other != code]
        if edition.entries[code].code_confirmed:
            return any(is_under(other, code) for other in others)
        return any(is_under(code, other) for other in others)

    return tuple(code for code in given if not gives_way(code))


def _not_loaded(edition: Edition, item: Item) -> tuple[str, ...]:
    """Return codes in play that the edition does not hold: of the item itself, or for what its software serves."""
    codes = [code for name in (*item.kinds, *item.part_of) for code in edition.kinds[name].not_loaded]
    if item.what != "goods":
        parts = {"software": "D", "technology": "E"}[item.what]
        served = {
            code.partition(".")[0]
            for host in item.chain()
            for name in host.kinds
            for code in edition.kinds[name].not_loaded
        }
        codes += [code for code in edition.not_loaded if code.split(".")[0] in served and code.split(".")[1] == parts]
    return tuple(dict.fromkeys(codes))


def _is_recognised(edition: Edition, item: Item) -> bool:
    kinds = [edition.kinds[name] for name in item.kinds]
    return any(kind.stands_alone or kind.name in edition.named_by for kind in kinds)
