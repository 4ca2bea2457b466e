"""From facts to blocks: order and wording of each kind (letters.md §2 to §4); fields by name; templates checked."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import Refused
from desktop.letters import blocks, compose, library, templates, wording
from desktop.letters.blocks import words_of
from desktop.letters.compose import compose as composed
from desktop.letters.filling import NUMBER_ON_ISSUE
from desktop.letters.model import Addressee, Grounds, LetterKind
from desktop.letters.templates import BrokenTemplate, Piece
from desktop.paths import resource
from tests.builders.letters import GYROS, a_licence, a_no_licence, a_refusal, issued, some_conditions


def flow(facts, kind):
    return [block for block in composed(facts).blocks if isinstance(block, kind)]


def words(facts) -> str:
    """All words of the running text."""
    found = []
    for block in composed(facts).blocks:
        for name in ("text", "subject", "statement"):
            part = getattr(block, name, ())
            found.append(part if isinstance(part, str) else words_of(part))
    return "\n".join(found).replace("\u00a0", " ")


ORDER = {
    LetterKind.APC: "HD RF AD SB OP PT IT DC BS VL RX CN OB WN DP AK SG EN FT",
    LetterKind.APP: "HD RF AD SB OP PT IT DC BS VL RX CN OB WN DP AK SG EN FT",
    LetterKind.REF: "HD RF AD SB OP PT IT DC BS RS AP HL DP SG FT",
    LetterKind.NLR: "HD RF AD SB OP IT DC BS RS WN HL SG FT",
}


@pytest.mark.parametrize("kind", LetterKind)
def test_the_blocks_stand_in_the_order_of_section_3(kind):
    codes = [code for code in ORDER[kind].split() if code not in templates.FURNITURE_BLOCKS]
    assert [code for code, _ in templates.load(kind).blocks] == codes


def test_every_part_a_template_may_name_can_be_composed():
    assert compose._PARTS.keys() == templates.PARTS


def test_the_licence_is_granted_in_the_words_of_section_4():
    (decision,) = flow(issued(a_licence()), blocks.Decision)
    assert words_of(decision.text) == (
        "On behalf of the Government, this office grants licence ML-2027-00001 for the transfer of the items in the "
        "Schedule to Linhas Aéreas do Minho, MRO, Portugal, for the use stated there and for no other, subject to the "
        "conditions below."
    )
    assert [span.text for span in decision.text if span.bold] == ["grants"]


def test_the_refusal_names_provision_reasons_officer_and_appeal_with_its_last_day():
    text = words(issued(a_refusal()))
    assert "This office refuses your application MX-2027-00003 of 1 February 2027" in text
    assert "the Strategic Goods Act 2019, section 12" in text
    assert "1.4 MN·s" in text
    assert "only if it rests on new facts" in text
    assert "the Strategic Goods Appeal Board" in text
    assert "not later than 30 March 2027" in text  # L5
    (reasons,) = flow(a_refusal(), blocks.Bullets)
    assert [words_of(item) for item in reasons.items] == ["Transfers of this kind are not authorised."]
    assert any(label == "Officer" for pairs in flow(a_refusal(), blocks.Pairs) for label, _ in pairs.rows)


def test_what_might_be_changed_is_printed_where_it_is_given():
    facts = a_refusal()
    with_hint = replace(facts, grounds=replace(facts.grounds, reconsideration="A smaller plant may be considered."))
    assert "A smaller plant may be considered." in words(with_hint)


def test_the_reason_code_itself_is_not_printed():
    assert "RR-03" not in repr(composed(issued(a_refusal())))


def test_no_licence_keeps_the_catch_all_warning_and_the_day_it_speaks_of():
    text = words(issued(a_no_licence()))
    assert "no licence is required under the Strategic Goods Act 2019, section 12" in text
    assert "It ends if either changes." in text
    assert "delivery systems for weapons of mass destruction" in text
    assert "as at 1 March 2027" in text
    assert "Sanctions, embargoes and other laws" in text


def test_CH_7_every_grant_carries_the_retransfer_box_and_a_template_without_it_is_refused():
    (box,) = flow(a_licence(), blocks.Box)
    assert words_of(box.text).endswith("Silence is not consent.")
    own = library.read_yaml(resource("letters", "en", "apc.yaml"))
    common = library.read_yaml(resource("letters", "en", "common.yaml"))
    without = own | {"blocks": [code for code in own["blocks"] if code != "RX"]}
    with pytest.raises(BrokenTemplate, match="CH-7"):
        templates.build(LetterKind.APC, without, common)
    with pytest.raises(BrokenTemplate, match="ZZ"):
        templates.build(LetterKind.APC, own | {"blocks": ["RX", "ZZ"]}, common)


def test_special_conditions_are_marked_and_numbered_one_to_n():
    found = flow(a_licence(), blocks.Condition)
    assert [condition.number for condition in found] == list(range(1, len(found) + 1))
    assert [condition.title for condition in found if condition.mark] == ["Manned aircraft only"]


def test_CH_4_an_addition_stands_behind_the_library_text_and_a_limit_names_its_items():
    facts = a_licence()
    first = replace(facts.conditions[0], addition="Spares are included.", lines=(1, 2, 4))
    found = flow(
        replace(facts, conditions=(first, replace(facts.conditions[1], lines=(3,))), obligations=()), blocks.Condition
    )
    assert words_of(found[0].addition) == "Spares are included."
    assert found[0].limit == "Applies to items 1, 2 and 4."
    assert found[1].limit == "Applies to item 3."


def test_CH_5_obligations_name_the_number_of_their_condition():
    facts = a_licence()
    table = flow(facts, blocks.Table)[1]
    number = [condition.condition_id for condition in facts.conditions].index("REP-01") + 1
    assert ("Report of the shipment", str(number)) in {(words_of(row[1]), words_of(row[0])) for row in table.rows}
    assert len(flow(replace(facts, obligations=()), blocks.Table)) == 1


def test_CH_8_the_slip_holds_what_binds_the_end_user_in_plain_words():
    (slip,) = flow(issued(a_licence()), blocks.Slip)
    text = " ".join(words_of(item) for _, item in slip.items)
    assert "never in an unmanned vehicle or a rocket" in text
    assert "assigned, lent" not in text  # binds the licensee alone
    assert flow(a_refusal(), blocks.Slip) == []


def test_the_schedule_writes_quantities_and_amounts_as_LT_09_says_and_totals_by_currency():
    lines = (GYROS, replace(GYROS, number=2, currency="USD", value=Decimal("1250.5"), annex_ref="", maker="", model=""))
    table = flow(a_licence(lines=lines), blocks.Table)[0]
    plain = [[words_of(cell).replace("\u00a0", " ") for cell in row] for row in table.rows]
    assert plain[0] == [
        "1",
        "Fibre-optic gyroscope, spares for a regional turboprop fleet\nHalden Avionics AS, FOG-220",
        "9.A.4\nCategory II",
        "16 pieces",
        "EUR 296,000.00",
    ]
    assert plain[1][2] == "not listed"
    totals = [words_of(amount).replace("\u00a0", " ") for _, amount in table.totals]
    assert totals == ["EUR 296,000.00", "USD 1,250.50"]
    (note,) = flow(a_licence(), blocks.Note)
    assert words_of(note.text).endswith("edition of 17 October 2024.")
    (held,) = flow(a_no_licence(), blocks.Note)
    assert words_of(held.text).startswith("The items were held against")
    assert flow(a_licence(lines=(replace(GYROS, edition=""),)), blocks.Note) == []


def test_a_draft_has_no_number_no_check_code_and_the_word_draft():
    draft, final = composed(a_licence(number="")), composed(issued(a_licence()))
    assert (draft.furniture.number, draft.furniture.check, draft.furniture.anchor) == ("", "", "")
    assert draft.furniture.draft == "DRAFT"
    assert draft.title == "Licence"
    assert NUMBER_ON_ISSUE in words(a_licence(number=""))
    assert final.furniture.draft == ""
    assert final.furniture.number == "MER/APC/2027/0001"
    assert final.title == "Licence ML-2027-00001"
    assert final.furniture.page_words(2, 5) == "Page 2 of 5"


def test_the_addressee_may_be_no_more_than_a_name():
    (to,) = flow(a_licence(addressee=Addressee("Halden Avionics AS")), blocks.Addressee)
    assert [words_of(line) for line in to.lines] == ["Halden Avionics AS"]


def test_LT_04_a_field_the_letter_needs_and_does_not_have_is_named():
    facts = a_licence()
    with pytest.raises(Refused, match=r"needs end_user\.name, which is empty"):
        composed(replace(facts, parties=facts.parties[:1]))


def test_LT_06_a_refusal_without_a_reason_is_not_composed():
    with pytest.raises(Refused, match="gives its reasons"):
        composed(a_refusal(grounds=Grounds(paragraph="Because.")))


def test_L4_an_addition_that_asks_for_the_officers_notes_is_not_composed():
    facts = a_licence()
    noted = replace(facts.conditions[0], addition="As {case.note} says.")
    with pytest.raises(Refused, match=r"case\.note, which is marked OFFICE"):
        composed(replace(facts, conditions=(noted,), obligations=()))


def test_LT_03_a_template_that_asks_for_more_than_the_letter_may_show_fails_by_the_name_of_the_field():
    template = templates.load(LetterKind.REF)
    nosy = replace(template, title=templates.parse("Refusal after {agency.opinion}"))
    with pytest.raises(Refused, match=r"agency\.opinion"):
        composed(issued(a_refusal()), nosy)


def test_R40_a_party_whose_name_looks_like_a_field_is_printed_as_it_is():
    facts = a_licence()
    odd = replace(facts.parties[1], name="{office.email} **bold** {denial.partner}")
    assert "{office.email} **bold** {denial.partner}" in words(replace(facts, parties=(odd,)))


def test_template_words_are_cut_into_words_and_fields():
    assert templates.parse("To **{case.kind}**, now").pieces == (
        Piece("To "),
        Piece("case.kind", is_field=True, bold=True),
        Piece(", now"),
    )


@pytest.mark.parametrize("text", ["an {open brace", "a }", "**bold", "{Case.Kind}", "{case.__class__}", "{0}"])
def test_R40_a_template_with_anything_but_plain_fields_is_refused(text):
    with pytest.raises(BrokenTemplate):
        templates.parse(text)


def test_a_part_that_nobody_knows_is_refused():
    with pytest.raises(BrokenTemplate, match="picture"):
        templates._part({"picture": "/etc/passwd"})


@given(st.text())
def test_a_template_without_braces_and_stars_is_its_own_text(text):
    if not set("{}*") & set(text):
        assert "".join(piece.words for piece in templates.parse(text).pieces) == text


def test_conditions_of_a_case_reach_the_letter_with_their_values():
    conditions, obligations = some_conditions("ML-2027-00001", DV_01={"dv_days": "60"})
    text = words(a_licence(conditions=conditions, obligations=obligations))
    assert "Within 60 days of each shipment" in text


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal(16), "16"), (Decimal("1250.500"), "1,250.5"), (Decimal("1e6"), "1,000,000"), (Decimal("0.05"), "0.05")],
)
def test_LT_09_numbers(value, written):
    assert wording.number(value) == written


def test_LT_09_amounts_keep_more_than_two_places_where_there_are_more():
    assert wording.amount(Decimal("0.1255"), "EUR") == "EUR 0.1255"
    assert wording.amount(Decimal(5), "") == "5.00"
    assert wording.quantity(Decimal(3), "") == "3"


def test_lists_read_as_a_sentence_does():
    assert [wording.listed(words) for words in (["1"], ["1", "2"], ["1", "2", "3"])] == ["1", "1 and 2", "1, 2 and 3"]
