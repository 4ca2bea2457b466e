"""What the Letters tab shows of one case, read at one moment off the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.act import Act
from desktop.actor import Actor
from desktop.cases import store as cases
from desktop.cases.model import State
from desktop.errors import UserError
from desktop.letters import render, store
from desktop.letters.model import LetterFacts, LetterId, LetterKind
from desktop.letters.store import IssuedLetter
from desktop.permissions import Permission

# the facts of the letter as the case stands; raises UserError with what is still missing
DraftOf = Callable[[Connection, int], LetterFacts]
# checks the signatures with the person's password, issues the letter and ends the case
IssueLetter = Callable[[Act, int, str], LetterId]


@dataclass(frozen=True, slots=True)
class Draft:
    """The letter before its issue: its kind and pages, or the sentence that says why there is none yet."""

    kind: LetterKind | None = None
    content: bytes = b""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class LettersReading:
    """A case as the Letters tab shows it; ``draft`` is None once its letter is issued."""

    case_id: int
    case_title: str
    issued: tuple[IssuedLetter, ...]
    draft: Draft | None
    is_decided: bool
    may_issue: bool

    @property
    def can_issue(self) -> bool:
        """Whether this person could issue the letter now."""
        return self.is_decided and self.may_issue and self.draft is not None and bool(self.draft.content)


def read_letters(connection: Connection, case_id: int, draft_of: DraftOf, actor: Actor) -> LettersReading:
    """Read the letters of a case, and draw its draft while none is issued."""
    case = cases.case_by_id(connection, case_id)
    issued = store.of_case(connection, case_id)
    return LettersReading(
        case_id=case_id,
        case_title=case.title,
        issued=issued,
        draft=None if issued else _draft(connection, case_id, draft_of),
        is_decided=case.state is State.DEC,
        may_issue=actor.may(Permission.ISSUE_LETTER),
    )


def _draft(connection: Connection, case_id: int, draft_of: DraftOf) -> Draft:
    try:
        facts = draft_of(connection, case_id)
        return Draft(facts.kind, render.draft(facts))
    except UserError as missing:
        return Draft(missing=missing.message)


def file_name_of(reading: LettersReading, letter: IssuedLetter | None) -> str:
    """Return the name proposed for a saved letter: its number, or that it is a draft of this case (DN-6)."""
    name = f"{reading.case_title} draft" if letter is None else letter.number
    return f"{name.replace('/', '-')}.pdf"
