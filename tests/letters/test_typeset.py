"""Setting lines: words kept whole where they fit, every letter drawn once, directions and marks right (L9, R39)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.letters import fonts, scripts
from desktop.letters.blocks import Span, plain
from desktop.letters.layout import BODY, Setter, paginate
from desktop.letters.pieces import Group, PageBreak, TablePiece, TextPiece
from desktop.letters.sheet import Node, Sheet
from desktop.letters.typeset import draw_line, set_lines
from tests.builders.papers import words_of_pdf


def lines_of(text: str, width: float = 200) -> list[str]:
    return ["".join(stretch.text for stretch in line.stretches) for line in set_lines(plain(text), BODY, width)]


def drawn(*texts: str, width: float = 300) -> str:
    sheet = Sheet("t", "a", "en")
    y = 800.0
    for text in texts:
        for line in set_lines(plain(text), BODY, width):
            draw_line(sheet.canvas, line, BODY, 50, y)
            y -= 20
    sheet.end_page()
    return words_of_pdf(sheet.content())


def test_words_are_kept_whole_and_lines_fit_the_width():
    text = "the items may not be passed to any other person or taken to any other place " * 4
    lines = set_lines(plain(text), BODY, 150)
    assert len(lines) > 4
    assert all(line.width <= 150 for line in lines)
    assert "".join(lines_of(text, 150)).split() == text.split()


def test_a_line_that_goes_on_ends_in_a_space_for_whoever_copies_it():
    lines = lines_of("one two three four five six seven eight nine ten eleven", 100)
    assert all(line.endswith(" ") for line in lines[:-1])
    assert not lines[-1].endswith(" ")


def test_a_word_longer_than_the_line_is_broken_after_a_mark_where_there_is_one():
    lines = lines_of("www.office.example/licences/2027/a-very-long-path-that-does-not-fit-on-one-line", 120)
    assert len(lines) > 2
    assert all(line[-1] in "/-." for line in lines[:-1])


def test_a_long_word_begins_on_the_line_of_the_word_before_it_or_the_next_and_loses_nothing():
    text = "x " + "A" * 100 + " y"
    assert "".join(lines_of(text, 90)).replace(" ", "") == text.replace(" ", "")


def test_a_width_narrower_than_a_letter_still_ends():
    assert "".join(lines_of("Straße", 1)) == "Straße"


def test_an_unbreakable_space_holds_a_date_together():
    assert not any(line.strip().endswith("4") for line in lines_of("it ends on 4\u00a0March\u00a02027 " * 5, 118))


def test_ideographs_may_be_parted_anywhere():
    lines = lines_of("示例精密机械有限公司" * 4, 100)
    assert len(lines) > 2
    assert "".join(lines) == "示例精密机械有限公司" * 4


def test_lines_of_the_writer_are_kept():
    assert lines_of("one\n\ntwo") == ["one", "", "two"]


def test_words_over_two_weights_stay_one_word():
    (line,) = set_lines((Span("gran"), Span("ted", bold=True), Span(", now")), BODY, 300)
    assert "".join(stretch.text for stretch in line.stretches) == "granted, now"
    assert [stretch.font.fontName for stretch in line.stretches][:2] == ["NotoSerif-Regular", "NotoSerif-Bold"]


def test_right_to_left_words_stand_from_the_right():
    (line,) = set_lines(plain("שלום עולם"), BODY, 300)
    assert [stretch.text for stretch in line.stretches] == ["עולם", " ", "שלום"]


def test_latin_inside_a_right_to_left_name_keeps_its_direction():
    (line,) = set_lines(plain("שלום ABC 12 עולם"), BODY, 300)
    words = [stretch.text for stretch in line.stretches if stretch.text.strip()]
    assert words == ["עולם", "ABC", "12", "שלום"]


def test_a_persian_joiner_stays_inside_its_word():
    assert "می‌خواهم" in "".join(lines_of("شرکت می‌خواهم"))
    assert scripts.levels("‌") == [0]


def test_a_mark_is_drawn_with_the_font_of_its_letter_and_moves_nothing():
    plain_line, marked = set_lines(plain("q\nq\u0303"), BODY, 300)
    assert marked.width == pytest.approx(plain_line.width, abs=0.5)
    assert drawn("q\u0303x").replace(" ", "")[0] == "q"


@pytest.mark.parametrize("width", range(50, 110, 7))
def test_a_cut_does_not_part_a_mark_from_its_letter(width):
    for line in lines_of("e\u0301" * 80, width):
        assert not scripts.sits_on_letter(line[0])


@pytest.mark.parametrize("letters", range(8, 20))
def test_a_long_word_of_two_scripts_loses_nothing_wherever_it_is_broken(letters):
    word = "A" * letters + "ب" * 60
    assert sorted("".join(lines_of(word, 90)).replace(" ", "")) == sorted(word)


def test_vowel_marks_are_set_where_the_font_wants_them():
    assert drawn("شَرِكَة")


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x24F), max_size=80))
def test_no_letter_is_lost_or_doubled(text):
    kept = "".join(scripts.printable(text).split())
    assert "".join("".join(lines_of(text, 60)).split()) == kept


@given(st.text(alphabet="אבגדabc 12()", max_size=30))
def test_reordering_keeps_every_letter(text):
    (line,) = set_lines(plain(text), BODY, 10_000)
    shown = "".join(stretch.text for stretch in line.stretches)
    assert sorted(shown.replace(" ", "")) == sorted(text.replace(" ", ""))


@pytest.mark.parametrize(
    ("levels", "order"),
    [
        ([0, 0, 0], [0, 1, 2]),
        ([1, 1, 1], [2, 1, 0]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([], []),
    ],
)
def test_UAX_9_L2_stretches_are_reversed_from_the_deepest_level_up(levels, order):
    assert scripts.visual_order(levels) == order


def test_fonts_are_read_once_and_the_text_own_font_comes_first():
    assert fonts.for_letter("A", fonts.SANS, bold=True) is fonts.face(fonts.SANS, bold=True)
    assert fonts.for_letter("中", fonts.SERIF, bold=False) is fonts.named("DroidSansFallbackFull")
    assert fonts.for_letter("ไ", fonts.SERIF, bold=False) is None


def text_piece(lines: int, **more) -> TextPiece:
    return TextPiece(set_lines(plain("\n".join("line" for _ in range(lines))), BODY, 100), BODY, 0, Node("P"), **more)


def test_pages_break_where_a_piece_ends_and_a_piece_for_its_own_page_begins_one():
    room = 10 * BODY.leading
    pages = paginate([text_piece(6), PageBreak(), text_piece(2), PageBreak()], room, room)
    assert [len(page) for page in pages] == [1, 1, 0]
    pages = paginate([PageBreak(), text_piece(2)], room, room)
    assert len(pages) == 1
    sheet = Sheet("t", "a", "en")
    for below, piece in pages[0]:
        piece.draw(sheet, 800 - below)
    assert sheet.structure.below == []
    assert pages[0][0][1].part(100) is None


def test_a_text_is_not_parted_where_one_line_would_be_left():
    assert text_piece(3).part(2 * BODY.leading) is None
    first, second = text_piece(5).part(4.5 * BODY.leading)
    assert (len(first.lines), len(second.lines)) == (3, 2)


def test_a_piece_higher_than_any_page_is_placed_all_the_same():
    tall = Group(1_000, [])
    assert tall.part(10) is None
    assert paginate([text_piece(2), tall], 100, 100)[1][0][1] is tall


def test_a_table_is_parted_between_rows_only(monkeypatch):
    from desktop.letters import blocks

    rows = tuple((plain(str(number)), plain("line\nline")) for number in range(5))
    table = blocks.Table((blocks.Column("No.", 1), blocks.Column("What", 5)), rows)
    (piece,) = Setter(Node("Document")).pieces([table])
    assert isinstance(piece, TablePiece)
    assert piece.part(piece.least - 1) is None
    first, second = piece.part(piece.least + 1)
    assert (len(first.rows), len(second.rows)) == (1, 4)
    assert not first.goes_on
    assert second.goes_on


def test_an_unknown_block_is_a_fault_of_ours():
    with pytest.raises(TypeError, match="object"):
        list(Setter(Node("Document")).lay(object()))


def test_no_blocks_make_one_empty_page():
    assert list(Setter(Node("Document")).pieces([])) == []
    assert paginate([], 100, 100) == [[]]
