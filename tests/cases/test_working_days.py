"""The working-day clock against the test vectors of domain.md §8.2, which this file keeps number by number."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.cases.working_days import (
    OfficeCalendar,
    Pause,
    appeal_last_day,
    due_day,
    effective_day,
    elapsed,
)

CALENDAR = OfficeCalendar(
    holidays=frozenset(
        {
            date(2027, 1, 1),
            date(2027, 3, 26),
            date(2027, 3, 29),
            date(2027, 5, 3),
            date(2027, 12, 27),
            date(2027, 12, 28),
        }
    )
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=UTC)


def pauses(*spans: tuple[str, str | None]) -> list[Pause]:
    return [Pause(at(issued), at(answered) if answered else None) for issued, answered in spans]


@pytest.mark.parametrize(
    ("registered", "spans", "target", "due"),
    [
        pytest.param("03-01 10:00", [], 20, date(2027, 3, 31), id="V1"),
        pytest.param("03-01 17:30", [], 20, date(2027, 4, 1), id="V2"),
        pytest.param("03-06 09:00", [], 20, date(2027, 4, 7), id="V3"),
        pytest.param("03-01 10:00", [("03-10 11:00", "03-17 09:30")], 20, date(2027, 4, 7), id="V4"),
        pytest.param("03-01 10:00", [("03-10 17:30", "03-17 17:30")], 20, date(2027, 4, 7), id="V5"),
        pytest.param(
            "03-01 10:00",
            [("03-10 11:00", "03-17 09:30"), ("03-15 09:00", "03-24 12:00")],
            20,
            date(2027, 4, 14),
            id="V6",
        ),
        pytest.param("03-01 10:00", [("03-10 11:00", "03-10 16:00")], 20, date(2027, 3, 31), id="V7"),
        pytest.param("03-01 10:00", [], 60, date(2027, 5, 27), id="V8"),
        pytest.param("03-01 10:00", [("03-25 09:00", None)], 20, None, id="V9"),
        pytest.param("03-24 10:00", [], 5, date(2027, 4, 2), id="V10"),
    ],
)
def test_C_5_due_day(registered, spans, target, due):
    assert due_day(at(registered), target, CALENDAR, pauses(*spans)) == due


@pytest.mark.parametrize(
    ("registered", "effective"),
    [
        pytest.param("03-01 10:00", date(2027, 3, 1), id="V1"),
        pytest.param("03-01 17:00", date(2027, 3, 1), id="not later than close"),
        pytest.param("03-01 17:30", date(2027, 3, 2), id="V2"),
        pytest.param("03-06 09:00", date(2027, 3, 8), id="V3"),
        pytest.param("03-26 09:00", date(2027, 3, 30), id="holiday, weekend, holiday"),
    ],
)
def test_C_1_effective_registration_day(registered, effective):
    assert effective_day(at(registered), CALENDAR) == effective


@pytest.mark.parametrize(
    ("until", "spans", "days"),
    [
        pytest.param("03-16 18:00", [("03-10 11:00", "03-17 09:30")], 6, id="V4"),
        pytest.param("03-31 18:00", [("03-10 11:00", "03-17 09:30"), ("03-15 09:00", "03-24 12:00")], 10, id="V6"),
        pytest.param("04-30 18:00", [("03-25 09:00", None)], 17, id="V9"),
        pytest.param("03-05 12:00", [], 3, id="V11 at noon"),
        pytest.param("03-05 17:00", [], 4, id="V11 at close"),
    ],
)
def test_C_3_elapsed_days(until, spans, days):
    assert elapsed(at("03-01 10:00"), at(until), CALENDAR, pauses(*spans)) == days


@pytest.mark.parametrize(
    ("dated", "last"),
    [
        pytest.param(date(2027, 3, 1), date(2027, 3, 30), id="V12"),
        pytest.param(date(2027, 2, 26), date(2027, 3, 30), id="V13"),
        pytest.param(date(2027, 4, 1), date(2027, 4, 29), id="a working day stays"),
    ],
)
def test_TL_15_last_day_to_appeal(dated, last):
    assert appeal_last_day(dated, CALENDAR) == last


def test_C_8_days_are_reckoned_in_office_local_time():
    auckland = OfficeCalendar(time_zone="Pacific/Auckland")
    sunday_evening_utc = datetime(2027, 2, 28, 21, 0, tzinfo=UTC)  # Monday 10:00 in Auckland
    assert effective_day(sunday_evening_utc, auckland) == date(2027, 3, 1)
    assert effective_day(sunday_evening_utc, OfficeCalendar()) == date(2027, 3, 1)
    assert effective_day(datetime(2027, 3, 1, 4, 30, tzinfo=UTC), auckland) == date(2027, 3, 2)


def test_C_9_periods_given_to_others_are_plain_working_days_from_the_day_after():
    assert CALENDAR.add_working_days(date(2027, 3, 25), 1) == date(2027, 3, 30)
    assert CALENDAR.add_working_days(date(2027, 3, 1), 2) == date(2027, 3, 3)


@given(st.dates(date(2027, 1, 1), date(2028, 12, 31)), st.times(), st.integers(1, 80))
def test_the_day_before_the_due_day_is_one_short_of_the_target(day, hour, target):
    registered = datetime.combine(day, hour, UTC)
    due = due_day(registered, target, CALENDAR)
    assert due is not None
    assert CALENDAR.is_working_day(due)
    assert elapsed(registered, CALENDAR.close_of(due), CALENDAR) == target
    assert elapsed(registered, datetime.combine(due, time(0), UTC), CALENDAR) == target - 1
