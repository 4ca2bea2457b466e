"""The parties of a case in a list: who in which role, and what is still missing of each."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.cases import rules
from desktop.cases.model import PARTY_ROLE_NAMES, Case, Party
from desktop.widgets import icons
from desktop.widgets.colours import colours
from desktop.widgets.plain_label import plain_tooltip
from desktop.widgets.spacing import GAP, ICON, TIGHT
from desktop.widgets.typefaces import SMALL

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
NAME_ROLE = Qt.ItemDataRole.UserRole + 1
ROLE_ROLE = Qt.ItemDataRole.UserRole + 2
PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 3


class PartyListModel(QAbstractListModel):
    """The parties as they stand in the office."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parties: tuple[Party, ...] = ()
        self._problems: tuple[str, ...] = ()

    @property
    def parties(self) -> Sequence[Party]:
        """The parties shown, in order."""
        return self._parties

    def show_case(self, case: Case) -> None:
        """Show the parties of a case."""
        problems = tuple(
            " ".join(point.sentence for point in rules.party_problems(party, case.parties)) for party in case.parties
        )
        same = [party.party_id for party in case.parties] == [party.party_id for party in self._parties]
        if not same:
            self.beginResetModel()
        self._parties, self._problems = case.parties, problems
        if not same:
            self.endResetModel()
        elif self._parties:
            self.dataChanged.emit(self.index(0), self.index(len(self._parties) - 1))

    def place_of(self, party_id: int | None) -> int | None:
        """Return where a party stands, or None."""
        return next((place for place, party in enumerate(self._parties) if party.party_id == party_id), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of parties."""
        return 0 if parent.isValid() else len(self._parties)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the list draws and reads aloud."""
        if not index.isValid():
            return None
        party, problem = self._parties[index.row()], self._problems[index.row()]
        name, what = party.name or self.tr("No name yet"), self.tr(PARTY_ROLE_NAMES[party.role])
        answers: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: f"{name} {what}",
            NAME_ROLE: name,
            ROLE_ROLE: f"{what} · {party.country}" if party.country else what,
            PROBLEM_ROLE: problem,
            Qt.ItemDataRole.ToolTipRole: plain_tooltip(problem or name),
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(part for part in (name, what, problem) if part),
        }
        return answers.get(role)


class PartyDelegate(QStyledItemDelegate):
    """Draws a party in two lines: the name, under it role and country; an icon where something is missing."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Ask for room for two lines."""
        return QSize(super().sizeHint(option, index).width(), 2 * QFontMetrics(option.font).height() + 2 * GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one party."""
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        filled.text = ""
        widget = filled.widget
        if widget is not None:
            widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, widget)
        scheme = colours()
        box = QRectF(filled.rect).adjusted(GAP, GAP, -GAP, -GAP)
        mirrored = filled.direction == Qt.LayoutDirection.RightToLeft
        if index.data(PROBLEM_ROLE):
            left = box.left() if mirrored else box.right() - ICON
            at = QRectF(QPointF(left, box.center().y() - ICON / 2), QPointF(left + ICON, box.center().y() + ICON / 2))
            icons.paint(painter, at, "problem", scheme.problem.ink)
        room = ICON + GAP if index.data(PROBLEM_ROLE) else 0
        words = box.adjusted(room if mirrored else 0, 0, 0 if mirrored else -room, 0)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        small = QFont(filled.font)
        small.setPointSizeF(SMALL)
        painter.save()
        self._line(
            painter, words, str(index.data(NAME_ROLE)), filled.font, scheme.ink, side | Qt.AlignmentFlag.AlignTop
        )
        self._line(painter, words, str(index.data(ROLE_ROLE)), small, scheme.quiet, side | Qt.AlignmentFlag.AlignBottom)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, box: QRectF, text: str, font: QFont, ink: str, where: Qt.AlignmentFlag) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, int(where | Qt.TextFlag.TextSingleLine), shown)


class PartyList(QListView):
    """Lists the parties; ``party_entered`` carries the id of the one the person came to."""

    party_entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PartyListModel(self)
        self.setModel(self._model)
        self.setItemDelegate(PartyDelegate(self))
        self.setAccessibleName(self.tr("Parties of the case"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(TIGHT // 2)

    def show_case(self, case: Case, party_id: int | None) -> None:
        """Show the parties of a case and mark one of them, silently."""
        self._model.show_case(case)
        place = self._model.place_of(party_id)
        if place is not None and place != self.currentIndex().row():
            was = self.blockSignals(True)
            self.setCurrentIndex(self._model.index(place))
            self.blockSignals(was)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell to whom the person came."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.party_entered.emit(self._model.parties[current.row()].party_id)
