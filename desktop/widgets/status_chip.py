"""A status as people read it: icon, word and colour together, on a screen and in a table's cell."""

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.widgets import icons, typefaces
from desktop.widgets.colours import DARK, LIGHT, is_dark
from desktop.widgets.spacing import GAP, ICON, SECTION, TIGHT

TONE_ROLE = Qt.ItemDataRole.UserRole + 40
ICON_ROLE = Qt.ItemDataRole.UserRole + 41
_SIDE = ICON - 2
_RADIUS = 4.0


@lru_cache(maxsize=256)
def _chip(word: str, tone: str, icon: str, width: int, ratio: float, *, right_to_left: bool, dark: bool) -> QPixmap:
    # a list shows the same few chips over and over; each is drawn once for its width and the window's colours
    scheme = (DARK if dark else LIGHT).tone(tone)
    picture = QPixmap(round(width * ratio), round(SECTION * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(scheme.line))
    painter.setBrush(QColor(scheme.ground))
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, SECTION - 1), _RADIUS, _RADIUS)
    inner = QRectF(GAP, 0, width - 2 * GAP, SECTION)
    at = inner.right() - _SIDE if right_to_left else inner.left()
    icons.paint(painter, QRectF(at, (SECTION - _SIDE) / 2, _SIDE, _SIDE), icon, scheme.ink)
    room = _SIDE + TIGHT
    inner.adjust(0 if right_to_left else room, 0, -room if right_to_left else 0, 0)
    font = typefaces.text_font()
    painter.setFont(font)
    painter.setPen(QColor(scheme.ink))
    shown = QFontMetricsF(font).elidedText(word, Qt.TextElideMode.ElideRight, inner.width() + 1)
    side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
    painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    painter.end()
    return picture


@lru_cache(maxsize=256)
def chip_width(word: str) -> int:
    """Return how wide a chip with icon and this word is."""
    return ceil(QFontMetricsF(typefaces.text_font()).horizontalAdvance(word)) + 2 * GAP + _SIDE + TIGHT


def paint_chip(painter: QPainter, rect: QRect, word: str, tone: str, icon: str, *, right_to_left: bool) -> None:
    """Paint a chip at the reading start of ``rect``, as wide as its word, cut with … where there is no room."""
    width = min(chip_width(word), rect.width())
    if width <= 2 * GAP:
        return
    left = rect.right() + 1 - width if right_to_left else rect.left()
    ratio = painter.device().devicePixelRatioF()
    picture = _chip(word, tone, icon, width, ratio, right_to_left=right_to_left, dark=is_dark())
    painter.drawPixmap(left, rect.top() + (rect.height() - SECTION) // 2, picture)


class StatusChip(QWidget):
    """One status: ``word`` in a tone (``neutral``, ``info``, ``ok``, ``warning``, ``problem``) with an icon."""

    def __init__(self, word: str = "", tone: str = "neutral", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word, self._tone, self._icon = "", tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_status(word, tone, icon)

    @property
    def word(self) -> str:
        """The status as it is shown."""
        return self._word

    def show_status(self, word: str, tone: str = "neutral", icon: str = "") -> None:
        """Show another status from now on; without an icon of its own the tone's icon stands."""
        self._word, self._tone, self._icon = word, tone, icon or tone
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as icon and word."""
        return QSize(chip_width(self._word), SECTION)

    def minimumSizeHint(self) -> QSize:
        """May be cut down to the icon and a few letters."""
        return QSize(min(self.sizeHint().width(), 6 * GAP), SECTION)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        if self._word:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            painter = QPainter(self)
            paint_chip(painter, self.rect(), self._word, self._tone, self._icon, right_to_left=mirrored)
            painter.end()


class StatusChipDelegate(QStyledItemDelegate):
    """Draws a cell as a chip: the word is the cell's text, tone and icon come by ``TONE_ROLE`` and ``ICON_ROLE``."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the cell's ground and the chip on it; a cell without a tone is drawn as any other."""
        tone = index.data(TONE_ROLE)
        if not tone:
            super().paint(painter, option, index)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        box = option.rect.adjusted(GAP, 0, -GAP, 0)
        word = str(index.data())
        paint_chip(painter, box, word, tone, index.data(ICON_ROLE) or tone, right_to_left=mirrored)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the chip in the cell."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 3 * GAP + ICON, max(hint.height(), SECTION))
