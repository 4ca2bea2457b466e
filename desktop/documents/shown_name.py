"""The name a paper came with, as words to show; it is never used as a path (security.md R34)."""

import re
import unicodedata

LONGEST = 200
LONGEST_IN_SENTENCE = 50
UNNAMED = "unnamed"
_STAND_IN = "\ufffd"
_BREAKS = re.compile(r"[/\\]")
# control characters, half characters, characters without a meaning, marks that turn the reading direction
_UNSHOWABLE = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
_TURNS_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _showable(letter: str) -> str:
    if unicodedata.category(letter) in _UNSHOWABLE or letter in _TURNS_DIRECTION:
        return _STAND_IN
    return letter


def shown_name_of(given: str) -> str:
    """Return ``given`` without folders and with every unshowable character replaced; never empty, 200 letters at most.

    A long name keeps its beginning and its extension. The result always passes the text gate as a name.
    """
    last = _BREAKS.split(given)[-1]
    clean = "".join(_showable(letter) for letter in unicodedata.normalize("NFC", last)).strip(" .")
    if not clean:
        return UNNAMED
    if unicodedata.category(clean[0]) == "Mn":
        clean = _STAND_IN + clean
    if len(clean) > LONGEST:
        tail = f"….{extension_of(clean)[:10]}"
        clean = clean[: LONGEST - len(tail)] + tail
    return clean


def in_a_sentence(shown_name: str) -> str:
    """Return the name short enough to stand in a sentence: its beginning and its extension."""
    if len(shown_name) <= LONGEST_IN_SENTENCE:
        return shown_name
    tail = f"….{extension_of(shown_name)[:10]}"
    return shown_name[: LONGEST_IN_SENTENCE - len(tail)] + tail


def extension_of(shown_name: str) -> str:
    """Return what stands after the last full stop, in small letters; '' when there is none."""
    _, stop, extension = shown_name.rpartition(".")
    return extension.casefold() if stop else ""
