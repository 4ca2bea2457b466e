"""What follows from the facts of a case at the end of each act: its state, the list's columns, the due day."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from desktop.act import Act
from desktop.annex import store as annex
from desktop.cases import office_calendar, rules, working_days
from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.cases.model import RUNNING, Case, State
from desktop.cases.working_days import Pause
from desktop.decisions import context, store
from desktop.documents import service as documents
from desktop.policy import data as policy_data
from desktop.policy import store as policy
from desktop.policy.model import Category, Outcome
from desktop.policy.result import PolicyResult
from desktop.policy.rules import strictest

_AREA = "cases"


def follow_work(act: Act, case_id: int) -> None:
    """Let a running case show the furthest work package not complete, its annex codes, headline and due day (§6, C-5).

    Writes an entry only for what changed.
    """
    case = case_store.case_by_id(act.connection, case_id)
    if case.state not in RUNNING or case.registered_at is None:
        return
    confirmed = annex.confirmed(act.connection, case_id)
    results = policy.latest(act.connection, case_id)
    settled = [each for each in results.values() if each.outcome is not Outcome.RESOLVE_FIRST]
    done = rules.WorkDone(
        lines_confirmed=all(line.line_id in confirmed for line in case.lines),
        certificate_settled=not context.needs_certificate(case, results, store.outcomes_of(act.connection, case_id))
        or documents.certificate_settled(act.connection, case_id),
        assessed=len(settled) == len(case.lines),
    )
    if case.state is not State.CSG:
        cases.set_work_state(act, case_id, done)
    codes = list(
        dict.fromkeys(
            code for line in case.lines if line.line_id in confirmed for code in confirmed[line.line_id].codes
        )
    )
    headline = strictest(list(results.values()), policy_data.load()).outcome.value if results else ""
    summary = {"annex_codes": ", ".join(codes), "headline_outcome": headline}
    changed = {name: value for name, value in summary.items() if getattr(case, name) != value}
    if changed:
        cases.set_summary(act, case_id, **changed)
    _follow_clock(act, case, case.registered_at, target_of([each.category for each in confirmed.values()], results))


def target_of(categories: Collection[str | None], results: Mapping[int, PolicyResult]) -> int:
    """Return the target in working days (TL-05, TL-06, TL-07)."""
    outcomes = {each.outcome for each in results.values()}
    if Category.I in categories or Outcome.STRONG_PRESUMPTION_WMD in outcomes:
        return working_days.TARGET_CATEGORY_I
    return working_days.TARGET_CATCH_ALL if Outcome.CATCH_ALL in outcomes else working_days.TARGET_CASE_BY_CASE


def _follow_clock(act: Act, case: Case, registered_at: datetime, target: int) -> None:
    pauses = [Pause(row["issued_at"], row["answered_at"]) for row in case_store.pauses_of(act.connection, case.case_id)]
    due = working_days.due_day(registered_at, target, office_calendar.load(act.connection), pauses)
    if due != case.due_on:
        case_store.set_derived(act.connection, case.case_id, {"due_on": due})
        act.record("case.due_set", _AREA, case.case_id, due=_plain(due), before=_plain(case.due_on), target=target)


def _plain(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
