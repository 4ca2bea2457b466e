"""Running the classifier on a line of a case, and who may confirm what (domain.md §6 CLA, T-07)."""

import json

import pytest
from sqlalchemy import select, text, update

from db.tables.annex import classification
from db.tables.audit import journal
from db.tables.cases import cases
from desktop.annex import service, store
from desktop.annex.model import Verdict
from desktop.cases import service as case_service
from desktop.cases.model import LineDraft, SpecificationValue
from desktop.errors import Refused, UserError
from tests.builders.cases import GYROS, a_case

MOTOR = LineDraft(
    description="Solid rocket motor", specification=(SpecificationValue("total impulse", "1.4", "MN·s", "data sheet"),)
)
ROCKET = LineDraft(
    description="Sounding rocket NR-7",
    specification=(SpecificationValue("payload", "420", "kg"), SpecificationValue("range", "280", "km")),
)
DRAWINGS = LineDraft(
    description="Drawings of a ring laser gyro", specification=(SpecificationValue("gyro drift", "0.01", "deg/h"),)
)


@pytest.fixture
def run(office, actor):
    """Run the classifier on the only line of a new case; give case, line id and classification id."""

    def start(line=GYROS, who="ana", answers=None):
        case = a_case(office, actor("ana"), lines=(line,))
        line_id = case.lines[0].line_id
        identity, _ = office.write(
            actor(who), lambda act: service.run_classifier(act, case.case_id, line_id, answers or {})
        )
        return case, line_id, identity

    return start


@pytest.fixture
def confirm(office, actor):
    def start(who, case, identity, **decided):
        return office.write(actor(who), lambda act: service.confirm(act, case.case_id, identity, **decided))

    return start


def confirmed(office, case):
    with office.read() as connection:
        return store.confirmed(connection, case.case_id)


def test_a_run_freezes_edition_inputs_and_trace(office, run) -> None:
    case, line_id, identity = run()
    with office.read() as connection:
        stored = store.run_by_id(connection, case.case_id, identity)
    assert (stored.verdict, stored.codes, stored.category) == (Verdict.CONTROLLED, ("9.A.4",), "II")
    assert stored.edition == "2024-03-14"
    assert stored.inputs["line"]["description"] == GYROS.description
    assert stored.trace["findings"][0]["code"] == "9.A.4"
    assert stored.classified_by_name == "Ana Bello"
    assert stored.line_id == line_id


def test_the_same_line_gives_the_same_trace_again(office, actor, run) -> None:
    case, line_id, identity = run()
    again, _ = office.write(actor("tess"), lambda act: service.run_classifier(act, case.case_id, line_id, {}))
    with office.read() as connection:
        first = store.run_by_id(connection, case.case_id, identity)
        second = store.run_by_id(connection, case.case_id, again)
    assert first.trace == second.trace


def test_a_run_is_in_the_journal_with_its_verdict(office, run) -> None:
    case, _, _ = run()
    with office.read() as connection:
        rows = connection.execute(select(journal.c.act, journal.c.facts).where(journal.c.case_id == case.case_id))
        acts = {row.act: json.loads(row.facts) for row in rows}
    assert acts["classification.proposed"]["codes"] == ["9.A.4"]
    assert acts["classification.proposed"]["edition"] == "2024-03-14"


def test_R_06_an_answer_runs_on_and_earlier_answers_stay(office, actor, run) -> None:
    case, line_id, first = run(ROCKET)
    with office.read() as connection:
        assert store.run_by_id(connection, case.case_id, first).verdict is Verdict.NEEDS_INFORMATION
    answer = {"range_with_payload": "310 km"}
    office.write(actor("tess"), lambda act: service.run_classifier(act, case.case_id, line_id, answer))
    last, _ = office.write(actor("tess"), lambda act: service.run_classifier(act, case.case_id, line_id, {}))
    with office.read() as connection:
        found = store.latest_runs(connection, case.case_id)[line_id]
    assert found.classification_id == last
    assert (found.codes, found.category) == (("1.A.1",), "I")
    assert found.answers == answer
    office.write(
        actor("tess"), lambda act: service.run_classifier(act, case.case_id, line_id, {"range_with_payload": ""})
    )
    with office.read() as connection:
        assert store.latest_runs(connection, case.case_id)[line_id].verdict is Verdict.NEEDS_INFORMATION


def test_a_clerk_confirms_category_II_as_proposed(office, run, confirm) -> None:
    case, line_id, identity = run()
    _, changes = confirm("ana", case, identity)
    found = confirmed(office, case)[line_id]
    assert (found.verdict, found.codes, found.category) == (Verdict.CONTROLLED, ("9.A.4",), "II")
    assert (found.confirmed_by_name, found.override_reason, found.edition) == ("Ana Bello", "", "2024-03-14")
    assert found.trace["codes"] == ["9.A.4"]
    assert case.case_id in changes.case_ids


@pytest.mark.parametrize(
    ("line", "decided", "why"),
    [
        (MOTOR, {}, "it is Category I"),
        (DRAWINGS, {}, "it is technology"),
        (
            GYROS,
            {"verdict": Verdict.NOT_CONTROLLED, "override_reason": "Toy gyro"},
            "it departs from what the classifier says",
        ),
        (GYROS, {"codes": ["2.A.1.d"], "override_reason": "Guidance"}, "it is Category I and it departs"),
    ],
)
def test_CLA_category_I_technology_and_departures_are_confirmed_by_an_assessor(
    office, run, confirm, line, decided, why
) -> None:
    case, line_id, identity = run(line)
    with pytest.raises(Refused, match=f"A technical assessor confirms this classification, because {why}") as refused:
        confirm("ana", case, identity, **decided)
    assert refused.value.rule == "domain §6 CLA"
    assert confirmed(office, case) == {}
    confirm("tess", case, identity, **decided)
    assert line_id in confirmed(office, case)


def test_a_departure_needs_a_reason_and_keeps_it(office, run, confirm) -> None:
    case, line_id, identity = run()
    with pytest.raises(UserError, match="Give the reason") as missing:
        confirm("tess", case, identity, verdict=Verdict.NOT_CONTROLLED)
    assert missing.value.field == "reason"
    confirm(
        "tess", case, identity, verdict=Verdict.NOT_CONTROLLED, override_reason="The drift was measured at 2 deg/h."
    )
    found = confirmed(office, case)[line_id]
    assert (found.verdict, found.codes, found.category) == (Verdict.NOT_CONTROLLED, (), None)
    assert found.override_reason == "The drift was measured at 2 deg/h."


def test_a_reason_without_departure_is_not_an_override(office, run, confirm) -> None:
    case, line_id, identity = run()
    confirm("ana", case, identity, override_reason="agreed")
    assert confirmed(office, case)[line_id].override_reason == ""


@pytest.mark.parametrize(
    ("decided", "field", "words"),
    [
        ({"codes": ["9.A.99"]}, "codes", "is no entry of the annex edition"),
        ({"codes": []}, "codes", "Name the annex entry"),
        ({"verdict": Verdict.NOT_CONTROLLED, "codes": ["9.A.4"]}, "codes", "has no annex reference"),
        ({"codes": ["9.A.4"], "category": "I"}, "category", "is Category II"),
        ({"verdict": Verdict.NEEDS_INFORMATION}, "verdict", "An open question is no classification"),
    ],
)
def test_what_is_no_decision_is_refused_beside_its_field(run, confirm, decided, field, words) -> None:
    case, _, identity = run()
    with pytest.raises(UserError, match=words) as refused:
        confirm("tess", case, identity, override_reason="because", **decided)
    assert refused.value.field == field


def test_an_open_verdict_is_not_confirmed_but_an_assessor_may_decide(office, run, confirm) -> None:
    case, line_id, identity = run(ROCKET)
    with pytest.raises(UserError, match="An open question is no classification"):
        confirm("tess", case, identity)
    confirm(
        "tess",
        case,
        identity,
        verdict=Verdict.CONTROLLED,
        codes=["1.A.1"],
        override_reason="Trade-off: 500 kg to 310 km.",
    )
    assert confirmed(office, case)[line_id].category == "I"


def test_a_code_of_an_item_not_loaded_may_be_decided(office, run, confirm) -> None:
    case, line_id, identity = run(LineDraft(description="Carbon fibre prepreg"))
    confirm(
        "tess", case, identity, verdict=Verdict.CONTROLLED, codes=["6.C.1"], override_reason="Tg 250 °C, M55J fibre."
    )
    assert confirmed(office, case)[line_id].codes == ("6.C.1",)


def test_a_changed_line_makes_its_classification_out_of_date(office, actor, run, confirm) -> None:
    case, line_id, identity = run()
    confirm("ana", case, identity)
    line = case.lines[0]

    def change(**values):
        with office.read() as connection:
            from desktop.cases import store as case_store

            current = case_store.case_by_id(connection, case.case_id).lines[0]
        office.write(
            actor("ana"),
            lambda act: case_service.save_line(act, case.case_id, case_service.draft_of(current, **values)),
        )

    change(quantity=line.quantity + 1)
    assert line_id in confirmed(office, case)
    change(specification=(SpecificationValue("drift rate stability", "0.9", "deg/h"),))
    assert confirmed(office, case) == {}
    with pytest.raises(UserError, match="was changed or classified again since"):
        confirm("ana", case, identity)
    change(specification=line.specification)
    assert line_id in confirmed(office, case)


def test_only_the_newest_run_is_confirmed_and_only_once(office, actor, run, confirm) -> None:
    case, line_id, first = run()
    second, _ = office.write(actor("ana"), lambda act: service.run_classifier(act, case.case_id, line_id, {}))
    with pytest.raises(UserError, match="classified again since"):
        confirm("ana", case, first)
    confirm("ana", case, second)
    with pytest.raises(UserError, match="confirmed already"):
        confirm("ana", case, second)


@pytest.mark.parametrize("who", ["sara", "otto", "adam"])
def test_who_may_not_classify_is_refused(office, actor, run, who) -> None:
    case, line_id, identity = run()
    with pytest.raises(Refused):
        office.write(actor(who), lambda act: service.run_classifier(act, case.case_id, line_id, {}))
    with pytest.raises(Refused):
        office.write(actor(who), lambda act: service.confirm(act, case.case_id, identity))


def test_a_decided_case_keeps_its_classification(office, actor, run, confirm) -> None:
    case, line_id, identity = run()
    with office.database.write() as connection:
        connection.execute(update(cases).where(cases.c.id == case.case_id).values(state="DEC"))
    with pytest.raises(Refused, match="decided or ended"):
        confirm("ana", case, identity)
    with pytest.raises(Refused, match="decided or ended"):
        office.write(actor("ana"), lambda act: service.run_classifier(act, case.case_id, line_id, {}))


def test_what_is_not_there_is_said(office, actor, run) -> None:
    case, _, _ = run()
    with pytest.raises(UserError, match="no longer part of the case"):
        office.write(actor("ana"), lambda act: service.run_classifier(act, case.case_id, 999, {}))
    with pytest.raises(UserError, match="not part of the case"):
        office.write(actor("ana"), lambda act: service.confirm(act, case.case_id, 999))


def test_R38_an_answer_passes_the_text_gate(office, actor, run) -> None:
    case, line_id, _ = run()
    for answer, words in (("\x00", "control character"), ("9" * 201, "200 characters")):
        with pytest.raises(UserError, match=words):
            office.write(
                actor("ana"), lambda act, a=answer: service.run_classifier(act, case.case_id, line_id, {"range": a})
            )


def test_a_stored_classification_is_never_changed(office, run) -> None:
    _, _, identity = run()
    with pytest.raises(Exception, match="frozen"), office.database.write() as connection:
        connection.execute(update(classification).where(classification.c.id == identity).values(verdict="controlled"))
    with pytest.raises(Exception, match="frozen"), office.database.write() as connection:
        connection.execute(text("DELETE FROM classification"))


@pytest.mark.parametrize("hostile", ["<img src='x'>", "\u202eevil", "=1+1", "x" * 300, "' OR 1=1 --", "a\nb"])
def test_hostile_words_are_classified_like_any_others(office, run, hostile) -> None:
    case, _, identity = run(
        LineDraft(description=f"Gyro {hostile}", specification=(SpecificationValue(hostile, hostile, hostile),))
    )
    with office.read() as connection:
        assert store.run_by_id(connection, case.case_id, identity).verdict is Verdict.NEEDS_INFORMATION
