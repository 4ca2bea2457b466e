"""Choosing the conditions of a grant: what a clerk chooses and adds, what only a supervisor strikes (letters §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db.tables.decisions import chosen_condition
from desktop.act import Act
from desktop.administration import store as people
from desktop.cases import store as case_store
from desktop.cases.editing import gated
from desktop.cases.model import RUNNING, STATE_NAMES
from desktop.clock import office_date
from desktop.decisions import context, store
from desktop.decisions.model import ChosenCondition
from desktop.errors import Refused, StaleCase, UserError
from desktop.letters import conditions, filling, library
from desktop.letters.conditions import Proposal
from desktop.letters.filling import OWN, Chosen
from desktop.permissions import Permission

AREA = "decisions"


def choose_conditions(
    act: Act, case_id: int, chosen: Sequence[Chosen], *, seen: Mapping[str, int] | None = None
) -> None:
    """Let a grant carry exactly these conditions, in library order; struck ones stay as they are (CH-1, CH-4).

    ``seen`` maps the ids of the conditions on screen to their versions (R12). A proposed condition that only a
    supervisor may strike cannot be left out here. Raises :class:`UserError` for an unknown or doubled id.
    """
    act.actor.require(Permission.RECOMMEND)
    grant = _grant(act, case_id)
    before = {each.chosen.condition_id: each for each in grant.chosen}
    _refuse_stale(before, seen)
    struck = {name for name, each in before.items() if each.is_struck}
    wanted = [_clean(each, before.get(each.condition_id)) for each in chosen if each.condition_id not in struck]
    _refuse_strange([each.condition_id for each in wanted])
    names = {each.condition_id for each in wanted}
    for proposal in grant.proposals:
        if proposal.condition_id in before and proposal.condition_id not in names | struck:
            conditions.refuse_strike(proposal, is_supervisor=False, reason="")
    changed = _store(act, case_id, wanted, before, struck)
    if changed:
        act.record("conditions.chosen", AREA, case_id, conditions=sorted(names), changed=changed)
        act.content_changed(case_id, f"conditions: {', '.join(changed)}")


def take_over_proposed(act: Act, case_id: int) -> None:
    """Choose every proposed condition that is not chosen yet, its blanks filled where the case answers them (CH-1)."""
    grant = _grant(act, case_id)
    have = {each.chosen.condition_id for each in grant.chosen}
    new = [each for each in context.proposed(grant) if each.condition_id not in have]
    choose_conditions(act, case_id, [*(each.chosen for each in grant.chosen), *new])


def add_condition(act: Act, case_id: int, condition_id: str) -> None:
    """Add one condition from the library, its blanks filled where the case answers them."""
    grant = _grant(act, case_id)
    _refuse_strange([condition_id])
    values = filling.proposed_values(library.load().conditions[condition_id], grant.from_case)
    choose_conditions(act, case_id, [*(each.chosen for each in grant.chosen), Chosen(condition_id, values)])


def add_own_condition(act: Act, case_id: int) -> str:
    """Add an empty condition of the office's own words; return its id, the next free one (CH-4)."""
    grant = _grant(act, case_id)
    have = {each.chosen.condition_id for each in grant.chosen}
    condition_id = next(name for number in range(1, len(have) + 2) if (name := f"{OWN}{number}") not in have)
    own = Chosen(condition_id, {"title": "", "text": ""})
    choose_conditions(act, case_id, [*(each.chosen for each in grant.chosen), own])
    return condition_id


def leave_out_condition(act: Act, case_id: int, condition_id: str) -> None:
    """Take a chosen condition out again; one that only a supervisor may strike is refused."""
    grant = _grant(act, case_id)
    choose_conditions(act, case_id, [each.chosen for each in grant.chosen if each.chosen.condition_id != condition_id])


def fill_condition(act: Act, case_id: int, condition_id: str, values: Mapping[str, str], addition: str) -> None:
    """Set some blanks of a chosen condition and its addition (CH-4); the others stay as they are."""
    grant = _grant(act, case_id)
    if condition_id not in {each.chosen.condition_id for each in grant.chosen}:
        raise UserError(f"{condition_id} is not among the chosen conditions any more.", field="conditions")
    choose_conditions(
        act,
        case_id,
        [
            replace(each.chosen, values={**each.chosen.values, **values}, addition=addition)
            if each.chosen.condition_id == condition_id
            else each.chosen
            for each in grant.chosen
        ],
    )


def _grant(act: Act, case_id: int) -> context.Grant:
    case = case_store.case_by_id(act.connection, case_id)
    if case.state not in RUNNING:
        raise Refused(f"{case.title} is in state {STATE_NAMES[case.state].lower()}.", rule="domain §13")
    today = office_date(act.now, people.profile(act.connection).time_zone)
    grant = context.grant_of(act.connection, case_id, today)
    if grant is None:
        raise UserError("Conditions belong to a grant. Choose the outcome of the lines first.")
    return grant


def _refuse_stale(before: Mapping[str, ChosenCondition], seen: Mapping[str, int] | None) -> None:
    if seen is not None and {name: each.version for name, each in before.items()} != dict(seen):
        raise StaleCase("Somebody else changed the conditions while you were working on them. Look at them again.")


def _clean(chosen: Chosen, before: ChosenCondition | None) -> Chosen:
    """Return a choice with its texts through the gate; a changed text of the office's own loses its tick (CH-4)."""
    values = {
        name: gated(name, value.strip(), "remark") for name, value in chosen.values.items() if name != "ticked_by"
    }
    if chosen.is_own and before is not None:
        old = {name: value for name, value in before.chosen.values.items() if name != "ticked_by"}
        if old == values and "ticked_by" in before.chosen.values:
            values["ticked_by"] = before.chosen.values["ticked_by"]
    return Chosen(
        chosen.condition_id, values, gated("addition", chosen.addition.strip(), "remark"), tuple(chosen.lines)
    )


def _refuse_strange(names: Sequence[str]) -> None:
    known = library.load().conditions
    for name in names:
        if name not in known and not name.startswith(OWN):
            raise UserError(f"There is no condition {name} in the library.", field="conditions")
        if names.count(name) > 1:
            raise UserError(f"{name} is chosen twice. Take one out.", field="conditions")


def _store(
    act: Act, case_id: int, wanted: Sequence[Chosen], before: Mapping[str, ChosenCondition], struck: set[str]
) -> list[str]:
    """Write the choice row by row and return the ids of what changed."""
    texts = library.load()
    changed = []
    names = {each.condition_id for each in wanted}
    for name, old in before.items():
        if name not in names | struck:
            store.remove_condition(act.connection, old.row_id)
            changed.append(name)
    for each in wanted:
        values = {"parameters": dict(each.values), "addition": each.addition, "lines": list(each.lines)}
        present = before.get(each.condition_id)
        if present is None:
            store.add_condition(
                act.connection,
                {
                    "case_id": case_id,
                    "condition_id": each.condition_id,
                    "position": texts.place(each.condition_id),
                    **values,
                },
            )
            changed.append(each.condition_id)
        elif present.chosen != each:
            act.update(chosen_condition, present.row_id, present.version, values)
            changed.append(each.condition_id)
    return sorted(changed)


def strike_condition(act: Act, case_id: int, condition_id: str, reason: str) -> None:
    """Strike a proposed condition that only a supervisor may strike; it stays in the record with his reason (L12)."""
    grant = _grant(act, case_id)
    proposal = next((each for each in grant.proposals if each.condition_id == condition_id), None)
    if proposal is None:
        proposal = Proposal(condition_id, ("chosen by the clerk",), supervisor_only=True, general=False)
    words = gated("reason", reason.strip(), "remark")
    conditions.refuse_strike(proposal, is_supervisor=act.actor.may(Permission.STRIKE_CONDITION), reason=words)
    act.actor.require(Permission.STRIKE_CONDITION)
    present = next((each for each in grant.chosen if each.chosen.condition_id == condition_id), None)
    if present is None:
        raise UserError(f"{condition_id} is not among the chosen conditions.", field="conditions")
    act.update(chosen_condition, present.row_id, present.version, {"struck_reason": words})
    act.record("condition.struck", AREA, case_id, condition=condition_id, reason=words)
    act.content_changed(case_id, f"condition {condition_id} struck")


def tick_own_condition(act: Act, case_id: int, condition_id: str) -> None:
    """Tick a condition of the office's own words, which needs a supervisor's eye before it is signed (CH-4)."""
    act.actor.require(Permission.STRIKE_CONDITION)
    grant = _grant(act, case_id)
    present = next((each for each in grant.chosen if each.chosen.condition_id == condition_id), None)
    if present is None or not present.chosen.is_own:
        raise UserError(f"{condition_id} is not a condition of the office's own words.", field="conditions")
    values = {**present.chosen.values, "ticked_by": act.actor.full_name}
    act.update(chosen_condition, present.row_id, present.version, {"parameters": values})
    act.record("condition.ticked", AREA, case_id, condition=condition_id)
    act.content_changed(case_id, f"condition {condition_id} ticked")
