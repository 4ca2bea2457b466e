"""Which certificate when (end-use-certificates.md §2): the situations of a case and what they need; pure."""

from dataclasses import dataclass

from desktop.documents.catalogue import Catalogue, Situation
from desktop.documents.model import CaseFacts


@dataclass(frozen=True, slots=True)
class Needed:
    """What a case needs: groups of alternatives, the situations they come from; ``is_known`` is no when facts lack."""

    is_known: bool
    situations: tuple[Situation, ...]
    groups: tuple[frozenset[str], ...]

    def missing(self, types_on_case: frozenset[str]) -> tuple[frozenset[str], ...]:
        """Return the groups of which no type is on the case."""
        return tuple(group for group in self.groups if group.isdisjoint(types_on_case))


def _fits(situation: Situation, facts: CaseFacts) -> bool | None:
    """Tell whether a situation fits; None where a fact that decides it is not known."""
    if facts.kind in situation.not_kinds or (situation.kinds and facts.kind not in situation.kinds):
        return False
    answers: list[bool | None] = []
    if situation.outcomes:
        answers.append(None if facts.outcomes is None else not situation.outcomes.isdisjoint(facts.outcomes))
    if situation.statuses:
        answers.append(None if facts.status is None else facts.status in situation.statuses)
    if False in answers:
        return False
    return None if None in answers else True


def needed(facts: CaseFacts, catalogue: Catalogue) -> Needed:
    """Return what certificates a case needs by kind, policy outcome and status of the destination."""
    answers = [(situation, _fits(situation, facts)) for situation in catalogue.situations]
    fitting = tuple(situation for situation, fits in answers if fits)
    groups = tuple(dict.fromkeys(group for situation in fitting for group in situation.needs))
    return Needed(all(fits is not None for _, fits in answers), fitting, groups)


def described(group: frozenset[str], catalogue: Catalogue) -> str:
    """Return a group of alternatives in words: "an end-user statement (EUS) or …"."""
    ordered = [code for code in catalogue.types if code in group]
    words = [f"{catalogue.types[code].name[0].lower()}{catalogue.types[code].name[1:]} ({code})" for code in ordered]
    return " or ".join(words)
