"""Many small cases at once, straight into the table: for lists and for speed, where a case needs no road."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from db.tables.cases import cases
from desktop.cases.model import Kind, State

STATES = {
    State.DRF: 3,
    State.RCV: 6,
    State.CLA: 5,
    State.EUA: 6,
    State.REC: 4,
    State.CSG: 2,
    State.DEC: 1,
    State.CLO: 66,
    State.WDN: 5,
    State.VOID: 2,
}
COUNTRIES = ("BR", "IN", "JP", "KR", "ZA", "TR", "AR", "AE", "EG", "PK", "MY", "CL", "SG", "VN", "MA", "SA")
GOODS = ("Gyroscope", "Accelerometer", "Carbon fibre", "Filament winder", "Turbofan", "Telemetry set", "Maraging steel")
CODES = ("", "9.A.4", "9.A.3", "6.C.1", "6.B.1", "3.A.1", "12.A.4", "11.A.3", "4.C.2")
_SYLLABLES = ("ka", "ro", "mi", "tel", "von", "ser", "ba", "lun", "dor", "xi", "pha", "gen", "tor", "ul", "ne", "qua")
_FIRMS = ("Ltd", "GmbH", "SA", "AB", "Inc")


def vocabulary(rnd: random.Random, size: int = 4_000) -> list[str]:
    """Return made-up words, each once."""
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(rnd.choices(_SYLLABLES, k=rnd.randint(2, 4)))] = None
    return list(words)


def many_rows(number: int, officers: list[tuple[int, str]], today: date, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Yield the values of ``number`` cases that never repeat their number; the same for the same seed."""
    rnd = random.Random(seed)  # noqa: S311 - made-up cases
    words = vocabulary(rnd)
    firms = [f"{rnd.choice(words).title()} {rnd.choice(words).title()} {rnd.choice(_FIRMS)}" for _ in range(9_000)]
    states, weights = list(STATES), list(STATES.values())
    begin = datetime(today.year, today.month, today.day, 8, tzinfo=UTC)
    for n in range(1, number + 1):
        state = rnd.choices(states, weights)[0]
        age = rnd.randrange(1, 90) if state not in {State.CLO, State.WDN, State.VOID} else rnd.randrange(1, 3_000)
        received = begin - timedelta(days=age)
        officer = rnd.choice(officers) if rnd.random() > 0.05 else (None, "")
        is_draft = state is State.DRF
        yield {
            "reference": None if is_draft else f"MX-{received.year}-{n:07d}",
            "kind": rnd.choice(list(Kind)),
            "state": state,
            "received_at": received,
            "registered_at": None if is_draft else received,
            "officer_id": officer[0],
            "officer_name": officer[1],
            "created_by": officers[0][0],
            "created_at": received,
            "closed_at": received + timedelta(days=20) if state in {State.CLO, State.WDN, State.VOID} else None,
            "applicant_name": rnd.choice(firms),
            "end_user_name": rnd.choice(firms),
            "destination": rnd.choice(COUNTRIES),
            "goods": f"{rnd.choice(GOODS)} {rnd.choice(words)}",
            "annex_codes": rnd.choice(CODES),
            "due_on": None if is_draft else (received + timedelta(days=75)).date(),
        }


def insert_many(connection: Connection, rows: Iterator[dict[str, Any]], *, index: bool = True) -> int:
    """Insert rows, and their words into the search index; return how many there were."""
    count = 0
    for batch in _batches(rows):
        ids = (
            connection.execute(insert(cases).returning(cases.c.id, sort_by_parameter_order=True), batch).scalars().all()
        )
        if index:
            words = [
                {
                    "id": case_id,
                    "words": f"{row['reference'] or ''} {row['applicant_name']} {row['end_user_name']} {row['goods']}",
                }
                for case_id, row in zip(ids, batch, strict=True)
            ]
            statement = (
                "INSERT INTO case_search (rowid, words) VALUES (:id, :words)"
                if connection.dialect.name == "sqlite"
                else "INSERT INTO case_search (case_id, words) VALUES (:id, to_tsvector('simple', :words))"
            )
            connection.execute(text(statement), words)
        count += len(batch)
    return count


def _batches(rows: Iterator[dict[str, Any]], size: int = 2_000) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
