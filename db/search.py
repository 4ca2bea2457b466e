"""Full-text search over cases: FTS5 in a file, tsvector on a server; user words are always quoted (R44)."""

import re

from sqlalchemy import Connection, text

MAX_QUERY = 500
RANKED_UP_TO = 10_000
_BEST_FIRST = "SELECT rowid FROM case_search WHERE case_search MATCH :match ORDER BY rank LIMIT :limit"
_NEWEST_FIRST = "SELECT rowid FROM case_search WHERE case_search MATCH :match ORDER BY rowid DESC LIMIT :limit"
_ON_SERVER = (
    "SELECT case_id FROM case_search WHERE words @@ to_tsquery('simple', :match) ORDER BY case_id DESC LIMIT :limit"
)
_WORD = re.compile(r"[^\W_]+(?:[-./][^\W_]+)*")


def words_of(query: str) -> list[str]:
    """Return the searchable words of what a person typed; anything else in it is dropped."""
    return _WORD.findall(query[:MAX_QUERY])[:20]


def fts5_query(query: str) -> str:
    """Return an FTS5 expression in which each word is quoted and the last may be unfinished; '' for no words."""
    words = words_of(query)
    return " ".join(f'"{word}"*' for word in words)


def _tsquery(query: str) -> str:
    parts = [part for word in words_of(query) for part in re.split(r"[-./]", word) if part]
    return " & ".join(f"'{part}':*" for part in parts)


def index_case(connection: Connection, case_id: int, words: str) -> None:
    """Put the words of a case into the index in place of what was there."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM case_search WHERE rowid = :id"), {"id": case_id})
        connection.execute(
            text("INSERT INTO case_search (rowid, words) VALUES (:id, :words)"),
            {"id": case_id, "words": words},
        )
        return
    plain = re.sub(r"[-./]", " ", words)
    connection.execute(
        text(
            "INSERT INTO case_search (case_id, words) VALUES (:id, to_tsvector('simple', :words)) "
            "ON CONFLICT (case_id) DO UPDATE SET words = excluded.words"
        ),
        {"id": case_id, "words": plain},
    )


def find_cases(connection: Connection, query: str, limit: int = 200) -> list[int]:
    """Return ids of cases that hold every word of ``query``, best first; past 10,000 hits newest first.

    No words give no hits. Never raises on what a person typed.
    """
    if connection.dialect.name == "sqlite":
        match = fts5_query(query)
        if not match:
            return []
        hits = connection.execute(
            text("SELECT count(*) FROM (SELECT 1 FROM case_search WHERE case_search MATCH :match LIMIT :cap)"),
            {"match": match, "cap": RANKED_UP_TO + 1},
        ).scalar_one()
        found = connection.execute(
            text(_BEST_FIRST if hits <= RANKED_UP_TO else _NEWEST_FIRST), {"match": match, "limit": limit}
        )
        return [int(row[0]) for row in found]
    match = _tsquery(query)
    if not match:
        return []
    found = connection.execute(text(_ON_SERVER), {"match": match, "limit": limit})
    return [int(row[0]) for row in found]
