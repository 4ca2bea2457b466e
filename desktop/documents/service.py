"""The verbs of papers and certificates: attach, describe, record a certificate, its fields, its items, the verdict."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection

from db.tables.documents import certificate as certificate_table
from db.tables.documents import certificate_line
from db.tables.documents import document as document_table
from desktop.act import Act
from desktop.documents import catalogue, queries, rules, store, vault
from desktop.documents.comparison import folded
from desktop.documents.editing import AREA, editable, gated, judged_one, plain
from desktop.documents.inspection import Inspection, State
from desktop.documents.judgement import day_of
from desktop.documents.model import (
    DOCUMENT_KINDS,
    VERDICT_NAMES,
    Certificate,
    CertificateId,
    CertificateLine,
    CertificateLineDraft,
    DocumentId,
    Verdict,
)
from desktop.documents.shown_name import in_a_sentence, shown_name_of
from desktop.errors import Refused, UserError
from desktop.permissions import Permission
from desktop.typed_values import read_date

_GATE_OF_PART = {"line": "name", "text": "remark", "day": "name", "choice": "name", "country": "name"}
_REASON_NEEDED = frozenset({Verdict.NOT_SATISFACTORY, Verdict.SUSPECT})


def attach(
    act: Act, case_id: int, content: bytes, shown_name: str, inspection: Inspection, *, kind: str = "certificate"
) -> DocumentId:
    """Attach an inspected paper to a case: its bytes as they came, its name as words (R33, R34).

    The same bytes twice on one case are refused with the name of the earlier paper; on another case they are noted.
    """
    act.actor.require(Permission.ATTACH_DOCUMENT)
    _known_kind(kind)
    if queries.state_of(act.connection, case_id) == "VOID":
        raise Refused("This registration was voided. Attach the paper to the right case.", rule="domain §6")
    digest = vault.put(act.connection, content, inspection.content_type, act.now)
    if digest != inspection.digest:
        raise ValueError("the inspection belongs to other bytes")
    earlier = store.document_with(act.connection, case_id, digest)
    if earlier is not None:
        raise UserError(
            f"This paper is on the case already: “{in_a_sentence(earlier.title)}”, attached by {earlier.attached_by}. "
            "Open that one."
        )
    name = gated("shown_name", shown_name_of(shown_name), "name")
    document_id = store.add_document(
        act.connection,
        {
            "case_id": case_id,
            "file_digest": digest,
            "title": name,
            "shown_name": name,
            "kind": kind,
            "state": inspection.state,
            "findings": [asdict(finding) for finding in inspection.findings],
            "pages": inspection.pages,
            "attached_by": act.actor.person_id,
            "attached_at": act.now,
        },
    )
    act.record(
        "document.attached",
        AREA,
        case_id,
        name=name,
        kind=kind,
        state=inspection.state,
        sha256=digest,
        size=inspection.size,
        findings=[finding.code for finding in inspection.findings],
        also_on=list(store.other_cases_with(act.connection, case_id, [digest]).get(digest, ())),
    )
    return document_id


def _known_kind(kind: str) -> None:
    if kind not in DOCUMENT_KINDS:
        raise UserError("Choose what kind of paper this is.", field="kind")


def describe(act: Act, case_id: int, document_id: int, version: int, *, title: str, kind: str) -> int:
    """Give a paper a title and say what kind it is; return its new version. The name it came with stays."""
    act.actor.require(Permission.ATTACH_DOCUMENT)
    _known_kind(kind)
    paper = store.document_by_id(act.connection, case_id, document_id)
    clean = gated("title", title, "name") or paper.shown_name
    changed = {name: value for name, value in {"title": clean, "kind": kind}.items() if getattr(paper, name) != value}
    if not changed:
        return paper.version
    new_version = act.update(document_table, document_id, version, changed)
    before = {name: getattr(paper, name) for name in changed}
    act.record("document.described", AREA, case_id, name=paper.shown_name, before=before, after=changed)
    return new_version


def record_certificate(act: Act, case_id: int, document_id: int, kind: str) -> CertificateId:
    """Begin the record of a certificate from a paper of the case; a paper in quarantine serves for none (R34)."""
    editable(act, case_id)
    _known_type(kind)
    paper = store.document_by_id(act.connection, case_id, document_id)
    if paper.state is State.QUARANTINED:
        raise Refused(
            f"“{in_a_sentence(paper.title)}” is in quarantine. Ask the sender for a plain scan and record the "
            "certificate from that.",
            rule="R34",
        )
    if any(one.document_id == document_id for one in store.certificates_of(act.connection, case_id)):
        raise UserError(f"A certificate is recorded from “{in_a_sentence(paper.title)}” already. Open that one.")
    certificate_id = store.add_certificate(
        act.connection, {"case_id": case_id, "document_id": document_id, "kind": kind, "fields": {}}
    )
    act.record("certificate.recorded", AREA, case_id, paper=paper.title, kind=kind)
    act.content_changed(case_id, "a certificate was recorded")
    return certificate_id


def _known_type(kind: str) -> None:
    if kind not in catalogue.load().types:
        raise UserError("Choose the type of the certificate.", field="kind")


def remove_certificate(act: Act, case_id: int, certificate_id: int, reason: str) -> None:
    """Take back a certificate recorded by mistake; the paper stays, the journal keeps what was recorded."""
    editable(act, case_id)
    clean = gated("reason", reason, "remark")
    if not clean:
        raise UserError("Give the reason; it stays in the record.", field="reason")
    one = store.certificate_by_id(act.connection, case_id, certificate_id)
    store.remove_certificate(act.connection, certificate_id)
    act.record(
        "certificate.removed", AREA, case_id, kind=one.kind, number=one.number, fields=dict(one.fields), reason=clean
    )
    act.content_changed(case_id, "a certificate was taken back")


def save_fields(act: Act, case_id: int, certificate_id: int, version: int, values: Mapping[str, str]) -> int:
    """Save boxes of the form as typed ("F-11.name": text; "kind": type); return the certificate's new version.

    A day that can be read is kept as a day; one that cannot yet is kept as typed and counts as not known. Raises
    :class:`UserError` naming the box, :class:`StaleCase` when somebody else saved first (R12).
    """
    editable(act, case_id)
    one = store.certificate_by_id(act.connection, case_id, certificate_id)
    clean = {key: _clean(act, key, text) for key, text in values.items() if key != "kind"}
    changed = {key: text for key, text in clean.items() if one.fields.get(key, "") != text}
    before = {key: one.fields.get(key, "") for key in changed}
    row: dict[str, Any] = {}
    if changed:
        fields = {key: text for key, text in {**one.fields, **changed}.items() if text}
        row = {
            "fields": fields,
            "number": fields.get("F-02.number", ""),
            "user_key": folded(fields.get("F-11.name", "")),
            "signed_on": day_of(fields.get("F-03.date", "")),
            "valid_until": day_of(fields.get("F-05.date", "")),
        }
    kind = values.get("kind", one.kind)
    if kind != one.kind:
        _known_type(kind)
        row["kind"] = changed["kind"] = kind
        before["kind"] = one.kind
    if not row:
        return one.version
    new_version = act.update(certificate_table, certificate_id, version, row)
    act.record("certificate.changed", AREA, case_id, before=before, after=changed)
    act.content_changed(case_id, f"certificate: {', '.join(sorted(changed))}")
    return new_version


def _clean(act: Act, key: str, text: str) -> str:
    parts = {part.key: part for field in catalogue.load().fields.values() for part in field.parts}
    part = parts[key]
    clean = gated(key, text, _GATE_OF_PART[part.kind])
    if part.kind == "choice" and clean and clean not in part.choices:
        raise UserError(f"Choose one of: {', '.join(part.choices)}.", field=key)
    if part.kind == "day" and clean:
        try:
            return read_date(clean, queries.today(act.connection, act.now)).isoformat()
        except UserError:
            return clean
    return clean


def _line_values(act: Act, case_id: int, draft: CertificateLineDraft) -> dict[str, Any]:
    for name in ("quantity", "value"):
        number = getattr(draft, name)
        if number is not None and (not number.is_finite() or number < 0):
            raise UserError(f"The {name} must be a number, zero or above.", field=name)
    known = {line.line_id for line in queries.case_facts(act.connection, case_id).lines}
    if draft.case_line_id is not None and draft.case_line_id not in known:
        raise UserError("This line is no longer on the case. Link the item to another one.", field="case_line_id")
    return {
        "item": gated("item", draft.item, "remark"),
        "quantity": draft.quantity,
        "unit": gated("unit", draft.unit, "name"),
        "value": draft.value,
        "currency": gated("currency", draft.currency, "name"),
        "case_line_id": draft.case_line_id,
    }


def add_line(act: Act, case_id: int, certificate_id: int, draft: CertificateLineDraft) -> int:
    """Record an item of the certificate, linked to the case line it covers (EQ-1); return its id."""
    editable(act, case_id)
    store.certificate_by_id(act.connection, case_id, certificate_id)
    values = _line_values(act, case_id, draft)
    line_id = store.add_line(act.connection, {"case_id": case_id, "certificate_id": certificate_id, **values})
    act.record("certificate_item.added", AREA, case_id, **plain(values))
    act.content_changed(case_id, "certificate: an item was added")
    return line_id


def save_line(
    act: Act, case_id: int, certificate_id: int, line_id: int, version: int, draft: CertificateLineDraft
) -> int:
    """Save a changed item of the certificate; return its new version."""
    editable(act, case_id)
    line = _line_of(store.certificate_by_id(act.connection, case_id, certificate_id), line_id)
    values = _line_values(act, case_id, draft)
    changed = {name: value for name, value in values.items() if getattr(line, name) != value}
    if not changed:
        return line.version
    new_version = act.update(certificate_line, line_id, version, changed)
    before = plain({name: getattr(line, name) for name in changed})
    act.record("certificate_item.changed", AREA, case_id, item=line.number, before=before, after=plain(changed))
    act.content_changed(case_id, f"certificate: item {line.number}")
    return new_version


def remove_line(act: Act, case_id: int, certificate_id: int, line_id: int) -> None:
    """Take an item off the record of the certificate; the journal keeps what it said."""
    editable(act, case_id)
    line = _line_of(store.certificate_by_id(act.connection, case_id, certificate_id), line_id)
    store.remove_line(act.connection, line_id)
    act.record("certificate_item.removed", AREA, case_id, item=line.number, text=line.item)
    act.content_changed(case_id, f"certificate: item {line.number} taken off")


def _line_of(one: Certificate, line_id: int) -> CertificateLine:
    line = next((line for line in one.lines if line.line_id == line_id), None)
    if line is None:
        raise UserError("This item is no longer on the certificate. Refresh the list.")
    return line


def set_verdict(act: Act, case_id: int, certificate_id: int, version: int, verdict: Verdict, remark: str = "") -> int:
    """Set the clerk's verdict on a certificate (§10); return its new version.

    A good verdict is set only where the rules propose it; a harder one always, NOT_SATISFACTORY and SUSPECT with words.
    """
    editable(act, case_id)
    one = judged_one(act, case_id, certificate_id)
    if not rules.may_set(verdict, one.standings):
        proposal = rules.verdict(one.standings)
        raise Refused(f"“{VERDICT_NAMES[verdict]}” does not follow from the checks. {proposal.reason}", rule="§10")
    clean = gated("remark", remark, "remark")
    if verdict in _REASON_NEEDED and not clean:
        raise UserError("Say why; it stays in the record.", field="remark")
    values = {
        "verdict": verdict,
        "verdict_remark": clean,
        "verdict_by": act.actor.person_id,
        "verdict_at": act.now,
    }
    new_version = act.update(certificate_table, certificate_id, version, values)
    act.record("certificate.judged", AREA, case_id, verdict=verdict, remark=clean, before=one.certificate.verdict)
    act.content_changed(case_id, "certificate: verdict")
    return new_version


def certificate_settled(connection: Connection, case_id: int, on: date | None = None) -> bool:
    """Tell whether the case has the certificates it needs, with good verdicts that the checks bear out (T-14).

    ``on`` is the office's day, on which a validity may have passed (EC-41); without it only the target date counts.
    """
    return queries.is_settled(connection, case_id, on)
