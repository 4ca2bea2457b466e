"""Two people in one item: both changes are kept, and only one field changed twice is a conflict (security.md R12)."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.cases.merging import changed_fields, merged
from desktop.cases.model import LineDraft, SpecificationValue
from desktop.errors import StaleCase

BASE = LineDraft(description="Gyro", maker="A", quantity=Decimal(5), line_id=7, version=3)


def test_changes_in_different_fields_are_both_kept():
    mine = replace(BASE, maker="B")
    theirs = replace(BASE, quantity=Decimal(6), version=4)
    assert merged(BASE, mine, theirs) == replace(BASE, maker="B", quantity=Decimal(6), version=4)


def test_the_same_change_made_twice_is_no_conflict():
    mine, theirs = replace(BASE, maker="B"), replace(BASE, maker="B", version=4)
    assert merged(BASE, mine, theirs) == theirs


def test_one_field_changed_in_two_ways_is_told_with_both_sides():
    mine, theirs = replace(BASE, maker="B", unit="set"), replace(BASE, maker="C", version=4)
    with pytest.raises(StaleCase, match="“Gyro”") as told:
        merged(BASE, mine, theirs)
    assert (told.value.yours, told.value.theirs) == ({"maker": "B"}, {"maker": "C"})


VALUES = st.sampled_from(["", "a", "b"])
DRAFTS = st.builds(
    LineDraft,
    description=VALUES,
    maker=VALUES,
    unit=VALUES,
    quantity=st.sampled_from([None, Decimal(1), Decimal(2)]),
    specification=st.sampled_from([(), (SpecificationValue("mass", "62", "kg"),)]),
)


@given(DRAFTS, DRAFTS, DRAFTS)
def test_nothing_of_either_side_is_lost_without_being_told(base, mine, theirs):
    try:
        both = merged(base, mine, theirs)
    except StaleCase:
        return
    for field in fields(LineDraft):
        expected = {getattr(mine, field.name), getattr(theirs, field.name)}
        assert getattr(both, field.name) in expected
    for name, value in {**changed_fields(base, theirs), **changed_fields(base, mine)}.items():
        assert getattr(both, name) == value
