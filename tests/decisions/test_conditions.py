"""Choosing the conditions of a grant (letters.md §6, §7)."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.decisions import context, rules, service, store
from desktop.errors import Refused, StaleCase, UserError
from desktop.letters.filling import Chosen
from desktop.policy.model import Answer, EndUseClass, Tri
from tests.builders.cases import END_USER
from tests.builders.decisions import (
    a_granted_draft,
    a_refused_draft,
    an_assessed_case,
    answer_all,
    choose_proposed,
    countersign,
    recommend,
)

TODAY = date(2027, 3, 1)


def situation(office, case):
    with office.read() as connection:
        return context.situation_of(connection, case.case_id, TODAY)


def missing(office, case):
    return rules.missing_for_recommendation(situation(office, case).readiness)


def chosen_ids(office, case):
    with office.read() as connection:
        return [each.chosen.condition_id for each in store.conditions_of(connection, case.case_id)]


def without(office, case, *names):
    with office.read() as connection:
        chosen = [each.chosen for each in store.conditions_of(connection, case.case_id)]
    return [each for each in chosen if each.condition_id not in names]


@pytest.fixture
def granted(office, actor):
    return a_granted_draft(office, actor)


def choose(office, person, case, chosen, **more):
    office.write(person, lambda act: service.choose_conditions(act, case.case_id, chosen, **more))


def test_L1_gyroscopes_for_manned_aircraft_of_a_member(office, actor, granted):
    assert chosen_ids(office, granted) == [
        *("GEN-01", "GEN-02", "GEN-03", "GEN-04", "GEN-05", "GEN-06"),
        *("USE-01", "USE-02", "USE-03", "USE-05"),
        *("RT-01", "RT-02", "RT-07", "MOD-01", "MOD-02", "REP-01", "REP-05", "TEC-01", "REC-01", "NOT-01", "NOT-02"),
    ]
    assert missing(office, granted) == []


def test_CH_1_each_condition_says_why_it_is_there_and_the_case_fills_its_blanks(office, actor, granted):
    grant = situation(office, granted).grant
    assert grant is not None
    why = {each.condition_id: each.why for each in grant.proposals}
    assert why["USE-05"] == ("Manned aircraft",)
    values = {each.condition_id: each.values for each in context.proposed(grant)}
    assert values["USE-01"]["end_use_place"] == "Maintenance hangar 2, Porto airport"
    assert values["GEN-06"] == {"start_date": "2027-03-01", "expiry_date": "2029-02-28"}


def test_conditions_belong_to_a_grant(office, actor):
    case = a_refused_draft(office, actor)
    with pytest.raises(UserError, match="belong to a grant"):
        choose(office, actor("ana"), case, [])


def test_L12_a_clerk_cannot_leave_out_what_only_a_supervisor_may_strike(office, actor, granted):
    with pytest.raises(Refused) as refused:
        choose(office, actor("ana"), granted, without(office, granted, "RT-02"))
    assert refused.value.rule == "letters §6"
    assert "RT-02" in chosen_ids(office, granted)


def test_L12_a_supervisor_strikes_it_with_a_reason_that_stays(office, actor, granted):
    with pytest.raises(Refused, match="reason"):
        office.write(actor("sara"), lambda act: service.strike_condition(act, granted.case_id, "MOD-02", " "))
    office.write(actor("sara"), lambda act: service.strike_condition(act, granted.case_id, "USE-03", "One item only."))
    with office.read() as connection:
        struck = {
            each.chosen.condition_id: each.struck_reason for each in store.conditions_of(connection, granted.case_id)
        }
    assert struck["USE-03"] == "One item only."
    assert missing(office, granted) == []
    choose(office, actor("ana"), granted, without(office, granted, "USE-03"))
    assert "USE-03" in chosen_ids(office, granted), "a struck condition stays in the record"


def test_a_clerk_strikes_nothing(office, actor, granted):
    with pytest.raises(Refused):
        office.write(actor("ana"), lambda act: service.strike_condition(act, granted.case_id, "RT-02", "because"))


def test_a_condition_that_is_not_chosen_is_not_struck(office, actor, granted):
    with pytest.raises(UserError, match="not among"):
        office.write(actor("sara"), lambda act: service.strike_condition(act, granted.case_id, "DV-01", "because"))


def test_CH_3_a_grant_without_a_condition_that_an_assurance_implies_cannot_be_signed(office, actor, granted):
    office.write(
        actor("sara"), lambda act: service.strike_condition(act, granted.case_id, "RT-02", "Agreed by the Head.")
    )
    (point,) = missing(office, granted)
    assert (point.check, point.sentence) == ("CH-2", "Assurance AS-4 is required: add condition RT-02.")


def test_a_clerk_may_leave_out_what_is_only_proposed_and_add_from_the_library(office, actor, granted):
    more = [*without(office, granted, "NOT-01"), Chosen("TRA-02", {"places": "any free zone"})]
    choose(office, actor("ana"), granted, more)
    assert "NOT-01" not in chosen_ids(office, granted)
    assert "TRA-02" in chosen_ids(office, granted)
    assert missing(office, granted) == []


def test_CH_2_contradictions_cannot_be_signed(office, actor, granted):
    values = {"dv_days": "90"}
    choose(office, actor("ana"), granted, [*without(office, granted), Chosen("DV-01", values), Chosen("DV-02", values)])
    (point,) = missing(office, granted)
    assert "DV-01 and DV-02 contradict each other" in point.sentence


def test_LT_04_an_empty_blank_stops_the_signature(office, actor, granted):
    choose(office, actor("ana"), granted, [*without(office, granted), Chosen("DV-01", {"dv_days": ""})])
    (point,) = missing(office, granted)
    assert (point.check, "DV-01.{dv_days}" in point.sentence) == ("LT-04", True)


def test_CH_4_words_of_the_office_need_a_supervisors_tick_which_a_change_takes_away(office, actor, granted):
    own = Chosen("X-1", {"title": "Serial numbers", "text": "The serial numbers shall be reported."})
    choose(office, actor("ana"), granted, [*without(office, granted), own])
    assert [point.check for point in missing(office, granted)] == ["CH-2"]
    office.write(actor("sara"), lambda act: service.tick_own_condition(act, granted.case_id, "X-1"))
    assert missing(office, granted) == []
    choose(office, actor("ana"), granted, without(office, granted))
    assert missing(office, granted) == [], "an unchanged text keeps its tick"
    changed = replace(own, values={**own.values, "text": "Other words."})
    choose(office, actor("ana"), granted, [*without(office, granted, "X-1"), changed])
    assert [point.check for point in missing(office, granted)] == ["CH-2"]


def test_CH_4_a_clerk_cannot_tick_his_own_words_nor_slip_a_tick_in(office, actor, granted):
    own = Chosen("X-1", {"title": "T", "text": "Words.", "ticked_by": "Sara Vance"})
    choose(office, actor("ana"), granted, [*without(office, granted), own])
    assert [point.check for point in missing(office, granted)] == ["CH-2"]
    with pytest.raises(Refused):
        office.write(actor("ana"), lambda act: service.tick_own_condition(act, granted.case_id, "X-1"))
    with pytest.raises(UserError, match="own words"):
        office.write(actor("sara"), lambda act: service.tick_own_condition(act, granted.case_id, "RT-01"))


@pytest.mark.parametrize("names", [["NO-99"], ["NOT-01", "NOT-01"]])
def test_an_unknown_or_doubled_condition_is_refused(office, actor, granted, names):
    with pytest.raises(UserError):
        choose(office, actor("ana"), granted, [*without(office, granted, "NOT-01"), *(Chosen(name) for name in names)])


def test_R12_a_choice_made_on_an_older_screen_is_told(office, actor, granted):
    with office.read() as connection:
        seen = {each.chosen.condition_id: each.version for each in store.conditions_of(connection, granted.case_id)}
    addition = [
        replace(each, addition="Also by post.") if each.condition_id == "NOT-01" else each
        for each in without(office, granted)
    ]
    choose(office, actor("ana"), granted, addition, seen=seen)
    with pytest.raises(StaleCase):
        choose(office, actor("ben"), granted, without(office, granted), seen=seen)


def test_an_unchanged_choice_writes_no_entry(office, actor, granted):
    from desktop.audit import store as journal

    with office.read() as connection:
        before = journal.head(connection)
    choose(office, actor("ana"), granted, without(office, granted))
    with office.read() as connection:
        assert journal.head(connection) == before


def test_facts_nobody_answered_stop_a_grant_where_conditions_hang_on_them(office, actor):
    case = an_assessed_case(office, actor, found={"unmanned_aircraft": Tri.UNKNOWN, "incorporation": Tri.UNKNOWN})
    answer_all(office, actor("ana"), case)
    choose_proposed(office, actor("ana"), case)
    found = [point for point in missing(office, case) if point.check == "CH-1"]
    assert any("unmanned aircraft" in point.sentence for point in found)
    assert any("RT-04" in point.sentence for point in found)


def test_a_proposed_condition_that_was_not_taken_over_is_asked_for(office, actor):
    case = an_assessed_case(office, actor)
    answer_all(office, actor("ana"), case)
    (point,) = [point for point in missing(office, case) if point.tab == "decision"]
    assert point.check == "letters §6"
    assert "GEN-06" in point.sentence


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2027-03-01", "2030-03-01", "until 28 February 2029 at most (TL-20)"),
        ("2027-03-02", "2027-03-01", "the last day is before the first"),
    ],
)
def test_TL_20_the_validity_of_a_licence_is_held(office, actor, granted, first, last, sentence):
    others = without(office, granted, "GEN-06")
    choose(office, actor("ana"), granted, [*others, Chosen("GEN-06", {"start_date": first, "expiry_date": last})])
    assert any(sentence in point.sentence for point in missing(office, granted))


def test_L2_a_destination_without_status_adds_what_it_must(office, actor):
    from tests.builders.cases import APPLICANT

    chile = replace(END_USER, name="Línea Sur", country="CL")
    case = an_assessed_case(office, actor, parties=(APPLICANT, chile))
    answer_all(office, actor("ana"), case, Answer.GRANT_CONDITIONS)
    choose_proposed(office, actor("ana"), case)
    assert {"RT-03", "DV-01", "PSV-01", "TRA-01", "TRA-03"} <= set(chosen_ids(office, case))
    (lacking,) = [point.sentence for point in missing(office, case) if point.check == "§9.4"]
    assert lacking == "Required and not held: assurance AS-1, AS-2, AS-3, AS-4, AS-5.", "delivery is held by DV-01"


def test_a_small_satellite_engine_brings_its_own_condition(office, actor):
    found = {
        "exception_note": Tri.YES,
        "satellite_engine": Tri.YES,
        "basis": {
            "exception_note": "Apogee engines of 400 N for satellite Aurora; four by the statement of 2 February."
        },
    }
    case = an_assessed_case(office, actor, codes=("2.A.1.c.2",), found=found)
    answer_all(office, actor("ana"), case)
    choose_proposed(office, actor("ana"), case, satellite="Aurora", qty="4")
    assert {"SP-01", "USE-06"} <= set(chosen_ids(office, case))
    assert not any("AS-12" in point.sentence for point in missing(office, case)), "USE-06 gives AS-12"


def test_a_technology_line_asks_for_the_control_plan(office, actor):
    case = an_assessed_case(office, actor, codes=("9.E.1",))
    answer_all(office, actor("ana"), case)
    choose_proposed(office, actor("ana"), case)
    assert {"TEC-02", "TEC-03", "TEC-04", "TEC-06"} <= set(chosen_ids(office, case))
    assert any("AS-11" in point.sentence for point in missing(office, case))


def test_a_case_by_case_g2g_grant_waits_for_the_government_assurance(office, actor):
    case = an_assessed_case(office, actor, codes=("3.A.1.a",), found={"end_use_class": EndUseClass.M})
    answer_all(office, actor("ana"), case)
    choose_proposed(office, actor("ana"), case)
    assert any("AS-7" in point.sentence for point in missing(office, case))


def test_nothing_is_chosen_on_a_decided_case(office, actor, granted):
    recommend(office, actor("ana"), granted)
    countersign(office, actor("sara"), granted)
    with pytest.raises(Refused, match="decided"):
        choose(office, actor("ana"), granted, [])
