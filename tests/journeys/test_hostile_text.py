"""R38, R41, R44: whatever is written into a field is shown and printed letter by letter, or refused beside it."""

import copy

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from sqlalchemy import select

from db.tables.cases import case_party
from desktop.demo.layout import DemoCase
from tests.journeys.person import D_01_FINDINGS

pytestmark = pytest.mark.sqlite_only

PICTURE = '<img src="file:///etc/passwd">'
PARAGRAPH = "<para>&amp;</para>"
FORMULA = "=1+1|'/bin/sh'!A1"
BLANK = "{expiry_date}"
BOLD = "<b>bold</b>"
LONG = "W" * 150  # fits a name; no line of a letter is that wide


@pytest.fixture
def hostile(application):
    """D-01 with markup, formulas, blanks of a template and endless words in every field that takes text."""
    data = copy.deepcopy(dict(application("D-01").data))
    data["applicant_reference"] = FORMULA
    data["end_use"] = f"spares {PICTURE} {BLANK} for a fleet of 22 regional turboprop aircraft {PARAGRAPH} {LONG}"
    data["place_of_use"] = f"Hangar {BOLD}, Rua do Aeroporto 12, Maia"
    applicant, end_user = data["parties"]
    applicant |= {"name": f"Halden {PICTURE} AS", "contact": BOLD, "registration_number": FORMULA}
    applicant["address"] = f"Kaiveien {PARAGRAPH}\n1777 Halden"
    end_user |= {"name": f"Minho {LONG} {BOLD}", "address": f"Rua {PICTURE} 12\n4470-558 Maia"}
    (line,) = data["lines"]
    line |= {"description": f"Fibre-optic gyroscope FOG-220 {BOLD} {PICTURE}", "maker": FORMULA, "model": "<i>FOG</i>"}
    told = data["certificate"]
    told |= {"signatory": f"Rui {BOLD}", "position": PARAGRAPH}
    told["fields"] = {**told["fields"], "F-13.business": PICTURE, "F-33.platform": FORMULA}
    return DemoCase("hostile", data)


def test_hostile_text_in_every_field_is_shown_and_printed_as_it_stands(workstation, hostile, tmp_path):
    statement = workstation.statement_for(hostile)

    ana = workstation.seats("ana")
    number = ana.logs_case(hostile)
    assert ana.keyboard.sees(f"Halden {PICTURE} AS")
    ana.attaches(statement, tmp_path)
    ana.records_certificate(statement)
    assert "9.A.4" in ana.annex.runs_the_classifier()
    assert ana.keyboard.sees(f"1  Fibre-optic gyroscope FOG-220 {BOLD} {PICTURE}")
    ana.annex.confirms()
    ana.signs_out()

    tess = workstation.seats("tess")
    tess.window.opens(number)
    tess.assessment.finds(D_01_FINDINGS)
    tess.assessment.runs_the_policy()
    tess.signs_out()

    ana = workstation.seats("ana")
    ana.window.opens(number)
    ana.judges_certificate()
    ana.decision.chooses_outcome("Grant with conditions")
    ana.decision.takes_over_conditions()
    ana.decision.fills_condition("USE-05", {"Manned aircraft type": f"the RT-72 {PICTURE}", "Addition": FORMULA})
    assert ana.keyboard.sees(f"The items shall be fitted only in the RT-72 {PICTURE}")
    ana.decision.gives_reasons(f"{PARAGRAPH} {BOLD}")
    ana.picture("hostile decision")
    ana.decision.signs_the_recommendation()
    ana.signs_out()

    sara = workstation.seats("sara")
    sara.window.opens(number)
    sara.decision.countersigns()
    sara.letters.issues()
    sara.picture("hostile letter")
    words = sara.letters.saves_as(tmp_path / "hostile.pdf")
    for wanted in (
        f"Halden {PICTURE} AS",
        f"Your reference {FORMULA}",
        f"For the attention of {BOLD}",
        f"Kaiveien {PARAGRAPH}",
        f"spares {PICTURE} {BLANK} for a fleet",
        f"Hangar {BOLD}",
        f"Fibre-optic gyroscope FOG-220 {BOLD}",
        f"{FORMULA}, <i>FOG</i>",
        f"the RT-72 {PICTURE}",
    ):
        assert wanted in words, wanted
    assert words.replace(" ", "").count(LONG) > 0, "an endless word is broken into lines, not cut off"
    told = sara.history.says()
    assert f"Halden {PICTURE} AS" in told
    sara.picture("hostile history")


def party_of(office):
    """Return name and address of the only party, as they are stored."""
    with office.read() as connection:
        (found,) = connection.execute(select(case_party.c.name, case_party.c.address)).all()
    return tuple(found)


@pytest.mark.parametrize(
    ("words", "text", "sentence"),
    [
        ("Name", "Halden \u202eSA", "hidden marks that turn the reading direction"),
        ("Name", "W" * 300, "The text has 300 characters; 200 is the most."),
        ("Address", "Kaiveien 3\0", "control character (U+0000)"),
        ("Address", "W" * 10_001, "10,000 is the most"),
    ],
)
def test_R38_what_may_not_enter_is_refused_beside_its_field_and_stays_typed(workstation, words, text, sentence):
    ana = workstation.seats("ana")
    ana.window.begins_a_case()
    tab = ana.parties.adds_a_party()
    ana.keyboard.tab_to(words)
    ana.keyboard.pastes(text)
    field = ana.keyboard.here
    ana.keyboard.waits_for(sentence)
    ana.picture("refused")
    ana.keyboard.settle()
    shown = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
    assert len(shown) == len(text)
    assert party_of(workstation.office) == ("", "")

    ana.keyboard.fills("Halden 3")
    ana.keyboard.wait(lambda: tab._form.autosave.is_settled)
    assert not ana.keyboard.sees(sentence)
    assert "Halden 3" in party_of(workstation.office)


def test_R14_a_window_with_words_that_cannot_be_saved_asks_before_it_lets_them_go(workstation):
    ana = workstation.seats("ana")
    ana.window.begins_a_case()
    ana.parties.adds_a_party()
    ana.keyboard.pastes("Halden \u202eSA")
    ana.keyboard.waits_for("hidden marks")
    ana.window.goes_to("overview")

    ana.tries_to_sign_out()
    ana.keyboard.waits_for("Not everything is saved")
    ana.picture("not everything is saved")
    ana.keyboard.pushes("Stay")
    assert ana.window.window.workspace.current_key == "parties"

    ana.tries_to_sign_out()
    ana.keyboard.waits_for("Not everything is saved")
    ana.keyboard.pushes("Leave without it")
    ana.keyboard.wait(workstation.card.card.isVisible)
    assert party_of(workstation.office) == ("", "")
