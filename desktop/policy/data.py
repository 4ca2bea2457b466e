"""Loads the policy that ships as data: matrix, outcomes, assurances, reason codes (resources/policy)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from desktop.paths import resource
from desktop.policy.model import Answer, EndUseClass, Outcome, Status


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the matrix: what kind of item it is, and its starting point for each class of end-use."""

    code: str
    name: str
    cells: Mapping[EndUseClass, str]


@dataclass(frozen=True, slots=True)
class RowRule:
    """How an annex reference finds its row; ``when`` names the fact that must be met as well, '' for none."""

    row: str
    codes: frozenset[str]
    items: frozenset[int]
    parts: str
    when: str

    def covers(self, code: str) -> bool:
        """Tell whether the rule speaks of this annex reference or of one above it."""
        if self.codes:
            return any(code == known or code.startswith(f"{known}.") for known in self.codes)
        item, part = code.split(".")[:2]
        return int(item) in self.items and part in self.parts


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """An outcome: its name, its meaning in a sentence, and how many countersignatures each answer to it needs.

    An answer that is closed has 0 and the sentence that says why.
    """

    outcome: Outcome
    name: str
    meaning: str
    signatures: Mapping[Answer, int]
    closed: Mapping[Answer, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code: what it means to the office, what the applicant reads, which outcomes it fits first."""

    code: str
    meaning: str
    public_text: str
    fits: frozenset[Outcome]


@dataclass(frozen=True, slots=True)
class PolicyData:
    """Everything the procedure reads; ``outcomes`` are in order of strictness, strictest first (PM-a)."""

    columns: Mapping[EndUseClass, str]
    rows: Mapping[str, Row]
    row_rules: tuple[RowRule, ...]
    production_software: frozenset[str]
    embargo_on_everything: Mapping[str, str]
    outcomes: Mapping[Outcome, OutcomeRule]
    cells: Mapping[str, Outcome]
    category_i_refusal: int
    assurance_names: Mapping[str, str]
    status_column: Mapping[Status, str]
    required: Mapping[Outcome, Mapping[str, tuple[str, ...]]]
    technology_adds: tuple[str, ...]
    temporary: Mapping[str, tuple[str, ...]]
    given_by_conditions: Mapping[str, tuple[str, ...]]
    reasons: Mapping[str, Reason]

    def in_order(self, outcomes: "set[Outcome]") -> tuple[Outcome, ...]:
        """Return outcomes strictest first."""
        return tuple(outcome for outcome in self.outcomes if outcome in outcomes)


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(resource("policy", name).read_text(encoding="utf-8"))
    return loaded


def _outcome_rule(raw: Mapping[str, Any]) -> OutcomeRule:
    grant, refuse = raw["grant"], raw["refuse"]
    signatures = dict.fromkeys(Answer, 0)
    closed: dict[Answer, str] = {}
    for answer, asked, why in (
        (Answer.GRANT, grant, "why_no_grant"),
        (Answer.GRANT_CONDITIONS, grant, "why_no_grant"),
        (Answer.REFUSE, refuse, "why_no_refusal"),
    ):
        if isinstance(asked, int):
            signatures[answer] = asked
        else:
            closed[answer] = raw[why]
    if "nlr" in raw:
        signatures[Answer.NLR] = raw["nlr"]
    else:
        closed[Answer.NLR] = "A licence is required on the facts as they stand."
    return OutcomeRule(Outcome(raw["code"]), raw["name"], raw["meaning"], signatures, closed)


@cache
def load() -> PolicyData:
    """Return the policy that ships with the program; read once."""
    matrix, outcomes, assurances, reasons = (
        _read(f"{name}.yaml") for name in ("matrix", "outcomes", "assurances", "reason-codes")
    )
    columns = {EndUseClass(code): str(words) for code, words in matrix["columns"].items()}
    return PolicyData(
        columns=columns,
        rows={
            code: Row(code, row["name"], dict(zip(columns, row["cells"], strict=True)))
            for code, row in matrix["rows"].items()
        },
        row_rules=tuple(
            RowRule(
                rule["row"],
                frozenset(rule.get("codes", ())),
                frozenset(rule.get("items", ())),
                rule.get("parts", ""),
                rule.get("when", ""),
            )
            for rule in matrix["row_of"]
        ),
        production_software=frozenset(matrix["production_software"]),
        embargo_on_everything=matrix["embargo_on_everything"],
        outcomes={rule.outcome: rule for rule in map(_outcome_rule, outcomes["outcomes"])},
        cells={cell: Outcome(code) for cell, code in outcomes["cells"].items()},
        category_i_refusal=outcomes["category_I_refusal"],
        assurance_names=assurances["names"],
        status_column={Status(s): column for column, held in assurances["columns"].items() for s in held},
        required={
            Outcome(code): {column: tuple(codes) for column, codes in columns.items()}
            for code, columns in assurances["required"].items()
        },
        technology_adds=tuple(assurances["technology"]),
        temporary={column: tuple(codes) for column, codes in assurances["temporary"].items()},
        given_by_conditions={code: tuple(ids) for code, ids in assurances["given_by_conditions"].items()},
        reasons={
            code: Reason(code, raw["meaning"], raw["public"], frozenset(map(Outcome, raw["fits"])))
            for code, raw in reasons["refusal"].items()
        },
    )
