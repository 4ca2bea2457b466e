"""The words by which descriptions are read, from ``resources/annex/reading.yaml``."""

from functools import cache
from typing import Any

import yaml

from desktop.paths import resource


@cache
def _all() -> dict[str, Any]:
    text = resource("annex", "reading.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - the base loader makes nothing but text
    return data


def listed(name: str) -> tuple[str, ...]:
    """Return the words of a list as written; raises KeyError for a list that is not there."""
    return tuple(_all()[name])


@cache
def variants() -> dict[str, str]:
    """Return spellings of a word with the one that stands for all."""
    return dict(_all()["variants"])
