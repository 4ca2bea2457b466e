"""The letter's fonts: loaded when first used, embedded as subsets whose text can be copied out (letters.md LT-08, L9).

reportlab embeds characters; shaping yields glyphs. :class:`LetterFont` gives each glyph a code of its own and writes
into the file which letters it stands for, so that Arabic copies out as Arabic and not as presentation forms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import uharfbuzz
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from desktop.paths import resource

# the same facts give the same bytes (LT-08): no date and no random id from reportlab
rl_config.invariant = 1
# streams as they are: text armour costs a fifth of the size and of the time
rl_config.useA85 = 0

SERIF = "serif"
SANS = "sans"
_FILES = {
    (SERIF, False): "NotoSerif-Regular",
    (SERIF, True): "NotoSerif-Bold",
    (SANS, False): "NotoSans-Regular",
    (SANS, True): "NotoSans-Bold",
}
# asked in this order for letters that the text's own font lacks
_OTHERS = {
    False: (
        "NotoSans-Regular",
        "NotoNaskhArabic-Regular",
        "NotoSansHebrew-Regular",
        "DroidSansFallbackFull",
        "NanumSquareR",
    ),
    True: ("NotoSans-Bold", "NotoNaskhArabic-Bold", "NotoSansHebrew-Bold", "DroidSansFallbackFull", "NanumSquareB"),
}
_FIRST_GLYPH_CODE = 0xF0000  # a private plane, so that no letter is mistaken for a glyph
_loading = Lock()


@dataclass(frozen=True, slots=True)
class Glyph:
    """One shaped glyph: its code in the font, advance and offsets in thousandths of the size."""

    code: str
    advance: float
    x_offset: float
    y_offset: float


class LetterFont(ttfonts.TTFont):  # type: ignore[misc]  # reportlab has no types
    """A TrueType font that can also embed shaped glyphs, with the letters they stand for."""

    def __init__(self, name: str) -> None:
        path = resource("fonts", f"{name}.ttf")
        super().__init__(name, str(path), asciiReadable=False)
        self._letters_of: dict[int, str] = {}
        self._codes: dict[tuple[int, str], str] = {}
        self._naming = Lock()
        self._shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes())))
        self._scale = 1000 / self._shaper.face.upem
        self._widths: dict[str, float] = {}

    def covers(self, letter: str) -> bool:
        """Tell whether the font has a glyph for ``letter``."""
        return ord(letter) in self.face.charToGlyph

    def width(self, text: str) -> float:
        """Return the width of unshaped ``text`` in thousandths of the size; words are remembered."""
        found = self._widths.get(text)
        if found is None:
            widths, usual = self.face.charWidths, self.face.defaultWidth
            found = self._widths[text] = sum(widths.get(ord(letter), usual) for letter in text)
        return found

    def shape(self, text: str, *, to_left: bool) -> tuple[Glyph, ...]:
        """Return the glyphs of one word in the order in which they are drawn from left to right."""
        buffer = uharfbuzz.Buffer()
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if to_left else "ltr"
        uharfbuzz.shape(self._shaper, buffer, {})
        starts = sorted({info.cluster for info in buffer.glyph_infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        found, told = [], set()
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            # of several glyphs of one letter only the first stands for it
            letters = "" if info.cluster in told else text[info.cluster : ends[info.cluster]]
            told.add(info.cluster)
            found.append(
                Glyph(
                    self._code(info.codepoint, letters),
                    position.x_advance * self._scale,
                    position.x_offset * self._scale,
                    position.y_offset * self._scale,
                )
            )
        return tuple(found)

    def _code(self, glyph: int, letters: str) -> str:
        # drafts and letters are drawn on several threads, and a code must mean one glyph
        with self._naming:
            code = self._codes.get((glyph, letters))
            if code is None:
                number = _FIRST_GLYPH_CODE + len(self._codes)
                self._letters_of[number] = letters
                self.face.charToGlyph[number] = glyph
                self.face.charWidths[number] = self.pdfScale(self.face.hmetrics[glyph][0])
                code = self._codes[glyph, letters] = chr(number)
            return code

    def glyph_width(self, code: str) -> float:
        """Return the width that the file gives a glyph, in thousandths of the size."""
        return float(self.face.charWidths[ord(code)])

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Embed the subsets, then say in each which letters its codes stand for."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((ttfonts.SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            letters = [self._letters_of.get(code, chr(code)) for code in subset]
            doc.idToObject[f"toUnicodeCMap:{name}"].content = _letters_map(name, letters)


def _letters_map(name: str, letters: Iterable[str]) -> str:
    """Return the PDF map from codes to letters (ISO 32000-1 §9.10.3); a code may stand for several letters or none."""
    rows = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in enumerate(letters) if text]
    parts = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for part in parts for line in (f"{len(part)} beginbfchar", *part, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@cache
def _loaded(name: str) -> LetterFont:
    font = LetterFont(name)
    pdfmetrics.registerFont(font)
    return font


def named(name: str) -> LetterFont:
    """Return a font of ``resources/fonts`` by its file name, read once."""
    with _loading:
        return _loaded(name)


def face(family: str, *, bold: bool = False) -> LetterFont:
    """Return the font of a family (``serif`` or ``sans``) and weight."""
    return named(_FILES[family, bold])


@lru_cache(maxsize=4096)
def for_letter(letter: str, family: str, *, bold: bool) -> LetterFont | None:
    """Return the font that has ``letter``: the text's own, failing that the first of the others; None if none has."""
    own = face(family, bold=bold)
    if own.covers(letter):
        return own
    return next((other for name in _OTHERS[bold] if (other := named(name)).covers(letter)), None)
