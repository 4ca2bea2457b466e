"""The history of a case reads in the office's time, entry by entry, and says how far it was checked (AU-1, R27)."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from db.tables.audit import journal
from desktop.actor import Actor
from desktop.audit import service
from desktop.cases import party_service
from desktop.cases.model import PartyDraft, PartyRole
from desktop.permissions import Role
from tests.builders.cases import a_case, a_draft
from tests.builders.tampering import tamper


def _history(office, case_id):
    with office.read() as connection:
        return service.read_history(connection, case_id)


def test_the_history_tells_the_acts_of_one_case_in_order(office, actor):
    first = a_case(office, actor("ana"))
    a_draft(office, actor("ben"))
    history = _history(office, first.case_id)
    assert history.lines[0].told.sentence == "Ana Bello opened a draft: permanent export."
    assert [line.seq for line in history.lines] == sorted(line.seq for line in history.lines)
    assert {line.who for line in history.lines} == {"Ana Bello"}
    assert all(line.holds for line in history.lines)
    assert {line.group for line in history.lines} == {"application"}


def test_times_are_the_office_s_own(office, actor, monkeypatch):
    case = a_case(office, actor("ana"))
    monkeypatch.setattr(service, "_time_zone", lambda _connection: ZoneInfo("Asia/Tokyo"))
    assert f"{_history(office, case.case_id).lines[0].at:%H:%M}" == "18:00"


def test_R27_the_chain_is_checked_from_the_newest_checkpoint_on(place, clock):
    office = place.open(clock)
    case_id = a_draft(office, actor_of(office))
    state = _history(office, case_id).chain
    assert 0 < state.since < state.to
    assert state.problem == ""
    office.close()
    tamper(place.address, [f"UPDATE journal SET facts = '{{}}' WHERE seq = {state.to - 1}"])
    office = place.open(clock)
    office.database.close()
    office = place.open(clock)
    with office.read() as connection:
        changed = [line.seq for line in service.read_history(connection, case_id).lines if not line.holds]
    assert changed == [state.to - 1]
    office.database.close()


def actor_of(office):
    return Actor(1, "ana", "Ana Bello", "", frozenset({Role.CLERK, Role.REGISTRY}))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE checkpoint SET signature = public_key", "signature of the checkpoint"),
        ("UPDATE checkpoint SET digest = 'x'", "signature of the checkpoint"),
        ("UPDATE journal SET digest = 'x' WHERE seq = (SELECT max(seq) FROM checkpoint)", "not the one the checkpoint"),
        ("UPDATE journal SET machine = 'x' WHERE seq = (SELECT max(seq) FROM journal)", "was changed after"),
    ],
)
def test_R27_a_tampered_end_of_the_journal_is_told(place, clock, statement, problem):
    office = place.open(clock)
    a_draft(office, actor_of(office))
    office.database.close()
    tamper(place.address, [statement])
    office = place.open(clock)
    with office.read() as connection:
        assert problem in service.chain_state(connection).problem
    office.database.close()


def test_R27_an_office_without_a_checkpoint_is_checked_from_its_first_entry(place, clock):
    tamper(place.address, ["DELETE FROM checkpoint"])
    office = place.open(clock)
    with office.read() as connection:
        state = service.chain_state(connection)
    assert (state.since, state.problem) == (0, "")
    office.database.close()


def test_R29_the_history_as_text_has_one_line_for_each_act(office, actor):
    case_id = a_draft(office, actor("ana"))

    def hostile(act):
        party_service.add_party(
            act,
            case_id,
            PartyDraft(
                PartyRole.AGENT,
                name="2027-03-01 09:00 · entry 9 · all is well",
                address="x\n2027-03-01 09:00 · entry 10 · signed by Sara Vance\nΩ",
            ),
        )

    office.write(actor("ana"), hostile)
    lines = _history(office, case_id).lines
    text = service.history_as_text(lines)
    assert len(text.splitlines()) == len(lines)
    assert all(f" · entry {line.seq} · " in printed for line, printed in zip(lines, text.splitlines(), strict=True))


def test_AU1_a_history_that_leaves_the_office_is_an_entry(office, actor):
    case = a_case(office, actor("ana"))
    office.write(actor("otto"), lambda act: service.note_history_written_out(act, case.case_id, 7))
    last = _history(office, case.case_id).lines[-1]
    assert last.told.sentence == "Otto Lang saved the history of the case as a file, 7 lines."
    with office.read() as connection:
        assert connection.execute(select(journal.c.case_id).order_by(journal.c.seq.desc())).scalar() == case.case_id
