"""Reads the office's calendar for the working-day clock."""

from sqlalchemy import Connection

from desktop.administration import store as administration
from desktop.cases.working_days import OfficeCalendar


def load(connection: Connection) -> OfficeCalendar:
    """Return the calendar of the office profile with its holidays."""
    profile = administration.profile(connection)
    return OfficeCalendar(
        weekend=frozenset(profile.weekend),
        holidays=frozenset(holiday.day for holiday in administration.holidays(connection)),
        close_of_business=profile.close_of_business,
        time_zone=profile.time_zone,
    )
