"""A program killed while it saves loses nothing it acknowledged and leaves nothing half done (security.md R01)."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from sqlalchemy import func, select

from db.engine import Database
from db.tables.cases import case_line

SAVER = Path(__file__).with_name("saver.py")
KILLS = int(os.environ.get("CASEMENT_KILLS", "20"))


def _save_until_killed(place, seconds: float) -> tuple[int, int]:
    """Return the case the saver worked on and the number of lines it had acknowledged when it was killed."""
    saver = subprocess.Popen(
        [sys.executable, str(SAVER), place.address, str(place.folder / "keystore")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert saver.stdout is not None
    assert saver.stderr is not None
    case_id = acknowledged = 0
    with saver.stdout, saver.stderr:
        first = saver.stdout.readline()
        if first != "ready\n":
            raise AssertionError(saver.stderr.read())
        killer = threading.Timer(seconds, saver.send_signal, [signal.SIGKILL])
        killer.start()
        for line in saver.stdout:
            if line.endswith("\n"):
                case_id, acknowledged = (int(word) for word in line.split())
        killer.join()
    assert saver.wait() == -signal.SIGKILL
    return case_id, acknowledged


def test_R01_acknowledged_saves_survive_a_killed_process(place, findings):
    moments = random.Random(1)  # noqa: S311 - the same moments on each run
    kept: dict[int, int] = {}
    for _ in range(KILLS):
        case_id, acknowledged = _save_until_killed(place, moments.uniform(0.02, 0.3))
        if case_id:
            kept[case_id] = acknowledged
        database = Database(place.address)
        with database.read() as connection:
            counted = select(case_line.c.case_id, func.count()).group_by(case_line.c.case_id)
            there = {int(number): int(lines) for number, lines in connection.execute(counted)}
        database.close()
        for number, lines in kept.items():
            assert there[number] >= lines, "an acknowledged save is gone"
        assert all(lines % 2 == 0 for lines in there.values()), "half an act was kept"
        # whole, chain unbroken, and the outside memory never ahead of what is safely in the office
        assert findings() == []
    assert sum(kept.values()) / 2 >= KILLS, "the saver got to save between the kills"
