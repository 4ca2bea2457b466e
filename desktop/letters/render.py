"""From facts to a PDF: the draft a person looks at, and the final archival letter (letters.md LT-02, LT-08)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from desktop.errors import UserError
from desktop.letters import archival, scripts
from desktop.letters.blocks import Letter
from desktop.letters.compose import compose
from desktop.letters.furniture import FIRST_TOP, FOOT, OTHER_TOP, draw_furniture
from desktop.letters.layout import Setter, paginate
from desktop.letters.model import LetterFacts
from desktop.letters.sheet import Node, Sheet


@dataclass(frozen=True, slots=True)
class Pages:
    """Drawn pages: the file, the structure that the archival letter carries, how many there are."""

    content: bytes
    structure: Node
    count: int


def draw(letter: Letter) -> Pages:
    """Draw a composed letter; the same letter gives the same bytes."""
    sheet = Sheet(letter.title, letter.furniture.office, letter.language)
    pages = paginate(list(Setter(sheet.structure).pieces(letter.blocks)), FIRST_TOP - FOOT, OTHER_TOP - FOOT)
    for number, placed in enumerate(pages, 1):
        draw_furniture(sheet, letter.furniture, number, len(pages))
        top = FIRST_TOP if number == 1 else OTHER_TOP
        for below, piece in placed:
            piece.draw(sheet, top - below)
        sheet.end_page()
    return Pages(sheet.content(), sheet.structure, len(pages))


def draft(facts: LetterFacts) -> bytes:
    """Return the letter as a PDF to look at; without a number it says DRAFT on each page (LT-02)."""
    return draw(compose(facts)).content


def final(facts: LetterFacts) -> bytes:
    """Return the letter as PDF/A-2b, tagged, the same bytes for the same facts (LT-08, R55).

    Raises :class:`UserError` naming a letter that no font has (R39), and what :func:`compose` raises.
    """
    refuse_without_glyph(facts)
    pages = draw(compose(facts))
    return archival.archive(pages.content, pages.structure, facts.language, facts.dated)


def _texts(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, tuple):
        for number, one in enumerate(part, 1):
            yield from _texts(one, f"{path} {number}")
    elif is_dataclass(part):
        for field in fields(part):
            name = field.name.replace("_", " ")
            yield from _texts(getattr(part, field.name), f"{path}, {name}" if path else name)


def refuse_without_glyph(facts: LetterFacts) -> None:
    """Raise :class:`UserError` when a text holds a letter that no font of the office has (R39)."""
    for path, text in _texts(facts):
        missing = scripts.without_glyph(text)
        if missing:
            name = unicodedata.name(missing[0], f"U+{ord(missing[0]):04X}").lower()
            raise UserError(
                f"The letter cannot be printed: “{text[:60]}” ({path}) holds “{missing[0]}” ({name}), which no font of "
                "this office has. Write it in another script.",
                field=path,
            )
