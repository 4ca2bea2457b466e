"""Pure rules of the case: what a registration needs, what is missing for a recommendation, which state follows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.cases.model import PARTY_ROLE_NAMES, RUNNING, Case, Kind, Line, Missing, Party, PartyRole, State
from desktop.spelling import folded

# Kinds whose end-use stands in a certificate of the recipient (domain.md §4).
NEEDS_CERTIFICATE = frozenset({Kind.EXP, Kind.RET, Kind.BRK, Kind.TRN, Kind.TSH, Kind.ITT, Kind.TAS})
NO_END_USER = frozenset({Kind.CLS, Kind.CAN, Kind.INF})
_NEVER_END_USER = {"forwarder": "a freight forwarder or customs broker", "bank": "a bank"}
# a post-office box as envelopes of many countries write it
_MAILBOX = re.compile(
    r"\bp\.? ?o\.? ?box\b|\bpost(?:al)? box\b|\bpostfach\b|\bpostboks\b|\bboîte postale\b|\bb\.?p\.? ?\d|\bapartado\b"
    r"|\bcasella postale\b|\bcaixa postal\b|\bа/я\b|ص\.? ?ب|私書箱|信箱|사서함"
)


def may_edit(state: State) -> bool:
    """Tell whether lines, parties and end-use may still be changed; a decided case is closed (domain.md §13)."""
    return state is State.DRF or state in RUNNING


def missing_for_registration(case: Case) -> list[Missing]:
    """Return what T-01 still needs: applicant, at least one line, receipt."""
    found = []
    applicant = case.party(PartyRole.APPLICANT)
    if applicant is None or not applicant.name.strip():
        found.append(Missing("T-01", "Name the applicant.", "parties"))
    if not any(line.description.strip() for line in case.lines):
        found.append(Missing("T-01", "Enter at least one item.", "goods"))
    if case.received_at is None:
        found.append(Missing("T-01", "Say when the application was received.", "overview"))
    return found


def is_physical_address(address: str) -> bool:
    """Tell whether ``address`` is more than a post-office box (domain.md §5).

    Where a box is named, a street must stand before it: a part with a number, or two parts.
    """
    plain = address.casefold()
    box = _MAILBOX.search(plain)
    if box is None:
        return bool(plain.strip())
    before = [part for part in re.split(r"[\n,;]", plain[: box.start()]) if part.strip()]
    return len(before) > 1 or any(letter.isdigit() for part in before for letter in part)


def end_user_refusal(party: Party, others: Iterable[Party] = ()) -> str | None:
    """Return why ``party`` may not be saved as end-user, or None: no forwarder, customs broker or bank (P-1).

    A party that forwards the same transfer among ``others`` counts as one, whatever kind was typed.
    """
    if party.role is not PartyRole.END_USER:
        return None
    what = _NEVER_END_USER.get(party.kind)
    if what is None and any(
        other.role is PartyRole.FREIGHT_FORWARDER and folded(other.name) == folded(party.name) != ""
        for other in others
        if other.party_id != party.party_id
    ):
        what = "the freight forwarder of this case"
    if what is None:
        return None
    return f"{party.name or 'This party'} is {what} and cannot be the end-user. Name who will use the items."


def party_problems(party: Party, others: Iterable[Party] = ()) -> list[Missing]:
    """Return what rules P-1 and CK-03 hold against one party of a case that also has ``others``."""
    found = []
    role = PARTY_ROLE_NAMES[party.role].lower()
    refusal = end_user_refusal(party, others)
    if refusal is not None:
        found.append(Missing("P-1", refusal, "parties"))
    if not party.name.strip():
        found.append(Missing("CK-03", f"Give the name of the {role}.", "parties"))
    elif not party.country:
        found.append(Missing("CK-03", f"Give the country of {party.name}.", "parties"))
    elif not is_physical_address(party.address):
        found.append(
            Missing("CK-03", f"Give the physical address of {party.name}; a post-office box is not enough.", "parties")
        )
    return found


def _party_rules(case: Case) -> Iterable[Missing]:
    if case.kind not in NO_END_USER and case.party(PartyRole.END_USER) is None:
        yield Missing("CK-03", "Name the end-user: who will actually use the items.", "parties")
    for party in case.parties:
        yield from party_problems(party, case.parties)
    if case.kind not in NO_END_USER and not is_physical_address(case.place_of_use):
        yield Missing("P-2", "State the place where the items will be used; a post-office box is not one.", "parties")
    deal = (PartyRole.PURCHASER, PartyRole.ULTIMATE_CONSIGNEE, PartyRole.END_USER)
    countries = {party.country for party in case.parties if party.role in deal and party.country}
    if len(countries) > 1 and not case.countries_differ_reason.strip():
        yield Missing("P-3", "Purchaser, consignee and end-user are in different countries: state why.", "parties")


def _line_rules(case: Case) -> Iterable[Missing]:
    for line in case.lines:
        gaps = [
            name
            for name, given in (
                ("description", line.description),
                ("maker", line.maker),
                ("model or part number", line.model or line.part_number),
                ("quantity", line.quantity),
                ("unit", line.unit),
                ("unit value", line.unit_value),
                ("currency", line.currency),
            )
            if given in {None, ""}
        ]
        if gaps:
            yield Missing("CK-04", f"Line {line.number}: enter {_listed(gaps)}.", "goods")


def _statement_rules(case: Case) -> Iterable[Missing]:
    if case.kind not in NO_END_USER and not case.end_use.strip():
        yield Missing("CK-08", "State the end-use: in which product, process or programme.", "parties")
    if "not asked" in (case.exporter_informed, case.exporter_aware):
        yield Missing(
            "CK-11",
            "Record whether the exporter was informed, is aware of, or suspects a use in the delivery of "
            "weapons of mass destruction.",
            "overview",
        )


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def is_likely_duplicate(case: Case, other: Case) -> bool:
    """Tell whether ``other`` has the same applicant, end-user and an item of the same name (domain.md §4)."""
    for role in (PartyRole.APPLICANT, PartyRole.END_USER):
        ours, theirs = case.party(role), other.party(role)
        if ours is None or theirs is None or folded(ours.name) != folded(theirs.name):
            return False
    return not _item_names(case.lines).isdisjoint(_item_names(other.lines))


def _item_names(lines: Iterable[Line]) -> frozenset[str]:
    names = (folded(text) for line in lines for text in (line.description, line.model, line.part_number))
    return frozenset(names) - {""}


def missing_in_application(case: Case) -> list[Missing]:
    """Return the open points of the completeness checklist that the program can compute (domain.md §6.1, §5)."""
    return [*_party_rules(case), *_line_rules(case), *_statement_rules(case)]


@dataclass(frozen=True, slots=True)
class WorkDone:
    """How far the work packages of a case are (domain.md §6), as the other slices report it."""

    lines_confirmed: bool
    certificate_settled: bool
    assessed: bool


def state_of_work(case: Case, work: WorkDone) -> State:
    """Return the state a running case shows: the furthest package not yet complete (domain.md §6).

    A signed or decided case keeps its state; so do drafts and ended cases.
    """
    if case.state not in {State.RCV, State.CLA, State.EUA, State.REC}:
        return case.state
    if missing_in_application(case):
        return State.RCV
    if not work.lines_confirmed:
        return State.CLA
    if not (work.assessed and work.certificate_settled):
        return State.EUA
    return State.REC


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of domain.md §7 that this release carries."""

    rule: str
    before: frozenset[State]
    after: State


TRANSITIONS = (
    Transition("T-01", frozenset({State.DRF}), State.RCV),
    Transition("T-18", frozenset({State.REC}), State.CSG),
    Transition("T-19", frozenset({State.CSG}), State.REC),
    Transition("T-24", frozenset({State.CSG}), State.DEC),
    Transition("T-25", frozenset({State.DEC}), State.CLO),
    Transition("T-26", RUNNING, State.WDN),
    Transition("VOID", frozenset({State.DRF, State.RCV, State.CLA, State.EUA, State.REC}), State.VOID),
)


def transition_rule(before: State, after: State) -> str | None:
    """Return the id of the row that leads from ``before`` to ``after``, or None where there is none."""
    return next((row.rule for row in TRANSITIONS if before in row.before and row.after is after), None)
