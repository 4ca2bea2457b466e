"""What a paper is, found out before it is stored: size, kind, and what it should not contain (security.md R33).

Nothing is parsed here. The first bytes are compared with the name; everything else is counted by the limited child.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import yaml

from desktop.documents import limited_process
from desktop.documents.child_protocol import (
    COUNT_CAP,
    FINDING,
    LONGEST_SCAN_REPLY,
    MOST_BYTES,
    SCAN,
    ContentType,
    Found,
    Mode,
    Outcome,
)
from desktop.documents.limited_process import ChildFailed, Trouble
from desktop.documents.preview import outcome_of
from desktop.documents.shown_name import extension_of, in_a_sentence, shown_name_of
from desktop.errors import UserError
from desktop.paths import resource

EXTENSIONS: Mapping[str, ContentType] = {
    "pdf": ContentType.PDF,
    "png": ContentType.PNG,
    "jpg": ContentType.JPEG,
    "jpeg": ContentType.JPEG,
    "tif": ContentType.TIFF,
    "tiff": ContentType.TIFF,
}
KIND_NAMES = {
    ContentType.PDF: "a PDF",
    ContentType.PNG: "a PNG picture",
    ContentType.JPEG: "a JPEG picture",
    ContentType.TIFF: "a TIFF picture",
}
_FIRST_BYTES = (
    (b"%PDF-", ContentType.PDF),
    (b"\x89PNG\r\n\x1a\n", ContentType.PNG),
    (b"\xff\xd8\xff", ContentType.JPEG),
    (b"II*\x00", ContentType.TIFF),
    (b"MM\x00*", ContentType.TIFF),
)


class State(StrEnum):
    """How far a stored paper is trusted (security.md R34)."""

    ACCEPTED = "accepted"
    FLAGGED = "flagged"
    QUARANTINED = "quarantined"


_RANK = {State.ACCEPTED: 0, State.FLAGGED: 1, State.QUARANTINED: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a paper: its code, how often, and the sentence for the clerk."""

    code: str
    count: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a paper before it is stored; ``digest`` ties it to the bytes that were looked at."""

    digest: str
    size: int
    content_type: ContentType
    shown_name: str
    state: State
    findings: tuple[Finding, ...]
    pages: int


@cache
def finding_texts() -> Mapping[Found, tuple[State, str]]:
    """Return state and sentence of each finding; raises ValueError when one lacks its text."""
    raw = yaml.safe_load(resource("certificates", "findings.yaml").read_text("utf-8"))
    if raw.keys() != set(Found.__members__):
        raise ValueError(f"findings.yaml and Found differ: {sorted(raw.keys() ^ set(Found.__members__))}")
    return {Found[name]: (State(entry["state"]), str(entry["sentence"])) for name, entry in raw.items()}


def content_type_of(paper: bytes, shown_name: str) -> ContentType:
    """Return what the paper is by name and first bytes; raises :class:`UserError` when these do not agree (R33)."""
    if not paper:
        raise UserError("This file is empty. Ask the sender for a new copy.")
    if len(paper) > MOST_BYTES:
        raise UserError(
            f"This file has {len(paper) / 2**20:.0f} MB; 50 MB is the most. Scan it at 200 dpi in grey, or attach "
            "it in parts."
        )
    name = in_a_sentence(shown_name)
    expected = EXTENSIONS.get(extension_of(shown_name))
    if expected is None:
        raise UserError(
            f"“{name}” is not a kind of file the office takes. Attach a PDF, PNG, JPEG or TIFF: print the "
            "paper to PDF or scan it."
        )
    found = next((kind for start, kind in _FIRST_BYTES if paper.startswith(start)), None)
    if found is not expected:
        truth = f"it is {KIND_NAMES[found]}" if found else "its content is something else"
        raise UserError(
            f"“{name}” says it is {KIND_NAMES[expected]}, but {truth}. Do not rename it; ask the sender for the "
            "original, or scan the paper."
        )
    return expected


def _refused(outcome: Outcome, shown_name: str) -> UserError:
    name = in_a_sentence(shown_name)
    if outcome is Outcome.NEEDS_PASSWORD:
        return UserError(f"“{name}” opens only with a password. Ask the sender for a copy without one.")
    if outcome is Outcome.OTHER_CONTENT:
        return UserError(f"“{name}” is not what its name says. Ask the sender for the original, or scan the paper.")
    return UserError(f"“{name}” is damaged and cannot be opened. Ask the sender for a new copy.")


def read_scan(reply: bytes) -> tuple[Outcome, int, tuple[tuple[Found, int], ...]]:
    """Return outcome, pages and counted findings of a child's reply; raises :class:`ChildFailed` when it lies."""
    outcome, rest = outcome_of(reply)
    if outcome is not Outcome.GOOD:
        return outcome, 0, ()
    if len(rest) < SCAN.size:
        raise ChildFailed(Trouble.LIED)
    pages, objects, length = SCAN.unpack_from(rest)
    body = rest[SCAN.size :]
    if pages > COUNT_CAP or objects > COUNT_CAP or len(body) != length * FINDING.size:
        raise ChildFailed(Trouble.LIED)
    pairs = tuple(FINDING.iter_unpack(body))
    codes = [code for code, _ in pairs]
    if len(set(codes)) != len(codes) or not set(codes) <= set(Found) or any(not 1 <= n <= COUNT_CAP for _, n in pairs):
        raise ChildFailed(Trouble.LIED)
    return outcome, pages, tuple((Found(code), count) for code, count in pairs)


def inspect(
    paper: bytes,
    given_name: str,
    *,
    watch: Callable[[], None] | None = None,
    command: Sequence[str] | None = None,
    seconds: float = limited_process.SECONDS,
) -> Inspection:
    """Examine a paper before it is attached; runs the limited child, so call it outside any transaction.

    Raises :class:`UserError` with what to do when the paper is empty, too large, not what its name says, locked by a
    password or damaged. A paper that a child cannot finish with is quarantined.
    """
    shown_name = shown_name_of(given_name)
    content_type = content_type_of(paper, shown_name)
    try:
        reply = limited_process.ask(
            [Mode.SCAN, content_type], paper, LONGEST_SCAN_REPLY, watch=watch, command=command, seconds=seconds
        )
        outcome, pages, counted = read_scan(reply)
    except ChildFailed:
        outcome, pages, counted = Outcome.GOOD, 0, ((Found.UNSCANNABLE, 1),)
    if outcome is not Outcome.GOOD:
        raise _refused(outcome, shown_name)
    texts = finding_texts()
    state = max((texts[found][0] for found, _ in counted), key=_RANK.__getitem__, default=State.ACCEPTED)
    findings = tuple(Finding(found.name.lower(), count, texts[found][1]) for found, count in counted)
    digest = hashlib.sha256(paper).hexdigest()
    return Inspection(digest, len(paper), content_type, shown_name, state, findings, pages)
