"""Demo case D-12: an inspection drone below every figure of the annex; the letter in two days keeps its warning."""

from datetime import timedelta

import pytest

from desktop.audit.verify import journal_findings

pytestmark = pytest.mark.sqlite_only

D_12_FINDINGS = {
    "End-use class": "C ",
    "Mass destruction": "Nothing points to it",
    "Contribution": "No",
    "Contains Category I": "No",
    "Embargo": "Clear",
    "Screening": "Clear",
    "Denials": "None",
}
# what an expert looks for in a letter of no licence (demo-cases.md §2, 8; letters.md §3): dated the second day
REQUIRED = (
    "Letter no. MER/NLR/2027/0001",
    "Date 2 March 2027",
    "No licence required",
    "Inspection UAV with camera gimbal",
    "not listed 3 pieces",
    "edition of 14 March 2024",
    "On the facts you have given, no licence is required",
    "as at 2 March 2027",
    "It ends if either changes.",
    "Facts relied on End-user Red Eléctrica del Norte SA, Chile",
    "The aircraft flies 25 km with 5 kg and carries no dispensing gear.",
    "It is not a licence and not a promise.",
    "An item that is not listed may still need a licence if you are informed, or if you are aware or suspect",
    "delivery system for weapons of mass destruction",
    "Sanctions, embargoes and other laws",
    "Officer Ana Bello",
    "Sara Vance Supervisor",
    "Page 2 of 2",
)
FORBIDDEN = ("DRAFT", "ML-2027", "Conditions", "refuse", "appeal", "outreach", "Tess Lindqvist", "{")


def test_d_12_no_licence_is_required_and_the_letter_says_so_within_two_days(workstation, application, clock, tmp_path):
    d_12 = application("D-12")
    statement = workstation.statement_for(d_12)

    ana = workstation.seats("ana")
    number = ana.logs_case(d_12)
    ana.attaches(statement, tmp_path)
    ana.records_certificate(statement)
    ana.annex.runs_the_classifier()
    assert ana.keyboard.sees("Not listed")
    ana.picture("not listed")
    ana.signs_out()

    clock.advance(timedelta(hours=2))
    tess = workstation.seats("tess")
    tess.window.opens(number)
    tess.annex.confirms()
    tess.assessment.finds(D_12_FINDINGS)
    assert "No licence required" in tess.assessment.runs_the_policy()
    tess.picture("no licence required")
    tess.signs_out()

    clock.advance(timedelta(days=1))
    ana = workstation.seats("ana")
    ana.window.opens(number)
    assert ana.judges_certificate() == "Satisfactory"
    assert "No licence required" in ana.decision.offered_outcomes()
    ana.decision.chooses_outcome("No licence required")
    ana.decision.writes_the_paragraph("The aircraft flies 25 km with 5 kg and carries no dispensing gear.")
    ana.decision.gives_reasons(
        "Every entry in question is excluded by the item's own figures; no party matches a list."
    )
    ana.picture("no licence proposed")
    ana.decision.signs_the_recommendation()
    ana.signs_out()

    clock.advance(timedelta(hours=3))
    sara = workstation.seats("sara")
    sara.window.opens(number)
    sara.decision.countersigns()
    assert sara.letters.issues() == "MER/NLR/2027/0001"
    words = sara.letters.saves_as(tmp_path / "no licence.pdf")
    sara.picture("no licence issued")
    for wanted in REQUIRED:
        assert wanted in words, wanted
    for unwanted in FORBIDDEN:
        assert unwanted not in words, unwanted
    assert "Sara Vance issued letter MER/NLR/2027/0001" in sara.history.says()
    assert journal_findings(workstation.office.database, workstation.office.keystore) == []
