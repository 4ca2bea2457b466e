"""Certificate beside case: names, units, and the differences in words (end-use-certificates.md §8, §11)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.comparison import Agreement, compare, converted, folded, same, shown
from desktop.documents.model import CaseParty
from tests.documents.certificates import END_USER, EXPORTER, GYRO_ITEM, GYROS, KNOWN, a_certificate, facts

DEFAULTS = KNOWN.defaults


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Orion Aerostructures JSC", "Orion Aero-Structures J.S.C.", True),
        ("Linhas Aéreas", "LINHAS AEREAS", True),
        ("Straße 1", "Strasse 1", True),
        ("ОАО Орион", "оао «Орион»", True),
        ("Orion", "Orient", False),
        ("", "", False),
        ("--", "..", False),
    ],
)
def test_names_agree_in_letters_and_figures(one, other, agree):
    assert same(one, other) is agree


@given(st.text(max_size=60))
def test_folding_is_stable(text):
    assert folded(folded(text)) == folded(text)


@given(
    st.decimals(min_value=0, max_value=10**9, places=3),
    st.sampled_from(["kg", "g", "t"]),
    st.sampled_from(["kg", "g", "t"]),
)
def test_eq_5_weights_convert_there_and_back_exactly(quantity, unit, into):
    there = converted(quantity, unit, into, DEFAULTS)
    assert there is not None
    factor = converted(Decimal(1), into, unit, DEFAULTS)
    assert there * factor == Fraction(quantity)


def test_eq_5_no_entry_no_conversion():
    assert converted(Decimal(1), "sets", "pieces", DEFAULTS) is None
    assert converted(Decimal(1), "m", "kg", DEFAULTS) is None
    assert converted(Decimal(3), "Drum ", "drum", DEFAULTS) == 3
    assert converted(Decimal(2), "PCS", "each", DEFAULTS) == 2


@pytest.mark.parametrize(
    ("number", "words"), [(Fraction(18), "18"), (Decimal("2.50"), "2.5"), (Fraction(1, 1000), "0.001")]
)
def test_numbers_are_shown_without_needless_zeros(number, words):
    assert shown(number) == words


def rows(certificate, case):
    return {row.label: row for row in compare(certificate, case, DEFAULTS)}


def test_what_agrees_is_said_to_agree():
    found = rows(a_certificate(), facts())
    assert {row.agreement for row in found.values()} == {Agreement.SAME}
    assert found["Address"].words == "They agree. Only the spelling differs."
    assert found["Line 1"].words == "The quantity covers it."


def test_each_difference_is_put_in_words():
    agent = CaseParty("agent", "Porto Agents", "", "", "", "", "PT")
    certificate = a_certificate(
        fields={"F-11.name": "Somebody", "F-12.address": "", "F-15.purchaser": "Trade Link"},
        lines=(replace(GYRO_ITEM, quantity=Decimal(10)),),
    )
    found = compare(certificate, facts(parties=(EXPORTER, END_USER, agent)), DEFAULTS)
    words = {(row.label, row.words) for row in found if row.agreement is not Agreement.SAME}
    assert words == {
        ("End-user", "They differ."),
        ("Address", "Not entered from the certificate yet."),
        ("Other party", "Not on the case."),
        ("Other party", "Not on the certificate."),
        ("Line 1", "Available 10, applied 16. The value of item 1 differs."),
    }


def test_what_the_case_does_not_state_is_said_so():
    found = rows(a_certificate(), facts(parties=(), end_use=""))
    assert found["Exporter"].words == "The case does not state it."
    assert found["End-use"].agreement is Agreement.NOT_STATED


@pytest.mark.parametrize(
    ("item", "line", "words"),
    [
        ({"unit": "sets"}, {}, "The quantities cannot be compared."),
        ({}, {"quantity": None}, "The case states no quantity."),
        ({"case_line_id": None}, {}, "No item of the certificate is linked to this line."),
    ],
)
def test_a_line_that_cannot_be_compared_is_said_so(item, line, words):
    certificate = a_certificate(lines=(replace(GYRO_ITEM, **item),))
    assert rows(certificate, facts(lines=(replace(GYROS, **line),)))["Line 1"].words == words
