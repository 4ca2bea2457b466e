"""What the case list reads: queues, filters, sorting, counting and pages over any number of cases (measured.md §2).

The list never reads more than a page. A page that lies next to one already read is found by its neighbour's key; a far
one by counting through an index from the nearer end. Every column has an index with the id behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true, tuple_

from db import search
from db.tables.administration import person
from db.tables.audit import journal
from db.tables.cases import case_count, cases
from desktop.cases.model import RUNNING, State

DECIDED_WITHIN = timedelta(days=30)
MOST_HITS = 1_000


class Queue(StrEnum):
    """The work lists of the sidebar (peers.md §1.8)."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    COUNTERSIGN = "countersign"
    OVERDUE = "overdue"
    DECIDED = "decided"
    DRAFTS = "drafts"
    ALL = "all"


class Column(StrEnum):
    """The columns of the list, in their order on screen; each can be sorted."""

    REFERENCE = "reference"
    APPLICANT = "applicant_name"
    END_USER = "end_user_name"
    DESTINATION = "destination"
    GOODS = "goods"
    ANNEX = "annex_codes"
    DUE = "due_on"
    OFFICER = "officer_name"
    STATE = "state"


class CaseRow(NamedTuple):
    """One case as the list shows it; the order of the fields is that of the query."""

    case_id: int
    reference: str | None
    applicant_name: str
    end_user_name: str
    destination: str
    goods: str
    annex_codes: str
    due_on: date | None
    officer_name: str
    state: State
    headline_outcome: str
    officer_id: int | None


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases the list shows, in which order.

    ``today`` is the office's own day, on which "overdue" rests; ``person_id`` is whose cases "my cases" are. ``words``
    searches all cases, whatever the queue; the other filters narrow both. Without ``sort`` a search is ordered best
    first and a queue as people work through it.
    """

    queue: Queue
    person_id: int
    today: date
    sort: Column | None = None
    descending: bool = False
    words: str = ""
    state: State | None = None
    officer_id: int | None = None
    kind: str = ""
    country: str = ""

    @property
    def order(self) -> tuple[Column, bool]:
        """The column that orders the list, and whether downwards."""
        if self.sort is not None:
            return self.sort, self.descending
        newest_first = self.queue in {Queue.ALL, Queue.DECIDED, Queue.DRAFTS}
        return (Column.REFERENCE, True) if newest_first else (Column.DUE, False)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter or a search hides cases of the queue."""
        return bool(self.words or self.state or self.officer_id is not None or self.kind or self.country)


_FIELDS = (
    cases.c.id,
    cases.c.reference,
    cases.c.applicant_name,
    cases.c.end_user_name,
    cases.c.destination,
    cases.c.goods,
    cases.c.annex_codes,
    cases.c.due_on,
    cases.c.officer_name,
    cases.c.state,
    cases.c.headline_outcome,
    cases.c.officer_id,
)


def _in_queue(wanted: CaseFilter) -> ColumnElement[bool]:
    running = cases.c.state.in_(sorted(RUNNING))
    since = datetime.combine(wanted.today - DECIDED_WITHIN, time(), tzinfo=UTC)
    conditions: dict[Queue, ColumnElement[bool]] = {
        Queue.MINE: and_(cases.c.officer_id == wanted.person_id, running),
        Queue.UNASSIGNED: and_(cases.c.officer_id.is_(None), running),
        Queue.COUNTERSIGN: cases.c.state == State.CSG,
        Queue.OVERDUE: and_(running, cases.c.due_on < wanted.today),
        Queue.DECIDED: or_(cases.c.state == State.DEC, and_(cases.c.state == State.CLO, cases.c.closed_at >= since)),
        Queue.DRAFTS: cases.c.state == State.DRF,
        Queue.ALL: true(),
    }
    return conditions[wanted.queue]


def _conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    found = [] if wanted.words or wanted.queue is Queue.ALL else [_in_queue(wanted)]
    if wanted.state is not None:
        found.append(cases.c.state == wanted.state)
    if wanted.officer_id is not None:
        found.append(cases.c.officer_id == wanted.officer_id)
    if wanted.kind:
        found.append(cases.c.kind == wanted.kind)
    if wanted.country:
        found.append(cases.c.destination == wanted.country)
    return found


def _count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    return int(connection.execute(select(func.count()).select_from(cases).where(*conditions)).scalar_one())


def _count_in_states(connection: Connection, states: Sequence[State] = ()) -> int:
    query = select(func.coalesce(func.sum(case_count.c.number), 0))
    if states:
        query = query.where(case_count.c.state.in_(states))
    return int(connection.execute(query).scalar_one())


def queue_counts(connection: Connection, person_id: int, today: date) -> dict[Queue, int]:
    """Return how many cases wait in each queue of the sidebar."""
    counts = {}
    for queue in Queue:
        wanted = CaseFilter(queue, person_id, today)
        counts[queue] = _counted_by_triggers(connection, wanted)
    return counts


def _counted_by_triggers(connection: Connection, wanted: CaseFilter) -> int:
    narrowed = wanted.officer_id is not None or wanted.kind or wanted.country
    if not narrowed:
        of_queue: dict[Queue, State | None] = {
            Queue.ALL: None,
            Queue.DRAFTS: State.DRF,
            Queue.COUNTERSIGN: State.CSG,
        }
        if wanted.queue in of_queue:
            fixed = of_queue[wanted.queue]
            if fixed is not None and wanted.state not in {None, fixed}:
                return 0
            state = fixed or wanted.state
            return _count_in_states(connection, [state] if state is not None else [])
    return _count(connection, _conditions(wanted))


class CasePages:
    """The cases of one filter, page by page; make a new one for every filter and whenever cases changed.

    :meth:`count` comes first. Cases without a value in the sorting column come last, on both databases.
    """

    def __init__(self, wanted: CaseFilter) -> None:
        self.wanted = wanted
        column, descending = wanted.order
        self._column: ColumnElement[Any] = cases.c[column.value]
        self._place = CaseRow._fields.index(column.value)
        self._descending = descending
        self._is_nullable = bool(cases.c[column.value].nullable)
        self._with_value = 0
        self._total = 0
        self._hits: list[CaseRow] | None = None

    def count(self, connection: Connection) -> int:
        """Return how many cases the filter shows; of a search the first 1,000 hits at most."""
        if self.wanted.words:
            self._hits = self._search(connection)
            self._total = len(self._hits)
            return self._total
        self._total = _counted_by_triggers(connection, self.wanted)
        empty = _count(connection, [*_conditions(self.wanted), self._column.is_(None)]) if self._is_nullable else 0
        self._with_value = self._total - empty
        return self._total

    def page(
        self, connection: Connection, first: int, size: int, before: CaseRow | None = None, after: CaseRow | None = None
    ) -> list[CaseRow]:
        """Return the rows from number ``first`` on, ``size`` of them or as many as there are.

        ``before`` is the row just above and ``after`` the row just below, where the caller has one.
        """
        if self._hits is not None:
            return self._hits[first : first + size]
        size = min(size, self._total - first)
        with_value = max(0, min(size, self._with_value - first))
        rows: list[CaseRow] = []
        if with_value:
            rows = self._segment(connection, first, with_value, self._with_value, before, after, empty=False)
        if size > with_value:
            start = max(0, first - self._with_value)
            rows += self._segment(
                connection, start, size - with_value, self._total - self._with_value, before, after, empty=True
            )
        return rows

    def _search(self, connection: Connection) -> list[CaseRow]:
        ids = search.find_cases(connection, self.wanted.words, MOST_HITS)
        query = select(*_FIELDS).where(cases.c.id.in_(ids), *_conditions(self.wanted))
        found = [CaseRow._make(row) for row in connection.execute(query)]
        if self.wanted.sort is None:
            rank = {case_id: number for number, case_id in enumerate(ids)}
            return sorted(found, key=lambda row: rank[row.case_id])
        empty = [row for row in found if row[self._place] is None]
        full = [row for row in found if row[self._place] is not None]
        return sorted(full, key=lambda row: (row[self._place], row.case_id), reverse=self._descending) + empty

    def _segment(
        self,
        connection: Connection,
        first: int,
        size: int,
        total: int,
        before: CaseRow | None,
        after: CaseRow | None,
        *,
        empty: bool,
    ) -> list[CaseRow]:
        # rows with and rows without a value in the sorting column are two lists, one behind the other
        near = before if self._is_of(before, empty=empty) and first > 0 else None
        conditions = _conditions(self.wanted)
        if self._is_nullable:
            conditions.append(self._column.is_(None) if empty else self._column.is_not(None))
        if near is not None:
            query = self._beside(conditions, near, size, backwards=False, empty=empty)
            return [CaseRow._make(row) for row in connection.execute(query)]
        if after is not None and self._is_of(after, empty=empty) and first + size < total:
            query = self._beside(conditions, after, size, backwards=True, empty=empty)
            return [CaseRow._make(row) for row in connection.execute(query)][::-1]
        backwards = first > total // 2
        skip = total - first - size if backwards else first
        ids = select(cases.c.id).where(*conditions).order_by(*self._order(backwards=backwards, empty=empty))
        page = ids.limit(size).offset(skip).subquery()
        query = (
            select(*_FIELDS).join(page, page.c.id == cases.c.id).order_by(*self._order(backwards=False, empty=empty))
        )
        return [CaseRow._make(row) for row in connection.execute(query)]

    def _is_of(self, row: CaseRow | None, *, empty: bool) -> bool:
        return row is not None and (row[self._place] is None) == empty

    def _order(self, *, backwards: bool, empty: bool) -> list[ColumnElement[Any]]:
        columns = [cases.c.id] if empty else [self._column, cases.c.id]
        downwards = self._descending != backwards
        return [column.desc() if downwards else column.asc() for column in columns]

    def _beside(
        self, conditions: Sequence[ColumnElement[bool]], near: CaseRow, size: int, *, backwards: bool, empty: bool
    ) -> Select[Any]:
        here: ColumnElement[Any] = cases.c.id if empty else tuple_(self._column, cases.c.id)
        key: Any = (
            near.case_id
            if empty
            else tuple_(near[self._place], near.case_id, types=[self._column.type, cases.c.id.type])
        )
        beyond = here < key if self._descending != backwards else here > key
        return (
            select(*_FIELDS)
            .where(*conditions, beyond)
            .order_by(*self._order(backwards=backwards, empty=empty))
            .limit(size)
        )


def one_case(connection: Connection, case_id: int) -> CaseRow | None:
    """Return one case as the list shows it, or None."""
    found = connection.execute(select(*_FIELDS).where(cases.c.id == case_id)).first()
    return None if found is None else CaseRow._make(found)


@dataclass(frozen=True, slots=True)
class News:
    """What others did: the newest journal entry looked at, and the cases their entries are about."""

    seq: int
    case_ids: frozenset[int] = frozenset()


def news_after(connection: Connection, seq: int, person_id: int, machine: str) -> News:
    """Return what was done in the office past journal entry ``seq``, leaving out this person's own acts here."""
    newest = connection.execute(select(func.coalesce(func.max(journal.c.seq), 0))).scalar_one()
    if newest <= seq:
        return News(int(newest))
    others = or_(journal.c.actor_id != person_id, journal.c.machine != machine)
    query = select(journal.c.case_id).distinct().where(journal.c.seq > seq, journal.c.case_id.is_not(None), others)
    return News(int(newest), frozenset(connection.execute(query).scalars()))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody cases can be given to."""

    person_id: int
    full_name: str


def colleagues(connection: Connection) -> list[Colleague]:
    """Return everybody who works in the office, by name."""
    query = select(person.c.id, person.c.full_name).where(person.c.active.is_(True)).order_by(person.c.full_name)
    return [Colleague(row.id, row.full_name) for row in connection.execute(query)]
