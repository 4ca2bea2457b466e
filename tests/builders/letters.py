"""Facts of letters as the office would gather them: the demo cases D-01, D-03 and D-12, and what a test changes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.letters import conditions, filling, library
from desktop.letters.conditions import GrantContext, LineContext
from desktop.letters.filling import Chosen, FromCase
from desktop.letters.model import (
    Addressee,
    Anchor,
    AppealFacts,
    CaseFacts,
    Grounds,
    HelpFacts,
    LetterFacts,
    LetterKind,
    LicenceFacts,
    LineFacts,
    OfficeFacts,
    PartyFacts,
    ReasonFacts,
    Signatory,
)

OFFICE = OfficeFacts(
    name="Licensing Office of Merania",
    state="Republic of Merania",
    code="MER",
    address=("Harbour Street 4", "1001 Port Meran"),
    telephone="+999 1 555 0100",
    email="licences@office.example",
    hours="Monday to Friday, 09:00 to 17:00",
    act_ref="the Strategic Goods Act 2019, section 12",
    regulation_ref="the Strategic Goods Regulations 2020",
)
HELP = HelpFacts("Ana Bello", OFFICE.telephone, OFFICE.email, OFFICE.hours)
SUPERVISOR = Signatory("Sara Vance", "Supervisor", "for the Head of Office")
HEAD = Signatory("Hedda Moreau", "Head of Office")
ANCHOR = Anchor.of(412, "3fa4b2c190de77aa51c3" * 3)
DATED = date(2027, 3, 1)

APPLICANT = PartyFacts("Applicant", "Halden Avionics AS", "Norway", address="Kaiveien 3\n1777 Halden")
END_USER = PartyFacts(
    "End-user", "Linhas Aéreas do Minho, MRO", "Portugal", address="Rua do Aeroporto 12\n4470-558 Maia"
)
GYROS = LineFacts(
    number=1,
    description="Fibre-optic gyroscope, spares for a regional turboprop fleet",
    quantity=Decimal(16),
    unit="pieces",
    value=Decimal("296000.00"),
    currency="EUR",
    maker="Halden Avionics AS",
    model="FOG-220",
    annex_ref="9.A.4",
    category="II",
    edition="17 October 2024",
)
CASE = CaseFacts(
    reference="MX-2027-00001",
    kind="Permanent export",
    received_on=date(2027, 2, 1),
    goods="fibre-optic gyroscopes",
    destination="Portugal",
    end_use="Replacement gyroscopes for the attitude reference of 22 regional turboprop aircraft.",
    place_of_use="Maintenance hangar 2, Porto airport",
    applicant_reference="HA/27/014",
)
VALUES = {
    "USE-01": {"end_use": "the attitude reference of 22 turboprop aircraft", "end_use_place": "hangar 2, Porto"},
    "USE-05": {"platform": "the regional turboprop aircraft of the end-user"},
    "GEN-06": {"start_date": "2027-03-01", "expiry_date": "2029-02-28"},
}


def some_conditions(licence_no: str = "", **added: dict[str, str]) -> tuple[Any, Any]:
    """Return conditions and obligations of D-01, filled; ``added`` are further ids with their values."""
    shelf = library.load()
    context = GrantContext("EXP", "member", (LineContext(1, "9.A.4", "II", "CASE_BY_CASE", "A"),))
    proposals = conditions.default_set(shelf, context)
    case = FromCase("Portugal", END_USER.name, licence_no)
    ids = [proposal.condition_id for proposal in proposals] + [name.replace("_", "-") for name in added]
    chosen = []
    for name in ids:
        values = {} if name.startswith("X-") else filling.proposed_values(shelf.conditions[name], case)
        chosen.append(Chosen(name, values | VALUES.get(name, {}) | added.get(name.replace("-", "_"), {})))
    return filling.fill(shelf, chosen, case, conditions.special_ids(proposals, chosen))


def a_licence(*, number: str = "ML-2027-00001", **changes: Any) -> LetterFacts:
    """Return the facts of D-01's licence, a draft unless ``number`` (the letter's) is among ``changes``."""
    filled, owed = some_conditions(number)
    facts = LetterFacts(
        kind=LetterKind.APC,
        dated=DATED,
        office=OFFICE,
        addressee=Addressee("Halden Avionics AS", "Ms Kari Lund", ("Kaiveien 3", "1777 Halden"), "Norway"),
        case=CASE,
        parties=(APPLICANT, END_USER),
        lines=(GYROS,),
        signatories=(SUPERVISOR,),
        help=HELP,
        licence=LicenceFacts(number, date(2027, 3, 1), date(2029, 2, 28)),
        conditions=filled,
        obligations=owed,
        enclosures=("Acknowledgement by the end-user",),
    )
    return replace(facts, **changes)


def a_refusal(**changes: Any) -> LetterFacts:
    """Return the facts of D-03's refusal."""
    facts = LetterFacts(
        kind=LetterKind.REF,
        dated=DATED,
        office=OFFICE,
        addressee=Addressee("Brenta Impianti SpA", "", ("Via dell'Industria 8", "35010 Padova"), "Italy"),
        case=replace(
            CASE,
            reference="MX-2027-00003",
            goods="production plant for solid rocket motors",
            destination="France",
            end_use="Series production of solid rocket motors.",
            place_of_use="Mistral Espace, Bordeaux works",
            applicant_reference="",
        ),
        parties=(
            PartyFacts("Applicant", "Brenta Impianti SpA", "Italy", address="Via dell'Industria 8\n35010 Padova"),
            PartyFacts("End-user", "Mistral Espace SA", "France", address="4 avenue du Port\n33000 Bordeaux"),
        ),
        lines=(
            replace(
                GYROS,
                description="Integrated casting, curing and inspection plant for solid rocket motors",
                quantity=Decimal(1),
                unit="plant",
                value=Decimal(8400000),
                maker="Brenta Impianti SpA",
                model="SRM-14",
                annex_ref="2.B.1",
                category="I",
            ),
        ),
        signatories=(SUPERVISOR, HEAD),
        help=HELP,
        grounds=Grounds(
            (ReasonFacts("RR-03", "Transfers of this kind are not authorised."),),
            "The plant is specially designed to produce solid rocket motors of a total impulse of 1.4 MN·s. It is a "
            "production facility for a complete subsystem of Category I, which this office does not license.",
        ),
        appeal=AppealFacts("the Strategic Goods Appeal Board", date(2027, 3, 30)),
    )
    return replace(facts, **changes)


def a_no_licence(**changes: Any) -> LetterFacts:
    """Return the facts of D-12's answer that no licence is required."""
    facts = a_refusal(
        kind=LetterKind.NLR,
        addressee=Addressee("Merle Robotics", "", ("Quay 9", "4004 Meran"), "Merania"),
        case=replace(
            CASE,
            reference="MX-2027-00012",
            goods="inspection unmanned aircraft",
            destination="Chile",
            end_use="Inspection of power lines.",
            place_of_use="Grid of the utility, Antofagasta region",
        ),
        parties=(
            PartyFacts("Applicant", "Merle Robotics", "Merania", address="Quay 9\n4004 Meran"),
            PartyFacts("End-user", "Eléctrica del Norte SA", "Chile", address="Avenida Brasil 200\nAntofagasta"),
        ),
        lines=(
            replace(
                GYROS,
                description="Inspection unmanned aircraft, range 25 km, payload 5 kg, without dispensing gear",
                quantity=Decimal(3),
                unit="aircraft",
                value=Decimal(54000),
                maker="Merle Robotics",
                model="Kestrel 2",
                annex_ref="",
                category="",
                edition="17 October 2024",
            ),
        ),
        signatories=(SUPERVISOR,),
        grounds=Grounds((), "Range 25 km and payload 5 kg as stated in the data sheet; no dispensing gear is fitted."),
        appeal=None,
    )
    return replace(facts, **changes)


def issued(facts: LetterFacts, number: str = "") -> LetterFacts:
    """Return the same facts as an issued letter."""
    return facts.issued_as(number or f"MER/{facts.kind}/2027/0001", ANCHOR)
