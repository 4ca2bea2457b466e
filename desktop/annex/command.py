"""``casement classify FILE``: items of a file held against the annex, without an office (design.md §7)."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from desktop.annex import explain, ruleset
from desktop.annex.edition import Edition
from desktop.annex.engine import classify
from desktop.annex.item_files import BadRow, ItemRow, read_items
from desktop.annex.reading.item import read_item
from desktop.errors import UserError

_HELP = """\
FILE holds items, one a row:

  .jsonl  {"id": "A-1", "title": "FOG-220", "description": "Fibre-optic gyroscope",
           "parameters": {"drift rate stability": {"value": 0.2, "unit": "deg/h"}}}
  .csv    columns id, title, description; every other column is a parameter, its unit in brackets: "range (km)"
  .xlsx   the same columns, first sheet

Each answer is one JSON line: id, verdict (controlled, not_controlled, needs_information), codes, category, missing,
trace. For needs_information the codes are those in play, none of them established. Items of the annex that the edition
does not hold yet are answered needs_information with the edition's coverage in the trace.
"""
BAD_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _HELP
    parser.add_argument("file", type=Path, metavar="FILE", help="items as .jsonl, .csv or .xlsx")
    parser.add_argument("--edition", metavar="DATE", help="annex edition, such as 2024-03-14 (default: the newest)")
    parser.add_argument("--as-of", metavar="DATE", help="the edition in force on this day, such as 2025-01-31")
    parser.add_argument("-o", dest="output", type=Path, metavar="OUT", help="write the answers to this file")


def run(arguments: argparse.Namespace) -> int:
    """Classify every item of the file; 2 when a row cannot be read, after all others are answered.

    Raises :class:`UserError` for a file or an edition that cannot be used.
    """
    edition = _edition(arguments.edition, arguments.as_of)
    rows = list(read_items(arguments.file))
    bad = [row for row in rows if isinstance(row, BadRow)]
    good = [row for row in rows if isinstance(row, ItemRow)]
    with ExitStack() as stack:
        out = stack.enter_context(_opened(arguments.output)) if arguments.output else sys.stdout
        for number, row in enumerate(_with_progress(good), start=1):
            out.write(json.dumps(answer(edition, row), ensure_ascii=False) + "\n")
            if number % 50 == 0:
                out.flush()
    for one in bad:
        _say(f"casement classify: {arguments.file.name}, row {one.row}: {one.reason}")
    return BAD_INPUT if bad else 0


def answer(edition: Edition, row: ItemRow) -> dict[str, Any]:
    """Return the answer to one item in the format of design.md §7."""
    found = classify(edition, read_item(edition, row.title, row.description, row.parameters))
    plain = explain.to_plain(edition, found)
    return {
        "id": row.item_id,
        "verdict": plain["verdict"],
        "codes": plain["codes"],
        "category": plain["category"],
        "missing": list(found.missing),
        "trace": explain.sentences(plain),
    }


def _edition(edition_id: str | None, as_of: str | None) -> Edition:
    if edition_id and as_of:
        raise UserError("Give either --edition or --as-of.")
    if as_of is None:
        return ruleset.load(edition_id)
    try:
        return ruleset.as_of(date.fromisoformat(as_of))
    except ValueError as wrong:
        raise UserError(f"“{as_of[:20]}” is no day. Write it like 2025-01-31.") from wrong


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as wrong:
        raise UserError(f"{path} cannot be written: {wrong.strerror}. Choose another place with -o.") from wrong


def _with_progress(rows: list[ItemRow]) -> Iterator[ItemRow]:
    shows = sys.stderr.isatty() and len(rows) > 1
    for number, row in enumerate(rows, start=1):
        if shows and (number % 20 == 0 or number == len(rows)):
            sys.stderr.write(f"\rclassified {number:,} of {len(rows):,}")
            sys.stderr.flush()
        yield row
    if shows:
        sys.stderr.write("\n")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
