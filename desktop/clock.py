"""The time of day as the office sees it; tests stand it still."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Anything that tells the present moment, with offset (domain.md C-8)."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


@dataclass
class StandingClock:
    """A clock that moves only when told to: for tests and for laying out the demo office."""

    at: datetime = field(default_factory=lambda: datetime(2027, 3, 1, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """Return the moment the clock was last set to."""
        return self.at

    def set(self, at: datetime) -> None:
        """Put the hands to ``at``, which must carry an offset."""
        if at.tzinfo is None:
            raise ValueError("a clock needs a moment with offset (C-8)")
        self.at = at.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Move the hands on by ``step``."""
        self.at += step


def office_date(moment: datetime, time_zone: str) -> date:
    """Return the calendar day of ``moment`` in the office's own time zone (domain.md C-8)."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
