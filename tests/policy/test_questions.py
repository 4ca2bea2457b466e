"""Which findings are asked for a line."""

import pytest

from desktop.policy.model import Embargo, Findings, Status, Tri
from desktop.policy.questions import ALWAYS, asked
from tests.builders.policy import findings

GRANT = ("incorporation", "inward_assurance")  # asked of every line that may be granted


def questions(codes, found=None, status=Status.MEMBER, **more):
    given = {"modes": {}, "cell": ""} | more
    return asked(codes, found or Findings(), status, **given) - set(ALWAYS)


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        ([], {"contribution_finding", "contains_category_I"}),
        (
            ["9.A.4"],
            {"contribution_finding", "contains_category_I", *GRANT, "unmanned_aircraft"},
        ),
        (["9.E.1"], {"contribution_finding", *GRANT}),
        (["9.D.1"], {"contribution_finding", "part_of_facility", *GRANT}),
        (["4.C.2"], {"contribution_finding", *GRANT, "unmanned_aircraft"}),
        (
            ["4.B.3.a"],
            {
                "contribution_finding",
                "contains_category_I",
                "part_of_facility",
                *GRANT,
                "unmanned_aircraft",
            },
        ),
        (["1.A.1"], {*GRANT, "unmanned_aircraft"}),
        (["2.B.1"], {*GRANT, "unmanned_aircraft"}),
        (["2.B.2"], {"part_of_facility", *GRANT, "unmanned_aircraft"}),
        (["2.E.1"], {"production_related", *GRANT}),
        (
            ["2.A.1.c.2"],
            {
                "exception_note",
                "satellite_engine",
                "issues_delivery_verification",
                *GRANT,
                "unmanned_aircraft",
            },
        ),
        (
            ["9.A.4", "2.A.1.d"],
            {
                "contribution_finding",
                "contains_category_I",
                "exception_note",
                "issues_delivery_verification",
                *GRANT,
                "unmanned_aircraft",
            },
        ),
    ],
)
def test_the_questions_follow_from_the_annex_entries(codes, names):
    assert questions(codes) == names


def test_R_14_what_is_built_in_is_asked_whether_it_can_be_separated():
    assert "inseparable" in questions(["19.A.3"], findings(contains_category_I=Tri.YES))


def test_an_exemption_is_asked_for_where_an_embargo_prohibits():
    assert "exemption" in questions([], findings(embargo_result=Embargo.PROHIBITED))


def test_what_assurances_ask_for():
    assert "state_issues_certificates" in questions(["9.A.4"], modes={"AS-6": "where-issued"})
    assert "considered:AS-5" in questions(["9.A.4"], modes={"AS-5": "considered", "AS-1": "required"})


def test_PM_11_an_inform_letter_is_ticked_in_cell_N_star():
    assert "considered:inform letter" in questions([], cell="N*")
    assert "considered:inform letter" not in questions([], cell="N")


@pytest.mark.parametrize("status", [Status.PLEDGED, Status.NONE])
def test_a_destination_without_status_is_asked_whether_it_certifies_deliveries(status):
    assert "issues_delivery_verification" in questions(["9.A.4"], status=status)


def test_what_only_a_grant_needs_is_not_asked_where_nobody_may_grant():
    assert questions(["2.B.1"], may_be_granted=False) == set()
