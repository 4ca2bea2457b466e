"""The verbs of the assessment: record what a person finds for a line, and run the policy procedure (T-14)."""

from dataclasses import fields, replace
from typing import Any

from db.tables.policy import assessment
from desktop.act import Act
from desktop.administration import store as administration
from desktop.cases import store as cases
from desktop.cases.editing import gated
from desktop.cases.model import RUNNING, Case, Line
from desktop.clock import office_date
from desktop.errors import Refused, UserError
from desktop.permissions import Permission, Role
from desktop.policy import store
from desktop.policy.findings import gaps
from desktop.policy.model import Findings
from desktop.policy.result import PolicyResult

AREA = "policy"


def _line_in_work(act: Act, case_id: int, line_id: int) -> tuple[Case, Line]:
    case = cases.case_by_id(act.connection, case_id)
    if case.state not in RUNNING:
        raise Refused(f"{case.title} is not in work: it is a draft, decided or ended.", rule="domain §6")
    line = next((line for line in case.lines if line.line_id == line_id), None)
    if line is None:
        raise UserError("This line is no longer part of the case. Refresh the item table.")
    return case, line


def record_assessment(
    act: Act, case_id: int, line_id: int, findings: Findings, remark: str = "", *, version: int | None = None
) -> None:
    """Record what was found for one line: end-use class, findings, checks (domain.md §9.1, §10.3).

    Incomplete findings are kept as they are typed; :func:`run_policy` asks for what they rest on. ``version`` is that
    of the assessment on screen, to find out that somebody else saved in between (R12). A change of the contribution
    finding is the technical assessor's.
    """
    act.actor.require(Permission.ASSESS)
    _, line = _line_in_work(act, case_id, line_id)
    before = store.assessments_of(act.connection, case_id).get(line_id)
    old = before.findings if before else Findings()
    clean = _gated(findings)
    words = gated("remark", remark.strip(), "remark")
    if before and clean == old and words == before.remark:
        return
    if clean.contribution_finding is not old.contribution_finding and Role.ASSESSOR not in act.actor.roles:
        raise Refused(
            "Whether the transfer could contribute to a delivery system is found by the technical assessor. "
            "Leave it as it is and ask him.",
            rule="domain §10.3",
            field="contribution_finding",
        )
    values: dict[str, Any] = {
        "findings": clean.to_plain(),
        "remark": words,
        "assessed_by": act.actor.person_id,
        "assessed_at": act.now,
    }
    if before:
        act.update(assessment, before.row_id, before.version if version is None else version, values)
    else:
        store.add_assessment(act.connection, {"case_id": case_id, "line_id": line_id, **values})
    changed = [name for name, value in clean.to_plain().items() if old.to_plain()[name] != value]
    act.record(
        "assessment.recorded",
        AREA,
        case_id,
        line=line.number,
        before={name: old.to_plain()[name] for name in changed},
        after={name: clean.to_plain()[name] for name in changed},
    )
    if changed:
        act.content_changed(case_id, f"assessment of line {line.number}: {', '.join(changed).replace('_', ' ')}")


def _gated(findings: Findings) -> Findings:
    known = {each.name for each in fields(findings)}
    basis = {
        name: gated(name, words.strip(), "remark")
        for name, words in findings.basis.items()
        if name in known and words.strip()
    }
    return replace(findings, exemption=gated("exemption", findings.exemption.strip(), "name"), basis=basis)


def run_policy(act: Act, case_id: int) -> dict[int, PolicyResult]:
    """Work out the outcome of every line and freeze it with inputs and trace; return the outcomes by line.

    A line whose frozen outcome still fits keeps it. Raises :class:`UserError` while a classification is unconfirmed or
    a finding lacks the words it rests on.
    """
    act.actor.require(Permission.ASSESS)
    case = cases.case_by_id(act.connection, case_id)
    if case.state not in RUNNING:
        raise Refused(f"{case.title} is not in work: it is a draft, decided or ended.", rule="domain §6")
    today = office_date(act.now, administration.profile(act.connection).time_zone)
    inputs = store.inputs_of(act.connection, case_id, today)
    unconfirmed = [str(line.number) for line in case.lines if line.line_id not in inputs]
    if unconfirmed:
        raise UserError(f"Confirm the classification of line {', '.join(unconfirmed)} first (Goods & annex).")
    _refuse_gaps(act, case)
    frozen = store.latest(act.connection, case_id, today)
    before = store.stored(act.connection, case_id)
    results = {}
    for line in case.lines:
        if line.line_id in frozen:
            results[int(line.line_id)] = frozen[line.line_id]
            continue
        result = store.outcome_of(inputs[line.line_id])
        store.add_result(act.connection, case_id, line.line_id, result, act.now)
        results[int(line.line_id)] = result
        act.record("policy.run", AREA, case_id, line=line.number, outcome=result.outcome, rule=result.rule)
        if line.line_id in before:
            act.content_changed(case_id, f"policy outcome of line {line.number}")
    return results


def _refuse_gaps(act: Act, case: Case) -> None:
    assessed = store.assessments_of(act.connection, case.case_id)
    for line in case.lines:
        if line.line_id in assessed:
            found = gaps(assessed[line.line_id].findings)
            if found:
                sentences = " ".join(gap.sentence for gap in found)
                raise UserError(f"Line {line.number}: {sentences}", field=found[0].field)
