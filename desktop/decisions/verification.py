"""Checks again everything that was signed on a case, against what the case says now (security.md R15 to R17)."""

from sqlalchemy import Connection, select

from db.tables.administration import office
from db.types import canonical_json, stamp
from desktop.administration import store as administration
from desktop.cases import store as cases
from desktop.decisions import content, statements, store
from desktop.decisions.model import Countersignature, Recommendation, RecommendationState
from desktop.decisions.statements import Signer
from desktop.errors import Refused
from desktop.permissions import Permission

_ACCEPT = {1: Permission.COUNTERSIGN, 2: Permission.COUNTERSIGN_SECOND}


def office_id(connection: Connection) -> str:
    """Return the random name of this office's data, which every statement carries."""
    return str(connection.execute(select(office.c.office_id)).scalar_one())


def verify(connection: Connection, case_id: int) -> Recommendation:
    """Return the recommendation that stands, if it and every countersignature on it hold.

    Raises :class:`Refused`: R17 naming the first field that differs from what was signed, R15 when a signature, a
    voucher, a role or the difference of persons does not hold, T-18 when nothing is signed.
    """
    signed = store.standing(connection, case_id)
    if signed is None:
        raise Refused("Nothing is signed on this case.", rule="T-18")
    _verify_content(connection, signed)
    signers(connection, signed)
    _verify_decision(connection, signed)
    return signed


def signers(connection: Connection, signed: Recommendation) -> list[Signer]:
    """Return the preparer and those who accepted, each with a signature that holds; raises as :func:`verify` does."""
    common: dict[str, object] = {
        "office": office_id(connection),
        "case": cases.case_by_id(connection, signed.case_id).reference,
        "content_digest": signed.content_digest,
    }
    root = administration.root_key(connection)
    expected = {
        "casement": statements.RECOMMENDATION,
        "full_name": signed.prepared_name,
        "signed_at": stamp(signed.signed_at),
        "reasons": signed.reasons,
        "signatures_needed": signed.signatures_needed,
    }
    found = [
        statements.check(
            signed.statement, signed.signature, root, common | expected, Permission.RECOMMEND, "recommendation"
        )
    ]
    for each in signed.accepted:
        found.append(_verify_countersignature(signed, each, root, common, found))
    return found


def _verify_content(connection: Connection, signed: Recommendation) -> None:
    if content.digest(signed.content) != signed.content_digest:
        raise Refused(
            "The stored content of the recommendation is not the one that was signed. No letter can be made. "
            "Tell the administrator to run 'casement verify'.",
            rule="R17",
        )
    now = content.comparable(content.on_screen(connection, signed.case_id), signed.content)
    if signed.content != canonical_json(now):
        differs = content.first_difference(signed.content, now)
        raise Refused(
            f"Changed since it was signed: {differs}. The signatures do not cover this any more; return the case to "
            "the clerk, who recommends anew.",
            rule="R17",
            field=differs,
        )
    if now["signatures_needed"] != signed.signatures_needed:
        raise Refused("The number of countersignatures needed is not the one that was signed.", rule="R17")


def _verify_countersignature(
    signed: Recommendation, each: Countersignature, root: str, common: dict[str, object], before: list[Signer]
) -> Signer:
    what = "second countersignature" if each.position == 2 else "countersignature"
    signer = statements.check(
        each.statement,
        each.signature,
        root,
        common
        | {
            "casement": statements.COUNTERSIGNATURE,
            "full_name": each.person_name,
            "signed_at": stamp(each.signed_at),
            "answer": each.answer,
            "position": each.position,
            "reasons": each.reasons,
            "recommendation": statements.digest(signed.statement),
        },
        _ACCEPT[each.position],
        what,
    )
    refuse_same_person(signer, before)
    return signer


def refuse_same_person(signer: Signer, before: list[Signer]) -> None:
    """Raise :class:`Refused` if he signed already: the preparer (S-1) or the first countersigner (S-2).

    One person is one account, one key, one name: a second account, a renamed one or a shared key changes nothing (R15).
    """
    for number, other in enumerate(before):
        if signer.is_same_person(other):
            raise Refused(
                f"{other.full_name} prepared this recommendation and cannot countersign it, in whatever role or under "
                "whatever account. Another person has to."
                if number == 0
                else f"{other.full_name} gave the first countersignature. The second is another person's.",
                rule="S-1" if number == 0 else "S-2",
            )


def _verify_decision(connection: Connection, signed: Recommendation) -> None:
    if signed.state is not RecommendationState.DECIDED:
        return
    decided = store.decision_of(connection, signed.case_id)
    if decided is None or decided.recommendation_id != signed.recommendation_id:
        raise Refused("The decision of this case is not on the recommendation that stands.", rule="R15")
    if decided.content_digest != signed.content_digest:
        raise Refused("The decision covers another content than the one that was signed.", rule="R17")
    if len(signed.accepted) < signed.signatures_needed:
        raise Refused(
            f"{signed.signatures_needed} countersignatures are needed and {len(signed.accepted)} hold.", rule="R15"
        )
