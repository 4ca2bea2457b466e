"""Demo case D-03: a production facility is refused even to an ally, by supervisor and head; no way round on screen."""

from datetime import timedelta

import pytest

from desktop.audit.verify import journal_findings

pytestmark = pytest.mark.sqlite_only

D_03_FINDINGS = {
    "End-use class": "S ",
    "Mass destruction": "Nothing points to it",
    "Embargo": "Clear",
    "Screening": "Clear",
    "Denials": "None",
}
PARAGRAPH = (
    "The plant is a production facility for solid rocket motors of the category for which transfers of this kind are "
    "not authorised to any destination or for any purpose. No change to the application would allow a different "
    "decision on this item."
)
# what an expert looks for in a refusal (demo-cases.md §2, 15; letters.md §3)
REQUIRED = (
    "Letter no. MER/REF/2027/0001",
    "Refusal",
    "Mistral Espace SA",
    "2.B.1 1 plant EUR 31,500,000.00",
    "Category I",
    "This office refuses your application MX-2027-00001",
    "the Strategic Goods Act 2019, section 12",
    "Transfers of this kind are not authorised.",
    "No change to the application would allow a different decision",
    "Reconsideration",
    "You may appeal in writing to the Strategic Goods Appeal Board",
    "The appeal must be received not later than 31 March 2027.",
    "Officer Ben Okafor",
    "Sara Vance Hedda Moreau",
    "Page 2 of 2",
)
FORBIDDEN = ("DRAFT", "Licence", "Conditions", "RR-03", "member", "artner", "Tess Lindqvist", "28 days", "{")
GRANTING = ("Grant", "Grant with conditions")


def test_d_03_a_production_line_is_refused_to_an_ally_by_two_signatures(workstation, application, clock, tmp_path):
    d_03 = application("D-03")
    statement = workstation.statement_for(d_03)

    ben = workstation.seats("ben")
    number = ben.logs_case(d_03)
    ben.attaches(statement, tmp_path)
    ben.records_certificate(statement)
    assert "2.B.1, Category I" in ben.annex.runs_the_classifier()
    ben.signs_out()

    tess = workstation.seats("tess")
    tess.window.opens(number)
    tess.annex.confirms()
    tess.assessment.finds(D_03_FINDINGS)
    assert "Prohibited" in tess.assessment.runs_the_policy()
    tess.picture("prohibited")
    tess.signs_out()

    clock.advance(timedelta(days=1))
    ben = workstation.seats("ben")
    ben.window.opens(number)
    assert ben.judges_certificate() == "Satisfactory"
    offered = ben.decision.offered_outcomes()
    ben.picture("no grant offered")
    assert not set(GRANTING) & set(offered)
    ben.decision.chooses_outcome("Refuse")
    ben.decision.refuses_because(("RR-03",), PARAGRAPH)
    ben.decision.gives_reasons("A Category I production facility. Transfers of this kind are not authorised. Refuse.")
    ben.picture("refusal proposed")
    ben.decision.signs_the_recommendation()
    ben.signs_out()

    clock.advance(timedelta(days=1))
    sara = workstation.seats("sara")
    sara.window.opens(number)
    assert not set(GRANTING) & set(sara.decision.offered_outcomes())
    sara.decision.countersigns()
    sara.picture("first countersignature")
    assert not sara.letters.can_issue()
    sara.signs_out()

    hedda = workstation.seats("hedda")
    (waiting,) = hedda.window.looks_into("To countersign")
    assert waiting.reference == number
    hedda.window.opens_marked()
    assert not set(GRANTING) & set(hedda.decision.offered_outcomes())
    hedda.decision.countersigns()
    hedda.picture("second countersignature")
    assert hedda.letters.issues() == "MER/REF/2027/0001"
    words = hedda.letters.saves_as(tmp_path / "refusal.pdf")
    hedda.picture("refusal issued")
    for wanted in REQUIRED:
        assert wanted in words, wanted
    for unwanted in FORBIDDEN:
        assert unwanted not in words, unwanted
    told = hedda.history.says()
    assert "Sara Vance countersigned the recommendation (signature 1)" in told
    assert "Hedda Moreau countersigned the recommendation (signature 2)" in told
    assert "Hedda Moreau issued letter MER/REF/2027/0001" in told
    assert journal_findings(workstation.office.database, workstation.office.keystore) == []
