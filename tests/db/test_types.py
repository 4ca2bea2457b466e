"""Moments, days, exact numbers and plain data come back as they went in, on both databases (security.md R47, C-8)."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from db.types import Day, Exact, Json, Moment, canonical_json

DIALECTS = (sqlite.dialect(), postgresql.dialect())
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1E+20"), max_value=Decimal("1E+20"))
OFFSETS = [timezone(timedelta(hours=hours)) for hours in range(-12, 15)]
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def _round_trip(kind, value):
    outcomes = [kind.process_result_value(kind.process_bind_param(value, d), d) for d in DIALECTS]
    assert outcomes[0] == outcomes[1]
    return outcomes[0]


@given(DECIMALS)
def test_R47_an_exact_number_comes_back_digit_for_digit(value):
    back = _round_trip(Exact(), value)
    assert back == value
    assert "E" not in Exact().process_bind_param(value, DIALECTS[0])


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=2, max_value=10**9, min_value=0)))
def test_R47_a_sum_of_stored_money_is_exact(amounts):
    assert sum(_round_trip(Exact(), amount) for amount in amounts) == sum(amounts)


@pytest.mark.parametrize("wrong", [0.1, 5, "5", Decimal("NaN"), Decimal("Infinity"), Decimal("sNaN")])
def test_R47_anything_but_a_finite_decimal_is_refused(wrong):
    with pytest.raises(ValueError, match="exact decimal"):
        Exact().process_bind_param(wrong, DIALECTS[0])


def test_R47_a_damaged_number_is_said_to_be_damaged():
    with pytest.raises(ValueError, match="damaged"):
        Exact().process_result_value("12,5", DIALECTS[0])


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.sampled_from(OFFSETS)))  # noqa: DTZ001
def test_C8_a_moment_comes_back_as_the_same_moment(value):
    assert _round_trip(Moment(), value) == value


def test_C8_stored_moments_sort_as_text_in_the_order_of_time():
    east = timezone(timedelta(hours=9))
    moments = [
        datetime(2027, 3, 1, 8, 59, tzinfo=east),
        datetime(2027, 3, 1, 0, 0, tzinfo=UTC),
        datetime(2027, 3, 1, 0, 0, 0, 1, tzinfo=UTC),
    ]
    stored = [Moment().process_bind_param(moment, DIALECTS[0]) for moment in moments]
    assert stored == sorted(stored)


def test_C8_a_moment_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        Moment().process_bind_param(datetime(2027, 3, 1), DIALECTS[0])  # noqa: DTZ001 - that is the point


@given(st.dates())
def test_a_day_comes_back_as_the_same_day(value):
    assert _round_trip(Day(), value) == value


@given(PLAIN)
def test_plain_data_comes_back_and_has_one_spelling(value):
    assert _round_trip(Json(), value) == value
    assert canonical_json(_round_trip(Json(), value)) == canonical_json(value)


def test_plain_data_refuses_what_JSON_cannot_say():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"quantity": float("nan")})


@pytest.mark.parametrize("kind", [Moment(), Day(), Exact(), Json()])
def test_nothing_stays_nothing(kind):
    assert _round_trip(kind, None) is None


def test_R47_the_database_keeps_every_digit(office):
    table = Table("exact_test", MetaData(), Column("id", Integer, primary_key=True), Column("number", Exact))
    values = [Decimal("0.10"), Decimal("18500.00"), Decimal("1e-12"), Decimal("99999999999999999999.9999999999")]
    with office.database.write() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"id": n, "number": value} for n, value in enumerate(values)])
    with office.read() as connection:
        found = connection.execute(select(table.c.number).order_by(table.c.id)).scalars().all()
    assert [format(value, "f") for value in found] == [format(value, "f") for value in values]
