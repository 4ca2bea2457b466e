"""The checklist of certificates, the verdict, the questions and the assurances (end-use-certificates.md §2 to §12)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.documents import rules
from desktop.documents.check_dates import months_later
from desktop.documents.inspection import State
from desktop.documents.model import (
    CaseParty,
    Held,
    OtherUse,
    RecordedCheck,
    RecordedUndertaking,
    Result,
    Severity,
    Verdict,
)
from tests.documents.certificates import (
    END_USER,
    EXPORTER,
    FIELDS,
    GYRO_ITEM,
    GYROS,
    KNOWN,
    THEN,
    a_certificate,
    facts,
    standing,
    ticked,
    undertakings,
    waived,
)

NOW_KNOWN = {"fields": {}}


def result_of(certificate, case, code):
    return standing(certificate, case, code).result


def proposed(certificate, case):
    return rules.verdict(rules.standings(certificate, case, KNOWN))


# --- the worked cases of §12 ------------------------------------------------------------------------------------------


def test_e1_a_statement_seven_months_old_is_curable_and_may_be_waived():
    case = facts(first_of_user=False)
    certificate = ticked(
        a_certificate(fields={"F-03.date": "2026-07-30", "F-43.date": "2026-07-30", "F-24.date": "2026-07-01"}), case
    )
    age = standing(certificate, case, "EC-40")
    assert (age.result, age.severity, age.may_be_waived) == (Result.FAIL, Severity.MAJOR, True)
    assert proposed(certificate, case).verdict is Verdict.CURABLE
    [question] = rules.questions(certificate, rules.standings(certificate, case, KNOWN))
    assert question.code == "EC-40"
    assert "30 Jul 2026" in question.text
    assert proposed(waived(certificate, case, "EC-40"), case).verdict is Verdict.SATISFACTORY_WITH_WAIVER


def test_e2_a_statement_signed_the_day_after_receipt_blocks():
    age = standing(a_certificate(fields={"F-03.date": "2027-03-02"}), facts(), "EC-40")
    assert (age.result, age.severity, age.may_be_waived) == (Result.FAIL, Severity.BLOCK, False)


@pytest.mark.parametrize(
    "use",
    ["industrial use", "Research", "for our own use only", "general", "Commercial and industrial purposes", "resale."],
)
def test_e3_a_general_word_as_use_blocks(use):
    found = standing(a_certificate(fields={"F-30.text": use}), facts(), "EC-28")
    assert (found.result, found.severity) == (Result.FAIL, Severity.BLOCK)
    [question] = [
        question
        for question in rules.questions(
            a_certificate(fields={"F-30.text": use}),
            rules.standings(a_certificate(fields={"F-30.text": use}), facts(), KNOWN),
        )
        if question.code == "EC-28"
    ]
    assert f"“{use}”" in question.text


def test_e5_a_retransfer_clause_with_limits_blocks_and_is_named():
    certificate = a_certificate(undertakings=undertakings(U_06=Held.LIMITED))
    assert result_of(certificate, facts(), "EC-52") is Result.FAIL
    assert standing(certificate, facts(), "EC-52").severity is Severity.BLOCK
    limits = standing(certificate, facts(), "EC-55")
    assert (limits.result, limits.severity) == (Result.FAIL, Severity.MAJOR)
    assert "U-06: as the paper says" in limits.reason


def _orion(number: str):
    user = CaseParty("end_user", "Orion Aero-Structures J.S.C.", "", "commercial", "RU 1027", "Street 1", "KZ")
    fields = {"F-11.name": "Orion Aerostructures JSC", "F-11.registration_number": number, "F-11.country": "KZ"}
    return a_certificate(fields=fields), facts(parties=(EXPORTER, user))


def test_e6_another_spelling_with_the_same_number_is_suggested_and_the_clerk_confirms():
    found = standing(*_orion("RU-1027"), "EC-12")
    assert found.suggestion.result is Result.PASS
    assert found.result is Result.OPEN
    assert "Orion Aero-Structures J.S.C." in found.suggestion.sentence


def test_e7_the_same_name_with_another_number_blocks():
    found = standing(*_orion("RU-2044"), "EC-12")
    assert (found.result, found.severity) == (Result.FAIL, Severity.BLOCK)


def test_e10_a_pasted_signature_blocks():
    certificate = a_certificate(fields={"F-41.kind": "pasted picture"})
    assert standing(certificate, facts(), "EC-08").is_failed
    assert standing(certificate, facts(), "EC-08").severity is Severity.BLOCK
    assert standing(certificate, facts(), "EC-30").is_failed


def test_e11_a_purchaser_who_is_not_on_the_case_is_a_major_point():
    certificate = a_certificate(fields={"F-15.purchaser": "Trade Link FZE"})
    found = standing(certificate, facts(), "EC-15")
    assert (found.result, found.severity) == (Result.FAIL, Severity.MAJOR)
    assert "on the certificate and not on the case: Trade Link FZE" in found.suggestion.facts["text"]


def test_e12_a_note_is_nothing_until_the_foreign_ministry_confirms_it():
    note = a_certificate(kind="G2G")
    assert standing(note, facts(), "EC-65").is_open
    assert "AS-7" not in rules.assurances_held([note], KNOWN)
    confirmed = replace(note, checks={"EC-65": RecordedCheck("EC-65", Result.PASS, "", "", "Ana", THEN)})
    assert "AS-7" in rules.assurances_held([confirmed], KNOWN)


def test_e15_a_validity_short_of_the_target_date_is_a_major_point_with_both_dates():
    case = facts(target_on=date(2027, 4, 14))
    found = standing(a_certificate(fields={"F-05.date": "2027-04-10"}), case, "EC-41")
    assert (found.result, found.severity) == (Result.FAIL, Severity.MAJOR)
    assert "10 Apr 2027" in found.reason
    assert "14 Apr 2027" in found.reason


# --- a clean certificate ----------------------------------------------------------------------------------------------


def test_a_clean_certificate_is_satisfactory_once_the_clerk_has_looked():
    case = facts(first_of_user=False)
    untouched = a_certificate()
    assert proposed(untouched, case).verdict is None
    assert "still open" in proposed(untouched, case).reason
    done = ticked(untouched, case)
    assert proposed(done, case).verdict is Verdict.SATISFACTORY
    counts = rules.counted(rules.standings(done, case, KNOWN))
    assert (counts.failed, counts.waived, counts.open) == (0, 0, 0)
    assert counts.passed == len(KNOWN.checks_for("EUS"))


def test_a_failed_minor_point_does_not_stand_in_the_way():
    case = facts(first_of_user=False)
    certificate = ticked(a_certificate(lines=(GYRO_ITEM, replace(GYRO_ITEM, line_id=22, case_line_id=None))), case)
    assert standing(certificate, case, "EC-27").is_failed
    assert proposed(certificate, case).verdict is Verdict.SATISFACTORY


def test_a_check_that_asking_cannot_cure_makes_it_not_satisfactory():
    case = facts()
    certificate = ticked(a_certificate(), case)
    checks = dict(certificate.checks)
    checks["EC-62"] = replace(checks["EC-62"], result=Result.FAIL, remark="the chamber denies it")
    assert proposed(replace(certificate, checks=checks), case).verdict is Verdict.NOT_SATISFACTORY


def test_what_failed_is_named_even_while_others_are_open():
    assert "Failed so far: EC-28" in proposed(a_certificate(fields={"F-30.text": "resale"}), facts()).reason


def test_a_good_verdict_is_set_only_as_proposed_and_a_harder_one_always():
    case = facts(first_of_user=False)
    done = rules.standings(ticked(a_certificate(), case), case, KNOWN)
    assert rules.may_set(Verdict.SATISFACTORY, done)
    assert not rules.may_set(Verdict.SATISFACTORY_WITH_WAIVER, done)
    fresh = rules.standings(a_certificate(), case, KNOWN)
    assert not rules.may_set(Verdict.SATISFACTORY, fresh)
    assert all(rules.may_set(hard, fresh) for hard in (Verdict.CURABLE, Verdict.NOT_SATISFACTORY, Verdict.SUSPECT))


# --- who decides, and what a tick is worth ----------------------------------------------------------------------------


def test_a_tick_is_void_when_what_the_program_found_has_changed():
    case = facts()
    certificate = ticked(a_certificate(), case)
    assert standing(certificate, case, "EC-11").result is Result.PASS
    other = facts(parties=(replace(EXPORTER, name="Other Firm AS"), END_USER))
    found = standing(certificate, other, "EC-11")
    assert found.is_open
    assert found.reason.startswith("The facts changed since this was ticked; look again. The certificate names")


def test_a_tick_of_the_clerk_alone_goes_void_when_the_program_comes_to_a_word():
    certificate = ticked(a_certificate(), facts())
    certificate = replace(certificate, fields=certificate.fields | {"F-41.kind": "pasted picture"})
    assert standing(certificate, facts(), "EC-08").is_open
    assert standing(ticked(a_certificate(), facts()), facts(), "EC-02").result is Result.PASS


def test_a_tick_for_the_clerk_alone_without_a_word_has_no_reason_to_repeat():
    certificate = replace(
        a_certificate(), checks={"EC-02": RecordedCheck("EC-02", Result.PASS, "", "something old", "Ana", THEN)}
    )
    assert standing(certificate, facts(), "EC-02").reason == "The facts changed since this was ticked; look again."


def test_what_the_program_decided_cannot_be_ticked():
    assert standing(a_certificate(), facts(), "EC-40").allowed_answers() == frozenset()


def test_where_the_program_lacks_a_fact_only_a_failure_can_be_ticked():
    certificate = a_certificate(signed_on=None)
    assert standing(certificate, facts(), "EC-40").allowed_answers() == {Result.FAIL}
    failed = replace(certificate, checks={"EC-40": RecordedCheck("EC-40", Result.FAIL, "no date", "", "Ana", THEN)})
    assert standing(failed, facts(), "EC-40").is_failed


def test_what_does_not_apply_needs_no_tick():
    found = standing(a_certificate(), facts(), "EC-36")
    assert (found.result, found.by_program, found.allowed_answers()) == (Result.NOT_APPLICABLE, True, frozenset())


def test_a_waiver_covers_only_the_failure_it_was_given_for():
    case = facts()
    old = a_certificate(fields={"F-03.date": "2026-07-30"})
    covered = waived(old, case, "EC-40")
    assert standing(covered, case, "EC-40").is_waived
    later = facts(received_on=date(2027, 4, 1))
    assert standing(covered, later, "EC-40").is_failed
    future = replace(covered, signed_on=date(2027, 3, 9))
    assert not standing(future, case, "EC-40").is_waived


# --- §2 which type when -----------------------------------------------------------------------------------------------

SITUATIONS = [
    ("CASE_BY_CASE", "member", "EXP", {"EUS"}, Result.PASS),
    ("CASE_BY_CASE", "pledged", "EXP", {"EUS"}, Result.FAIL),
    ("CASE_BY_CASE", "none", "EXP", {"EUC-P"}, Result.PASS),
    ("CASE_BY_CASE", None, "EXP", {"EUS"}, Result.OPEN),
    ("CASE_BY_CASE_G2G", "none", "EXP", {"EUS"}, Result.FAIL),
    ("CASE_BY_CASE_G2G", "none", "EXP", {"EUS", "G2G"}, Result.PASS),
    ("STRONG_PRESUMPTION", "member", "EXP", {"EUC-G"}, Result.FAIL),
    ("STRONG_PRESUMPTION", "member", "EXP", {"EUC-G", "G2G"}, Result.PASS),
    ("CASE_BY_CASE_EXCEPTED", "none", "EXP", {"EUC-P"}, Result.FAIL),
    ("CATCH_ALL", "none", "EXP", {"EUS"}, Result.PASS),
    ("PROHIBITED", "member", "EXP", set(), Result.PASS),
    ("NLR", "none", "EXP", set(), Result.PASS),
    (None, None, "EXP", {"EUS"}, Result.OPEN),
    ("CASE_BY_CASE", "member", "TMP", set(), Result.PASS),
    (None, None, "TAS", {"SUC"}, Result.FAIL),
    ("CASE_BY_CASE", "member", "RET", {"EUC-G"}, Result.PASS),
]


@pytest.mark.parametrize(("outcome", "status", "kind", "types", "expected"), SITUATIONS)
def test_ec_01_the_type_follows_from_outcome_status_and_kind(outcome, status, kind, types, expected):
    case = facts(
        outcomes=None if outcome is None else frozenset({outcome}),
        status=status,
        kind=kind,
        types_on_case=frozenset(types),
    )
    assert result_of(a_certificate(), case, "EC-01") is expected


def test_ec_01_a_stockist_undertaking_is_no_certificate_for_annex_items():
    assert result_of(a_certificate(kind="STK"), facts(types_on_case=frozenset({"STK"})), "EC-01") is Result.FAIL
    unlisted = facts(listed=False, outcomes=frozenset({"NLR"}))
    assert result_of(a_certificate(kind="STK"), unlisted, "EC-01") is Result.PASS


def test_ec_01_names_what_is_needed_in_words():
    case = facts(status="none")
    assert "end-user certificate, private, authenticated (EUC-P) or" in standing(a_certificate(), case, "EC-01").reason


# --- form and signature -----------------------------------------------------------------------------------------------

FORM = [
    ("EC-03", {"F-09.seen": ""}, Result.OPEN),
    ("EC-03", {"F-09.seen": "plain copy"}, Result.FAIL),
    ("EC-07", {"F-06.language": ""}, Result.OPEN),
    ("EC-07", {"F-06.language": "Portuguese"}, Result.FAIL),
    ("EC-30", {"F-41.kind": "none"}, Result.FAIL),
    ("EC-30", {"F-41.kind": ""}, Result.OPEN),
    ("EC-31", {"F-40.position": ""}, Result.OPEN),
    ("EC-34", {"F-42.stamp": ""}, Result.OPEN),
    ("EC-34", {"F-42.stamp": "missing"}, Result.FAIL),
    ("EC-36", {"F-41.kind": ""}, Result.OPEN),
    ("EC-36", {"F-41.kind": "advanced electronic"}, Result.OPEN),
    ("EC-36", {"F-41.kind": "handwritten"}, Result.NOT_APPLICABLE),
]


@pytest.mark.parametrize(("code", "fields", "expected"), FORM)
def test_form_and_signature_follow_from_what_was_typed(code, fields, expected):
    assert result_of(a_certificate(fields=fields), facts(), code) is expected


def test_ec_07_a_translation_helps():
    found = standing(
        a_certificate(fields={"F-06.language": "Portuguese", "F-06.translation": "T-12"}), facts(), "EC-07"
    )
    assert found.suggestion.result is Result.PASS


def test_ec_05_a_number_is_needed_where_the_type_carries_one():
    assert result_of(a_certificate(kind="EUC-P", number=""), facts(), "EC-05") is Result.OPEN
    assert result_of(a_certificate(number=""), facts(), "EC-05") is Result.PASS


def test_ec_05_a_number_that_stands_on_another_paper_blocks():
    found = standing(a_certificate(), facts(same_number=(OtherUse("MX-2027-00009", "x"),)), "EC-05")
    assert (found.result, found.severity) == (Result.FAIL, Severity.BLOCK)
    assert "MX-2027-00009" in found.reason


def test_ec_10_a_flagged_file_is_the_clerks_to_judge():
    assert result_of(a_certificate(), facts(), "EC-10") is Result.PASS
    assert standing(a_certificate(document_state=State.FLAGGED), facts(), "EC-10").allowed_answers()


def test_ec_35_applies_when_there_is_an_earlier_signature():
    assert result_of(a_certificate(), facts(first_of_user=True), "EC-35") is Result.NOT_APPLICABLE
    assert result_of(a_certificate(), facts(first_of_user=False), "EC-35") is Result.OPEN


def test_ec_37_a_certification_is_asked_where_as_6_is():
    assert result_of(a_certificate(), facts(), "EC-37") is Result.NOT_APPLICABLE
    assert result_of(a_certificate(), facts(assurances=frozenset({"AS-6"})), "EC-37") is Result.FAIL
    assert result_of(a_certificate(kind="NTU"), facts(assurances=None), "EC-37") is Result.FAIL
    assert result_of(a_certificate(), facts(assurances=None), "EC-37") is Result.OPEN
    block = {
        "F-44.authority": "Ministry",
        "F-44.officer": "A",
        "F-44.date": "2027-01-09",
        "F-44.statement": "existence",
    }
    assert standing(a_certificate(fields=block), facts(), "EC-37").suggestion.result is Result.PASS


def test_ec_62_the_issuer_is_asked_where_the_rules_say():
    quiet = facts(first_of_user=False)
    assert result_of(a_certificate(), quiet, "EC-62") is Result.NOT_APPLICABLE
    assert "first certificate" in standing(a_certificate(), facts(), "EC-62").reason
    assert (
        "Category I"
        in standing(a_certificate(), replace(quiet, outcomes=frozenset({"STRONG_PRESUMPTION"})), "EC-62").reason
    )
    copy = a_certificate(fields={"F-09.seen": "plain copy"})
    assert "form or signature" in standing(copy, quiet, "EC-62").reason
    far = standing(a_certificate(kind="EUC-G"), replace(quiet, status="none"), "EC-62")
    assert (far.result, far.severity) == (Result.OPEN, Severity.BLOCK)


def test_ec_60_is_asked_of_governments_only():
    asked = {kind for kind in KNOWN.types if any(check.code == "EC-60" for check in KNOWN.checks_for(kind))}
    assert asked == {"EUC-G", "IIC", "G2G"}


# --- parties and use --------------------------------------------------------------------------------------------------

PARTIES = [
    ("EC-11", {"F-10.name": ""}, Result.OPEN),
    ("EC-11", {"F-10.name": "Somebody Else"}, Result.FAIL),
    ("EC-12", {"F-11.name": ""}, Result.OPEN),
    ("EC-12", {"F-11.name": "Somebody Else"}, Result.FAIL),
    ("EC-12", {"F-11.country": "ES"}, Result.FAIL),
    ("EC-13", {"F-12.address": ""}, Result.OPEN),
    ("EC-13", {"F-12.address": "P.O. Box 5"}, Result.FAIL),
    ("EC-28", {"F-30.text": ""}, Result.OPEN),
    ("EC-28", {"F-30.text": "aircraft gyroscopes"}, Result.FAIL),
    ("EC-57", {"F-34.crew": ""}, Result.OPEN),
    ("EC-57", {"F-34.crew": "not stated"}, Result.FAIL),
]


@pytest.mark.parametrize(("code", "fields", "expected"), PARTIES)
def test_parties_and_use_follow_from_what_was_typed(code, fields, expected):
    assert result_of(a_certificate(fields=fields), facts(), code) is expected


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("EC-11", {}),
        ("EC-12", {}),
        ("EC-12", {"F-11.registration_number": ""}),
        ("EC-13", {}),
        ("EC-28", {}),
        ("EC-57", {}),
    ],
)
def test_parties_and_use_that_agree_are_suggested_as_passed(code, fields):
    assert standing(a_certificate(fields=fields), facts(), code).suggestion.result is Result.PASS


def test_ec_15_a_party_of_the_case_that_the_certificate_leaves_out_is_named():
    agent = CaseParty("agent", "Porto Agents Lda", "", "commercial", "", "Street", "PT")
    found = standing(a_certificate(), facts(parties=(EXPORTER, END_USER, agent)), "EC-15")
    assert "On the case and not on the certificate: Porto Agents Lda." in found.reason
    named = a_certificate(fields={"F-15.agent": "Porto Agents LDA."})
    assert result_of(named, facts(parties=(EXPORTER, END_USER, agent)), "EC-15") is Result.PASS


@pytest.mark.parametrize("kind", ["forwarder", "bank"])
def test_ec_16_a_forwarder_or_bank_is_no_end_user(kind):
    assert result_of(a_certificate(), facts(parties=(EXPORTER, replace(END_USER, kind=kind))), "EC-16") is Result.FAIL
    assert standing(a_certificate(), facts(), "EC-16").suggestion is None


def test_ec_56_and_57_are_not_asked_of_items_they_do_not_concern():
    materials = facts(codes=("6.A.1",))
    assert result_of(a_certificate(), materials, "EC-56") is Result.NOT_APPLICABLE
    assert result_of(a_certificate(), materials, "EC-57") is Result.NOT_APPLICABLE
    assert result_of(a_certificate(), facts(listed=False, codes=()), "EC-56") is Result.NOT_APPLICABLE
    assert result_of(a_certificate(), facts(listed=None), "EC-56") is Result.OPEN
    assert result_of(a_certificate(), facts(codes=("6.E.1",), kind="TAS"), "EC-56") is Result.OPEN


# --- items ------------------------------------------------------------------------------------------------------------


def item(**changed):
    return a_certificate(lines=(replace(GYRO_ITEM, **changed),))


def test_ec_20_every_line_of_the_case_has_to_be_covered():
    assert result_of(a_certificate(), facts(), "EC-20") is Result.PASS
    found = standing(a_certificate(), facts(lines_covered=frozenset()), "EC-20")
    assert "line 1 (Fibre-optic gyroscope)" in found.reason
    assert result_of(a_certificate(), facts(lines=()), "EC-20") is Result.OPEN


def test_ec_21_the_model_of_the_line_has_to_stand_in_the_item():
    assert standing(a_certificate(), facts(), "EC-21").suggestion.result is Result.PASS
    assert "FOG-220 on the case" in standing(item(item="16 gyroscopes FOG-90"), facts(), "EC-21").reason
    assert result_of(item(case_line_id=None), facts(), "EC-21") is Result.OPEN
    nameless = facts(lines=(replace(GYROS, model="", part_number=""),))
    assert "neither model nor part number" in standing(a_certificate(), nameless, "EC-21").reason


def test_ec_22_the_certified_quantity_has_to_be_enough():
    assert result_of(a_certificate(), facts(), "EC-22") is Result.PASS
    short = facts(lines=(replace(GYROS, quantity=Decimal(20)),))
    assert standing(item(quantity=Decimal(18)), short, "EC-22").reason == "Line 1: available 18, applied 20."


def test_ec_22_several_items_of_one_certificate_add_up():
    two = a_certificate(
        lines=(replace(GYRO_ITEM, quantity=Decimal(10)), replace(GYRO_ITEM, line_id=2, quantity=Decimal(6)))
    )
    assert result_of(two, facts(), "EC-22") is Result.PASS


def test_ec_22_and_23_quantities_in_other_units_are_not_guessed():
    sets = item(unit="sets")
    assert standing(sets, facts(), "EC-23").reason == "Line 1: sets does not convert to pieces."
    assert result_of(sets, facts(), "EC-22") is Result.OPEN
    assert result_of(item(unit=""), facts(), "EC-23") is Result.OPEN
    assert result_of(item(quantity=None), facts(), "EC-22") is Result.OPEN
    assert result_of(a_certificate(), facts(lines=(replace(GYROS, quantity=None),)), "EC-22") is Result.OPEN


@pytest.mark.parametrize(
    ("quantity", "unit", "expected"),
    [("0.5", "t", Result.PASS), ("499", "kg", Result.FAIL), ("500000", "g", Result.PASS)],
)
def test_ec_22_weights_convert_exactly(quantity, unit, expected):
    case = facts(lines=(replace(GYROS, quantity=Decimal(500), unit="kg"),))
    assert result_of(item(quantity=Decimal(quantity), unit=unit), case, "EC-22") is expected


def test_ec_24_value_and_currency_agree_exactly_or_not_at_all():
    assert result_of(a_certificate(), facts(), "EC-24") is Result.PASS
    assert result_of(item(value=Decimal("296000.01")), facts(), "EC-24") is Result.FAIL
    assert result_of(item(currency="USD"), facts(), "EC-24") is Result.FAIL
    assert result_of(item(value=None), facts(), "EC-24") is Result.OPEN
    assert result_of(item(unit="sets"), facts(), "EC-24") is Result.OPEN
    assert "on the case" in standing(item(value=Decimal(1)), facts(), "EC-24").reason


def test_ec_24_a_larger_certified_quantity_may_have_a_larger_value():
    assert result_of(item(quantity=Decimal(40), value=Decimal("740000.00")), facts(), "EC-24") is Result.PASS


def test_ec_27_an_item_nobody_applies_for_is_a_minor_point():
    found = standing(item(case_line_id=None), facts(), "EC-27")
    assert (found.result, found.severity) == (Result.FAIL, Severity.MINOR)
    assert result_of(a_certificate(lines=()), facts(), "EC-27") is Result.OPEN


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "expected"), [("2026-08-31", Result.FAIL), ("2026-09-01", Result.PASS), ("2027-03-01", Result.PASS)]
)
def test_ec_40_six_months_end_on_the_same_day_of_the_month(signed, expected):
    assert result_of(a_certificate(fields={"F-03.date": signed}), facts(), "EC-40") is expected


def test_ec_40_waits_for_the_days():
    assert result_of(a_certificate(signed_on=None), facts(), "EC-40") is Result.OPEN
    assert result_of(a_certificate(), facts(received_on=None), "EC-40") is Result.OPEN


def test_ec_41_a_validity_that_has_passed_blocks():
    found = standing(a_certificate(fields={"F-05.date": "2027-03-01"}), facts(), "EC-41")
    assert (found.result, found.severity) == (Result.FAIL, Severity.BLOCK)
    without_a_day = standing(a_certificate(fields={"F-05.date": "2027-03-01"}), facts(today=None), "EC-41")
    assert without_a_day.severity is Severity.MAJOR


def test_ec_41_ev_1_without_a_stated_validity_it_serves_24_months_from_signature():
    assert "5 Jan 2029" in standing(a_certificate(), facts(), "EC-41").reason
    old = a_certificate(fields={"F-03.date": "2025-03-10"})
    assert standing(old, facts(), "EC-41").is_failed


def test_ec_41_waits_for_the_facts():
    assert result_of(a_certificate(signed_on=None), facts(), "EC-41") is Result.OPEN
    assert result_of(a_certificate(fields={"F-05.date": "two years"}), facts(), "EC-41") is Result.OPEN
    assert result_of(a_certificate(), facts(target_on=None), "EC-41") is Result.OPEN


def test_ec_42_a_certificate_is_not_older_than_its_contract_or_its_user():
    assert result_of(a_certificate(), facts(), "EC-42") is Result.PASS
    assert result_of(a_certificate(fields={"F-24.date": "2027-02-01"}), facts(), "EC-42") is Result.FAIL
    assert result_of(a_certificate(fields={"F-13.since": "founded 2028"}), facts(), "EC-42") is Result.FAIL
    assert standing(a_certificate(fields={"F-24.date": ""}), facts(), "EC-42").suggestion is None
    assert result_of(a_certificate(signed_on=None), facts(), "EC-42") is Result.OPEN


def test_ec_43_certification_follows_signature():
    assert result_of(a_certificate(), facts(), "EC-43") is Result.NOT_APPLICABLE
    assert result_of(a_certificate(fields={"F-44.date": "2027-01-04"}), facts(), "EC-43") is Result.FAIL
    assert result_of(a_certificate(fields={"F-44.date": "2027-01-06"}), facts(), "EC-43") is Result.PASS
    assert result_of(a_certificate(fields={"F-43.date": ""}, signed_on=None), facts(), "EC-43") is Result.OPEN


def test_months_are_counted_to_the_last_day_of_a_short_month():
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2027, 12, 1), 1) == date(2028, 1, 1)


# --- undertakings -----------------------------------------------------------------------------------------------------


def with_undertakings(**changed):
    return a_certificate(undertakings=undertakings(**changed))


def test_ec_50_u_01_and_u_02_have_to_be_there_without_limits():
    assert result_of(with_undertakings(), facts(), "EC-50") is Result.PASS
    assert standing(with_undertakings(U_02=Held.MISSING), facts(), "EC-50").reason.startswith("Missing: U-02")
    assert standing(with_undertakings(U_01=Held.LIMITED), facts(), "EC-50").reason.startswith("With limits: U-01")
    both = with_undertakings(U_01=Held.LIMITED, U_02=Held.MISSING)
    assert standing(both, facts(), "EC-50").reason.startswith("Missing or with limits")
    assert result_of(a_certificate(undertakings={}), facts(), "EC-50") is Result.OPEN


def test_ec_51_modification_and_copying_are_asked_of_annex_items():
    lacking = with_undertakings(U_04=Held.MISSING)
    assert standing(lacking, facts(), "EC-51").severity is Severity.BLOCK
    assert result_of(lacking, facts(), "EC-51") is Result.FAIL
    assert result_of(lacking, facts(listed=False), "EC-51") is Result.PASS
    assert result_of(lacking, facts(listed=None), "EC-51") is Result.OPEN
    assert result_of(with_undertakings(U_03=Held.MISSING), facts(listed=None), "EC-51") is Result.FAIL
    copying = with_undertakings(U_05=Held.MISSING)
    assert result_of(copying, facts(listed=False, kind="ITT"), "EC-51") is Result.FAIL
    assert standing(copying, facts(listed=False, kind="ITT"), "EC-51").severity is Severity.MAJOR


@pytest.mark.parametrize(("code", "assurance", "name"), [("EC-53", "AS-5", "U_08"), ("EC-54", "AS-10", "U_09")])
def test_ec_53_and_54_are_asked_where_the_matrix_requires_them(code, assurance, name):
    lacking = with_undertakings(**{name: Held.MISSING})
    assert result_of(with_undertakings(), facts(), code) is Result.PASS
    assert result_of(lacking, facts(), code) is Result.NOT_APPLICABLE
    assert result_of(lacking, facts(assurances=None), code) is Result.OPEN
    assert result_of(lacking, facts(assurances=frozenset({assurance})), code) is Result.FAIL


def test_ec_55_waits_until_every_undertaking_was_looked_at():
    some = a_certificate(undertakings={"U-01": RecordedUndertaking("U-01", Held.PRESENT)})
    assert standing(some, facts(), "EC-55").reason == "14 undertakings are not looked at yet."
    unnamed = a_certificate(undertakings=undertakings() | {"U-07": RecordedUndertaking("U-07", Held.LIMITED)})
    assert "U-07: limits not written down" in standing(unnamed, facts(), "EC-55").reason


def test_assurances_are_held_only_by_undertakings_that_are_present():
    assert rules.assurances_held([], KNOWN) == frozenset()
    full = rules.assurances_held([a_certificate()], KNOWN)
    assert full == {"AS-1", "AS-2", "AS-3", "AS-4", "AS-5", "AS-10", "AS-11"}
    assert "AS-3" not in rules.assurances_held([with_undertakings(U_05=Held.LIMITED)], KNOWN)
    assert "AS-6" in rules.assurances_held([a_certificate(kind="EUC-G")], KNOWN)
    assert "AS-6" not in rules.assurances_held([replace(with_undertakings(U_15=Held.MISSING), kind="EUC-G")], KNOWN)
    assert rules.assurances_held([a_certificate(kind="IIC", undertakings={})], KNOWN) == {"AS-9"}


def test_as_7_carries_as_1_to_as_4():
    confirmed = {"EC-65": RecordedCheck("EC-65", Result.PASS, "", "", "Ana", THEN)}
    note = a_certificate(kind="G2G", checks=confirmed, undertakings=undertakings(U_04=Held.MISSING))
    assert "AS-7" not in rules.assurances_held([note], KNOWN)


@pytest.mark.parametrize("verdict", [Verdict.NOT_SATISFACTORY, Verdict.SUSPECT])
def test_a_certificate_that_was_not_believed_gives_no_assurance(verdict):
    assert rules.assurances_held([a_certificate(verdict=verdict)], KNOWN) == frozenset()


# --- the case ---------------------------------------------------------------------------------------------------------


def settled(certificates, case):
    pairs = [(one, rules.standings(one, case, KNOWN)) for one in certificates]
    return rules.case_is_settled(pairs, case, KNOWN)


def test_a_case_is_settled_by_a_good_certificate_that_covers_every_line():
    case = facts(first_of_user=False)
    done = replace(ticked(a_certificate(), case), verdict=Verdict.SATISFACTORY)
    assert settled([done], case)
    assert not settled([], case)
    assert not settled([replace(done, verdict=None)], case)
    assert not settled([replace(done, verdict=Verdict.SUSPECT)], case)
    assert not settled([replace(done, fields=done.fields | {"F-30.text": "resale"})], case)


def test_a_bad_certificate_beside_a_good_one_does_no_harm():
    case = facts(first_of_user=False)
    done = replace(ticked(a_certificate(), case), verdict=Verdict.SATISFACTORY)
    bad = a_certificate(fields={"F-30.text": "resale"}, verdict=Verdict.CURABLE)
    assert settled([bad, done], case)


def test_lines_may_be_covered_by_several_good_certificates_but_not_by_bad_ones():
    second = replace(GYROS, line_id=12, number=2)
    case = facts(first_of_user=False, lines=(GYROS, second), lines_covered=frozenset({11, 12}))
    first = replace(ticked(a_certificate(), case), verdict=Verdict.SATISFACTORY)
    other = replace(
        ticked(a_certificate(lines=(replace(GYRO_ITEM, case_line_id=12),)), case), verdict=Verdict.SATISFACTORY
    )
    assert settled([first, other], case)
    assert not settled([first, replace(other, verdict=Verdict.CURABLE)], case)


@pytest.mark.parametrize("outcome", ["NLR", "PROHIBITED", "EMBARGO"])
def test_where_no_certificate_is_demanded_the_case_is_settled_without_one(outcome):
    assert settled([], facts(outcomes=frozenset({outcome}), types_on_case=frozenset()))
    assert not settled([], facts(outcomes=frozenset({outcome, "CASE_BY_CASE"}), types_on_case=frozenset()))


def test_every_check_has_a_question_that_can_be_asked_of_an_exporter():
    certificate = a_certificate(fields=dict.fromkeys(FIELDS, ""), lines=(), undertakings={})
    for code, check in KNOWN.checks.items():
        failed = rules.Standing(check, Result.FAIL, check.severity, "", by_program=False)
        [question] = rules.questions(certificate, [failed])
        assert question.code == code
        assert "{" not in question.text
        assert "EC-" not in question.text
