"""Status of states by date (domain.md §1.3)."""

from datetime import date

import pytest

from desktop.policy.model import Status
from desktop.policy.states import entry_of, history_of, status_of


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2004, 12, 31), Status.NONE),
        (date(2016, 5, 15), Status.PLEDGED),
        (date(2016, 6, 26), Status.PLEDGED),
        (date(2016, 6, 27), Status.MEMBER),
        (date(2016, 7, 1), Status.MEMBER),
    ],
)
def test_india_was_pledged_in_may_2016_and_a_member_in_july(day, status):
    assert status_of("IN", day) is status


@pytest.mark.parametrize(
    ("country", "status"),
    [
        ("PT", Status.MEMBER),
        ("fr", Status.MEMBER),
        ("EE", Status.ADHERENT),
        ("KZ", Status.ADHERENT),
        ("IL", Status.INFORMAL),
        ("CN", Status.PLEDGED),
        ("CL", Status.NONE),
        ("AE", Status.NONE),
    ],
)
def test_status_in_2027(country, status):
    assert status_of(country, date(2027, 3, 1)) is status


def test_35_members_in_2027():
    from desktop.policy import states

    held = [code for code in states._table() if status_of(code, date(2027, 3, 1)) is Status.MEMBER]
    assert len(held) == 35


def test_a_founder_is_a_member_from_16_april_1987():
    assert status_of("JP", date(1987, 4, 15)) is Status.NONE
    assert status_of("JP", date(1987, 4, 16)) is Status.MEMBER


def test_a_status_the_office_has_yet_to_confirm_is_not_relied_on():
    assert status_of("CY", date(2027, 3, 1)) is Status.NONE
    assert "confirms" in entry_of("CY", date(2027, 3, 1)).note


def test_a_state_the_table_does_not_name_has_no_status_and_no_history():
    assert status_of("AE", date(2027, 3, 1)) is Status.NONE
    assert history_of("AE") == ()
    assert [step.status for step in history_of("IN")] == [Status.PLEDGED, Status.MEMBER]
