"""The letter templates of ``resources/letters``: blocks in order with their wording, read and checked once.

A template names fields of the letter by ``{path}`` and makes text bold by ``**``; it has no other power, and what a
person typed never passes through it (security.md R40).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop.letters.blocks import Span, Text
from desktop.letters.library import read_yaml
from desktop.letters.model import GRANTS, LetterKind
from desktop.letters.rules import ASKS_FOR_FIELD
from desktop.paths import resource

FURNITURE_BLOCKS = frozenset({"HD", "FT"})  # drawn on the page itself, not in the flow
PARTS = frozenset(
    {
        "pairs",
        "references",
        "addressee",
        "subject",
        "heading",
        "parties",
        "schedule",
        "editions",
        "text",
        "decision",
        "box",
    }
    | {"conditions", "obligations", "reasons", "user_text", "signatures", "list"}
)


class BrokenTemplate(ValueError):
    """A template that no letter can be made from; the message names the place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of template text: words, or the path of a field."""

    words: str
    is_field: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence of a template, cut into words and fields."""

    pieces: tuple[Piece, ...]

    def fill(self, value_of: Callable[[str], str]) -> Text:
        """Return the sentence with its fields filled; each value is plain text, whatever it looks like."""
        return tuple(
            Span(value_of(piece.words) if piece.is_field else piece.words, piece.bold) for piece in self.pieces
        )


def parse(text: str) -> Words:
    """Cut a template sentence into words and fields; raises :class:`BrokenTemplate` on a stray brace or star."""
    pieces = []
    for place, stretch in enumerate(text.split("**")):
        bold = place % 2 == 1
        for at, part in enumerate(ASKS_FOR_FIELD.split(stretch)):
            if not part:
                continue
            if at % 2 == 0 and ("{" in part or "}" in part):
                raise BrokenTemplate(f"stray brace in “{text}”")
            pieces.append(Piece(part, at % 2 == 1, bold))
    if text.count("**") % 2:
        raise BrokenTemplate(f"** without its partner in “{text}”")
    return Words(tuple(pieces))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of pairs: label, sentence, the field without which it is left out."""

    label: str
    words: Words
    when: str = ""
    shipments: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a table: title, what stands in it, share of the width, side."""

    title: str
    cell: str
    width: float
    to_the_right: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a block: what it is, its words, rows or columns, and the field without which it is left out."""

    what: str
    words: Words = Words(())
    rows: tuple[Row, ...] = ()
    cells: tuple[Cell, ...] = ()
    name: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class SlipWords:
    """The words of the acknowledgement slip."""

    title: str
    opening: Words
    opening_draft: Words
    statement: Words
    lines: tuple[str, ...]
    back_to: Words


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of letter in one language."""

    title: Words
    draft_title: str
    blocks: tuple[tuple[str, tuple[Part, ...]], ...]
    words: Mapping[str, str]
    furniture: Mapping[str, str]
    markings: Mapping[str, str]
    slip: SlipWords | None = None


def _row(raw: Mapping[str, Any]) -> Row:
    return Row(raw["label"], parse(raw.get("text", "")), raw.get("when", ""), raw.get("shipments", False))


def _cell(raw: Mapping[str, Any]) -> Cell:
    return Cell(raw["title"], raw["cell"], float(raw["width"]), raw.get("align") == "right")


def _part(raw: Mapping[str, Any]) -> Part:
    what = next(iter(raw))
    if what not in PARTS:
        raise BrokenTemplate(f"“{what}” is no part of a letter")
    value, when = raw[what], raw.get("when", "")
    if what in {"pairs", "references"}:
        return Part(what, rows=tuple(_row(row) for row in value), when=when)
    if what in {"schedule", "obligations"}:
        return Part(what, cells=tuple(_cell(cell) for cell in value), when=when)
    if what == "list":
        return Part(what, parse(raw["label"]), name=value, when=value)
    return Part(what, parse(value or ""), when=when)


def _slip(raw: Mapping[str, Any] | None) -> SlipWords | None:
    if raw is None:
        return None
    return SlipWords(
        title=raw["title"],
        opening=parse(raw["opening"]),
        opening_draft=parse(raw["opening_draft"]),
        statement=parse(raw["statement"]),
        lines=tuple(raw["lines"]),
        back_to=parse(raw["return"]),
    )


def _blocks(kind: LetterKind, own: Mapping[str, Any], common: Mapping[str, Any]) -> list[tuple[str, Sequence[Any]]]:
    codes = [code for code in own["blocks"] if code not in FURNITURE_BLOCKS]
    if kind in GRANTS and "RX" not in codes:
        raise BrokenTemplate(f"{kind} lacks the retransfer box (CH-7)")
    found = []
    for code in codes:
        parts = own["own"].get(code) or common["blocks"].get(code)
        if parts is None:
            raise BrokenTemplate(f"{kind} names block {code}, which has no words")
        found.append((code, parts))
    return found


def build(kind: LetterKind, own: Mapping[str, Any], common: Mapping[str, Any]) -> Template:
    """Build one template from its own words and the common ones; raises :class:`BrokenTemplate`."""
    return Template(
        title=parse(own["title"]),
        draft_title=own["draft_title"],
        blocks=tuple((code, tuple(_part(raw) for raw in parts)) for code, parts in _blocks(kind, own, common)),
        words=common["words"] | own.get("words", {}),
        furniture=common["furniture"],
        markings=common["markings"],
        slip=_slip(own.get("slip")),
    )


@cache
def load(kind: LetterKind, language: str = "en") -> Template:
    """Return the shipped template of a kind in ``language``, checked; read once."""
    own = read_yaml(resource("letters", language, f"{kind.value.lower()}.yaml"))
    if "like" in own:
        own = read_yaml(resource("letters", language, f"{own['like']}.yaml")) | own
    return build(kind, own, read_yaml(resource("letters", language, "common.yaml")))
