"""The whole schema of the office database, one module per slice, same names as under ``desktop/``."""

from db.tables import administration, annex, audit, cases, decisions, documents, letters, licences, policy
from db.tables.base import metadata

__all__ = [
    "administration",
    "annex",
    "audit",
    "cases",
    "decisions",
    "documents",
    "letters",
    "licences",
    "metadata",
    "policy",
]
