"""Reads and writes people, the profile and the calendar."""

from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select

from db.tables.administration import holiday, office, person, sign_in_failure
from desktop.administration.model import Holiday, OfficeProfile, Person
from desktop.permissions import Role


def _person(values: RowMapping) -> Person:
    return Person(
        person_id=values["id"],
        sign_in_name=values["sign_in_name"],
        full_name=values["full_name"],
        title=values["title"],
        roles=frozenset(Role(name) for name in values["roles"]),
        active=values["active"],
        public_key=values["public_key"],
        voucher=values["voucher"],
        version=values["version"],
    )


def people(connection: Connection) -> list[Person]:
    """Return all people in the order in which they were added."""
    return [_person(row) for row in connection.execute(select(person).order_by(person.c.id)).mappings()]


def person_by_id(connection: Connection, person_id: int) -> Person | None:
    """Return one person, or None."""
    row = connection.execute(select(person).where(person.c.id == person_id)).mappings().first()
    return None if row is None else _person(row)


def secrets_of(connection: Connection, sign_in_name: str) -> tuple[Person, str, str] | None:
    """Return an active person with password hash and wrapped key, or None when there is no such person."""
    row = (
        connection.execute(select(person).where(person.c.sign_in_name == sign_in_name, person.c.active.is_(True)))
        .mappings()
        .first()
    )
    return None if row is None else (_person(row), str(row["password_hash"]), str(row["wrapped_key"]))


def add_person(connection: Connection, values: dict[str, object]) -> int:
    """Insert a person and return the id."""
    return int(connection.execute(insert(person).values(**values).returning(person.c.id)).scalar_one())


def failures(connection: Connection, sign_in_name: str) -> tuple[int, datetime | None]:
    """Return how often in a row sign-in failed under this name, known or not, and when last."""
    row = connection.execute(select(sign_in_failure).where(sign_in_failure.c.sign_in_name == sign_in_name)).first()
    return (0, None) if row is None else (row.failures, row.last_at)


def set_failures(connection: Connection, sign_in_name: str, number: int, at: datetime) -> None:
    """Remember the count of failures in a row; 0 forgets it."""
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.sign_in_name == sign_in_name))
    if number:
        connection.execute(insert(sign_in_failure).values(sign_in_name=sign_in_name, failures=number, last_at=at))


def profile(connection: Connection) -> OfficeProfile:
    """Return the office profile; the office must be set up."""
    return OfficeProfile.from_plain(connection.execute(select(office.c.profile)).scalar_one())


def is_set_up(connection: Connection) -> bool:
    """Tell whether the office has a profile yet."""
    return connection.execute(select(office.c.id)).first() is not None


def is_demo(connection: Connection) -> bool:
    """Tell whether this is the demo office."""
    return bool(connection.execute(select(office.c.is_demo)).scalar())


def root_key(connection: Connection) -> str:
    """Return the public half of the office root."""
    return str(connection.execute(select(office.c.root_public_key)).scalar_one())


def holidays(connection: Connection) -> list[Holiday]:
    """Return the office's holidays in order."""
    return [Holiday(row.day, row.name) for row in connection.execute(select(holiday).order_by(holiday.c.day))]


def add_holiday(connection: Connection, day: date, name: str) -> None:
    """Add one holiday."""
    connection.execute(insert(holiday).values(day=day, name=name))
