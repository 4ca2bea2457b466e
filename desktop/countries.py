"""Countries by ISO 3166-1 code and currencies by ISO 4217 code, so that neither is ever free text."""

import csv
from collections.abc import Mapping
from functools import cache

from desktop.paths import resource
from desktop.spelling import folded


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


def find_countries(typed: str, names: Mapping[str, str]) -> list[str]:
    """Return the codes of ``names`` that what was typed may mean, best first: the code, then names that begin with it,
    then names with a word that does, then names that hold it.
    """
    wanted = folded(typed)
    if not wanted:
        return sorted(names, key=names.__getitem__)
    ranked = []
    for code, name in names.items():
        words = [folded(word) for word in name.split()]
        if code.casefold() == wanted:
            rank = 0
        elif folded(name).startswith(wanted):
            rank = 1
        elif any(word.startswith(wanted) for word in words):
            rank = 2
        elif wanted in folded(name):
            rank = 3
        else:
            continue
        ranked.append((rank, name, code))
    return [code for _, _, code in sorted(ranked)]
