"""The one gate for text from people and papers (security.md R38): valid, normal, bounded, no control characters."""

import re
import unicodedata
from dataclasses import dataclass

from desktop.errors import UserError

LENGTHS = {"name": 200, "remark": 10_000}
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")

# Characters that turn the reading direction; in a name they can make one name look like another.
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and marks that show nothing although Unicode does not file them under "format".
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
# "Format" characters that are drawn: signs of Arabic, Syriac and Kaithi numbers.
_DRAWN_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_LOOK_ALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
# Greek letters of formulas and units; none of them can be taken for a Latin or Cyrillic one.
_GREEK_SIGNS = frozenset("ΓΔΘΛΞΠΣΦΨΩβγδεζηθλμξπρσφχψω")
_PILED_MARKS = 4


@dataclass(frozen=True, slots=True)
class GatedText:
    """Text that passed the gate, and what a careful reader should know about it."""

    text: str
    flags: tuple[str, ...] = ()


def _mixed_words(text: str) -> list[str]:
    mixed = []
    for word in text.split():
        scripts = {
            script
            for letter in word
            if letter.isalpha() and letter not in _GREEK_SIGNS
            for script in _LOOK_ALIKE_SCRIPTS
            if unicodedata.name(letter, "").startswith(script)
        }
        if len(scripts) > 1:
            mixed.append(word)
    return mixed


def _is_invisible(letter: str, kind: str) -> bool:
    if letter in _BIDI_CONTROLS:
        return kind == "remark"
    return letter in _BLANK or (unicodedata.category(letter) == "Cf" and letter not in _DRAWN_FORMAT)


def _longest_pile(text: str) -> int:
    longest = pile = 0
    for letter in text:
        pile = pile + 1 if unicodedata.combining(letter) else 0
        longest = max(longest, pile)
    return longest


def _refuse_letters(clean: str, kind: str) -> None:
    allowed = "\n\t" if kind == "remark" else ""
    for letter in clean:
        category = unicodedata.category(letter)
        if category == "Cc" and letter not in allowed:
            what = {"\n": "a line break", "\t": "a tab"}.get(letter, f"a control character (U+{ord(letter):04X})")
            raise UserError(f"The text holds {what}, which this field cannot take. Remove it.")
        if category in {"Cn", "Co"}:
            raise UserError(f"The text holds a character without a meaning (U+{ord(letter):04X}). Type it again.")
    if kind == "name" and not _BIDI_CONTROLS.isdisjoint(clean):
        raise UserError("The name holds hidden marks that turn the reading direction. Type it again without them.")
    if clean and unicodedata.category(clean[0]).startswith("M"):
        raise UserError("The text begins with a mark that belongs on a letter. Type it again.")


def _flags(clean: str, kind: str) -> tuple[str, ...]:
    flags = []
    if any(_is_invisible(letter, kind) for letter in clean):
        flags.append("holds invisible characters")
    if _longest_pile(clean) > _PILED_MARKS:
        flags.append("piles marks on one letter")
    mixed = _mixed_words(clean)
    if mixed:
        flags.append(f"mixes letters of different scripts in “{mixed[0][:40]}”")
    return tuple(flags)


def admit(text: str, kind: str) -> GatedText:
    """Return ``text`` in normal form C, line ends as LF, if it may enter the office database.

    ``kind`` is ``name`` (one line, 200 characters) or ``remark`` (lines and tabs, 10,000 characters).

    Refused with :class:`UserError` that says what is wrong and what to do: lone surrogates; NUL and other control
    characters; unassigned and private characters; line ends, tabs and direction marks in a name; a combining mark with
    nothing before it; too many characters. Admitted but flagged: invisible characters (in a remark direction marks
    too), more than four marks on one letter, words that mix Latin, Cyrillic and Greek letters. Everything else, markup
    and formulas included, is text like any other and stays as it is.
    """
    limit = LENGTHS[kind]
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise UserError("The text holds half a character (a lone surrogate). Type it again instead of pasting it.")
    clean = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    if len(clean) > limit:
        raise UserError(f"The text has {len(clean):,} characters; {limit:,} is the most. Shorten it.")
    _refuse_letters(clean, kind)
    return GatedText(clean, _flags(clean, kind))
