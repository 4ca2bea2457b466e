"""Who has to do what next with a case, as its state says (domain.md §6, §7)."""

from dataclasses import dataclass

from desktop.cases.model import State
from desktop.permissions import Permission


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that comes next: whose it is, what to do in one sentence, on which tab, and who may do it."""

    who: str
    what: str
    tab: str = ""
    permission: Permission | None = None


_STEPS = {
    State.DRF: NextStep(
        "Clerk or registry", "Enter what the application says and register it.", "", Permission.REGISTER_CASE
    ),
    State.RCV: NextStep(
        "Clerk", "Complete the application: parties, items and statements.", "parties", Permission.EDIT_CASE
    ),
    State.CLA: NextStep(
        "Clerk or technical assessor",
        "Run the annex classifier on each item and confirm the result.",
        "annex",
        Permission.CLASSIFY,
    ),
    State.EUA: NextStep(
        "Clerk", "Check the end-use certificate and record the assessment.", "assessment", Permission.ASSESS
    ),
    State.REC: NextStep("Clerk", "Recommend an outcome for each item and sign.", "decision", Permission.RECOMMEND),
    State.CSG: NextStep(
        "Supervisor", "Countersign the recommendation or return it with reasons.", "decision", Permission.COUNTERSIGN
    ),
    State.DEC: NextStep("Supervisor", "Sign and issue the decision letter.", "letters", Permission.ISSUE_LETTER),
    State.CLO: NextStep("Nobody", "The case is closed; its letter is on file.", "letters"),
    State.WDN: NextStep("Nobody", "The applicant withdrew the case; its record stays.", "history"),
    State.VOID: NextStep("Nobody", "The registration is void; its number stays taken.", "history"),
}


def next_step(state: State) -> NextStep:
    """Return the step that a case in ``state`` waits for."""
    return _STEPS[state]
