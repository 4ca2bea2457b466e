"""Numbers, money and dates as people type them: exact, or asked, never guessed (security.md R43, R47)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.typed_values import Money, TwoReadings, read_currency, read_date, read_decimal, read_money, spelled

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("16", "16"),
        (" 1250.50 ", "1250.50"),
        ("1 250,50", "1250.50"),
        ("1\u00a0250,50", "1250.50"),
        ("1\u202f250.5", "1250.5"),
        ("1,250.50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1'250.50", "1250.50"),
        ("1’250’000", "1250000"),
        ("12,5", "12.5"),
        ("12,50", "12.50"),
        ("1,2505", "1.2505"),
        ("1250.500", "1250.500"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1.234.567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("1,00,000", "100000"),
        ("12,34,567.5", "1234567.5"),
        ("-5", "-5"),
        ("−5,5", "-5.5"),
        ("+4", "4"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("0", "0"),
        ("007", "7"),
        ("٣٤٥٫٥", "345.5"),
        ("１２", "12"),
    ],
)
def test_a_number_is_read_exactly_in_every_usual_way_of_writing(text, number):
    read = read_decimal(text)
    assert (read, read.as_tuple().exponent) == (Decimal(number), Decimal(number).as_tuple().exponent)


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1,250", ("1250", "1.250")), ("1.250", ("1250", "1.250")), ("-12.000", ("-12000", "-12.000"))],
)
def test_one_mark_before_three_figures_is_asked_never_guessed_r43(text, readings):
    with pytest.raises(TwoReadings) as asked:
        read_decimal(text)
    assert asked.value.readings == tuple(Decimal(reading) for reading in readings)
    assert read_decimal(text, decimal_mark=text[-4]) == Decimal(readings[1])
    assert read_decimal(text, decimal_mark={",": ".", ".": ","}[text[-4]]) == Decimal(readings[0])


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "x", "5.", "5,", "1 25", "1,25,0", "1,250,50", "1.2.3", "1e5", "1.25E+05", "(5)", "5%", "--5", "1-2",
        "NaN", "inf", "½", "1 250 50", "12 345,678.9", "9" * 31, "0x10", "=1+1", "5 pieces",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(UserError, match=r"is not a number.*1250\.50"):
        read_decimal(text)


def test_a_decimal_mark_is_a_point_or_a_comma():
    with pytest.raises(ValueError, match=";"):
        read_decimal("1", decimal_mark=";")


@given(
    st.integers(min_value=1, max_value=10**15),
    st.integers(min_value=0, max_value=99),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", "."), ("", "."), ("", ",")]),
    st.booleans(),
)
def test_a_number_written_with_two_decimals_is_read_back_exactly_r47(whole, cents, marks, negative):
    group, mark = marks
    written = f"{whole:,}".replace(",", group) + f"{mark}{cents:02d}"
    expected = Decimal(whole) + Decimal(cents) / 100
    assert read_decimal(("-" if negative else "") + written) == (-expected if negative else expected)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_finite_number_or_refused_with_a_sentence(text):
    for read in (read_decimal, lambda typed: read_money(typed).amount):
        try:
            number = read(text)
        except UserError:
            continue
        assert number.is_finite()


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("18500", Money(Decimal(18500))),
        ("18 500,00 €", Money(Decimal("18500.00"), "EUR")),
        ("€18,500.00", Money(Decimal("18500.00"), "EUR")),
        ("EUR 18500", Money(Decimal(18500), "EUR")),
        ("18500 nok", Money(Decimal(18500), "NOK")),
        ("US$ 5.00", Money(Decimal("5.00"), "USD")),
        ("£5", Money(Decimal(5), "GBP")),
    ],
)
def test_money_carries_the_currency_that_stands_beside_it(text, money):
    assert read_money(text) == money


def test_a_bare_dollar_sign_is_asked():
    for text in ("$5", "5 $"):
        with pytest.raises(UserError, match="Several countries have a dollar"):
            read_money(text)


def test_a_currency_is_a_code_or_a_sign_only_one_has():
    assert [read_currency(text) for text in ("eur", " € ", "")] == ["EUR", "EUR", ""]
    for text in ("kr", "$", "euros", "XXX"):
        with pytest.raises(UserError, match="not the code of a currency"):
            read_currency(text)


@pytest.mark.parametrize(
    "text",
    [
        "4.3.2027", "04.03.2027", "4. 3. 2027", "4.3.27", "4 Mar 2027", "4 march 2027", "4-Mar-2027", "4-mar-27",
        "4. March 2027", "4Mar2027", "March 4, 2027", "mar 4 2027", "2027-03-04", "2027-3-4",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_way_of_writing(text):
    assert read_date(text, TODAY) == date(2027, 3, 4)


def test_today_and_yesterday_are_dates():
    assert (read_date("Today", TODAY), read_date(" yesterday ", TODAY)) == (TODAY, date(2027, 2, 28))


@pytest.mark.parametrize("text", ["13/3/2027", "3/13/2027", "13-3-2027"])
def test_a_date_with_slashes_is_read_where_only_one_reading_is_a_day(text):
    assert read_date(text, TODAY) == date(2027, 3, 13)


def test_the_same_day_and_month_is_no_question():
    assert read_date("3/3/2027", TODAY) == date(2027, 3, 3)


def test_a_date_that_could_be_two_days_is_asked_r43():
    with pytest.raises(TwoReadings, match="4 Mar 2027 or 3 Apr 2027") as asked:
        read_date("4/3/2027", TODAY)
    assert asked.value.readings == (date(2027, 3, 4), date(2027, 4, 3))


@pytest.mark.parametrize(
    "text",
    ["", "30.2.2027", "32/13/2027", "46450", "4 Ma 2027", "4 marzo 2027", "4.3.", "soon", "0.0.2027", "4 junk 2027"],
)
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(UserError, match=r"not a day of the calendar.*4\.3\.2027"):
        read_date(text, TODAY)


@pytest.mark.parametrize("name", ["sep", "sept", "september", "sep."])
def test_september_has_many_short_forms(name):
    assert read_date(f"4 {name} 2027", TODAY) == date(2027, 9, 4)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_as_the_office_writes_it_is_read_back(day):
    for text in (spelled(day), day.isoformat(), f"{day.day}.{day.month}.{day.year}", day.strftime("%B %d, %Y")):
        assert read_date(text, TODAY) == day


@given(st.text(max_size=30))
def test_whatever_is_typed_as_a_date_is_a_day_or_refused_with_a_sentence(text):
    try:
        day = read_date(text, TODAY)
    except UserError:
        return
    assert abs(day - TODAY) < timedelta(days=366 * 9999)
