"""Issuing a letter: number, anchor, frozen bytes, journal; refused where a rule stands against it."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from db.tables.audit import journal
from db.tables.documents import stored_file
from db.tables.letters import letter
from desktop.audit import store as journal_store
from desktop.errors import Refused, UserError
from desktop.letters import render, store, templates
from desktop.letters.model import Grounds, LetterKind, ReasonFacts
from tests.builders.letters import a_licence, a_refusal, some_conditions
from tests.builders.papers import words_of_pdf


def issued(decided, letter_id):
    with decided.office.read() as connection:
        return (
            store.by_id(connection, letter_id),
            store.facts_of(connection, letter_id),
            store.content_of(connection, letter_id),
        )


def test_LT_01_letters_are_numbered_without_gaps_through_all_kinds(decided):
    first = decided.issue(a_licence())
    second = decided.issue(a_refusal(replaces="MER/APC/2027/0001"))
    assert issued(decided, first)[0].number == "MER/APC/2027/0001"
    assert issued(decided, second)[0].number == "MER/REF/2027/0002"


def test_a_refused_issue_uses_no_number(decided):
    with pytest.raises(UserError):
        decided.issue(a_licence(signatories=()))
    assert issued(decided, decided.issue(a_licence()))[0].number == "MER/APC/2027/0001"


def test_LT_02_the_letter_is_stored_with_digest_and_the_foot_shows_the_check_code(decided):
    row, facts, content = issued(decided, decided.issue(a_licence()))
    assert row.file_digest == hashlib.sha256(content).hexdigest()
    assert row.facts_digest == facts.digest()
    code = row.facts_digest[:12].upper()
    assert facts.check_code.replace(" ", "") == code
    assert facts.check_code in words_of_pdf(content)


def test_R28_the_letter_carries_the_newest_journal_entry_with_eight_bytes_of_its_digest(decided):
    with decided.office.read() as connection:
        seq, digest = journal_store.head(connection)
    row, facts, content = issued(decided, decided.issue(a_licence()))
    assert (row.anchor_seq, row.anchor_digest) == (seq, digest[:16])
    assert f"Record entry {seq}: {digest[:16].upper()}" in words_of_pdf(content)
    assert facts.anchor.fits(digest)
    assert not facts.anchor.fits(None)


def test_R55_the_journal_names_number_and_digest_of_the_file(decided):
    row, _, _ = issued(decided, decided.issue(a_licence()))
    with decided.office.read() as connection:
        facts = connection.execute(select(journal.c.facts).where(journal.c.act == "letter.issued")).scalar_one()
    assert f'"number":"{row.number}"' in facts
    assert f'"sha256":"{row.file_digest}"' in facts


def test_L7_a_letter_opened_again_is_the_stored_one_whatever_the_templates_say_today(decided, monkeypatch):
    letter_id = decided.issue(a_licence())
    _, _, before = issued(decided, letter_id)
    newer = replace(templates.load(LetterKind.APC), title=templates.parse("Permit {licence.number}"))
    monkeypatch.setattr(templates, "load", lambda *_: newer)
    row, facts, after = issued(decided, letter_id)
    assert after == before
    assert hashlib.sha256(after).hexdigest() == row.file_digest
    assert render.final(facts) != before


def test_CH_6_a_licence_keeps_the_text_it_was_issued_with(decided):
    facts = a_licence()
    older = replace(facts.conditions[0], text="This licence covers what the library said last year.")
    letter_id = decided.issue(replace(facts, conditions=(older, *facts.conditions[1:])))
    _, stored, content = issued(decided, letter_id)
    assert stored.conditions[0].text == older.text
    assert older.text in words_of_pdf(content)


@pytest.mark.parametrize("statement", [
    update(letter).values(number="MER/APC/2027/0009"),
    update(letter).values(facts={}),
    delete(letter),
    update(stored_file).values(content=b"other"),
    delete(stored_file),
])  # fmt: skip
def test_LT_11_the_database_refuses_to_change_an_issued_letter(decided, statement):
    decided.issue(a_licence())
    with pytest.raises((DBAPIError, UserError)), decided.office.database.write() as connection:
        connection.execute(statement)


def test_LT_11_a_second_letter_of_a_decision_says_what_it_replaces(decided):
    decided.issue(a_licence())
    with pytest.raises(Refused, match="sent out as MER/APC/2027/0001"):
        decided.issue(a_licence())
    row, _, content = issued(decided, decided.issue(a_licence(replaces="MER/APC/2027/0001")))
    assert row.version == 2
    assert "Replaces" in words_of_pdf(content)


@pytest.mark.parametrize("by", ["ana", "tess", "adam", "otto"])
def test_only_who_may_sign_issues_a_letter(decided, by):
    with pytest.raises(Refused, match="sign and issue a letter"):
        decided.issue(a_licence(), by=by)


def test_L3_an_open_parameter_stops_the_issue_and_is_named(decided):
    conditions, obligations = some_conditions("ML-2027-00001", DV_01={"dv_days": ""})
    with pytest.raises(UserError, match=r"DV-01\.\{dv_days\} is empty"):
        decided.issue(a_licence(conditions=conditions, obligations=obligations))


def test_L4_a_reason_that_asks_for_a_partners_denial_fails_by_the_name_of_the_field(decided):
    pulling = (ReasonFacts("RR-05", "As {denial.partner} has found, there is a risk of diversion."),)
    for grounds in (Grounds(pulling, "text"), Grounds(a_refusal().grounds.reasons, "See {denial.partner}.")):
        with pytest.raises(Refused, match=r"denial\.partner, which is marked PARTNER-CONFIDENTIAL") as refused:
            decided.issue(a_refusal(grounds=grounds))
        assert refused.value.rule == "LT-03"


def test_R39_a_name_that_no_font_has_stops_the_letter_before_issue(decided):
    facts = a_licence()
    strange = replace(facts.parties[1], original_name="ქართული")
    with pytest.raises(UserError, match="georgian letter") as stopped:
        decided.issue(replace(facts, parties=(facts.parties[0], strange)))
    assert stopped.value.field == "parties 2, original name"


def test_only_a_draft_is_issued(decided):
    with pytest.raises(ValueError, match="draft"):
        decided.issue(a_licence().issued_as("MER/APC/2027/0001", None))


def test_a_letter_that_is_not_there_is_said_so(decided):
    with decided.office.read() as connection, pytest.raises(UserError, match="does not exist"):
        store.by_id(connection, 77)


def test_the_letters_of_a_case_are_listed_oldest_first(decided):
    decided.issue(a_licence())
    decided.issue(a_licence(replaces="MER/APC/2027/0001"))
    with decided.office.read() as connection:
        found = store.of_case(connection, decided.case_id)
    assert [one.number for one in found] == ["MER/APC/2027/0001", "MER/APC/2027/0002"]
