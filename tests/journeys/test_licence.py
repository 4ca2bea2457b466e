"""Demo case D-01 from the sign-in card to the letter: two gyros' worth of paper, three people, one licence."""


def test_d_01_is_logged_assessed_approved_and_its_licence_issued(workstation, application):
    ana = workstation.seats("ana")
    number = ana.logs_case(application("D-01"))
    assert number == "MX-2027-00001"
    ana.signs_out()
