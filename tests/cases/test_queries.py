"""The queries behind the case list: every page is the page of the whole list, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.tables.cases import cases
from desktop.cases import queries
from desktop.cases.model import RUNNING, State
from desktop.cases.queries import CaseFilter, CasePages, Column, Queue
from tests.builders.many_cases import insert_many, many_rows

TODAY = date(2027, 3, 1)
ROWS = 700


@pytest.fixture
def many(office, actor):
    """Some hundred cases of three officers; returns whose list is looked at."""
    people = [(actor(name).person_id, actor(name).full_name) for name in ("ana", "ben", "tess")]
    with office.database.write() as connection:
        insert_many(connection, many_rows(ROWS, people, TODAY))
    return people[0][0]


def everything(connection, wanted):
    """The whole list in one page, as the yardstick."""
    pages = CasePages(wanted)
    return pages.page(connection, 0, pages.count(connection))


@pytest.mark.parametrize("column", list(Column))
@pytest.mark.parametrize("descending", [False, True])
def test_pages_read_from_neighbours_and_by_counting_agree_with_the_whole_list(office, many, column, descending):
    wanted = CaseFilter(Queue.ALL, many, TODAY, sort=column, descending=descending)
    size = 64
    with office.read() as connection:
        whole = everything(connection, wanted)
        assert len(whole) == ROWS
        assert len({row.case_id for row in whole}) == ROWS
        pages = CasePages(wanted)
        pages.count(connection)
        for first in range(0, ROWS, size):
            expected = whole[first : first + size]
            before = whole[first - 1] if first else None
            after = whole[first + size] if first + size < ROWS else None
            assert pages.page(connection, first, size) == expected
            assert pages.page(connection, first, size, before=before) == expected
            assert pages.page(connection, first, size, after=after) == expected


@pytest.mark.parametrize("column", [Column.DUE, Column.REFERENCE, Column.APPLICANT])
def test_the_order_is_that_of_the_column_and_empty_values_come_last(office, many, column):
    for descending in (False, True):
        with office.read() as connection:
            rows = everything(connection, CaseFilter(Queue.ALL, many, TODAY, sort=column, descending=descending))
        values = [getattr(row, column.value) for row in rows]
        filled = [value for value in values if value is not None]
        assert values[len(filled) :] == [None] * (ROWS - len(filled))
        if column is not Column.APPLICANT:  # two databases spell the order of letters differently
            assert filled == sorted(filled, reverse=descending)


def test_each_queue_counts_what_it_shows(office, many):
    with office.read() as connection:
        counts = queries.queue_counts(connection, many, TODAY)
        for queue, count in counts.items():
            assert len(everything(connection, CaseFilter(queue, many, TODAY))) == count, queue
    assert counts[Queue.ALL] == ROWS
    assert all(counts[queue] > 0 for queue in Queue if queue is not Queue.DECIDED)


def test_queues_hold_what_their_names_say(office, many):
    with office.read() as connection:
        mine = everything(connection, CaseFilter(Queue.MINE, many, TODAY))
        unassigned = everything(connection, CaseFilter(Queue.UNASSIGNED, many, TODAY))
        overdue = everything(connection, CaseFilter(Queue.OVERDUE, many, TODAY))
    assert {row.officer_id for row in mine} == {many}
    assert {row.officer_id for row in unassigned} == {None}
    assert all(row.due_on < TODAY for row in overdue)
    assert {State(row.state) for row in mine + unassigned + overdue} <= RUNNING
    assert [row.due_on for row in mine] == sorted(row.due_on for row in mine), "the most urgent comes first"


def test_recently_decided_forgets_after_thirty_days(office, many):
    with office.database.write() as connection:
        closed = connection.execute(select(cases.c.id, cases.c.closed_at).where(cases.c.state == State.CLO)).first()
        on = closed.closed_at.date()
    with office.read() as connection:

        def ids(day):
            return {row.case_id for row in everything(connection, CaseFilter(Queue.DECIDED, many, day))}

        assert closed.id in ids(on)
        assert closed.id in ids(date.fromordinal(on.toordinal() + 30))
        assert closed.id not in ids(date.fromordinal(on.toordinal() + 31))


def test_filters_narrow_a_queue_together(office, many):
    wanted = CaseFilter(Queue.ALL, many, TODAY, state=State.CLO, officer_id=many, kind="EXP")
    with office.read() as connection:
        whole = everything(connection, CaseFilter(Queue.ALL, many, TODAY))
        narrow = everything(connection, wanted)
        in_brazil = everything(connection, replace(wanted, country="BR"))
    assert narrow
    assert {row.case_id for row in in_brazil} <= {row.case_id for row in narrow} <= {row.case_id for row in whole}
    assert {(row.state, row.officer_id) for row in narrow} == {(State.CLO, many)}
    assert {row.destination for row in in_brazil} <= {"BR"}


@pytest.mark.parametrize(
    ("queue", "state", "expected"),
    [(Queue.DRAFTS, State.CLO, 0), (Queue.COUNTERSIGN, State.CSG, None), (Queue.ALL, State.CSG, None)],
)
def test_a_state_filter_on_a_queue_of_one_state_counts_right(office, many, queue, state, expected):
    wanted = CaseFilter(queue, many, TODAY, state=state)
    with office.read() as connection:
        found = everything(connection, wanted)
        assert CasePages(wanted).count(connection) == len(found)
    assert (not found) if expected == 0 else ({row.state for row in found} == {state})


def test_a_search_finds_cases_of_every_queue_and_can_be_sorted(office, many):
    with office.read() as connection:
        target = everything(connection, CaseFilter(Queue.ALL, many, TODAY, state=State.CLO))[5]
        words = target.applicant_name
        wanted = CaseFilter(Queue.MINE, many, TODAY, words=words)
        assert target.case_id in {row.case_id for row in everything(connection, wanted)}
        by_due = everything(connection, replace(wanted, words="ltd", sort=Column.DUE))
        none = everything(connection, replace(wanted, words="zzzz"))
    dues = [row.due_on for row in by_due if row.due_on is not None]
    assert dues == sorted(dues)
    assert len(by_due) > len(dues), "drafts are found too, and come last"
    assert none == []


@pytest.mark.parametrize("words", ['" OR 1=1 --', "NEAR(a b)", "a* AND (", "'; DROP TABLE cases; --", "\0", "x" * 5000])
def test_r44_whatever_is_typed_is_words_and_no_query(office, many, words):
    with office.read() as connection:
        everything(connection, CaseFilter(Queue.MINE, many, TODAY, words=words))
        assert CasePages(CaseFilter(Queue.ALL, many, TODAY)).count(connection) == ROWS


def test_colleagues_are_the_people_who_work_here_by_name(office):
    with office.read() as connection:
        names = [someone.full_name for someone in queries.colleagues(connection)]
    assert names == sorted(names)
    assert "Ana Bello" in names
