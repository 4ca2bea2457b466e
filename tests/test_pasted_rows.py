"""Rows from the clipboard and from list files: no row lost silently, every bad place named (security.md R43)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.pasted_rows import MOST_ROWS, UnreadableRows, rows_of, tab_separated


def is_head(cell):
    return cell in {"description", "quantity", "unit"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\n\n", []),
        ("one", [["one"]]),
        ("one, two; three", [["one, two; three"]]),
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("\ufeffa\tb\rc\td\r\r", [["a", "b"], ["c", "d"]]),
        ('"two\nlines"\tb', [["two\nlines", "b"]]),
        ('"says ""no"""\tb', [['says "no"', "b"]]),
        ('5" pipe\tb', [['5" pipe', "b"]]),
        ('""\tb', [["", "b"]]),
        ("a\t\t\nb\t\t", [["a"], ["b"]]),
        ("\tb\n\td", [["", "b"], ["", "d"]]),
        ("a\tb\n\nc\td", [["a", "b"], ["", ""], ["c", "d"]]),
        ("gyro, small\nmotor, big", [["gyro, small"], ["motor, big"]]),
        ("a;b\nc;d", [["a", "b"], ["c", "d"]]),
        ("a;b\nno mark", [["a;b"], ["no mark"]]),
        ("description,quantity\ngyro,16", [["description", "quantity"], ["gyro", "16"]]),
        ('"description";"unit"\n"gyro; small";pieces', [["description", "unit"], ["gyro; small", "pieces"]]),
    ],
)
def test_cells_are_parted_as_they_were_written_r43(text, rows):
    assert rows_of(text, is_head) == rows


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('a\tb\n"c\td\ne\tf', "Row 2: a quotation mark is opened and never closed."),
        ('a;b\n"c;d\n"e";f', "Row 2: text follows a closing quotation mark"),
        ("a\tb\nc\nd\te\tf", "Row 2: has 1 cell where the first row has 2 cells. Row 3: has 3 cells"),
        ("x\n" * (MOST_ROWS + 1), "Row 2001: 2,000 rows are the most at a time."),
    ],
)
def test_a_broken_table_is_refused_with_the_row_named_r43(text, where):
    with pytest.raises(UnreadableRows) as refused:
        rows_of(text, is_head)
    assert where in refused.value.message
    assert refused.value.message.startswith("Nothing was pasted. ")


def test_an_unclosed_quote_does_not_swallow_the_rows_after_it_r43():
    rows = [f"item {number};{number}" for number in range(400)]
    rows[3] = '"item 3;3'
    with pytest.raises(UnreadableRows, match="Row 4: a quotation mark"):
        rows_of("\n".join(rows))
    rows[300] = '"item 300";300'
    with pytest.raises(UnreadableRows, match="Row 4: text follows"):
        rows_of("\n".join(rows))


def test_only_the_first_five_bad_rows_are_spelled_out_but_all_are_kept():
    with pytest.raises(UnreadableRows) as refused:
        rows_of("a\tb\n" + "c\n" * 9)
    assert refused.value.message.endswith("And 4 more.")
    assert len(refused.value.cells) == 9
    assert not refused.value.only_two_readings


@pytest.mark.parametrize(
    ("cell", "copied"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|x", "'+cmd|x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-5", "-5"),
        ("-5 000.50", "-5 000.50"),
        ("'=x", "''=x"),
    ],
)
def test_a_copied_cell_is_never_a_formula_r56(cell, copied):
    assert tab_separated([[cell]]) == copied
    assert rows_of(copied) == [[cell]]


CELL = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\r\ufeff"), max_size=12
)

UNMARKED = CELL.filter(lambda cell: not cell.startswith("'"))


@given(st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1)))
def test_what_is_copied_is_pasted_back_as_it_was(rows):
    rows = [[*row, "end"] for row in rows]
    assert rows_of(tab_separated(rows)) == rows


@given(
    st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(UNMARKED, min_size=width, max_size=width), min_size=1)),
    st.sampled_from(";,"),
)
def test_a_list_file_written_by_another_program_is_read_exactly(rows, mark):
    rows = [["description", *["unit"] * len(rows[0])], *[[*row, "end"] for row in rows]]
    file = io.StringIO()
    csv.writer(file, delimiter=mark, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    if "\t" not in file.getvalue():
        assert rows_of(file.getvalue(), is_head) == rows


@given(st.text(alphabet=st.sampled_from('ab\t\n";,'), max_size=60))
def test_whatever_is_pasted_is_a_rectangle_or_refused(text):
    try:
        rows = rows_of(text, is_head)
    except UnreadableRows:
        return
    assert len({len(row) for row in rows}) <= 1
