"""How letters write dates, amounts and quantities (letters.md LT-09)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(when: date) -> str:
    """Write a day as letters do: ``4 March 2027``."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def number(value: Decimal) -> str:
    """Write a number with thousands separators, without needless zeros after the point: ``1,250.5``."""
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal, currency: str) -> str:
    """Write an amount of money: code, thousands separators, at least two places: ``EUR 296,000.00``."""
    places = max(2, -int(value.as_tuple().exponent))
    return f"{currency} {value:,.{places}f}".strip()


def quantity(value: Decimal, unit: str) -> str:
    """Write a quantity with its unit: ``16 pieces``."""
    return f"{number(value)} {unit}".strip()


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does: ``1, 2 and 4``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def unbroken(text: str) -> str:
    """Return ``text`` with its spaces made unbreakable, so that a date or an amount stays on one line."""
    return text.replace(" ", "\u00a0")
