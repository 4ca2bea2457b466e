"""Choosing and checking conditions (letters.md §6, §7): pure rules over the library.

The program proposes the union of the matching default sets and says why each condition is there (CH-1); a person
chooses; contradictions (CH-2) and conditions that an assurance implies (CH-3) are named here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.errors import Refused
from desktop.letters.filling import Chosen
from desktop.letters.library import CaseNeed, Conflict, DefaultSet, Library, LineNeed, Wanted
from desktop.letters.model import LetterKind


@dataclass(frozen=True, slots=True)
class LineContext:
    """What choosing needs to know of one granted line.

    ``annex_ref`` is '' for an item that is not listed, ``outcome`` the policy's, ``end_use_class`` one letter of
    domain.md §10. ``flags`` are facts such as ``unmanned_aircraft``, ``satellite_engine``, ``production_technology``;
    ``open_flags`` are those that nobody has answered yet: unknown is not no.
    """

    number: int
    annex_ref: str = ""
    category: str = ""
    outcome: str = ""
    end_use_class: str = ""
    nature: str = "goods"
    flags: frozenset[str] = frozenset()
    open_flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GrantContext:
    """What choosing needs to know of the grant: kind of case, status of the state of destination, granted lines.

    ``flags`` are ``inward_assurance``, ``incorporation``, ``fair_or_trial``. ``issues_delivery_verification`` is False
    where the destination's authority issues none, so that DV-02 takes the place of DV-01; None is not known.
    """

    kind: str
    status: str
    lines: tuple[LineContext, ...]
    flags: frozenset[str] = frozenset()
    open_flags: frozenset[str] = frozenset()
    issues_delivery_verification: bool | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A condition the program proposes: why, for which lines (empty: all), whether only a supervisor may strike it.

    ``general`` conditions belong to every grant of the kind; the others make the licence one with conditions (APC).
    """

    condition_id: str
    why: tuple[str, ...]
    supervisor_only: bool
    general: bool
    lines: tuple[int, ...] = ()

    def with_other(self, other: "Proposal") -> "Proposal":
        """Return this proposal joined with the same condition proposed by another set."""
        both = tuple(sorted({*self.lines, *other.lines})) if self.lines and other.lines else ()
        return replace(
            self,
            why=tuple(dict.fromkeys((*self.why, *other.why))),
            supervisor_only=self.supervisor_only or other.supervisor_only,
            general=self.general or other.general,
            lines=both,
        )


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A fact nobody has answered yet, the lines it is asked of (empty: the case), the conditions that hang on it."""

    flag: str
    lines: tuple[int, ...]
    condition_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a choice of conditions cannot be signed: rule, sentence, the conditions concerned."""

    rule: str
    sentence: str
    condition_ids: tuple[str, ...]


def _any_of(wanted: Collection[str], value: str) -> bool:
    return not wanted or value in wanted


def _case_fits(need: CaseNeed, context: GrantContext) -> bool:
    return _any_of(need.kinds, context.kind) and _any_of(need.statuses, context.status) and need.flags <= context.flags


def _is_under(annex_ref: str, entry: str) -> bool:
    return annex_ref == entry or annex_ref.startswith(f"{entry}.")


def _line_fits(need: LineNeed, line: LineContext) -> bool:
    return (
        _any_of(need.natures, line.nature)
        and _any_of(need.outcomes, line.outcome)
        and _any_of(need.classes, line.end_use_class)
        and _any_of(need.categories, line.category)
        and (not need.entries or any(_is_under(line.annex_ref, entry) for entry in need.entries))
        and (need.listed is None or need.listed == bool(line.annex_ref))
        and need.flags <= line.flags
    )


def _lines_of(one: DefaultSet, context: GrantContext) -> tuple[int, ...] | None:
    """Return the lines for which the set matches, () for all of them, None where it does not match."""
    if not _case_fits(one.case, context):
        return None
    if one.line is None:
        return ()
    fitting = tuple(line.number for line in context.lines if _line_fits(one.line, line))
    if not fitting:
        return None
    return () if len(fitting) == len(context.lines) else fitting


def _matching(library: Library, context: GrantContext) -> list[tuple[DefaultSet, tuple[int, ...]]]:
    matching = [(one, lines) for one in library.sets if (lines := _lines_of(one, context)) is not None]
    return [pair for pair in matching if pair[0].alone] or matching


def _id_of(wanted: Wanted, context: GrantContext) -> str:
    if wanted.instead and context.issues_delivery_verification is False:
        return wanted.instead
    return wanted.condition_id


def default_set(library: Library, context: GrantContext) -> tuple[Proposal, ...]:
    """Return the conditions proposed for a grant, in library order, each once, with every reason why (CH-1)."""
    matching = _matching(library, context)
    found: dict[str, Proposal] = {}
    for one, lines in matching:
        for wanted in one.conditions:
            proposal = Proposal(_id_of(wanted, context), (one.why,), wanted.fixed, one.general, lines)
            before = found.get(proposal.condition_id)
            found[proposal.condition_id] = before.with_other(proposal) if before else proposal
    dropped = frozenset[str]().union(*(one.drops for one, _ in matching))
    kept = [proposal for name, proposal in found.items() if name not in dropped]
    return tuple(sorted(kept, key=lambda proposal: library.place(proposal.condition_id)))


def open_questions(library: Library, context: GrantContext) -> tuple[OpenQuestion, ...]:
    """Return the facts that are not known and would add conditions if they were so: unknown is not no."""
    proposed = {proposal.condition_id for proposal in default_set(library, context)}
    found = []
    for flag in sorted(context.open_flags.union(*(line.open_flags for line in context.lines))):
        asked = tuple(line.number for line in context.lines if flag in line.open_flags)
        lines = tuple(
            replace(line, flags=line.flags | {flag}) if line.number in asked else line for line in context.lines
        )
        flags = context.flags | ({flag} & context.open_flags)
        supposed = default_set(library, replace(context, lines=lines, flags=flags))
        added = tuple(p.condition_id for p in supposed if p.condition_id not in proposed)
        if added:
            found.append(OpenQuestion(flag, asked, added))
    return tuple(found)


def _on_one_line(first: Chosen, second: Chosen) -> bool:
    return not first.lines or not second.lines or not set(first.lines).isdisjoint(second.lines)


def _conflict_holds(conflict: Conflict, context: GrantContext, chosen: Mapping[str, Chosen]) -> bool:
    if conflict.pair:
        first, second = conflict.pair
        return first in chosen and second in chosen and _on_one_line(chosen[first], chosen[second])
    if conflict.condition not in chosen:
        return False
    bound = chosen[conflict.condition].lines
    lines = [line for line in context.lines if not bound or line.number in bound]
    if conflict.only_natures:
        return all(line.nature in conflict.only_natures for line in lines)
    return any(conflict.any_flag in line.flags for line in lines)


def conflicts(library: Library, context: GrantContext, chosen: Iterable[Chosen]) -> tuple[Problem, ...]:
    """Return the contradictions among the chosen conditions (CH-2)."""
    by_id = {one.condition_id: one for one in chosen}
    found = []
    for conflict in library.conflicts:
        if _conflict_holds(conflict, context, by_id):
            named = conflict.pair or (conflict.condition,)
            words = " and ".join(named) + (" contradict each other: " if conflict.pair else " does not fit: ")
            found.append(Problem("CH-2", f"{words}{conflict.because}. Take one out.", named))
    return tuple(found)


def implied_gaps(library: Library, required: Collection[str], chosen: Iterable[Chosen]) -> tuple[Problem, ...]:
    """Return the conditions that the required assurances (domain.md §9.4) imply and the choice lacks (CH-3)."""
    have = {one.condition_id for one in chosen}
    return tuple(
        Problem("CH-3", f"Assurance {assurance} is required: add condition {' or '.join(row)}.", row)
        for assurance, rows in library.implied.items()
        if assurance in required
        for row in rows
        if have.isdisjoint(row)
    )


def _unfounded(library: Library, chosen: Sequence[Chosen]) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in chosen:
        if one.condition_id in seen:
            yield Problem("CH-1", f"{one.condition_id} is chosen twice. Take one out.", (one.condition_id,))
        seen.add(one.condition_id)
        if not one.is_own and one.condition_id not in library.conditions:
            yield Problem("CH-1", f"There is no condition {one.condition_id} in the library.", (one.condition_id,))
        if one.is_own and not one.values.get("ticked_by", "").strip():
            yield Problem(
                "CH-4", f"{one.condition_id} is free text: a supervisor must tick it first.", (one.condition_id,)
            )


def problems(
    library: Library, context: GrantContext, chosen: Sequence[Chosen], required: Collection[str]
) -> tuple[Problem, ...]:
    """Return all that stops a signature over this choice, blanks aside: CH-2, CH-3, CH-4, unknown and doubled ids."""
    return (
        *_unfounded(library, chosen),
        *conflicts(library, context, chosen),
        *implied_gaps(library, required, chosen),
    )


def refuse_strike(proposal: Proposal, *, is_supervisor: bool, reason: str) -> None:
    """Raise :class:`Refused` unless this proposed condition may be taken out by this person (letters.md §6, L12)."""
    if not proposal.supervisor_only:
        return
    if not is_supervisor:
        raise Refused(
            f"{proposal.condition_id} belongs to this grant ({'; '.join(proposal.why).lower()}). Only a supervisor may "
            "strike it: say in your reasons why it should go.",
            rule="letters §6",
        )
    if not reason.strip():
        raise Refused(f"Give the reason why {proposal.condition_id} is struck.", rule="letters §6", field="reason")


def special_ids(proposals: Iterable[Proposal], chosen: Iterable[Chosen]) -> frozenset[str]:
    """Return the chosen conditions that are special to this licence: not of a general set, or added to (CH-4)."""
    general = {proposal.condition_id for proposal in proposals if proposal.general}
    return frozenset(one.condition_id for one in chosen if one.condition_id not in general or one.addition.strip())


def grant_kind(special: Collection[str]) -> LetterKind:
    """Return the letter a grant gets: APC where any condition is special, else APP (letters.md §3)."""
    return LetterKind.APC if special else LetterKind.APP
