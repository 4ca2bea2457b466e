"""Gathers everything a decision letter prints from one case, apart from its layout (letters.md §2, LT-03)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from desktop.administration import store as administration
from desktop.administration.model import OfficeProfile
from desktop.annex import store as annex
from desktop.cases import office_calendar
from desktop.cases import store as cases
from desktop.cases.model import KIND_NAMES, PARTY_ROLE_NAMES, Case, Line, Party, PartyRole
from desktop.cases.working_days import appeal_last_day
from desktop.clock import office_date
from desktop.countries import country_name
from desktop.decisions import context, rules, store
from desktop.decisions.context import Grant
from desktop.decisions.model import LineDecision
from desktop.errors import UserError
from desktop.letters import filling, library, wording
from desktop.letters.filling import FromCase
from desktop.letters.model import (
    GRANTS,
    Addressee,
    AppealFacts,
    CaseFacts,
    ConditionFacts,
    Grounds,
    HelpFacts,
    LetterFacts,
    LetterKind,
    LicenceFacts,
    LineFacts,
    ObligationFacts,
    OfficeFacts,
    PartyFacts,
    ReasonFacts,
    Signatory,
)
from desktop.permissions import ROLE_NAMES, Role
from desktop.policy import data as policy_data

_SIGNING_ROLES = (Role.HEAD, Role.SUPERVISOR)
_ONE_SHIPMENT = "USE-04"
_LONGEST_GOODS = 90


def gather(connection: Connection, case_id: int, *, dated: date, licence_number: str = "") -> LetterFacts:
    """Return the facts of the decision letter as they stand, dated ``dated``; number and anchor come with the issue.

    Works before the decision, for the draft in the window. Raises :class:`UserError` while a line has no outcome, and
    :class:`Refused` for outcomes that this release has no letter for.
    """
    case = cases.case_by_id(connection, case_id)
    decisions = store.outcomes_of(connection, case_id)
    if any(line.line_id not in decisions for line in case.lines) or not case.lines:
        raise UserError("Choose the outcome of every line first; the letter says what was decided.")
    profile = administration.profile(connection)
    grant = context.grant_of(connection, case_id, dated)
    answers = {each.answer for each in decisions.values()}
    kind = rules.letter_kind(answers, is_special=grant is not None and bool(grant.special))
    conditions, obligations = _conditions(grant, licence_number)
    return LetterFacts(
        kind=kind,
        dated=dated,
        office=OfficeFacts.of(profile),
        addressee=_addressee(case, profile),
        case=_case(case, profile),
        parties=tuple(_party(party, profile) for party in case.parties),
        lines=tuple(_lines(connection, case, decisions)),
        signatories=_signatories(connection, case_id),
        help=HelpFacts(case.officer_name or profile.office_name, profile.telephone, profile.email, profile.hours),
        grounds=_grounds(case, decisions),
        licence=_licence(grant, licence_number, dated) if kind in GRANTS else None,
        conditions=conditions,
        obligations=obligations,
        appeal=AppealFacts(profile.appeal_body, appeal_last_day(dated, office_calendar.load(connection)))
        if kind is LetterKind.REF
        else None,
    )


def _country(code: str, profile: OfficeProfile) -> str:
    return country_name(code, profile.state_code, profile.state_name) if code else ""


def _addressee(case: Case, profile: OfficeProfile) -> Addressee:
    applicant = case.party(PartyRole.APPLICANT)
    if applicant is None:
        raise UserError("Name the applicant; the letter is addressed to him.", field="parties")
    return Addressee(
        name=applicant.name,
        attention=applicant.contact,
        address=tuple(row.strip() for row in applicant.address.splitlines() if row.strip()),
        country=_country(applicant.country, profile),
    )


def _brief(lines: Iterable[Line]) -> str:
    named = [line.description.split("\n", maxsplit=1)[0].strip() for line in lines]
    first = named[0] if len(named[0]) <= _LONGEST_GOODS else f"{named[0][:_LONGEST_GOODS].rsplit(' ', 1)[0]} …"
    return first if len(named) == 1 else f"{first} and {len(named) - 1} more"


def _case(case: Case, profile: OfficeProfile) -> CaseFacts:
    if case.reference is None or case.received_at is None:
        raise UserError("Register the case first; a letter answers a registered application.")
    return CaseFacts(
        reference=case.reference,
        kind=KIND_NAMES[case.kind],
        received_on=office_date(case.received_at, profile.time_zone),
        goods=_brief(case.lines),
        destination=_country(case.destination, profile),
        end_use=case.end_use,
        place_of_use=case.place_of_use,
        applicant_reference=case.applicant_reference,
    )


def _party(party: Party, profile: OfficeProfile) -> PartyFacts:
    return PartyFacts(
        role=PARTY_ROLE_NAMES[party.role],
        name=party.name,
        country=_country(party.country, profile),
        original_name=party.original_name,
        address=party.address,
    )


def _edition(edition: str) -> str:
    try:
        return wording.day(date.fromisoformat(edition))
    except ValueError:
        return edition


def _lines(connection: Connection, case: Case, decisions: Mapping[int, LineDecision]) -> Iterable[LineFacts]:
    confirmed = annex.confirmed(connection, case.case_id)
    for line in case.lines:
        done = confirmed.get(line.line_id)
        granted = decisions[line.line_id].granted_quantity
        quantity = granted if granted is not None else line.quantity or Decimal(0)
        yield LineFacts(
            number=line.number,
            description=line.description,
            quantity=quantity,
            unit=line.unit,
            value=quantity * (line.unit_value or Decimal(0)),
            currency=line.currency,
            maker=line.maker,
            model=line.model or line.part_number,
            annex_ref=", ".join(done.codes) if done else "",
            category=done.category or "" if done else "",
            edition=_edition(done.edition) if done else "",
        )


def _signatories(connection: Connection, case_id: int) -> tuple[Signatory, ...]:
    """Return those who accepted, in order: the letter is signed by their own act (LT-14). Before that, nobody."""
    signed = store.standing(connection, case_id)
    if signed is None or not signed.accepted:
        return ()
    found = []
    for each in signed.accepted:
        person = administration.person_by_id(connection, each.person_id)
        roles = person.roles if person else frozenset()
        role = next((ROLE_NAMES[one] for one in _SIGNING_ROLES if one in roles), "")
        title = person.title if person else ""
        found.append(Signatory(each.person_name, title, "" if role.casefold() == title.casefold() else role))
    return tuple(found)


def _grounds(case: Case, decisions: Mapping[int, LineDecision]) -> Grounds:
    reasons = policy_data.load().reasons
    in_order = [decisions[line.line_id] for line in case.lines]
    codes = sorted({code for each in in_order for code in each.reason_codes})
    return Grounds(
        reasons=tuple(ReasonFacts(code, reasons[code].public_text) for code in codes),
        paragraph=_joined(each.paragraph for each in in_order),
        reconsideration=_joined(each.reconsideration for each in in_order),
    )


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _conditions(
    grant: Grant | None, licence_number: str
) -> tuple[tuple[ConditionFacts, ...], tuple[ObligationFacts, ...]]:
    if grant is None:
        return (), ()
    from_case: FromCase = replace(grant.from_case, licence_no=licence_number)
    return filling.fill(library.load(), grant.standing, from_case, grant.special)


def _licence(grant: Grant | None, number: str, dated: date) -> LicenceFacts | None:
    if grant is None:
        return None
    days = context.validity(grant)
    first, last = days or (dated, dated)
    single = any(each.condition_id == _ONE_SHIPMENT for each in grant.standing)
    return LicenceFacts(number, first, last, single)
