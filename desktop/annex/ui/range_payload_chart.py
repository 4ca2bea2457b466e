"""The range–payload chart of a complete vehicle: stated points, and the box of 500 kg over 300 km (domain.md R-06)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.annex.ui.labels import standing_words
from desktop.widgets import typefaces
from desktop.widgets.colours import Colours, colours
from desktop.widgets.spacing import GAP, GRID, TIGHT

BOX_RANGE_KM, BOX_PAYLOAD_KG = 300.0, 500.0
_LEFT, _RIGHT, _BOTTOM, _TOP = 9 * GRID, 4 * GRID, 6 * GRID, 5 * GRID
_MARK = 5.0
_TONES = {"advertised": "info", "demonstrated": "ok", "maximum": "problem"}


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One stated point; a missing half is None."""

    range_km: float | None
    payload_kg: float | None
    standing: str
    is_pair: bool
    words: str

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "ChartPoint":
        """Return a point as the record keeps it."""
        return cls(
            stored["range_km"], stored["payload_kg"], stored["standing"], bool(stored["is_pair"]), stored["words"]
        )


class Scale:
    """A logarithmic axis: from a power of ten below the smallest value to one above the greatest."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        known = [value for value in values if value > 0]
        low, high = min([*known, start]), max([*known, end])
        self.first, self.last = floor(log10(low)), ceil(round(log10(high * (1.1 if high > end else 1.0)), 9))
        self.start, self.end = 0.0, 1.0

    def span(self, start: float, end: float) -> None:
        """Lay the axis between two places of the picture."""
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        """Return the place of a value; what is smaller than the axis stands at its start."""
        power = max(log10(value) if value > 0 else self.first, self.first)
        return self.start + (self.end - self.start) * (power - self.first) / (self.last - self.first)

    def ticks(self) -> list[float]:
        """Return the powers of ten on the axis."""
        return [10.0**power for power in range(self.first, self.last + 1)]


class RangePayloadChart(QWidget):
    """Draws range to the right and payload upward, both logarithmic, so that 25 km and 13,000 km fit one picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[ChartPoint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40 * GRID)

    def show_points(self, points: Sequence[ChartPoint]) -> None:
        """Show these points from now on."""
        self._points = tuple(points)
        stated = "; ".join(f"{standing_words(point.standing)}: {point.words}" for point in points)
        self.setAccessibleName(self.tr("Range and payload"))
        self.setAccessibleDescription(
            self.tr("Box from 300 km and 500 kg. {0}").format(stated or self.tr("No point is stated."))
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for a picture one takes in at a glance."""
        return QSize(72 * GRID, 36 * GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chart."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(typefaces.text_font())
        scheme = colours()
        across = Scale([point.range_km or 0 for point in self._points], 10, 10_000)
        upward = Scale([point.payload_kg or 0 for point in self._points], 10, 10_000)
        field = QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)
        across.span(field.left(), field.right())
        upward.span(field.bottom(), field.top())
        self._draw_ground(painter, scheme, field, across, upward)
        self._draw_frontier(painter, scheme, across, upward)
        for point in self._points:
            self._draw_point(painter, scheme, field, across, upward, point)
        self._draw_legend(painter, scheme, field)
        painter.end()

    def _draw_ground(self, painter: QPainter, scheme: Colours, field: QRectF, across: Scale, upward: Scale) -> None:
        painter.fillRect(field, QColor(scheme.surface))
        left, bottom = across.at(BOX_RANGE_KM), upward.at(BOX_PAYLOAD_KG)
        box = QRectF(QPointF(left, field.top()), QPointF(field.right(), bottom))
        painter.fillRect(box, QColor(scheme.problem.ground))
        beside = QRectF(QPointF(left, bottom), QPointF(field.right(), field.bottom()))
        painter.fillRect(beside, QColor(scheme.warning.ground))
        painter.setPen(QPen(QColor(scheme.line), 1))
        ink = QColor(scheme.quiet)
        metrics = QFontMetricsF(painter.font())
        for tick in (*across.ticks(), BOX_RANGE_KM):
            place = across.at(tick)
            painter.setPen(QPen(QColor(scheme.line), 1))
            painter.drawLine(QPointF(place, field.top()), QPointF(place, field.bottom()))
            painter.setPen(ink)
            room = QRectF(place - 40, field.bottom() + TIGHT, 80, metrics.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignHCenter), f"{tick:,.0f}")
        for tick in (*upward.ticks(), BOX_PAYLOAD_KG):
            place = upward.at(tick)
            painter.setPen(QPen(QColor(scheme.line), 1))
            painter.drawLine(QPointF(field.left(), place), QPointF(field.right(), place))
            painter.setPen(ink)
            room = QRectF(0, place - metrics.height() / 2, field.left() - GAP, metrics.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight), f"{tick:,.0f}")
        painter.setPen(ink)
        title = QRectF(field.left(), self.height() - metrics.height() - TIGHT, field.width(), metrics.height())
        painter.drawText(title, int(Qt.AlignmentFlag.AlignRight), self.tr("Range, km"))
        painter.drawText(
            QRectF(0, field.top() - metrics.height() - GAP, field.left() + 80, metrics.height()),
            int(Qt.AlignmentFlag.AlignLeft),
            self.tr("Payload, kg"),
        )
        painter.setPen(QPen(QColor(scheme.problem.ink), 1.5))
        painter.drawLine(QPointF(left, field.top()), QPointF(left, field.bottom()))
        painter.drawLine(QPointF(left, bottom), QPointF(field.right(), bottom))
        inset = box.adjusted(GAP, TIGHT, -GAP, -TIGHT)
        painter.drawText(inset, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), self.tr("Category I"))
        painter.setPen(QColor(scheme.warning.ink))
        painter.drawText(
            beside.adjusted(GAP, TIGHT, -GAP, -TIGHT),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom),
            self.tr("Category II"),
        )

    def _draw_frontier(self, painter: QPainter, scheme: Colours, across: Scale, upward: Scale) -> None:
        pairs = sorted(
            (point.range_km, point.payload_kg)
            for point in self._points
            if point.standing == "maximum" and point.is_pair and point.range_km and point.payload_kg
        )
        painter.setPen(QPen(QColor(scheme.problem.ink), 1.5, Qt.PenStyle.DashLine))
        for (near, more), (far, less) in pairwise(pairs):
            # straight in range and payload, so bent on this paper: drawn in short steps
            steps = [(near + (far - near) * part / 24, more + (less - more) * part / 24) for part in range(25)]
            painter.drawPolyline(QPolygonF([QPointF(across.at(x), upward.at(y)) for x, y in steps]))

    def _draw_point(
        self, painter: QPainter, scheme: Colours, field: QRectF, across: Scale, upward: Scale, point: ChartPoint
    ) -> None:
        ink = QColor(scheme.tone(_TONES[point.standing]).ink)
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DotLine))
        if point.range_km is None or point.payload_kg is None:
            # half a point: a line on which it must lie
            if point.range_km is not None:
                left = across.at(point.range_km)
                painter.drawLine(QPointF(left, field.top()), QPointF(left, field.bottom()))
            if point.payload_kg is not None:
                height = upward.at(point.payload_kg)
                painter.drawLine(QPointF(field.left(), height), QPointF(field.right(), height))
            return
        place = QPointF(across.at(point.range_km), upward.at(point.payload_kg))
        draw_mark(painter, point.standing, place, ink, QColor(scheme.surface))
        self._draw_words(painter, scheme, field, place, point.words)

    def _draw_words(self, painter: QPainter, scheme: Colours, field: QRectF, place: QPointF, words: str) -> None:
        """Write a point's figures beside it, away from the edge, on a ground of their own."""
        metrics = QFontMetricsF(painter.font())
        width, height = metrics.horizontalAdvance(words) + 2 * TIGHT, metrics.height()
        start = place.x() - 2 * _MARK - width
        if start < field.left():
            start = place.x() + 2 * _MARK
        top = max(field.top(), min(place.y() - height / 2, field.bottom() - height))
        room = QRectF(start, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.surface))
        painter.drawRoundedRect(room, TIGHT, TIGHT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(scheme.ink))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)

    def _draw_legend(self, painter: QPainter, scheme: Colours, field: QRectF) -> None:
        metrics = QFontMetricsF(painter.font())
        shown = [standing for standing in _TONES if any(point.standing == standing for point in self._points)]
        right = field.right()
        for standing in reversed(shown):
            words = standing_words(standing)
            width = metrics.horizontalAdvance(words)
            baseline = field.top() - GAP - metrics.descent()
            painter.setPen(QColor(scheme.quiet))
            painter.drawText(QPointF(right - width, baseline), words)
            ink = QColor(scheme.tone(_TONES[standing]).ink)
            spot = QPointF(right - width - GAP - TIGHT, baseline - metrics.xHeight() / 2)
            draw_mark(painter, standing, spot, ink, QColor(scheme.surface))
            right -= width + 4 * GAP


def draw_mark(painter: QPainter, standing: str, place: QPointF, ink: QColor, ground: QColor) -> None:
    """Draw the shape of a standing: circle advertised, square demonstrated, diamond greatest."""
    painter.setPen(QPen(ink, 2))
    painter.setBrush(ink if standing == "maximum" else ground)
    if standing == "advertised":
        painter.drawEllipse(place, _MARK, _MARK)
    elif standing == "demonstrated":
        painter.drawRect(QRectF(place.x() - _MARK, place.y() - _MARK, 2 * _MARK, 2 * _MARK))
    else:
        side = _MARK * 1.3
        corners = [(0, -side), (side, 0), (0, side), (-side, 0)]
        painter.drawPolygon(QPolygonF([QPointF(place.x() + x, place.y() + y) for x, y in corners]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
