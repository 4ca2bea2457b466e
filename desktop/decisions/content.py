"""The canonical content of everything a signature covers (security.md R16), and where two contents differ (R17).

It is read straight from the rows, so that an edit by any hand shows. Same rows, same bytes on both databases.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, select

from db.tables import documents as tables
from db.types import canonical_json, stamp
from desktop.annex import store as annex
from desktop.cases import store as cases
from desktop.cases.model import Case
from desktop.decisions import rules, store
from desktop.letters import library
from desktop.policy import store as policy

# the order in which a difference is looked for, and what to call each part on screen
PARTS = {
    "case": "case",
    "lines": "items",
    "parties": "parties",
    "documents": "documents",
    "certificates": "certificates",
    "classification": "classification",
    "assessment": "assessment",
    "policy": "policy outcome",
    "outcomes": "outcomes",
    "conditions": "conditions",
    "signatures_needed": "signatures needed",
}
_CASE_FIELDS = (
    "reference",
    "kind",
    "received_at",
    "applicant_reference",
    "end_use",
    "place_of_use",
    "countries_differ_reason",
    "exporter_informed",
    "exporter_aware",
    "destination",
)
_LINE_FIELDS = (
    "number",
    "description",
    "maker",
    "model",
    "part_number",
    "serial_numbers",
    "quantity",
    "unit",
    "unit_value",
    "currency",
    "total",
    "origin",
    "national_code",
)
_PARTY_FIELDS = ("role", "name", "original_name", "kind", "registration_number", "address", "country", "contact")
_CERTIFICATE_PARTS: Mapping[str, Table] = {
    "lines": tables.certificate_line,
    "undertakings": tables.certificate_undertaking,
    "checks": tables.certificate_check,
    "waivers": tables.certificate_waiver,
}
# numbers that the database gives; they say nothing of the case
_ABSENT = object()
_NOT_CONTENT = frozenset({"id", "case_id", "certificate_id", "document_id", "version"})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, str | bool | int | list | dict):
        return value
    raise TypeError(f"{type(value).__name__} is no plain content")


def _fields(thing: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(thing, name)) for name in names}


def _rows(connection: Connection, table: Table, case_id: int) -> list[dict[str, Any]]:
    query = select(table).where(table.c.case_id == case_id).order_by(table.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _without_numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items() if name not in _NOT_CONTENT}


def _documents(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    names = ("file_digest", "title", "kind", "state", "marking")
    return [{name: row[name] for name in names} for row in _rows(connection, tables.document, case_id)]


def _certificates(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    parts = {name: _rows(connection, table, case_id) for name, table in _CERTIFICATE_PARTS.items()}
    found = []
    for row in _rows(connection, tables.certificate, case_id):
        own = {
            name: [_without_numbers(part) for part in rows if part["certificate_id"] == row["id"]]
            for name, rows in parts.items()
        }
        found.append({**_without_numbers(row), **own})
    return found


def _classification(connection: Connection, case: Case) -> list[dict[str, Any]]:
    confirmed = annex.confirmed(connection, case.case_id)
    found = []
    for line in case.lines:
        done = confirmed.get(line.line_id)
        if done is not None:
            names = ("edition", "verdict", "category", "override_reason", "confirmed_by_name", "confirmed_at")
            found.append({"line": line.number, "codes": list(done.codes), **_fields(done, names)})
    return found


def _assessment(connection: Connection, case: Case) -> list[dict[str, Any]]:
    done = policy.assessments_of(connection, case.case_id)
    return [
        {
            "line": line.number,
            "findings": done[line.line_id].findings.to_plain(),
            "remark": done[line.line_id].remark,
            "assessed_by": done[line.line_id].assessed_by,
        }
        for line in case.lines
        if line.line_id in done
    ]


def _policy(connection: Connection, case: Case) -> list[dict[str, Any]]:
    results = policy.latest(connection, case.case_id)
    return [
        {"line": line.number, **results[line.line_id].to_plain(), "inputs": results[line.line_id].inputs.decisive()}
        for line in case.lines
        if line.line_id in results
    ]


def _outcomes(connection: Connection, case: Case) -> list[dict[str, Any]]:
    chosen = store.outcomes_of(connection, case.case_id)
    names = ("answer", "granted_quantity", "paragraph", "reconsideration", "heard")
    return [
        {
            "line": line.number,
            "reason_codes": list(chosen[line.line_id].reason_codes),
            **_fields(chosen[line.line_id], names),
        }
        for line in case.lines
        if line.line_id in chosen
    ]


def _conditions(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    texts = library.load().conditions
    found = []
    for each in store.conditions_of(connection, case_id):
        text = texts[each.chosen.condition_id].text if each.chosen.condition_id in texts else ""
        found.append(
            {
                "condition_id": each.chosen.condition_id,
                "parameters": dict(each.chosen.values),
                "lines": list(each.chosen.lines),
                "addition": each.chosen.addition,
                "struck_reason": each.struck_reason,
                "text_digest": hashlib.sha256(text.encode()).hexdigest(),
            }
        )
    return found


def on_screen(connection: Connection, case_id: int) -> dict[str, Any]:
    """Return everything a signature over this case covers, as plain data (S-3, R16)."""
    case = cases.case_by_id(connection, case_id)
    results = policy.latest(connection, case_id)
    return {
        "case": _fields(case, _CASE_FIELDS),
        "lines": [
            {
                **_fields(line, _LINE_FIELDS),
                "specification": [_fields(v, ("name", "value", "unit", "source")) for v in line.specification],
            }
            for line in case.lines
        ],
        "parties": [_fields(party, _PARTY_FIELDS) for party in case.parties],
        "documents": _documents(connection, case_id),
        "certificates": _certificates(connection, case_id),
        "classification": _classification(connection, case),
        "assessment": _assessment(connection, case),
        "policy": _policy(connection, case),
        "outcomes": _outcomes(connection, case),
        "conditions": _conditions(connection, case_id),
        "signatures_needed": rules.signatures_needed(store.outcomes_of(connection, case_id), results),
    }


def comparable(now: Mapping[str, Any], signed: str) -> dict[str, Any]:
    """Return the content now without papers that were attached after signing: they change nothing that was signed.

    A certificate recorded from such a paper does, and shows under the certificates.
    """
    known = {each["file_digest"] for each in json.loads(signed)["documents"]}
    return {**now, "documents": [each for each in now["documents"] if each["file_digest"] in known]}


def digest(content: str) -> str:
    """Return the SHA-256 of canonical content."""
    return hashlib.sha256(b"casement content 1\x00" + content.encode("utf-8", "surrogatepass")).hexdigest()


def first_difference(signed: str, now: Mapping[str, Any]) -> str:
    """Return in words the first field in which the content now differs from what was signed; '' when it does not."""
    before = json.loads(signed)
    after = json.loads(canonical_json(now))
    for part, words in PARTS.items():
        found = _difference(before.get(part), after.get(part), words)
        if found:
            return found
    return "" if before == after else "an unknown field"


def _difference(before: Any, after: Any, where: str) -> str:
    if before == after:
        return ""
    if isinstance(before, dict) and isinstance(after, dict):
        name = min(name for name in {*before, *after} if before.get(name, _ABSENT) != after.get(name, _ABSENT))
        return _difference(before.get(name, _ABSENT), after.get(name, _ABSENT), f"{where}, {name.replace('_', ' ')}")
    if isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            return f"{where} ({len(before)} when signed, {len(after)} now)"
        number = next(at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new)
        return _difference(before[number], after[number], f"{where} {number + 1}")
    return where
