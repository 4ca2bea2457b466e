"""Reads the demo office's data and lays its dates so that the office's today is today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

import yaml
from dateutil.easter import easter

from desktop.administration.model import NewPerson, OfficeProfile
from desktop.cases.model import LineDraft, PartyDraft, PartyRole, SpecificationValue
from desktop.cases.working_days import OfficeCalendar
from desktop.paths import resource
from desktop.permissions import Role


@cache
def _office_data() -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load(resource("demo", "office.yaml").read_text(encoding="utf-8")))


def profile() -> OfficeProfile:
    """Return the profile of the demo office."""
    return OfficeProfile.from_plain(_office_data()["profile"])


def password() -> str:
    """Return the password that everybody in the demo office has; the demo's sign-in card shows it."""
    return str(_office_data()["password"])


def passphrase() -> str:
    """Return the passphrase of the demo office's root key."""
    return str(_office_data()["passphrase"])


def people() -> list[NewPerson]:
    """Return the people of the demo office."""
    return [
        NewPerson(
            row["sign_in_name"],
            row["full_name"],
            row["title"],
            frozenset(Role(name) for name in row["roles"]),
            password(),
        )
        for row in _office_data()["people"]
    ]


def holidays(year: int) -> list[tuple[date, str]]:
    """Return the demo office's holidays of a year."""
    found = []
    for row in _office_data()["holidays"]:
        day = easter(year) + timedelta(days=row["easter"]) if "easter" in row else date(year, row["month"], row["day"])
        found.append((day, row["name"]))
    return sorted(found)


def holidays_around(today: date) -> list[tuple[date, str]]:
    """Return the holidays of the years a demo case can reach."""
    return [holiday for year in range(today.year - 1, today.year + 4) for holiday in holidays(year)]


@dataclass(frozen=True, slots=True)
class Days:
    """Turns "n working days before today, at ten" into a moment of the office."""

    now: datetime
    calendar: OfficeCalendar

    @property
    def today(self) -> date:
        """The office's calendar day."""
        return self.now.astimezone(ZoneInfo(self.calendar.time_zone)).date()

    def before(self, working_days: int) -> date:
        """Return the working day that lies this many working days before today."""
        day, left = self.today, working_days
        while left:
            day -= timedelta(days=1)
            left -= self.calendar.is_working_day(day)
        return day

    def at(self, working_days: int, clock: str) -> datetime:
        """Return that day at ``clock`` ("10:05"), in UTC."""
        local = datetime.combine(
            self.before(working_days), time.fromisoformat(clock), ZoneInfo(self.calendar.time_zone)
        )
        return local.astimezone(UTC)


def days(now: datetime) -> Days:
    """Return the day arithmetic of a demo office whose present moment is ``now``."""
    office = profile()
    calendar = OfficeCalendar(
        weekend=frozenset(office.weekend),
        holidays=frozenset(day for day, _ in holidays_around(now.date())),
        close_of_business=office.close_of_business,
        time_zone=office.time_zone,
    )
    return Days(now, calendar)


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One case of ``resources/demo/cases.yaml``."""

    code: str
    data: Mapping[str, Any]

    @property
    def lines(self) -> Iterator[LineDraft]:
        """The items as a clerk would type them."""
        for row in self.data["lines"]:
            values = dict(row)
            specification = tuple(
                SpecificationValue(name, value, unit, source)
                for name, value, unit, source in values.pop("specification", ())
            )
            yield LineDraft(
                **{
                    **values,
                    "quantity": Decimal(str(values["quantity"])),
                    "unit_value": Decimal(values["unit_value"]),
                    "specification": specification,
                }
            )

    @property
    def parties(self) -> Iterator[PartyDraft]:
        """The parties as a clerk would type them."""
        for row in self.data["parties"]:
            yield PartyDraft(**{**row, "role": PartyRole(row["role"])})


def cases() -> list[DemoCase]:
    """Return the twelve cases in order."""
    plain = yaml.safe_load(resource("demo", "cases.yaml").read_text(encoding="utf-8"))
    return [DemoCase(code, data) for code, data in plain.items()]
