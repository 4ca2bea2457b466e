"""Inputs and findings of the policy procedure with everything answered; a test changes only what it is about."""

from dataclasses import replace
from typing import Any

from desktop.policy.model import (
    Category,
    Contribution,
    Denial,
    Embargo,
    EndUseClass,
    Findings,
    Inputs,
    Screening,
    Status,
    Tri,
    WmdFinding,
)
from desktop.policy.rows import kind_of

_ANSWERED = Inputs(
    category=Category.II,
    annex_ref="9.A.4",
    production_related=Tri.NO,
    exception_note=Tri.NO,
    contains_category_I=Tri.NO,
    inseparable=Tri.NO,
    end_use_class=EndUseClass.A,
    wmd_finding=WmdFinding.NONE,
    contribution_finding=Contribution.NO,
    informed=Tri.NO,
    aware=Tri.NO,
    destination="PT",
    destination_status=Status.MEMBER,
    embargo_result=Embargo.CLEAR,
    screening_result=Screening.CLEAR,
    denial_result=Denial.NONE,
    state_issues_certificates=Tri.NO,
)


def answered(annex_ref: str = "9.A.4", **changes: Any) -> Inputs:
    """Return inputs of a line where every question is answered, by default of a gyroscope for a manned aircraft.

    The kind is what the reference gives, the category follows from its item; '' is an unlisted item.
    """
    if not annex_ref:
        return replace(_ANSWERED, annex_ref="", category=Category.NONE, kind=None, **changes)
    category = Category.I if annex_ref.split(".", maxsplit=1)[0] in {"1", "2"} else Category.II
    return replace(_ANSWERED, **({"annex_ref": annex_ref, "category": category, "kind": kind_of(annex_ref)} | changes))


def findings(**changes: Any) -> Findings:
    """Return findings where every question is answered, by default of a line for a manned aircraft."""
    all_answered = Findings(
        end_use_class=EndUseClass.A,
        wmd_finding=WmdFinding.NONE,
        contribution_finding=Contribution.NO,
        production_related=Tri.NO,
        part_of_facility=Tri.NO,
        exception_note=Tri.NO,
        contains_category_I=Tri.NO,
        inseparable=Tri.NO,
        embargo_result=Embargo.CLEAR,
        screening_result=Screening.CLEAR,
        denial_result=Denial.NONE,
        state_issues_certificates=Tri.NO,
        unmanned_aircraft=Tri.NO,
        satellite_engine=Tri.NO,
        incorporation=Tri.NO,
        inward_assurance=Tri.NO,
        issues_delivery_verification=Tri.YES,
    )
    return replace(all_answered, **changes)
