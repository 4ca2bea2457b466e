"""Pure rules of deciding: answers that are open, what is missing for a recommendation, who signs (domain.md §13)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.cases.model import Case, Kind, Line, Missing
from desktop.decisions.model import ANSWER_NAMES, AssuranceState, LineDecision
from desktop.errors import Refused
from desktop.letters.model import LetterKind
from desktop.policy.data import PolicyData
from desktop.policy.model import GRANTS, INFORM_LETTER, Answer, Denial, Outcome, Screening, Tri
from desktop.policy.result import PolicyResult

# the hearing of T-21 cannot change these: nobody can grant them
NO_HEARING = frozenset({Outcome.EMBARGO, Outcome.PROHIBITED})
DECIDED_HERE = frozenset({Kind.EXP})


def closed_because(answer: Answer, result: PolicyResult, kind: Kind) -> str:
    """Return why nobody may give ``answer`` to a line, or '' when it is open (domain.md §9.5, §11.2, DN-1)."""
    choice = result.choice(answer)
    if not choice.is_open:
        return choice.closed_because
    if kind not in DECIDED_HERE:
        return (
            "Only permanent exports are decided in this release. Record the case here and decide it by the office's "
            "paper procedure until the other kinds follow."
        )
    if answer is Answer.REFUSE:
        return ""
    inputs = result.inputs
    if inputs.screening_result in {Screening.POSSIBLE, Screening.TRUE_MATCH}:
        return "A party matches a list. The match must be disposed of before anything but a refusal."
    if inputs.denial_result in {Denial.POSSIBLE, Denial.IDENTICAL}:
        return (
            "A partner has denied a like transfer and must be consulted first (DN-1). This release does not record the "
            "consultation, so only a refusal is open."
        )
    return ""


def signatures_needed(decisions: Mapping[int, LineDecision], results: Mapping[int, PolicyResult]) -> int:
    """Return how many countersignatures a case needs: as many as its most demanding line (domain.md §9.5)."""
    return (
        max(
            (results[line_id].signatures_for(each.answer) for line_id, each in decisions.items() if line_id in results),
            default=1,
        )
        or 1
    )


def letter_kind(answers: Collection[Answer], *, is_special: bool) -> LetterKind:
    """Return the letter the answers lead to; raises :class:`Refused` for a mixture, which this release cannot write."""
    if not answers:
        raise Refused("No line has an outcome yet.", rule="domain §13")
    kinds = {"grant" if answer in GRANTS else answer.value for answer in answers}
    if len(kinds) > 1:
        raise Refused(
            "Some lines are granted and others are not. The letter of part grant and part refusal (PAR) is not part of "
            "this release: let the applicant split the application, or give all lines the same kind of outcome.",
            rule="letters §3",
        )
    if kinds == {"grant"}:
        return LetterKind.APC if is_special or Answer.GRANT_CONDITIONS in answers else LetterKind.APP
    return LetterKind.REF if Answer.REFUSE in answers else LetterKind.NLR


def headline(answers: Collection[Answer]) -> Answer:
    """Return the one outcome of a decided case, whose lines all have the same kind of outcome (:func:`letter_kind`)."""
    if Answer.GRANT_CONDITIONS in answers:
        return Answer.GRANT_CONDITIONS
    return next(iter(answers))


@dataclass(frozen=True, slots=True)
class Readiness:
    """The facts from which it follows what is missing for a recommendation (T-18), gathered by the service."""

    case: Case
    in_application: Sequence[Missing]
    confirmed: Collection[int]
    needs_certificate: bool
    certificate_settled: bool
    results: Mapping[int, PolicyResult]
    finding_gaps: Mapping[int, Sequence[str]]
    decisions: Mapping[int, LineDecision]
    assurances: Sequence[AssuranceState]
    condition_problems: Sequence[str] = ()
    blanks: Sequence[str] = ()
    open_questions: Sequence[str] = ()
    unmade_proposals: Sequence[str] = ()
    data: PolicyData = field(kw_only=True)


def missing_for_recommendation(facts: Readiness) -> list[Missing]:
    """Return all that stands in the way of signing a recommendation, in the order of the work (T-17, T-18)."""
    found = [*facts.in_application]
    found += _classification(facts)
    found += _policy(facts)
    found += _outcomes(facts)
    if facts.needs_certificate and not facts.certificate_settled:
        found.append(
            Missing(
                "CK-07",
                "Settle the end-use certificate: answer every check that stops the case, and set the verdict.",
                "documents",
            )
        )
    if any(each.answer in GRANTS for each in facts.decisions.values()):
        found += _grant(facts)
    return found


def _classification(facts: Readiness) -> Iterable[Missing]:
    for line in facts.case.lines:
        if line.line_id not in facts.confirmed:
            yield Missing("T-07", f"Line {line.number}: confirm the classification.", "annex")


def _policy(facts: Readiness) -> Iterable[Missing]:
    for line in facts.case.lines:
        if line.line_id not in facts.confirmed:
            continue
        result = facts.results.get(line.line_id)
        if result is None:
            yield Missing("T-14", f"Line {line.number}: assess it and run the policy.", "assessment")
            continue
        for gap in facts.finding_gaps.get(line.line_id, ()):
            yield Missing("§10.3", f"Line {line.number}: {gap}", "assessment")
        if result.outcome is Outcome.RESOLVE_FIRST:
            named = ", ".join(name.replace("_", " ") for name in result.missing)
            yield Missing(result.rule, f"Line {line.number}: establish {named}.", "assessment")
        if result.inputs.screening_result is Screening.UNKNOWN:
            yield Missing("T-09", f"Line {line.number}: record the result of screening the parties.", "assessment")
        if result.inputs.denial_result is Denial.UNKNOWN:
            yield Missing("T-09", f"Line {line.number}: record the comparison with the denial register.", "assessment")


def _outcomes(facts: Readiness) -> Iterable[Missing]:
    for line in facts.case.lines:
        decision, result = facts.decisions.get(line.line_id), facts.results.get(line.line_id)
        if decision is None:
            yield Missing("T-18", f"Line {line.number}: choose the outcome.", "decision")
            continue
        yield from _quantity(line, decision)
        if decision.answer is Answer.REFUSE:
            yield from _refusal(line, decision, result, facts.data)
        if result is not None:
            why = closed_because(decision.answer, result, facts.case.kind)
            if why:
                yield Missing(
                    "PM-f", f"Line {line.number}: {ANSWER_NAMES[decision.answer]} is closed. {why}", "decision"
                )
            if result.cell == "N*" and decision.answer is Answer.NLR and INFORM_LETTER not in result.inputs.considered:
                yield Missing("PM-11", f"Line {line.number}: tick that an inform letter was considered.", "assessment")
    answers = {each.answer for each in facts.decisions.values()}
    if len(facts.decisions) == len(facts.case.lines) and answers:
        try:
            letter_kind(answers, is_special=False)
        except Refused as mixed:
            yield Missing("PM-b", mixed.message, "decision")


def _quantity(line: Line, decision: LineDecision) -> Iterable[Missing]:
    if decision.answer not in GRANTS:
        return
    sentence = quantity_fault(decision.granted_quantity, line.quantity)
    if sentence:
        yield Missing("domain §13", f"Line {line.number}: {sentence}", "decision")


def quantity_fault(granted: Decimal | None, applied: Decimal | None) -> str:
    """Return what is wrong with a granted quantity, or '': it is above zero and not above what was applied for."""
    if granted is None or granted <= 0:
        return "enter the quantity granted."
    if applied is not None and granted > applied:
        return f"the quantity granted is above the {format(applied, 'f')} applied for."
    return ""


def _refusal(line: Line, decision: LineDecision, result: PolicyResult | None, data: PolicyData) -> Iterable[Missing]:
    if not [code for code in decision.reason_codes if code in data.reasons]:
        yield Missing("domain §13", f"Line {line.number}: choose at least one reason of refusal.", "decision")
    if not decision.paragraph.strip():
        yield Missing(
            "LT-05", f"Line {line.number}: write the paragraph that gives the case's own reasons.", "decision"
        )
    if result is not None and result.outcome not in NO_HEARING and not decision.heard.strip():
        yield Missing(
            "T-21",
            f"Line {line.number}: record how the applicant was told of the intended refusal and what he answered.",
            "decision",
        )


def _grant(facts: Readiness) -> Iterable[Missing]:
    lacking = [each.code for each in facts.assurances if each.is_missing and each.mode != "considered"]
    if lacking:
        yield Missing("§9.4", f"Required and not held: assurance {', '.join(lacking)}.", "documents")
    for each in facts.assurances:
        if each.is_missing and each.mode == "considered":
            yield Missing("§9.4", f"Record that {each.code} was considered: {each.name}.", "assessment")
    yield from (Missing("CH-1", sentence, "assessment") for sentence in facts.open_questions)
    if facts.unmade_proposals:
        names = ", ".join(facts.unmade_proposals)
        yield Missing(
            "letters §6",
            f"Take over the conditions of this grant, or have them struck: {names}.",
            "decision",
        )
    yield from (Missing("CH-2", sentence, "decision") for sentence in facts.condition_problems)
    yield from (Missing("LT-04", sentence, "decision") for sentence in facts.blanks)


def assurances(
    results: Mapping[int, PolicyResult],
    granted: Mapping[int, int],
    held: Collection[str],
    conditions: Collection[str],
    data: PolicyData,
) -> tuple[AssuranceState, ...]:
    """Return every assurance the granted lines ask for, with what it is held by (domain.md §9.4).

    ``granted`` maps the ids of granted lines to their numbers; ``held`` are codes that undertakings give, and
    ``conditions`` the ids of conditions chosen and not struck, which give AS-10, AS-12 and the inspection plan.
    """
    asked: dict[tuple[str, str], list[int]] = {}
    for line_id, number in granted.items():
        result = results.get(line_id)
        if result is None:
            continue
        for each in result.assurances:
            if each.mode != "where-issued" or result.inputs.state_issues_certificates is not Tri.NO:
                asked.setdefault((each.code, each.mode), []).append(number)
    considered = {line_id: results[line_id].inputs.considered for line_id in granted if line_id in results}
    found = []
    for (code, mode), numbers in asked.items():
        by_condition = [name for name in data.given_by_conditions.get(code, ()) if name in conditions]
        if mode == "considered":
            weighed = all(code in considered[line_id] for line_id, number in granted.items() if number in numbers)
            held_by = "considered" if weighed else ""
        elif code in held:
            held_by = "undertaking of the certificate"
        else:
            held_by = f"condition {', '.join(by_condition)}" if by_condition else ""
        found.append(AssuranceState(code, data.assurance_names[code], mode, held_by, tuple(numbers)))
    return tuple(found)
