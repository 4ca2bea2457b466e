"""Demo case D-01 from the sign-in card to the licence in the applicant's hands, by keyboard alone."""

from datetime import timedelta

from desktop.audit.verify import journal_findings
from tests.journeys.person import D_01_FINDINGS

# what an expert looks for in the licence of D-01 (demo-cases.md; letters.md §3 and §6)
REQUIRED_IN_D_01 = (
    "REPUBLIC OF MERANIA",  # letterhead and references
    "Letter no. MER/APC/2027/0001",
    "Licence no. ML-2027-00001",
    "Case no. MX-2027-00001",
    "Your reference HAV-2231",
    "Date 2 March 2027",
    "Permanent export: Fibre-optic gyroscope FOG-220, Portugal",  # subject
    "Linhas Aéreas do Minho, MRO Rua do Aeroporto 12, 4470-558 Maia, Portugal",  # parties and use
    "fleet of 22 regional turboprop aircraft",
    "9.A.4 16 pieces EUR 296,000.00",  # schedule
    "Category II",
    "Total EUR 296,000.00",
    "grants licence ML-2027-00001",  # decision and its basis
    "the Strategic Goods Act 2019, section 12",
    "Valid until 28 February 2029, inclusive",
    "Silence is not consent.",  # retransfer box
    "Conditions 1. Scope.",
    "10. Manned aircraft only (special condition). The items shall be fitted only in the RT-72 regional turboprop",
    "No onward transfer.",
    "Copies and derivatives.",
    "Text on commercial papers.",
    "No modification.",
    "No copying.",
    "Shipment notice.",
    "Minimum technology.",
    "Report of the shipment within 10 working days",  # obligations
    "Warning",
    "Acknowledgement by the end-user",
    "Sara Vance Supervisor",
    "Page 4 of 4",
    "Check code",
    "Record entry",
)
FORBIDDEN_IN_D_01 = (
    "DRAFT",
    "elivery verification",  # no DV-01, DV-02 for a member
    "member",  # never "because it is a member"
    "case by case",
    "Tess Lindqvist",
    "USE-05",  # ids of conditions, checks and policy rows stay in the office
    "EC-",
    "PM-9",
    "{",
)
TOLD_OF_D_01 = (
    "2027-03-01 09:00 · entry 12 · Ana Bello opened a draft",
    "Ana Bello added item 1: Fibre-optic gyroscope FOG-220",
    "Ana Bello registered the case as MX-2027-00001",
    "Ana Bello attached statement of Linhas Aéreas do Minho, MRO.pdf",
    "Ana Bello recorded undertaking U-06, No retransfer: present",
    "Ana Bello ran the classifier on line 1: controlled, 9.A.4, Category II",
    "Tess Lindqvist confirmed the classification of line 1",
    "Tess Lindqvist ran the policy on line 1: case by case",
    "Ana Bello judged the certificate: satisfactory",
    "Ana Bello proposed for line 1: grant with conditions, quantity 16",
    "Ana Bello signed the recommendation",
    "Sara Vance countersigned the recommendation",
    "Sara Vance issued letter MER/APC/2027/0001",
    "The licence ML-2027-00001 came into being",
    "The case was closed",
)


def test_d_01_is_logged_assessed_approved_and_its_licence_issued(workstation, application, clock, tmp_path):
    d_01 = application("D-01")
    statement = workstation.statement_for(d_01)

    ana = workstation.seats("ana")
    number = ana.logs_case(d_01)
    ana.attaches(statement, tmp_path)
    ana.records_certificate(statement)
    found = ana.annex.runs_the_classifier()
    ana.picture("classified")
    assert "9.A.4" in found
    ana.signs_out()

    clock.advance(timedelta(hours=3))
    tess = workstation.seats("tess")
    tess.window.opens(number)
    tess.annex.confirms()
    tess.picture("classification confirmed")
    tess.assessment.finds(D_01_FINDINGS)
    assert "Case by case" in tess.assessment.runs_the_policy()
    tess.picture("policy run")
    tess.signs_out()

    clock.advance(timedelta(hours=1))
    ana = workstation.seats("ana")
    ana.window.opens(number)
    assert ana.judges_certificate() == "Satisfactory"
    ana.decision.chooses_outcome("Grant with conditions")
    ana.picture("outcome chosen")
    ana.decision.takes_over_conditions()
    ana.decision.fills_condition("USE-05", {"Manned aircraft type": "the RT-72 regional turboprop"})
    ana.picture("conditions filled")
    ana.decision.gives_reasons("Spares for a named fleet of manned aircraft, in a quantity that fits it.")
    ana.decision.signs_the_recommendation()
    ana.picture("recommended")
    ana.signs_out()

    clock.advance(timedelta(days=1))
    sara = workstation.seats("sara")
    (waiting,) = sara.window.looks_into("To countersign")
    assert waiting.reference == number
    sara.window.opens_marked()
    sara.picture("to countersign")
    sara.decision.countersigns()
    sara.picture("countersigned")
    assert sara.letters.can_issue()
    sara.picture("draft letter")
    letter = sara.letters.issues()
    sara.picture("letter issued")
    assert letter == "MER/APC/2027/0001"
    words = sara.letters.saves_as(tmp_path / "licence.pdf")
    for wanted in REQUIRED_IN_D_01:
        assert wanted in words, wanted
    for unwanted in FORBIDDEN_IN_D_01:
        assert unwanted not in words, unwanted

    told = sara.history.says()
    sara.picture("history")
    for act in TOLD_OF_D_01:
        assert act in told, act
    assert journal_findings(workstation.office.database, workstation.office.keystore) == []
    sara.signs_out()
