"""The frame around what the keyboard acts on, where a part draws itself."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.widgets.colours import colours

_WIDTH = 2.0
_RADIUS = 4.0


def frame_focus(painter: QPainter, rect: QRect) -> None:
    """Draw the frame just inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours().focus), _WIDTH))
    inside = QRectF(rect).adjusted(_WIDTH / 2, _WIDTH / 2, -_WIDTH / 2, -_WIDTH / 2)
    painter.drawRoundedRect(inside, _RADIUS, _RADIUS)
    painter.restore()
