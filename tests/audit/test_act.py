"""An act and its journal entries are one: both or neither (security.md R06, R25; domain.md AU-1)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from db.tables.administration import holiday
from db.tables.audit import journal
from desktop.act import Act, Hooks
from desktop.actor import Actor
from desktop.administration.service import sign_as
from desktop.audit import content
from desktop.cases import service
from desktop.errors import Refused, UserError, WrongPassword
from desktop.permissions import Role
from tests.builders.cases import a_case, a_draft


def _acts(office) -> list[tuple[str, dict[str, object]]]:
    with office.read() as connection:
        rows = connection.execute(select(journal.c.act, journal.c.facts).order_by(journal.c.seq)).all()
    return [(row.act, json.loads(row.facts)) for row in rows]


def _length(office) -> int:
    with office.read() as connection:
        return connection.execute(select(func.count()).select_from(journal)).scalar_one()


def test_R25_an_entry_says_who_in_which_role_when_on_which_machine_and_what(office, actor, clock):
    case = a_case(office, actor("ana"))
    with office.read() as connection:
        row = connection.execute(select(journal).where(journal.c.act == "case.registered")).one()
    assert (row.actor_name, row.roles, row.case_id) == ("Ana Bello", "clerk, registry", case.case_id)
    assert row.at == "2027-03-01T09:00:00.000000+00:00"
    assert row.machine
    assert json.loads(row.facts)["reference"] == case.reference


def test_R25_each_act_of_a_clerk_is_at_least_one_entry(office, actor, clock):
    ana = actor("ana")
    case_id = a_draft(office, ana)
    acts = [
        service.open_draft,
        lambda act: service.save_header(act, case_id, 2, {"end_use": "Another use."}),
        lambda act: service.register(act, case_id),
        lambda act: service.assign(act, [case_id], actor("ben").person_id),
        lambda act: service.withdraw(act, case_id, "The applicant wrote that the order is cancelled."),
    ]
    for operation in acts:
        clock.advance(timedelta(minutes=1))
        before = _length(office)
        office.write(ana, operation)
        with office.read() as connection:
            new = connection.execute(select(journal.c.at).where(journal.c.seq > before)).scalars().all()
        assert new
        assert len(set(new)) == 1


def test_R25_a_change_that_nobody_records_is_a_bug_and_is_rolled_back(office, actor, clock):
    def careless(act: Act) -> None:
        act.connection.execute(insert(holiday).values(day=clock.now().date(), name="A day off"))

    with pytest.raises(RuntimeError, match="without an entry"):
        office.write(actor("adam"), careless)
    with office.read() as connection:
        assert connection.execute(select(holiday.c.name).where(holiday.c.name == "A day off")).first() is None


def test_an_act_that_does_nothing_leaves_no_entry(office, actor):
    before = _length(office)
    result, changes = office.write(actor("ana"), lambda _act: 42)
    assert result == 42
    assert not changes.areas
    assert _length(office) == before


def test_R06_an_act_that_fails_leaves_neither_change_nor_entry(office, actor):
    before = _length(office)

    def fails(act: Act) -> None:
        service.open_draft(act)
        raise OSError("the program was stopped here")

    with pytest.raises(OSError, match="stopped"):
        office.write(actor("ana"), fails)
    assert _length(office) == before


def test_AU1_a_refusal_is_an_entry_though_it_changed_nothing(office, actor):
    case = a_case(office, actor("ana"))
    with pytest.raises(Refused):
        office.write(actor("otto"), lambda act: service.withdraw(act, case.case_id, "no"))
    verb, facts = _acts(office)[-1]
    assert verb == "act.refused"
    assert facts["rule"] == "domain §3"
    assert "change a case" in facts["sentence"]


def test_R21_a_wrong_password_at_a_signature_is_an_entry(office, actor):
    with pytest.raises(WrongPassword):
        office.write(actor("ana"), lambda act: sign_as(act, "not my password", b"content"))
    assert _acts(office)[-1] == ("act.refused", {"rule": "R21", "sentence": "The password is not right."})


def test_a_slip_of_the_pen_is_no_entry(office, actor):
    before = _length(office)

    def slip(act: Act) -> None:
        service.save_header(act, service.open_draft(act), 1, {"end_use": "\x00"})

    with pytest.raises(UserError):
        office.write(actor("ana"), slip)
    assert _length(office) == before


def test_the_last_entry_of_an_act_carries_the_digest_of_what_it_left(office, actor):
    case = a_case(office, actor("ana"))
    with office.read() as connection:
        rows = connection.execute(
            select(journal.c.content).where(journal.c.case_id == case.case_id).order_by(journal.c.seq)
        )
        digests = rows.scalars().all()
        assert digests[-1] == content.of_case(connection, case.case_id)
        assert dict(content.of_all_cases(connection)) == {case.case_id: digests[-1]}


def test_hooks_hear_of_each_touched_case_before_the_entries_are_written(place, clock):
    heard = []
    office = place.open(clock, hooks=Hooks(act_ended=(lambda act, case_id: heard.append((case_id, act.changes)),)))
    ana = Actor(1, "ana", "Ana Bello", "", frozenset({Role.CLERK}))
    case_id, _ = office.write(ana, service.open_draft)
    office.close()
    assert [number for number, _ in heard] == [case_id]
