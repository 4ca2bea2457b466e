"""The verbs of the case: open a draft, save it, register, change lines and parties, assign, withdraw, void."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from db import numbers, search
from db.tables.cases import case_line, case_party, cases
from desktop.act import Act
from desktop.administration import store as administration
from desktop.cases import rules, store
from desktop.cases.model import (
    CHANNELS,
    YES_NO_NOT_ASKED,
    Case,
    CaseId,
    Kind,
    Line,
    LineDraft,
    LineId,
    Party,
    PartyDraft,
    PartyId,
    PartyRole,
    SpecificationValue,
    State,
)
from desktop.clock import office_date
from desktop.errors import Refused, UserError
from desktop.permissions import Permission
from desktop.text_gate import admit

AREA = "cases"

# field of the case form -> kind of text at the gate (R38)
_HEADER_TEXT = {
    "channel": "name",
    "applicant_reference": "name",
    "end_use": "remark",
    "place_of_use": "remark",
    "countries_differ_reason": "remark",
    "duplicate_answer": "remark",
}
_HEADER_OTHER = frozenset({"kind", "received_at", "exporter_informed", "exporter_aware"})
# fields whose change after signature voids it (S-3)
_DECISIVE = frozenset({"end_use", "place_of_use", "exporter_informed", "exporter_aware", "kind"})
_LINE_TEXT = {
    "description": "remark",
    "maker": "name",
    "model": "name",
    "part_number": "name",
    "serial_numbers": "remark",
    "unit": "name",
    "currency": "name",
    "origin": "name",
    "national_code": "name",
}
_PARTY_TEXT = {
    "name": "name",
    "original_name": "name",
    "kind": "name",
    "registration_number": "name",
    "address": "remark",
    "country": "name",
    "contact": "name",
    "telephone": "name",
    "email": "name",
    "web_site": "name",
}
_DUPLICATE_WITHIN = timedelta(days=365)


def gated(field: str, value: str, kind: str) -> str:
    """Return ``value`` as the text gate admits it; its refusal names ``field`` (R38)."""
    try:
        return admit(value, kind).text
    except UserError as refused:
        raise UserError(refused.message, field=field) from refused


def open_draft(act: Act, kind: Kind = Kind.EXP) -> CaseId:
    """Open an empty draft received today; it has no number until it is registered (T-01)."""
    act.actor.require(Permission.REGISTER_CASE)
    case_id = store.add_case(
        act.connection,
        {
            "kind": kind,
            "state": State.DRF,
            "received_at": act.now,
            "channel": CHANNELS[0],
            "created_by": act.actor.person_id,
            "created_at": act.now,
            "officer_id": act.actor.person_id,
            "officer_name": act.actor.full_name,
        },
    )
    act.record("case.opened", AREA, case_id, kind=kind)
    return case_id


def _editable(act: Act, case_id: int) -> Case:
    case = store.case_by_id(act.connection, case_id)
    act.actor.require(Permission.REGISTER_CASE if case.state is State.DRF else Permission.EDIT_CASE)
    if not rules.may_edit(case.state):
        raise Refused(
            f"{case.title} is decided or ended; its facts can no longer be changed. A correction is a new decision.",
            rule="domain §13",
        )
    return case


def save_header(act: Act, case_id: int, version: int, values: Mapping[str, Any]) -> int:
    """Save fields of the case form as typed; return the new version.

    Raises :class:`UserError` naming the field, :class:`StaleCase` when somebody else saved first (R12).
    """
    case = _editable(act, case_id)
    clean: dict[str, Any] = {}
    for name, value in values.items():
        if name in _HEADER_TEXT:
            clean[name] = gated(name, str(value), _HEADER_TEXT[name])
        elif name in _HEADER_OTHER:
            clean[name] = _checked_choice(name, value, act.now)
        else:
            raise KeyError(name)
    before = {name: getattr(case, name) for name in clean}
    changed = {name: value for name, value in clean.items() if before[name] != value}
    if not changed:
        return case.version
    new_version = act.update(cases, case_id, version, changed)
    verb = "case.draft_saved" if case.state is State.DRF else "case.changed"
    act.record(verb, AREA, case_id, before=_plain({n: before[n] for n in changed}), after=_plain(changed))
    _keep_in_step(act, case_id)
    if _DECISIVE & changed.keys():
        act.content_changed(case_id, ", ".join(sorted(name.replace("_", " ") for name in _DECISIVE & changed.keys())))
    return new_version


def _checked_choice(name: str, value: Any, now: datetime) -> Any:
    if name == "kind":
        return Kind(value)
    if name == "received_at":
        if value is not None and value > now + timedelta(days=1):
            raise UserError(
                "The receipt lies in the future. Enter the day on which the application came in.", field=name
            )
        return value
    if value not in YES_NO_NOT_ASKED:
        raise UserError("Choose yes, no or not asked.", field=name)
    return value


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, bool | int) or value is None else str(value) for name, value in values.items()
    }


def _line_values(draft: LineDraft) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: gated(name, getattr(draft, name).strip(), kind) for name, kind in _LINE_TEXT.items()
    }
    for name in ("quantity", "unit_value"):
        number: Decimal | None = getattr(draft, name)
        if number is not None and (not number.is_finite() or number < 0 or (name == "quantity" and number == 0)):
            raise UserError(f"The {name.replace('_', ' ')} must be a number above zero.", field=name)
        values[name] = number
    values["specification"] = [
        {key: gated("specification", str(text), "remark") for key, text in asdict(value).items()}
        for value in draft.specification
        if value.name.strip() or value.value.strip()
    ]
    return values


def add_line(act: Act, case_id: int, draft: LineDraft) -> LineId:
    """Add an item to a case."""
    _editable(act, case_id)
    values = _line_values(draft)
    number = store.next_line_number(act.connection, case_id)
    line_id = store.add_line(act.connection, {"case_id": case_id, "number": number, **values})
    act.record("line.added", AREA, case_id, line=number, description=values["description"])
    _keep_in_step(act, case_id)
    act.content_changed(case_id, f"line {number}")
    return line_id


def save_line(act: Act, case_id: int, draft: LineDraft) -> int:
    """Save a changed item (``line_id`` and ``version`` of the draft say which); return its new version."""
    case = _editable(act, case_id)
    line = _line_of(case, draft.line_id)
    values = _line_values(draft)
    before = {name: getattr(line, name) for name in values}
    before["specification"] = [asdict(value) for value in line.specification]
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return line.version
    version = act.update(case_line, line.line_id, draft.version, changed)
    act.record(
        "line.changed",
        AREA,
        case_id,
        line=line.number,
        before=_plain({name: before[name] for name in changed}),
        after=_plain(changed),
    )
    _keep_in_step(act, case_id)
    act.content_changed(case_id, f"line {line.number}: {', '.join(sorted(changed)).replace('_', ' ')}")
    return version


def _line_of(case: Case, line_id: int) -> Line:
    line = next((line for line in case.lines if line.line_id == line_id), None)
    if line is None:
        raise UserError("This line is no longer part of the case. Refresh the item table.")
    return line


def remove_line(act: Act, case_id: int, line_id: int) -> None:
    """Remove an item while the case is a draft; a registered line stays and is refused or withdrawn instead (AU-5)."""
    case = _editable(act, case_id)
    line = _line_of(case, line_id)
    if case.state is not State.DRF:
        raise Refused(
            "A registered line is not removed. Give it the outcome that fits when you recommend.", rule="AU-5"
        )
    store.remove_line(act.connection, line_id)
    act.record("line.removed", AREA, case_id, line=line.number, description=line.description)
    _keep_in_step(act, case_id)


def specification_from(rows: Sequence[tuple[str, str, str]], source: str = "") -> tuple[SpecificationValue, ...]:
    """Return specification values from rows of name, value and unit, as pasted from a spreadsheet."""
    return tuple(SpecificationValue(name.strip(), value.strip(), unit.strip(), source) for name, value, unit in rows)


def _party_values(draft: PartyDraft) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: gated(name, getattr(draft, name).strip(), kind) for name, kind in _PARTY_TEXT.items()
    }
    values["role"] = draft.role
    return values


def _refuse_p1(case_id: int, values: Mapping[str, Any]) -> None:
    party = Party(PartyId(0), CaseId(case_id), version=0, **values)
    for problem in rules.party_problems(party):
        if problem.check == "P-1":
            raise Refused(problem.sentence, rule="P-1", field="kind")


def add_party(act: Act, case_id: int, draft: PartyDraft) -> PartyId:
    """Name a party on a case; a forwarder or bank as end-user is refused (P-1)."""
    _editable(act, case_id)
    values = _party_values(draft)
    _refuse_p1(case_id, values)
    party_id = store.add_party(act.connection, {"case_id": case_id, **values})
    act.record("party.added", AREA, case_id, role=draft.role, name=values["name"])
    _keep_in_step(act, case_id)
    act.content_changed(case_id, f"party: {draft.role.value.replace('_', ' ')}")
    return party_id


def save_party(act: Act, case_id: int, party_id: int, version: int, draft: PartyDraft) -> int:
    """Save a changed party; return its new version."""
    case = _editable(act, case_id)
    party = _party_of(case, party_id)
    values = _party_values(draft)
    _refuse_p1(case_id, values)
    changed = {name: value for name, value in values.items() if getattr(party, name) != value}
    if not changed:
        return party.version
    new_version = act.update(case_party, party_id, version, changed)
    act.record(
        "party.changed",
        AREA,
        case_id,
        name=party.name or values["name"],
        before=_plain({name: getattr(party, name) for name in changed}),
        after=_plain(changed),
    )
    _keep_in_step(act, case_id)
    act.content_changed(case_id, f"party {party.name}: {', '.join(sorted(changed)).replace('_', ' ')}")
    return new_version


def _party_of(case: Case, party_id: int) -> Party:
    party = next((party for party in case.parties if party.party_id == party_id), None)
    if party is None:
        raise UserError("This party is no longer on the case. Refresh the list.")
    return party


def remove_party(act: Act, case_id: int, party_id: int) -> None:
    """Take a party off a case; the journal keeps who it was."""
    case = _editable(act, case_id)
    party = _party_of(case, party_id)
    store.remove_party(act.connection, party_id)
    act.record("party.removed", AREA, case_id, role=party.role, name=party.name, country=party.country)
    _keep_in_step(act, case_id)
    act.content_changed(case_id, f"party {party.name} taken off")


def register(act: Act, case_id: int) -> str:
    """Register a draft: give it the next number of the year and start the clock (T-01).

    Raises :class:`UserError` with everything that is missing, or with the likely duplicates until they are answered.
    """
    act.actor.require(Permission.REGISTER_CASE)
    case = store.case_by_id(act.connection, case_id)
    if rules.transition_rule(case.state, State.RCV) is None:
        raise Refused(f"{case.title} is registered already.", rule="T-01")
    missing = rules.missing_for_registration(case)
    if missing:
        raise UserError(" ".join(point.sentence for point in missing), field=missing[0].tab)
    _refuse_duplicate(act, case)
    profile = administration.profile(act.connection)
    year = office_date(act.now, profile.time_zone).year
    reference = f"MX-{year}-{numbers.take(act.connection, 'case', year):05d}"
    store.set_derived(act.connection, case_id, {"reference": reference, "registered_at": act.now, "state": State.RCV})
    act.record("case.registered", AREA, case_id, reference=reference)
    _keep_in_step(act, case_id)
    return reference


def _refuse_duplicate(act: Act, case: Case) -> None:
    applicant, end_user = case.party(PartyRole.APPLICANT), case.party(PartyRole.END_USER)
    if applicant is None or end_user is None or case.duplicate_answer.strip():
        return
    like = store.likely_duplicates(
        act.connection, case.case_id, applicant.name, end_user.name, act.now - _DUPLICATE_WITHIN
    )
    if like:
        named = ", ".join(f"{row['reference']} ({row['goods']})" for row in like[:3])
        raise UserError(
            f"The same applicant has a case for the same end-user: {named}. If this is another transaction, say why in "
            "'Not a duplicate because'.",
            field="duplicate_answer",
        )


def move(act: Act, case_id: int, after: State, verb: str, **facts: Any) -> None:
    """Bring a case to another state by a row of the transition table; anything else is refused (domain.md §7)."""
    case = store.case_by_id(act.connection, case_id)
    rule = rules.transition_rule(case.state, after)
    if rule is None:
        raise Refused(f"{case.title} cannot go from {case.state} to {after}.", rule="domain §7")
    values: dict[str, Any] = {"state": after}
    if after in {State.CLO, State.WDN, State.VOID}:
        values["closed_at"] = act.now
    store.set_derived(act.connection, case_id, values)
    act.record(verb, AREA, case_id, rule=rule, **facts)


def reopen_after_change(act: Act, case_id: int) -> None:
    """Bring a case whose signatures became void back to the recommendation (S-3)."""
    store.set_derived(act.connection, case_id, {"state": State.REC})


def withdraw(act: Act, case_id: int, reason: str) -> None:
    """Record the applicant's written withdrawal (T-26)."""
    act.actor.require(Permission.EDIT_CASE)
    move(act, case_id, State.WDN, "case.withdrawn", reason=_needed_reason(reason))


def void(act: Act, case_id: int, reason: str) -> None:
    """Void a registration made in error; its number stays taken (domain.md §6)."""
    act.actor.require(Permission.VOID_CASE)
    move(act, case_id, State.VOID, "case.voided", reason=_needed_reason(reason))


def _needed_reason(reason: str) -> str:
    clean = gated("reason", reason.strip(), "remark")
    if not clean:
        raise UserError("Give the reason; it stays in the record.", field="reason")
    return clean


def assign(act: Act, case_ids: Sequence[int], person_id: int) -> None:
    """Give cases to an officer (peers.md §1.8)."""
    act.actor.require(Permission.ASSIGN_CASE)
    person = administration.person_by_id(act.connection, person_id)
    if person is None or not person.active:
        raise UserError("Choose somebody who works in the office.")
    for case_id in case_ids:
        case = store.case_by_id(act.connection, case_id)
        store.set_derived(act.connection, case_id, {"officer_id": person.person_id, "officer_name": person.full_name})
        act.record("case.assigned", AREA, case_id, officer=person.full_name, before=case.officer_name)


def set_work_state(act: Act, case_id: int, work: rules.WorkDone) -> State:
    """Let the case show the furthest work package that is not complete (domain.md §6); called after each work act."""
    case = store.case_by_id(act.connection, case_id)
    after = rules.state_of_work(case, work)
    if after is not case.state:
        store.set_derived(act.connection, case_id, {"state": after})
        act.record("case.advanced", AREA, case_id, before=case.state, after=after)
    return after


def set_summary(act: Act, case_id: int, **values: str) -> None:
    """Set what the case list shows of classification and policy (``annex_codes``, ``headline_outcome``)."""
    store.set_derived(act.connection, case_id, values)
    act.record("case.summarised", AREA, case_id, **values)


def _keep_in_step(act: Act, case_id: int) -> None:
    """Bring list columns and search words of a case in line with its facts, in the same transaction."""
    case = store.case_by_id(act.connection, case_id)
    applicant, end_user = case.party(PartyRole.APPLICANT), case.party(PartyRole.END_USER)
    goods = "; ".join(line.description for line in case.lines if line.description)[:200]
    derived = {
        "applicant_name": applicant.name if applicant else "",
        "end_user_name": end_user.name if end_user else "",
        "destination": case.destination,
        "goods": goods,
    }
    store.set_derived(act.connection, case_id, derived)
    words = [case.reference or "", case.applicant_reference, case.end_use, case.place_of_use, case.annex_codes]
    for line in case.lines:
        words += [line.description, line.maker, line.model, line.part_number, line.serial_numbers]
    for party in case.parties:
        words += [party.name, party.original_name, party.registration_number, party.address]
    search.index_case(act.connection, case_id, " ".join(word for word in words if word))


def received_on(day: date, at: time, time_zone: str) -> datetime:
    """Return the moment of a receipt typed as office-local day and time (C-8)."""
    return datetime.combine(day, at, ZoneInfo(time_zone)).astimezone(UTC)


def draft_of(line: Line, **changes: Any) -> LineDraft:
    """Return an editable copy of a stored line, with some fields changed."""
    names = LineDraft.__dataclass_fields__
    return replace(LineDraft(**{name: getattr(line, name) for name in names}), **changes)
