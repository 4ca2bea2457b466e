"""The verbs of the case: open a draft, save it, register, change lines and parties, assign, withdraw, void."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from db import numbers
from db.tables.cases import cases
from desktop.act import Act
from desktop.administration import store as administration
from desktop.cases import rules, store
from desktop.cases.editing import AREA, editable, gated, keep_in_step, plain
from desktop.cases.line_service import add_line, draft_of, remove_line, save_line, save_lines, specification_from
from desktop.cases.model import CHANNELS, STATE_NAMES, YES_NO_NOT_ASKED, Case, CaseId, Kind, PartyRole, State
from desktop.cases.party_service import add_party, remove_party, save_party
from desktop.clock import office_date
from desktop.errors import Refused, UserError
from desktop.permissions import Permission

__all__ = [
    "AREA",
    "add_line",
    "add_party",
    "assign",
    "draft_of",
    "gated",
    "move",
    "open_draft",
    "received_on",
    "register",
    "remove_line",
    "remove_party",
    "reopen_after_change",
    "save_header",
    "save_line",
    "save_lines",
    "save_party",
    "set_summary",
    "set_work_state",
    "specification_from",
    "void",
    "withdraw",
]

# field of the case form -> kind of text at the gate (R38)
_HEADER_TEXT = {
    "applicant_reference": "name",
    "end_use": "remark",
    "place_of_use": "remark",
    "countries_differ_reason": "remark",
    "duplicate_answer": "remark",
}
_HEADER_OTHER = frozenset({"kind", "channel", "received_at", "exporter_informed", "exporter_aware"})
# fields whose change after signature voids it (S-3)
_DECISIVE = frozenset({"end_use", "place_of_use", "exporter_informed", "exporter_aware", "kind"})
_DUPLICATE_WITHIN = timedelta(days=365)
_DUPLICATES_NAMED = 3


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


def save_header(act: Act, case_id: int, version: int, values: Mapping[str, Any]) -> int:
    """Save fields of the case form as typed; return the new version.

    Raises :class:`UserError` naming the field, :class:`StaleCase` when somebody else saved first (R12).
    """
    case = editable(act, case_id)
    clean: dict[str, Any] = {}
    for name, value in values.items():
        if name in _HEADER_TEXT:
            clean[name] = gated(name, str(value).strip(), _HEADER_TEXT[name])
        elif name in _HEADER_OTHER:
            clean[name] = _checked_choice(case, name, value, act.now)
        else:
            raise KeyError(name)
    before = {name: getattr(case, name) for name in clean}
    changed = {name: value for name, value in clean.items() if before[name] != value}
    if not changed:
        return case.version
    new_version = act.update(cases, case_id, version, changed)
    verb = "case.draft_saved" if case.state is State.DRF else "case.changed"
    act.record(verb, AREA, case_id, before=plain({n: before[n] for n in changed}), after=plain(changed))
    keep_in_step(act, case_id)
    if _DECISIVE & changed.keys():
        act.content_changed(case_id, ", ".join(sorted(name.replace("_", " ") for name in _DECISIVE & changed.keys())))
    return new_version


def _checked_choice(case: Case, name: str, value: Any, now: datetime) -> Any:
    if name == "received_at":
        return _checked_receipt(case, value, now)
    allowed: Mapping[str, tuple[str, ...]] = {"kind": tuple(Kind), "channel": CHANNELS}
    if value not in allowed.get(name, YES_NO_NOT_ASKED):
        raise UserError("Choose one of the answers offered.", field=name)
    return Kind(value) if name == "kind" else value


def _checked_receipt(case: Case, received_at: datetime | None, now: datetime) -> datetime | None:
    if received_at is None:
        if case.registered_at is not None:
            raise UserError("A registered case keeps the day of its receipt. Enter the right one.", field="received_at")
    elif received_at > (case.registered_at or now):
        until = "its registration" if case.registered_at else "now"
        raise UserError(
            f"The receipt lies after {until}. Enter day and time at which the application came in.", field="received_at"
        )
    return received_at


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
    keep_in_step(act, case_id)
    return reference


def _refuse_duplicate(act: Act, case: Case) -> None:
    applicant, end_user = case.party(PartyRole.APPLICANT), case.party(PartyRole.END_USER)
    if applicant is None or end_user is None or case.duplicate_answer.strip():
        return
    others = store.registered_with(
        act.connection, case.case_id, applicant.name, end_user.name, act.now - _DUPLICATE_WITHIN
    )
    like = [other for other in others if rules.is_likely_duplicate(case, other)]
    if like:
        named = ", ".join(f"{other.title} ({STATE_NAMES[other.state].lower()})" for other in like[:_DUPLICATES_NAMED])
        raise UserError(
            f"The same applicant has asked for the same item for the same end-user: {named}. If this is another "
            "transaction, say why under 'Not a duplicate because'.",
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
    """Record the applicant's written withdrawal; signatures given by then are void (T-26)."""
    act.actor.require(Permission.EDIT_CASE)
    words = _needed_reason(reason)
    act.content_changed(case_id, "withdrawn by the applicant")
    move(act, case_id, State.WDN, "case.withdrawn", reason=words)


def void(act: Act, case_id: int, reason: str) -> None:
    """Void a registration made in error; its number stays taken (domain.md §6).

    A draft has no number yet: whoever may log a case may drop one.
    """
    is_draft = store.case_by_id(act.connection, case_id).state is State.DRF
    act.actor.require(Permission.REGISTER_CASE if is_draft else Permission.VOID_CASE)
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
        if case.officer_id == person.person_id:
            continue
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


def received_on(day: date, at: time, time_zone: str) -> datetime:
    """Return the moment of a receipt typed as office-local day and time (C-8)."""
    return datetime.combine(day, at, ZoneInfo(time_zone)).astimezone(UTC)
