"""The text family that ships with the program, in three sizes and two weights, and the face for figures.

Bundled, so that the window looks the same on every machine. The faces for other scripts join the family when a window
first needs them: together they weigh more than all the rest.
"""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from desktop.paths import resource

TEXT_FAMILY = "Noto Sans"
FIGURES_FAMILY = "Noto Sans Mono"
OTHER_SCRIPTS = ("Noto Naskh Arabic", "Noto Sans Hebrew", "Droid Sans Fallback")

SMALL = 9.0
BODY = 10.0
TITLE = 15.0

_FIRST = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
_LATER = (
    "NotoSansMono-Regular.ttf",
    "NotoSansMono-Bold.ttf",
    "NotoSans-Italic.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoNaskhArabic-Bold.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansHebrew-Bold.ttf",
    "DroidSansFallbackFull.ttf",
)


def _add(names: tuple[str, ...]) -> None:
    for name in names:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


@cache
def load_first() -> None:
    """Make the text family known, as the sign-in card needs it."""
    _add(_FIRST)


@cache
def load_all() -> None:
    """Make the figures and all other scripts known."""
    load_first()
    _add(_LATER)


def text_font(size: float = BODY, *, bold: bool = False) -> QFont:
    """Return the text face in ``size`` points."""
    font = QFont()
    font.setFamilies([TEXT_FAMILY, *OTHER_SCRIPTS])
    font.setPointSizeF(size)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def figures_font(size: float = BODY, *, bold: bool = False) -> QFont:
    """Return the face for figures that people compare: all digits equally wide."""
    load_all()
    font = text_font(size, bold=bold)
    font.setFamilies([FIGURES_FAMILY, TEXT_FAMILY, *OTHER_SCRIPTS])
    return font
