"""Icons: every drawing can be read and painted and follows the window; the style sheet's marks agree with it."""

import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter

from desktop.paths import resource
from desktop.shell import theme
from desktop.shell.theme.marks import mark_files
from desktop.widgets import icons
from desktop.widgets.colours import DARK, LIGHT, colours, is_dark

NAMES = sorted(icons.words_by_name())


def inks(picture):
    """The colours of a picture's opaque points."""
    image = picture.toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(*point).name() for point in points if image.pixelColor(*point).alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_within_its_grid(name):
    drawing = icons.drawing(name)
    bounds = drawing.lines.boundingRect().united(drawing.dots.boundingRect())
    assert not bounds.isEmpty() or bounds.width() + bounds.height() > 0
    assert bounds.left() >= 0.8
    assert bounds.top() >= 0.8
    assert bounds.right() <= 23.2
    assert bounds.bottom() <= 23.2


def test_an_icon_nobody_drew_is_told_at_once(qapp):
    with pytest.raises(KeyError):
        icons.icon("unicorn")


def test_a_drawing_with_an_unknown_letter_is_refused():
    with pytest.raises(KeyError):
        icons.read_drawing("X 1 2")


def test_an_icon_turns_with_the_window(qapp):
    made = icons.icon("goods")
    theme.apply(qapp, dark=False)
    assert inks(made.pixmap(QSize(48, 48))) == {LIGHT.ink}
    theme.apply(qapp, dark=True)
    assert is_dark()
    assert inks(made.pixmap(QSize(48, 48))) == {DARK.ink}
    assert inks(made.pixmap(QSize(48, 48), QIcon.Mode.Disabled)) == {DARK.faint}
    assert inks(icons.icon("goods", "problem").pixmap(QSize(48, 48))) == {DARK.problem.ink}
    theme.apply(qapp, dark=False)


def test_icons_that_point_along_the_line_turn_round_from_right_to_left(qapp):
    def painted(direction):
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setLayoutDirection(direction)
        icons.icon("back").paint(painter, 0, 0, 24, 24)
        painter.end()
        return image

    def weight(image, columns):
        return sum(image.pixelColor(x, y).alpha() for x in columns for y in range(24))

    left, right = painted(Qt.LayoutDirection.LeftToRight), painted(Qt.LayoutDirection.RightToLeft)
    assert weight(left, range(12)) > weight(left, range(12, 24))
    assert weight(right, range(12)) < weight(right, range(12, 24))


def test_the_pictures_of_the_style_sheet_are_the_icons(qapp):
    for path, drawn in mark_files().items():
        kept = QImage(str(path))
        assert kept.convertToFormat(QImage.Format.Format_ARGB32) == drawn, (
            f"python -m desktop.shell.theme.marks ({path})"
        )


def test_the_style_sheet_names_no_picture_that_is_not_there(qapp):
    from desktop.shell.theme.appearance import style_sheet

    for scheme in (LIGHT, DARK):
        for name in re.findall(r'url\("([^"]+)"\)', style_sheet(scheme)):
            assert resource("icons", "marks").parent.joinpath(name).exists() or QImage(name).width()


def luminance(colour):
    def linear(part):
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def contrast(ink, ground):
    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(scheme):
    for ground in (scheme.window, scheme.surface, scheme.raised, scheme.selection):
        assert contrast(scheme.ink, ground) >= 7
    for ground in (scheme.window, scheme.surface, scheme.raised):
        assert contrast(scheme.quiet, ground) >= 4.5
        assert contrast(scheme.accent, ground) >= 4.5
        assert contrast(scheme.focus, ground) >= 3
    assert contrast(scheme.edge, scheme.surface) >= 2.9
    assert contrast(scheme.on_accent, scheme.accent) >= 4.5
    for name in ("neutral", "info", "ok", "warning", "problem"):
        tone = scheme.tone(name)
        assert contrast(tone.ink, tone.ground) >= 4.5
        assert contrast(tone.ink, scheme.surface) >= 4.5
        assert contrast(tone.ink, scheme.window) >= 4.5


def test_colours_follow_the_window(qapp):
    theme.apply(qapp, dark=True)
    assert colours() is DARK
    theme.apply(qapp, dark=False)
    assert colours() is LIGHT
