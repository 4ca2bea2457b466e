"""Letters on paper: pages, scripts, hostile text, the archival form (LT-07, LT-08, L8 to L10, R39, R40)."""

import io
import itertools
import sys
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import pdfa

from desktop.errors import UserError
from desktop.letters import archival, render
from desktop.letters.compose import compose
from desktop.letters.model import Grounds, LetterKind, PartyFacts
from desktop.letters.pieces import Group, TextPiece
from tests.builders.letters import GYROS, a_licence, a_no_licence, a_refusal, issued
from tests.builders.papers import pages_of_pdf, words_of_pdf

KINDS = [a_licence(), a_refusal(), a_no_licence(), a_licence(kind=LetterKind.APP)]


def with_end_user(name: str, original: str = "", facts=None):
    facts = facts or a_licence()
    return replace(facts, parties=(facts.parties[0], PartyFacts("End-user", name, "Portugal", original, "Rua 1")))


@pytest.mark.parametrize("facts", KINDS, ids=lambda facts: facts.kind)
def test_L8_the_same_facts_give_the_same_bytes(facts):
    assert render.final(issued(facts)) == render.final(issued(facts))
    assert render.draft(facts) == render.draft(facts)


def test_L8_bytes_do_not_hang_on_what_was_drawn_before():
    first = render.final(issued(with_end_user("A", "شركة المثال")))
    render.final(issued(with_end_user("B", "للتجارة المحدودة")))
    assert render.final(issued(with_end_user("A", "شركة المثال"))) == first


def test_one_changed_fact_gives_other_bytes():
    assert render.final(issued(a_licence())) != render.final(issued(a_licence(dated=date(2027, 3, 2))))


@pytest.mark.parametrize("facts", KINDS, ids=lambda facts: facts.kind)
def test_LT_08_the_letter_is_valid_pdf_a_2b_with_title_language_and_structure(facts):
    content = render.final(issued(facts))
    assert pdfa.validate_written(io.BytesIO(content), "2b").verdict == "pass"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == compose(issued(facts)).title
        assert str(pdf.docinfo["/Author"]) == "Licensing Office of Merania"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20270301")
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def tags(element, found):
    found.append(str(element.S))
    below = element.K
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            tags(one, found)
    return found


def test_LT_08_a_screen_reader_finds_headings_lists_and_tables_in_order():
    with pikepdf.open(io.BytesIO(render.final(issued(a_licence())))) as pdf:
        (document,) = pdf.Root.StructTreeRoot.K
        found = tags(document, [])
    assert found[0] == "/Document"
    assert found.count("/H1") == 2
    assert found.count("/LI") == len(a_licence().conditions)
    assert {"/H2", "/L", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD"} <= set(found)


def scopes(element):
    if str(element.S) == "/TH":
        yield str(element.A.Scope)
    for one in element.K if isinstance(element.K, pikepdf.Array) else []:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield from scopes(one)


def test_LT_08_a_heading_of_a_table_says_whether_it_heads_a_column_or_a_row():
    with pikepdf.open(io.BytesIO(render.final(issued(a_refusal())))) as pdf:
        found = list(scopes(pdf.Root.StructTreeRoot.K[0]))
    assert found.count("/Column") == 5
    assert found.count("/Row") == len(found) - 5 > 5


def fonts_of(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                yield str(font.BaseFont), "/FontFile2" in font.FontDescriptor and "/ToUnicode" in font


def test_LT_08_every_font_is_embedded_as_a_subset_and_none_is_of_the_standard_fourteen():
    for content in (render.final(issued(a_licence())), render.draft(a_licence(number=""))):
        found = dict(fonts_of(content))
        assert found
        assert all(found.values())
        assert all(name[7] == "+" and "Noto" in name for name in found)


def test_LT_07_each_page_says_its_number_the_marking_and_the_check_code():
    facts = issued(a_licence())
    pages = pages_of_pdf(render.final(facts))
    assert len(pages) == 4
    for number, words in enumerate(pages, 1):
        assert f"Page {number} of 4" in words
        assert "MER/APC/2027/0001 · Open" in words
        assert facts.check_code in words
        assert "DRAFT" not in words
    assert "Harbour Street 4" in pages[0]
    assert all("Licence ML-2027-00001 · MX-2027-00001 · 1 March 2027" in words for words in pages[1:])


def test_LT_02_a_draft_says_so_on_each_page_and_has_no_number():
    pages = pages_of_pdf(render.draft(a_licence(number="")))
    assert len(pages) == 4
    assert all("DRAFT. Not a decision of this office." in words for words in pages)
    assert not any("MER/" in words or "Check code" in words for words in pages)


def test_CH_4_an_addition_is_printed_behind_the_text_of_the_library():
    facts = a_licence()
    added = replace(facts.conditions[0], addition="Spares are included.", special=True)
    words = words_of_pdf(render.final(issued(replace(facts, conditions=(added, *facts.conditions[1:])))))
    assert "In case of difference the licence prevails. Spares are included. 2." in words


def test_L5_the_refusal_prints_the_last_day_to_appeal_as_a_date():
    assert "not later than 30 March 2027" in words_of_pdf(render.final(issued(a_refusal())))


@pytest.mark.parametrize(
    "name",
    [
        "Иванова Мария Сергеевна, ООО «Пример»",
        "Παπαδοπούλου Ελένη, Παράδειγμα Α.Ε.",
        "شركة المثال للتجارة المحدودة",
        "شركة المثال 2027 GmbH",
        "חברת הדוגמה בע״מ",
        "示例精密机械有限公司",
        "株式会社サンプル ABC",
        "주식회사 예시 정밀",
        "Żółć Maschinenbau Übersee",
        "Công ty Ví dụ",
    ],
)
def test_L9_a_name_in_its_own_script_can_be_copied_out_as_it_was_typed(name):
    content = render.final(issued(with_end_user("Example Ltd", name)))
    assert name in words_of_pdf(content)


def test_L9_shaped_letters_are_drawn_and_not_their_isolated_forms():
    content = render.final(issued(with_end_user("Example Ltd", "شركة")))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        arabic = next(
            font for page in pdf.pages for name, font in page.Resources.Font.items() if "Naskh" in str(font.BaseFont)
        )
        widths = [int(width) for width in arabic.Widths]
    assert len(set(widths)) > 3  # initial, medial and final forms differ from the isolated ones


def test_L10_sixty_lines_repeat_the_heading_split_no_row_and_end_with_the_total():
    lines = tuple(
        replace(
            GYROS, number=number, description=f"Item number {number} of the schedule " + "with parts " * (number % 9)
        )
        for number in range(1, 61)
    )
    pages = pages_of_pdf(render.final(issued(a_licence(lines=lines))))
    with_rows = [words for words in pages if "Item number" in words]
    assert len(with_rows) > 3
    for words in with_rows:
        assert "No. Description Annex entry Quantity Value" in words
        assert words.count("Item number") == words.count("Halden Avionics AS, FOG-220")
    assert ["Total EUR 17,760,000.00" in words for words in with_rows] == [False] * (len(with_rows) - 1) + [True]
    assert f"Page 1 of {len(pages)}" in pages[0]


def test_LT_07_a_text_that_goes_on_has_two_lines_on_each_of_both_pages():
    parted = 0
    for words in range(400, 1400, 40):
        facts = a_licence()
        pages = paginated(replace(facts, case=replace(facts.case, end_use="word " * words)))
        for page, following in itertools.pairwise(pages):
            (_, last), (_, first) = page[-1], following[0]
            if isinstance(last, TextPiece) and isinstance(first, TextPiece) and last.node is first.node:
                parted += 1
                assert len(last.lines) >= 2
                assert len(first.lines) >= 2
                assert first.side is None
    assert parted > 10


def test_a_heading_does_not_stand_alone_at_the_foot_and_a_signature_not_alone_on_a_page():
    for words in range(8, 400, 16):
        facts = a_licence()
        pages = paginated(replace(facts, case=replace(facts.case, end_use="word " * words)))
        for page in pages[:-1]:
            assert not page[-1][1].keeps_next
        for page in pages:
            assert not (isinstance(page[0][1], Group) and page[0][1].rules and len(page) < 3)


def paginated(facts):
    from desktop.letters.furniture import FIRST_TOP, FOOT, OTHER_TOP
    from desktop.letters.layout import Setter, paginate
    from desktop.letters.sheet import Node

    pieces = list(Setter(Node("Document")).pieces(compose(facts).blocks))
    return paginate(pieces, FIRST_TOP - FOOT, OTHER_TOP - FOOT)


HOSTILE = [
    '<img src="/etc/passwd">',
    '<img src="http://office.example/x.png"/>',
    "<para><b>bold</b></para>",
    "<font size=72>large</font>",
    "&lt;b&gt; &amp; &#65;",
    "{office.email} {denial.partner} %s %(name)s",
    "=HYPERLINK(\"x\") +cmd|' /C calc'!A0",
    "A" * 300,
    "Ä" * 300,
    "中" * 300,
    "ة" * 300,
    "a\tb",
    "((\\)) <</MCID 0>> BDC EMC Q q",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_R40_hostile_text_in_every_field_is_printed_as_plain_text(text):
    facts = with_end_user(text, text, a_licence())
    line = replace(facts.lines[0], description=text, maker=text, model=text, unit=text[:20], annex_ref=text[:20])
    condition = replace(facts.conditions[0], title=text, text=text, for_end_user=text)
    facts = issued(
        replace(
            facts,
            case=replace(facts.case, goods=text, end_use=text, place_of_use=text, applicant_reference=text),
            addressee=replace(facts.addressee, name=text, attention=text, address=(text,), country=text),
            lines=(line,),
            conditions=(condition, *facts.conditions[1:]),
            grounds=Grounds(paragraph=text),
            enclosures=(text,),
            copies=(text,),
        )
    )
    content = render.final(facts)
    squeezed = words_of_pdf(content).replace(" ", "")
    assert squeezed.count(text.replace(" ", "").replace("\t", "")[:60]) >= 6
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not any("/XObject" in page.Resources and page.Resources.XObject for page in pdf.pages)


def test_R40_nothing_is_opened_for_hostile_text_but_fonts():
    opened = []
    render.final(issued(a_licence()))  # fonts and templates are read by now
    facts = issued(with_end_user('<img src="/etc/passwd">', "<a href='file:///etc/passwd'>x</a>"))
    watching = True

    def hook(event, arguments):
        if watching and event == "open" and isinstance(arguments[0], str):
            opened.append(arguments[0])

    sys.addaudithook(hook)
    render.final(facts)
    watching = False
    assert [
        path for path in opened if "/fonts/" not in path and "/tmp" not in path and not path.endswith("sRGB.icc")
    ] == []


@pytest.mark.parametrize("text", ["before\x00after", "before\u202eafter", "before\u2066after", "before\ud800after"])
def test_what_the_gate_would_not_let_in_is_not_printed_either(text):
    words = words_of_pdf(render.draft(a_refusal(grounds=Grounds(a_refusal().grounds.reasons, text))))
    assert "beforeafter" in words


def test_R39_a_letter_no_font_has_stops_the_final_letter_and_names_itself():
    facts = issued(with_end_user("Example Ltd", "ไทย"))
    with pytest.raises(UserError, match="which no font of this office has") as stopped:
        render.final(facts)
    assert "parties 2, original name" in str(stopped.value)
    assert render.draft(facts).startswith(b"%PDF")


@pytest.mark.parametrize("text", ["😀 Ltd", "\ue000 Ltd", "\U000f0000 Ltd", "हिन्दी", "Ltd \U00013000"])
def test_R39_no_replacement_box_is_ever_issued(text):
    with pytest.raises(UserError, match="which no font"):
        render.final(issued(with_end_user(text)))


def test_a_text_longer_than_a_page_goes_on_the_next_and_one_of_a_cell_ends_in_an_ellipsis():
    long = "word " * 2000
    facts = a_licence(lines=(replace(GYROS, description=long),))
    facts = replace(facts, case=replace(facts.case, end_use=long))
    pages = pages_of_pdf(render.final(issued(facts)))
    assert sum(words.count("word") for words in pages) > 2000
    assert any("…" in words for words in pages)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_at_all_can_be_drawn_as_a_draft(name, end_use):
    facts = with_end_user(name or "x", name)
    facts = replace(facts, case=replace(facts.case, end_use=end_use or "x"))
    assert render.draft(replace(facts, conditions=facts.conditions[:3], obligations=())).startswith(b"%PDF")


def test_a_letter_that_would_not_be_archival_is_not_made():
    with pytest.raises(pdfa.PdfaError):
        archival.archive(_with_script(), render.draw(compose(issued(a_refusal()))).structure, "en", date(2027, 3, 1))


def _with_script() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(render.draw(compose(issued(a_refusal()))).content)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(out)
    return out.getvalue()
