"""Gap-free numbers per series and year, taken in the transaction that uses them (security.md R11, E9)."""

from sqlalchemy import Connection, insert, select, update

from db.tables.administration import number_series


def take(connection: Connection, series: str, year: int) -> int:
    """Return the next number of ``series`` in ``year``, starting at 1; a rolled-back transaction gives it back."""
    where = (number_series.c.series == series) & (number_series.c.year == year)
    last = connection.execute(select(number_series.c.last).where(where).with_for_update()).scalar()
    if last is None:
        connection.execute(insert(number_series).values(series=series, year=year, last=1))
        return 1
    connection.execute(update(number_series).where(where).values(last=last + 1))
    return int(last) + 1
