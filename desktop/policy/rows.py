"""Which row of the matrix a line takes (domain.md §9.3), and what its annex reference alone says of it."""

from desktop.errors import UserError
from desktop.policy.data import PolicyData, Row, RowRule
from desktop.policy.model import Category, Inputs, ItemKind, Tri

_KIND_OF_PART = {
    "B": ItemKind.PRODUCTION_EQUIPMENT,
    "C": ItemKind.MATERIAL,
    "D": ItemKind.SOFTWARE,
    "E": ItemKind.TECHNOLOGY,
}
_SYSTEM_ITEMS = ("1", "19")
_SUBSYSTEM_ITEMS = ("2", "20")


def kind_of(annex_ref: str) -> ItemKind:
    """Return the kind that an annex reference alone gives; a component where it says no more."""
    item, part = annex_ref.split(".")[:2]
    if annex_ref in {"1.B.1", "2.B.1"}:
        return ItemKind.PRODUCTION_FACILITY
    if part in _KIND_OF_PART:
        return _KIND_OF_PART[part]
    if item in _SYSTEM_ITEMS:
        return ItemKind.SYSTEM
    return ItemKind.SUBSYSTEM if item in _SUBSYSTEM_ITEMS else ItemKind.COMPONENT


def serves_production(inputs: Inputs, data: PolicyData) -> Tri:
    """Tell whether software or technology serves producing Category I items, by its reference or by the finding."""
    if inputs.annex_ref in data.production_software:
        return Tri.YES
    return inputs.production_related


def row_of(inputs: Inputs, data: PolicyData) -> Row:
    """Return the row of the matrix for a line (domain.md §9.3).

    Raises :class:`UserError` for an annex reference that no row covers, and for one that does not fit its category.
    """
    if not inputs.is_listed:
        if inputs.informed is Tri.YES:
            return data.rows["UNL-I"]
        return data.rows["UNL-A" if inputs.aware is Tri.YES else "UNL"]
    if inputs.kind is ItemKind.PRODUCTION_FACILITY and (
        inputs.category is Category.I or inputs.production_related is Tri.YES
    ):
        return data.rows["CI-PF"]
    met = {
        "": True,
        "production": serves_production(inputs, data) is Tri.YES,
        "exception": inputs.exception_note is Tri.YES,
    }
    found = next((rule for rule in data.row_rules if _covers(rule, inputs.annex_ref) and met[rule.when]), None)
    if found is None:
        raise UserError(f"No row of the matrix covers annex reference {inputs.annex_ref}. Check the classification.")
    if found.row.startswith("CI-") != (inputs.category is Category.I):
        raise UserError(
            f"Annex reference {inputs.annex_ref} does not belong to Category {inputs.category}. "
            "Check the classification."
        )
    return data.rows[found.row]


def _covers(rule: RowRule, code: str) -> bool:
    try:
        return rule.covers(code)
    except ValueError as broken:
        raise UserError(f"“{code}” is not an annex reference such as 9.A.4. Check the classification.") from broken
