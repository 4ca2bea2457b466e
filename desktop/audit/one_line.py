"""Makes one visible line of any text, so that no name or remark can forge a line of a list or report (R29)."""

import unicodedata

LONGEST_SHOWN = 2_000
# how the sign for each control character is called in Unicode's own block of such signs
_CONTROL_PICTURES = 0x2400
_DELETE = "\u2421"
_TURNS_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Return ``text`` on one line: line breaks and control characters as visible signs, direction marks named.

    What is longer than ``longest`` is cut, and says how long it was.
    """
    plain = "".join(map(_visible, text[:longest]))
    return plain if len(text) <= longest else f"{plain}… ({len(text):,} characters)"


def _visible(letter: str) -> str:
    if letter < " ":
        return chr(_CONTROL_PICTURES + ord(letter))
    if letter == "\x7f":
        return _DELETE
    if letter in _TURNS_DIRECTION or unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}:
        return f"[U+{ord(letter):04X}]"
    return letter
