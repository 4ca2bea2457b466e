"""An exact number in a field: as people type it, shown as the office writes it (security.md R47)."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from desktop.typed_values import TwoReadings
from desktop.widgets.decimal_field import DecimalField


@pytest.fixture
def field(page):
    return page.hold(DecimalField(page))


def test_a_number_is_written_out_when_the_field_is_left(qtbot, page, field):
    qtbot.keyClicks(field, "18500,00")
    assert field.said[-1] is field
    page.leave()
    assert (field.text(), field.value()) == ("18\u202f500.00", Decimal("18500.00"))


def test_a_number_with_two_readings_stays_as_typed(qtbot, page, field):
    qtbot.keyClicks(field, "1,250")
    page.leave()
    assert field.text() == "1,250"
    with pytest.raises(TwoReadings):
        field.value()


def test_a_number_that_is_shown_is_read_back_as_it_was(field):
    for number in (Decimal("0.1"), Decimal("1234567.89"), Decimal(12), None):
        field.show_value(number)
        assert field.value() == number


def test_a_field_that_was_only_looked_at_reports_nothing(qtbot, page, field):
    field.show_value(Decimal(5))
    page.leave()
    assert field.said == []


def test_a_locked_number_cannot_be_changed(qtbot, field):
    field.lock(True)
    qtbot.keyClick(field, Qt.Key.Key_5)
    assert field.value() is None
