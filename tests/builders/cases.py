"""Cases in the state a test needs, made by the services a clerk's screen calls."""

from decimal import Decimal

from desktop.actor import Actor
from desktop.cases import service, store
from desktop.cases.model import Case, CaseId, LineDraft, PartyDraft, PartyRole, SpecificationValue
from desktop.office import Office

APPLICANT = PartyDraft(
    PartyRole.APPLICANT,
    name="Halden Avionics AS",
    kind="commercial",
    registration_number="912 345 678",
    address="Kaiveien 3\n1777 Halden",
    country="NO",
)
END_USER = PartyDraft(
    PartyRole.END_USER,
    name="Linhas Aéreas do Minho, MRO",
    kind="commercial",
    registration_number="PT 503 111 222",
    address="Rua do Aeroporto 12\n4470-558 Maia",
    country="PT",
)
GYROS = LineDraft(
    description="Fibre-optic gyroscope FOG-220, spares for a regional turboprop fleet",
    maker="Halden Avionics AS",
    model="FOG-220",
    quantity=Decimal(16),
    unit="pieces",
    unit_value=Decimal("18500.00"),
    currency="EUR",
    specification=(SpecificationValue("drift rate stability", "0.2", "deg/h", "data sheet"),),
)


def a_draft(
    office: Office,
    actor: Actor,
    *,
    lines: tuple[LineDraft, ...] = (GYROS,),
    parties: tuple[PartyDraft, ...] = (APPLICANT, END_USER),
    end_use: str = "Replacement gyroscopes for the attitude reference of 22 regional turboprop aircraft.",
    place_of_use: str = "Maintenance hangar 2, Porto airport",
    informed: str = "no",
    aware: str = "no",
) -> CaseId:
    """Return the id of a complete draft that only waits to be registered."""

    def operation(act: service.Act) -> CaseId:
        case_id = service.open_draft(act)
        service.save_header(
            act,
            case_id,
            1,
            {
                "end_use": end_use,
                "place_of_use": place_of_use,
                "exporter_informed": informed,
                "exporter_aware": aware,
                "countries_differ_reason": "",
            },
        )
        for line in lines:
            service.add_line(act, case_id, line)
        for party in parties:
            service.add_party(act, case_id, party)
        return case_id

    case_id, _ = office.write(actor, operation)
    return case_id


def a_case(office: Office, actor: Actor, **changes: object) -> Case:
    """Return a registered case; ``changes`` are those of :func:`a_draft`."""
    case_id = a_draft(office, actor, **changes)  # type: ignore[arg-type]
    office.write(actor, lambda act: service.register(act, case_id))
    with office.read() as connection:
        return store.case_by_id(connection, case_id)
