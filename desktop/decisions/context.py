"""What choosing conditions and judging readiness needs to know of a case, gathered from the other slices."""

import calendar
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from desktop.administration import store as administration
from desktop.annex import store as annex
from desktop.cases import rules as case_rules
from desktop.cases import store as cases
from desktop.cases.model import Case, PartyRole
from desktop.countries import country_name
from desktop.decisions import rules, store
from desktop.decisions.model import AssuranceState, ChosenCondition, LineDecision
from desktop.documents import service as documents
from desktop.documents import store as document_store
from desktop.letters import conditions, filling, library, wording
from desktop.letters.conditions import GrantContext, LineContext, OpenQuestion, Proposal
from desktop.letters.filling import Chosen, FromCase
from desktop.policy import data as policy_data
from desktop.policy import store as policy
from desktop.policy.findings import gaps
from desktop.policy.model import GRANTS, Category, Findings, ItemKind, Outcome, Tri
from desktop.policy.result import PolicyResult

VALIDITY_MONTHS = {Category.I: 12, Category.II: 24, Category.NONE: 24}  # TL-20, permanent export
_NATURES = {ItemKind.SOFTWARE: "software", ItemKind.TECHNOLOGY: "technology"}
_VALIDITY = "GEN-06"
_SATELLITE_ENGINES = "2.A.1.c"
_QUESTIONS = {
    "unmanned_aircraft": "whether it is an unmanned aircraft or part of one",
    "satellite_engine": "whether it is a small satellite engine under the note",
    "incorporation": "whether the items will be built into a product that is sold on",
    "inward_assurance": "whether the items were received under an assurance to their supplier state (CK-12)",
}
_TRI_FLAG = {Tri.YES: True, Tri.NO: False, Tri.UNKNOWN: None}


@dataclass(frozen=True, slots=True)
class Grant:
    """The granted lines of a case with the conditions that are proposed, why, and what is chosen so far."""

    context: GrantContext
    from_case: FromCase
    proposals: tuple[Proposal, ...]
    chosen: tuple[ChosenCondition, ...]
    questions: tuple[OpenQuestion, ...]

    @property
    def standing(self) -> tuple[Chosen, ...]:
        """The conditions chosen and not struck."""
        return tuple(each.chosen for each in self.chosen if not each.is_struck)

    @property
    def special(self) -> frozenset[str]:
        """The chosen conditions that make this a licence with conditions (APC)."""
        return conditions.special_ids(self.proposals, self.standing)


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the decision tab shows of a case, read at one moment."""

    case: Case
    results: Mapping[int, PolicyResult]
    decisions: Mapping[int, LineDecision]
    assurances: tuple[AssuranceState, ...]
    grant: Grant | None
    readiness: rules.Readiness


def add_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_of_validity(first: date, category: Category) -> date:
    """Return the last day of the longest validity a licence of this category may have from ``first`` (TL-20)."""
    return add_months(first, VALIDITY_MONTHS[category]) - timedelta(days=1)


def _flags(findings: Findings, result: PolicyResult) -> dict[str, Tri]:
    found = {"unmanned_aircraft": findings.unmanned_aircraft}
    if result.inputs.annex_ref.startswith(_SATELLITE_ENGINES):
        found["satellite_engine"] = findings.satellite_engine
    if result.inputs.kind is ItemKind.TECHNOLOGY:
        found["production_technology"] = findings.production_related
    return found


def _line(number: int, result: PolicyResult, findings: Findings) -> LineContext:
    flags = _flags(findings, result)
    inputs = result.inputs
    return LineContext(
        number=number,
        annex_ref=inputs.annex_ref,
        category=inputs.category if inputs.is_listed else "",
        outcome=result.outcome,
        end_use_class=inputs.end_use_class,
        nature=_NATURES.get(inputs.kind, "goods") if inputs.kind else "goods",
        flags=frozenset(name for name, value in flags.items() if value is Tri.YES),
        open_flags=frozenset(name for name, value in flags.items() if value is Tri.UNKNOWN),
    )


def _of_case(findings: Iterable[Findings], name: str) -> Tri:
    """Return the answer of a case from those of its lines: yes if any says so, no if all do."""
    answers = {getattr(each, name) for each in findings}
    if Tri.YES in answers:
        return Tri.YES
    return Tri.NO if answers == {Tri.NO} else Tri.UNKNOWN


def _from_case(connection: Connection, case: Case, granted: Mapping[int, LineDecision], today: date) -> FromCase:
    profile = administration.profile(connection)
    end_user = case.party(PartyRole.END_USER)
    lines = [line for line in case.lines if line.line_id in granted]
    first = lines[0]
    results = policy.latest(connection, case.case_id)
    category = next((Category.I for line in lines if results[line.line_id].inputs.category is Category.I), Category.II)
    quantity = granted[first.line_id].granted_quantity
    return FromCase(
        destination=country_name(case.destination, profile.state_code, profile.state_name),
        end_user=end_user.name if end_user else "",
        answers={
            "end_use": case.end_use.strip().rstrip("."),
            "end_use_place": case.place_of_use.strip().rstrip("."),
            "start_date": today.isoformat(),
            "expiry_date": last_day_of_validity(today, category).isoformat(),
            "model": first.model or first.part_number,
            "qty": format(quantity, "f") if quantity is not None else "",
            "unit": first.unit,
            "maker": first.maker,
        },
    )


def grant_of(connection: Connection, case_id: int, today: date) -> Grant | None:
    """Return what the conditions of a grant are chosen from; None while no line is granted on a settled outcome."""
    case = cases.case_by_id(connection, case_id)
    results = policy.latest(connection, case_id)
    granted = {
        line_id: each
        for line_id, each in store.outcomes_of(connection, case_id).items()
        if each.answer in GRANTS and line_id in results
    }
    if not granted:
        return None
    assessed = policy.assessments_of(connection, case_id)
    found = {line_id: assessed[line_id].findings for line_id in granted}
    case_flags = {name: _of_case(found.values(), name) for name in ("incorporation", "inward_assurance")}
    context = GrantContext(
        kind=case.kind,
        status=next(iter(results.values())).inputs.destination_status,
        lines=tuple(
            _line(line.number, results[line.line_id], found[line.line_id])
            for line in case.lines
            if line.line_id in granted
        ),
        flags=frozenset(name for name, value in case_flags.items() if value is Tri.YES),
        open_flags=frozenset(name for name, value in case_flags.items() if value is Tri.UNKNOWN),
        issues_delivery_verification=_TRI_FLAG[_of_case(found.values(), "issues_delivery_verification")],
    )
    texts = library.load()
    return Grant(
        context=context,
        from_case=_from_case(connection, case, granted, today),
        proposals=conditions.default_set(texts, context),
        chosen=store.conditions_of(connection, case_id),
        questions=conditions.open_questions(texts, context),
    )


def proposed(grant: Grant) -> tuple[Chosen, ...]:
    """Return the proposed conditions with their blanks filled from the case where the case answers them (CH-1)."""
    texts = library.load()
    return tuple(
        Chosen(
            proposal.condition_id,
            filling.proposed_values(texts.conditions[proposal.condition_id], grant.from_case),
            lines=proposal.lines,
        )
        for proposal in grant.proposals
    )


def _unmade(grant: Grant) -> tuple[str, ...]:
    """Return the ids of conditions that belong to this grant and are neither chosen nor struck."""
    have = {each.chosen.condition_id for each in grant.chosen}
    return tuple(
        each.condition_id for each in grant.proposals if each.supervisor_only and each.condition_id not in have
    )


def _condition_problems(grant: Grant, required: Collection[str]) -> tuple[str, ...]:
    """Return what speaks against the choice, save what taking over the proposed conditions puts right."""
    unmade = set(_unmade(grant))
    found = [
        each.sentence
        for each in conditions.problems(library.load(), grant.context, grant.standing, required)
        if each.rule != "CH-3" or unmade.isdisjoint(each.condition_ids)
    ]
    return (*found, *(() if _VALIDITY in unmade else _validity_faults(grant)))


def _asked(questions: Sequence[OpenQuestion]) -> tuple[str, ...]:
    return tuple(
        f"Answer {_QUESTIONS.get(each.flag, each.flag.replace('_', ' '))}: {', '.join(each.condition_ids)} hang on it."
        for each in questions
    )


def validity(grant: Grant) -> tuple[date, date] | None:
    """Return first and last day of the licence as GEN-06 gives them; None while they are not given."""
    given = next((each for each in grant.standing if each.condition_id == _VALIDITY), None)
    if given is None:
        return None
    try:
        return date.fromisoformat(given.values["start_date"]), date.fromisoformat(given.values["expiry_date"])
    except (KeyError, ValueError):
        return None


def _validity_faults(grant: Grant) -> tuple[str, ...]:
    days = validity(grant)
    if days is None:
        return ("Choose GEN-06 with first and last day: without it the licence has no validity.",)
    first, last = days
    category = Category.I if any(line.category == Category.I for line in grant.context.lines) else Category.II
    longest = last_day_of_validity(first, category)
    if last < first:
        return ("GEN-06: the last day is before the first.",)
    if last > longest:
        return (f"GEN-06: the licence may last until {wording.day(longest)} at most (TL-20).",)
    return ()


def needs_certificate(case: Case, results: Mapping[int, PolicyResult], decisions: Mapping[int, LineDecision]) -> bool:
    """Tell whether the case waits for its end-use document to be settled (T-14, CK-07).

    It does not where no licence is required or none can be granted, nor once every line is to be refused: a
    certificate that does not satisfy never leads to a grant, and must not keep a refusal up (domain.md §10.3).
    """
    if case.kind not in case_rules.NEEDS_CERTIFICATE:
        return False
    none_needed = {Outcome.NLR, Outcome.PROHIBITED, Outcome.EMBARGO}
    if len(results) == len(case.lines) and all(each.outcome in none_needed for each in results.values()):
        return False
    answers = [each.answer for each in decisions.values()]
    return len(answers) < len(case.lines) or any(answer in GRANTS for answer in answers)


def situation_of(connection: Connection, case_id: int, today: date) -> Situation:
    """Return everything that deciding this case rests on, as it stands now."""
    case = cases.case_by_id(connection, case_id)
    results = policy.latest(connection, case_id, today)
    decisions = store.outcomes_of(connection, case_id)
    data = policy_data.load()
    grant = grant_of(connection, case_id, today)
    granted = {
        int(line.line_id): line.number
        for line in case.lines
        if line.line_id in decisions and decisions[line.line_id].answer in GRANTS
    }
    standing = {each.condition_id for each in grant.standing} if grant else set()
    held = document_store.undertakings_held(connection, case_id)
    assurances = rules.assurances(results, granted, held, standing, data)
    texts = library.load()
    required = {each.code for each in assurances if each.mode != "considered"}
    readiness = rules.Readiness(
        case=case,
        in_application=case_rules.missing_in_application(case),
        confirmed=set(annex.confirmed(connection, case_id)),
        needs_certificate=needs_certificate(case, results, decisions),
        certificate_settled=documents.certificate_settled(connection, case_id),
        results=results,
        finding_gaps={
            line_id: [gap.sentence for gap in gaps(each.findings)]
            for line_id, each in policy.assessments_of(connection, case_id).items()
        },
        decisions=decisions,
        assurances=assurances,
        condition_problems=_condition_problems(grant, required) if grant else (),
        blanks=tuple(each.sentence for each in filling.blanks(texts, grant.standing, today)) if grant else (),
        open_questions=_asked(grant.questions) if grant else (),
        unmade_proposals=_unmade(grant) if grant else (),
        data=data,
    )
    return Situation(case, results, decisions, assurances, grant, readiness)
