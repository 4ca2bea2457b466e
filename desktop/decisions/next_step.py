"""What this person does next with the decision of a case: one act, or a sentence about who is next. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.cases.model import State
from desktop.decisions.queries import DecisionReading


class Act(StrEnum):
    """The one thing the decision tab offers to do."""

    NOTHING = ""
    SIGN = "sign"
    COUNTERSIGN = "countersign"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Step:
    """An act, whether it can be done now, and the sentence beside it."""

    act: Act
    is_ready: bool = False
    note: str = ""


def next_step(reading: DecisionReading, *, has_reasons: bool) -> Step:
    """Return what this person may do next; ``has_reasons`` tells whether reasons of a recommendation are written."""
    state = reading.case.state
    if state is State.DEC:
        return Step(Act.LETTER, is_ready=True, note="The next step is to issue the letter.")
    if not reading.is_open:
        return Step(Act.NOTHING)
    if state is State.CSG:
        waits = Step(Act.NOTHING, note=reading.why_not)
        return waits if reading.why_not else Step(Act.COUNTERSIGN, is_ready=True)
    return _to_sign(reading, has_reasons=has_reasons)


def _to_sign(reading: DecisionReading, *, has_reasons: bool) -> Step:
    if not reading.may_recommend:
        return Step(Act.NOTHING, note="A clerk prepares the recommendation.")
    if reading.missing:
        return Step(Act.SIGN, note="See above what is missing.")
    if not has_reasons:
        return Step(Act.SIGN, note="Write your reasons first.")
    return Step(Act.SIGN, is_ready=True)


def sentence_for(reading: DecisionReading) -> str:
    """Return the sentence that says what the tab is for and what comes next."""
    if reading.decision is not None:
        return "This case is decided. The record below stays as it was signed."
    if reading.case.state is State.CSG:
        return "The recommendation is signed. Any change of it makes every signature void."
    return "Choose the outcome of each line, take over and fill the conditions of a grant, then sign."
