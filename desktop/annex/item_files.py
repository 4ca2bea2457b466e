"""Reads items from a file, JSON lines, CSV or a spreadsheet, row by row; a bad row is reported and the rest is read."""

import csv
import json
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.annex.reading.parameters import Row
from desktop.errors import UserError

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
MAX_UNPACKED = 400_000_000
_TEXT_LIMIT = 10_000
_OWN_COLUMNS = ("id", "title", "description")
_HEADING = re.compile(r"(?P<name>.*?)\s*[\(\[](?P<unit>[^()\[\]]*(?:\([^()]*\))?[^()\[\]]*)[\)\]]\s*")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of a file."""

    row: int
    item_id: str
    title: str
    description: str
    parameters: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why."""

    row: int
    reason: str


def read_items(path: Path) -> Iterator[ItemRow | BadRow]:
    """Yield the items of a file with their row numbers, counted as an editor or a spreadsheet shows them.

    Raises :class:`UserError` when the file is missing, too large, of another kind, or cannot be read at all.
    """
    readers = {".jsonl": _json_lines, ".csv": _csv_rows, ".xlsx": _sheet_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UserError(f"{path.name} is neither .jsonl, .csv nor .xlsx. Save the items as one of these.")
    try:
        size = path.stat().st_size
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}.") from wrong
    if size > MAX_BYTES:
        raise UserError(f"{path.name} has {size:,} bytes; {MAX_BYTES:,} is the most. Split it.")
    for number, one in enumerate(reader(path)):
        if number >= MAX_ROWS:
            raise UserError(f"{path.name} has more than {MAX_ROWS:,} rows. Split it.")
        yield one


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UserError(f"{path.name} is not UTF-8 text (byte {wrong.start:,}). Save it as UTF-8.") from wrong
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}.") from wrong


def _json_lines(path: Path) -> Iterator[ItemRow | BadRow]:
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line, parse_float=str, parse_int=str, parse_constant=_no_constant)
        except (ValueError, RecursionError) as wrong:
            yield BadRow(number, f"is no JSON object ({str(wrong)[:80]}).")
            continue
        yield _json_item(number, data)


def _no_constant(word: str) -> str:
    raise ValueError(f"{word} is no figure")


def _json_item(number: int, data: Any) -> ItemRow | BadRow:
    if not isinstance(data, dict):
        return BadRow(number, "is no JSON object.")
    parameters = {} if data.get("parameters") is None else data["parameters"]
    if not isinstance(parameters, dict):
        return BadRow(number, "“parameters” is no object of name and value.")
    title, description = data.get("title") or "", data.get("description") or ""
    if not isinstance(title, str) or not isinstance(description, str):
        return BadRow(number, "“title” and “description” are text.")
    rows = []
    for name, value in parameters.items():
        stated = value if isinstance(value, dict) else {"value": value}
        given, unit = stated.get("value"), stated.get("unit") or ""
        if given is None:
            continue
        if not isinstance(given, str | bool) or not isinstance(unit, str):
            return BadRow(number, f"parameter “{str(name)[:60]}” has no plain value and unit.")
        words = ("yes" if given else "no") if isinstance(given, bool) else given
        rows.append(Row(str(name), words[:_TEXT_LIMIT], unit[:_TEXT_LIMIT]))
    return _item(number, data.get("id"), title, description, rows)


def _item(number: int, item_id: object, title: str, description: str, rows: Iterable[Row]) -> ItemRow | BadRow:
    if not title.strip() and not description.strip():
        return BadRow(number, "has neither a title nor a description.")
    if len(title) + len(description) > _TEXT_LIMIT:
        return BadRow(number, f"has more than {_TEXT_LIMIT:,} characters of description.")
    return ItemRow(number, str(item_id) if item_id is not None else str(number), title, description, tuple(rows))


def _table(rows: Iterable[tuple[int, list[str]]], name: str) -> Iterator[ItemRow | BadRow]:
    """Read a table whose first row names its columns."""
    header: list[str] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip() for cell in cells]
            if not {"description", "title"} & {cell.casefold() for cell in header}:
                raise UserError(f"{name} has no column “description”. The first row names the columns.")
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            yield BadRow(number, f"has {len(cells)} cells, but the first row names {len(header)} columns.")
            continue
        yield _table_item(number, dict(zip(header, cells, strict=False)))


def _table_item(number: int, cells: Mapping[str, str]) -> ItemRow | BadRow:
    own = {name.casefold(): value.strip() for name, value in cells.items() if name.casefold() in _OWN_COLUMNS}
    rows = []
    for heading, value in cells.items():
        if heading.casefold() in _OWN_COLUMNS or not heading or not value.strip():
            continue
        found = _HEADING.fullmatch(heading)
        name, unit = (found["name"], found["unit"]) if found else (heading, "")
        rows.append(Row(name, value.strip()[:_TEXT_LIMIT], unit))
    return _item(number, own.get("id") or None, own.get("title", ""), own.get("description", ""), rows)


def _csv_rows(path: Path) -> Iterator[ItemRow | BadRow]:
    text = _text(path)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)

    def numbered() -> Iterator[tuple[int, list[str]]]:
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as wrong:
            raise UserError(f"{path.name}, row {reader.line_num}: it is no CSV ({wrong}).") from wrong

    yield from _table(numbered(), path.name)


def _sheet_rows(path: Path) -> Iterator[ItemRow | BadRow]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only a spreadsheet waits for it

    _refuse_bomb(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of features it leaves out; values are all we read
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            rows = [
                (number, ["" if cell is None else str(cell) for cell in cells])
                for number, cells in enumerate(
                    book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS), start=1
                )
            ]
            book.close()
    except Exception as wrong:  # openpyxl raises whatever a damaged file makes it stumble over
        raise UserError(
            f"{path.name} is no spreadsheet that can be read. Save it again as .xlsx or as .csv."
        ) from wrong
    yield from _table(rows, path.name)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError) as wrong:
        raise UserError(f"{path.name} is no .xlsx file. Save it again as .xlsx or as .csv.") from wrong
    if unpacked > MAX_UNPACKED:
        raise UserError(f"{path.name} unpacks to {unpacked:,} bytes, which is too much. Save the items as .csv.")
