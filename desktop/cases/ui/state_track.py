"""The way of a case as a picture: the states in order, what is behind, where it stands, what lies ahead."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.cases.model import STATE_NAMES, STATE_ORDER, State
from desktop.widgets import icons
from desktop.widgets.colours import colours
from desktop.widgets.plain_label import plain_tooltip
from desktop.widgets.spacing import GAP, ICON

_DOT = ICON  # across
_LINE = 2.0


class StateTrack(QWidget):
    """Draws the states of a running case; an ended one shows where it ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = State.DRF
        self._steps: tuple[State, ...] = STATE_ORDER
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_state(State.DRF)

    def show_state(self, state: State, *, is_registered: bool = True) -> None:
        """Show a case in this state from now on; an ended one also shows whether it was ever registered."""
        self._state = state
        if state in STATE_ORDER:
            self._steps = STATE_ORDER
            words = self.tr("Step {0} of {1}: {2}").format(
                STATE_ORDER.index(state) + 1, len(STATE_ORDER), self._words(state)
            )
        else:
            self._steps = (State.DRF, State.RCV, state) if is_registered else (State.DRF, state)
            words = self.tr("Ended: {0}").format(self._words(state))
        self.setAccessibleName(words)
        self.setToolTip(plain_tooltip(words))
        self.update()

    @staticmethod
    def _words(state: State) -> str:
        return QCoreApplication.translate("CaseList", STATE_NAMES[state])

    def sizeHint(self) -> QSize:
        """Ask for room for a dot and two lines of words."""
        return QSize(len(STATE_ORDER) * 8 * GAP, self._height())

    def minimumSizeHint(self) -> QSize:
        """Allow a track so narrow that words are cut."""
        return QSize(len(STATE_ORDER) * 3 * GAP, self._height())

    def _height(self) -> int:
        return round(_DOT + GAP + 2 * QFontMetricsF(self.font()).lineSpacing() + GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        steps = self._steps
        here = steps.index(self._state)
        room = self.width() / len(STATE_ORDER)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        places = [
            QPointF(self.width() - (n + 0.5) * room if mirrored else (n + 0.5) * room, _DOT / 2 + 1)
            for n in range(len(steps))
        ]
        scheme = colours()
        for n in range(1, len(steps)):
            painter.setPen(QPen(QColor(scheme.quiet if n <= here else scheme.line), _LINE))
            toward = -1 if mirrored else 1
            gap = QPointF(toward * (_DOT / 2 + 3), 0)
            painter.drawLine(places[n - 1] + gap, places[n] - gap)
        for n, (state, place) in enumerate(zip(steps, places, strict=True)):
            self._draw_step(painter, state, place, room, before=n < here, now=n == here)
        painter.end()

    def _draw_step(
        self, painter: QPainter, state: State, place: QPointF, room: float, *, before: bool, now: bool
    ) -> None:
        scheme = colours()
        box = QRectF(place.x() - _DOT / 2, place.y() - _DOT / 2, _DOT, _DOT)
        ink = scheme.ink if now else scheme.quiet if before else scheme.edge
        if now:
            painter.setPen(QPen(QColor(scheme.ink), _LINE))
            painter.setBrush(QColor(scheme.ink))
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
            painter.setBrush(QColor(scheme.surface))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box.adjusted(5, 5, -5, -5))
        elif before:
            icons.paint(painter, box, "ok", ink)
        else:
            painter.setPen(QPen(QColor(scheme.edge), _LINE))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(3, 3, -3, -3))
        font = QFont(self.font())
        font.setBold(now)
        painter.setFont(font)
        painter.setPen(QColor(scheme.ink if now else scheme.quiet))
        words = QRectF(place.x() - room / 2 + 2, _DOT + GAP, room - 4, self.height() - _DOT - GAP)
        painter.drawText(words, int(_LINES), self._fitted(self._words(state), font, words.width()))

    @staticmethod
    def _fitted(words: str, font: QFont, width: float) -> str:
        metrics = QFontMetricsF(font)
        return " ".join(metrics.elidedText(word, Qt.TextElideMode.ElideRight, width) for word in words.split())


_LINES = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
