"""Which findings matter for a line, so that a screen asks no idle question. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.policy.model import INFORM_LETTER, Embargo, Findings, Status, Tri

ALWAYS = ("end_use_class", "wmd_finding", "embargo_result", "screening_result", "denial_result")
_FACILITIES = frozenset({"1.B.1", "2.B.1"})
_SATELLITE_ENGINES = "2.A.1.c"
_FAR = frozenset({Status.PLEDGED, Status.NONE})


@dataclass(frozen=True, slots=True)
class _Entry:
    """An annex reference as far as the questions look at it."""

    code: str
    item: str
    part: str

    @property
    def is_category_i(self) -> bool:
        return self.item in {"1", "2"}

    @property
    def is_subsystem(self) -> bool:
        return (self.item, self.part) == ("2", "A")


def _entries(codes: Sequence[str]) -> tuple[_Entry, ...]:
    return tuple(_Entry(code, *code.split(".")[:2]) for code in codes)


def asked(
    codes: Sequence[str],
    findings: Findings,
    status: Status,
    *,
    modes: Mapping[str, str],
    cell: str,
    may_be_granted: bool = True,
) -> frozenset[str]:
    """Return the names of the findings that matter for a line; ticks are named ``considered:`` and their code.

    ``codes`` is empty for an item that is not listed; ``modes`` maps the assurances of the last outcome to how they
    are asked for, and ``cell`` is the matrix cell of that outcome ('' before there is one). What only the conditions
    of a grant hang on is left out where nobody may grant.
    """
    entries = _entries(codes)
    found = {*ALWAYS, *_of_the_item(entries, findings)}
    if findings.embargo_result is Embargo.PROHIBITED:
        found.add("exemption")
    if "where-issued" in modes.values():
        found.add("state_issues_certificates")
    found |= {f"considered:{code}" for code, mode in modes.items() if mode == "considered"}
    if cell == "N*":
        found.add(f"considered:{INFORM_LETTER}")
    if entries and may_be_granted:
        found |= _of_a_grant(entries, status)
    return frozenset(found)


def _of_the_item(entries: Sequence[_Entry], findings: Findings) -> set[str]:
    found = set()
    others = [entry for entry in entries if not entry.is_category_i]
    if others or not entries:
        found.add("contribution_finding")
    if any(entry.part in "AB" for entry in others) or not entries:
        found.add("contains_category_I")
    if findings.contains_category_I is Tri.YES:
        found.add("inseparable")
    if any(entry.is_category_i and entry.part in "DE" for entry in entries):
        found.add("production_related")
    if any(entry.part in "BD" and entry.code not in _FACILITIES for entry in entries):
        found.add("part_of_facility")
    if any(entry.is_subsystem for entry in entries):
        found.add("exception_note")
    return found


def _of_a_grant(entries: Sequence[_Entry], status: Status) -> set[str]:
    found = {"incorporation", "inward_assurance"}
    if any(entry.part in "ABC" for entry in entries):
        found.add("unmanned_aircraft")
    if any(f"{entry.code}.".startswith(f"{_SATELLITE_ENGINES}.") for entry in entries):
        found.add("satellite_engine")
    if status in _FAR or any(entry.is_subsystem for entry in entries):
        found.add("issues_delivery_verification")
    return found
