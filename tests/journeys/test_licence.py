"""Demo case D-01 from the sign-in card to the licence in the applicant's hands, by keyboard alone."""

from datetime import timedelta

D_01_FINDINGS = {
    "End-use class": "A ",
    "Mass destruction": "Nothing points to it",
    "Contribution": "No",
    "Contains Category I": "No",
    "Embargo": "Clear",
    "Screening": "Clear",
    "Denials": "None",
    "Unmanned aircraft": "No",
    "Incorporation": "No",
    "Inward assurance": "No",
}


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
