"""Draws the history: the hour, a mark for the part of the case, the sentence, and under it what changed."""

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.audit.service import HistoryLine
from desktop.audit.ui.history_model import ROW_ROLE, DayRow
from desktop.widgets import icons
from desktop.widgets.colours import Colours, colours
from desktop.widgets.focus_frame import frame_focus
from desktop.widgets.spacing import GAP, GRID, ICON, READING_WIDTH, ROW_HEIGHT, TIGHT, WIDE
from desktop.widgets.typefaces import figures_font, text_font

GROUP_ICONS = {
    "application": "edit",
    "assessment": "assessment",
    "papers": "documents",
    "decision": "sign",
    "letters": "letters",
    "": "history",
}
_HOUR = 6 * GRID
_BEFORE_WORDS = WIDE + _HOUR + ICON + WIDE
_Index = QModelIndex | QPersistentModelIndex


def _layout(words: str, room: int, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QTextLayout:
    option = QTextOption(side)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(words, text_font())
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def _height(words: str, room: int) -> int:
    return ceil(_layout(words, room).boundingRect().height())


class HistoryDelegate(QStyledItemDelegate):
    """Draws days and acts; an act is as high as its words need in the width of the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height a row needs at the present width of the list."""
        row = index.data(ROW_ROLE)
        width = option.rect.width()
        if isinstance(row, DayRow):
            return QSize(width, ROW_HEIGHT + GAP)
        room = self._room(width)
        lines = [row.told.sentence, *self._details(row)]
        return QSize(width, sum(_height(line, room) + TIGHT for line in lines) + 2 * GAP - TIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        filled.text = ""
        row = index.data(ROW_ROLE)
        scheme = colours()
        painter.save()
        if isinstance(row, DayRow):
            self._paint_day(painter, filled, row, scheme)
        else:
            self._paint_act(painter, filled, row, scheme)
        painter.restore()

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem, row: DayRow, scheme: Colours) -> None:
        box = option.rect.adjusted(WIDE, GAP, -WIDE, 0)
        painter.setFont(text_font(bold=True))
        painter.setPen(QColor(scheme.quiet))
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, int(side | Qt.TextFlag.TextSingleLine), row.words)
        painter.setPen(QColor(scheme.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _paint_act(self, painter: QPainter, option: QStyleOptionViewItem, row: HistoryLine, scheme: Colours) -> None:
        widget = option.widget
        if widget is not None:
            widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        whole = option.rect
        top = whole.top() + GAP
        line = QFontMetrics(text_font()).height()

        def at(left: int, width: int, height: int) -> QRect:
            return QStyle.visualRect(option.direction, whole, QRect(whole.left() + left, top, width, height))

        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.setFont(figures_font())
        painter.setPen(QColor(scheme.quiet))
        painter.drawText(at(WIDE, _HOUR, line), int(side), f"{row.at:%H:%M}")
        mark = at(WIDE + _HOUR, ICON, line)
        ink = scheme.quiet if row.holds else scheme.problem.ink
        square = QRectF(mark.left(), mark.center().y() - ICON / 2 + 1, ICON, ICON)
        icons.paint(painter, square, GROUP_ICONS[row.group] if row.holds else "problem", ink)
        room = self._room(whole.width())
        painter.setFont(text_font())
        details = self._details(row)
        for number, words in enumerate((row.told.sentence, *details)):
            is_warning = not row.holds and number == len(details)
            painter.setPen(QColor(scheme.problem.ink if is_warning else scheme.quiet if number else scheme.ink))
            layout = _layout(words, room, side)
            height = ceil(layout.boundingRect().height())
            layout.draw(painter, QPointF(at(_BEFORE_WORDS, room, height).topLeft()))
            top += height + TIGHT
        if option.state & QStyle.StateFlag.State_HasFocus:
            frame_focus(painter, whole.adjusted(1, 0, -1, 0))

    @staticmethod
    def _room(width: int) -> int:
        return max(10 * GRID, min(READING_WIDTH, width - _BEFORE_WORDS - WIDE))

    def _details(self, line: HistoryLine) -> tuple[str, ...]:
        if line.holds:
            return line.told.details
        return (*line.told.details, self.tr("This entry was changed after it was written. Run “casement verify”."))
