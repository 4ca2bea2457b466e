"""What every change of a case goes through: permission and state, the text gate, list columns and search words."""

from collections.abc import Mapping
from typing import Any

from db import search
from desktop.act import Act
from desktop.administration import store as administration
from desktop.cases import rules, store
from desktop.cases.model import Case, PartyRole, State
from desktop.countries import country_names
from desktop.errors import Refused, UserError
from desktop.permissions import Permission
from desktop.text_gate import admit

AREA = "cases"
_GOODS_SHOWN = 200


def editable(act: Act, case_id: int) -> Case:
    """Return the case if this person may change it now; a decided or ended case is closed (domain.md §13)."""
    case = store.case_by_id(act.connection, case_id)
    act.actor.require(Permission.REGISTER_CASE if case.state is State.DRF else Permission.EDIT_CASE)
    if not rules.may_edit(case.state):
        raise Refused(
            f"{case.title} is decided or ended; its facts can no longer be changed. A correction is a new decision.",
            rule="domain §13",
        )
    return case


def gated(field: str, value: str, kind: str) -> str:
    """Return ``value`` as the text gate admits it; its refusal names ``field`` (R38)."""
    try:
        return admit(value, kind).text
    except UserError as refused:
        raise UserError(refused.message, field=field) from refused


def country_code(act: Act, field: str, code: str) -> str:
    """Return ``code`` if it is empty, an ISO 3166-1 code, or the office's own State; country names are no free text."""
    if not code or code in country_names() or code == administration.profile(act.connection).state_code:
        return code
    raise UserError("Choose the country from the list, by its name or its two-letter code.", field=field)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``values`` as plain facts of a journal entry: text, whole numbers, lists of text."""
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list):
        return [_specification_words(item) for item in value]
    return str(value)


def _specification_words(item: Mapping[str, str]) -> str:
    source = f" ({item['source']})" if item["source"] else ""
    return f"{item['name']}: {item['value']} {item['unit']}".rstrip() + source


def keep_in_step(act: Act, case_id: int) -> None:
    """Bring list columns and search words of a case in line with its facts, in the same transaction."""
    case = store.case_by_id(act.connection, case_id)
    applicant, end_user = case.party(PartyRole.APPLICANT), case.party(PartyRole.END_USER)
    derived = {
        "applicant_name": applicant.name if applicant else "",
        "end_user_name": end_user.name if end_user else "",
        "destination": case.destination,
        "goods": "; ".join(line.description for line in case.lines if line.description)[:_GOODS_SHOWN],
    }
    store.set_derived(act.connection, case_id, derived)
    words = [case.reference or "", case.applicant_reference, case.end_use, case.place_of_use, case.annex_codes]
    for line in case.lines:
        words += [line.description, line.maker, line.model, line.part_number, line.serial_numbers]
    for party in case.parties:
        words += [party.name, party.original_name, party.registration_number, party.address]
    search.index_case(act.connection, case_id, " ".join(word for word in words if word))
