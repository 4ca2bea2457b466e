"""What stops the issue of a letter (LT-04, LT-05, LT-06, LT-14): one sentence each."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.letters import rules
from desktop.letters.model import AppealFacts, Grounds
from tests.builders.letters import DATED, a_licence, a_no_licence, a_refusal, some_conditions


def missing(facts) -> str:
    return " ".join(rules.missing_for_issue(facts, DATED))


@pytest.mark.parametrize("facts", [a_licence(), a_refusal(), a_no_licence()])
def test_a_whole_letter_may_go(facts):
    assert missing(facts) == ""


def test_LT_04_an_open_blank_and_a_missing_licence_number_are_named():
    conditions, _ = some_conditions("", DV_01={"dv_days": ""})
    text = missing(a_licence(number="", conditions=conditions, obligations=()))
    assert "DV-01.{dv_days} is empty" in text
    assert "RT-07.{licence_no} is empty" in text
    assert "The licence has no number yet" in text


def test_LT_04_a_field_left_in_a_text_is_named_and_one_above_open_is_left_to_the_composer():
    facts = a_refusal()
    text = missing(replace(facts, grounds=replace(facts.grounds, paragraph="As {annex.ref} says, {denial.partner}.")))
    assert text == "{annex.ref} stands in the paragraph of reasons and was never filled. Write what is meant."
    assert rules.withheld_in("As {denial.partner} says") == "denial.partner"
    assert rules.withheld_in("As {office.name} says") is None


def test_a_free_condition_without_words_has_open_blanks():
    conditions, _ = some_conditions("ML-2027-00001", X_case_1={"title": "", "text": " "})
    assert "X-case-1.{title} is empty" in missing(a_licence(conditions=conditions, obligations=()))


def test_a_licence_needs_number_validity_end_user_and_conditions():
    facts = a_licence()
    assert "no number" in missing(replace(facts, licence=None))
    ended = replace(facts.licence, valid_to=date(2027, 2, 28))
    assert "end before it begins" in missing(replace(facts, licence=ended))
    assert "no end-user" in missing(replace(facts, parties=facts.parties[:1]))
    assert "carries its conditions" in missing(replace(facts, conditions=(), obligations=()))


def test_LT_05_LT_06_a_refusal_needs_reasons_its_own_paragraph_and_an_appeal_that_is_not_past():
    facts = a_refusal()
    assert "Choose at least one reason code" in missing(replace(facts, grounds=Grounds(paragraph="text")))
    assert "Write the paragraph" in missing(replace(facts, grounds=replace(facts.grounds, paragraph=" ")))
    assert "names the appeal" in missing(replace(facts, appeal=None))
    assert "is past" in missing(replace(facts, appeal=AppealFacts("the board", DATED)))


def test_LT_14_LT_13_a_letter_is_signed_has_a_schedule_and_bears_the_day_of_its_issue():
    facts = a_no_licence()
    assert "Nobody has signed" in missing(replace(facts, signatories=()))
    assert "schedule is empty" in missing(replace(facts, lines=()))
    assert "bears the day" in missing(replace(facts, dated=date(2027, 2, 26)))
