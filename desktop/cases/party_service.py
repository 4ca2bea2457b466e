"""The verbs of a party on a case: name, save, take off."""

from typing import Any

from db.tables.cases import case_party
from desktop.act import Act
from desktop.cases import rules, store
from desktop.cases.editing import AREA, country_code, editable, gated, keep_in_step, plain
from desktop.cases.model import PARTY_KINDS, Case, Party, PartyDraft, PartyId
from desktop.errors import Refused, UserError

# field of a party -> kind of text at the gate (R38)
_TEXT = {
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


def _values(act: Act, draft: PartyDraft) -> dict[str, Any]:
    values: dict[str, Any] = {name: gated(name, getattr(draft, name).strip(), kind) for name, kind in _TEXT.items()}
    country_code(act, "country", values["country"])
    if values["kind"] and values["kind"] not in PARTY_KINDS:
        raise UserError("Choose the kind of party from the list.", field="kind")
    values["role"] = draft.role
    return values


def _refuse_as_end_user(case: Case, party_id: int, values: dict[str, Any]) -> None:
    parties = [other for other in case.parties if other.party_id != party_id]
    party = Party(PartyId(party_id), case.case_id, version=0, **values)
    for one in (party, *parties):
        refusal = rules.end_user_refusal(one, (party, *parties))
        if refusal is not None:
            raise Refused(refusal, rule="P-1", field="kind" if one is party else "role")


def add_party(act: Act, case_id: int, draft: PartyDraft) -> PartyId:
    """Name a party on a case; a forwarder, customs broker or bank as end-user is refused (P-1)."""
    case = editable(act, case_id)
    values = _values(act, draft)
    _refuse_as_end_user(case, 0, values)
    party_id = store.add_party(act.connection, {"case_id": case_id, **values})
    act.record("party.added", AREA, case_id, role=draft.role, name=values["name"])
    keep_in_step(act, case_id)
    act.content_changed(case_id, f"party: {draft.role.value.replace('_', ' ')}")
    return party_id


def save_party(act: Act, case_id: int, party_id: int, version: int, draft: PartyDraft) -> int:
    """Save a changed party; return its new version."""
    case = editable(act, case_id)
    party = _party_of(case, party_id)
    values = _values(act, draft)
    _refuse_as_end_user(case, party_id, values)
    changed = {name: value for name, value in values.items() if getattr(party, name) != value}
    if not changed:
        return party.version
    new_version = act.update(case_party, party_id, version, changed)
    act.record(
        "party.changed",
        AREA,
        case_id,
        name=party.name or values["name"],
        before=plain({name: getattr(party, name) for name in changed}),
        after=plain(changed),
    )
    keep_in_step(act, case_id)
    act.content_changed(case_id, f"party {party.name}: {', '.join(sorted(changed)).replace('_', ' ')}")
    return new_version


def _party_of(case: Case, party_id: int) -> Party:
    party = next((party for party in case.parties if party.party_id == party_id), None)
    if party is None:
        raise UserError("This party is no longer on the case. Refresh the list.")
    return party


def remove_party(act: Act, case_id: int, party_id: int) -> None:
    """Take a party off a case; the journal keeps who it was."""
    case = editable(act, case_id)
    party = _party_of(case, party_id)
    store.remove_party(act.connection, party_id)
    act.record("party.removed", AREA, case_id, role=party.role, name=party.name, country=party.country)
    keep_in_step(act, case_id)
    act.content_changed(case_id, f"party {party.name} taken off")


def draft_of(party: Party) -> PartyDraft:
    """Return an editable copy of a stored party."""
    return PartyDraft(**{name: getattr(party, name) for name in PartyDraft.__dataclass_fields__})
