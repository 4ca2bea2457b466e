"""Who may see what of a case, and the one way by which a letter reaches its fields (letters.md LT-03, domain.md §17).

Each field of the facts of a letter says its marking in its type (``name: Open[str]``). :func:`pull` refuses a field
above OPEN by its name. What stands above OPEN in the case (partner denials, hits, opinions, notes) is not even carried
in the facts; its names are known here, so that a template that asks for one is told why it fails.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar, get_type_hints

from desktop.errors import Refused


class Marking(StrEnum):
    """Who may see a field (domain.md §17), lowest first."""

    OPEN = "OPEN"
    OFFICE = "OFFICE"
    RESTRICTED = "RESTRICTED"
    PARTNER_CONFIDENTIAL = "PARTNER-CONFIDENTIAL"


T = TypeVar("T")
Open = Annotated[T, Marking.OPEN]
ForOffice = Annotated[T, Marking.OFFICE]

# What a case holds above OPEN and a letter to an applicant never shows (LT-03), by the name a template would use.
WITHHELD: Mapping[str, Marking] = {
    "denial.partner": Marking.PARTNER_CONFIDENTIAL,
    "denial.reference": Marking.PARTNER_CONFIDENTIAL,
    "denial.reason": Marking.PARTNER_CONFIDENTIAL,
    "consultation.answer": Marking.PARTNER_CONFIDENTIAL,
    "agency.name": Marking.RESTRICTED,
    "agency.opinion": Marking.RESTRICTED,
    "intelligence.report": Marking.RESTRICTED,
    "screening.hit": Marking.RESTRICTED,
    "screening.score": Marking.RESTRICTED,
    "assessment.finding": Marking.OFFICE,
    "assessment.red_flag": Marking.OFFICE,
    "policy.rule": Marking.OFFICE,
    "case.note": Marking.OFFICE,
}


class UnknownField(LookupError):
    """A template names a field that no letter has (security.md R40)."""


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """Return the types of a part's fields, markings included."""
    return get_type_hints(kind, include_extras=True)


def _marking(hint: object) -> Marking | None:
    return next((mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Marking)), None)


@cache
def markings_of(kind: type) -> Mapping[str, Marking]:
    """Return the marking of each field of a part of the tree, and of what it derives under a marking of its own.

    TypeError names a field that carries none.
    """
    found = {}
    for name, hint in hints_of(kind).items():
        marking = _marking(hint)
        if marking is None:
            raise TypeError(f"{kind.__name__}.{name} carries no marking (LT-03)")
        found[name] = marking
    for name, member in vars(kind).items():
        if isinstance(member, property):
            marking = _marking(get_type_hints(member.fget, include_extras=True)["return"])
            if marking is not None:
                found[name] = marking
    return found


def is_withheld(path: str) -> Marking | None:
    """Return the marking of a field that no letter carries, or of what stands below one; None for any other."""
    return next((mark for name, mark in WITHHELD.items() if path == name or path.startswith(f"{name}.")), None)


def pull(part: object, path: str) -> Any:
    """Return the field at dotted ``path`` of a part of the tree, for printing in an applicant's letter.

    Raises :class:`Refused` (LT-03) that names a field above OPEN, and :class:`UnknownField` for one that no letter
    has. A part that this letter does not have (a licence in a refusal) reads as None.
    """
    withheld = is_withheld(path)
    if withheld is not None:
        raise _withheld(path, withheld)
    value: Any = part
    for name in path.split("."):
        if value is None:
            return None
        kind: type = type(value)
        markings = markings_of(kind) if is_dataclass(kind) else {}
        if name not in markings:
            raise UnknownField(f"no letter has a field “{path}”")
        if markings[name] is not Marking.OPEN:
            raise _withheld(path, markings[name])
        value = getattr(value, name)
    return value


def _withheld(path: str, marking: Marking) -> Refused:
    return Refused(
        f"The letter would show {path}, which is marked {marking}. A letter to an applicant shows only what is OPEN: "
        "take it out of the text.",
        rule="LT-03",
        field=path,
    )
