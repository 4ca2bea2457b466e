"""The name of a paper is words to show, never a path (security.md R34)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.shown_name import UNNAMED, extension_of, in_a_sentence, shown_name_of
from desktop.text_gate import admit

ODD = {
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system32\\a.pdf": "a.pdf",
    "/absolute/path.pdf": "path.pdf",
    "C:\\Users\\x\\y.pdf": "y.pdf",
    "\\\\host\\share\\z.pdf": "z.pdf",
    "": UNNAMED,
    ".": UNNAMED,
    "..": UNNAMED,
    "   ": UNNAMED,
    "a/": UNNAMED,
    "CON": "CON",
    "nul.pdf": "nul.pdf",
    "a.pdf.": "a.pdf",
    "a.pdf ": "a.pdf",
    "a\x00.pdf": "a\ufffd.pdf",
    "a\nb.pdf": "a\ufffdb.pdf",
    "a\x1b[31m.pdf": "a\ufffd[31m.pdf",
    "invoice\u202efdp.exe": "invoice\ufffdfdp.exe",
    "half\ud800.pdf": "half\ufffd.pdf",
    "e\u0301.pdf": "é.pdf",
    "\u0301x.pdf": "\ufffd\u0301x.pdf",
    "<b>bold</b>.pdf": "b>.pdf",
    "<img src=x>.pdf": "<img src=x>.pdf",
    "=cmd|' C'!A0.pdf": "=cmd|' C'!A0.pdf",
    "-rf.pdf": "-rf.pdf",
    "~.pdf": "~.pdf",
    "$(reboot).pdf": "$(reboot).pdf",
    "%00.pdf": "%00.pdf",
    "契約書.pdf": "契約書.pdf",
    "شهادة.pdf": "شهادة.pdf",
    "private\ue000.pdf": "private\ufffd.pdf",
}


@pytest.mark.parametrize("given_name", ODD)
def test_r34_an_odd_name_is_contained(given_name):
    assert shown_name_of(given_name) == ODD[given_name]


def test_r34_there_are_enough_odd_names():
    assert len(ODD) >= 25


def test_r34_a_long_name_keeps_its_beginning_and_its_extension():
    shown = shown_name_of("x" * 400 + ".pdf")
    assert len(shown) == 200
    assert shown.endswith("….pdf")
    assert len(shown_name_of("." + "y" * 400)) <= 200


def test_in_a_sentence_a_long_name_keeps_its_beginning_and_its_extension():
    assert in_a_sentence("certificate.pdf") == "certificate.pdf"
    assert in_a_sentence("x" * 190 + ".pdf") == "x" * 45 + "….pdf"


@given(st.text(alphabet=st.characters(), max_size=300))
def test_r34_every_name_passes_the_text_gate_and_holds_no_folder(given_name):
    shown = shown_name_of(given_name)
    assert admit(shown, "name").text == shown
    assert not set(shown) & set("/\\\x00\n")
    assert shown_name_of(shown) == shown


@pytest.mark.parametrize(("name", "extension"), [("a.PDF", "pdf"), ("a", ""), ("a.b.tiff", "tiff"), ("a.", "")])
def test_the_extension_is_what_stands_after_the_last_full_stop(name, extension):
    assert extension_of(name) == extension
