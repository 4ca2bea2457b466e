"""Blanks of conditions (LT-04, L3) and the text with all of them filled (CH-4 to CH-6)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.letters import filling, library
from desktop.letters.filling import Chosen, FromCase

LIBRARY = library.load()
TODAY = date(2027, 3, 1)
CASE = FromCase("Portugal", "Linhas Aéreas do Minho, MRO", "ML-2027-00001")


def sentences(*chosen: Chosen) -> list[str]:
    return [blank.sentence for blank in filling.blanks(LIBRARY, chosen, TODAY)]


def text_of(chosen: Chosen, case: FromCase = CASE) -> str:
    (condition,), _ = filling.fill(LIBRARY, [chosen], case, ())
    return condition.text


def test_L3_an_empty_parameter_is_named():
    (blank,) = filling.blanks(LIBRARY, [Chosen("DV-01")], TODAY)
    assert blank.sentence == "DV-01.{dv_days} (days after each shipment) is empty. Enter it."
    assert (blank.condition_id, blank.parameter) == ("DV-01", "dv_days")


@pytest.mark.parametrize("value", ["TBC", "tbc ", "N/A", "n/a", "To be confirmed", "–", "?", "..."])
def test_LT_04_a_stand_in_is_not_a_value(value):
    (sentence,) = sentences(Chosen("USE-05", {"platform": value}))
    assert sentence.startswith("USE-05.{platform} (manned aircraft type) says only")


@pytest.mark.parametrize(
    ("condition_id", "values", "complaint"),
    [
        ("DV-01", {"dv_days": "0"}, "whole number from 1 to 3,650"),
        ("DV-01", {"dv_days": "ninety"}, "whole number"),
        ("DV-01", {"dv_days": "٩٠"}, "whole number"),
        ("REC-01", {"years": "51"}, "whole number from 1 to 50"),
        ("USE-07", {"system": "SR-2", "max_range_km": "-4"}, "number above zero"),
        ("USE-07", {"system": "SR-2", "max_range_km": "NaN"}, "number above zero"),
        ("USE-07", {"system": "SR-2", "max_range_km": "many"}, "number above zero"),
        ("TMP-01", {"return_date": "soon"}, "must be a date"),
        ("TMP-01", {"return_date": "2027-02-28"}, "is 28 February 2027, which is past"),
        ("REP-03", {"report_month": "Janvier", "years": "5"}, "must be one of: January"),
        ("REP-04", {"period": "fortnight"}, "must be one of: month, three months"),
        ("X-case-1", {"title": "T", "ticked_by": "S"}, "X-case-1.{text}"),
    ],
)
def test_LT_04_a_value_of_the_wrong_kind_is_named(condition_id, values, complaint):
    (blank,) = filling.blanks(LIBRARY, [Chosen(condition_id, values)], TODAY)
    assert complaint in blank.sentence


def test_good_values_leave_no_blank():
    assert not sentences(
        Chosen("DV-01", {"dv_days": "90"}),
        Chosen("TMP-01", {"return_date": "2027-03-01"}),
        Chosen("GEN-06", {"start_date": "2027-03-01", "expiry_date": "2029-02-28"}),
        Chosen("USE-07", {"system": "SR-2", "max_range_km": "120.5"}),
        Chosen("REP-03", {"report_month": "June", "years": "5"}),
        Chosen("REP-04", {"period": "three months"}),
        Chosen("RT-07"),
    )


def test_the_program_fills_destination_end_user_and_number():
    text = text_of(Chosen("RT-07"))
    assert "Licensed under ML-2027-00001 for Linhas Aéreas do Minho, MRO in Portugal only." in text


def test_a_draft_says_that_the_number_comes_with_the_issue():
    assert filling.NUMBER_ON_ISSUE in text_of(Chosen("RT-07"), FromCase("Portugal", "X"))


def test_LT_09_days_and_numbers_are_written_as_letters_write_them():
    text = text_of(Chosen("GEN-06", {"start_date": "2027-03-04", "expiry_date": "2029-03-03"}))
    assert "only from 4 March 2027 to 3 March 2029 inclusive" in text
    assert "is 1,200.5 km" in text_of(Chosen("USE-07", {"system": "SR-2", "max_range_km": "1200.50"}))


def test_an_open_blank_shows_as_a_hole_in_the_draft():
    assert "Within [days after each shipment] days" in text_of(Chosen("DV-01"))
    assert "to [last day] inclusive" in text_of(Chosen("GEN-06", {"start_date": "2027-03-04"}))
    assert "is many km" in text_of(Chosen("USE-07", {"system": "S", "max_range_km": "many"}))
    assert "from soon to" in text_of(Chosen("GEN-06", {"start_date": "soon"}))


@given(st.text(max_size=60))
def test_a_value_is_printed_as_it_is_even_when_it_looks_like_a_blank(value):
    shown = text_of(Chosen("USE-05", {"platform": value}))
    assert (value.strip() or "[manned aircraft type]") in shown


def test_a_value_that_names_another_blank_is_not_filled_again():
    assert "only for {end_use_place}, at Porto" in text_of(
        Chosen("USE-01", {"end_use": "{end_use_place}", "end_use_place": "Porto"})
    )


def test_CH_4_an_addition_is_kept_apart_from_the_library_text_and_free_text_comes_last():
    free = Chosen("X-case-1", {"title": " Witness ", "text": "An officer shall be present.", "ticked_by": "S"})
    added = Chosen("RT-01", addition=" Nor may they be shown at fairs. ")
    filled, _ = filling.fill(LIBRARY, [free, added], CASE, {"RT-01"})
    assert [condition.condition_id for condition in filled] == ["RT-01", "X-case-1"]
    assert filled[0].addition == "Nor may they be shown at fairs."
    assert "fairs" not in filled[0].text
    assert (filled[1].title, filled[1].special) == ("Witness", True)


def test_CH_5_a_condition_with_a_time_makes_an_obligation():
    _, owed = filling.fill(LIBRARY, [Chosen("GEN-01"), Chosen("DV-01", {"dv_days": "90"})], CASE, ())
    assert [(one.condition_id, one.by_when) for one in owed] == [("DV-01", "within 90 days of each shipment")]


def test_CH_8_what_binds_the_end_user_has_a_plain_sentence():
    filled, _ = filling.fill(LIBRARY, [Chosen("RT-01"), Chosen("GEN-02")], CASE, ())
    assert "take them out of Portugal" in next(c for c in filled if c.condition_id == "RT-01").for_end_user
    assert next(c for c in filled if c.condition_id == "GEN-02").for_end_user == ""


def test_proposed_values_come_from_the_case_first_and_then_from_the_office():
    condition = LIBRARY.conditions["USE-01"]
    case = FromCase("Portugal", "X", answers={"end_use": "spares"})
    assert filling.proposed_values(condition, case) == {"end_use": "spares", "end_use_place": ""}
    assert filling.proposed_values(LIBRARY.conditions["DV-01"], case) == {"dv_days": "90"}
