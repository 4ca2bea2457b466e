"""The reference library: a local SQLite file with full-text search, made from released reference data (design.md §5).

Its truth lies elsewhere, so it may be thrown away at any time. The digest of what it was made from is in its name: when
a source changes the file is made anew, and two workstations with the same sources have the same library.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlite_utils import Database

from db.search import fts5_query, words_of

LAYOUT = "1"  # raised when the tables below change
PREFIX = "reference-"


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One annex entry as the library holds it; ``terms`` are words, synonyms, CAS numbers and foreign codes."""

    edition: str
    code: str
    category: str
    title: str
    summary: str
    terms: str
    is_loaded: bool
    place: int  # where it stands in the annex


@dataclass(frozen=True, slots=True)
class StateRow:
    """The standing of a state towards the regime from a day on; '' as the day: from the beginning."""

    country: str
    name: str
    status: str
    since: str


def digest_of(sources: Mapping[str, bytes]) -> str:
    """Return the digest of what a library is made from: names and contents, in the order of names."""
    whole = hashlib.sha256(LAYOUT.encode())
    for name in sorted(sources):
        whole.update(f"\n{name}\n{len(sources[name])}\n".encode())
        whole.update(sources[name])
    return whole.hexdigest()[:24]


def path_of(folder: Path, digest: str) -> Path:
    """Return where the library made from the sources with this digest lies."""
    return folder / f"{PREFIX}{digest}.sqlite"


def build(folder: Path, digest: str, annex: Iterable[AnnexRow], states: Iterable[StateRow]) -> Path:
    """Make the library with this digest unless it is there, and remove those of other sources; return its path.

    Two programs may do so at once: each writes a file of its own and puts it in place whole.
    """
    path = path_of(folder, digest)
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{PREFIX}{digest}.{os.getpid()}-{uuid4().hex[:8]}.part"
        try:
            _fill(unfinished, annex, states)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    for old in folder.glob(f"{PREFIX}*.sqlite"):
        if old != path:
            _remove(old)
    return path


def _remove(old: Path) -> None:
    try:
        old.unlink()
    except OSError:  # another program of this person still reads it (Windows); it goes next time
        return


def _fill(path: Path, annex: Iterable[AnnexRow], states: Iterable[StateRow]) -> None:
    connection = sqlite3.connect(path)
    try:
        library = Database(connection)
        entries = library.table("annex_entry")
        entries.insert_all(
            (
                {
                    "id": number,
                    "edition": row.edition,
                    "code": row.code,
                    "category": row.category,
                    "title": row.title,
                    "summary": row.summary,
                    "terms": row.terms,
                    "is_loaded": int(row.is_loaded),
                    "place": row.place,
                }
                for number, row in enumerate(annex, start=1)
            ),
            pk="id",
        )
        entries.create_index(["edition", "code"], unique=True)
        entries.enable_fts(["code", "title", "summary", "terms"], tokenize="porter unicode61")
        standing = library.table("state_status")
        standing.insert_all(
            ({"country": row.country, "name": row.name, "status": row.status, "since": row.since} for row in states),
            pk=("country", "since"),
        )
        connection.commit()
    finally:
        connection.close()


@contextmanager
def opened(path: Path) -> Iterator["Library"]:
    """Open a library for reading."""
    connection = sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        yield Library(Database(connection))
    finally:
        connection.close()


_BEST_FIRST = """
    SELECT e.* FROM annex_entry_fts f JOIN annex_entry e ON e.id = f.rowid
    WHERE f.annex_entry_fts MATCH :match AND e.edition = :edition
    ORDER BY bm25(annex_entry_fts, 8.0, 6.0, 2.0, 4.0), e.place LIMIT :limit
"""
_BY_CODE = """
    SELECT * FROM annex_entry WHERE edition = :edition AND substr(code, 1, length(:start)) = :start
    ORDER BY place LIMIT :limit
"""


class Library:
    """The reference library, open for reading; what a person types is always quoted (security.md R44)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search_annex(self, edition: str, words: str, limit: int = 20) -> list[AnnexRow]:
        """Return entries that hold every word, best first; the beginning of a code finds what stands under it.

        No words give nothing. Never raises on what a person typed; only its first 500 characters count.
        """
        typed = words_of(words)
        if not typed:
            return []
        if len(typed) == 1 and typed[0][0].isdigit() and "-" not in typed[0]:
            under = self._rows(_BY_CODE, {"edition": edition, "start": typed[0].upper(), "limit": limit}) or self._rows(
                _BY_CODE, {"edition": edition, "start": typed[0], "limit": limit}
            )
            if under:
                return under
        return self._rows(_BEST_FIRST, {"match": fts5_query(words), "edition": edition, "limit": limit})

    def status_on(self, country: str, day: str) -> str:
        """Return the standing of a state (two letters) on a day in ISO form; '' for a state the table does not name."""
        rows = self._database.query(
            "SELECT status FROM state_status WHERE country = :country AND since <= :day ORDER BY since DESC LIMIT 1",
            {"country": country, "day": day},
        )
        return next((str(row["status"]) for row in rows), "")

    def _rows(self, query: str, values: dict[str, Any]) -> list[AnnexRow]:
        return [
            AnnexRow(
                edition=row["edition"],
                code=row["code"],
                category=row["category"],
                title=row["title"],
                summary=row["summary"],
                terms=row["terms"],
                is_loaded=bool(row["is_loaded"]),
                place=row["place"],
            )
            for row in self._database.query(query, values)
        ]
