"""Every setting of the program in one list: key, type, default, sentence, scope.

To add one: add a line to ``SETTINGS`` and a line about it to ``resources/handbook/settings.md``; a test compares them.
Personal settings live in the person's own profile on this workstation, as a small file; settings of the office are part
of the office profile in the office database, where a change is an act with its journal entry. Nothing of a case is ever
written here (security.md R64).
"""

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

LONGEST_IDLE = 15  # minutes (R24)
Value = str | int | bool


class Scope(StrEnum):
    """Whose setting it is."""

    PERSONAL = "personal"
    OFFICE = "office"


class Setting(NamedTuple):
    """One setting; ``choices`` lists what a text may be, ``lowest`` and ``highest`` bound a number."""

    key: str
    default: Value
    sentence: str
    scope: Scope = Scope.PERSONAL
    choices: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 0

    def admits(self, value: object) -> bool:
        """Tell whether ``value`` has this setting's type and lies within its bounds."""
        if type(value) is not type(self.default):
            return False
        if self.choices:
            return value in self.choices
        if isinstance(value, int) and not isinstance(value, bool):
            return self.lowest <= value <= self.highest
        return True


APPEARANCE = Setting(
    "appearance",
    "system",
    "Whether the window is light or dark, or follows the desktop.",
    choices=("system", "light", "dark"),
)
LOCK_AFTER = Setting(
    "lock_after_minutes",
    10,
    f"After how many idle minutes the window locks; {LONGEST_IDLE} is the most (R24).",
    lowest=1,
    highest=LONGEST_IDLE,
)
TIME_ZONE = Setting(
    "time_zone", "UTC", "The office's time zone: days of receipt and the working-day clock follow it.", Scope.OFFICE
)
CLOSE_OF_BUSINESS = Setting(
    "close_of_business",
    "17:00",
    "When the office closes; what comes later counts as received the next working day.",
    Scope.OFFICE,
)

SETTINGS = (APPEARANCE, LOCK_AFTER, TIME_ZONE, CLOSE_OF_BUSINESS)


class PersonalSettings:
    """The personal settings of whoever uses this account of the workstation, kept in ``folder``.

    A file that is missing, damaged or holds values out of bounds gives the defaults: a setting is never worth a refusal
    to start.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "settings.json"
        self._values: dict[str, Value] = {}
        if self._file.exists():
            self._read()

    def _read(self) -> None:
        import json  # noqa: PLC0415 - the first window does not wait for it where nothing was ever set

        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(stored, dict):
            known = {setting.key: setting for setting in SETTINGS if setting.scope is Scope.PERSONAL}
            self._values = {key: value for key, value in stored.items() if key in known and known[key].admits(value)}

    def text(self, setting: Setting) -> str:
        """Return a setting that is a text."""
        return str(self._values.get(setting.key, setting.default))

    def number(self, setting: Setting) -> int:
        """Return a setting that is a number."""
        return int(self._values.get(setting.key, setting.default))

    def set(self, setting: Setting, value: Value) -> None:
        """Remember a value; raises :class:`ValueError` for one that the setting does not admit."""
        if not setting.admits(value):
            raise ValueError(f"{setting.key} does not admit {value!r}")
        import json  # noqa: PLC0415

        self._values[setting.key] = value
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self._values, indent=1), encoding="utf-8")
