"""Items pasted from a spreadsheet or a list file: all of them, or every cell that cannot be read, named (R43)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import yaml

from desktop.cases.model import LineDraft, SpecificationValue
from desktop.countries import country_names, currency_names
from desktop.errors import UserError
from desktop.pasted_rows import BadCell, UnreadableRows, rows_of
from desktop.paths import resource
from desktop.spelling import folded
from desktop.text_gate import admit
from desktop.typed_values import TwoReadings, read_currency, read_decimal, read_money

_WITH_UNIT = re.compile(r"(.*\S)\s*[\[(]([^\[\]()]*)[\])]")
_REMARKS = frozenset({"description", "serial_numbers"})


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: a field of the item, or the specification value ``name``; and the unit in its head."""

    head: str
    field: str = ""
    name: str = ""
    unit: str = ""


@cache
def _fields_by_word(table: str = "item") -> dict[str, str]:
    with resource("entry", "columns.yaml").open(encoding="utf-8") as file:
        words: dict[str, list[str]] = yaml.safe_load(file)[table]
    return {folded(word): field for field, heads in words.items() for word in heads}


def column_of(head: str) -> Column:
    """Return what a column with this head holds: "Qty", "Unit value [EUR]", "range [km]"."""
    plain = head.strip()
    found = _WITH_UNIT.fullmatch(plain)
    name, unit = (found[1], found[2].strip()) if found and folded(plain) not in _fields_by_word() else (plain, "")
    field = _fields_by_word().get(folded(name), "")
    return Column(plain, field, "" if field else name, unit)


def columns_of(heads: Sequence[str]) -> list[Column] | None:
    """Return what each column holds if ``heads`` is a header row, or None where it is a row of items.

    It is one when two of its cells name fields, or its only cell does. Raises :class:`UnreadableRows` for a field that
    is there twice.
    """
    columns = [column_of(head) for head in heads]
    fields = [column.field for column in columns if column.field]
    if len(fields) < min(2, len(columns)) or not fields:
        return None
    twice = [
        BadCell(1, column.head, "this column is there twice.")
        for place, column in enumerate(columns)
        if column.field and column.field in (earlier.field for earlier in columns[:place])
    ]
    if twice:
        raise UnreadableRows(twice)
    return columns


def _read_name(text: str, _mark: str) -> str:
    return admit(text, "name").text


def _read_remark(text: str, _mark: str) -> str:
    return admit(text, "remark").text


def read_country(text: str) -> str:
    """Return the ISO code of a country given by code or by name; '' for nothing."""
    if not text or text.upper() in country_names():
        return text.upper()
    named = [
        code for code, name in country_names().items() if folded(text) in {folded(name), folded(name.partition(",")[0])}
    ]
    if len(named) != 1:
        what = "names more than one country" if named else "is not in the list of countries"
        raise UserError(f"“{text[:40]}” {what}. Write its two-letter code.")
    return named[0]


_READERS: dict[str, Callable[[str, str], Any]] = {
    "quantity": lambda text, mark: read_decimal(text, decimal_mark=mark),
    "unit_value": lambda text, mark: read_money(text, decimal_mark=mark),
    "currency": lambda text, _mark: read_currency(text),
    "origin": lambda text, _mark: read_country(text),
}


def read_cell(field: str, text: str, *, decimal_mark: str = "") -> dict[str, Any]:
    """Return the fields of an item that one typed cell gives: amount and currency from "EUR 18 500,00".

    Raises :class:`UserError` with the sentence for beside the cell, :class:`TwoReadings` for a number such as "1,250".
    """
    plain = text.strip()
    if field in {"quantity", "unit_value"} and not plain:
        return {field: None}
    default = _read_remark if field in _REMARKS else _read_name
    value = _READERS.get(field, default)(plain, decimal_mark)
    if field != "unit_value":
        return {field: value}
    return {"unit_value": value.amount} | ({"currency": value.currency} if value.currency else {})


def read_items(text: str, *, decimal_mark: str = "") -> list[LineDraft] | None:
    """Return the items of a table with a header row in office words, or None where there is no header row.

    Columns that are no field of an item become specification values, "range [km]" with its unit. ``decimal_mark`` is
    the person's answer for numbers such as "1,250". Raises :class:`UnreadableRows` with every bad cell.
    """
    rows = rows_of(text, lambda head: bool(column_of(head).field))
    columns = columns_of(rows[0]) if rows else None
    if columns is None:
        return None
    bad: list[BadCell] = []
    drafts = [
        _item(number, columns, row, decimal_mark, bad)
        for number, row in enumerate(rows[1:], 2)
        if any(map(str.strip, row))
    ]
    if bad:
        raise UnreadableRows(bad)
    return drafts


def _item(number: int, columns: Sequence[Column], row: Sequence[str], mark: str, bad: list[BadCell]) -> LineDraft:
    values: dict[str, Any] = {}
    currencies = []
    specification = []
    for column, cell in zip(columns, row, strict=True):
        from_head = _from_head(column)
        try:
            if column.field:
                read = from_head | read_cell(column.field, cell, decimal_mark=mark)
                currencies += [read["currency"], from_head.get("currency", "")] if "currency" in read else []
                values = {**read, **{field: value for field, value in values.items() if value not in {None, ""}}}
            elif column.name and cell.strip():
                specification.append(SpecificationValue(column.name, admit(cell.strip(), "remark").text, column.unit))
        except UserError as problem:
            bad.append(BadCell(number, column.head, problem.message, isinstance(problem, TwoReadings)))
    named = sorted(set(currencies) - {""})
    if len(named) > 1:
        bad.append(BadCell(number, "", f"names two currencies, {' and '.join(named)}."))
    return replace(LineDraft(), **values, specification=tuple(specification))


def _from_head(column: Column) -> dict[str, str]:
    """Return what a head says of every row: "Unit value [EUR]" the currency, "Quantity (pieces)" the unit."""
    if column.field == "quantity" and column.unit:
        return {"unit": admit(column.unit, "name").text}
    if column.field == "unit_value" and column.unit.upper() in currency_names():
        return {"currency": column.unit.upper()}
    return {}


def read_specification(text: str) -> list[SpecificationValue] | None:
    """Return the values of a table with a header row (parameter, value, unit, source), or None where there is none.

    Raises :class:`UnreadableRows` with every bad cell.
    """
    words = _fields_by_word("specification")
    rows = rows_of(text, lambda head: folded(head) in words)
    fields = [words.get(folded(head), "") for head in rows[0]] if rows else []
    if not {"name", "value"} <= set(fields):
        return None
    bad: list[BadCell] = []
    found = []
    for number, row in enumerate(rows[1:], 2):
        cells = {}
        for field, head, cell in zip(fields, rows[0], row, strict=True):
            try:
                cells[field] = admit(cell.strip(), "remark").text
            except UserError as problem:
                bad.append(BadCell(number, head, problem.message))
        cells.pop("", None)
        if any(cells.values()):
            found.append(SpecificationValue(**({"name": "", "value": ""} | cells)))
    if bad:
        raise UnreadableRows(bad)
    return found
