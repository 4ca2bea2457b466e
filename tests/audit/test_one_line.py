"""Any text becomes one visible line (security.md R29)."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from desktop.audit.one_line import shown


@given(st.text())
def test_R29_nothing_that_breaks_a_line_or_steers_a_terminal_is_left(text):
    line = shown(text)
    assert len(line.splitlines()) <= 1
    assert not [letter for letter in line if unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"}]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), max_size=200))
def test_ordinary_text_in_any_script_stays_as_it_is(text):
    assert shown(text) == text


def test_R29_what_cannot_be_seen_is_shown():
    assert shown("a\nb\tc\x00\x7f\x85\u2028\u202e\ud800") == "a␊b␉c␀␡[U+0085][U+2028][U+202E][U+D800]"


def test_a_long_text_is_cut_and_says_how_long_it_was():
    assert shown("x" * 50, longest=10) == "xxxxxxxxxx… (50 characters)"
