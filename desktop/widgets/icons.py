"""The icon set of the program, drawn by us on a grid of 24 and kept as words in ``resources/icons/icons.csv``.

A drawing is a row of strokes, ``y`` running down: ``M x y`` move, ``L x y`` line, ``Q`` and ``C`` curves with their
control points, ``Z`` close, ``O x y r`` circle, ``R x y width height radius`` rounded box, ``A x y r start sweep``
arc in degrees counter-clockwise from three o'clock, ``D x y r`` filled dot. An icon takes its colour when it is
painted, so a window that turns dark turns its icons too.
"""

from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from desktop.paths import resource
from desktop.widgets.colours import colours

GRID = 24.0
STROKE = 1.8
# Icons that point along the line of reading; they turn round in a right-to-left window.
DIRECTED = frozenset({"back", "forward", "next", "previous", "send", "return", "undo", "redo", "sign-out"})

_TAKES = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0, "O": 3, "R": 5, "A": 5, "D": 3}


class Drawing:
    """Outline and filled parts of one icon."""

    def __init__(self) -> None:
        self.lines = QPainterPath()
        self.dots = QPainterPath()


def _strokes(words: str) -> Iterator[tuple[str, list[float]]]:
    tokens = iter(words.split())
    for letter in tokens:
        yield letter, [float(next(tokens)) for _ in range(_TAKES[letter])]


def read_drawing(words: str) -> Drawing:
    """Return the drawing written as ``words``; raises :class:`KeyError` on a letter that is none of ours."""
    made = Drawing()
    lines = made.lines
    for letter, at in _strokes(words):
        match letter:
            case "M":
                lines.moveTo(*at)
            case "L":
                lines.lineTo(*at)
            case "Q":
                lines.quadTo(*at)
            case "C":
                lines.cubicTo(*at)
            case "Z":
                lines.closeSubpath()
            case "O":
                lines.addEllipse(QPointF(at[0], at[1]), at[2], at[2])
            case "R":
                lines.addRoundedRect(QRectF(at[0], at[1], at[2], at[3]), at[4], at[4])
            case "A":
                box = QRectF(at[0] - at[2], at[1] - at[2], 2 * at[2], 2 * at[2])
                lines.arcMoveTo(box, at[3])
                lines.arcTo(box, at[3], at[4])
            case _:
                made.dots.addEllipse(QPointF(at[0], at[1]), at[2], at[2])
    return made


@cache
def words_by_name() -> dict[str, str]:
    """Return the words of every icon's drawing by name."""
    lines = resource("icons", "icons.csv").read_text(encoding="utf-8").splitlines()
    return dict(line.split(",", 1) for line in lines[1:])


@cache
def drawing(name: str) -> Drawing:
    """Return the drawing of one icon, read when it is first painted."""
    return read_drawing(words_by_name()[name])


def paint(painter: QPainter, rect: QRectF, name: str, colour: str, *, mirrored: bool = False) -> None:
    """Paint the icon ``name`` into ``rect`` in one colour."""
    shape = drawing(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    painter.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    painter.scale(side / GRID, side / GRID)
    if mirrored:
        painter.translate(GRID, 0)
        painter.scale(-1, 1)
    ink = QColor(colour)
    painter.setPen(QPen(ink, STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape.lines)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPath(shape.dots)
    painter.restore()


class _Engine(QIconEngine):
    """Draws one icon at any size, in the colours the window has at that moment."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint for Qt."""
        scheme = colours()
        colour = scheme.tone(self._tone).ink if self._tone in _TONES else getattr(scheme, self._tone)
        if mode == QIcon.Mode.Disabled:
            colour = scheme.faint
        mirrored = self._name in DIRECTED and painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint(painter, QRectF(rect), self._name, colour, mirrored=mirrored)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Paint for Qt where it wants a picture."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> "_Engine":
        """Copy for Qt."""
        return _Engine(self._name, self._tone)


_TONES = frozenset({"neutral", "info", "ok", "warning", "problem"})


def icon(name: str, tone: str = "ink") -> QIcon:
    """Return the icon ``name``; ``tone`` is a colour of :class:`~desktop.widgets.colours.Colours` or a status tone.

    Raises :class:`KeyError` for a name that is not in the set.
    """
    words_by_name()[name]
    return QIcon(_Engine(name, tone))


def pixmap(name: str, size: int, tone: str = "ink", ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of ``size`` logical pixels, sharp on a screen of ``ratio``."""
    return icon(name, tone).pixmap(QSize(size, size), ratio)
