"""Four eyes on screen: nobody countersigns himself, and what was signed cannot quietly change (S-1, S-2, S-3)."""

import pytest

from tests.builders.decisions import a_granted_draft, a_refused_draft, a_signed_case, countersign, recommend
from tests.builders.raw import raw_tool

pytestmark = pytest.mark.sqlite_only


def test_S_3_a_value_changed_after_a_countersignature_makes_every_signature_void(workstation):
    office = workstation.office
    case = a_refused_draft(office, workstation.actor)
    recommend(office, workstation.actor("ana"), case)

    sara = workstation.seats("sara")
    sara.window.opens(case.reference)
    sara.decision.countersigns()
    assert [row[3] for row in sara.decision.signatures()] == ["Waits", "Accepted"]
    sara.signs_out()

    ana = workstation.seats("ana")
    ana.window.opens(case.reference)
    ana.goods.changes(1, "Unit value", "19000")
    ana.picture("value changed")
    signatures = ana.decision.signatures()
    assert [row[3] for row in signatures] == ["Void", "Void"]
    assert ana.keyboard.sees("Every signature became void")
    ana.picture("signatures void")
    assert not ana.letters.can_issue()
    ana.signs_out()

    hedda = workstation.seats("hedda")
    assert hedda.window.looks_into("To countersign") == []
    hedda.window.opens(case.reference)
    assert not hedda.decision.tab.act_button.isVisible()
    assert not hedda.letters.can_issue()
    hedda.picture("nothing to sign, nothing to issue")
    assert "void" in hedda.history.says()


def test_R17_a_value_changed_past_the_program_after_the_decision_stops_the_letter(workstation, place):
    office = workstation.office
    case = a_signed_case(office, workstation.actor)

    sara = workstation.seats("sara")
    sara.window.opens(case.reference)
    sara.decision.countersigns()
    assert sara.letters.can_issue()
    with raw_tool(place) as execute:
        execute("UPDATE case_line SET unit_value = '1.00' WHERE case_id = ?", case.case_id)
    sara.letters.tries_to_issue()
    sara.picture("letter refused")
    assert sara.keyboard.sees("Changed since it was signed: items 1, total.")
    with office.read() as connection:
        assert not any(connection.exec_driver_sql("SELECT number FROM letter"))


@pytest.mark.parametrize("name", ["ana", "dora"])
def test_S_1_nobody_countersigns_his_own_recommendation_whatever_roles_he_holds(workstation, name):
    office = workstation.office
    case = a_granted_draft(office, workstation.actor)

    clerk = workstation.seats(name)
    clerk.window.opens(case.reference)
    clerk.decision.gives_reasons("Specific use, satisfactory certificate.")
    clerk.decision.signs_the_recommendation()
    clerk.picture("own recommendation")
    assert clerk.keyboard.sees("You prepared this recommendation; another person has to countersign it.")
    assert not clerk.decision.tab.act_button.isVisible()
    assert not clerk.letters.can_issue()
    clerk.signs_out()

    sara = workstation.seats("sara")
    sara.window.opens(case.reference)
    sara.decision.countersigns()
    assert sara.letters.can_issue()


def test_S_2_whoever_gave_the_first_countersignature_is_not_asked_for_the_second(workstation):
    office = workstation.office
    case = a_refused_draft(office, workstation.actor)
    recommend(office, workstation.actor("ana"), case)
    countersign(office, workstation.actor("sara"), case)

    sara = workstation.seats("sara")
    sara.window.opens(case.reference)
    assert not sara.decision.tab.act_button.isVisible()
    assert sara.keyboard.sees("You gave the first countersignature; the second is another person's.")


def test_S_4_a_returned_recommendation_carries_the_reasons_back_to_the_clerk(workstation):
    office = workstation.office
    case = a_signed_case(office, workstation.actor)

    sara = workstation.seats("sara")
    sara.window.opens(case.reference)
    sara.decision.returns("Name the type of aircraft in the reasons.")
    sara.picture("returned")
    sara.signs_out()

    ana = workstation.seats("ana")
    ana.window.opens(case.reference)
    assert ana.decision.tab.isVisible()
    assert ana.keyboard.sees("Name the type of aircraft in the reasons.")
    ana.decision.gives_reasons("Spares for ATR 42 aircraft; specific use, satisfactory certificate.")
    ana.decision.signs_the_recommendation()
    assert [row[3] for row in ana.decision.signatures()] == ["Returned", "Returned", "Waits"]
    ana.picture("recommended again")
