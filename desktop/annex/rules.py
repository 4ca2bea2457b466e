"""Pure rules of confirming a classification: who must do it, and what a person may decide (domain.md §6 CLA)."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.annex.edition import Edition
from desktop.annex.model import Verdict
from desktop.errors import UserError


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the classifier said."""

    verdict: Verdict
    codes: tuple[str, ...]
    category: str | None
    what: str = "goods"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decides: the proposal, or something else with a reason."""

    verdict: Verdict
    codes: tuple[str, ...]
    category: str | None

    def overrides(self, proposal: Proposal) -> bool:
        """Tell whether this says anything else than the classifier."""
        return (self.verdict, self.codes, self.category) != (proposal.verdict, proposal.codes, proposal.category)


def decided(edition: Edition, verdict: Verdict, codes: Sequence[str], category: str | None = None) -> Decided:
    """Return what a person decides, checked against the edition.

    Raises :class:`UserError` naming the field for an open verdict, a code that the annex does not have, codes of an
    item that is not listed, or a category that is not that of the codes: exceptions are recorded in the assessment.
    """
    if verdict is Verdict.NEEDS_INFORMATION:
        raise UserError(
            "An open question is no classification. Answer what is asked, or decide yourself and give the reason.",
            field="verdict",
        )
    clean = tuple(dict.fromkeys(code.strip() for code in codes if code.strip()))
    if verdict is Verdict.NOT_CONTROLLED:
        if clean or category:
            raise UserError("An item that is not listed has no annex reference and no category.", field="codes")
        return Decided(verdict, (), None)
    if not clean:
        raise UserError("Name the annex entry that the item meets.", field="codes")
    for code in clean:
        if not edition.knows(code):
            raise UserError(
                f"“{code[:40]}” is no entry of the annex edition of {edition.edition_id}. Write it like 9.A.4.",
                field="codes",
            )
    strictest = "I" if any(edition.category_of(code) == "I" for code in clean) else "II"
    if category not in {None, strictest}:
        raise UserError(
            f"{', '.join(clean)} is Category {strictest}. Treatment as Category II under an exception is recorded in "
            "the assessment.",
            field="category",
        )
    return Decided(verdict, clean, strictest)


def why_assessor(proposal: Proposal, choice: Decided) -> str:
    """Return why an assessor has to confirm, as the end of a sentence; '' when a clerk may (domain.md §6 CLA)."""
    reasons = []
    if choice.category == "I":
        reasons.append("it is Category I")
    if proposal.what == "technology" or any(code.split(".")[1] == "E" for code in choice.codes):
        reasons.append("it is technology")
    if choice.overrides(proposal):
        reasons.append("it departs from what the classifier says")
    return " and ".join(reasons)
