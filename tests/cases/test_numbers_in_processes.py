"""Case numbers stay gap-free when several workstations register at the same time (security.md R11)."""

import subprocess
import sys

from desktop.cases import store
from tests.builders.cases import APPLICANT, a_draft

# One workstation: opens the office (waiting for its turn where the office is a file), registers its drafts, lets one
# registration in five fail after it has taken a number.
WORKSTATION = """
import random, sys, time
from pathlib import Path
from desktop.administration import store as people
from desktop.actor import Actor
from desktop.cases import service
from desktop.clock import StandingClock
from desktop.errors import UserError
from desktop.office import Office

address, folder, seed, *case_ids = sys.argv[1:]
chance = random.Random(int(seed))
for _ in range(600):
    try:
        office = Office(address, clock=StandingClock(), keystore=Path(folder) / "keystore")
        break
    except UserError:
        time.sleep(0.1)
with office.read() as connection:
    ana = next(one for one in people.people(connection) if one.sign_in_name == "ana")
actor = Actor(ana.person_id, ana.sign_in_name, ana.full_name, ana.title, ana.roles)

def register(act, case_id, stumbles):
    reference = service.register(act, case_id)
    if stumbles:
        raise ArithmeticError
    return reference

for case_id in map(int, case_ids):
    if chance.random() < 0.2:
        try:
            office.write(actor, lambda act: register(act, case_id, True))
        except ArithmeticError:
            pass
    print(office.write(actor, lambda act: register(act, case_id, False))[0])
office.close()
"""
PROCESSES, EACH = 8, 10


def test_eight_workstations_leave_no_gap_and_no_double_r11(place, clock, actor, office):
    drafts = [a_draft(office, actor("ana"), parties=(APPLICANT,)) for _ in range(PROCESSES * EACH)]
    office.close()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORKSTATION, place.address, str(place.folder), str(number)]
            + [str(case_id) for case_id in drafts[number::PROCESSES]],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    given = []
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        given += out.split()
    assert sorted(given) == [f"MX-2027-{number:05d}" for number in range(1, PROCESSES * EACH + 1)]
    again = place.open(clock)
    with again.read() as connection:
        assert all(store.id_of_reference(connection, reference) for reference in given)
    again.close()
