"""Nouns of attached papers and end-use certificates (end-use-certificates.md §1 to §5, §10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from desktop.documents.child_protocol import ContentType
from desktop.documents.inspection import Finding, State

DocumentId = NewType("DocumentId", int)
CertificateId = NewType("CertificateId", int)

DOCUMENT_KINDS: Mapping[str, str] = {
    "certificate": "End-use document",
    "application": "Application form",
    "contract": "Contract or order",
    "specification": "Specification or data sheet",
    "translation": "Translation",
    "correspondence": "Correspondence",
    "other": "Other paper",
}


class Severity(StrEnum):
    """How much a failed check weighs (end-use-certificates.md §5)."""

    BLOCK = "BLOCK"
    MAJOR = "MAJOR"
    MINOR = "MINOR"


class Mode(StrEnum):
    """Who answers a check: the program, the clerk after a suggestion, the clerk alone."""

    PROGRAM = "A"
    SUGGESTED = "S"
    CLERK = "M"


class Result(StrEnum):
    """The answer to a check; ``open`` is no answer yet and never taken for one."""

    PASS = "pass"  # noqa: S105 - an answer, no password
    FAIL = "fail"
    NOT_APPLICABLE = "n.a."
    OPEN = "open"


class Held(StrEnum):
    """How an undertaking stands in a certificate (end-use-certificates.md §4)."""

    PRESENT = "present"
    LIMITED = "limited"
    MISSING = "missing"


class Verdict(StrEnum):
    """The verdict on a certificate (end-use-certificates.md §10)."""

    SATISFACTORY = "SATISFACTORY"
    SATISFACTORY_WITH_WAIVER = "SATISFACTORY_WITH_WAIVER"
    CURABLE = "CURABLE"
    NOT_SATISFACTORY = "NOT_SATISFACTORY"
    SUSPECT = "SUSPECT"


VERDICT_NAMES = {
    Verdict.SATISFACTORY: "Satisfactory",
    Verdict.SATISFACTORY_WITH_WAIVER: "Satisfactory with waiver",
    Verdict.CURABLE: "Can be put right by asking",
    Verdict.NOT_SATISFACTORY: "Not satisfactory",
    Verdict.SUSPECT: "Suspect",
}
GOOD_VERDICTS = frozenset({Verdict.SATISFACTORY, Verdict.SATISFACTORY_WITH_WAIVER})


@dataclass(frozen=True, slots=True)
class Document:
    """A paper on a case; ``also_on`` names other cases that hold the same bytes."""

    document_id: DocumentId
    case_id: int
    digest: str
    content_type: ContentType
    size: int
    title: str
    shown_name: str
    kind: str
    state: State
    findings: tuple[Finding, ...]
    pages: int
    attached_by: str
    attached_at: datetime
    version: int
    also_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One item as the certificate states it (EQ-1), linked to the case line it covers; ``value`` is for the line."""

    line_id: int
    number: int
    item: str
    quantity: Decimal | None
    unit: str
    value: Decimal | None
    currency: str
    case_line_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class CertificateLineDraft:
    """What a person types for one item of a certificate."""

    item: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    value: Decimal | None = None
    currency: str = ""
    case_line_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedUndertaking:
    """How the clerk found one undertaking, with the limits in the certificate's words."""

    code: str
    held: Held
    limits: str = ""


@dataclass(frozen=True, slots=True)
class RecordedCheck:
    """What a clerk ticked for one check; ``about`` is what the program had found when he did."""

    code: str
    result: Result
    remark: str
    about: str
    checked_by: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Waiver:
    """A supervisor's waiver of one failed MAJOR check; it covers only the failure it is ``about``."""

    code: str
    about: str
    reason: str
    waived_by: str
    waived_at: datetime


@dataclass(frozen=True, slots=True)
class Certificate:
    """An end-use document as recorded; ``fields`` holds what was typed, by field and part ("F-11.name")."""

    certificate_id: CertificateId
    case_id: int
    document_id: DocumentId
    digest: str
    kind: str
    fields: Mapping[str, str]
    number: str
    signed_on: date | None
    valid_until: date | None
    verdict: Verdict | None
    verdict_remark: str
    verdict_by: str
    version: int
    document_state: State = State.ACCEPTED
    lines: tuple[CertificateLine, ...] = ()
    undertakings: Mapping[str, RecordedUndertaking] = field(default_factory=dict)
    checks: Mapping[str, RecordedCheck] = field(default_factory=dict)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)

    def text(self, part: str) -> str:
        """Return what was typed for a part such as "F-30.text", without surrounding blanks."""
        return self.fields.get(part, "").strip()

    def held(self, code: str) -> Held | None:
        """Return how an undertaking was found; None while nobody has looked."""
        found = self.undertakings.get(code)
        return None if found is None else found.held


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line of the case as far as a certificate is compared with it."""

    line_id: int
    number: int
    description: str
    maker: str
    model: str
    part_number: str
    quantity: Decimal | None
    unit: str
    unit_value: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class CaseParty:
    """A party of the case as far as a certificate is compared with it."""

    role: str
    name: str
    original_name: str
    kind: str
    registration_number: str
    address: str
    country: str


@dataclass(frozen=True, slots=True)
class OtherUse:
    """A certificate of another paper that carries the same number (EC-05)."""

    reference: str
    issuer: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need of the case a certificate belongs to; None is not known, never no.

    Without ``today`` nothing is said about what has passed. ``outcomes``, ``status`` and ``assurances`` come from the
    policy procedure once it has run; ``listed`` tells whether an annex item is among the lines, ``codes`` which.
    """

    kind: str
    received_on: date | None
    today: date | None
    target_on: date | None
    end_use: str
    lines: tuple[CaseLine, ...] = ()
    parties: tuple[CaseParty, ...] = ()
    types_on_case: frozenset[str] = frozenset()
    lines_covered: frozenset[int] = frozenset()
    outcomes: frozenset[str] | None = None
    status: str | None = None
    assurances: frozenset[str] | None = None
    listed: bool | None = None
    codes: tuple[str, ...] = ()
    same_number: tuple[OtherUse, ...] = ()
    first_of_user: bool = True

    def party(self, *roles: str) -> CaseParty | None:
        """Return the first party in the first of ``roles`` that somebody holds."""
        for role in roles:
            found = next((party for party in self.parties if party.role == role), None)
            if found is not None:
                return found
        return None
