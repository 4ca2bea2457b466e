"""Days and moments typed as people write them, kept in UTC, shown in office time (domain.md C-8)."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from desktop.errors import UserError
from desktop.typed_values import TwoReadings
from desktop.widgets.date_field import DateField, MomentField

TODAY = date(2027, 3, 1)


@pytest.fixture
def field(page):
    return page.hold(DateField(lambda: TODAY, page))


@pytest.mark.parametrize("text", ["4.3.2027", "4 mar 2027", "2027-03-04"])
def test_a_day_is_written_out_when_the_field_is_left(qtbot, page, field, text):
    qtbot.keyClicks(field, text)
    assert field.said[-1] is field
    page.leave()
    assert (field.text(), field.value()) == ("4 Mar 2027", date(2027, 3, 4))


def test_an_unfinished_year_is_not_reported_while_typing(qtbot, page, field):
    qtbot.keyClicks(field, "4.3.27")
    assert field.said == []
    page.leave()
    assert (field.value(), len(field.said)) == (date(2027, 3, 4), 1)


@pytest.mark.parametrize(
    ("key", "day"),
    [
        (Qt.Key.Key_Up, date(2027, 3, 5)),
        (Qt.Key.Key_Down, date(2027, 3, 3)),
        (Qt.Key.Key_PageUp, date(2027, 3, 11)),
        (Qt.Key.Key_PageDown, date(2027, 2, 25)),
    ],
)
def test_arrows_move_by_days_and_pages_by_weeks(qtbot, field, key, day):
    field.show_value(date(2027, 3, 4))
    qtbot.keyClick(field, key)
    assert (field.value(), len(field.said)) == (day, 1)


def test_an_arrow_in_an_empty_field_gives_today(qtbot, field):
    assert field.placeholderText() == "1 Mar 2027"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == TODAY


def test_an_arrow_over_nonsense_gives_today_and_never_leaves_the_calendar(qtbot, field):
    qtbot.keyClicks(field, "soon")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.value() == TODAY
    field.show_value(date.max)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == date.max


def test_a_day_with_two_readings_stays_as_typed_and_is_asked(qtbot, page, field):
    qtbot.keyClicks(field, "4/3/2027")
    page.leave()
    assert field.text() == "4/3/2027"
    assert len(field.said) == 1
    with pytest.raises(TwoReadings):
        field.value()


def test_an_empty_field_is_no_day(qtbot, page, field):
    field.show_value(TODAY)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    page.leave()
    assert field.value() is None
    assert len(field.said) == 1


def test_a_field_left_as_it_was_reports_nothing(page, field):
    field.show_value(TODAY)
    page.leave()
    assert field.said == []


def test_a_locked_day_cannot_be_moved(qtbot, field):
    field.show_value(TODAY)
    field.lock(True)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClicks(field, "4.3.2027")
    assert (field.value(), field.said) == (TODAY, [])


@pytest.fixture
def moment(page):
    made = MomentField(lambda: datetime(2027, 7, 1, 23, 30, tzinfo=UTC), "Europe/Lisbon", page)
    page.hold(made)
    made.setAccessibleName("Received")
    return made


def test_a_moment_is_typed_in_office_time_and_kept_in_utc(qtbot, page, moment):
    moment.day.setFocus()
    qtbot.keyClicks(moment.day, "1.7.2027")
    moment.time.setFocus()
    qtbot.keyClicks(moment.time, "9:30")
    page.leave()
    assert moment.value() == datetime(2027, 7, 1, 8, 30, tzinfo=UTC)
    assert moment.said[-1] is moment
    assert (moment.day.accessibleName(), moment.time.accessibleName()) == ("Received, day", "Received, time")


def test_today_is_the_office_s_own_day(qtbot, moment):
    qtbot.keyClick(moment.day, Qt.Key.Key_Up)
    assert moment.day.value() == date(2027, 7, 2)


def test_a_moment_that_was_only_shown_keeps_its_seconds(moment):
    stored = datetime(2027, 3, 1, 8, 30, 12, 345, tzinfo=UTC)
    moment.show_value(stored)
    assert (moment.day.text(), moment.time.text(), moment.value()) == ("1 Mar 2027", "08:30", stored)
    moment.set_time_zone("Asia/Tokyo")
    assert (moment.time.text(), moment.value()) == ("17:30", stored)


def test_a_day_without_a_time_begins_at_midnight_and_no_day_is_no_moment(moment):
    moment.show_value(None)
    assert moment.value() is None
    moment.day.show_value(date(2027, 1, 5))
    assert moment.value() == datetime(2027, 1, 5, tzinfo=UTC)


def test_a_time_that_is_none_is_refused_with_an_example(moment):
    moment.show_value(datetime(2027, 3, 1, 8, 30, tzinfo=UTC))
    moment.time.setText("25:00")
    with pytest.raises(UserError, match=r"not a time of day.*9:30"):
        moment.value()


def test_a_locked_moment_is_read_only(moment):
    moment.lock(True)
    assert moment.day.isReadOnly()
    assert moment.time.isReadOnly()
