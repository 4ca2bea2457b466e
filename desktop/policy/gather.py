"""Brings together what the procedure needs from a case: classification, findings, statements, the state on the day."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from desktop.cases.model import Case, Kind
from desktop.policy.data import PolicyData
from desktop.policy.model import Category, Embargo, Findings, Inputs, ItemKind, Tri
from desktop.policy.rows import kind_of
from desktop.policy.states import entry_of

if TYPE_CHECKING:
    from desktop.annex.store import Confirmed

_STATEMENT = {"yes": Tri.YES, "no": Tri.NO, "not asked": Tri.UNKNOWN}


def with_standing_embargoes(inputs: Inputs, countries: Collection[str], data: PolicyData) -> Inputs:
    """Return the inputs with the embargo that stands against a country of the chain (embargoes-note.md EM-3, §3.2)."""
    hit = next(
        (data.embargo_on_everything[code] for code in sorted(countries) if code in data.embargo_on_everything), ""
    )
    if not hit:
        return inputs
    return replace(inputs, embargo_result=Embargo.PROHIBITED, sources={**inputs.sources, "embargo_result": hit})


def inputs_of_line(
    case: Case,
    confirmed: "Confirmed",
    findings: Findings,
    assessed_by: str,
    *,
    on: date,
    held: frozenset[str],
    data: PolicyData,
) -> tuple[Inputs, ...]:
    """Return the inputs for one line, once for each annex entry it meets; once for an item that is not listed.

    ``on`` is the day on which the status of the state of destination counts (domain.md §9.1).
    """
    state = entry_of(case.destination, on)
    by_assessment = f"assessment by {assessed_by}" if assessed_by else "not assessed yet"
    by_classification = f"classification confirmed by {confirmed.confirmed_by_name}, edition {confirmed.edition}"
    sources: Mapping[str, str] = {
        **dict.fromkeys(findings.to_plain(), by_assessment),
        **{name: words for name, words in findings.basis.items() if words},
        **dict.fromkeys(("category", "annex_ref", "kind"), by_classification),
        **dict.fromkeys(("informed", "aware"), "statement of the exporter (CK-11)"),
        "destination": "end-user of the case",
        "destination_status": f"table of states on {on.isoformat()}: {state.note}",
        "assurances_held": "undertakings of the certificates on file",
    }
    common = Inputs(
        category=Category.NONE,
        production_related=Tri.YES if findings.part_of_facility is Tri.YES else findings.production_related,
        exception_note=findings.exception_note,
        contains_category_I=findings.contains_category_I,
        inseparable=findings.inseparable,
        end_use_class=findings.end_use_class,
        wmd_finding=findings.wmd_finding,
        contribution_finding=findings.contribution_finding,
        informed=_STATEMENT[case.exporter_informed],
        aware=_STATEMENT[case.exporter_aware],
        destination=case.destination,
        destination_status=state.status,
        embargo_result=findings.embargo_result,
        exemption=findings.exemption,
        screening_result=findings.screening_result,
        denial_result=findings.denial_result,
        temporary=Tri.YES if case.kind is Kind.TMP else Tri.NO,
        state_issues_certificates=findings.state_issues_certificates,
        assurances_held=held,
        considered=findings.considered,
        sources=sources,
    )
    common = with_standing_embargoes(common, {party.country for party in case.parties}, data)
    if not confirmed.codes:
        return (common,)
    return tuple(
        replace(
            common,
            category=Category.I if code.split(".", maxsplit=1)[0] in {"1", "2"} else Category.II,
            annex_ref=code,
            kind=_kind(code, findings),
        )
        for code in confirmed.codes
    )


def _kind(code: str, findings: Findings) -> ItemKind | None:
    """Return what kind of thing the line is; None while it is not known whether equipment is part of a facility."""
    by_reference = kind_of(code)
    if by_reference not in {ItemKind.PRODUCTION_EQUIPMENT, ItemKind.SOFTWARE}:
        return by_reference
    if findings.part_of_facility is Tri.YES:
        return ItemKind.PRODUCTION_FACILITY
    if findings.part_of_facility is Tri.UNKNOWN and by_reference is ItemKind.PRODUCTION_EQUIPMENT:
        return None
    return by_reference
