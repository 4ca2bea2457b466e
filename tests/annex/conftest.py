"""Fixtures of the classifier's tests: the shipped edition, and reading an item as an applicant states it."""

from collections.abc import Callable, Mapping

import pytest

from desktop.annex import engine, ruleset
from desktop.annex.edition import Edition
from desktop.annex.model import Classification
from desktop.annex.reading.item import read_item
from desktop.annex.reading.parameters import Row

Classify = Callable[..., Classification]


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The shipped edition."""
    return ruleset.load()


@pytest.fixture(scope="session")
def classified(edition: Edition) -> Classify:
    """Classify a description with rows of name, value and unit, and answers."""

    def classify(
        description: str, *rows: tuple[str, ...], name: str = "", answers: Mapping[str, str] | None = None
    ) -> Classification:
        item = read_item(edition, name, description, [Row(*row) for row in rows], answers)
        return engine.classify(edition, item)

    return classify
