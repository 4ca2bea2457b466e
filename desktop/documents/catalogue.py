"""The office's data on certificates, read once and checked whole: types, situations, fields, undertakings, checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import yaml

from desktop.documents.model import Mode, Severity
from desktop.paths import resource

GROUP_NAMES = {
    "form": "Form",
    "document": "Document",
    "parties": "Parties",
    "items": "Items",
    "use": "Use and undertakings",
    "signature": "Signature",
    "dates": "Dates and validity",
    "authenticity": "Authenticity",
}


@dataclass(frozen=True, slots=True)
class CertificateType:
    """A type of end-use document (end-use-certificates.md §1)."""

    code: str
    name: str
    issued_by: str
    says: str
    does_not_say: str
    is_promise: bool
    is_numbered: bool
    issuer_part: str


@dataclass(frozen=True, slots=True)
class Situation:
    """A row of the table "which type when" (§2); ``needs`` are groups of alternatives."""

    situation_id: str
    name: str
    outcomes: frozenset[str]
    statuses: frozenset[str]
    kinds: frozenset[str]
    not_kinds: frozenset[str]
    needs: tuple[frozenset[str], ...]
    also: str


@dataclass(frozen=True, slots=True)
class Part:
    """One box of the form: ``key`` is "F-11.name"; ``kind`` is line, text, day, choice or country."""

    key: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the certificate (§3)."""

    field_id: str
    group: str
    name: str
    need: str
    need_by_type: Mapping[str, str]
    when: str
    parts: tuple[Part, ...]

    def need_for(self, certificate_type: str) -> str:
        """Return M, C or O for a type."""
        return self.need_by_type.get(certificate_type, self.need)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """An undertaking (§4): its short name, its substance in our words, when it is needed."""

    code: str
    name: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the checklist (§5) with the question to the applicant when it fails (§10)."""

    code: str
    group: str
    severity: Severity
    mode: Mode
    types: frozenset[str]
    name: str
    question: str
    is_curable: bool


@dataclass(frozen=True, slots=True)
class Defaults:
    """Figures and words of the office that §3 to §8 mark as default."""

    signed_within_months: int
    default_validity_months: int
    shortest_use_text: int
    accepted_languages: frozenset[str]
    banned_uses: tuple[str, ...]
    filler_words: frozenset[str]
    units: tuple[Mapping[str, Fraction], ...]
    not_end_users: frozenset[str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the office's data says about certificates."""

    types: Mapping[str, CertificateType]
    situations: tuple[Situation, ...]
    fields: Mapping[str, Field]
    undertakings: Mapping[str, Undertaking]
    assurances: Mapping[str, tuple[str, ...]]
    certified_by: Mapping[str, frozenset[str]]
    carried_by_as_7: tuple[str, ...]
    by_type: Mapping[str, str]
    limits: tuple[str, ...]
    checks: Mapping[str, Check]
    defaults: Defaults

    @property
    def promises(self) -> frozenset[str]:
        """Codes of the types that carry undertakings."""
        return frozenset(code for code, kind in self.types.items() if kind.is_promise)

    def part_keys(self) -> frozenset[str]:
        """Return the keys of every box of the form."""
        return frozenset(part.key for field in self.fields.values() for part in field.parts)

    def checks_for(self, certificate_type: str) -> tuple[Check, ...]:
        """Return the checks that a type has to pass, in the order of the list."""
        return tuple(check for check in self.checks.values() if certificate_type in check.types)


def _read(name: str) -> Any:
    return yaml.safe_load(resource("certificates", f"{name}.yaml").read_text("utf-8"))


def _by_code(rows: Sequence[Mapping[str, Any]], key: str) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if row[key] in found:
            raise ValueError(f"{row[key]} stands twice")
        found[row[key]] = row
    return found


def _type(row: Mapping[str, Any]) -> CertificateType:
    return CertificateType(
        code=row["code"],
        name=row["name"],
        issued_by=row["issued_by"],
        says=row["says"],
        does_not_say=row["does_not_say"],
        is_promise=row["promise"],
        is_numbered=row["numbered"],
        issuer_part=row["issuer"],
    )


def _situation(row: Mapping[str, Any]) -> Situation:
    when = row["when"]
    unknown = when.keys() - {"outcome", "status", "kind", "kind_not"}
    if unknown:
        raise ValueError(f"{row['id']}: unknown condition {sorted(unknown)}")
    return Situation(
        situation_id=row["id"],
        name=row["name"],
        outcomes=frozenset(when.get("outcome", ())),
        statuses=frozenset(when.get("status", ())),
        kinds=frozenset(when.get("kind", ())),
        not_kinds=frozenset(when.get("kind_not", ())),
        needs=tuple(frozenset(group) for group in row["needs"]),
        also=row["also"],
    )


def _field(row: Mapping[str, Any]) -> Field:
    return Field(
        field_id=row["id"],
        group=row["group"],
        name=row["name"],
        need=row["need"],
        need_by_type=row.get("need_by_type", {}),
        when=row.get("when", ""),
        parts=tuple(
            Part(f"{row['id']}.{part['key']}", part["label"], part["kind"], tuple(part.get("choices", ())))
            for part in row["parts"]
        ),
    )


def _check(row: Mapping[str, Any], types: Mapping[str, CertificateType]) -> Check:
    wanted = row["for"]
    promises = frozenset(code for code in types if types[code].is_promise)
    named = {"all": frozenset(types), "promise": promises, "user": promises - {"G2G"}}
    return Check(
        code=row["id"],
        group=row["group"],
        severity=Severity(row["severity"]),
        mode=Mode(row["mode"]),
        types=named[wanted] if isinstance(wanted, str) else frozenset(wanted),
        name=row["name"],
        question=row["question"],
        is_curable=row.get("curable", True),
    )


def _defaults(raw: Mapping[str, Any]) -> Defaults:
    return Defaults(
        signed_within_months=raw["signed_within_months"],
        default_validity_months=raw["default_validity_months"],
        shortest_use_text=raw["shortest_use_text"],
        accepted_languages=frozenset(name.casefold() for name in raw["accepted_languages"]),
        banned_uses=tuple(raw["banned_uses"]),
        filler_words=frozenset(raw["filler_words"]),
        units=tuple({unit: Fraction(str(factor)) for unit, factor in group.items()} for group in raw["units"]),
        not_end_users=frozenset(raw["not_end_users"]),
    )


@cache
def load() -> Catalogue:
    """Return the catalogue; raises ValueError when the data contradicts itself."""
    types = {code: _type(row) for code, row in _by_code(_read("types"), "code").items()}
    raw = _read("undertakings")
    undertakings = {
        code: Undertaking(code, row["name"], row["text"], row["when"])
        for code, row in _by_code(raw["undertakings"], "code").items()
    }
    found = Catalogue(
        types=types,
        situations=tuple(_situation(row) for row in _by_code(_read("situations"), "id").values()),
        fields={code: _field(row) for code, row in _by_code(_read("fields"), "id").items()},
        undertakings=undertakings,
        assurances={code: tuple(needed) for code, needed in raw["assurances"].items()},
        certified_by={code: frozenset(kinds) for code, kinds in raw["certified_by_government"].items()},
        carried_by_as_7=tuple(raw["carried_by_as_7"]),
        by_type=raw["by_type"],
        limits=tuple(raw["limits"]),
        checks={code: _check(row, types) for code, row in _by_code(_read("checks"), "id").items()},
        defaults=_defaults(_read("defaults")),
    )
    _refuse_contradictions(found)
    return found


def _refuse_contradictions(found: Catalogue) -> None:
    known = frozenset(found.types)
    for name, kinds in [
        *((situation.situation_id, frozenset().union(*situation.needs)) for situation in found.situations),
        *((check.code, check.types) for check in found.checks.values()),
        *((field.field_id, frozenset(field.need_by_type)) for field in found.fields.values()),
        *found.certified_by.items(),
        ("by_type", frozenset(found.by_type)),
    ]:
        if not kinds <= known:
            raise ValueError(f"{name} names unknown types: {sorted(kinds - known)}")
    needed = frozenset(code for codes in found.assurances.values() for code in codes) | set(found.carried_by_as_7)
    if not needed <= found.undertakings.keys():
        raise ValueError(f"assurances name unknown undertakings: {sorted(needed - found.undertakings.keys())}")
    issuers = frozenset(kind.issuer_part for kind in found.types.values())
    if not issuers <= found.part_keys():
        raise ValueError(f"types name unknown parts: {sorted(issuers - found.part_keys())}")
    groups = {field.group for field in found.fields.values()} | {check.group for check in found.checks.values()}
    if not groups <= GROUP_NAMES.keys():
        raise ValueError(f"unknown groups: {sorted(groups - GROUP_NAMES.keys())}")
