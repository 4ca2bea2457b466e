"""What a clerk proposes before he signs: the outcome of each line, and the reasons of his recommendation."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from db.tables.decisions import line_outcome
from desktop.act import Act
from desktop.administration import store as people
from desktop.cases import store as case_store
from desktop.cases.editing import gated
from desktop.cases.model import RUNNING, STATE_NAMES, Case
from desktop.clock import office_date
from desktop.decisions import rules, store
from desktop.decisions.model import ANSWER_NAMES
from desktop.errors import Refused, UserError
from desktop.permissions import Permission
from desktop.policy import data as policy_data
from desktop.policy import store as policy
from desktop.policy.model import GRANTS, Answer

AREA = "decisions"
_TEXTS = {"paragraph": "remark", "reconsideration": "remark", "heard": "remark"}


def today_of(act: Act) -> date:
    """Return the office's own calendar day of an act (C-8)."""
    return office_date(act.now, people.profile(act.connection).time_zone)


def case_in_work(connection: Connection, case_id: int) -> Case:
    """Return a case whose decision may still be prepared; a draft, decided or ended one is refused (domain.md §13)."""
    case = case_store.case_by_id(connection, case_id)
    if case.state not in RUNNING:
        raise Refused(
            f"{case.title} is in state {STATE_NAMES[case.state].lower()}; its outcome is not open.", rule="domain §13"
        )
    return case


def set_outcome(
    act: Act,
    case_id: int,
    line_id: int,
    answer: Answer,
    *,
    granted_quantity: Decimal | None = None,
    reason_codes: Collection[str] = (),
    paragraph: str = "",
    reconsideration: str = "",
    heard: str = "",
    version: int | None = None,
) -> None:
    """Set what is proposed for one line (domain.md §13); a grant without quantity grants what was applied for.

    Incomplete drafts are saved as they are: what is still missing stops the recommendation, not the typing. An answer
    that policy closes is refused to everybody (§9.5). ``version`` is that of the outcome on screen (R12).
    """
    act.actor.require(Permission.RECOMMEND)
    case = case_in_work(act.connection, case_id)
    line = next((line for line in case.lines if line.line_id == line_id), None)
    if line is None:
        raise UserError("This line is no longer part of the case. Refresh the item table.")
    result = policy.latest(act.connection, case_id, today_of(act)).get(line_id)
    if result is None:
        raise UserError(f"Assess line {line.number} and run the policy first (Assessment).")
    why = rules.closed_because(answer, result, case.kind)
    if why:
        raise Refused(f"Line {line.number}: {ANSWER_NAMES[answer]} is closed. {why}", rule=result.rule, field="outcome")
    quantity = (granted_quantity if granted_quantity is not None else line.quantity) if answer in GRANTS else None
    if answer in GRANTS and (fault := rules.quantity_fault(quantity, line.quantity)):
        raise UserError(f"Line {line.number}: {fault}", field="granted_quantity")
    strange = sorted(set(reason_codes) - set(policy_data.load().reasons))
    if strange:
        raise UserError(f"{strange[0]} is not a reason of refusal.", field="reason_codes")
    values: dict[str, Any] = {
        "outcome": answer,
        "granted_quantity": quantity,
        "reason_codes": sorted(set(reason_codes)) if answer is Answer.REFUSE else [],
        **{
            name: gated(name, words.strip(), _TEXTS[name])
            for name, words in (("paragraph", paragraph), ("reconsideration", reconsideration), ("heard", heard))
        },
    }
    before = store.outcomes_of(act.connection, case_id).get(line_id)
    if before is None:
        store.add_outcome(act.connection, {"case_id": case_id, "line_id": line_id, **values})
        changed = list(values)
    else:
        old = {
            "outcome": before.answer,
            "granted_quantity": before.granted_quantity,
            "reason_codes": list(before.reason_codes),
            "paragraph": before.paragraph,
            "reconsideration": before.reconsideration,
            "heard": before.heard,
        }
        changed = [name for name, value in values.items() if old[name] != value]
        if not changed:
            return
        act.update(
            line_outcome,
            before.row_id,
            before.version if version is None else version,
            {name: values[name] for name in changed},
        )
    act.record(
        "outcome.proposed",
        AREA,
        case_id,
        line=line.number,
        outcome=answer,
        quantity=None if quantity is None else format(quantity, "f"),
        reasons=values["reason_codes"],
        changed=changed,
    )
    act.content_changed(case_id, f"outcome of line {line.number}")


def save_reasons(act: Act, case_id: int, reasons: str) -> None:
    """Keep the reasons of a recommendation as they are typed; they count once they are signed."""
    act.actor.require(Permission.RECOMMEND)
    case_in_work(act.connection, case_id)
    clean = gated("reasons", reasons.strip(), "remark")
    _, before = store.draft_reasons(act.connection, case_id)
    if clean != before:
        store.put_draft_reasons(act.connection, case_id, clean)
        act.record("recommendation.drafted", AREA, case_id, length=len(clean))
