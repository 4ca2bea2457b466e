"""A certificate that fits its case, and the facts of that case; tests change what they are about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from desktop.documents import catalogue, rules
from desktop.documents.model import (
    CaseFacts,
    CaseLine,
    CaseParty,
    Certificate,
    CertificateId,
    CertificateLine,
    DocumentId,
    Held,
    Mode,
    RecordedCheck,
    RecordedUndertaking,
    Result,
    Waiver,
)

KNOWN = catalogue.load()
USE = "Replacement gyroscopes for the attitude reference of 22 regional turboprop aircraft."
FIELDS = {
    "F-01.title": "End-user statement",
    "F-02.number": "LAM-2027-014",
    "F-03.date": "2027-01-05",
    "F-06.language": "English",
    "F-09.seen": "original",
    "F-10.name": "Halden Avionics AS",
    "F-11.name": "Linhas Aéreas do Minho, MRO",
    "F-11.registration_number": "PT 503 111 222",
    "F-11.country": "PT",
    "F-12.address": "Rua do Aeroporto 12, 4470-558 Maia",
    "F-13.since": "1988",
    "F-24.reference": "PO 4411",
    "F-24.date": "2026-12-18",
    "F-30.text": USE,
    "F-34.crew": "manned",
    "F-34.sector": "civil",
    "F-40.name": "Rita Sousa",
    "F-40.position": "Director of maintenance",
    "F-41.kind": "handwritten",
    "F-42.stamp": "present",
    "F-43.date": "2027-01-05",
}
GYROS = CaseLine(
    11, 1, "Fibre-optic gyroscope", "Halden", "FOG-220", "", Decimal(16), "pieces", Decimal("18500.00"), "EUR"
)
GYRO_ITEM = CertificateLine(21, 1, "16 gyroscopes FOG-220", Decimal(16), "pcs", Decimal("296000.00"), "EUR", 11, 1)
EXPORTER = CaseParty("applicant", "Halden Avionics AS", "", "commercial", "912 345 678", "Kaiveien 3", "NO")
END_USER = CaseParty(
    "end_user",
    "Linhas Aéreas do Minho, MRO",
    "",
    "commercial",
    "PT 503 111 222",
    "Rua do Aeroporto 12\n4470-558 Maia",
    "PT",
)
THEN = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def undertakings(**changed: Held) -> dict[str, RecordedUndertaking]:
    found = {code: RecordedUndertaking(code, Held.PRESENT) for code in KNOWN.undertakings}
    for name, held in changed.items():
        code = name.replace("_", "-")
        found[code] = RecordedUndertaking(code, held, "as the paper says" if held is Held.LIMITED else "")
    return found


def a_certificate(*, fields: dict[str, str] | None = None, **changed: Any) -> Certificate:
    typed = {**FIELDS, **(fields or {})}
    signed = typed.get("F-03.date", "")
    values: dict[str, Any] = {
        "certificate_id": CertificateId(1),
        "case_id": 1,
        "document_id": DocumentId(1),
        "digest": "ab" * 32,
        "kind": "EUS",
        "fields": typed,
        "number": typed.get("F-02.number", ""),
        "signed_on": date.fromisoformat(signed) if signed else None,
        "valid_until": date.fromisoformat(typed["F-05.date"]) if typed.get("F-05.date", "")[:2] == "20" else None,
        "verdict": None,
        "verdict_remark": "",
        "verdict_by": "",
        "version": 1,
        "lines": (GYRO_ITEM,),
        "undertakings": undertakings(),
    }
    return Certificate(**(values | changed))


def facts(**changed: Any) -> CaseFacts:
    values: dict[str, Any] = {
        "kind": "EXP",
        "received_on": date(2027, 3, 1),
        "today": date(2027, 3, 2),
        "target_on": date(2027, 3, 30),
        "end_use": USE,
        "lines": (GYROS,),
        "parties": (EXPORTER, END_USER),
        "types_on_case": frozenset({"EUS"}),
        "lines_covered": frozenset({11}),
        "outcomes": frozenset({"CASE_BY_CASE"}),
        "status": "member",
        "assurances": frozenset({"AS-1", "AS-2", "AS-3", "AS-4"}),
        "listed": True,
        "codes": ("9.A.4",),
    }
    return CaseFacts(**(values | changed))


def ticked(certificate: Certificate, case: CaseFacts, result: Result = Result.PASS) -> Certificate:
    """Tick every check that still waits for the clerk, as he would after looking."""
    for _ in range(2):  # what is ticked may settle whether the issuer has to be asked
        checks = dict(certificate.checks)
        for one in rules.standings(certificate, case, KNOWN):
            if one.is_open and result in one.allowed_answers():
                word = one.suggestion
                about = word.sentence if word is not None and one.check.mode is not Mode.PROGRAM else ""
                checks[one.check.code] = RecordedCheck(one.check.code, result, "seen", about, "Ana Bello", THEN)
        certificate = replace(certificate, checks=checks)
    return certificate


def standing(certificate: Certificate, case: CaseFacts, code: str) -> rules.Standing:
    return next(one for one in rules.standings(certificate, case, KNOWN) if one.check.code == code)


def waived(certificate: Certificate, case: CaseFacts, code: str) -> Certificate:
    about = standing(certificate, case, code).reason
    return replace(certificate, waivers={code: Waiver(code, about, "known firm", "Sara Vance", THEN)})
