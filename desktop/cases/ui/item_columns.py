"""The columns of the item table and of the specification, and the way between their cells and an item."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.cases import entry
from desktop.cases.model import Line, LineDraft, SpecificationValue
from desktop.countries import currency_names
from desktop.text_gate import admit
from desktop.typed_values import written
from desktop.widgets.paste_table_model import EditColumn

UNITS_OFFERED = (
    "pieces",
    "set",
    "system",
    "kg",
    "g",
    "l",
    "m",
    "m²",
    "plant",
    "package",
    "technology package",
    "licence",
)
_HEADS = {
    "description": ("Description", 260),
    "maker": ("Maker", 140),
    "model": ("Model", 100),
    "part_number": ("Part number", 100),
    "quantity": ("Quantity", 100),
    "unit": ("Unit", 80),
    "unit_value": ("Unit value", 110),
    "currency": ("Currency", 80),
    "total": ("Total", 120),
    "origin": ("Origin", 64),
    "national_code": ("Stated code", 100),
    "serial_numbers": ("Serial numbers", 140),
}
_OFFERS = {"unit": UNITS_OFFERED, "currency": tuple(currency_names())}
_FIGURES = frozenset({"quantity", "unit_value", "total"})


def _tr(words: str) -> str:
    return QCoreApplication.translate("GoodsTab", words)


class CellReader:
    """Reads typed cells of one column; ``decimal_mark`` is the person's answer while a paste is read."""

    def __init__(self, field: str) -> None:
        self._field = field
        self.decimal_mark = ""

    def __call__(self, text: str) -> str:
        """Return the text that stands for what was typed; raises :class:`UserError` where it cannot be read."""
        read = entry.read_cell(self._field, text, decimal_mark=self.decimal_mark)
        shown = shown_value(read[self._field])
        return f"{read['currency']} {shown}" if self._field == "unit_value" and "currency" in read else shown


def shown_value(value: Any) -> str:
    """Return a field of an item as its cell shows it."""
    if value is None:
        return ""
    return written(value) if isinstance(value, Decimal) else str(value)


def item_columns() -> tuple[EditColumn, ...]:
    """Return the columns of the item table; the total is reckoned, not typed."""
    return tuple(
        EditColumn(
            key,
            _tr(head),
            width,
            CellReader(key) if key != "total" else str.strip,
            is_figure=key in _FIGURES,
            offers=_OFFERS.get(key, ()),
            is_reckoned=key == "total",
        )
        for key, (head, width) in _HEADS.items()
    )


def reckon(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that follow from others, all of them readable: the total, the currency beside an amount."""
    values = values_of(cells)
    quantity, unit_value = values.get("quantity"), values.get("unit_value")
    found = {"total": ""}
    if unit_value is not None:
        found["unit_value"] = shown_value(unit_value)
        found["currency"] = values.get("currency") or ""
        found["total"] = "" if quantity is None else written(quantity * unit_value)
    return found


def values_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that the readable cells of a row give; figures stand there as the office writes them."""
    values: dict[str, Any] = {}
    beside = ""
    for field, text in cells.items():
        if field != "total":
            read = entry.read_cell(field, text, decimal_mark="." if field in _FIGURES else "")
            values[field] = read[field]
            beside = read.get("currency", beside) if field == "unit_value" else beside
    if beside and not values.get("currency"):
        values["currency"] = beside
    return values


def draft_from(cells: Mapping[str, str], before: LineDraft, specification: tuple[SpecificationValue, ...]) -> LineDraft:
    """Return the item that the readable cells of a row give; other fields stay as they were ``before``."""
    return replace(before, **values_of(cells), specification=specification)


def cells_from(line: Line | LineDraft) -> dict[str, str]:
    """Return the cells that show an item."""
    cells = {field: shown_value(getattr(line, field)) for field in _HEADS if field != "total"}
    return cells | reckon(cells)


def _read_remark(text: str) -> str:
    return admit(text.strip(), "remark").text


def specification_columns() -> tuple[EditColumn, ...]:
    """Return the columns of an item's specification values."""
    return (
        EditColumn("name", _tr("Characteristic"), 280, _read_remark),
        EditColumn("value", _tr("Value"), 140, _read_remark, is_figure=True),
        EditColumn("unit", _tr("Unit"), 100, _read_remark),
        EditColumn("source", _tr("Where it stands"), 300, _read_remark),
    )


def specification_cells(value: SpecificationValue) -> dict[str, str]:
    """Return the cells that show one specification value."""
    return {"name": value.name, "value": value.value, "unit": value.unit, "source": value.source}
