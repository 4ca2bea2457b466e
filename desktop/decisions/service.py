"""The verbs of deciding: outcomes, conditions, recommend, countersign, return; and what follows from a change."""

from typing import Any

from sqlalchemy import Connection

from db.types import canonical_json
from desktop.act import Act
from desktop.administration import service as administration
from desktop.administration import store as people
from desktop.audit.keystore import signature_holds
from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.cases.editing import gated
from desktop.cases.model import Case, State
from desktop.decisions import content, context, rules, statements, store, verification
from desktop.decisions.conditions_service import (
    add_condition,
    add_own_condition,
    choose_conditions,
    fill_condition,
    leave_out_condition,
    strike_condition,
    take_over_proposed,
    tick_own_condition,
)
from desktop.decisions.follow import follow_work
from desktop.decisions.model import Recommendation, RecommendationState
from desktop.decisions.outcome_service import case_in_work, save_reasons, set_outcome, today_of
from desktop.errors import Refused, UserError
from desktop.permissions import Permission, Role
from desktop.policy import store as policy

__all__ = [
    "add_condition",
    "add_own_condition",
    "choose_conditions",
    "countersign",
    "fill_condition",
    "follow_work",
    "leave_out_condition",
    "recommend",
    "save_reasons",
    "send_back",
    "set_outcome",
    "strike_condition",
    "take_over_proposed",
    "tick_own_condition",
    "verify_signatures",
    "void_signatures",
]

AREA = "decisions"


def void_signatures(act: Act, case_id: int, what: str) -> None:
    """Make every live signature over a case void because ``what`` changed; the old ones stay in the record (S-3)."""
    if store.void_live(act.connection, case_id, f"changed after signature: {what}"):
        cases.reopen_after_change(act, case_id)
        act.record("signatures.voided", AREA, case_id, because=what)


def _refuse_unseen(seen: str | None, now: str) -> None:
    if seen is not None and seen != now:
        raise Refused(
            "The case changed while you were looking at it. Read it again and sign what you see then.", rule="R16"
        )


def recommend(act: Act, case_id: int, password: str, reasons: str, *, seen: str | None = None) -> int:
    """Sign the recommendation over everything on screen and lock it (T-18); return its id.

    ``seen`` is the digest of what was on screen (:func:`desktop.decisions.content.digest`); another content now is
    refused (R16). Raises :class:`UserError` with all that is missing.
    """
    act.actor.require(Permission.RECOMMEND)
    case = case_in_work(act.connection, case_id)
    if case.state is State.CSG:
        raise Refused(f"{case.title} is signed already and waits for countersignature.", rule="T-18")
    situation = context.situation_of(act.connection, case_id, today_of(act))
    missing = rules.missing_for_recommendation(situation.readiness)
    if missing:
        raise UserError(" ".join(point.sentence for point in missing), field=missing[0].tab)
    words = gated("reasons", reasons.strip(), "remark")
    if not words:
        raise UserError("Give the reasons of your recommendation; the countersigner reads them.", field="reasons")
    on_screen = content.on_screen(act.connection, case_id)
    text = canonical_json(on_screen)
    digest = content.digest(text)
    _refuse_unseen(seen, digest)
    statement = _statement(
        act,
        statements.RECOMMENDATION,
        case,
        digest,
        reasons=words,
        signatures_needed=on_screen["signatures_needed"],
    )
    signature = _signed(act, password, statement)
    recommendation_id = store.add_recommendation(
        act.connection,
        {
            "case_id": case_id,
            "prepared_by": act.actor.person_id,
            "prepared_name": act.actor.full_name,
            "content": text,
            "content_digest": digest,
            "statement": statement,
            "signature": signature,
            "signed_at": act.now,
            "signatures_needed": on_screen["signatures_needed"],
            "reasons": words,
            "state": RecommendationState.SIGNED,
        },
    )
    outcomes = {line.number: situation.decisions[line.line_id].answer for line in case.lines}
    act.record(
        "recommendation.signed",
        AREA,
        case_id,
        outcomes={str(number): answer.value for number, answer in outcomes.items()},
        reasons=words,
        content=digest,
        signatures_needed=on_screen["signatures_needed"],
    )
    cases.move(act, case_id, State.CSG, "case.sent_for_countersignature")
    return recommendation_id


def _statement(act: Act, purpose: str, case: Case, digest: str, **more: Any) -> str:
    person = people.person_by_id(act.connection, act.actor.person_id)
    if person is None:
        raise Refused("This account is not in the office's list; it cannot sign.", rule="R15")
    office = verification.office_id(act.connection)
    return statements.write(purpose, office, str(case.reference), person, digest, act.now, **more)


def _signed(act: Act, password: str, statement: str) -> str:
    """Sign a statement as the acting person and make sure that it was his own key that signed (R15)."""
    content_bytes = statement.encode("utf-8", "surrogatepass")
    signature = administration.sign_as(act, password, content_bytes)
    person = people.person_by_id(act.connection, act.actor.person_id)
    if person is None or not signature_holds(person.public_key, signature, content_bytes):
        raise Refused(
            "The key of this account is not the one the office root vouches for. Tell the administrator.", rule="R15"
        )
    return signature


def _open_to_me(act: Act, case_id: int, seen: str | None) -> tuple[Case, Recommendation, int]:
    """Return the case, its verified recommendation and the place of the acting person's signature on it."""
    case = case_store.case_by_id(act.connection, case_id)
    signed = store.live(act.connection, case_id)
    if signed is None or case.state is not State.CSG:
        raise Refused(f"{case.title} does not wait for countersignature.", rule="T-24")
    _refuse_own_signature(act, signed)
    act.actor.require(Permission.COUNTERSIGN)
    _refuse_unseen(seen, signed.content_digest)
    return case, signed, len(signed.accepted) + 1


def _refuse_own_signature(act: Act, signed: Recommendation) -> None:
    """Refuse the preparer (S-1) and the first countersigner (S-2) before anything else is asked of them."""
    if act.actor.person_id == signed.prepared_by:
        raise Refused(
            "You prepared this recommendation. Another person has to countersign it, whatever roles you hold.",
            rule="S-1",
        )
    if act.actor.person_id in {each.person_id for each in signed.accepted}:
        raise Refused("You gave the first countersignature. The second is another person's.", rule="S-2")


def countersign(act: Act, case_id: int, password: str, *, seen: str | None = None) -> int | None:
    """Accept a recommendation as another person (T-20, T-24); return the decision's id when it was the last signature.

    Everything signed so far is checked again against what the case says now. Where two signatures are needed the
    supervisor signs first and the head of office second (domain.md §9.5).
    """
    case, signed, position = _open_to_me(act, case_id, seen)
    if position == 2:
        act.actor.require(Permission.COUNTERSIGN_SECOND)
    elif signed.signatures_needed == 2 and Role.SUPERVISOR not in act.actor.roles:
        raise Refused("Two signatures are needed here: the supervisor's first, then yours.", rule="S-2")
    verification.verify(act.connection, case_id)
    _refuse_unfit(act, case)
    _sign_answer(act, case, signed, position, "accepted", "", password)
    act.record("recommendation.countersigned", AREA, case_id, position=position, content=signed.content_digest)
    if position < signed.signatures_needed:
        return None
    return _decide(act, case, signed)


def _refuse_unfit(act: Act, case: Case) -> None:
    """Refuse a countersignature when the day's facts no longer give the policy outcome that was signed (T-24)."""
    fits = policy.latest(act.connection, case.case_id, today_of(act))
    stale = [str(line.number) for line in case.lines if line.line_id not in fits]
    if stale:
        raise Refused(
            f"The policy outcome of line {', '.join(stale)} does not fit the facts of today. Return the case, so that "
            "the policy is run again.",
            rule="T-24",
        )


def _sign_answer(
    act: Act, case: Case, signed: Recommendation, position: int, answer: str, reasons: str, password: str
) -> None:
    root = people.root_key(act.connection)
    person = people.person_by_id(act.connection, act.actor.person_id)
    if person is None or not administration.is_vouched_for(person, root):
        raise Refused("The office root does not vouch for this account; it cannot sign.", rule="R15")
    verification.refuse_same_person(statements.signer_of(person), verification.signers(act.connection, signed))
    statement = _statement(
        act,
        statements.COUNTERSIGNATURE,
        case,
        signed.content_digest,
        recommendation=statements.digest(signed.statement),
        answer=answer,
        position=position,
        reasons=reasons,
    )
    signature = _signed(act, password, statement)
    store.add_countersignature(
        act.connection,
        {
            "case_id": case.case_id,
            "recommendation_id": signed.recommendation_id,
            "prepared_by": signed.prepared_by,
            "position": position,
            "person_id": act.actor.person_id,
            "person_name": act.actor.full_name,
            "answer": answer,
            "reasons": reasons,
            "content_digest": signed.content_digest,
            "statement": statement,
            "signature": signature,
            "signed_at": act.now,
        },
    )


def _decide(act: Act, case: Case, signed: Recommendation) -> int:
    store.end_recommendation(act.connection, signed.recommendation_id, RecommendationState.ACCEPTED, "")
    answers = {each.answer for each in store.outcomes_of(act.connection, case.case_id).values()}
    outcome = rules.headline(answers)
    decision_id = store.add_decision(act.connection, signed, outcome, act.actor.person_id, act.now)
    store.end_recommendation(act.connection, signed.recommendation_id, RecommendationState.DECIDED, "")
    act.record("case.outcome_fixed", AREA, case.case_id, outcome=outcome, content=signed.content_digest)
    cases.move(act, case.case_id, State.DEC, "case.decided", outcome=outcome)
    return decision_id


def send_back(act: Act, case_id: int, reasons: str, password: str, *, seen: str | None = None) -> None:
    """Return a recommendation to the clerk with reasons (T-19, S-4); the answer is signed and stays in the record."""
    case, signed, position = _open_to_me(act, case_id, seen)
    words = gated("reasons", reasons.strip(), "remark")
    if not words:
        raise UserError("Say why you return it; the clerk needs to know what to change (S-4).", field="reasons")
    _sign_answer(act, case, signed, position, "returned", words, password)
    store.end_recommendation(act.connection, signed.recommendation_id, RecommendationState.RETURNED, words)
    act.record("recommendation.returned", AREA, case_id, reasons=words)
    cases.move(act, case_id, State.REC, "case.returned")


def verify_signatures(connection: Connection, case_id: int) -> Recommendation:
    """Check everything signed on a case again, against what the case says now (R15, R17); see ``verification``."""
    return verification.verify(connection, case_id)
