"""The errors a person can do something about; everything else is a bug and goes to the crash report."""


class UserError(Exception):
    """Something the person at the screen can put right; its text is the sentence shown, next step included.

    ``field`` names the field the message belongs beside, where there is one.
    """

    # whether the try itself is an entry in the journal, though it changed nothing (domain.md AU-1)
    is_noted = False

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Refused(UserError):
    """A rule of the office forbids the act for this person or in this state (domain.md §3, §7)."""

    is_noted = True

    def __init__(self, message: str, *, rule: str, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.rule = rule


class WrongPassword(UserError):
    """The password asked for before a signature or another use of a key is not right (security.md R21, R25)."""

    is_noted = True


class StaleCase(UserError):
    """Somebody else saved the same record since it was read (security.md R12).

    ``yours`` and ``theirs`` map field names to values, so that the screen can show both.
    """

    def __init__(
        self, message: str, *, yours: dict[str, object] | None = None, theirs: dict[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.yours = yours or {}
        self.theirs = theirs or {}


class OfficeUnavailable(UserError):
    """Disk, file or server do not let the office be read or written just now; nothing was changed (security.md R07)."""
