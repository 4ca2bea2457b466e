"""The verb that ends a case: check every signature again, issue the decision's letter, create the licence (T-25)."""

from datetime import date

from db import numbers
from desktop.act import Act
from desktop.administration import service as administration
from desktop.administration import store as people
from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.cases.model import State
from desktop.clock import office_date
from desktop.decisions import context, letter_facts, statements, verification
from desktop.decisions import service as decisions
from desktop.decisions import store as decision_store
from desktop.decisions.model import Recommendation
from desktop.errors import Refused, UserError
from desktop.letters import filling, library
from desktop.letters import service as letters
from desktop.letters.model import LetterFacts, LetterId, LicenceFacts
from desktop.licences import store
from desktop.permissions import Permission
from desktop.policy.model import GRANTS, Answer

AREA = "licences"
SERIES = "licence"


def issue_decision_letter(act: Act, case_id: int, password: str) -> LetterId:
    """Issue the letter of a decided case and close the case; return the letter's id (T-25).

    For a grant this takes the licence number ``ML-YYYY-NNNNN`` and creates the licence. Raises :class:`Refused` when
    the case is not decided, when this person recommended it (S-1), when a signature does not hold or the case says
    something else than what was signed (R15, R17); :class:`UserError` for a condition whose day has passed (LT-04).
    """
    act.actor.require(Permission.ISSUE_LETTER)
    case = case_store.case_by_id(act.connection, case_id)
    decided = decision_store.decision_of(act.connection, case_id)
    if case.state is not State.DEC or decided is None:
        raise Refused(f"{case.title} is not decided; there is no letter to issue yet.", rule="T-25")
    signed = decisions.verify_signatures(act.connection, case_id)
    _refuse_preparer(act, signed)
    today = office_date(act.now, people.profile(act.connection).time_zone)
    _refuse_past_days(act, case_id, today)
    number = _licence_number(act, today) if Answer(decided.outcome) in GRANTS else ""
    facts = letter_facts.gather(act.connection, case_id, dated=today, licence_number=number)
    signature = administration.sign_as(act, password, _signed_words(act, case_id, facts))
    act.record("letter.signed", AREA, case_id, kind=facts.kind.value, facts=facts.digest(), signature=signature)
    letter_id = letters.issue(act, case_id, decided.decision_id, facts)
    if facts.licence is not None:
        _create_licence(act, case_id, letter_id, facts.licence, today)
    cases.move(act, case_id, State.CLO, "case.closed")
    return letter_id


def _refuse_preparer(act: Act, signed: Recommendation) -> None:
    if act.actor.person_id == signed.prepared_by:
        raise Refused(
            "You prepared this recommendation. Its letter is signed by another person, whatever roles you hold.",
            rule="S-1",
        )
    person = people.person_by_id(act.connection, act.actor.person_id)
    if person is None:
        raise Refused("This account is not in the office's list; it cannot sign.", rule="R15")
    preparer = verification.signers(act.connection, signed)[:1]
    verification.refuse_same_person(statements.signer_of(person), preparer)


def _refuse_past_days(act: Act, case_id: int, today: date) -> None:
    grant = context.grant_of(act.connection, case_id, today)
    blanks = filling.blanks(library.load(), grant.standing, today) if grant else ()
    if blanks:
        raise UserError("The letter cannot be issued. " + " ".join(blank.sentence for blank in blanks))


def _licence_number(act: Act, today: date) -> str:
    return f"ML-{today.year}-{numbers.take(act.connection, SERIES, today.year):05d}"


def _signed_words(act: Act, case_id: int, facts: LetterFacts) -> bytes:
    words = f"casement letter 1\n{verification.office_id(act.connection)}\n{case_id}\n{facts.digest()}"
    return words.encode()


def _create_licence(act: Act, case_id: int, letter_id: LetterId, licence: LicenceFacts, today: date) -> None:
    state = "ACTIVE" if licence.valid_from <= today else "ISSUED"
    store.add(
        act.connection,
        {
            "case_id": case_id,
            "number": licence.number,
            "letter_id": letter_id,
            "valid_from": licence.valid_from,
            "valid_to": licence.valid_to,
            "state": state,
        },
    )
    act.record(
        "licence.issued",
        AREA,
        case_id,
        number=licence.number,
        valid_from=licence.valid_from.isoformat(),
        valid_to=licence.valid_to.isoformat(),
        state=state,
    )
