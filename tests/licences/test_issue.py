"""Issuing the letter of a decision, and the licence it creates (T-25, TL-15, TL-20, LT-02)."""

from datetime import date, timedelta

import pytest

from desktop.cases import store as cases
from desktop.cases.model import State
from desktop.decisions import letter_facts
from desktop.errors import Refused, UserError
from desktop.letters import store as letters
from desktop.letters.model import LetterKind
from desktop.licences import service, store
from desktop.policy.model import Answer, EndUseClass
from tests.builders.decisions import (
    a_refused_draft,
    a_signed_case,
    an_assessed_case,
    answer_all,
    countersign,
    recommend,
)
from tests.builders.raw import raw_tool
from tests.conftest import PASSWORD


def issue(office, officer, case):
    return office.write(officer, lambda act: service.issue_decision_letter(act, case.case_id, PASSWORD))[0]


@pytest.fixture
def decided(office, actor):
    case = a_signed_case(office, actor)
    countersign(office, actor("sara"), case)
    return case


def test_a_grant_becomes_a_numbered_letter_and_an_active_licence_and_the_case_closes(office, actor, decided):
    letter_id = issue(office, actor("sara"), decided)
    with office.read() as connection:
        licence = store.of_case(connection, decided.case_id)
        facts = letters.facts_of(connection, letter_id)
        assert cases.case_by_id(connection, decided.case_id).state is State.CLO
        assert letters.content_of(connection, letter_id).startswith(b"%PDF")
    assert licence is not None
    assert (licence.number, licence.state) == ("ML-2027-00001", "ACTIVE")
    assert (licence.valid_from, licence.valid_to) == (date(2027, 3, 1), date(2029, 2, 28))
    assert facts.kind is LetterKind.APC
    assert facts.licence is not None
    assert facts.licence.number == "ML-2027-00001"
    assert [(one.name, one.title) for one in facts.signatories] == [("Sara Vance", "Supervisor")]
    assert "ML-2027-00001" in next(c.text for c in facts.conditions if c.condition_id == "RT-07")


def test_L5_a_refusal_names_the_last_day_to_appeal_and_two_signatories(office, actor):
    case = a_refused_draft(office, actor)
    recommend(office, actor("ana"), case)
    countersign(office, actor("sara"), case)
    countersign(office, actor("hedda"), case)
    letter_id = issue(office, actor("hedda"), case)
    with office.read() as connection:
        facts = letters.facts_of(connection, letter_id)
        assert store.of_case(connection, case.case_id) is None
    assert facts.kind is LetterKind.REF
    assert facts.appeal is not None
    assert facts.appeal.last_day == date(2027, 3, 30)
    assert [one.name for one in facts.signatories] == ["Sara Vance", "Hedda Moreau"]
    assert [one.public_text for one in facts.grounds.reasons] == ["Transfers of this kind are not authorised."]


def test_no_licence_required_has_a_letter_and_no_licence(office, actor):
    case = an_assessed_case(office, actor, codes=(), found={"end_use_class": EndUseClass.C})
    answer_all(office, actor("ana"), case, Answer.NLR, paragraph="Range 25 km, no dispensing gear.")
    recommend(office, actor("ana"), case)
    countersign(office, actor("sara"), case)
    letter_id = issue(office, actor("sara"), case)
    with office.read() as connection:
        assert letters.facts_of(connection, letter_id).kind is LetterKind.NLR
        assert store.of_case(connection, case.case_id) is None


def test_a_case_that_is_not_decided_has_no_letter_to_issue(office, actor):
    case = a_signed_case(office, actor)
    with pytest.raises(Refused) as refused:
        issue(office, actor("sara"), case)
    assert refused.value.rule == "T-25"


def test_L6_who_recommended_cannot_sign_the_letter(office, actor):
    from tests.builders.decisions import a_granted_draft

    case = a_granted_draft(office, actor)
    recommend(office, actor("dora"), case)
    countersign(office, actor("sara"), case)
    with pytest.raises(Refused) as refused:
        issue(office, actor("dora"), case)
    assert refused.value.rule == "S-1"


@pytest.mark.parametrize("name", ["ana", "tess", "adam", "otto"])
def test_a_role_without_the_right_issues_no_letter(office, actor, decided, name):
    with pytest.raises(Refused):
        issue(office, actor(name), decided)


def test_R21_a_wrong_password_issues_nothing_and_gives_the_numbers_back(office, actor, decided):
    with pytest.raises(UserError, match="password"):
        office.write(actor("sara"), lambda act: service.issue_decision_letter(act, decided.case_id, "wrong"))
    issue(office, actor("sara"), decided)
    with office.read() as connection:
        assert store.of_case(connection, decided.case_id).number == "ML-2027-00001"
        (letter,) = letters.of_case(connection, decided.case_id)
    assert letter.number == "MER/APC/2027/0001"


def test_R15_an_account_that_is_gone_issues_nothing(office, actor, decided):
    from dataclasses import replace

    with pytest.raises(Refused) as refused:
        issue(office, replace(actor("sara"), person_id=98), decided)
    assert refused.value.rule == "R15"


def test_a_decision_has_one_letter(office, actor, decided):
    issue(office, actor("sara"), decided)
    with pytest.raises(Refused) as refused:
        issue(office, actor("sara"), decided)
    assert refused.value.rule == "T-25"


def test_R17_a_value_edited_by_a_raw_tool_after_the_decision_stops_the_letter(office, actor, place, decided):
    with raw_tool(place) as execute:
        execute("UPDATE case_line SET quantity = '160' WHERE case_id = ?", decided.case_id)
    with pytest.raises(Refused) as refused:
        issue(office, actor("sara"), decided)
    assert refused.value.rule == "R17"
    assert refused.value.field == "items 1, quantity"


def test_LT_04_a_licence_that_has_ended_before_its_letter_is_not_issued(office, actor, clock, decided):
    clock.advance(timedelta(days=800))
    with pytest.raises(UserError, match=r"GEN-06\.\{expiry_date\}"):
        issue(office, actor("sara"), decided)


def test_a_draft_says_what_the_letter_will_say_before_anybody_signed(office, actor):
    case = a_signed_case(office, actor)
    with office.read() as connection:
        facts = letter_facts.gather(connection, case.case_id, dated=date(2027, 3, 1))
    assert facts.is_draft
    assert facts.signatories == ()
    assert facts.addressee.name == "Halden Avionics AS"
    assert facts.case.destination == "Portugal"
    assert facts.lines[0].edition == "14 March 2024"
    assert facts.lines[0].annex_ref == "9.A.4"


def test_a_letter_waits_for_every_outcome(office, actor):
    case = an_assessed_case(office, actor)
    with office.read() as connection, pytest.raises(UserError, match="outcome of every line"):
        letter_facts.gather(connection, case.case_id, dated=date(2027, 3, 1))
