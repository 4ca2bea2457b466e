"""The reference library: made from released data, found by what a person types, never broken by it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import reference
from db.reference import AnnexRow, StateRow, build, digest_of, opened, path_of
from desktop.annex import library

EDITION = "2024-03-14"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("library")
    library.ready(place)
    return place


def codes(folder: Path, words: str, limit: int = 20) -> list[str]:
    return [row.code for row in library.search(EDITION, words, limit, folder)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("gyro drift", "9.A.4"),
        ("GYROSCOPES", "9.A.4"),
        ("ring laser", "9.A.4"),
        ("9.A.4", "9.A.4"),
        ("9.a.4", "9.A.4"),
        ("9A101", "3.A.1.a"),
        ("CAS 7790-98-9", "4.C.4.b.1"),
        ("7790-98-9", "4.C.4.b.1"),
        ("hexogen", "4.C.4.b.3.b"),
        ("batch mixer vacuum", "4.B.3.a"),
        ("filament wind", "6.B.1.a"),
    ],
)
def test_an_entry_is_found_by_code_word_foreign_code_or_cas_number(folder: Path, words: str, code: str) -> None:
    assert code in codes(folder, words)


def test_a_code_finds_what_stands_under_it_in_annex_order(folder: Path) -> None:
    assert codes(folder, "9.B.2") == ["9.B.2", "9.B.2.a", "9.B.2.b", "9.B.2.c", "9.B.2.d", "9.B.2.e"]


def test_an_entry_that_is_not_loaded_is_found_and_marked(folder: Path) -> None:
    row = library.search(EDITION, "prepreg", 5, folder)[0]
    assert (row.code, row.is_loaded) == ("6.C.1", False)


HOSTILE = [
    "",
    "   ",
    '"',
    "'",
    "*",
    "NEAR(",
    "a AND",
    "col:x",
    "-",
    "^",
    "x" * 10_000,
    "\x00",
    "((",
    "gyro OR 1=1 --",
    "{}",
    "“”",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_R44_whatever_is_typed_is_answered(folder: Path, words: str) -> None:
    assert isinstance(codes(folder, words), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=80))
def test_R44_no_text_breaks_the_search(folder: Path, words: str) -> None:
    codes(folder, words, 3)


@pytest.mark.parametrize(
    ("country", "day", "status"),
    [("IN", "2016-06-26", "pledged"), ("IN", "2016-06-27", "member"), ("DE", "1987-04-16", "member"),
     ("DE", "1987-04-15", ""), ("XX", "2020-01-01", "")],
)  # fmt: skip
def test_the_standing_of_a_state_is_that_of_the_day(folder: Path, country: str, day: str, status: str) -> None:
    with opened(library.ready(folder)) as found:
        assert found.status_on(country, day) == status


def test_the_name_holds_the_digest_of_the_sources_and_a_second_call_makes_nothing(folder: Path) -> None:
    path = library.ready(folder)
    assert path == path_of(folder, digest_of(library._sources()))
    before = path.stat().st_mtime_ns
    assert library.ready(folder) == path
    assert path.stat().st_mtime_ns == before


ROW = AnnexRow(EDITION, "9.A.4", "II", "Gyros", "", "gyro", is_loaded=True, place=1)
STATE = StateRow("NO", "Norway", "member", "1990-01-01")


def test_another_source_makes_another_library_and_removes_the_old_one(tmp_path: Path) -> None:
    first = build(tmp_path, digest_of({"a": b"1"}), [ROW], [STATE])
    second = build(tmp_path, digest_of({"a": b"2"}), [ROW], [STATE])
    assert first != second
    assert list(tmp_path.iterdir()) == [second]


def test_a_library_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    first = build(tmp_path, "a" * 24, [ROW], [STATE])
    assert build(tmp_path, "a" * 24, [], []) == first
    with opened(first) as found:
        assert [row.code for row in found.search_annex(EDITION, "gyro")] == ["9.A.4"]


def test_the_digest_tells_names_from_contents() -> None:
    assert digest_of({"a": b"1", "b": b"2"}) == digest_of({"b": b"2", "a": b"1"})
    assert digest_of({"a": b"12", "b": b""}) != digest_of({"a": b"1", "b": b"2"})
    assert digest_of({"ab": b"1"}) != digest_of({"a": b"b1"})


def test_a_library_that_could_not_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="UNIQUE"):
        build(tmp_path, "d" * 24, [ROW, ROW], [STATE])
    assert list(tmp_path.iterdir()) == []


def test_an_old_library_that_is_in_use_stays_until_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = build(tmp_path, "a" * 24, [ROW], [STATE])

    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self == old:
            raise PermissionError
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    new = build(tmp_path, "b" * 24, [ROW], [STATE])
    assert {old, new} == set(tmp_path.iterdir())


def test_the_library_is_opened_for_reading_only(folder: Path) -> None:
    with opened(library.ready(folder)) as found, pytest.raises(Exception, match="readonly"):
        found._database.execute("DELETE FROM annex_entry")
    assert reference.PREFIX == "reference-"
