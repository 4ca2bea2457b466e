"""SQL of this slice: cases, lines, parties, pauses."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from db import search
from db.tables.cases import case_line, case_party, case_pause, cases
from desktop.cases.model import (
    Case,
    CaseId,
    Kind,
    Line,
    LineId,
    Party,
    PartyId,
    PartyRole,
    SpecificationValue,
    State,
)
from desktop.errors import UserError


def _line(row: RowMapping) -> Line:
    return Line(
        line_id=LineId(row["id"]),
        case_id=CaseId(row["case_id"]),
        number=row["number"],
        description=row["description"],
        maker=row["maker"],
        model=row["model"],
        part_number=row["part_number"],
        serial_numbers=row["serial_numbers"],
        quantity=row["quantity"],
        unit=row["unit"],
        unit_value=row["unit_value"],
        currency=row["currency"],
        origin=row["origin"],
        national_code=row["national_code"],
        specification=tuple(SpecificationValue(**value) for value in row["specification"]),
        version=row["version"],
    )


def _party(row: RowMapping) -> Party:
    return Party(
        party_id=PartyId(row["id"]),
        case_id=CaseId(row["case_id"]),
        role=PartyRole(row["role"]),
        name=row["name"],
        original_name=row["original_name"],
        kind=row["kind"],
        registration_number=row["registration_number"],
        address=row["address"],
        country=row["country"],
        contact=row["contact"],
        telephone=row["telephone"],
        email=row["email"],
        web_site=row["web_site"],
        version=row["version"],
    )


def lines_of(connection: Connection, case_id: int) -> tuple[Line, ...]:
    """Return the lines of a case in order of number."""
    query = select(case_line).where(case_line.c.case_id == case_id).order_by(case_line.c.number)
    return tuple(_line(row) for row in connection.execute(query).mappings())


def parties_of(connection: Connection, case_id: int) -> tuple[Party, ...]:
    """Return the parties of a case in the order in which they were named."""
    query = select(case_party).where(case_party.c.case_id == case_id).order_by(case_party.c.id)
    return tuple(_party(row) for row in connection.execute(query).mappings())


def case_by_id(connection: Connection, case_id: int) -> Case:
    """Return one case whole; raises :class:`UserError` when there is none."""
    row = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
    if row is None:
        raise UserError("This case does not exist in the office database.")
    return Case(
        case_id=CaseId(row["id"]),
        reference=row["reference"],
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        received_at=row["received_at"],
        channel=row["channel"],
        registered_at=row["registered_at"],
        applicant_reference=row["applicant_reference"],
        end_use=row["end_use"],
        place_of_use=row["place_of_use"],
        countries_differ_reason=row["countries_differ_reason"],
        exporter_informed=row["exporter_informed"],
        exporter_aware=row["exporter_aware"],
        duplicate_answer=row["duplicate_answer"],
        officer_id=row["officer_id"],
        officer_name=row["officer_name"],
        created_by=row["created_by"],
        created_at=row["created_at"],
        closed_at=row["closed_at"],
        due_on=row["due_on"],
        annex_codes=row["annex_codes"],
        headline_outcome=row["headline_outcome"],
        version=row["version"],
        lines=lines_of(connection, case_id),
        parties=parties_of(connection, case_id),
    )


def id_of_reference(connection: Connection, reference: str) -> CaseId | None:
    """Return the id of the case with this number, or None."""
    found = connection.execute(select(cases.c.id).where(cases.c.reference == reference.strip().upper())).scalar()
    return None if found is None else CaseId(found)


def add_case(connection: Connection, values: Mapping[str, Any]) -> CaseId:
    """Insert a case and return its id."""
    return CaseId(connection.execute(insert(cases).values(**values).returning(cases.c.id)).scalar_one())


def set_derived(connection: Connection, case_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of a case that follow from other facts; they do not count as an edit of the case form."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(**values))


def add_line(connection: Connection, values: Mapping[str, Any]) -> LineId:
    """Insert a line and return its id."""
    return LineId(connection.execute(insert(case_line).values(**values).returning(case_line.c.id)).scalar_one())


def remove_line(connection: Connection, line_id: int) -> None:
    """Remove a line of a draft."""
    connection.execute(delete(case_line).where(case_line.c.id == line_id))


def close_gap_after(connection: Connection, case_id: int, number: int) -> None:
    """Count the lines after the removed line ``number`` down by one, so that a draft reads 1, 2, 3."""
    after = select(case_line.c.id).where(case_line.c.case_id == case_id, case_line.c.number > number)
    for line_id in connection.execute(after.order_by(case_line.c.number)).scalars().all():
        connection.execute(update(case_line).where(case_line.c.id == line_id).values(number=case_line.c.number - 1))


def next_line_number(connection: Connection, case_id: int) -> int:
    """Return the number of the next new line."""
    found = connection.execute(select(func.max(case_line.c.number)).where(case_line.c.case_id == case_id)).scalar()
    return int(found or 0) + 1


def add_party(connection: Connection, values: Mapping[str, Any]) -> PartyId:
    """Insert a party and return its id."""
    return PartyId(connection.execute(insert(case_party).values(**values).returning(case_party.c.id)).scalar_one())


def remove_party(connection: Connection, party_id: int) -> None:
    """Take a party off a case."""
    connection.execute(delete(case_party).where(case_party.c.id == party_id))


def pauses_of(connection: Connection, case_id: int) -> list[RowMapping]:
    """Return the clock's pauses of a case."""
    query = select(case_pause).where(case_pause.c.case_id == case_id).order_by(case_pause.c.issued_at)
    return list(connection.execute(query).mappings())


def registered_with(connection: Connection, case_id: int, applicant: str, end_user: str, since: datetime) -> list[Case]:
    """Return other cases, open or decided, registered ``since`` then, in which both names occur in some spelling."""
    named = search.find_cases(connection, f"{applicant} {end_user}")
    query = select(cases.c.id).where(
        cases.c.id.in_(named),
        cases.c.id != case_id,
        cases.c.state.not_in((State.DRF, State.VOID, State.WDN)),
        cases.c.registered_at >= since,
    )
    found = connection.execute(query.order_by(cases.c.id)).scalars().all()
    return [case_by_id(connection, other) for other in found]
