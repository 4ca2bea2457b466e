"""Every act of several parts happens whole or not at all, wherever it is stopped (security.md R06)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select, text

from db import search
from db.tables import metadata
from desktop.act import Act
from desktop.administration import service as administration
from desktop.administration.model import NewPerson
from desktop.audit import checkpoints
from desktop.cases import line_service, service
from desktop.permissions import Role
from tests.builders.cases import GYROS, a_draft
from tests.conftest import CHEAP


class Stopped(Exception):
    """The act was stopped before one of its statements."""


def _everything(office) -> list[Any]:
    with office.read() as connection:
        said: list[Any] = [connection.execute(select(table)).all() for table in metadata.sorted_tables]
        said.append(list(search.indexed(connection)))
    return said


class _StopBefore:
    """Counts the statements of an act and stops it before one of them."""

    def __init__(self, office, statement: int) -> None:
        self.engine, self.statement, self.seen = office.database.engine, statement, 0

    def _on_statement(self, *_args: Any) -> None:
        self.seen += 1
        if self.seen == self.statement:
            raise Stopped

    def __enter__(self) -> "_StopBefore":
        event.listen(self.engine, "before_cursor_execute", self._on_statement)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._on_statement)


def _stopped_everywhere(office, who, operation: Callable[[Act], object], monkeypatch) -> int:
    """Stop ``operation`` before each of its statements in turn; return how many there are."""
    monkeypatch.setattr(checkpoints, "after_act", lambda *_: None)
    before = _everything(office)
    statement = 1
    while True:
        with _StopBefore(office, statement) as stop:
            try:
                office.write(who, operation)
            except Stopped:
                pass
            else:
                assert stop.seen == statement - 1
                return statement - 1
        assert _everything(office) == before, f"something is left of an act stopped before statement {statement}"
        statement += 1


def test_R06_registering_takes_number_state_words_and_entry_together(office, actor, monkeypatch):
    case_id = a_draft(office, actor("ana"))
    boundaries = _stopped_everywhere(office, actor("ana"), lambda act: service.register(act, case_id), monkeypatch)
    assert boundaries >= 12
    with office.read() as connection:
        assert connection.execute(text("SELECT last FROM number_series WHERE series = 'case'")).scalar_one() == 1


def test_R06_several_changes_in_one_act_are_one(office, actor, monkeypatch):
    case_id = a_draft(office, actor("ana"))

    def operation(act: Act) -> None:
        line_service.add_line(act, case_id, replace(GYROS, description="Turntable", quantity=Decimal(2)))
        service.save_header(act, case_id, 2, {"end_use": "Test of gyroscopes on a turntable."})

    assert _stopped_everywhere(office, actor("ana"), operation, monkeypatch) >= 12


def test_R06_a_new_person_comes_with_key_voucher_and_entry(office, place, actor, monkeypatch):
    new = NewPerson("nora", "Nora Falk", "Clerk", frozenset({Role.CLERK}), "four quiet green boats")
    boundaries = _stopped_everywhere(
        office,
        actor("adam"),
        lambda act: administration.add_person(act, new, place.root_key, cost=CHEAP),
        monkeypatch,
    )
    assert boundaries >= 6


def test_R06_withdrawing_moves_state_count_and_entry_together(office, actor, monkeypatch):
    case_id = a_draft(office, actor("ana"))
    office.write(actor("ana"), lambda act: service.register(act, case_id))
    reason = "The applicant wrote that the order is cancelled."
    assert (
        _stopped_everywhere(office, actor("ana"), lambda act: service.withdraw(act, case_id, reason), monkeypatch) > 6
    )


def test_R06_setting_up_an_office_is_one_act(tmp_path, clock, monkeypatch):
    from desktop.office import Office
    from tests.conftest import PROFILE

    office = Office(tmp_path / "new.casement", clock=clock, keystore=tmp_path / "keystore")
    people = [NewPerson("ana", "Ana Bello", "Clerk", frozenset({Role.CLERK}), "seven grey herons")]
    monkeypatch.setattr(checkpoints, "after_act", lambda *_: None)
    before, tries = _everything(office), 0
    while True:
        tries += 1
        root = administration.RootKey(tmp_path / f"root-{tries}.key", "a lighthouse in fog")
        with _StopBefore(office, tries):
            try:
                administration.set_up_office(office, PROFILE, people, root, cost=CHEAP)
            except Stopped:
                assert _everything(office) == before
            else:
                break
    assert tries >= 6
    with pytest.raises(Exception, match="set up already"):
        administration.set_up_office(
            office, PROFILE, people, administration.RootKey(tmp_path / "another.key", "a lighthouse in fog"), cost=CHEAP
        )
    assert not (tmp_path / "another.key").exists()
    office.close()
