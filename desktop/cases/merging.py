"""Brings together what two people changed in one item: field by field, and a conflict only where both changed one."""

from dataclasses import fields, replace
from typing import Any

from desktop.cases.model import LineDraft
from desktop.errors import StaleCase

_FIELDS = tuple(field.name for field in fields(LineDraft) if field.name not in {"line_id", "version"})


def changed_fields(before: LineDraft, after: LineDraft) -> dict[str, Any]:
    """Return the fields of ``after`` that differ from ``before``."""
    return {name: getattr(after, name) for name in _FIELDS if getattr(before, name) != getattr(after, name)}


def merged(base: LineDraft, mine: LineDraft, theirs: LineDraft) -> LineDraft:
    """Return ``theirs`` with what I changed since ``base``; its id and version are those of ``theirs``.

    Raises :class:`StaleCase` with both sides of every field that both changed, each in another way (R12).
    """
    ours = changed_fields(base, mine)
    others = changed_fields(base, theirs)
    clashing = {name for name in ours.keys() & others.keys() if ours[name] != others[name]}
    if clashing:
        raise StaleCase(
            f"Somebody else changed “{theirs.description or mine.description}” while you were working on it.",
            yours={name: ours[name] for name in sorted(clashing)},
            theirs={name: others[name] for name in sorted(clashing)},
        )
    return replace(theirs, **ours)
