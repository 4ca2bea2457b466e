"""Whether an office has people enough for four eyes (domain.md S-6), and how slowly guesses are answered (R23)."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from desktop.permissions import Permission, Role, allowed


def too_few_for_four_eyes(people: Iterable[Collection[Role]]) -> list[str]:
    """Return a sentence for each part of the separation that these people cannot fill; empty when all is well (S-6).

    ``people`` gives the roles of each active person. The rules themselves are never relaxed.
    """
    staff = [frozenset(roles) for roles in people]
    sentences = []
    preparers = [n for n, roles in enumerate(staff) if allowed(roles, Permission.RECOMMEND)]
    signers = [n for n, roles in enumerate(staff) if allowed(roles, Permission.COUNTERSIGN)]
    seconds = [n for n, roles in enumerate(staff) if allowed(roles, Permission.COUNTERSIGN_SECOND)]
    if not preparers:
        sentences.append("Nobody can prepare a recommendation: add a clerk.")
    if not signers:
        sentences.append("Nobody can countersign: add a supervisor.")
    if preparers and signers and not any(p != s for p in preparers for s in signers):
        sentences.append(
            "The only person who can countersign is also the only one who prepares (S-1): "
            "add another clerk or supervisor."
        )
    if not seconds:
        sentences.append(
            "Nobody can give a second signature: add a head of office, or Category I cases stay undecided (S-2)."
        )
    elif signers and not any(s != h for s in signers for h in seconds):
        sentences.append("First and second signature would be the same person (S-2): add a supervisor beside the head.")
    if not any(Role.ADMINISTRATOR in roles for roles in staff):
        sentences.append("Nobody can manage people and the calendar: add an administrator.")
    return sentences


def wait_after_failures(failures: int) -> timedelta:
    """Return how long to wait after ``failures`` wrong tries in a row: nothing, then 2 s doubling to 60 s."""
    if failures < 3:
        return timedelta(0)
    return timedelta(seconds=min(60, 2 ** (failures - 2)))
