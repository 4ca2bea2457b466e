"""Countries by ISO 3166-1 code and currencies by ISO 4217 code, so that neither is ever free text."""

import csv
from functools import cache

from desktop.paths import resource


@cache
def country_names() -> dict[str, str]:
    """Return the name of every country by its two-letter code, in order of code."""
    with resource("states", "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso_code"]: row["name"] for row in csv.DictReader(file)}


@cache
def currency_names() -> dict[str, str]:
    """Return the name of every currency by its three-letter code, in order of code."""
    with resource("states", "currencies.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def country_name(code: str, own_code: str = "", own_name: str = "") -> str:
    """Return the name of a country; the office's own State may carry a code the standard does not list."""
    if code == own_code and own_name:
        return own_name
    return country_names().get(code, code)
