"""Choosing and checking conditions (letters.md §6, §7 and the cases L1, L2, L12 of §8)."""

import pytest

from desktop.errors import Refused
from desktop.letters import conditions, library
from desktop.letters.conditions import GrantContext, LineContext
from desktop.letters.filling import Chosen
from desktop.letters.model import LetterKind

LIBRARY = library.load()


def ids(words: str) -> list[str]:
    return words.split()


EVERY_GRANT = ids("GEN-01 GEN-02 GEN-03 GEN-04 GEN-05 GEN-06 USE-01 USE-02 RT-01 REP-05 REC-01 NOT-01 NOT-02")
GOODS_ANNEX = ids("USE-03 RT-02 RT-07 MOD-01 MOD-02 REP-01 TEC-01")
GYROS = LineContext(1, "9.A.4", "II", "CASE_BY_CASE", "A")


def a_context(*lines: LineContext, kind: str = "EXP", status: str = "member", **more: object) -> GrantContext:
    return GrantContext(kind, status, lines or (GYROS,), **more)  # type: ignore[arg-type]


def proposed(context: GrantContext) -> list[str]:
    return [proposal.condition_id for proposal in conditions.default_set(LIBRARY, context)]


def chosen(*names: str, **lines: tuple[int, ...]) -> list[Chosen]:
    return [Chosen(name, lines=lines.get(name.replace("-", "_"), ())) for name in names]


def the(context: GrantContext, condition_id: str) -> conditions.Proposal:
    return next(p for p in conditions.default_set(LIBRARY, context) if p.condition_id == condition_id)


def in_order(names: list[str]) -> list[str]:
    return sorted(names, key=LIBRARY.place)


def test_L1_gyroscopes_for_manned_aircraft_in_a_member_state_get_the_base_sets_and_use_05_but_no_dv():
    assert proposed(a_context()) == in_order([*EVERY_GRANT, *GOODS_ANNEX, "USE-05"])


def test_L2_the_same_goods_to_a_state_without_status_add_verification_inspection_and_route():
    added = set(proposed(a_context(status="none"))) - set(proposed(a_context()))
    assert added == {"RT-03", "DV-01", "PSV-01", "TRA-01", "TRA-03"}


def test_CH_1_proposals_stand_in_library_order_without_doubles():
    context = a_context(
        LineContext(1, "19.A.3", "II", "CASE_BY_CASE_G2G", "T", flags=frozenset({"unmanned_aircraft"})),
        LineContext(2, "6.B.1.a", "II", "CASE_BY_CASE_G2G", "C"),
        status="pledged",
    )
    found = proposed(context)
    assert found == in_order(found)
    assert len(found) == len(set(found))


def test_CH_1_each_proposal_says_every_reason_why_it_is_there():
    context = a_context(LineContext(1, "9.A.4", "II", "CASE_BY_CASE_G2G", "M"), status="none")
    assert the(context, "RT-03").why == (
        "Case by case with government assurance",
        "The state of destination is no member or adherent",
    )
    assert the(context, "GEN-01").why == ("Every grant",)


def test_a_condition_of_some_lines_only_names_them_and_one_of_all_lines_names_none():
    context = a_context(
        GYROS,
        LineContext(2, "19.A.3", "II", "CASE_BY_CASE", "C", flags=frozenset({"unmanned_aircraft"})),
        LineContext(3, "", "", "CATCH_ALL", "T"),
    )
    assert the(context, "USE-05").lines == (1,)
    assert the(context, "UV-02").lines == (2,)
    assert the(context, "RT-07").lines == (1, 2)
    assert the(context, "MOD-03").lines == (2, 3)  # two sets, one line each
    assert the(context, "GEN-01").lines == ()


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (
            a_context(LineContext(1, "9.A.6", "II", "CASE_BY_CASE_G2G", "M")),
            "RT-03 RT-10 RT-11 LOC-02 DV-01 REP-03 TEC-02",
        ),
        (
            a_context(LineContext(1, "9.A.6", "II", "CASE_BY_CASE_G2G", "M"), status="adherent"),
            "RT-03 RT-10 RT-11 LOC-02 DV-01 REP-03 TEC-02 PSV-01",
        ),
        (
            a_context(
                LineContext(1, "2.A.1.c.2", "I", "CASE_BY_CASE_EXCEPTED", "S", flags=frozenset({"satellite_engine"}))
            ),
            "USE-06 DV-01 SP-02 SP-01",
        ),
        (
            a_context(LineContext(1, "1.A.1", "I", "STRONG_PRESUMPTION", "S")),
            "CI-01 CI-02 CI-03 USE-04 LOC-01 PSV-01 PSV-02 RT-03 RT-10 RT-11 REP-02 REP-03 TRA-01 MOD-03 SP-02",
        ),
        (a_context(LineContext(1, "9.A.4", "II", "CASE_BY_CASE", "T")), "USE-07 MOD-03"),
        (a_context(LineContext(1, "4.C.2", "II", "CASE_BY_CASE", "C")), "PR-01 REP-04"),
        (a_context(LineContext(1, "6.B.1.a", "II", "CASE_BY_CASE", "C")), "PR-02 LOC-01 REP-02 RT-10"),
        (a_context(GYROS, flags=frozenset({"incorporation", "inward_assurance"})), "USE-05 RT-04 RT-09"),
    ],
)
def test_the_sets_of_section_6_for_listed_goods(context, expected):
    assert set(proposed(context)) - {*EVERY_GRANT, *GOODS_ANNEX} == set(expected.split())


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (
            a_context(LineContext(1, "9.E.1", "II", "CASE_BY_CASE", "C", "technology")),
            "TEC-02 TEC-03 TEC-04 TEC-06 MOD-02 TEC-09",
        ),
        (
            a_context(LineContext(1, "9.E.1", "II", "CASE_BY_CASE", "C", "technology"), kind="ITT"),
            "TEC-02 TEC-03 TEC-04 TEC-06 MOD-02 TEC-09 TEC-05",
        ),
        (a_context(LineContext(1, "9.D.1", "II", "CASE_BY_CASE", "C", "software")), "TEC-07"),
        (a_context(LineContext(1, "", "", "CASE_BY_CASE", "C", "assistance")), "TEC-04 TEC-08"),
        (a_context(LineContext(1, "9.E.1", "II", "CASE_BY_CASE", "C", "services"), kind="TAS"), "TEC-04 TEC-08"),
        (a_context(LineContext(1, "", "", "CATCH_ALL", "M")), "CA-01"),
        (a_context(LineContext(1, "", "", "CATCH_ALL", "M"), status="informal"), "CA-01 PSV-01"),
        (a_context(LineContext(1, "", "", "CATCH_ALL", "M"), status="none"), "CA-01 RT-03 DV-01 PSV-01 TRA-01 TRA-03"),
    ],
)
def test_the_sets_of_section_6_beyond_listed_goods(context, expected):
    assert set(proposed(context)) - set(EVERY_GRANT) == set(expected.split())


def test_a_temporary_export_drops_acknowledgement_and_delivery_verification():
    found = proposed(a_context(kind="TMP", status="none", flags=frozenset({"fair_or_trial"})))
    assert {"TMP-01", "TMP-02", "TMP-03"} <= set(found)
    assert not {"GEN-05", "DV-01", "DV-02"} & set(found)


def test_brokering_and_transit_bring_their_own_conditions():
    assert {"BRK-01", "BRK-02"} <= set(proposed(a_context(kind="BRK")))
    assert "REP-01" not in proposed(a_context(kind="BRK"))
    assert "TRN-01" in proposed(a_context(kind="TSH"))


def test_a_retransfer_consent_has_a_set_of_its_own():
    assert proposed(a_context(kind="RET", status="none")) == in_order(
        ids("RT-01 RT-02 RT-05 RT-06 USE-01 USE-02 DV-01 REC-01 NOT-01 NOT-02")
    )


def test_where_no_delivery_verification_is_issued_proof_of_arrival_takes_its_place():
    found = proposed(a_context(status="none", issues_delivery_verification=False))
    assert "DV-02" in found
    assert "DV-01" not in found


def test_a_fact_nobody_has_answered_is_a_question_and_not_a_no():
    line = LineContext(1, "9.A.4", "II", "CASE_BY_CASE", "C", open_flags=frozenset({"unmanned_aircraft", "colour"}))
    context = a_context(line, open_flags=frozenset({"incorporation"}))
    assert "UV-01" not in proposed(context)
    assert conditions.open_questions(LIBRARY, context) == (
        conditions.OpenQuestion("incorporation", (), ("RT-04",)),
        conditions.OpenQuestion("unmanned_aircraft", (1,), ("MOD-03", "UV-01", "UV-02")),
    )


def test_an_open_fact_of_one_line_leaves_the_others_alone():
    line = LineContext(2, "19.A.3", "II", "CASE_BY_CASE", "C", open_flags=frozenset({"unmanned_aircraft"}))
    (question,) = conditions.open_questions(LIBRARY, a_context(GYROS, line))
    assert question.lines == (2,)


@pytest.mark.parametrize("pair", [("DV-01", "DV-02"), ("TMP-01", "RT-04"), ("USE-05", "UV-01")])
def test_CH_2_contradictions_are_refused(pair):
    (problem,) = conditions.conflicts(LIBRARY, a_context(), chosen(*pair))
    assert problem.rule == "CH-2"
    assert problem.condition_ids == pair
    assert conditions.conflicts(LIBRARY, a_context(), chosen(pair[0])) == ()


def test_CH_2_looks_at_one_line():
    two = a_context(GYROS, LineContext(2, "19.A.3", "II", "CASE_BY_CASE", "C"))
    assert conditions.conflicts(LIBRARY, two, chosen("DV-01", "DV-02", DV_01=(1,), DV_02=(2,))) == ()
    assert conditions.conflicts(LIBRARY, two, chosen("DV-01", "DV-02", DV_01=(1, 2), DV_02=(2,))) != ()


def test_CH_2_technology_that_goes_with_goods_is_no_condition_of_a_licence_for_technology_only():
    technology = LineContext(1, "9.E.1", "II", "CASE_BY_CASE", "A", "technology")
    (problem,) = conditions.conflicts(LIBRARY, a_context(technology), chosen("TEC-01"))
    assert problem.condition_ids == ("TEC-01",)
    assert conditions.conflicts(LIBRARY, a_context(technology, GYROS), chosen("TEC-01")) == ()


def test_CH_2_no_production_know_how_does_not_fit_a_licensed_line_of_production_technology():
    technology = LineContext(
        2, "9.E.1", "II", "CASE_BY_CASE", "A", "technology", flags=frozenset({"production_technology"})
    )
    context = a_context(GYROS, technology)
    assert [p.condition_ids for p in conditions.conflicts(LIBRARY, context, chosen("TEC-02"))] == [("TEC-02",)]
    assert conditions.conflicts(LIBRARY, context, chosen("TEC-02", TEC_02=(1,))) == ()


def test_CH_2_return_for_repair_stands_beside_no_onward_transfer_and_is_printed_after_it():
    assert conditions.conflicts(LIBRARY, a_context(), chosen("RT-01", "RT-08")) == ()
    assert LIBRARY.place("RT-08") > LIBRARY.place("RT-01")


@pytest.mark.parametrize(
    ("assurance", "needed"),
    [
        ("AS-3", [("MOD-01",), ("MOD-02",), ("USE-01",)]),
        ("AS-4", [("RT-01",), ("RT-02",)]),
        ("AS-5", [("PSV-01",)]),
        ("AS-8", [("CI-01",), ("CI-02",)]),
        ("AS-10", [("DV-01", "DV-02")]),
        ("AS-11", [("TEC-03",), ("TEC-04",)]),
        ("AS-12", [("USE-06", "USE-04")]),
    ],
)
def test_CH_3_a_required_assurance_implies_its_conditions(assurance, needed):
    assert [p.condition_ids for p in conditions.implied_gaps(LIBRARY, {assurance}, [])] == needed
    enough = chosen(*(row[-1] for row in needed))
    assert conditions.implied_gaps(LIBRARY, {assurance}, enough) == ()


def test_CH_4_free_text_needs_the_tick_of_a_supervisor():
    free = Chosen("X-case-1", {"title": "Witness", "text": "An officer shall be present."})
    (problem,) = conditions.problems(LIBRARY, a_context(), [free], ())
    assert problem.rule == "CH-4"
    ticked = Chosen("X-case-1", {**free.values, "ticked_by": "Sara Vance"})
    assert conditions.problems(LIBRARY, a_context(), [ticked], ()) == ()


def test_a_choice_that_names_an_unknown_condition_or_one_twice_cannot_be_signed():
    found = conditions.problems(LIBRARY, a_context(), chosen("RT-01", "RT-01", "RT-99"), {"AS-5"})
    assert [(p.rule, p.condition_ids) for p in found] == [
        ("CH-1", ("RT-01",)),
        ("CH-1", ("RT-99",)),
        ("CH-3", ("PSV-01",)),
    ]


def test_L12_a_clerk_may_not_strike_a_starred_condition_and_a_supervisor_needs_a_reason():
    starred, free = the(a_context(), "RT-02"), the(a_context(), "RT-07")
    with pytest.raises(Refused, match="Only a supervisor"):
        conditions.refuse_strike(starred, is_supervisor=False, reason="not needed")
    with pytest.raises(Refused, match="reason"):
        conditions.refuse_strike(starred, is_supervisor=True, reason=" ")
    conditions.refuse_strike(starred, is_supervisor=True, reason="no copy is possible")
    conditions.refuse_strike(free, is_supervisor=False, reason="")


def test_a_licence_with_general_conditions_only_is_APP_and_any_special_one_makes_it_APC():
    plain = a_context(LineContext(1, "9.A.4", "II", "CASE_BY_CASE", "C"))
    proposals = conditions.default_set(LIBRARY, plain)
    general = chosen(*(p.condition_id for p in proposals))
    assert conditions.grant_kind(conditions.special_ids(proposals, general)) is LetterKind.APP
    added = Chosen("RT-01", addition="Nor may they be shown at fairs.")
    assert conditions.special_ids(proposals, [added]) == {"RT-01"}
    special = conditions.special_ids(conditions.default_set(LIBRARY, a_context()), chosen("USE-05", "GEN-01"))
    assert special == {"USE-05"}
    assert conditions.grant_kind(special) is LetterKind.APC
