"""What the one gate for text does with each value people and papers bring (security.md R38)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.text_gate import LENGTHS, admit

# admitted as they are, in names and remarks
CLEAN = [
    "",
    "Halden Avionics AS",
    "Linhas Aéreas do Minho, MRO",
    "O'Brien & Sons (Überlingen) GmbH",
    "AT&T",
    "3M",
    "Nguyễn Văn Thắng",
    "Łódź Å Ø Æ ß ı İ ğ",
    "ООО «Ромашка»",
    "Ελληνική Αεροπορική Βιομηχανία",
    "شركة الخليج للأهداف الجوية ذ.م.م",
    "مُحَمَّد",
    "שָׁלוֹם תעשיות",
    "筑波衛星バス株式会社",
    "𠮷野家",
    "中国航天科工集团有限公司",
    "코랄 에어로스페이스 코리아",
    "हिन्दुस्तान एयरोनॉटिक्स लिमिटेड",
    "ไทยแลนด์",
    "<b>bold</b>",
    "<img src='file:///etc/passwd'/>",
    "<script>alert(1)</script>",
    "<para><font size=99>big</font></para>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "&lt;already escaped&gt; &amp;",
    "]]>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://x.example","y")',
    "＝1+1",
    "'; DROP TABLE cases; --",
    '" OR "1"="1',
    "%s %d %n {0} {x.__class__} ${y} {{7*7}}",
    "..\\..\\windows\\system32",
    "../../etc/passwd",
    "CON",
    "NUL.txt",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "C:\\Temp\\x",
    "\\server\\share",
    "a" * 200,
    "é" * 200,
    "名" * 200,
    "😀 rocket 🚀",
    "👩🏽",
    "ﬁne ligature",
    "Ⅳ ½ ² ₂ №",
    "€ £ ¥ ₹ ₿",
    "0.2 °/h ± 5 %",
    "300 km × 500 kg",
    "10 kΩ",
    "5 μm",
    "ΔV",
    "σ=0.2",
    "100 µg",
    "non\u00a0breaking",
    "narrow\u202fspace",
    "ideographic\u3000space",
    "  spaces kept  ",
    "null",
    "None",
    "NaN",
    "undefined",
    "0",
    "1e309",
    "٣٤٥",
    "\u0600 number sign",
    "a\u0301 composes",
    "right → left ←",
    "“curly” ‘quotes’ — dash",
    "\ufffd replacement",
]
# admitted, but a careful reader is told: value, part of the flag
FLAGGED_NAMES = [
    ("Аcme", "mixes letters"),  # Cyrillic А
    ("Асme Ltd", "mixes letters"),
    ("Ηalden", "mixes letters"),  # Greek Η
    ("Воeing", "mixes letters"),
    ("Tоyota Motor", "mixes letters"),
    ("ΑВC", "mixes letters"),
    ("zero\u200bwidth", "invisible"),
    ("soft\u00adhyphen", "invisible"),
    ("joiner\u200dhere", "invisible"),
    ("non\u200cjoiner", "invisible"),
    ("word\u2060joiner", "invisible"),
    ("\ufeffbyte order", "invisible"),
    ("hangul\u3164filler", "invisible"),
    ("half\uffa0filler", "invisible"),
    ("braille\u2800blank", "invisible"),
    ("grapheme\u034fjoiner", "invisible"),
    ("tag\U000e0041letter", "invisible"),
    ("\u2063separator", "invisible"),
    ("khmer\u17b4vowel", "invisible"),
    ("mongolian\u180eseparator", "invisible"),
    ("👩\u200d🚀", "invisible"),
    ("Z" + "\u0335\u0321\u0322\u0327\u0328" + "algo", "piles marks"),
]
REFUSED_ANYWHERE = [
    ("NUL\x00", "control character (U+0000)"),
    ("\x00", "control character"),
    ("bell\x07", "control character (U+0007)"),
    ("back\x08space", "control character"),
    ("esc\x1b[31mred", "control character (U+001B)"),
    ("del\x7f", "control character (U+007F)"),
    ("csi\x9b31m", "control character (U+009B)"),
    ("next\x85line", "control character (U+0085)"),
    ("form\x0cfeed", "control character"),
    ("vertical\x0btab", "control character"),
    ("\ud800", "half a character"),
    ("half \udfff", "half a character"),
    ("\udc80bytes", "half a character"),
    ("\ud83d\ude80", "half a character"),
    ("private \ue000", "without a meaning (U+E000)"),
    ("private \U000f0000", "without a meaning"),
    ("\uffff", "without a meaning"),
    ("\ufdd0", "without a meaning"),
    ("\u0378", "without a meaning"),
    ("\u0301e", "begins with a mark"),
    ("\u20ddcircle", "begins with a mark"),
    ("\u0903visarga", "begins with a mark"),
    ("a" * 10_001, "10,001 characters"),
    ("\u0958" * 5_001, "characters"),  # normal form C makes two of each
]
REFUSED_NAMES = [
    ("two\nlines", "a line break"),
    ("two\r\nlines", "a line break"),
    ("two\rlines", "a line break"),
    ("two\u2028lines", "a line break"),
    ("two\u2029lines", "a line break"),
    ("tab\there", "a tab"),
    ("a" * 201, "201 characters"),
    ("a" * 300, "300 characters"),
    ("é" * 300, "300 characters"),
    ("\u0958" * 101, "202 characters"),
    ("\u202ereversed", "reading direction"),
    ("mark\u200f", "reading direction"),
    ("mark\u200e", "reading direction"),
    ("letter\u061cmark", "reading direction"),
    ("embed\u202aded\u202c", "reading direction"),
    ("over\u202driden", "reading direction"),
    ("iso\u2066lated\u2069", "reading direction"),
    ("iso\u2067lated\u2069", "reading direction"),
    ("first\u2068strong\u2069", "reading direction"),
]
CHANGED = [
    ("e\u0301", "é"),
    ("\u212b", "Å"),
    ("\u2126", "Ω"),
    ("A\u030a", "Å"),
    ("가", "가"),
]
REMARKS = [
    ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive", ()),
    ("a\tb", "a\tb", ()),
    ("x" * 10_000, "x" * 10_000, ()),
    ("mark\u200fed", "mark\u200fed", ("holds invisible characters",)),
    ("\u2066isolate\u2069", "\u2066isolate\u2069", ("holds invisible characters",)),
]


def test_the_gate_is_tried_with_more_than_a_hundred_values_r38():
    assert len(CLEAN) + len(FLAGGED_NAMES) + len(REFUSED_ANYWHERE) + len(REFUSED_NAMES) + len(CHANGED) >= 140


@pytest.mark.parametrize("kind", ["name", "remark"])
@pytest.mark.parametrize("text", CLEAN)
def test_markup_formulas_and_every_script_are_text_like_any_other_r38(text, kind):
    gated = admit(text, kind)
    assert (gated.text, gated.flags) == (unicodedata.normalize("NFC", text), ())


@pytest.mark.parametrize("kind", ["name", "remark"])
@pytest.mark.parametrize(("text", "flag"), FLAGGED_NAMES)
def test_what_hides_or_looks_alike_is_flagged_and_not_changed_r38(text, flag, kind):
    gated = admit(text, kind)
    assert gated.text == unicodedata.normalize("NFC", text)
    assert len(gated.flags) == 1
    assert flag in gated.flags[0]


@pytest.mark.parametrize("kind", ["name", "remark"])
@pytest.mark.parametrize(("text", "words"), REFUSED_ANYWHERE)
def test_what_is_no_text_is_refused_with_a_next_step_r38(text, words, kind):
    with pytest.raises(UserError) as refused:
        admit(text, kind)
    assert words in refused.value.message or "characters; 200 is the most" in refused.value.message
    assert refused.value.message.endswith(("Type it again.", "Remove it.", "Shorten it.", "instead of pasting it."))


@pytest.mark.parametrize(("text", "words"), REFUSED_NAMES)
def test_a_name_is_one_short_line_without_direction_marks_r38(text, words):
    with pytest.raises(UserError) as refused:
        admit(text, "name")
    assert words in refused.value.message
    admit(text, "remark")


@pytest.mark.parametrize(("text", "normal"), CHANGED)
def test_text_is_kept_in_one_spelling_r38(text, normal):
    assert admit(text, "name").text == unicodedata.normalize("NFC", normal)


@pytest.mark.parametrize(("text", "kept", "flags"), REMARKS)
def test_a_remark_keeps_its_lines_r38(text, kept, flags):
    gated = admit(text, "remark")
    assert (gated.text, gated.flags) == (kept, flags)


@given(st.text(alphabet=st.characters(), max_size=300), st.sampled_from(sorted(LENGTHS)))
def test_whatever_comes_is_refused_or_kept_for_good_r38(text, kind):
    try:
        once = admit(text, kind)
    except UserError:
        return
    assert admit(once.text, kind) == once
    assert once.text.encode("utf-8").decode("utf-8") == once.text
