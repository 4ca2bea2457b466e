"""Papers and certificates on a case, made by the services a clerk's screen calls."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from desktop.actor import Actor
from desktop.cases.model import Case
from desktop.documents import catalogue, check_service, queries, rules, service, store
from desktop.documents.inspection import Inspection, inspect
from desktop.documents.model import CertificateId, CertificateLineDraft, DocumentId, Held, Result, Verdict
from desktop.office import Office
from tests.documents.papers import by_reportlab

FIELDS: Mapping[str, str] = {
    "F-01.title": "End-user statement",
    "F-02.number": "LAM-2027-014",
    "F-03.date": "2027-01-05",
    "F-06.language": "English",
    "F-09.seen": "original",
    "F-13.since": "1988",
    "F-24.reference": "PO 4411",
    "F-24.date": "2026-12-18",
    "F-34.crew": "manned",
    "F-34.sector": "civil",
    "F-40.name": "Rita Sousa",
    "F-40.position": "Director of maintenance",
    "F-41.kind": "handwritten",
    "F-42.stamp": "present",
    "F-43.date": "2027-01-05",
}


@cache
def _usual_paper() -> tuple[bytes, Inspection]:
    """Draw and inspect one paper for all tests that do not care which."""
    paper = by_reportlab()
    return paper, inspect(paper, "certificate.pdf")


def a_document(
    office: Office, actor: Actor, case_id: int, *, content: bytes | None = None, name: str = "certificate.pdf"
) -> DocumentId:
    """Return the id of a paper attached to a case."""
    if content is None and name == "certificate.pdf":
        paper, inspection = _usual_paper()
    else:
        paper = by_reportlab() if content is None else content
        inspection = inspect(paper, name)
    document_id, _ = office.write(actor, lambda act: service.attach(act, case_id, paper, name, inspection))
    return document_id


def a_certificate(
    office: Office, actor: Actor, case: Case, *, kind: str = "EUS", fields: Mapping[str, str] | None = None
) -> CertificateId:
    """Return a certificate that says what the case says, with every undertaking present and nothing ticked yet."""
    document_id = a_document(office, actor, case.case_id)
    applicant = case.parties[0]
    user = next(party for party in case.parties if party.role == "end_user")
    said = {
        **FIELDS,
        "F-10.name": applicant.name,
        "F-11.name": user.name,
        "F-11.registration_number": user.registration_number,
        "F-11.country": user.country,
        "F-12.address": user.address,
        "F-30.text": case.end_use,
        **(fields or {}),
    }

    def operation(act: service.Act) -> CertificateId:
        certificate_id = service.record_certificate(act, case.case_id, document_id, kind)
        service.save_fields(act, case.case_id, certificate_id, 1, said)
        for line in case.lines:
            draft = CertificateLineDraft(
                f"{line.description} {line.model}",
                line.quantity,
                line.unit,
                (line.unit_value or Decimal(0)) * (line.quantity or Decimal(0)),
                line.currency,
                line.line_id,
            )
            service.add_line(act, case.case_id, certificate_id, draft)
        for code in catalogue.load().undertakings:
            check_service.record_undertaking(act, case.case_id, certificate_id, code, Held.PRESENT)
        return certificate_id

    certificate_id, _ = office.write(actor, operation)
    return certificate_id


def tick_all(office: Office, actor: Actor, case_id: int, certificate_id: int) -> None:
    """Pass every check that waits for the clerk."""

    def operation(act: service.Act) -> None:
        for _ in range(2):  # the first round may settle whether the issuer has to be asked
            day = queries.today(act.connection, act.now)
            for one in queries.judged(act.connection, case_id, day):
                if one.certificate.certificate_id != certificate_id:
                    continue
                for standing in one.standings:
                    if standing.is_open and Result.PASS in standing.allowed_answers():
                        check_service.record_check(
                            act, case_id, certificate_id, standing.check.code, Result.PASS, "seen"
                        )

    office.write(actor, operation)


def judge(office: Office, actor: Actor, case_id: int, certificate_id: int) -> Verdict | None:
    """Set the verdict that the rules propose; return it, or None while there is none."""

    def operation(act: service.Act) -> Verdict | None:
        day = queries.today(act.connection, act.now)
        one = next(
            one
            for one in queries.judged(act.connection, case_id, day)
            if one.certificate.certificate_id == certificate_id
        )
        proposed = rules.verdict(one.standings).verdict
        if proposed is not None:
            service.set_verdict(act, case_id, certificate_id, one.certificate.version, proposed)
        return proposed

    verdict, _ = office.write(actor, operation)
    return verdict


def a_satisfactory_certificate(office: Office, actor: Actor, case: Case) -> CertificateId:
    """Return a certificate that is ticked and judged; satisfactory once the policy procedure has run."""
    certificate_id = a_certificate(office, actor, case)
    tick_all(office, actor, case.case_id, certificate_id)
    judge(office, actor, case.case_id, certificate_id)
    return certificate_id


def certificate(office: Office, case_id: int) -> store.Certificate:
    """Return the only certificate of a case."""
    with office.read() as connection:
        [only] = store.certificates_of(connection, case_id)
    return only
