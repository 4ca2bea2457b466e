"""Scripts of the world in a letter: what is printable, which font has it, which way it runs (security.md R39, L9)."""

import re
import unicodedata

from bidi import algorithm

from desktop.letters import fonts

LONGEST = 10_000
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_JOINERS = "\u200c\u200d"  # they shape Persian words, and show nothing themselves
_DROPPED = frozenset({"Cc", "Cf", "Cs"})
# the fonts keep their shaped glyphs under codes of a private plane, which no text may reach
_MEANINGLESS = frozenset({"Cn", "Co"})
_NO_LETTER = "\ufffd"


def _is_seen(letter: str) -> bool:
    return letter == "\n" or letter in _JOINERS or unicodedata.category(letter) not in _DROPPED


def printable(text: str) -> str:
    """Return ``text`` as it can be set: lines kept, controls, direction marks and half characters taken out, cut.

    What is taken out has no picture of its own; the gate has told the clerk about it (R38). A code without a letter
    shows as the replacement sign, and only in a draft (R39).
    """
    if text.isascii() and text.isprintable() and len(text) <= LONGEST:
        return text
    kept = "".join(
        _NO_LETTER if unicodedata.category(letter) in _MEANINGLESS else letter
        for letter in text.replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
        if _is_seen(letter)
    )
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 1]}…"


def without_glyph(text: str) -> list[str]:
    """Return the letters of ``text`` that no font of the letter has, each once (R39)."""
    if text.isascii():
        return []
    return [
        letter
        for letter in dict.fromkeys(text)
        if _is_seen(letter)
        and letter not in _JOINERS
        and letter not in "\n\u2028\u2029"
        and (unicodedata.category(letter) in _MEANINGLESS or fonts.for_letter(letter, fonts.SERIF, bold=False) is None)
    ]


def runs_right_to_left(text: str) -> bool:
    """Tell whether ``text`` holds letters of a script that runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def levels(text: str) -> list[int]:
    """Return the direction level of each letter (Unicode Standard Annex 9): even runs to the right, odd to the left.

    The paragraph runs the way of its first strong letter.
    """
    if not runs_right_to_left(text):
        return [0] * len(text)
    base = algorithm.get_base_level(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    for at, letter in enumerate(storage["chars"]):
        letter["at"] = at
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    known = {letter["at"]: int(letter["level"]) for letter in storage["chars"]}
    found: list[int] = []
    for at in range(len(text)):
        # joiners take no part in the algorithm; they go with the letter before them
        found.append(known.get(at, found[-1] if found else base))
    return found


def sits_on_letter(letter: str) -> bool:
    """Tell whether ``letter`` is a mark or a joiner that belongs to the letter before it."""
    return letter in _JOINERS or unicodedata.combining(letter) > 0


def needs_shaping(text: str, level: int) -> bool:
    """Tell whether glyphs depend on their neighbours here: right to left, or marks that sit on letters."""
    return level % 2 == 1 or (not text.isascii() and any(unicodedata.combining(letter) for letter in text))


def visual_order(line_levels: list[int]) -> list[int]:
    """Return the places of a line's stretches in the order in which they stand from left to right (UAX 9, L2)."""
    order = list(range(len(line_levels)))
    for level in range(max(line_levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and line_levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    return order
