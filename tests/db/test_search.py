"""Search answers whatever a person types, at once, and finds the same on both databases (security.md R44)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import search

ODD = [
    "",
    " ",
    "'",
    "''",
    '"',
    '""',
    '"unfinished',
    "'; DROP TABLE cases; --",
    "' OR '1'='1",
    "1; DELETE FROM journal",
    "%",
    "_",
    "\\",
    "*",
    "**",
    "a*b",
    "^gyro",
    "-gyro",
    "+gyro",
    "NOT gyro",
    "gyro AND",
    "AND OR NOT",
    "NEAR(gyro, 2)",
    "NEAR/3",
    "words:gyro",
    "{words}: gyro",
    "(",
    ")",
    "((((((((((",
    "gyro)",
    "[a-z]",
    "gyro & !spares | <->",
    ":*",
    "':*'",
    "a:b:c",
    "\x00",
    "gyro\x00spares",
    "gyro\nspares",
    "\t",
    "\ud800",
    "gyro \udfff",
    "\ufeff",
    "\u202egyro\u202c",
    "\u200b",
    "ﷺ",
    "İstanbul",
    "ẞtraße",
    "航空 机械",
    "الشركة",
    "Ελλάδα",
    "👩‍🚀🚀",
    "e\u0301" * 300,
    "ª º ² ½ Ⅷ",
    "gyro " * 20_000,
    "x" * 100_000,
    "a " * 250,
    "-" * 1_000,
    "FOG-220/3.1.b",
    "<img src=x>",
    "=HYPERLINK(1)",
    "${jndi:ldap}",
    "{0.__class__}",
    "%s%n",
    "CON",
    "../../etc/passwd",
]
CASES = {
    1: "Fibre-optic gyroscope FOG-220, spares · Halden Avionics AS · Linhas Aéreas do Minho",
    2: "Composite rocket motor case · Société Générale d'Études",
    3: "Gyroscope test table, 2 axes · Université de Ténès",
}


def _fill(office) -> None:
    with office.database.write() as connection:
        for case_id, words in CASES.items():
            search.index_case(connection, case_id, words)


def _found(office, query: str) -> list[int]:
    with office.read() as connection:
        return sorted(search.find_cases(connection, query))


def test_R44_there_are_odd_searches_enough():
    assert len(ODD) >= 54


def test_R44_odd_searches_answer_within_a_second_and_without_error(office):
    _fill(office)
    for query in ODD:
        started = time.monotonic()
        hits = _found(office, query)
        assert time.monotonic() - started < 1, query[:40]
        assert set(hits) <= set(CASES)


@pytest.mark.parametrize("query", [text for text in ODD if not search.words_of(text)])
def test_R44_a_search_without_words_finds_nothing(office, query):
    _fill(office)
    assert _found(office, query) == []


@pytest.mark.parametrize(
    ("query", "cases"),
    [
        ("gyroscope", [1, 3]),
        ("GYRO", [1, 3]),
        ("gyroscope fog-220", [1]),
        ("220", [1]),
        ("aereas", [1]),
        ("Aéreas", [1]),
        ("societe generale", [2]),
        ("etudes", [2]),
        ("universite tenes", [3]),
        ("gyroscope motor", []),
        ("optic", [1]),
        ("yroscope", []),
    ],
)
def test_both_databases_find_every_word_without_case_or_accents(office, query, cases):
    _fill(office)
    assert _found(office, query) == cases


def test_the_case_that_speaks_most_of_it_comes_first(office):
    with office.database.write() as connection:
        search.index_case(connection, 1, "nozzle and many other things that a long text tells about everything else")
        search.index_case(connection, 2, "nozzle nozzle nozzle")
    with office.read() as connection:
        assert search.find_cases(connection, "nozzle")[0] == 2


def test_past_the_ranking_limit_the_newest_come_first(office, monkeypatch):
    monkeypatch.setattr(search, "RANKED_UP_TO", 1)
    _fill(office)
    with office.read() as connection:
        assert search.find_cases(connection, "gyroscope") == [3, 1]


def test_words_put_in_anew_replace_the_old_ones(office):
    _fill(office)
    with office.database.write() as connection:
        search.index_case(connection, 1, "turntable")
    assert _found(office, "FOG") == []
    assert _found(office, "turntable") == [1]


def test_the_limit_is_kept(office):
    _fill(office)
    with office.read() as connection:
        assert len(search.find_cases(connection, "gyroscope", limit=1)) == 1


def test_a_text_of_any_length_can_be_indexed(office):
    with office.database.write() as connection:
        search.index_case(connection, 9, " ".join(f"word{number}" for number in range(200_000)))
    assert _found(office, "word77") == [9]


@given(st.text())
def test_R44_words_are_quoted_whatever_is_typed(query):
    for word in search.words_of(query):
        assert '"' not in word
        assert "'" not in word
    assert search.fts5_query(query).count('"') == 2 * len(search.words_of(query))
    assert search.ts_query(query).count("'") % 2 == 0


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert search.folded(search.folded(text)) == search.folded(text)
