"""Full-text search over cases: FTS5 in a file, tsvector on a server; user words are always quoted (R44).

Words are folded and parted here and not by the database, so that both databases find the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, text

MAX_QUERY = 500
MAX_WORDS = 20
MAX_INDEXED = 200_000
RANKED_UP_TO = 10_000
_WORD = re.compile(r"[^\W_]+(?:[-./][^\W_]+)*")
_PARTS = re.compile(r"[^\W_]+")


class _Statements(NamedTuple):
    forget: str
    store: str
    one: str
    all: str
    hits: str
    best_first: str
    newest_first: str


_IN_FILE = _Statements(
    forget="DELETE FROM case_search WHERE rowid = :id",
    store="INSERT INTO case_search (rowid, words) VALUES (:id, :words)",
    one="SELECT words FROM case_search WHERE rowid = :id",
    all="SELECT rowid, words FROM case_search ORDER BY rowid",
    hits="SELECT count(*) FROM (SELECT 1 FROM case_search WHERE case_search MATCH :match LIMIT :cap)",
    best_first="SELECT rowid FROM case_search WHERE case_search MATCH :match ORDER BY rank LIMIT :limit",
    newest_first="SELECT rowid FROM case_search WHERE case_search MATCH :match ORDER BY rowid DESC LIMIT :limit",
)
_ON_SERVER = _Statements(
    forget="DELETE FROM case_search WHERE case_id = :id",
    store="INSERT INTO case_search (case_id, words) VALUES (:id, :words)",
    one="SELECT words FROM case_search WHERE case_id = :id",
    all="SELECT case_id, words FROM case_search ORDER BY case_id",
    hits="SELECT count(*) FROM (SELECT 1 FROM case_search WHERE lexemes @@ to_tsquery('simple', :match) LIMIT :cap) q",
    best_first="SELECT case_id FROM case_search, to_tsquery('simple', :match) q WHERE lexemes @@ q "
    "ORDER BY ts_rank(lexemes, q) DESC, case_id DESC LIMIT :limit",
    newest_first="SELECT case_id FROM case_search WHERE lexemes @@ to_tsquery('simple', :match) "
    "ORDER BY case_id DESC LIMIT :limit",
)


def _statements(connection: Connection) -> _Statements:
    return _IN_FILE if connection.dialect.name == "sqlite" else _ON_SERVER


def folded(words: str) -> str:
    """Return ``words`` without case and accents, so that ``Aereas`` finds ``Aéreas``."""
    parted = unicodedata.normalize("NFD", words.casefold())
    return unicodedata.normalize("NFC", "".join(letter for letter in parted if unicodedata.category(letter) != "Mn"))


def words_of(query: str) -> list[str]:
    """Return the searchable words of what a person typed; anything else in it is dropped."""
    return _WORD.findall(folded(query[:MAX_QUERY]))[:MAX_WORDS]


def fts5_query(query: str) -> str:
    """Return an FTS5 expression in which each word is quoted and may be unfinished; '' for no words."""
    return " ".join(f'"{word}"*' for word in words_of(query))


def ts_query(query: str) -> str:
    """Return a tsquery expression in which each word is quoted and may be unfinished; '' for no words."""
    return " & ".join(f"'{part}':*" for word in words_of(query) for part in _PARTS.findall(word))


def index_case(connection: Connection, case_id: int, words: str) -> None:
    """Put the words of a case into the index in place of what was there."""
    plain = " ".join(_PARTS.findall(folded(words)))[:MAX_INDEXED].strip()
    connection.execute(text(_statements(connection).forget), {"id": case_id})
    store_indexed(connection, [(case_id, plain)])


def indexed(connection: Connection) -> Iterator[tuple[int, str]]:
    """Yield what the index holds: case ids and their folded words, in order."""
    rows = connection.execute(text(_statements(connection).all), execution_options={"yield_per": 1_000})
    for case_id, words in rows:
        yield int(case_id), str(words)


def indexed_words(connection: Connection, case_id: int) -> str | None:
    """Return what the index holds of one case, or None."""
    found = connection.execute(text(_statements(connection).one), {"id": case_id}).scalar()
    return None if found is None else str(found)


def store_indexed(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Add rows as :func:`indexed` yields them to an index that does not hold these cases."""
    values = [{"id": case_id, "words": words} for case_id, words in rows]
    if values:
        connection.execute(text(_statements(connection).store), values)


def find_cases(connection: Connection, query: str, limit: int = 200) -> list[int]:
    """Return ids of cases that hold every word of ``query``, best first; past 10,000 hits newest first.

    No words give no hits. Never raises on what a person typed.
    """
    statements = _statements(connection)
    match = fts5_query(query) if statements is _IN_FILE else ts_query(query)
    if not match:
        return []
    hits = connection.execute(text(statements.hits), {"match": match, "cap": RANKED_UP_TO + 1}).scalar_one()
    ordered = statements.best_first if hits <= RANKED_UP_TO else statements.newest_first
    return [int(row[0]) for row in connection.execute(text(ordered), {"match": match, "limit": limit})]
