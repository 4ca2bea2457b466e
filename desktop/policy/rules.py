"""The policy procedure of domain.md §9.2 as a pure function over data: PM-1 to PM-11, PM-a to PM-f.

Every rule gives one of three answers. A rule that is open because an input is not known does not end the search: the
outcomes that remain possible are collected, and only one possible outcome is an outcome.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.policy.data import PolicyData, Row
from desktop.policy.model import (
    Answer,
    Category,
    Contribution,
    Embargo,
    EndUseClass,
    Inputs,
    ItemKind,
    Outcome,
    Tri,
    WmdFinding,
)
from desktop.policy.result import Assurance, Choice, PolicyResult, Tried
from desktop.policy.rows import row_of, serves_production

_CANNOT_CONTAIN = frozenset({ItemKind.MATERIAL, ItemKind.SOFTWARE, ItemKind.TECHNOLOGY})
_RESULT_WORDS = {Tri.YES: "met", Tri.NO: "not met", Tri.UNKNOWN: "open"}


class _Found(NamedTuple):
    """What one rule says of the facts: met, not met or open; why; which inputs would settle it."""

    holds: Tri
    why: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the rules look at: the inputs, the row and cell they fall in, the policy data."""

    inputs: Inputs
    row: Row
    cell: str
    data: PolicyData

    @property
    def part(self) -> str:
        """Section letter of the annex reference, '' for an unlisted item."""
        return self.inputs.annex_ref.split(".")[1] if self.inputs.is_listed else ""

    @property
    def is_production(self) -> Tri:
        """Whether the item serves the production of Category I items, by its reference or by a person's finding."""
        return serves_production(self.inputs, self.data)


def _pm_1(facts: _Facts) -> _Found:
    inputs = facts.inputs
    if inputs.exemption:
        return _Found(Tri.NO, f"exempted by {inputs.exemption}, recorded from the body concerned")
    if inputs.embargo_result is Embargo.PROHIBITED:
        return _Found(Tri.YES, "an embargo prohibits this transfer and no exemption is recorded")
    if inputs.embargo_result is Embargo.UNKNOWN:
        return _Found(Tri.UNKNOWN, "the embargo check is not recorded", ("embargo_result",))
    return _Found(Tri.NO, "no embargo prohibits this transfer")


def _pm_2(facts: _Facts) -> _Found:
    inputs = facts.inputs
    if facts.row.code == "CI-PF":
        return _Found(Tri.YES, f"{_ref(inputs)} is a production facility for Category I items")
    if facts.part == "B" and inputs.kind is None:
        return _Found(
            Tri.UNKNOWN,
            "it is not established whether the equipment is part of an installation integrated for Category I items",
            ("kind",),
        )
    if inputs.kind is ItemKind.PRODUCTION_FACILITY and inputs.production_related is Tri.UNKNOWN:
        return _Found(
            Tri.UNKNOWN,
            "it is not established whether the facility serves the production of Category I items",
            ("production_related",),
        )
    return _Found(Tri.NO, "not a production facility for Category I items")


def _pm_3(facts: _Facts) -> _Found:
    if facts.row.code == "CI-PT":
        return _Found(Tri.YES, f"{_ref(facts.inputs)} serves the production of Category I items")
    if facts.row.code == "CI-DT" and facts.is_production is Tri.UNKNOWN:
        return _Found(
            Tri.UNKNOWN,
            "it is not established whether it serves the production of Category I items",
            ("production_related",),
        )
    return _Found(Tri.NO, "not production technology or production software for Category I items")


def _pm_4(facts: _Facts) -> _Found:
    inputs = facts.inputs
    if inputs.wmd_finding is WmdFinding.JUDGED:
        return _Found(Tri.YES, "the item is judged to be intended for the delivery of weapons of mass destruction")
    if inputs.end_use_class is EndUseClass.W:
        return _Found(Tri.YES, "the end-use class is W: judged intended for such delivery")
    if inputs.wmd_finding is WmdFinding.UNKNOWN:
        return _Found(Tri.UNKNOWN, "no finding is recorded on weapons of mass destruction", ("wmd_finding",))
    return _Found(Tri.NO, f"finding on weapons of mass destruction: {inputs.wmd_finding}")


def _pm_5(facts: _Facts) -> _Found:
    inputs = facts.inputs
    if inputs.category is Category.I and facts.row.code != "CI-EX":
        why = f"{_ref(inputs)} is Category I ({facts.row.name}); purpose and destination do not change that"
        if inputs.exception_note is not Tri.YES and facts.row.code == "CI-SUB":
            why += "; no exception note is recorded as met"
        return _Found(Tri.YES, why)
    if facts.cell == "SP":
        return _Found(Tri.YES, "the exception note does not reach a programme able to reach 300 km")
    return _contains_category_i(inputs)


def _contains_category_i(inputs: Inputs) -> _Found:
    if inputs.kind in _CANNOT_CONTAIN:
        return _Found(Tri.NO, f"{inputs.kind} has no Category I item built in")
    if inputs.contains_category_I is Tri.NO:
        return _Found(Tri.NO, "not Category I, and no Category I item is built in")
    if inputs.inseparable is Tri.YES:
        return _Found(Tri.NO, "a Category I item built in could not be separated, removed or duplicated")
    if inputs.contains_category_I is Tri.YES and inputs.inseparable is Tri.NO:
        return _Found(Tri.YES, "a Category I item is built in and can be separated, removed or duplicated")
    missing = "contains_category_I" if inputs.contains_category_I is Tri.UNKNOWN else "inseparable"
    words = (
        "a Category I item is built in" if missing == "contains_category_I" else "the built-in item can be separated"
    )
    return _Found(Tri.UNKNOWN, f"it is not established whether {words}", (missing,))


def _pm_6(facts: _Facts) -> _Found:
    if facts.cell == "X":
        return _Found(Tri.YES, "an exception note allows treatment as Category II for this use and quantity")
    return _Found(Tri.NO, "not within an exception note")


def _pm_7(facts: _Facts) -> _Found:
    if facts.cell == "R":
        return _Found(Tri.YES, "the end-use class of a listed item is not established", ("end_use_class",))
    return _Found(
        Tri.NO, f"end-use class {facts.inputs.end_use_class}: {facts.data.columns[facts.inputs.end_use_class]}"
    )


def _pm_8(facts: _Facts) -> _Found:
    inputs = facts.inputs
    if inputs.category is not Category.II:
        return _Found(Tri.NO, "not Category II")
    if facts.cell == "G":
        return _Found(Tri.YES, f"row {facts.row.code}, class {inputs.end_use_class} asks for a government assurance")
    if inputs.contribution_finding in {Contribution.POSSIBLE, Contribution.YES}:
        return _Found(Tri.YES, f"contribution to a delivery system: {inputs.contribution_finding}")
    if inputs.contribution_finding is Contribution.UNKNOWN:
        return _Found(
            Tri.UNKNOWN,
            "the technical assessor has not found whether the transfer could contribute to a delivery system",
            ("contribution_finding",),
        )
    return _Found(Tri.NO, "no contribution to a delivery system is found")


def _pm_9(facts: _Facts) -> _Found:
    if facts.inputs.category is Category.II:
        return _Found(Tri.YES, f"Category II, row {facts.row.code}, class {facts.inputs.end_use_class}")
    return _Found(Tri.NO, "not Category II")


def _pm_10(facts: _Facts) -> _Found:
    inputs = facts.inputs
    for name, words in (("informed", "was informed"), ("aware", "is aware or suspects")):
        if getattr(inputs, name) is Tri.YES:
            return _Found(Tri.YES, f"the exporter {words} of such a use")
    if inputs.wmd_finding is WmdFinding.SUSPECTED:
        return _Found(Tri.YES, "use in the delivery of weapons of mass destruction is suspected")
    if facts.cell == "K":
        return _Found(Tri.YES, f"end-use class {inputs.end_use_class}: {facts.data.columns[inputs.end_use_class]}")
    missing = tuple(name for name in ("informed", "aware") if getattr(inputs, name) is Tri.UNKNOWN)
    if inputs.wmd_finding is WmdFinding.UNKNOWN:
        missing += ("wmd_finding",)
    if missing:
        return _Found(Tri.UNKNOWN, "what the exporter and the office know of such a use is not recorded", missing)
    return _Found(Tri.NO, "nobody informed the exporter, and nobody suspects such a use")


def _pm_11(facts: _Facts) -> _Found:
    why = "the item is not listed and nothing else asks for a licence"
    return _Found(Tri.YES, why + ("; an inform letter has to be considered" if facts.cell == "N*" else ""))


class _Rule(NamedTuple):
    """One step of the procedure."""

    rule: str
    outcome: Outcome
    asks: str
    test: Callable[[_Facts], _Found]


PROCEDURE = (
    _Rule("PM-1", Outcome.EMBARGO, "Does an embargo prohibit the transfer?", _pm_1),
    _Rule("PM-2", Outcome.PROHIBITED, "Is it a Category I production facility?", _pm_2),
    _Rule("PM-3", Outcome.PROHIBITED, "Is it Category I production technology or production software?", _pm_3),
    _Rule(
        "PM-4",
        Outcome.STRONG_PRESUMPTION_WMD,
        "Is it judged to be meant for delivering weapons of mass destruction?",
        _pm_4,
    ),
    _Rule(
        "PM-5", Outcome.STRONG_PRESUMPTION, "Is it Category I, or does it contain a separable Category I item?", _pm_5
    ),
    _Rule("PM-6", Outcome.CASE_BY_CASE_EXCEPTED, "Does an exception note allow treatment as Category II?", _pm_6),
    _Rule("PM-7", Outcome.RESOLVE_FIRST, "Is the end-use class of a listed item still to be established?", _pm_7),
    _Rule("PM-8", Outcome.CASE_BY_CASE_G2G, "Category II: is a government assurance asked for?", _pm_8),
    _Rule("PM-9", Outcome.CASE_BY_CASE, "Category II otherwise?", _pm_9),
    _Rule("PM-10", Outcome.CATCH_ALL, "Unlisted: informed, aware or suspected?", _pm_10),
    _Rule("PM-11", Outcome.NLR, "Unlisted, and nothing else?", _pm_11),
)


def _ref(inputs: Inputs) -> str:
    return inputs.annex_ref or "the item"


def decide(inputs: Inputs, data: PolicyData) -> PolicyResult:
    """Return the starting point for one line with its trace; the program proposes, a person decides (PM-f).

    Raises :class:`UserError` when the annex reference fits no row or not its category.
    """
    row = row_of(inputs, data)
    facts = _Facts(inputs, row, row.cells[inputs.end_use_class], data)
    trace: list[Tried] = []
    open_rules: list[_Rule] = []
    missing: list[str] = []
    steps = iter(PROCEDURE)
    while True:  # the last rule holds for whatever comes to it
        step = next(steps)
        found = step.test(facts)
        trace.append(Tried(step.rule, step.asks, _RESULT_WORDS[found.holds], found.why))
        if found.holds is not Tri.NO:
            missing += [name for name in found.missing if name not in missing]
        if found.holds is Tri.YES:
            break
        if found.holds is Tri.UNKNOWN:
            open_rules.append(step)
    possible = data.in_order({step.outcome, *(each.outcome for each in open_rules)})
    settled = len(possible) == 1
    outcome = possible[0] if settled else Outcome.RESOLVE_FIRST
    return PolicyResult(
        outcome=outcome,
        rule=step.rule if settled else open_rules[0].rule,
        row=row.code,
        column=inputs.end_use_class,
        cell=facts.cell,
        inputs=inputs,
        trace=tuple(trace),
        possible=possible,
        missing=tuple(missing) if outcome is Outcome.RESOLVE_FIRST else (),
        assurances=_assurances(outcome, inputs, data),
        may_suffice=_may_suffice(outcome, inputs, data),
        choices=_choices(outcome, inputs, data),
    )


def _assurances(outcome: Outcome, inputs: Inputs, data: PolicyData) -> tuple[Assurance, ...]:
    """Return what a grant needs by outcome and destination; status changes this and never the outcome (PM-e, §9.4)."""
    if outcome not in data.required:
        return ()
    asked = [*data.required[outcome][data.status_column[inputs.destination_status]]]
    if inputs.kind is ItemKind.TECHNOLOGY:
        asked += data.technology_adds
    return tuple(Assurance(*code.split(":")) for code in asked)


def _may_suffice(outcome: Outcome, inputs: Inputs, data: PolicyData) -> tuple[str, ...]:
    if inputs.temporary is Tri.YES and outcome in data.required:
        return data.temporary[data.status_column[inputs.destination_status]]
    return ()


def _choices(outcome: Outcome, inputs: Inputs, data: PolicyData) -> tuple[Choice, ...]:
    rule = data.outcomes[outcome]
    found = []
    for answer in Answer:
        needed = rule.signatures[answer]
        treated_as_ii = outcome is Outcome.CASE_BY_CASE_EXCEPTED
        if answer is Answer.REFUSE and needed and inputs.category is Category.I and not treated_as_ii:
            needed = data.category_i_refusal
        found.append(Choice(answer, needed, rule.closed.get(answer, "")))
    return tuple(found)


def strictest(results: Sequence[PolicyResult], data: PolicyData) -> PolicyResult:
    """Return the result that rules where several stand for one thing: the strictest, of equals the first (PM-a).

    For the headline of a case, and for a line that meets several annex entries.
    """
    order = list(data.outcomes)
    return min(results, key=lambda result: order.index(result.outcome))
