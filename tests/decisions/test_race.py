"""Two people decide at the same moment: exactly one decision comes of it (security.md R19)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from db.tables.decisions import countersignature, decision
from desktop.decisions import service
from desktop.errors import Refused
from tests.builders.cases import GYROS
from tests.builders.decisions import a_refused_draft, recommend
from tests.conftest import PASSWORD

ROUNDS = 6


@pytest.mark.parametrize("second", ["accept", "return"])
def test_R19_a_race_of_two_answers_yields_exactly_one(place, clock, office, actor, second):
    cases = []
    for number in range(ROUNDS):
        line = replace(GYROS, model=f"N-{number}", description=f"Casting plant {number}")
        cases.append(a_refused_draft(office, actor, lines=(line,)))
        recommend(office, actor("ana"), cases[-1])
    # on a server the second person sits at another workstation; a file has one program and several windows
    other = place.open(clock) if place.kind == "postgresql" else office

    def answer(which, person, case, barrier, verb):
        def operation(act):
            if verb == "accept":
                return service.countersign(act, case.case_id, PASSWORD)
            return service.send_back(act, case.case_id, "Not so.", PASSWORD)

        barrier.wait()
        try:
            which.write(person, operation)
        except Refused as refused:
            return refused.rule
        return "done"

    with ThreadPoolExecutor(2) as pool:
        for case in cases:
            barrier = Barrier(2)
            first = pool.submit(answer, office, actor("sara"), case, barrier, "accept")
            # the second supervisor may not give the second signature, so one of the two comes too late
            late = pool.submit(answer, other, actor("sven"), case, barrier, second)
            outcomes = sorted([first.result(), late.result()])
            assert outcomes in (["T-24", "done"], ["domain §3", "done"], ["done", "done"]), outcomes
            with office.read() as connection:
                kept = connection.execute(
                    select(countersignature.c.position, countersignature.c.answer).where(
                        countersignature.c.case_id == case.case_id
                    )
                ).all()
            assert len({row.position for row in kept}) == len(kept), "no place is taken twice"
            accepted = [row for row in kept if row.answer == "accepted"]
            assert len(accepted) <= 1
    if other is not office:
        other.close()


def test_R19_two_supervisors_deciding_at_once_make_one_decision(place, clock, office, actor):
    from tests.builders.decisions import a_signed_case

    cases = [
        a_signed_case(office, actor, lines=(replace(GYROS, model=f"F-{n}", description=f"Gyro {n}"),)) for n in range(3)
    ]
    other = place.open(clock) if place.kind == "postgresql" else office

    def countersign(which, person, case, barrier):
        barrier.wait()
        try:
            return which.write(person, lambda act: service.countersign(act, case.case_id, PASSWORD))[0]
        except Refused as refused:
            return refused.rule

    with ThreadPoolExecutor(2) as pool:
        for case in cases:
            barrier = Barrier(2)
            found = [
                pool.submit(countersign, which, actor(name), case, barrier)
                for which, name in ((office, "sara"), (other, "sven"))
            ]
            results = [future.result() for future in found]
            assert results.count("T-24") == 1, results
            with office.read() as connection:
                rows = connection.execute(select(decision.c.id).where(decision.c.case_id == case.case_id)).all()
            assert len(rows) == 1
    if other is not office:
        other.close()
