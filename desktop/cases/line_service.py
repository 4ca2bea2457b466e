"""The verbs of an item of a case: add, save, remove, save a whole table."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from db.tables.cases import case_line
from desktop.act import Act
from desktop.cases import store
from desktop.cases.editing import AREA, country_code, editable, gated, keep_in_step, plain
from desktop.cases.model import Case, Line, LineDraft, LineId, SpecificationValue, State
from desktop.countries import currency_names
from desktop.errors import Refused, UserError

# field of an item -> kind of text at the gate (R38)
_TEXT = {
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


def _values(act: Act, draft: LineDraft) -> dict[str, Any]:
    values: dict[str, Any] = {name: gated(name, getattr(draft, name).strip(), kind) for name, kind in _TEXT.items()}
    country_code(act, "origin", values["origin"])
    if values["currency"] and values["currency"] not in currency_names():
        raise UserError("Give the currency by its three-letter code, such as EUR.", field="currency")
    values["quantity"] = _above_zero(draft.quantity)
    values["unit_value"] = _not_negative(draft.unit_value)
    values["specification"] = [
        {key: gated("specification", text.strip(), "remark") for key, text in asdict(value).items()}
        for value in draft.specification
        if value.name.strip() or value.value.strip()
    ]
    return values


def _above_zero(quantity: Decimal | None) -> Decimal | None:
    if quantity is not None and not (quantity.is_finite() and quantity > 0):
        raise UserError("The quantity must be a number above zero.", field="quantity")
    return quantity


def _not_negative(unit_value: Decimal | None) -> Decimal | None:
    if unit_value is not None and not (unit_value.is_finite() and unit_value >= 0):
        raise UserError("The unit value must be a number, zero or more.", field="unit_value")
    return unit_value


def _line_of(case: Case, line_id: int) -> Line:
    line = next((line for line in case.lines if line.line_id == line_id), None)
    if line is None:
        raise UserError("This line is no longer part of the case. Refresh the item table.")
    return line


def add_line(act: Act, case_id: int, draft: LineDraft) -> LineId:
    """Add an item to a case."""
    editable(act, case_id)
    line_id = _add(act, case_id, draft)
    keep_in_step(act, case_id)
    return line_id


def _add(act: Act, case_id: int, draft: LineDraft) -> LineId:
    values = _values(act, draft)
    number = store.next_line_number(act.connection, case_id)
    line_id = store.add_line(act.connection, {"case_id": case_id, "number": number, **values})
    act.record("line.added", AREA, case_id, line=number, description=values["description"])
    act.content_changed(case_id, f"line {number}")
    return line_id


def save_line(act: Act, case_id: int, draft: LineDraft) -> int:
    """Save a changed item (``line_id`` and ``version`` of the draft say which); return its new version.

    Raises :class:`desktop.errors.StaleCase` with both sides when somebody else saved the item first (R12).
    """
    version = _save(act, editable(act, case_id), draft)
    if version != draft.version:
        keep_in_step(act, case_id)
    return version


def _save(act: Act, case: Case, draft: LineDraft) -> int:
    line = _line_of(case, draft.line_id)
    values = _values(act, draft)
    before = {name: getattr(line, name) for name in values}
    before["specification"] = [asdict(value) for value in line.specification]
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return line.version
    version = act.update(case_line, line.line_id, draft.version, changed)
    act.record(
        "line.changed",
        AREA,
        case.case_id,
        line=line.number,
        before=plain({name: before[name] for name in changed}),
        after=plain(changed),
    )
    act.content_changed(case.case_id, f"line {line.number}: {', '.join(sorted(changed)).replace('_', ' ')}")
    return version


def remove_line(act: Act, case_id: int, line_id: int) -> None:
    """Remove an item while the case is a draft, and close the gap in the numbers of the others.

    A registered line stays and is refused or withdrawn instead (AU-5).
    """
    _remove(act, editable(act, case_id), line_id)
    keep_in_step(act, case_id)


def _remove(act: Act, case: Case, line_id: int) -> None:
    line = _line_of(case, line_id)
    if case.state is not State.DRF:
        raise Refused(
            "A registered line is not removed. Give it the outcome that fits when you recommend.", rule="AU-5"
        )
    store.remove_line(act.connection, line_id)
    store.close_gap_after(act.connection, case.case_id, line.number)
    act.record("line.removed", AREA, case.case_id, line=line.number, description=line.description)


def save_lines(
    act: Act, case_id: int, drafts: Sequence[LineDraft], removed: Sequence[int] = ()
) -> tuple[tuple[LineId, int], ...]:
    """Save a table of items in one act: take ``removed`` off, add drafts without an id, save the others.

    Returns id and version of each draft, in order. All of it is saved or nothing.
    """
    for line_id in removed:
        _remove(act, editable(act, case_id), line_id)
    case = editable(act, case_id)
    kept = []
    for draft in drafts:
        if draft.line_id:
            kept.append((LineId(draft.line_id), _save(act, case, draft)))
        else:
            kept.append((_add(act, case_id, draft), 1))
    if removed or [version for _, version in kept] != [draft.version for draft in drafts]:
        keep_in_step(act, case_id)
    return tuple(kept)


def specification_from(rows: Sequence[tuple[str, str, str]], source: str = "") -> tuple[SpecificationValue, ...]:
    """Return specification values from rows of name, value and unit, as pasted from a spreadsheet."""
    return tuple(SpecificationValue(name.strip(), value.strip(), unit.strip(), source) for name, value, unit in rows)


def draft_of(line: Line, **changes: Any) -> LineDraft:
    """Return an editable copy of a stored line, with some fields changed."""
    names = LineDraft.__dataclass_fields__
    return replace(LineDraft(**{name: getattr(line, name) for name in names}), **changes)
