"""The colours of the window, light and dark: neutral greys, four status tones, one accent for the next step.

Parts that draw themselves (icons, chips, charts) ask :func:`colours`; everything else is coloured by the palette and
style sheet that ``desktop/shell/theme`` builds from the same values. What the first window needs is made of named
tuples: a dataclass takes five times as long to define.
"""

from typing import NamedTuple

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication


class Tone(NamedTuple):
    """A status colour: for words and icons, for the ground under them, for a thin line around it."""

    ink: str
    ground: str
    line: str


class Colours(NamedTuple):
    """One scheme; every value is ``#rrggbb``. Ink on its ground keeps a contrast of 4.5 : 1 or more."""

    window: str  # behind everything
    surface: str  # fields, tables, cards
    raised: str  # headers, buttons
    hover: str
    pressed: str
    line: str  # hairlines between parts
    edge: str  # outlines of fields, 3 : 1 against the surface
    ink: str  # text
    quiet: str  # hints and captions, still readable
    faint: str  # disabled
    selection: str
    focus: str
    accent: str  # the next step, and nothing else
    accent_hover: str
    accent_pressed: str
    on_accent: str
    neutral: Tone
    info: Tone
    ok: Tone
    warning: Tone
    problem: Tone

    def tone(self, name: str) -> Tone:
        """Return the tone ``neutral``, ``info``, ``ok``, ``warning`` or ``problem``."""
        tones = {
            "neutral": self.neutral,
            "info": self.info,
            "ok": self.ok,
            "warning": self.warning,
            "problem": self.problem,
        }
        return tones[name]


LIGHT = Colours(
    window="#f3f4f6",
    surface="#ffffff",
    raised="#fafbfc",
    hover="#e9ecf0",
    pressed="#dce1e7",
    line="#dfe3e8",
    edge="#8d96a3",
    ink="#1c2430",
    quiet="#5a6573",
    faint="#99a2ae",
    selection="#d8e2ee",
    focus="#3d5a80",
    accent="#0b6b5d",
    accent_hover="#095a4e",
    accent_pressed="#074a40",
    on_accent="#ffffff",
    neutral=Tone("#46515f", "#eceff3", "#cfd6de"),
    info=Tone("#245a96", "#e6eff9", "#bcd3ec"),
    ok=Tone("#1f6b34", "#e4f3e8", "#b5dbc0"),
    warning=Tone("#855000", "#fdf1da", "#ecd09a"),
    problem=Tone("#a32222", "#fce8e7", "#efbdba"),
)

DARK = Colours(
    window="#171b21",
    surface="#1f242c",
    raised="#272d37",
    hover="#313945",
    pressed="#3b4553",
    line="#333b47",
    edge="#77828f",
    ink="#e7eaee",
    quiet="#a7b0bc",
    faint="#6b7582",
    selection="#34465c",
    focus="#8fb3dc",
    accent="#58c7b3",
    accent_hover="#70d5c3",
    accent_pressed="#8be0d0",
    on_accent="#06231e",
    neutral=Tone("#c3cad3", "#2f3742", "#465160"),
    info=Tone("#9cc5f2", "#1f3650", "#32567e"),
    ok=Tone("#8fd6a2", "#1d3a27", "#30613f"),
    warning=Tone("#f0c26b", "#402f10", "#6a501e"),
    problem=Tone("#f5a09b", "#47201f", "#763635"),
)


def is_dark() -> bool:
    """Tell whether the window is dark just now."""
    return QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colours() -> Colours:
    """Return the scheme the window shows just now."""
    return DARK if is_dark() else LIGHT
