"""The verbs of classification: run the classifier on a line, confirm what it says or decide otherwise."""

from collections.abc import Mapping, Sequence

from desktop.act import Act
from desktop.annex import explain, rules, ruleset, store
from desktop.annex.edition import Edition
from desktop.annex.engine import classify
from desktop.annex.model import Classification, ClassificationId, Verdict
from desktop.annex.reading.item import read_item
from desktop.annex.reading.parameters import Row
from desktop.errors import Refused, UserError
from desktop.permissions import Permission, Role
from desktop.text_gate import admit

AREA = "annex"
# states in which the facts of a case stand (domain.md §13); the cases slice lies above, so its words stand here
CLOSED_STATES = frozenset({"DEC", "CLO", "WDN", "VOID"})
MAX_ANSWER = 200


def classify_line(edition: Edition, line: store.LineToClassify, answers: Mapping[str, str]) -> Classification:
    """Classify a line as it stands, with the answers given; pure, the same for the same input."""
    rows = [Row(value["name"], value["value"], value.get("unit", "")) for value in line.specification]
    return classify(edition, read_item(edition, line.model, line.description, rows, answers))


def run_classifier(act: Act, case_id: int, line_id: int, answers: Mapping[str, str]) -> ClassificationId:
    """Run the classifier on a line and freeze edition, inputs and trace; earlier answers to its questions stay.

    An empty answer takes an earlier one back. Raises :class:`Refused` for a decided case.
    """
    act.actor.require(Permission.CLASSIFY)
    line = store.line_by_id(act.connection, case_id, line_id)
    _refuse_closed(line)
    edition = ruleset.load()
    before = store.latest_runs(act.connection, case_id).get(line_id)
    given = {key: _answer(value) for key, value in answers.items()}
    kept = {key: value for key, value in {**(before.answers if before else {}), **given}.items() if value}
    found = classify_line(edition, line, kept)
    plain = explain.to_plain(edition, found)
    classification_id = store.add_run(
        act.connection,
        {
            "case_id": case_id,
            "line_id": line_id,
            "edition": edition.edition_id,
            "inputs": {"line": line.read, "answers": kept},
            "verdict": found.verdict,
            "codes": list(found.codes),
            "category": found.category,
            "trace": plain,
            "classified_by": act.actor.person_id,
            "classified_at": act.now,
        },
    )
    act.record(
        "classification.proposed",
        AREA,
        case_id,
        line=line.number,
        verdict=found.verdict,
        codes=list(found.codes),
        category=found.category,
        edition=edition.edition_id,
        answered=sorted(given),
    )
    return classification_id


def _answer(value: str) -> str:
    text = admit(value.strip(), "remark").text
    if len(text) > MAX_ANSWER:
        raise UserError(f"An answer has {MAX_ANSWER} characters at most. Shorten it.", field="answers")
    return text


def _refuse_closed(line: store.LineToClassify) -> None:
    if line.case_state in CLOSED_STATES:
        raise Refused(
            "The case is decided or ended; its classification stands. A correction is a new decision.",
            rule="domain §13",
        )


def confirm(
    act: Act,
    case_id: int,
    classification_id: int,
    *,
    verdict: Verdict | None = None,
    codes: Sequence[str] | None = None,
    category: str | None = None,
    override_reason: str = "",
) -> None:
    """Confirm what the classifier says of a line, or decide otherwise with a reason (domain.md T-07).

    Category I, technology, and any departure from the classifier are confirmed by a technical assessor: a clerk is
    refused with the reason. Raises :class:`UserError` naming the field when the decision is not one.
    """
    act.actor.require(Permission.CONFIRM_CLASSIFICATION)
    run = store.run_by_id(act.connection, case_id, classification_id)
    line = store.line_by_id(act.connection, case_id, run.line_id)
    _refuse_closed(line)
    newest = store.latest_runs(act.connection, case_id)[run.line_id]
    if newest.classification_id != run.classification_id or not run.fits(line):
        raise UserError(f"Line {line.number} was changed or classified again since. Run the classifier and look again.")
    if store.is_confirmed(act.connection, classification_id):
        raise UserError("This classification is confirmed already. To decide anew, run the classifier again.")
    proposal = rules.Proposal(run.verdict, run.codes, run.category, str(run.trace.get("what", "goods")))
    chosen = run.verdict if verdict is None else verdict
    named = (run.codes if chosen is run.verdict else ()) if codes is None else codes
    decided = rules.decided(ruleset.load(run.edition), chosen, named, category)
    reason = admit(override_reason.strip(), "remark").text
    is_override = decided.overrides(proposal)
    if is_override and not reason:
        raise UserError("Give the reason for departing from the classifier; it stays in the record.", field="reason")
    _require_assessor(act, rules.why_assessor(proposal, decided))
    store.add_confirmation(
        act.connection,
        {
            "case_id": case_id,
            "classification_id": classification_id,
            "line_id": run.line_id,
            "verdict": decided.verdict,
            "codes": list(decided.codes),
            "category": decided.category,
            "override_reason": reason if is_override else "",
            "confirmed_by": act.actor.person_id,
            "confirmed_at": act.now,
        },
    )
    act.record(
        "classification.overridden" if is_override else "classification.confirmed",
        AREA,
        case_id,
        line=line.number,
        verdict=decided.verdict,
        codes=list(decided.codes),
        category=decided.category,
        edition=run.edition,
        **({"reason": reason, "proposed": run.verdict, "proposed_codes": list(run.codes)} if is_override else {}),
    )
    act.content_changed(case_id, f"classification of line {line.number}")


def _require_assessor(act: Act, why: str) -> None:
    if why and Role.ASSESSOR not in act.actor.roles:
        raise Refused(f"A technical assessor confirms this classification, because {why}.", rule="domain §6 CLA")
