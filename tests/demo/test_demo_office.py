"""The demo office: twelve cases, three of them carried to their letters by the ordinary services."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db.tables.annex import classification_confirmation
from db.tables.cases import cases
from db.tables.decisions import decision, recommendation
from db.tables.letters import letter
from desktop.administration import store as administration
from desktop.clock import StandingClock
from desktop.demo import layout, making
from desktop.demo.story import Story
from desktop.office import Office
from tests.conftest import CHEAP

WEDNESDAY = datetime(2027, 6, 16, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo")
    making.make(made, now=WEDNESDAY, keystore=made / "keystore", cost=CHEAP)
    return made


@pytest.fixture
def demo(folder: Path):
    office = Office(folder / making.OFFICE_FILE, clock=StandingClock(WEDNESDAY), keystore=folder / "keystore")
    yield office
    office.close()


def rows(office: Office, *columns):
    with office.read() as connection:
        return connection.execute(select(*columns)).all()


def test_it_has_the_people_an_office_needs_and_says_that_it_is_a_demo(demo):
    with demo.read() as connection:
        titles = [someone.title for someone in administration.people(connection)]
        assert administration.is_demo(connection)
    assert sorted(titles) == [
        "Administrator",
        "Auditor",
        "Head of office",
        "Licensing clerk",
        "Licensing clerk",
        "Supervisor",
        "Supervisor",
        "Technical assessor",
    ]


def test_three_cases_are_closed_and_nine_are_in_work(demo):
    states = [state for (state,) in rows(demo, cases.c.state)]
    assert len(states) == 12
    assert states.count("CLO") == 3
    assert set(states) - {"CLO"} == {"RCV", "CLA"}


def test_the_numbers_of_the_cases_have_no_gap(demo):
    references = sorted(reference for (reference,) in rows(demo, cases.c.reference))
    assert references == [f"MX-2027-{number:05d}" for number in range(1, 13)]


def test_the_classifier_finds_what_an_expert_expects(demo):
    with demo.read() as connection:
        joined = connection.execute(
            select(
                cases.c.applicant_name,
                classification_confirmation.c.verdict,
                classification_confirmation.c.codes,
                classification_confirmation.c.category,
            ).join(cases, cases.c.id == classification_confirmation.c.case_id)
        ).all()
    found = {applicant: (verdict, codes, category) for applicant, verdict, codes, category in joined}
    assert found == {
        "Halden Avionics AS": ("controlled", ["9.A.4"], "II"),
        "Brenta Impianti SpA": ("controlled", ["2.B.1"], "I"),
        "Merle Robotics": ("not_controlled", [], None),
    }


def test_the_decisions_are_those_of_the_demo_cases(demo):
    with demo.read() as connection:
        joined = connection.execute(
            select(cases.c.applicant_name, decision.c.outcome).join(cases, cases.c.id == decision.c.case_id)
        ).all()
    assert dict(tuple(row) for row in joined) == {
        "Halden Avionics AS": "GRANT_CONDITIONS",
        "Brenta Impianti SpA": "REFUSE",
        "Merle Robotics": "NLR",
    }


def test_category_i_is_refused_by_supervisor_and_head(demo):
    with demo.read() as connection:
        needed = connection.execute(
            select(recommendation.c.signatures_needed)
            .join(cases, cases.c.id == recommendation.c.case_id)
            .where(cases.c.applicant_name == "Brenta Impianti SpA")
        ).scalar_one()
    assert needed == 2


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.fixture
def letters(demo, tmp_path: Path) -> dict[str, str]:
    kinds = {number.replace("/", "-"): kind for number, kind in rows(demo, letter.c.number, letter.c.kind)}
    return {kinds[path.stem]: text_of(path) for path in making.write_letters(demo, tmp_path)}


def test_the_licence_carries_the_retransfer_box_and_the_conditions_of_d_01(letters):
    text = letters["APC"]
    for wanted in (
        "MER/APC/2027/0002",
        "Licence ML-2027-00001",
        "Linhas Aéreas do Minho, MRO",
        "9.A.4",
        "16 pieces",
        "EUR 296,000.00",
        "Silence is not consent",
        "Manned aircraft only",
        "No onward transfer",
        "Copies and derivatives",
        "No modification",
        "Minimum technology",
        "Page 1 of 4",
        "Check code",
    ):
        assert wanted in text, wanted
    assert "Delivery verification" not in text
    assert "DRAFT" not in text


def test_the_refusal_names_provision_reason_officer_and_last_day_to_appeal(letters):
    text = letters["REF"]
    for wanted in (
        "refuses your application",
        "section 12 of the Strategic Goods Act 2019",
        "Transfers of this kind are not authorised.",
        "Ben Okafor",
        "not later than",
        "Strategic Goods Appeal Board",
        "Sara Vance",
        "Hedda Moreau",
    ):
        assert wanted in text, wanted
    assert "member" not in text.casefold()


def test_the_letter_that_no_licence_is_required_keeps_the_catch_all_warning(letters):
    text = letters["NLR"]
    for wanted in ("no licence is required", "delivery systems for weapons of mass destruction", "not listed"):
        assert wanted in text, wanted


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis
)
def test_its_today_is_today_on_any_day(now):
    days = layout.days(now)
    moments = [step.at for case in layout.cases() for step in Story(case, days).steps()]
    assert max(moments) < now
    assert now - max(moments) < timedelta(days=9)


def test_what_a_killed_process_left_is_made_anew(tmp_path):
    (tmp_path / f"{making.OFFICE_FILE}.unfinished").write_bytes(b"half an office")
    (tmp_path / making.ROOT_KEY_FILE).write_text("half a key")
    making.make(tmp_path, now=WEDNESDAY, keystore=tmp_path / "keystore", cost=CHEAP)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"keystore", making.OFFICE_FILE, making.ROOT_KEY_FILE}


def test_the_working_days_before_today_skip_weekend_and_holidays():
    days = layout.days(datetime(2027, 3, 30, 10, 0, tzinfo=UTC))
    assert days.before(1).isoformat() == "2027-03-25"
    assert days.before(0).isoformat() == "2027-03-30"
