"""Pages of a paper as pixels: asks the limited child and believes nothing that it cannot count (security.md R32)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.documents import limited_process
from desktop.documents.child_protocol import (
    LONGEST_PICTURE_REPLY,
    LONGEST_SIDE,
    MARK,
    MOST_PAGES,
    OUTCOME,
    PICTURE,
    ContentType,
    Mode,
    Outcome,
)
from desktop.documents.limited_process import ChildFailed, Trouble
from desktop.errors import UserError

_SENTENCES = {
    Outcome.NEEDS_PASSWORD: "This paper opens only with a password. Ask the sender for a copy without one.",
    Outcome.BROKEN: "This paper is damaged and cannot be shown. Ask the sender for a new copy.",
    Outcome.NO_SUCH_PAGE: "This paper has no such page.",
    Outcome.OTHER_CONTENT: "This paper is not what its name says. Ask the sender for a new copy.",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawn page: ``pixels`` are rows of red, green, blue bytes without padding."""

    pages: int
    page: int
    width: int
    height: int
    pixels: bytes


def outcome_of(reply: bytes) -> tuple[Outcome, bytes]:
    """Split a reply into its outcome and what follows; raises :class:`ChildFailed` when it is not of our making."""
    if len(reply) < OUTCOME.size:
        raise ChildFailed(Trouble.LIED)
    mark, number = OUTCOME.unpack_from(reply)
    if mark != MARK or number not in set(Outcome):
        raise ChildFailed(Trouble.LIED)
    outcome, rest = Outcome(number), reply[OUTCOME.size :]
    if outcome is not Outcome.GOOD and rest:
        raise ChildFailed(Trouble.LIED)
    return outcome, rest


def read_picture(reply: bytes, page: int, longest_side: int) -> Picture:
    """Return the picture in a child's reply after checking every number in it.

    Raises :class:`ChildFailed` for a reply that lies, :class:`UserError` for a paper that cannot be shown.
    """
    outcome, rest = outcome_of(reply)
    if outcome is not Outcome.GOOD:
        raise UserError(_SENTENCES[outcome])
    if len(rest) < PICTURE.size:
        raise ChildFailed(Trouble.LIED)
    pages, drawn, width, height, length = PICTURE.unpack_from(rest)
    pixels = rest[PICTURE.size :]
    believable = (
        pages >= 1
        and drawn == page < pages
        and 1 <= width <= longest_side
        and 1 <= height <= longest_side
        and length == width * height * 3 == len(pixels)
    )
    if not believable:
        raise ChildFailed(Trouble.LIED)
    return Picture(min(pages, MOST_PAGES), page, width, height, pixels)


def draw(
    paper: bytes,
    content_type: ContentType,
    page: int = 0,
    *,
    longest_side: int = 1_400,
    watch: Callable[[], None] | None = None,
    command: Sequence[str] | None = None,
    seconds: float = limited_process.SECONDS,
) -> Picture:
    """Return page ``page`` (from 0) of a paper, its longer side at most ``longest_side`` pixels (2,000 at most).

    Raises :class:`UserError` with the sentence to show when the page cannot be drawn within the limits.
    """
    longest = max(1, min(longest_side, LONGEST_SIDE))
    arguments = [Mode.DRAW, content_type, str(page), str(longest)]
    try:
        reply = limited_process.ask(
            arguments, paper, LONGEST_PICTURE_REPLY, watch=watch, command=command, seconds=seconds
        )
        return read_picture(reply, page, longest)
    except ChildFailed as failed:
        raise UserError(
            f"Page {page + 1} could not be drawn safely: {failed.trouble}. "
            "Ask the sender for a plain scan of the paper."
        ) from failed
