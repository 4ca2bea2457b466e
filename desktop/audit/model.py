"""Nouns of the audit: what a check of the office database found, and where (security.md R08, R27, R28)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import UserError

# how a check reports its progress: what it works on, how much is done, how much there is
Step = Callable[[str, int, int], None]

SHORTEST_ANCHOR = 16  # hex digits; 8 bytes are printed in a letter (R28)
_ANCHOR = re.compile(r"\s*(\d{1,18})\s*[:\s]\s*([0-9A-Fa-f][0-9A-Fa-f\s-]*)\s*")


class Check(StrEnum):
    """The parts of a verification, as findings name them."""

    DATABASE = "database"
    JOURNAL = "journal"
    CHECKPOINT = "checkpoint"
    OUTSIDE = "memory outside the office"
    ANCHOR = "anchor of a letter"
    CONTENT = "content"
    FILE = "stored file"
    LETTER = "letter"
    SIGNATURE = "signature"
    PERSON = "account"
    NUMBER = "number series"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: which check found it, at what place, and a sentence about it."""

    check: Check
    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a letter prints of the journal: the number of its newest entry and the beginning of its digest (R28)."""

    seq: int
    digest: str
    source: str = "given anchor"


def anchor_of(text: str) -> Anchor:
    """Return the anchor a person typed as ``number:digits``; groups of digits may be parted by spaces.

    Raises :class:`UserError` for anything else, and for fewer digits than a letter prints.
    """
    found = _ANCHOR.fullmatch(text)
    digits = re.sub(r"[\s-]", "", found[2]).lower() if found else ""
    if found is None or len(digits) < SHORTEST_ANCHOR:
        raise UserError(
            f"“{text[:60]}” is not an anchor. Type it as the letter prints it: entry number, colon, then at least "
            f"{SHORTEST_ANCHOR} digits, for example 57:1a2b3c4d5e6f7081."
        )
    return Anchor(int(found[1]), digits)
