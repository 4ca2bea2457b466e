"""The queues of the office at the left of the window, each with its icon, its name and how many cases wait in it."""

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.cases import queries
from desktop.cases.queries import Queue
from desktop.changes import Changes
from desktop.clock import office_date
from desktop.widgets import icons, typefaces
from desktop.widgets.case_tab import Desk
from desktop.widgets.colours import colours
from desktop.widgets.focus_frame import frame_focus
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, ROW_HEIGHT, WIDE

_QUEUE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_COUNT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
_REFRESH_DELAY_MS = 300
WIDTH = 28 * GAP
_NARROWEST = 7 * GAP  # the icons
_WITHOUT_WORDS = 14 * GAP

QUEUE_ICONS = {
    Queue.MINE: "inbox",
    Queue.UNASSIGNED: "unassigned",
    Queue.COUNTERSIGN: "sign",
    Queue.OVERDUE: "overdue",
    Queue.DECIDED: "decision",
    Queue.DRAFTS: "draft",
    Queue.ALL: "all",
}


class _CountDelegate(QStyledItemDelegate):
    """Draws the count at the far edge of a queue's line; overdue cases in their own tone."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the line, then its count."""
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        is_narrow = filled.rect.width() < _WITHOUT_WORDS
        if is_narrow:
            filled.text = ""
        style = filled.widget.style() if filled.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, filled.widget)
        count = index.data(_COUNT_ROLE)
        scheme = colours()
        if filled.state & QStyle.StateFlag.State_HasFocus:
            frame_focus(painter, filled.rect.adjusted(GAP, 0, -GAP, 0))
        if not count or is_narrow:
            return
        is_overdue = index.data(_QUEUE_ROLE) == Queue.OVERDUE
        painter.save()
        painter.setFont(typefaces.figures_font(typefaces.SMALL))
        painter.setPen(QColor(scheme.problem.ink if is_overdue else scheme.quiet))
        box = QRect(filled.rect).adjusted(GAP, 0, -WIDE, 0)
        side = style.visualAlignment(filled.direction, Qt.AlignmentFlag.AlignRight)
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), f"{count:,}")
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One row height."""
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)


class Sidebar(QWidget):
    """``queue_chosen`` carries the queue and its name; the counts follow every change of a case."""

    queue_chosen = Signal(object, str)

    def __init__(self, desk: Desk, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._time_zone = time_zone
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Queues"))
        self._list.setItemDelegate(_CountDelegate(self._list))
        self._list.setProperty("navigation", True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        names = self.names()
        for queue in Queue:
            item = QListWidgetItem(icons.icon(QUEUE_ICONS[queue], "quiet"), names[queue], self._list)
            item.setData(_QUEUE_ROLE, queue.value)
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._changing = QTimer(self)
        self._changing.setSingleShot(True)
        self._changing.setInterval(_REFRESH_DELAY_MS)
        self._changing.timeout.connect(self.reload)
        desk.jobs.changed.connect(self._on_cases_changed)
        caption = PlainLabel(self.tr("QUEUES"), role="caption", elides=True)
        caption.setContentsMargins(WIDE, WIDE, WIDE, GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(caption)
        column.addWidget(self._list, 1)
        self.setMinimumWidth(_NARROWEST)
        self.setFocusProxy(self._list)

    def names(self) -> dict[Queue, str]:
        """Return what each queue is called."""
        return {
            Queue.MINE: self.tr("My cases"),
            Queue.UNASSIGNED: self.tr("Unassigned"),
            Queue.COUNTERSIGN: self.tr("To countersign"),
            Queue.OVERDUE: self.tr("Overdue"),
            Queue.DECIDED: self.tr("Recently decided"),
            Queue.DRAFTS: self.tr("Drafts"),
            Queue.ALL: self.tr("All cases"),
        }

    def choose(self, queue: Queue) -> None:
        """Choose a queue as if the person had."""
        self._list.setCurrentRow(list(Queue).index(queue))

    @property
    def chosen(self) -> Queue:
        """The queue the person is in."""
        return Queue(self._list.currentItem().data(_QUEUE_ROLE))

    def choose_again(self) -> None:
        """Let the chosen queue be shown once more, as when a search ends."""
        item = self._list.currentItem()
        self.queue_chosen.emit(Queue(item.data(_QUEUE_ROLE)), item.text())

    @Slot()
    def reload(self) -> None:
        """Count the queues again."""
        person_id = self.desk.actor.person_id
        today: date = office_date(self.desk.office.clock.now(), self._time_zone)
        self.desk.jobs.read(
            self,
            lambda connection: queries.queue_counts(connection, person_id, today),
            self._on_counted,
            title=self.tr("Counting"),
        )

    def _on_counted(self, counts: dict[Queue, int]) -> None:
        for row in range(self._list.count()):
            item = self._list.item(row)
            count = counts[Queue(item.data(_QUEUE_ROLE))]
            item.setData(_COUNT_ROLE, count)
            item.setData(
                int(Qt.ItemDataRole.AccessibleTextRole), self.tr("{0}, {1} cases").format(item.text(), f"{count:,}")
            )

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current_changed(self, now: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if now is not None:
            self.queue_chosen.emit(Queue(now.data(_QUEUE_ROLE)), now.text())

    @Slot(object, object)
    def _on_cases_changed(self, changes: Changes, _owner: object) -> None:
        if changes.case_ids:
            self._changing.start()
