"""A status as people read it: icon, word and colour together, on a screen and in a table's cell."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.widgets import icons
from desktop.widgets.colours import colours
from desktop.widgets.spacing import GAP, ICON, SECTION, TIGHT

TONE_ROLE = Qt.ItemDataRole.UserRole + 40
ICON_ROLE = Qt.ItemDataRole.UserRole + 41
_SIDE = ICON - 2
_RADIUS = 4.0


def _width(word: str, font: QFont, *, with_icon: bool) -> float:
    return QFontMetricsF(font).horizontalAdvance(word) + 2 * GAP + (_SIDE + TIGHT if with_icon else 0)


def paint_chip(
    painter: QPainter, rect: QRectF, word: str, tone: str, icon: str, font: QFont, *, right_to_left: bool
) -> None:
    """Paint a chip at the reading start of ``rect``, as wide as its word, cut with … where there is no room."""
    scheme = colours().tone(tone)
    width = min(_width(word, font, with_icon=bool(icon)), rect.width())
    left = rect.right() - width if right_to_left else rect.left()
    chip = QRectF(left, rect.center().y() - SECTION / 2, width, SECTION)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(scheme.line))
    painter.setBrush(QColor(scheme.ground))
    painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    inner = chip.adjusted(GAP, 0, -GAP, 0)
    if icon:
        at = inner.right() - _SIDE if right_to_left else inner.left()
        icons.paint(painter, QRectF(at, chip.center().y() - _SIDE / 2, _SIDE, _SIDE), icon, scheme.ink)
        room = _SIDE + TIGHT
        inner.adjust(0 if right_to_left else room, 0, -room if right_to_left else 0, 0)
    painter.setFont(font)
    painter.setPen(QColor(scheme.ink))
    shown = QFontMetricsF(font).elidedText(word, Qt.TextElideMode.ElideRight, inner.width() + 1)
    side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
    painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    painter.restore()


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
        return QSize(round(_width(self._word, self.font(), with_icon=True) + 1), SECTION)

    def minimumSizeHint(self) -> QSize:
        """May be cut down to the icon and a few letters."""
        return QSize(min(self.sizeHint().width(), 6 * GAP), SECTION)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        if self._word:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            painter = QPainter(self)
            box = QRectF(self.rect())
            paint_chip(painter, box, self._word, self._tone, self._icon, self.font(), right_to_left=mirrored)
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
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        filled.state &= ~QStyle.StateFlag.State_HasFocus
        word = filled.text
        filled.text = ""
        style = filled.widget.style() if filled.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, filled.widget)
        mirrored = filled.direction == Qt.LayoutDirection.RightToLeft
        box = QRectF(filled.rect).adjusted(GAP, 0, -GAP, 0)
        paint_chip(painter, box, word, tone, index.data(ICON_ROLE) or tone, filled.font, right_to_left=mirrored)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the chip in the cell."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 3 * GAP + ICON, max(hint.height(), SECTION))
