"""Gap-free numbers per series and year, taken in the transaction that uses them (security.md R11, E9)."""

import re

from sqlalchemy import Connection, insert, select, update

from db.tables.administration import number_series
from db.tables.cases import cases
from db.tables.letters import letter
from db.tables.licences import licence

# where the numbers of each series stand; each ends in year and serial, parted by the same sign (domain.md §6, LT-01)
_WHERE = {"case": cases.c.reference, "licence": licence.c.number, "letter": letter.c.number}
_YEAR_AND_SERIAL = re.compile(r"(\d{4})[-/](\d+)$")


def take(connection: Connection, series: str, year: int) -> int:
    """Return the next number of ``series`` in ``year``, starting at 1; a rolled-back transaction gives it back."""
    where = (number_series.c.series == series) & (number_series.c.year == year)
    last = connection.execute(select(number_series.c.last).where(where).with_for_update()).scalar()
    if last is None:
        connection.execute(insert(number_series).values(series=series, year=year, last=1))
        return 1
    connection.execute(update(number_series).where(where).values(last=last + 1))
    return int(last) + 1


def given(connection: Connection) -> dict[str, set[int]]:
    """Return the numbers that stand on cases, licences and letters, keyed ``series/year``.

    A number without year and serial is left out; the content digest of its case tells of it.
    """
    found: dict[str, set[int]] = {}
    for series, column in _WHERE.items():
        for number in connection.execute(select(column).where(column.is_not(None))).scalars():
            match = _YEAR_AND_SERIAL.search(number)
            if match is not None:
                found.setdefault(f"{series}/{match[1]}", set()).add(int(match[2]))
    return found


def skip_to(connection: Connection, series: str, year: int, last: int) -> list[int]:
    """Bring ``series`` up to ``last`` without using the numbers between; return them (R10: none is given twice)."""
    where = (number_series.c.series == series) & (number_series.c.year == year)
    now = int(connection.execute(select(number_series.c.last).where(where)).scalar() or 0)
    return [take(connection, series, year) for _ in range(now, last)]
