"""The working-day clock (domain.md §8): working days, the effective day, elapsed days, due and appeal dates.

Pure functions over a calendar; all of it is reckoned in office-local time (C-8).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)

# targets in working days (domain.md §8.1)
TARGET_CASE_BY_CASE = 20  # TL-05
TARGET_CATCH_ALL = 40  # TL-06
TARGET_CATEGORY_I = 60  # TL-07
APPEAL_DAYS = 28  # TL-15, calendar days


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """When the office works: weekend days (Monday is 0), holidays, close of business, time zone."""

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    close_of_business: time = time(17, 0)
    time_zone: str = "UTC"

    def is_working_day(self, day: date) -> bool:
        """Tell whether ``day`` is neither weekend nor holiday."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """Return ``day`` if it is a working day, else the next one."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def next_after(self, day: date) -> date:
        """Return the first working day after ``day``."""
        return self.on_or_after(day + _DAY)

    def add_working_days(self, day: date, number: int) -> date:
        """Return the ``number``-th working day after ``day`` (C-9: plain, pauses do not lengthen it)."""
        for _ in range(number):
            day = self.next_after(day)
        return day

    def close_of(self, day: date) -> datetime:
        """Return the moment at which the office closes on ``day``."""
        return datetime.combine(day, self.close_of_business, ZoneInfo(self.time_zone))

    def local(self, moment: datetime) -> datetime:
        """Return ``moment`` as the office's own clock shows it (C-8)."""
        return moment.astimezone(ZoneInfo(self.time_zone))


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from the issue of a letter to its answer; ``answered`` is None while it is open (C-4)."""

    issued: datetime
    answered: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Tell whether the clock stood at ``moment``."""
        return self.issued <= moment and (self.answered is None or moment < self.answered)


def effective_day(registered: datetime, calendar: OfficeCalendar) -> date:
    """Return the effective registration day E: itself if a working day before close, else the next (C-1)."""
    local = calendar.local(registered)
    day = local.date()
    if calendar.is_working_day(day) and local <= calendar.close_of(day):
        return day
    return calendar.next_after(day)


def _counts(day: date, calendar: OfficeCalendar, pauses: Iterable[Pause]) -> bool:
    """Tell whether the clock ran at the close of a working day (C-3); overlapping pauses skip a day once (C-4)."""
    close = calendar.close_of(day)
    return not any(pause.covers(close) for pause in pauses)


def elapsed(registered: datetime, until: datetime, calendar: OfficeCalendar, pauses: Sequence[Pause] = ()) -> int:
    """Return the working days that have elapsed at ``until`` (C-2, C-3)."""
    day = calendar.next_after(effective_day(registered, calendar))
    number = 0
    while calendar.close_of(day) <= until:
        number += _counts(day, calendar, pauses)
        day = calendar.next_after(day)
    return number


def due_day(registered: datetime, target: int, calendar: OfficeCalendar, pauses: Sequence[Pause] = ()) -> date | None:
    """Return the working day whose close makes ``target`` elapsed (C-5); None while a pause is open."""
    if any(pause.answered is None for pause in pauses):
        return None
    day = effective_day(registered, calendar)
    left = target
    while left:
        day = calendar.next_after(day)
        left -= _counts(day, calendar, pauses)
    return day


def appeal_last_day(letter_dated: date, calendar: OfficeCalendar) -> date:
    """Return the last day on which an appeal may arrive: the 28th calendar day, or the next working day (TL-15)."""
    return calendar.on_or_after(letter_dated + timedelta(days=APPEAL_DAYS))
