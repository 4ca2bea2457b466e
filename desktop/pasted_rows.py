"""Rows on their way through the clipboard: read whole, or refused with every place named."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.errors import UserError

MOST_ROWS = 2_000
_SHOWN = 5
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")  # what a spreadsheet computes, with the apostrophes that stop it
_NUMBER = re.compile(r"[+-]?[0-9][0-9\u202f\u00a0 .,]*")


@dataclass(frozen=True, slots=True)
class BadCell:
    """One place that cannot be read: its row as pasted (the first is 1), the head of its column or '', and why."""

    row: int
    column: str
    sentence: str
    two_readings: bool = False

    @property
    def words(self) -> str:
        """Where it is and why, in one line."""
        return f"Row {self.row}, {self.column}: {self.sentence}" if self.column else f"Row {self.row}: {self.sentence}"


class UnreadableRows(UserError):
    """Nothing of the paste was taken; ``cells`` are all the places that have to be put right (R43)."""

    def __init__(self, cells: Sequence[BadCell]) -> None:
        more = f" And {len(cells) - _SHOWN} more." if len(cells) > _SHOWN else ""
        super().__init__("Nothing was pasted. " + " ".join(cell.words for cell in cells[:_SHOWN]) + more)
        self.cells = tuple(cells)

    @property
    def only_two_readings(self) -> bool:
        """Whether one answer about the decimal mark would settle all of it."""
        return all(cell.two_readings for cell in self.cells)


def _no_head(_cell: str) -> bool:
    return False


def rows_of(text: str, is_head: Callable[[str], bool] = _no_head) -> list[list[str]]:
    """Return the cells of pasted text: rows parted by line ends, cells by tabs, or by the mark of a list file.

    Semicolons part cells where every row has as many, commas only where the first row then reads as heads of columns
    (``is_head``): a comma in a column of descriptions is a comma. Cells in quotes may hold anything, quotes doubled.
    Empty rows at the end and empty columns at the right are left out. Raises :class:`UnreadableRows` for a quote that
    is never closed, for rows of unequal width, and for more than 2,000 rows.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows = _split(plain, _separator(plain, is_head))
    if len(rows) > MOST_ROWS:
        raise UnreadableRows([BadCell(MOST_ROWS + 1, "", f"{MOST_ROWS:,} rows are the most at a time.")])
    uneven = [
        BadCell(number, "", f"has {_cells(len(row))} where the first row has {_cells(len(rows[0]))}.")
        for number, row in enumerate(rows, 1)
        if len(row) != len(rows[0]) and _used(row)
    ]
    if uneven:
        raise UnreadableRows(uneven)
    width = max((_used(row) for row in rows), default=0)
    return [[_as_typed(cell) for cell in row[:width]] + [""] * (width - len(row)) for row in rows]


def _as_typed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"


def _used(row: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)


def _separator(plain: str, is_head: Callable[[str], bool]) -> str:
    if "\t" in plain:
        return "\t"
    lines = [line for line in plain.split("\n") if line.strip()]
    heads = lines[0] if lines else ""
    known = {mark: sum(is_head(cell.strip(' "')) for cell in heads.split(mark)) for mark in ";,"}
    best = max(known, key=lambda mark: known[mark])
    if known[best] > 1:
        return best
    counts = {line.count(";") for line in lines}
    return ";" if len(lines) > 1 and len(counts) == 1 and counts != {0} else "\t"


def _split(plain: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        cell, place = _cell(plain, place, separator, len(rows))
        rows[-1].append(cell)
        if place >= len(plain):
            break
        if plain[place] == "\n":
            rows.append([])
        place += 1
    while rows and not _used(rows[-1]):
        rows.pop()
    return rows


def _cell(plain: str, start: int, separator: str, row: int) -> tuple[str, int]:
    """Return the cell that begins at ``start`` and the place just after it."""
    if not plain.startswith('"', start):
        ends = [found for mark in (separator, "\n") if (found := plain.find(mark, start)) >= 0]
        end = min(ends, default=len(plain))
        return plain[start:end], end
    pieces = []
    place = start + 1
    while True:
        close = plain.find('"', place)
        if close < 0:
            raise UnreadableRows([BadCell(row, "", "a quotation mark is opened and never closed.")])
        pieces.append(plain[place:close])
        if not plain.startswith('"', close + 1):
            break
        place = close + 2
    end = close + 1
    if end < len(plain) and plain[end] not in (separator, "\n"):
        raise UnreadableRows([BadCell(row, "", "text follows a closing quotation mark; a mark is missing before it.")])
    return '"'.join(pieces), end


def tab_separated(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a spreadsheet puts them on the clipboard; :func:`rows_of` reads them back.

    What a spreadsheet would compute gets an apostrophe before it, plain numbers do not (security.md R56).
    """
    return "\n".join("\t".join(_quoted(_harmless(cell)) for cell in row) for row in rows)


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
