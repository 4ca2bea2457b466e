"""Setting text in lines: words measured, broken at the width, each line in the order in which it is read and drawn.

reportlab's own paragraphs put right-to-left words in the wrong order (and parse markup, which a letter never does),
so that lines are set here and drawn with text objects.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desktop.letters import fonts, scripts
from desktop.letters.blocks import Span, Text
from desktop.letters.fonts import Glyph, LetterFont

_AFTER = "-/–—_@.,;:)]}\\"  # a word too long for the line is broken after one of these, where there is one
# most text of a letter: one font has it all, and there is no direction to find
_PLAIN_LATIN = re.compile("[ -~\u00a0-\u017f\u2013\u2014\u2018-\u201d\u2022\u2026]*")
_IDEOGRAPHS = (("\u2e80", "\u9fff"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"), ("\uff00", "\uffef"))


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: family, size, distance of lines in points, grey or colour of the ink as red, green, blue."""

    family: str = fonts.SERIF
    size: float = 9.5
    leading: float = 13.5
    ink: tuple[float, float, float] = (0, 0, 0)
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters that share font and direction; ``glyphs`` where they are shaped. Width in thousandths of the size."""

    text: str
    font: LetterFont
    level: int
    width: float
    glyphs: tuple[Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """What is not broken unless it is longer than a line; ``space`` is the width of the space before it."""

    stretches: tuple[Stretch, ...]
    width: float
    space: Stretch | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its stretches from left to right, and its width in points."""

    stretches: tuple[Stretch, ...]
    width: float


def _is_ideograph(letter: str) -> bool:
    return any(first <= letter <= last for first, last in _IDEOGRAPHS)


def _font_of(letter: str, before: LetterFont | None, style: Style, *, bold: bool) -> LetterFont:
    if before is not None and (scripts.sits_on_letter(letter) and before.covers(letter)):
        return before
    return fonts.for_letter(letter, style.family, bold=bold) or fonts.face(style.family, bold=bold)


def _stretch(text: str, font: LetterFont, level: int) -> Stretch:
    if scripts.needs_shaping(text, level):
        glyphs = font.shape(text, to_left=level % 2 == 1)
        return Stretch(text, font, level, sum(glyph.advance for glyph in glyphs), glyphs)
    return Stretch(text, font, level, font.width(text))


@lru_cache(maxsize=8192)
def _plain_word(text: str, font: LetterFont) -> Stretch:
    return Stretch(text, font, 0, font.width(text))


@dataclass(slots=True)
class _Letters:
    """Letters of one hard line with weight and direction, before they are cut into words."""

    text: str
    bold: list[bool]
    levels: list[int]


def _stretches(letters: _Letters, start: int, end: int, style: Style) -> Iterator[Stretch]:
    at, font = start, None
    while at < end:
        first, level, bold = at, letters.levels[at], letters.bold[at]
        font = _font_of(letters.text[at], font, style, bold=bold)
        at += 1
        while at < end and letters.levels[at] == level and letters.bold[at] == bold:
            if _font_of(letters.text[at], font, style, bold=bold) is not font:
                break
            at += 1
        yield _stretch(letters.text[first:at], font, level)


def _cuts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each word, and whether a space stands before it."""
    start, spaced = 0, False
    for at, letter in enumerate(text):
        if letter == " ":
            if at > start:
                yield start, at, spaced
            start, spaced = at + 1, True
        elif at > start and (_is_ideograph(letter) or _is_ideograph(text[at - 1])):
            yield start, at, spaced
            start, spaced = at, False
    if start < len(text):
        yield start, len(text), spaced


def _latin_words(spans: Text, style: Style) -> Iterator[Word]:
    """Yield the words of a line for which one font of each weight has every letter."""
    word: list[Stretch] = []
    space: Stretch | None = None
    for span in spans:
        font = fonts.face(style.family, bold=span.bold or style.bold)
        for place, letters in enumerate(span.text.split(" ")):
            if place:
                if word:
                    yield Word(tuple(word), sum(stretch.width for stretch in word), space)
                    word = []
                space = _plain_word(" ", font)
            if letters:
                word.append(_plain_word(letters, font))
    if word:
        yield Word(tuple(word), sum(stretch.width for stretch in word), space)


def _words(spans: Text, style: Style) -> Iterator[Word]:
    """Yield the words of one hard line."""
    text = "".join(span.text for span in spans)
    if _PLAIN_LATIN.fullmatch(text):
        yield from _latin_words(spans, style)
        return
    bold = [span.bold or style.bold for span in spans for _ in span.text]
    letters = _Letters(text, bold, scripts.levels(text))
    for start, end, spaced in _cuts(text):
        stretches = tuple(_stretches(letters, start, end, style))
        space: Stretch | None = None
        if spaced and start:
            font = fonts.face(style.family, bold=bold[start - 1])
            space = Stretch(" ", font, letters.levels[start - 1], font.width(" "))
        yield Word(stretches, sum(stretch.width for stretch in stretches), space)


def _broken(word: Word, room: float) -> Iterator[Word]:
    """Yield the parts of a word that is longer than a line, each as long as the line takes."""
    space = word.space
    part: list[Stretch] = []
    width = 0.0
    for stretch in word.stretches:
        rest = stretch.text
        while rest:
            taken = _longest(rest, stretch, room - width)
            if not taken and part:
                yield Word(tuple(part), width, space)
                part, width, space = [], 0.0, None
                continue
            taken = taken or 1
            cut = _stretch(rest[:taken], stretch.font, stretch.level)
            part.append(cut)
            width += cut.width
            rest = rest[taken:]
            if rest:
                yield Word(tuple(part), width, space)
                part, width, space = [], 0.0, None
    if part:
        yield Word(tuple(part), width, space)


def _longest(text: str, stretch: Stretch, room: float) -> int:
    """Return how many letters of ``text`` fit into ``room``, ending after a hyphen or the like if there is one."""
    taken = 0
    width = 0.0
    for letter in text:
        width += stretch.font.width(letter)
        if width > room:
            break
        taken += 1
    if taken == len(text):
        return taken
    return max((at + 1 for at in range(taken // 2, taken) if text[at] in _AFTER), default=taken)


def _line(words: Sequence[Word], style: Style, *, spaced: bool = False) -> Line:
    """Return the words as one line; ``spaced`` ends it in the space before the next word, for whoever copies it."""
    stretches: list[Stretch] = []
    for place, word in enumerate(words):
        if place and word.space is not None:
            stretches.append(word.space)
        stretches.extend(word.stretches)
    if any(stretch.level for stretch in stretches):
        order = scripts.visual_order([stretch.level for stretch in stretches])
        stretches = [stretches[at] for at in order]
    width = sum(stretch.width for stretch in stretches) * style.size / 1000
    if spaced and not stretches[-1].level:
        stretches.append(_plain_word(" ", stretches[-1].font))
    return Line(tuple(stretches), width)


def _hard_lines(spans: Text) -> Iterator[Text]:
    from_here: list[Span] = []
    for span in spans:
        first, *others = scripts.printable(span.text).split("\n")
        from_here.append(Span(first, span.bold))
        for other in others:
            yield tuple(from_here)
            from_here = [Span(other, span.bold)]
    yield tuple(from_here)


def set_lines(spans: Text, style: Style, width: float) -> list[Line]:
    """Return ``spans`` broken into lines of at most ``width`` points; an empty text has one empty line."""
    room = width * 1000 / style.size
    found = []
    for hard in _hard_lines(spans):
        line: list[Word] = []
        used = 0.0
        for whole in _words(hard, style):
            for word in _broken(whole, room) if whole.width > room else (whole,):
                space = word.space.width if word.space is not None and line else 0.0
                if line and used + space + word.width > room:
                    found.append(_line(line, style, spaced=word.space is not None))
                    line, used, space = [], 0.0, 0.0
                line.append(word)
                used += space + word.width
        found.append(_line(line, style))
    return found


@dataclass(frozen=True, slots=True)
class _Placed:
    """Codes of one font that follow each other without a correction, and where they begin."""

    x: float
    rise: float
    font: LetterFont
    codes: str


def _placed(line: Line, size: float) -> Iterator[_Placed]:
    pen = 0.0  # thousandths of the size, from the left end of the line
    start, font, codes = 0.0, line.stretches[0].font, ""
    for stretch in line.stretches:
        if codes and stretch.font is not font:
            yield _Placed(start * size / 1000, 0, font, codes)
            start, codes = pen, ""
        font = stretch.font
        if not stretch.glyphs:
            codes += stretch.text
            pen += stretch.width
            continue
        for glyph in stretch.glyphs:
            natural = font.glyph_width(glyph.code)
            if glyph.x_offset or glyph.y_offset or abs(natural - glyph.advance) > 0.5:
                if codes:
                    yield _Placed(start * size / 1000, 0, font, codes)
                x = (pen + glyph.x_offset) * size / 1000
                yield _Placed(x, glyph.y_offset * size / 1000, font, glyph.code)
                pen += glyph.advance
                start, codes = pen, ""
            else:
                codes += glyph.code
                pen += glyph.advance
    if codes:
        yield _Placed(start * size / 1000, 0, font, codes)


def draw_line(canvas: Any, line: Line, style: Style, x: float, baseline: float) -> None:
    """Draw one line with its left end at ``x`` on ``baseline``, both in points."""
    if not line.stretches:
        return
    text = canvas.beginText(x, baseline)
    text.setFillColorRGB(*style.ink)
    font, follows_on = None, True
    for piece in _placed(line, style.size):
        if not follows_on or piece.rise:
            text.setTextOrigin(x + piece.x, baseline + piece.rise)
        if piece.font is not font:
            font = piece.font
            text.setFont(font.fontName, style.size, style.leading)
        text.textOut(piece.codes)
        follows_on = False
    canvas.drawText(text)
