"""Logging and registering a case."""

from tests.builders.cases import a_case


def test_a_registered_case_has_the_first_number_of_the_year(office, actor):
    case = a_case(office, actor("ana"))
    assert case.reference == "MX-2027-00001"
