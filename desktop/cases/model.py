"""Nouns of a transfer case: kinds, states, lines, parties (domain.md §4 to §6, §18)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

CaseId = NewType("CaseId", int)
LineId = NewType("LineId", int)
PartyId = NewType("PartyId", int)


class Kind(StrEnum):
    """Kinds of transaction (domain.md §4)."""

    EXP = "EXP"
    TMP = "TMP"
    RET = "RET"
    BRK = "BRK"
    TRN = "TRN"
    TSH = "TSH"
    ITT = "ITT"
    TAS = "TAS"
    CLS = "CLS"
    CAN = "CAN"
    INF = "INF"


KIND_NAMES = {
    Kind.EXP: "Permanent export",
    Kind.TMP: "Temporary export",
    Kind.RET: "Re-export or retransfer consent",
    Kind.BRK: "Brokering",
    Kind.TRN: "Transit",
    Kind.TSH: "Transshipment",
    Kind.ITT: "Intangible technology transfer",
    Kind.TAS: "Technical assistance",
    Kind.CLS: "Classification request",
    Kind.CAN: "Catch-all notification",
    Kind.INF: "Inform letter on own motion",
}


class State(StrEnum):
    """States of a case that this release moves through (domain.md §6)."""

    DRF = "DRF"
    RCV = "RCV"
    CLA = "CLA"
    EUA = "EUA"
    REC = "REC"
    CSG = "CSG"
    DEC = "DEC"
    CLO = "CLO"
    WDN = "WDN"
    VOID = "VOID"


STATE_NAMES = {
    State.DRF: "Draft",
    State.RCV: "Received",
    State.CLA: "Classification",
    State.EUA: "End-use assessment",
    State.REC: "Recommendation",
    State.CSG: "Countersignature",
    State.DEC: "Decided",
    State.CLO: "Closed",
    State.WDN: "Withdrawn",
    State.VOID: "Void",
}
STATE_ORDER = (State.DRF, State.RCV, State.CLA, State.EUA, State.REC, State.CSG, State.DEC, State.CLO)
RUNNING = frozenset({State.RCV, State.CLA, State.EUA, State.REC, State.CSG})


class PartyRole(StrEnum):
    """Party roles on a case (domain.md §5)."""

    APPLICANT = "applicant"
    EXPORTER = "exporter"
    AGENT = "agent"
    MANUFACTURER = "manufacturer"
    CONSIGNOR = "consignor"
    PURCHASER = "purchaser"
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    END_USER = "end_user"
    BROKER = "broker"
    FREIGHT_FORWARDER = "freight_forwarder"
    PAYER = "payer"
    GOVERNMENT_AUTHORITY = "government_authority"


PARTY_ROLE_NAMES = {role: role.value.replace("_", " ").capitalize() for role in PartyRole} | {
    PartyRole.END_USER: "End-user",
    PartyRole.AGENT: "Agent of the applicant",
}

PARTY_KINDS = {
    "government": "Government",
    "military": "Military",
    "state-owned": "State-owned company",
    "commercial": "Company",
    "university": "University or research body",
    "individual": "Individual",
    "forwarder": "Freight forwarder or customs broker",
    "bank": "Bank",
    "other": "Other",
}

YES_NO_NOT_ASKED = ("yes", "no", "not asked")
CHANNELS = ("post", "e-mail", "by hand", "courier", "other")


@dataclass(frozen=True, slots=True)
class SpecificationValue:
    """One figure or fact of an item as the applicant states it: name, value, unit, where it stands."""

    name: str
    value: str
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LineDraft:
    """What a person types for one item; ``line_id`` and ``version`` are 0 for a new line."""

    description: str = ""
    maker: str = ""
    model: str = ""
    part_number: str = ""
    serial_numbers: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_value: Decimal | None = None
    currency: str = ""
    origin: str = ""
    national_code: str = ""
    specification: tuple[SpecificationValue, ...] = ()
    line_id: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an application as stored (domain.md §18)."""

    line_id: LineId
    case_id: CaseId
    number: int
    description: str
    maker: str
    model: str
    part_number: str
    serial_numbers: str
    quantity: Decimal | None
    unit: str
    unit_value: Decimal | None
    currency: str
    origin: str
    national_code: str
    specification: tuple[SpecificationValue, ...]
    version: int

    @property
    def total(self) -> Decimal | None:
        """Quantity times unit value, exact; None while either is missing."""
        if self.quantity is None or self.unit_value is None:
            return None
        return self.quantity * self.unit_value


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """What a person types for one party."""

    role: PartyRole
    name: str = ""
    original_name: str = ""
    kind: str = ""
    registration_number: str = ""
    address: str = ""
    country: str = ""
    contact: str = ""
    telephone: str = ""
    email: str = ""
    web_site: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party on a case as stored (domain.md §5); ``country`` is an ISO 3166-1 alpha-2 code."""

    party_id: PartyId
    case_id: CaseId
    role: PartyRole
    name: str
    original_name: str
    kind: str
    registration_number: str
    address: str
    country: str
    contact: str
    telephone: str
    email: str
    web_site: str
    version: int


@dataclass(frozen=True, slots=True)
class Case:
    """A transfer case with its lines and parties."""

    case_id: CaseId
    reference: str | None
    kind: Kind
    state: State
    received_at: datetime | None
    channel: str
    registered_at: datetime | None
    applicant_reference: str
    end_use: str
    place_of_use: str
    countries_differ_reason: str
    exporter_informed: str
    exporter_aware: str
    duplicate_answer: str
    officer_id: int | None
    officer_name: str
    created_by: int
    created_at: datetime
    closed_at: datetime | None
    due_on: date | None
    annex_codes: str
    headline_outcome: str
    version: int
    lines: tuple[Line, ...] = ()
    parties: tuple[Party, ...] = ()

    def party(self, role: PartyRole) -> Party | None:
        """Return the first party in ``role``, or None."""
        return next((party for party in self.parties if party.role is role), None)

    @property
    def destination(self) -> str:
        """Country code of the end-user, failing that of the ultimate consignee; '' while neither is known."""
        for role in (PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE):
            party = self.party(role)
            if party is not None and party.country:
                return party.country
        return ""

    @property
    def title(self) -> str:
        """What to call the case: its number, or that it is a draft."""
        return self.reference or f"Draft {self.case_id}"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that still stands in the way: check id, sentence for the clerk, the tab where it is put right."""

    check: str
    sentence: str
    tab: str
    severity: str = "BLOCK"
