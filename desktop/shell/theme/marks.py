"""Redraws the little pictures that the style sheet needs as files: arrows and ticks.

A style sheet can only name picture files. They are drawn from the same icons by
``python -m desktop.shell.theme.marks``; a test compares them.
"""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from desktop.paths import resource
from desktop.widgets import icons
from desktop.widgets.colours import DARK, LIGHT

MARKS = {
    "chevron-up": "up",
    "chevron-down": "down",
    "chevron-left": "previous",
    "chevron-right": "next",
    "check": "check",
    "dash": "dash",
    "dot": "dot",
}
SCHEMES = {"light": LIGHT, "dark": DARK}
SIDE = 16
RATIOS = {"": 1, "@2x": 2}


def mark_files() -> dict[Path, QImage]:
    """Return each picture under its path."""
    made = {}
    for folder, scheme in SCHEMES.items():
        for mark, drawing in MARKS.items():
            for suffix, ratio in RATIOS.items():
                picture = QImage(SIDE * ratio, SIDE * ratio, QImage.Format.Format_ARGB32)
                picture.fill(Qt.GlobalColor.transparent)
                painter = QPainter(picture)
                icons.paint(painter, QRectF(0, 0, SIDE * ratio, SIDE * ratio), drawing, scheme.ink)
                painter.end()
                made[resource("icons", "marks", folder, f"{mark}{suffix}.png")] = picture
    return made


if __name__ == "__main__":
    application = QGuiApplication(["marks", "-platform", "offscreen"])
    for path, picture in mark_files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(str(path))
