"""Numbers, money and dates as people type them; what can be read in two ways is asked, never guessed (R43, R47)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from desktop.countries import currency_names
from desktop.errors import UserError

_MOST_DIGITS = 30
_GROUP_MARKS = {" ": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "'": "'", "’": "'", "٬": "'", "٫": ","}
# groups of three, or the Indian way: groups of two before the last three
_GROUPED = r"\d{{1,3}}(?:{0}\d{{3}})+|\d{{1,2}}(?:{0}\d{{2}})+{0}\d{{3}}"
_MONEY_SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD", "zł": "PLN", "Kč": "CZK", "₹": "INR", "₩": "KRW", "₺": "TRY"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip


class TwoReadings(UserError):
    """What was typed means one thing here and another there; ``readings`` are both, most likely first."""

    def __init__(self, message: str, readings: tuple[object, object]) -> None:
        super().__init__(message)
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as typed, with its currency code where one stood beside it."""

    amount: Decimal
    currency: str = ""


def _plain_number(text: str) -> str:
    marked = "".join(_GROUP_MARKS.get(letter, letter) for letter in text.strip())
    digits = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in marked.replace("−", "-")
    )
    return digits.strip()


def _value(sign: str, whole: str, fraction: str) -> Decimal:
    return Decimal(f"{sign}{whole or '0'}.{fraction}" if fraction else f"{sign}{whole}")


def read_decimal(text: str, *, decimal_mark: str = "") -> Decimal:
    """Return the exact number that ``text`` says: "1250.5", "1 250,50", "1,250.50", "1'250.50", "12,5".

    ``decimal_mark`` ("." or ",") says how to read a number such as "1,250"; without it that raises
    :class:`TwoReadings`. What is no number raises :class:`UserError`.
    """
    plain = _plain_number(text)
    found = re.fullmatch(r"([+-]?)([0-9][0-9 ',.]*|[.,][0-9]+)", plain)
    if found is None or sum(letter.isdigit() for letter in plain) > _MOST_DIGITS:
        raise UserError(f"“{_short(text)}” is not a number. Write figures only, such as 1250.50.")
    sign, body = found.groups()
    if decimal_mark not in {"", ".", ","}:
        raise ValueError(decimal_mark)
    if not decimal_mark:
        if re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", body):
            whole, fraction = re.split(r"[.,]", body)
            readings = (_value(sign, whole + fraction, ""), _value(sign, whole, fraction))
            raise TwoReadings(
                f"“{_short(text)}” may be {readings[0]:f} or {readings[1].normalize():f}. "
                f"Write {readings[0]:f}, or {whole}.{fraction}0 for the fraction.",
                readings,
            )
        decimal_mark = _mark_of(body)
    return _with_mark(text, sign, body, decimal_mark)


def _mark_of(body: str) -> str:
    """Return the decimal mark that the shape of a number shows: the last mark, unless it stands more than once."""
    marks = [letter for letter in body if letter in ".,"]
    if not marks:
        return "."
    last = marks[-1]
    if marks.count(last) > 1:
        return "," if last == "." else "."
    return last


def _with_mark(text: str, sign: str, body: str, mark: str) -> Decimal:
    whole, _, fraction = body.partition(mark)
    for group in ("," if mark == "." else ".", " ", "'"):
        if re.fullmatch(_GROUPED.format(re.escape(group)), whole):
            whole = whole.replace(group, "")
            break
    if not re.fullmatch(r"[0-9]*", whole) or not re.fullmatch(r"[0-9]*", fraction) or body.endswith((".", ",")):
        raise UserError(f"“{_short(text)}” is not a number: its marks do not part thousands. Write 1250.50.")
    return _value(sign, whole, fraction)


def written(number: Decimal) -> str:
    """Return a number as the office writes it on screen: thousands parted by narrow spaces, "18\u202f500.00"."""
    return f"{number:,f}".replace(",", "\u202f")


def _short(text: str) -> str:
    return text.strip()[:40]


def read_money(text: str, *, decimal_mark: str = "") -> Money:
    """Return amount and currency of "18 500,00", "EUR 18,500.00" or "18500 €"; raises as :func:`read_decimal`."""
    plain = text.strip()
    for sign, code in (*_MONEY_SIGNS.items(), *((code, code) for code in currency_names())):
        folded, mark = plain.casefold(), sign.casefold()
        if folded.startswith(mark):
            return Money(read_decimal(plain[len(sign) :], decimal_mark=decimal_mark), code)
        if folded.endswith(mark):
            return Money(read_decimal(plain[: -len(sign)], decimal_mark=decimal_mark), code)
    if plain.startswith("$") or plain.endswith("$"):
        raise UserError("Several countries have a dollar. Write the code of the currency, such as USD.")
    return Money(read_decimal(plain, decimal_mark=decimal_mark))


def read_currency(text: str) -> str:
    """Return the code of a currency given by code or by a sign that only one has; '' for nothing."""
    plain = text.strip()
    code = _MONEY_SIGNS.get(plain, plain.upper())
    if code and code not in currency_names():
        raise UserError(f"“{_short(text)}” is not the code of a currency. Write three letters, such as EUR.")
    return code


def read_date(text: str, today: date) -> date:
    """Return the day that ``text`` says: "4.3.2027", "4 Mar 2027", "March 4, 2027", "2027-03-04", "today".

    "4/3/2027" raises :class:`TwoReadings`, day first; what is no day of the calendar raises :class:`UserError`.
    """
    plain = " ".join(text.casefold().replace(",", " ").split())
    named = {"today": today, "yesterday": today - timedelta(days=1)}.get(plain)
    if named is not None:
        return named
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
        year, month, day = found.groups()
        return _day(text, year, month, day)
    if found := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})", plain):
        day, month, year = found.groups()
        return _day(text, year, month, day)
    if found := re.fullmatch(r"(\d{1,2})[. -]*([a-z]+)[. -]*(\d{4}|\d{2})", plain):
        day, name, year = found.groups()
        return _day(text, year, _month(text, name), day)
    if found := re.fullmatch(r"([a-z]+)[. ]*(\d{1,2}) (\d{4})", plain):
        name, day, year = found.groups()
        return _day(text, year, _month(text, name), day)
    if found := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", plain):
        return _slashed(text, *found.groups())
    raise _no_day(text)


def _slashed(text: str, first: str, second: str, year: str) -> date:
    readings = []
    for day, month in ((first, second), (second, first)):
        try:
            readings.append(_day(text, year, month, day))
        except UserError:
            continue
    if not readings:
        raise _no_day(text)
    if readings[0] == readings[-1]:
        return readings[0]
    raise TwoReadings(
        f"“{_short(text)}” may be {spelled(readings[0])} or {spelled(readings[1])}. Write it with the month's name.",
        (readings[0], readings[1]),
    )


def _month(text: str, name: str) -> str:
    for number, (short, full) in enumerate(zip(_MONTHS, _MONTH_NAMES, strict=True), 1):
        if name.startswith(short) and full.startswith(name.removesuffix("t") if name == "sept" else name):
            return str(number)
    raise _no_day(text)


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        raise _no_day(text) from None


def _no_day(text: str) -> UserError:
    return UserError(f"“{_short(text)}” is not a day of the calendar. Write it as 4.3.2027 or 4 Mar 2027.")


def spelled(day: date) -> str:
    """Return a day as the office writes it on screen: 4 Mar 2027."""
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def read_time(text: str) -> time:
    """Return the time of day that ``text`` says: "9:30", "09.30", "0930", "9"."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?", text.strip())
    try:
        if found is not None:
            return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        pass
    raise UserError(f"“{_short(text)}” is not a time of day. Write it as 9:30.")
