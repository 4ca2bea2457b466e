"""The tree of facts: markings on every field (LT-03), plain form, digest and check code (LT-02)."""

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.errors import Refused
from desktop.letters import markings, model
from desktop.letters.markings import Marking, Open, UnknownField, pull
from desktop.letters.model import Grounds, LetterFacts, ReasonFacts
from tests.builders.letters import OFFICE, a_licence, a_no_licence, a_refusal, issued
from tests.conftest import PROFILE


def test_LT_03_every_field_of_every_part_carries_its_marking():
    parts = [part for part in vars(model).values() if is_dataclass(part) and part.__module__ == model.__name__]
    assert len(parts) > 12
    for part in parts:
        assert {field.name for field in fields(part)} <= markings.markings_of(part).keys()


def test_a_part_with_an_unmarked_field_is_no_part_of_a_letter():
    @dataclass(frozen=True)
    class Careless:
        name: Open[str]
        note: str

    with pytest.raises(TypeError, match=r"Careless\.note carries no marking"):
        markings.markings_of(Careless)


@pytest.mark.parametrize("path", [*sorted(markings.WITHHELD), "denial.partner.name"])
def test_LT_03_what_stands_above_open_in_the_case_cannot_be_pulled_and_is_named(path):
    with pytest.raises(Refused, match=path) as refused:
        pull(a_licence(), path)
    assert refused.value.rule == "LT-03"
    assert refused.value.field == path


def test_LT_03_a_field_of_the_tree_above_open_cannot_be_pulled():
    reason = ReasonFacts("RR-08", "The assurances required for this transfer were not obtained.")
    assert pull(reason, "public_text").startswith("The assurances")
    with pytest.raises(Refused, match="code, which is marked OFFICE"):
        pull(reason, "code")


@pytest.mark.parametrize("path", ["colour", "office.colour", "lines.quantity", "dated.year", "to_plain", "is_draft"])
def test_R40_a_field_no_letter_has_is_an_unknown_field(path):
    with pytest.raises(UnknownField, match=path):
        pull(a_licence(), path)


def test_a_part_that_a_letter_does_not_have_reads_as_nothing():
    assert pull(a_licence(), "appeal.last_day") is None
    assert pull(a_licence(), "end_user.name") == "Linhas Aéreas do Minho, MRO"


@pytest.mark.parametrize("facts", [a_licence(), a_refusal(), a_no_licence(), issued(a_licence())])
def test_facts_survive_storing(facts):
    again = LetterFacts.from_plain(facts.to_plain())
    assert again == facts
    assert again.digest() == facts.digest()


def test_the_digest_sees_every_change():
    facts = issued(a_licence())
    others = [
        replace(facts, dated=date(2027, 3, 2)),
        replace(facts, number="MER/APC/2027/0002"),
        replace(facts, lines=(replace(facts.lines[0], value=Decimal("296000.01")),)),
        replace(facts, grounds=Grounds(paragraph="more")),
        replace(facts, conditions=facts.conditions[:-1]),
        replace(facts, anchor=None),
    ]
    assert len({one.digest() for one in (facts, *others)}) == len(others) + 1


def test_LT_02_the_check_code_is_the_first_twelve_characters_of_the_digest():
    facts = issued(a_licence())
    assert facts.check_code.replace(" ", "").lower() == facts.digest()[:12]


def test_an_exponent_makes_no_other_digest():
    line = a_licence().lines[0]
    plain, scientific = replace(line, quantity=Decimal(1000)), replace(line, quantity=Decimal("1e3"))
    assert a_licence(lines=(plain,)).digest() == a_licence(lines=(scientific,)).digest()


def test_the_letterhead_is_taken_from_the_office_profile():
    assert model.OfficeFacts.of(PROFILE) == OFFICE


def test_markings_rise_from_open():
    assert [*Marking] == ["OPEN", "OFFICE", "RESTRICTED", "PARTNER-CONFIDENTIAL"]
