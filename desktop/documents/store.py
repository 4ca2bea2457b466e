"""SQL of this slice: documents, certificates with their items, undertakings, checks and waivers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from db.tables.administration import person
from db.tables.cases import cases
from db.tables.documents import (
    certificate,
    certificate_check,
    certificate_line,
    certificate_undertaking,
    certificate_waiver,
    document,
    stored_file,
)
from desktop.documents import catalogue, rules
from desktop.documents.child_protocol import ContentType
from desktop.documents.inspection import Finding, State
from desktop.documents.model import (
    Certificate,
    CertificateId,
    CertificateLine,
    Document,
    DocumentId,
    Held,
    RecordedCheck,
    RecordedUndertaking,
    Result,
    Verdict,
    Waiver,
)
from desktop.errors import UserError


def documents_of(connection: Connection, case_id: int) -> tuple[Document, ...]:
    """Return the papers of a case in the order in which they were attached."""
    query = (
        select(document, stored_file.c.size, stored_file.c.content_type, person.c.full_name)
        .join(stored_file, stored_file.c.digest == document.c.file_digest)
        .join(person, person.c.id == document.c.attached_by)
        .where(document.c.case_id == case_id)
        .order_by(document.c.id)
    )
    rows = connection.execute(query).mappings().all()
    elsewhere = other_cases_with(connection, case_id, [row["file_digest"] for row in rows])
    return tuple(_document(row, elsewhere.get(row["file_digest"], ())) for row in rows)


def _document(row: RowMapping, also_on: Sequence[str]) -> Document:
    return Document(
        document_id=DocumentId(row["id"]),
        case_id=row["case_id"],
        digest=row["file_digest"],
        content_type=ContentType(row["content_type"]),
        size=row["size"],
        title=row["title"],
        shown_name=row["shown_name"],
        kind=row["kind"],
        state=State(row["state"]),
        findings=tuple(Finding(**found) for found in row["findings"]),
        pages=row["pages"],
        attached_by=row["full_name"],
        attached_at=row["attached_at"],
        version=row["version"],
        also_on=tuple(also_on),
    )


def other_cases_with(connection: Connection, case_id: int, digests: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return, by digest, the numbers of other cases that hold the same bytes."""
    query = (
        select(document.c.file_digest, cases.c.reference, cases.c.id)
        .join(cases, cases.c.id == document.c.case_id)
        .where(document.c.file_digest.in_(digests), document.c.case_id != case_id)
        .order_by(cases.c.id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for digest, reference, other_id in connection.execute(query):
        found[digest].append(reference or f"Draft {other_id}")
    return {digest: tuple(names) for digest, names in found.items()}


def document_by_id(connection: Connection, case_id: int, document_id: int) -> Document:
    """Return one paper of a case; raises :class:`UserError` when it is not there."""
    found = next((paper for paper in documents_of(connection, case_id) if paper.document_id == document_id), None)
    if found is None:
        raise UserError("This paper is not on the case any more. Refresh the list.")
    return found


def document_with(connection: Connection, case_id: int, digest: str) -> Document | None:
    """Return the paper of a case that has these bytes, or None."""
    return next((paper for paper in documents_of(connection, case_id) if paper.digest == digest), None)


def add_document(connection: Connection, values: Mapping[str, Any]) -> DocumentId:
    """Insert a paper and return its id."""
    return DocumentId(connection.execute(insert(document).values(**values).returning(document.c.id)).scalar_one())


def certificates_of(connection: Connection, case_id: int) -> tuple[Certificate, ...]:
    """Return the certificates of a case whole, in the order in which they were recorded."""
    query = (
        select(certificate, document.c.file_digest, document.c.state, person.c.full_name)
        .join(document, document.c.id == certificate.c.document_id)
        .outerjoin(person, person.c.id == certificate.c.verdict_by)
        .where(certificate.c.case_id == case_id)
        .order_by(certificate.c.id)
    )
    rows = connection.execute(query).mappings().all()
    if not rows:
        return ()
    lines = _lines(connection, case_id)
    undertakings = _undertakings(connection, case_id)
    checks = _checks(connection, case_id)
    waivers = _waivers(connection, case_id)
    return tuple(
        Certificate(
            certificate_id=CertificateId(row["id"]),
            case_id=case_id,
            document_id=DocumentId(row["document_id"]),
            digest=row["file_digest"],
            kind=row["kind"],
            fields=row["fields"],
            number=row["number"],
            signed_on=row["signed_on"],
            valid_until=row["valid_until"],
            verdict=Verdict(row["verdict"]) if row["verdict"] else None,
            verdict_remark=row["verdict_remark"],
            verdict_by=row["full_name"] or "",
            version=row["version"],
            document_state=State(row["state"]),
            lines=tuple(lines[row["id"]]),
            undertakings=undertakings[row["id"]],
            checks=checks[row["id"]],
            waivers=waivers[row["id"]],
        )
        for row in rows
    )


def certificate_by_id(connection: Connection, case_id: int, certificate_id: int) -> Certificate:
    """Return one certificate of a case; raises :class:`UserError` when it is not there."""
    found = next((one for one in certificates_of(connection, case_id) if one.certificate_id == certificate_id), None)
    if found is None:
        raise UserError("This certificate is not on the case any more. Refresh the list.")
    return found


def _lines(connection: Connection, case_id: int) -> dict[int, list[CertificateLine]]:
    query = (
        select(certificate_line)
        .where(certificate_line.c.case_id == case_id)
        .order_by(certificate_line.c.certificate_id, certificate_line.c.number)
    )
    found: dict[int, list[CertificateLine]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["certificate_id"]].append(
            CertificateLine(
                line_id=row["id"],
                number=row["number"],
                item=row["item"],
                quantity=row["quantity"],
                unit=row["unit"],
                value=row["value"],
                currency=row["currency"],
                case_line_id=row["case_line_id"],
                version=row["version"],
            )
        )
    return found


def _undertakings(connection: Connection, case_id: int) -> dict[int, dict[str, RecordedUndertaking]]:
    query = select(certificate_undertaking).where(certificate_undertaking.c.case_id == case_id)
    found: dict[int, dict[str, RecordedUndertaking]] = defaultdict(dict)
    for row in connection.execute(query).mappings():
        found[row["certificate_id"]][row["code"]] = RecordedUndertaking(
            row["code"], Held(row["finding"]), row["limits"]
        )
    return found


def _checks(connection: Connection, case_id: int) -> dict[int, dict[str, RecordedCheck]]:
    query = (
        select(certificate_check, person.c.full_name)
        .join(person, person.c.id == certificate_check.c.checked_by)
        .where(certificate_check.c.case_id == case_id)
    )
    found: dict[int, dict[str, RecordedCheck]] = defaultdict(dict)
    for row in connection.execute(query).mappings():
        found[row["certificate_id"]][row["code"]] = RecordedCheck(
            row["code"], Result(row["result"]), row["remark"], row["about"], row["full_name"], row["checked_at"]
        )
    return found


def _waivers(connection: Connection, case_id: int) -> dict[int, dict[str, Waiver]]:
    query = (
        select(certificate_waiver, person.c.full_name)
        .join(person, person.c.id == certificate_waiver.c.waived_by)
        .where(certificate_waiver.c.case_id == case_id)
    )
    found: dict[int, dict[str, Waiver]] = defaultdict(dict)
    for row in connection.execute(query).mappings():
        found[row["certificate_id"]][row["code"]] = Waiver(
            row["code"], row["about"], row["reason"], row["full_name"], row["waived_at"]
        )
    return found


def add_certificate(connection: Connection, values: Mapping[str, Any]) -> CertificateId:
    """Insert a certificate and return its id."""
    return CertificateId(
        connection.execute(insert(certificate).values(**values).returning(certificate.c.id)).scalar_one()
    )


def remove_certificate(connection: Connection, certificate_id: int) -> None:
    """Delete a certificate with its items, undertakings, ticks and waivers."""
    for table in (certificate_line, certificate_undertaking, certificate_check, certificate_waiver):
        connection.execute(delete(table).where(table.c.certificate_id == certificate_id))
    connection.execute(delete(certificate).where(certificate.c.id == certificate_id))


def add_line(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert an item of a certificate after its last one and return its id."""
    same = certificate_line.c.certificate_id == values["certificate_id"]
    last = connection.execute(select(func.max(certificate_line.c.number)).where(same)).scalar()
    query = insert(certificate_line).values(number=(last or 0) + 1, **values).returning(certificate_line.c.id)
    return int(connection.execute(query).scalar_one())


def remove_line(connection: Connection, line_id: int) -> None:
    """Take an item off a certificate."""
    connection.execute(delete(certificate_line).where(certificate_line.c.id == line_id))


def put_undertaking(connection: Connection, case_id: int, certificate_id: int, found: RecordedUndertaking) -> None:
    """Record how an undertaking was found, in place of what was recorded before."""
    _put(
        connection,
        certificate_undertaking,
        {"certificate_id": certificate_id, "code": found.code},
        {"case_id": case_id, "finding": found.held, "limits": found.limits},
    )


def put_check(
    connection: Connection, case_id: int, certificate_id: int, code: str, values: Mapping[str, Any] | None
) -> None:
    """Record a tick in place of the one before; None takes it back."""
    key = {"certificate_id": certificate_id, "code": code}
    if values is None:
        connection.execute(delete(certificate_check).filter_by(**key))
    else:
        _put(connection, certificate_check, key, {"case_id": case_id, **values})


def put_waiver(connection: Connection, case_id: int, certificate_id: int, code: str, values: Mapping[str, Any]) -> None:
    """Record a waiver in place of the one before."""
    key = {"certificate_id": certificate_id, "code": code}
    _put(connection, certificate_waiver, key, {"case_id": case_id, **values})


def _put(connection: Connection, table: Any, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    done = connection.execute(update(table).filter_by(**key).values(**values, version=table.c.version + 1))
    if done.rowcount == 0:
        connection.execute(insert(table).values(**key, **values))


def undertakings_held(connection: Connection, case_id: int) -> frozenset[str]:
    """Return the assurances (AS-1 …) that the present undertakings of a case's certificates give (§4)."""
    return rules.assurances_held(certificates_of(connection, case_id), catalogue.load())
