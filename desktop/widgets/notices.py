"""How screens speak with the person: a passing notice, a question, a password, a choice of files.

The window gives the real one; tests give one that records what was said and answers from a list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.errors import UserError


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a question offers: key returned, words on the button, whether it is the next step."""

    key: str
    words: str
    is_default: bool = False
    is_destructive: bool = False


class Notices(Protocol):
    """What a screen may say and ask; nothing here blocks, answers come to the callback."""

    def tell(self, sentence: str) -> None:
        """Show a passing sentence about something that went well."""
        ...

    def problem(self, error: UserError) -> None:
        """Show what the person has to put right."""
        ...

    def ask(self, title: str, question: str, choices: Sequence[Choice], answered: Callable[[str], None]) -> None:
        """Ask one question; ``answered`` gets the key of the choice, and nothing when it is closed."""
        ...

    def ask_password(self, title: str, explanation: str, given: Callable[[str], None]) -> None:
        """Ask the signed-in person for his password again (security.md R21)."""
        ...

    def ask_text(self, title: str, question: str, given: Callable[[str], None], *, text: str = "") -> None:
        """Ask for a sentence, such as the reason of an act."""
        ...

    def choose_files(self, title: str, pattern: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        """Let the person choose files that exist."""
        ...

    def choose_target(self, title: str, suggested: str, pattern: str, chosen: Callable[[Path], None]) -> None:
        """Let the person choose where to save."""
        ...
