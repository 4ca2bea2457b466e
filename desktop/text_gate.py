"""The one gate for text from people and papers (security.md R38): valid, normal, bounded, no control characters."""

import unicodedata
from dataclasses import dataclass

from desktop.errors import UserError

LENGTHS = {"name": 200, "remark": 10_000}

# Characters that turn the reading direction; in a name they can make one name look like another.
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u3164\uffa0"
)
_LOOK_ALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


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
            if letter.isalpha()
            for script in _LOOK_ALIKE_SCRIPTS
            if unicodedata.name(letter, "").startswith(script)
        }
        if len(scripts) > 1:
            mixed.append(word)
    return mixed


def admit(text: str, kind: str) -> GatedText:
    """Return ``text`` in normal form C if it may enter the office database.

    ``kind`` is ``name`` (one line, 200 characters, no direction marks) or ``remark`` (lines, 10,000 characters). Raises
    :class:`UserError` that says what is wrong and what to do. Flags name invisible characters and words that mix
    look-alike scripts; they do not refuse.
    """
    limit = LENGTHS[kind]
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise UserError("The text holds half a character (a lone surrogate). Type it again instead of pasting it.")
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean) > limit:
        raise UserError(f"The text has {len(clean):,} characters; {limit:,} is the most. Shorten it.")
    allowed = "\n\t" if kind == "remark" else ""
    for letter in clean:
        category = unicodedata.category(letter)
        if category == "Cc" and letter not in allowed:
            what = (
                "a line break"
                if letter == "\n"
                else "a tab"
                if letter == "\t"
                else f"a control character (U+{ord(letter):04X})"
            )
            raise UserError(f"The text holds {what}, which this field cannot take. Remove it.")
        if category in {"Cn", "Co"}:
            raise UserError(f"The text holds a character without a meaning (U+{ord(letter):04X}). Type it again.")
    if kind == "name" and not _BIDI_CONTROLS.isdisjoint(clean):
        raise UserError("The name holds hidden marks that turn the reading direction. Type it again without them.")
    if clean and unicodedata.category(clean[0]) == "Mn":
        raise UserError("The text begins with a mark that belongs on a letter. Type it again.")
    flags = []
    if not _INVISIBLE.isdisjoint(clean) or (kind == "remark" and not _BIDI_CONTROLS.isdisjoint(clean)):
        flags.append("holds invisible characters")
    mixed = _mixed_words(clean)
    if mixed:
        flags.append(f"mixes letters of different scripts in “{mixed[0][:40]}”")
    return GatedText(clean, tuple(flags))
