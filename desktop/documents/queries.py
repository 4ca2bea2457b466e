"""What the rules of certificates need of a case, gathered from the tables of other slices; nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from db.tables.annex import classification_confirmation
from db.tables.cases import case_line, case_party, cases
from db.tables.documents import certificate, document
from db.tables.policy import policy_result
from desktop.administration import store as administration
from desktop.clock import office_date
from desktop.documents import catalogue, rules, store
from desktop.documents.catalogue import Catalogue
from desktop.documents.comparison import folded
from desktop.documents.model import CaseFacts, CaseLine, CaseParty, Certificate, Document, OtherUse

ENDED = frozenset({"DEC", "CLO", "WDN", "VOID"})


def today(connection: Connection, now: datetime) -> date:
    """Return the office's own calendar day at ``now`` (C-8)."""
    return office_date(now, administration.profile(connection).time_zone)


def state_of(connection: Connection, case_id: int) -> str:
    """Return the state of a case."""
    return str(connection.execute(select(cases.c.state).where(cases.c.id == case_id)).scalar_one())


@dataclass(frozen=True, slots=True)
class _Policy:
    outcomes: frozenset[str] | None
    status: str | None
    assurances: frozenset[str] | None


def _policy(connection: Connection, case_id: int) -> _Policy:
    """Return outcome, status and assurances by the newest policy result of each line; None before there is one."""
    newest = (
        select(func.max(policy_result.c.id)).where(policy_result.c.case_id == case_id).group_by(policy_result.c.line_id)
    )
    rows = connection.execute(select(policy_result).where(policy_result.c.id.in_(newest))).mappings().all()
    if not rows:
        return _Policy(None, None, None)
    required: set[str] = set()
    for row in rows:
        issues = row["inputs"].get("state_issues_certificates") != "no"
        for assurance in row["result"].get("assurances", ()):
            if assurance["mode"] == "required" or (assurance["mode"] == "where-issued" and issues):
                required.add(assurance["code"])
    statuses = {row["inputs"]["destination_status"] for row in rows if row["inputs"].get("destination_status")}
    return _Policy(
        outcomes=frozenset(row["outcome"] for row in rows),
        status=statuses.pop() if len(statuses) == 1 else None,
        assurances=frozenset(required),
    )


def _codes(connection: Connection, case_id: int, lines: frozenset[int]) -> tuple[bool | None, tuple[str, ...]]:
    """Tell whether an annex item is among the lines, and which entries; None while a line is not confirmed."""
    query = (
        select(
            classification_confirmation.c.line_id,
            classification_confirmation.c.verdict,
            classification_confirmation.c.codes,
        )
        .where(classification_confirmation.c.case_id == case_id)
        .order_by(classification_confirmation.c.id)
    )
    latest = {row.line_id: row for row in connection.execute(query)}
    codes = tuple(code for row in latest.values() for code in row.codes)
    if any(row.verdict == "controlled" for row in latest.values()):
        return True, codes
    if lines and lines <= latest.keys() and all(row.verdict == "not_controlled" for row in latest.values()):
        return False, codes
    return None, codes


def _case_lines(connection: Connection, case_id: int) -> tuple[CaseLine, ...]:
    names = [name for name in CaseLine.__dataclass_fields__ if name != "line_id"]
    query = (
        select(case_line.c.id.label("line_id"), *(case_line.c[name] for name in names))
        .where(case_line.c.case_id == case_id)
        .order_by(case_line.c.number)
    )
    return tuple(CaseLine(**row) for row in connection.execute(query).mappings())


def _case_parties(connection: Connection, case_id: int) -> tuple[CaseParty, ...]:
    query = (
        select(*(case_party.c[name] for name in CaseParty.__dataclass_fields__))
        .where(case_party.c.case_id == case_id)
        .order_by(case_party.c.id)
    )
    return tuple(CaseParty(**row) for row in connection.execute(query).mappings())


@dataclass(frozen=True, slots=True)
class _Register:
    """Certificates of other papers, as far as one certificate is compared with them."""

    same_number: tuple[OtherUse, ...]
    first_of_user: bool


def _issuer(kind: str, fields: Mapping[str, str], known: Catalogue) -> str:
    return fields.get(known.types[kind].issuer_part, "").strip()


def _register(connection: Connection, one: Certificate, known: Catalogue) -> _Register:
    query: Any = (
        select(certificate.c.kind, certificate.c.number, certificate.c.fields, cases.c.reference, cases.c.id)
        .join(document, document.c.id == certificate.c.document_id)
        .join(cases, cases.c.id == certificate.c.case_id)
        .where(document.c.file_digest != one.digest)
    )
    numbered = query.where(certificate.c.number == one.number) if one.number else None
    issuer = folded(_issuer(one.kind, one.fields, known))
    same = []
    for row in connection.execute(numbered) if numbered is not None else ():
        other = _issuer(row.kind, row.fields, known)
        if not issuer or not folded(other) or folded(other) == issuer:
            same.append(OtherUse(row.reference or f"draft {row.id}", other))
    user = folded(one.text("F-11.name"))
    earlier = connection.execute(query.where(certificate.c.id < one.certificate_id, certificate.c.user_key == user))
    return _Register(tuple(same), not user or earlier.first() is None)


def case_facts(connection: Connection, case_id: int, on: date | None = None) -> CaseFacts:
    """Return what the rules need of a case, without what concerns one certificate alone."""
    row = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().one()
    time_zone = administration.profile(connection).time_zone
    lines = _case_lines(connection, case_id)
    certificates = store.certificates_of(connection, case_id)
    policy = _policy(connection, case_id)
    listed, codes = _codes(connection, case_id, frozenset(line.line_id for line in lines))
    return CaseFacts(
        kind=row["kind"],
        received_on=None if row["received_at"] is None else office_date(row["received_at"], time_zone),
        today=on,
        target_on=row["due_on"],
        end_use=row["end_use"],
        lines=lines,
        parties=_case_parties(connection, case_id),
        types_on_case=frozenset(one.kind for one in certificates),
        lines_covered=frozenset(
            line.case_line_id for one in certificates for line in one.lines if line.case_line_id is not None
        ),
        outcomes=policy.outcomes,
        status=policy.status,
        assurances=policy.assurances,
        listed=listed,
        codes=codes,
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A certificate with the facts it was judged by and where its checks stand."""

    certificate: Certificate
    facts: CaseFacts
    standings: tuple[rules.Standing, ...]


def judged(connection: Connection, case_id: int, on: date | None = None) -> tuple[Judged, ...]:
    """Return the certificates of a case with where each of their checks stands."""
    return _judged(connection, case_id, case_facts(connection, case_id, on))


def _judged(connection: Connection, case_id: int, base: CaseFacts) -> tuple[Judged, ...]:
    known = catalogue.load()
    found = []
    for one in store.certificates_of(connection, case_id):
        register = _register(connection, one, known)
        facts = replace(base, same_number=register.same_number, first_of_user=register.first_of_user)
        found.append(Judged(one, facts, rules.standings(one, facts, known)))
    return tuple(found)


def is_settled(connection: Connection, case_id: int, on: date | None = None) -> bool:
    """Tell whether the certificates of a case are settled by :func:`rules.case_is_settled` (T-14)."""
    base = case_facts(connection, case_id, on)
    pairs = [(one.certificate, one.standings) for one in _judged(connection, case_id, base)]
    return rules.case_is_settled(pairs, base, catalogue.load())


@dataclass(frozen=True, slots=True)
class Papers:
    """What the documents screen shows of a case, read in one moment."""

    documents: tuple[Document, ...]
    judged: tuple[Judged, ...]
    is_ended: bool

    def recorded_from(self, document_id: int) -> Judged | None:
        """Return the certificate recorded from a paper, or None."""
        return next((one for one in self.judged if one.certificate.document_id == document_id), None)


def papers_of(connection: Connection, case_id: int, now: datetime) -> Papers:
    """Return papers and certificates of a case as they stand on the office's day at ``now``."""
    return Papers(
        documents=store.documents_of(connection, case_id),
        judged=judged(connection, case_id, today(connection, now)),
        is_ended=state_of(connection, case_id) in ENDED,
    )
