"""What the reference library is made from: every shipped annex edition and the table of states."""

import csv
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from platformdirs import user_cache_path

from db.reference import AnnexRow, StateRow, build, digest_of, opened, path_of
from desktop.annex import ruleset
from desktop.annex.edition import Edition
from desktop.paths import resource

_lock = threading.Lock()


def _sources() -> dict[str, bytes]:
    files = [
        *sorted(resource("annex").rglob("*.yaml")),
        resource("states", "mtcr-states.csv"),
        resource("policy", "state-dates.yaml"),
    ]
    return {path.relative_to(resource()).as_posix(): path.read_bytes() for path in files}


@cache
def _digest() -> str:
    return digest_of(_sources())


def ready(folder: Path | None = None) -> Path:
    """Return the path of the library that fits the shipped data, made first when there is none.

    ``folder`` is where it lies, by default the person's cache. Takes a second the first time: not for the GUI thread.
    """
    place = folder or user_cache_path("casement", appauthor=False)
    path = path_of(place, _digest())
    with _lock:
        return path if path.exists() else build(place, _digest(), annex_rows(), state_rows())


def search(edition: str, words: str, limit: int = 20, folder: Path | None = None) -> list[AnnexRow]:
    """Return the entries of an edition that fit what a person typed: code, words, EU or US code, CAS number."""
    with opened(ready(folder)) as library:
        return library.search_annex(edition, words, limit)


def annex_rows() -> Iterator[AnnexRow]:
    """Yield every entry of every shipped edition, those that are not loaded included."""
    for edition_id in ruleset.editions():
        yield from _edition_rows(ruleset.load(edition_id))


def _edition_rows(edition: Edition) -> Iterator[AnnexRow]:
    for place, entry in enumerate(edition.entries.values()):
        terms = [*entry.words, *entry.eu_codes, *entry.us_codes]
        for substance in entry.substances:
            terms += [
                substance.name,
                *substance.also,
                substance.formula,
                *(f"CAS {number}" for number in substance.cas),
            ]
        for kind in entry.subject:
            named = edition.kinds[kind]
            if len(edition.named_by[kind]) <= _TELLING:
                terms += [named.label, *named.words]
        yield AnnexRow(
            edition.edition_id,
            entry.code,
            entry.category,
            entry.title,
            entry.summary,
            " | ".join(dict.fromkeys(term for term in terms if term)),
            is_loaded=True,
            place=place,
        )
    for place, (code, title) in enumerate(edition.not_loaded.items(), start=len(edition.entries)):
        words = edition.kinds[code].words if code in edition.kinds else ()
        category = edition.category_of(code)
        yield AnnexRow(edition.edition_id, code, category, title, "", " | ".join(words), is_loaded=False, place=place)


# a kind that more entries name than this (a chemical, software) says nothing about any of them
_TELLING = 6


def state_rows() -> Iterator[StateRow]:
    """Yield the standing of every state by day (domain.md §1.3); exact days take the place of years."""
    names: dict[str, str] = {}
    steps: dict[str, list[tuple[str, str]]] = {}
    with resource("states", "mtcr-states.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["iso_code"]] = row["name"]
            steps[row["iso_code"]] = [(f"{row['since']}-01-01" if row["since"] else "", row["status"])]
    text = resource("policy", "state-dates.yaml").read_text(encoding="utf-8")
    exact: dict[str, list[dict[str, Any]]] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - text only
    for country, rows in exact.items():
        steps[country] = [(row["from"], row["status"]) for row in rows]
    for country, standing in steps.items():
        for since, status in standing:
            yield StateRow(country, names.get(country, country), status, since)
