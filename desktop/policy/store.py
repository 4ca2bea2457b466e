"""Reads and writes findings and frozen policy outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from db.tables.administration import person
from db.tables.policy import assessment, policy_result
from desktop.administration import store as administration
from desktop.annex import store as annex
from desktop.cases import store as cases
from desktop.clock import office_date
from desktop.documents import store as documents
from desktop.policy import gather
from desktop.policy.data import load
from desktop.policy.model import Findings, Inputs
from desktop.policy.result import PolicyResult
from desktop.policy.rules import decide, strictest


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found for a line, with who recorded it last, and the version an update must name."""

    findings: Findings
    remark: str
    assessed_by: str
    assessed_at: datetime
    row_id: int
    version: int


def assessments_of(connection: Connection, case_id: int) -> dict[int, Assessment]:
    """Return what was found for each line of a case that has been assessed."""
    query = (
        select(assessment, person.c.full_name)
        .join(person, person.c.id == assessment.c.assessed_by)
        .where(assessment.c.case_id == case_id)
    )
    return {
        row["line_id"]: Assessment(
            findings=Findings.from_plain(row["findings"]),
            remark=row["remark"],
            assessed_by=row["full_name"],
            assessed_at=row["assessed_at"],
            row_id=row["id"],
            version=row["version"],
        )
        for row in connection.execute(query).mappings()
    }


def add_assessment(connection: Connection, values: Mapping[str, Any]) -> None:
    """Insert the first assessment of a line."""
    connection.execute(insert(assessment).values(**values))


def inputs_of(connection: Connection, case_id: int, on: date) -> dict[int, tuple[Inputs, ...]]:
    """Return the inputs of every line whose classification is confirmed, as they stand on ``on``."""
    case = cases.case_by_id(connection, case_id)
    confirmed = annex.confirmed(connection, case_id)
    assessed = assessments_of(connection, case_id)
    held = documents.undertakings_held(connection, case_id)
    found = {}
    for line in case.lines:
        if line.line_id in confirmed:
            done = assessed.get(line.line_id)
            found[int(line.line_id)] = gather.inputs_of_line(
                case,
                confirmed[line.line_id],
                done.findings if done else Findings(),
                done.assessed_by if done else "",
                on=on,
                held=held,
                data=load(),
            )
    return found


def outcome_of(inputs: Sequence[Inputs]) -> PolicyResult:
    """Return the outcome of a line: the strictest of the entries it meets (PM-a)."""
    data = load()
    return strictest([decide(each, data) for each in inputs], data)


def add_result(connection: Connection, case_id: int, line_id: int, result: PolicyResult, at: datetime) -> None:
    """Freeze one outcome with its inputs and trace."""
    connection.execute(
        insert(policy_result).values(
            case_id=case_id,
            line_id=line_id,
            inputs=result.inputs.to_plain(),
            outcome=result.outcome,
            result=result.to_plain(),
            decided_at=at,
        )
    )


def stored(connection: Connection, case_id: int) -> dict[int, tuple[PolicyResult, datetime]]:
    """Return the newest frozen outcome of each line, whether or not it still fits."""
    query = select(policy_result).where(policy_result.c.case_id == case_id).order_by(policy_result.c.id)
    return {
        row["line_id"]: (PolicyResult.from_plain(row["result"], Inputs.from_plain(row["inputs"])), row["decided_at"])
        for row in connection.execute(query).mappings()
    }


def latest(connection: Connection, case_id: int, on: date | None = None) -> dict[int, PolicyResult]:
    """Return the newest frozen outcome of each line that still fits its inputs.

    ``on`` is the day on which the status of the destination counts; without it, the day of each outcome.
    """
    frozen = stored(connection, case_id)
    if not frozen:
        return {}
    time_zone = administration.profile(connection).time_zone
    found = {}
    by_day: dict[date, dict[int, tuple[Inputs, ...]]] = {}
    for line_id, (result, decided_at) in frozen.items():
        day = on or office_date(decided_at, time_zone)
        if day not in by_day:
            by_day[day] = inputs_of(connection, case_id, day)
        now = by_day[day].get(line_id)
        if now is not None and outcome_of(now).inputs.decisive() == result.inputs.decisive():
            found[line_id] = result
    return found
