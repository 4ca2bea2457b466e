"""Flipped bits in a live office file are reported, or proven to change nothing (security.md R08, E5)."""

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.engine import Database
from db.locations import NotHere
from db.schema import NotOurs, refuse_foreign_file, revision_of
from desktop.audit.keystore import Keystore
from desktop.audit.verify import verify
from desktop.office import verifications

FLIPS = int(os.environ.get("CASEMENT_FLIPS", "240"))
PAGE = 4096


# FTS5's index is made from the words of the cases and checked by FTS5; it says nothing that they do not
_INDEX_PAGES = {"case_search_data", "case_search_idx", "case_search_docsize"}


def _everything(path: Path) -> list[object]:
    """What the file says, every row of every table, and what SQLite makes of it."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as raw:
        names = {row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        said: list[object] = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()
        said += [raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in sorted(names - _INDEX_PAGES)]
        said += raw.execute("PRAGMA integrity_check").fetchall()
    return said


def _reported(path: Path, keystore: Path) -> bool:
    try:
        refuse_foreign_file(path)
        database = Database(str(path))
    except (NotOurs, NotHere):
        return True
    try:
        with database.read() as connection:
            if revision_of(connection) is None:
                return True
        return next(verify(database, Keystore(keystore), further=verifications()), None) is not None
    except Exception:  # noqa: BLE001 - a file that does not open at all is as loud as it gets
        return True
    finally:
        database.close()


def _used_places(path: Path) -> Iterator[tuple[int, int]]:
    """Yield byte and bit of places that hold something: zero bytes are the free room of a page."""
    content = path.read_bytes()
    used = [number for number, byte in enumerate(content) if byte]
    places = random.Random(8)  # noqa: S311 - the same places on each run
    while True:
        yield places.choice(used), places.randrange(8)


@pytest.fixture
def office_file(worked) -> Path:
    if worked.kind != "sqlite":
        pytest.fail("only a file has bits to flip")
    return Path(worked.address)


@pytest.mark.sqlite_only
def test_R08_flipped_bits_are_reported_or_without_effect(worked, office_file, tmp_path):
    before = _everything(office_file)
    copy = tmp_path / "flipped" / "office.casement"
    copy.parent.mkdir()
    silent, reported = [], 0
    for (place, bit), _ in zip(_used_places(office_file), range(FLIPS), strict=False):
        content = bytearray(office_file.read_bytes())
        content[place] ^= 1 << bit
        copy.write_bytes(content)
        if _reported(copy, worked.folder / "keystore"):
            reported += 1
            continue
        try:
            same = _everything(copy) == before
        except sqlite3.Error:
            same = False
        if not same:
            silent.append((place, bit, place // PAGE + 1))
    assert silent == []
    assert reported > FLIPS / 2, "the flips hit places that matter"


@pytest.mark.sqlite_only
def test_R08_the_checker_itself_can_fail(worked, office_file, tmp_path):
    copy = tmp_path / "office.casement"
    shutil.copy(office_file, copy)
    assert not _reported(copy, worked.folder / "keystore")
    assert _everything(copy) == _everything(office_file)
    content = bytearray(copy.read_bytes())
    at = content.find(b"Halden Avionics AS")
    content[at] ^= 1
    copy.write_bytes(content)
    assert _everything(copy) != _everything(office_file)
    assert _reported(copy, worked.folder / "keystore")
