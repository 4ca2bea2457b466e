"""An office with an issued letter, and what a raw tool does to it afterwards (security.md R06, R08, R17, R28)."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, select

from db.tables import metadata
from db.tables.letters import letter
from desktop.act import Act
from desktop.actor import Actor
from desktop.administration import store as people
from desktop.audit.checkpoints import EVERY
from desktop.audit.model import Anchor, Check
from desktop.licences import service
from tests.builders.decisions import a_signed_case, countersign
from tests.builders.tampering import tamper
from tests.conftest import PASSWORD


def _actors(office) -> Callable[[str], Actor]:
    with office.read() as connection:
        found = {someone.sign_in_name: someone for someone in people.people(connection)}
    return lambda name: Actor(found[name].person_id, name, found[name].full_name, found[name].title, found[name].roles)


@pytest.fixture
def issued(place, clock) -> Anchor:
    """The anchor printed in the one letter of an office that is closed again."""
    office = place.open(clock)
    actor = _actors(office)
    case = a_signed_case(office, actor)
    countersign(office, actor("sara"), case)
    office.write(actor("sara"), lambda act: service.issue_decision_letter(act, case.case_id, PASSWORD))
    with office.read() as connection:
        row = connection.execute(select(letter)).one()
    office.close()
    return Anchor(row.anchor_seq, row.anchor_digest[:16], f"letter {row.number}")


def _places(found) -> set[tuple[Check, str]]:
    return {(finding.check, finding.place.partition(" (entry")[0]) for finding in found}


def test_an_office_with_an_issued_letter_is_whole(issued, findings):
    assert findings() == []
    assert findings([issued], memory=False) == []


CASE = (Check.CONTENT, "case MX-2027-00001")
LETTER = (Check.LETTER, "letter MER/APC/2027/0001")
SIGNATURE = (Check.SIGNATURE, "case MX-2027-00001")
EDITS = {
    "the letter's facts": ("UPDATE letter SET facts = replace(facts, 'Halden', 'Holden')", {CASE, LETTER}),
    "the letter's number": ("UPDATE letter SET number = 'MER/APC/2027/0002'", {CASE}),
    "the letter's anchor": ("UPDATE letter SET anchor_seq = anchor_seq - 1", {CASE}),
    "the licence's last day": ("UPDATE licence SET valid_to = '2039-12-31'", {CASE}),
    "the quantity of an item": ("UPDATE case_line SET quantity = '160'", {CASE, SIGNATURE}),
    "the end-user": ("UPDATE case_party SET country = 'XX' WHERE role = 'end_user'", {CASE, SIGNATURE}),
    "a condition": ("UPDATE chosen_condition SET condition_id = 'GEN-99' WHERE id = 1", {CASE, SIGNATURE}),
    "the outcome": ("UPDATE line_outcome SET outcome = 'REFUSE'", {CASE, SIGNATURE}),
    "what was signed": ("UPDATE recommendation SET content = replace(content, '16', '61')", {CASE, SIGNATURE}),
    "who prepared": ("UPDATE recommendation SET prepared_name = 'Ben Okafor'", {CASE, SIGNATURE}),
    "the preparer's signature": ("UPDATE recommendation SET signature = upper(signature)", {CASE, SIGNATURE}),
    "who countersigned": ("UPDATE countersignature SET person_name = 'Sven Dahl'", {CASE, SIGNATURE}),
    "the countersignature": ("UPDATE countersignature SET signature = upper(signature)", {CASE, SIGNATURE}),
    "the answer": ("UPDATE countersignature SET answer = 'returned', reasons = 'x'", {CASE, SIGNATURE}),
    "the decision": ("UPDATE decision SET outcome = 'REFUSE'", {CASE}),
    "the classification": ("UPDATE classification_confirmation SET category = 'I'", {CASE, SIGNATURE}),
    "the policy outcome": ("UPDATE policy_result SET outcome = 'NLR'", {CASE}),
}


@pytest.mark.parametrize("what", EDITS)
def test_R08_R17_each_edit_of_a_decided_case_is_found(place, issued, findings, what):
    statement, expected = EDITS[what]
    tamper(place.address, [statement])
    assert expected <= _places(findings(memory=False))


def test_AU3_a_changed_pdf_is_found_by_its_digest(place, issued, findings):
    changed = "substr(content, 1, 4000) || x'00' || substr(content, 4002)"
    on_server = "overlay(content placing '\\x00'::bytea from 4001)"
    statement = f"UPDATE stored_file SET content = {changed if place.kind == 'sqlite' else on_server}"
    tamper(place.address, [f"{statement} WHERE content_type = 'application/pdf'"])
    assert any(finding.check is Check.FILE for finding in findings(memory=False))


@pytest.mark.parametrize("kind", ["the tail cut", "the journal rewritten", "the office rolled back"])
def test_R28_the_printed_letter_alone_shows_what_was_done_to_the_journal(place, clock, issued, findings, kind):
    from tests.audit.test_checkpoints import _rewritten

    if kind == "the journal rewritten":
        statements = [*_rewritten(place.address, issued.seq - 3), "DELETE FROM checkpoint"]
    else:
        cut = issued.seq - 3
        statements = [f"DELETE FROM journal WHERE seq > {cut}", "DELETE FROM checkpoint"]
    tamper(place.address, statements)
    if kind == "the office rolled back":
        office = place.open(clock)
        actor = _actors(office)
        for _ in range(4):
            office.write(actor("sara"), lambda act: act.record("case.summarised", "cases"))
        office.close()
    found = [f for f in findings([issued], memory=False) if f.check is Check.ANCHOR]
    assert found
    assert f"entry {issued.seq}" in found[0].place


class _Stopped(Exception):
    pass


@pytest.mark.sqlite_only
def test_R06_issuing_a_letter_is_stopped_anywhere_and_leaves_nothing(place, clock, tmp_path, monkeypatch):
    from desktop.audit import checkpoints

    office = place.open(clock)
    actor = _actors(office)
    case = a_signed_case(office, actor)
    countersign(office, actor("sara"), case)
    monkeypatch.setattr(checkpoints, "after_act", lambda *_: None)

    def everything():
        with office.read() as connection:
            return [connection.execute(select(table)).all() for table in metadata.sorted_tables]

    seen = [0]

    def stop(*_args) -> None:
        seen[0] += 1
        if seen[0] == at:
            raise _Stopped

    def issue(act: Act) -> None:
        service.issue_decision_letter(act, case.case_id, PASSWORD)

    before = everything()
    event.listen(office.database.engine, "before_cursor_execute", stop)
    try:
        # every fifth boundary: rendering the letter again and again is what takes the time
        for at in range(1, 10_000, 5):
            seen[0] = 0
            try:
                office.write(actor("sara"), issue)
            except _Stopped:
                at_boundary = at
                seen[0] = -10_000
                assert everything() == before, f"something is left of a letter stopped before statement {at_boundary}"
                continue
            break
    finally:
        event.remove(office.database.engine, "before_cursor_execute", stop)
    assert at >= 60, "an issue has many parts"
    office.close()


def test_a_decided_office_with_many_entries_keeps_its_checkpoints(place, clock, issued, findings):
    office = place.open(clock)
    for _ in range(3):
        office.write(_actors(office)("ana"), lambda act: [act.record("case.summarised", "cases") for _ in range(EVERY)])
    office.close()
    assert findings() == []
