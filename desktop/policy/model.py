"""Nouns of the policy procedure: its inputs, what a person finds, the outcome with its trace (domain.md §9)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


class Tri(StrEnum):
    """A fact that is met, not met, or not known; unknown is never taken for no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Category(StrEnum):
    """Category of a line by its confirmed classification."""

    I = "I"  # noqa: E741 - the annex's own numeral
    II = "II"
    NONE = "none"


class ItemKind(StrEnum):
    """What kind of thing a line is (domain.md §9.1)."""

    SYSTEM = "system"
    SUBSYSTEM = "subsystem"
    COMPONENT = "component"
    MATERIAL = "material"
    PRODUCTION_FACILITY = "production_facility"
    PRODUCTION_EQUIPMENT = "production_equipment"
    TEST_EQUIPMENT = "test_equipment"
    SOFTWARE = "software"
    TECHNOLOGY = "technology"


class EndUseClass(StrEnum):
    """Classes of end-use, the columns of the matrix (domain.md §9.1, §9.3)."""

    W = "W"
    M = "M"
    S = "S"
    T = "T"
    A = "A"
    C = "C"
    U = "U"


class WmdFinding(StrEnum):
    """Whether use in the delivery of weapons of mass destruction is found (domain.md §9.1, §10.3)."""

    NONE = "none"
    SUSPECTED = "suspected"
    JUDGED = "judged"
    UNKNOWN = "unknown"


class Contribution(StrEnum):
    """Whether the transfer could contribute to such a delivery system (domain.md §9.1)."""

    NO = "no"
    POSSIBLE = "possible"
    YES = "yes"
    UNKNOWN = "unknown"


class Embargo(StrEnum):
    """Result of the embargo check."""

    CLEAR = "clear"
    PROHIBITED = "prohibited"
    UNKNOWN = "unknown"


class Screening(StrEnum):
    """Result of screening the parties against lists (domain.md §11.2)."""

    CLEAR = "clear"
    POSSIBLE = "possible"
    TRUE_MATCH = "true match"
    UNKNOWN = "unknown"


class Denial(StrEnum):
    """Result of the comparison with the denial register (domain.md §11.3)."""

    NONE = "none"
    POSSIBLE = "possible"
    IDENTICAL = "essentially identical"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Relation of a state to the regime on a day (domain.md §1.3). It is never an approval (R-08, PM-e)."""

    MEMBER = "member"
    ADHERENT = "adherent"
    INFORMAL = "informal"
    PLEDGED = "pledged"
    NONE = "none"


class Outcome(StrEnum):
    """Starting points of the procedure (domain.md §9.2)."""

    EMBARGO = "EMBARGO"
    PROHIBITED = "PROHIBITED"
    STRONG_PRESUMPTION_WMD = "STRONG_PRESUMPTION_WMD"
    STRONG_PRESUMPTION = "STRONG_PRESUMPTION"
    RESOLVE_FIRST = "RESOLVE_FIRST"
    CATCH_ALL = "CATCH_ALL"
    CASE_BY_CASE_G2G = "CASE_BY_CASE_G2G"
    CASE_BY_CASE_EXCEPTED = "CASE_BY_CASE_EXCEPTED"
    CASE_BY_CASE = "CASE_BY_CASE"
    NLR = "NLR"


class Answer(StrEnum):
    """What a person may answer to a line (domain.md §13), as far as this release carries it."""

    GRANT = "GRANT"
    GRANT_CONDITIONS = "GRANT_CONDITIONS"
    REFUSE = "REFUSE"
    NLR = "NLR"


GRANTS = frozenset({Answer.GRANT, Answer.GRANT_CONDITIONS})
INFORM_LETTER = "inform letter"  # the tick that cell N* asks for


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of the procedure for one line (domain.md §9.1); ``sources`` says where each came from.

    ``kind`` is None while it is not known whether equipment forms part of a production facility. ``exception_note``
    tells whether an annex note that allows treatment as Category II is recorded as met. ``exemption`` is the reference
    of the body that exempted the transfer from an embargo. ``considered`` holds what the officer ticked as weighed.
    """

    category: Category
    annex_ref: str = ""
    kind: ItemKind | None = None
    production_related: Tri = Tri.UNKNOWN
    exception_note: Tri = Tri.UNKNOWN
    contains_category_I: Tri = Tri.UNKNOWN  # noqa: N815 - the field's name in domain.md §9.1
    inseparable: Tri = Tri.UNKNOWN
    end_use_class: EndUseClass = EndUseClass.U
    wmd_finding: WmdFinding = WmdFinding.UNKNOWN
    contribution_finding: Contribution = Contribution.UNKNOWN
    informed: Tri = Tri.UNKNOWN
    aware: Tri = Tri.UNKNOWN
    destination: str = ""
    destination_status: Status = Status.NONE
    embargo_result: Embargo = Embargo.UNKNOWN
    exemption: str = ""
    screening_result: Screening = Screening.UNKNOWN
    denial_result: Denial = Denial.UNKNOWN
    temporary: Tri = Tri.NO
    state_issues_certificates: Tri = Tri.UNKNOWN
    assurances_held: frozenset[str] = frozenset()
    considered: frozenset[str] = frozenset()
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_listed(self) -> bool:
        """Whether an annex entry covers the line."""
        return self.category is not Category.NONE

    def decisive(self) -> dict[str, Any]:
        """Return as plain data what the outcome rests on: all but the sources and the assurances held so far."""
        plain = self.to_plain()
        return {name: value for name, value in plain.items() if name not in {"sources", "assurances_held"}}

    def to_plain(self) -> dict[str, Any]:
        """Return the inputs as plain data for storing."""
        plain = asdict(self)
        return plain | {
            "assurances_held": sorted(self.assurances_held),
            "considered": sorted(self.considered),
            "sources": dict(self.sources),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Inputs":
        """Return the inputs that :meth:`to_plain` wrote; raises ValueError on a value no field knows."""
        values = dict(plain)
        for name, kind in ENUM_FIELDS.items():
            if values.get(name) is not None:
                values[name] = kind(values[name])
        for name in ("assurances_held", "considered"):
            values[name] = frozenset(values.get(name, ()))
        return cls(**values)


ENUM_FIELDS: dict[str, type[StrEnum]] = {
    "category": Category,
    "kind": ItemKind,
    "production_related": Tri,
    "exception_note": Tri,
    "contains_category_I": Tri,
    "inseparable": Tri,
    "end_use_class": EndUseClass,
    "wmd_finding": WmdFinding,
    "contribution_finding": Contribution,
    "informed": Tri,
    "aware": Tri,
    "destination_status": Status,
    "embargo_result": Embargo,
    "screening_result": Screening,
    "denial_result": Denial,
    "temporary": Tri,
    "state_issues_certificates": Tri,
}


# findings that are no inputs of the procedure
_ONLY_FOUND = (
    "part_of_facility",
    "unmanned_aircraft",
    "satellite_engine",
    "incorporation",
    "inward_assurance",
    "issues_delivery_verification",
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a person finds for one line; everything starts as not established or not known.

    ``part_of_facility`` answers PM-2's second half: is this equipment or software part of an installation integrated
    for developing or producing Category I items? The last five say nothing to the procedure; the conditions of a grant
    hang on them (letters.md §6). ``basis`` holds, by field name, the words a finding rests on.
    """

    end_use_class: EndUseClass = EndUseClass.U
    wmd_finding: WmdFinding = WmdFinding.UNKNOWN
    contribution_finding: Contribution = Contribution.UNKNOWN
    production_related: Tri = Tri.UNKNOWN
    part_of_facility: Tri = Tri.UNKNOWN
    exception_note: Tri = Tri.UNKNOWN
    contains_category_I: Tri = Tri.UNKNOWN  # noqa: N815 - the field's name in domain.md §9.1
    inseparable: Tri = Tri.UNKNOWN
    embargo_result: Embargo = Embargo.UNKNOWN
    exemption: str = ""
    screening_result: Screening = Screening.UNKNOWN
    denial_result: Denial = Denial.UNKNOWN
    state_issues_certificates: Tri = Tri.UNKNOWN
    considered: frozenset[str] = frozenset()
    unmanned_aircraft: Tri = Tri.UNKNOWN
    satellite_engine: Tri = Tri.UNKNOWN
    incorporation: Tri = Tri.UNKNOWN
    inward_assurance: Tri = Tri.UNKNOWN
    issues_delivery_verification: Tri = Tri.UNKNOWN
    basis: Mapping[str, str] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return the findings as plain data for storing."""
        return asdict(self) | {"considered": sorted(self.considered), "basis": dict(self.basis)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Findings":
        """Return the findings that :meth:`to_plain` wrote."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in plain.items() if name in known}
        for name, kind in (ENUM_FIELDS | dict.fromkeys(_ONLY_FOUND, Tri)).items():
            if name in values:
                values[name] = kind(values[name])
        values["considered"] = frozenset(values.get("considered", ()))
        return cls(**values)
