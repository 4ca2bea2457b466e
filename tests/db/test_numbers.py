"""Gap-free numbers per series and year, also when transactions fail (security.md R10, R11)."""

import random
from concurrent.futures import ThreadPoolExecutor

from db import numbers
from tests.builders.cases import a_case


def test_R11_each_series_and_year_begins_at_one(office):
    with office.database.write() as connection:
        assert [numbers.take(connection, "licence", 2027) for _ in range(3)] == [1, 2, 3]
        assert numbers.take(connection, "licence", 2028) == 1
        assert numbers.take(connection, "letter", 2027) == 1


class _Stopped(Exception):
    pass


def _take(office, *, fails: bool) -> int | None:
    try:
        with office.database.write() as connection:
            number = numbers.take(connection, "licence", 2027)
            _stop_if(fails)
    except _Stopped:
        return None
    return number


def _stop_if(fails: bool) -> None:
    if fails:
        raise _Stopped


def test_R11_a_rolled_back_transaction_gives_its_number_back(office):
    assert _take(office, fails=True) is None
    assert _take(office, fails=False) == 1


def test_R11_threads_that_fail_now_and_then_leave_no_gap_and_no_double(office):
    chances = random.Random(11)  # noqa: S311 - the same failures on each run
    failing = [chances.random() < 0.2 for _ in range(120)]

    with ThreadPoolExecutor(6) as threads:
        given = sorted(
            number for number in threads.map(lambda fails: _take(office, fails=fails), failing) if number is not None
        )
    assert given == list(range(1, failing.count(False) + 1))


def test_R11_the_numbers_on_cases_are_known(office, actor):
    a_case(office, actor("ana"))
    with office.read() as connection:
        assert numbers.given(connection) == {"case/2027": {1}}


def test_R10_numbers_can_be_passed_over_but_never_taken_back(office):
    with office.database.write() as connection:
        numbers.take(connection, "licence", 2027)
        assert numbers.skip_to(connection, "licence", 2027, 4) == [2, 3, 4]
        assert numbers.skip_to(connection, "licence", 2027, 2) == []
        assert numbers.take(connection, "licence", 2027) == 5
