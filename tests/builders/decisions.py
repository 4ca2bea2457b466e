"""Cases that are classified, assessed and ready to be decided, and the steps from there, for tests of deciding."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from db.tables.annex import classification, classification_confirmation
from desktop.act import Act
from desktop.actor import Actor
from desktop.annex.model import Verdict
from desktop.cases.model import Case
from desktop.decisions import content, context, service
from desktop.decisions.model import Recommendation
from desktop.letters.filling import Chosen
from desktop.office import Office
from desktop.policy import service as policy
from desktop.policy.model import Answer, Findings
from tests.builders.cases import a_case
from tests.builders.certificates import a_certificate, judge, tick_all
from tests.builders.policy import findings
from tests.conftest import PASSWORD

EDITION = "2024-03-14"
_FILLED = {"platform": "ATR 42, a manned aircraft", "process": "hot-melt adhesive", "years": "5"}


def confirm_classification(office: Office, actor: Actor, case: Case, codes: Sequence[str] = ("9.A.4",)) -> None:
    """Put a confirmed classification on every line of a case, as the annex slice stores it."""
    category = None if not codes else "I" if codes[0][:2] in {"1.", "2."} else "II"
    verdict = Verdict.CONTROLLED if codes else Verdict.NOT_CONTROLLED

    def operation(act: Act) -> None:
        for line in case.lines:
            common = {
                "case_id": case.case_id,
                "line_id": line.line_id,
                "verdict": verdict,
                "codes": list(codes),
                "category": category,
            }
            classification_id = act.connection.execute(
                insert(classification)
                .values(
                    **common,
                    edition=EDITION,
                    inputs={},
                    trace=[],
                    classified_by=act.actor.person_id,
                    classified_at=act.now,
                )
                .returning(classification.c.id)
            ).scalar_one()
            act.connection.execute(
                insert(classification_confirmation).values(
                    **common,
                    classification_id=classification_id,
                    confirmed_by=act.actor.person_id,
                    confirmed_at=act.now,
                )
            )
        act.record("classification.confirmed", "annex", case.case_id)

    office.write(actor, operation)


def assess(office: Office, assessor: Actor, case: Case, found: Findings) -> None:
    """Record the same findings for every line and run the policy."""

    def operation(act: Act) -> None:
        for line in case.lines:
            policy.record_assessment(act, case.case_id, line.line_id, found)
        policy.run_policy(act, case.case_id)

    office.write(assessor, operation)


def an_assessed_case(
    office: Office,
    actor: Any,
    *,
    codes: Sequence[str] = ("9.A.4",),
    found: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Case:
    """Return a registered case with confirmed classification and settled policy, prepared by Ana and Tess."""
    case = a_case(office, actor("ana"), **changes)
    confirm_classification(office, actor("tess"), case, codes)
    assess(office, actor("tess"), case, findings(**(found or {})))
    return case


def answer_all(office: Office, clerk: Actor, case: Case, answer: Answer = Answer.GRANT, **details: Any) -> None:
    """Give every line of a case the same outcome."""

    def operation(act: Act) -> None:
        for line in case.lines:
            service.set_outcome(act, case.case_id, line.line_id, answer, **details)

    office.write(clerk, operation)


def choose_proposed(office: Office, clerk: Actor, case: Case, **values: str) -> tuple[Chosen, ...]:
    """Choose the proposed conditions with every blank filled; return them."""
    from desktop.clock import office_date
    from desktop.letters import library

    def operation(act: Act) -> tuple[Chosen, ...]:
        grant = context.grant_of(act.connection, case.case_id, office_date(act.now, "UTC"))
        assert grant is not None
        chosen = tuple(
            Chosen(
                each.condition_id,
                {
                    parameter.name: each.values[parameter.name] or (_FILLED | values).get(parameter.name, "filled")
                    for parameter in library.load().conditions[each.condition_id].parameters
                },
                lines=each.lines,
            )
            for each in context.proposed(grant)
        )
        service.choose_conditions(act, case.case_id, chosen)
        return chosen

    return office.write(clerk, operation)[0]


def settle_certificate(office: Office, clerk: Actor, case: Case) -> None:
    """Attach a certificate that says what the case says, tick what waits for the clerk and judge it satisfactory."""
    certificate_id = a_certificate(office, clerk, case)
    tick_all(office, clerk, case.case_id, certificate_id)
    judge(office, clerk, case.case_id, certificate_id)


def a_granted_draft(office: Office, actor: Any, **changes: Any) -> Case:
    """Return a case that only waits for the clerk's signature under a grant with its conditions."""
    case = an_assessed_case(office, actor, **changes)
    settle_certificate(office, actor("ana"), case)
    answer_all(office, actor("ana"), case)
    choose_proposed(office, actor("ana"), case)
    return case


REFUSAL = {
    "reason_codes": ["RR-03"],
    "paragraph": "The plant is specially designed for solid motors of Category I.",
    "heard": "Told by letter of 1 February 2027; the applicant answered on 20 February and gave no new facts.",
}


def a_refused_draft(office: Office, actor: Any, *, codes: Sequence[str] = ("2.B.1",), **changes: Any) -> Case:
    """Return a case that only waits for the clerk's signature under a refusal, by default of a production facility."""
    case = an_assessed_case(office, actor, codes=codes, **changes)
    answer_all(office, actor("ana"), case, Answer.REFUSE, **REFUSAL)
    return case


def recommend(
    office: Office, clerk: Actor, case: Case, reasons: str = "Specific use, satisfactory certificate."
) -> int:
    """Sign the recommendation."""
    return office.write(clerk, lambda act: service.recommend(act, case.case_id, PASSWORD, reasons))[0]


def countersign(office: Office, officer: Actor, case: Case) -> int | None:
    """Accept the recommendation as another person."""
    return office.write(officer, lambda act: service.countersign(act, case.case_id, PASSWORD))[0]


def a_signed_case(office: Office, actor: Any, **changes: Any) -> Case:
    """Return a granted case that waits for countersignature."""
    case = a_granted_draft(office, actor, **changes)
    recommend(office, actor("ana"), case)
    return case


def standing(office: Office, case: Case) -> Recommendation:
    """Return the recommendation that stands on a case."""
    from desktop.decisions import store

    with office.read() as connection:
        found = store.standing(connection, case.case_id)
    assert found is not None
    return found


def on_screen(office: Office, case: Case) -> dict[str, Any]:
    """Return what is on screen of a case now."""
    with office.read() as connection:
        return content.on_screen(connection, case.case_id)
