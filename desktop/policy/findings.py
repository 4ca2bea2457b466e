"""What a finding needs beside its answer: the words it rests on, and findings that fit each other. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.policy.model import Denial, Embargo, EndUseClass, Findings, Screening, Tri, WmdFinding

# findings that say nothing without the words they rest on (domain.md §10.3, PM-1, PM-5, PM-6, §11.2)
NEEDS_BASIS: Mapping[str, tuple[frozenset[StrEnum], str]] = {
    "wmd_finding": (
        frozenset({WmdFinding.SUSPECTED, WmdFinding.JUDGED}),
        "what the finding rests on: date, sources, who judged",
    ),
    "exception_note": (
        frozenset({Tri.YES}),
        "which words of the note are met, by which statement and for which quantity",
    ),
    "inseparable": (frozenset({Tri.YES}), "why the built-in item cannot be separated, removed or duplicated"),
    "embargo_result": (frozenset({Embargo.PROHIBITED}), "which embargo prohibits the transfer, and by which paragraph"),
    "screening_result": (frozenset({Screening.POSSIBLE, Screening.TRUE_MATCH}), "which party matches which list entry"),
    "denial_result": (frozenset({Denial.POSSIBLE, Denial.IDENTICAL}), "what was compared"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A finding that cannot stand as it is: its field, and the sentence that says what to add."""

    field: str
    sentence: str


def needs_basis(findings: Findings, name: str) -> bool:
    """Tell whether the answer to ``name`` asks for the words it rests on."""
    return name in NEEDS_BASIS and getattr(findings, name) in NEEDS_BASIS[name][0]


def gaps(findings: Findings) -> tuple[Gap, ...]:
    """Return what the findings of a line still need before the policy can rest on them."""
    found = [
        Gap(name, f"State {what}.")
        for name, (_, what) in NEEDS_BASIS.items()
        if needs_basis(findings, name) and not findings.basis.get(name, "").strip()
    ]
    if findings.end_use_class is EndUseClass.W and findings.wmd_finding is not WmdFinding.JUDGED:
        found.append(
            Gap(
                "wmd_finding",
                "Class W says that the use is judged. Record the finding on weapons of mass destruction as judged as "
                "well.",
            )
        )
    if findings.exemption and findings.embargo_result is not Embargo.PROHIBITED:
        found.append(Gap("exemption", "An exemption goes with an embargo that would prohibit the transfer."))
    return tuple(found)
