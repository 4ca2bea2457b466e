"""Fixtures that the tests of this folder share with other folders."""

from tests.builders.worked import findings, worked

__all__ = ["findings", "worked"]
