"""Pictures of the screens: written to ``CASEMENT_PICTURES`` where that is set, so that people look at them.

The bundled fonts and the offscreen platform make the same picture on every machine; a picture is compared with itself
drawn again, never with a file.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from desktop.shell import theme
from desktop.widgets.colours import DARK, LIGHT


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def dressed(qapp):
    """Dress the application, and undress it again."""

    def dress(*, dark=False, mirrored=False):
        direction = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        qapp.setLayoutDirection(direction)
        theme.apply(qapp, dark=dark)
        return DARK if dark else LIGHT

    yield dress
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.apply(qapp, dark=False)


@pytest.fixture
def picture(qtbot):
    """Draw a widget twice, check that both are alike, keep the picture where somebody wants to look at it."""

    def draw(widget, name):
        QApplication.processEvents()
        image = widget.grab().toImage()
        again = widget.grab().toImage()
        assert image == again, "the same screen is drawn the same twice"
        folder = os.environ.get("CASEMENT_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            image.save(str(Path(folder) / f"{name}.png"))
        return image

    return draw


def share_of(image, colour):
    """Return which part of a picture has exactly this colour, looked at on a grid of 8."""
    points = [(x, y) for x in range(4, image.width(), 8) for y in range(4, image.height(), 8)]
    same = sum(image.pixelColor(x, y).name() == colour for x, y in points)
    return same / len(points)


def let_go(window):
    """Close a window and free it."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
