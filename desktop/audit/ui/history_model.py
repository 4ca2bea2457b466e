"""The history as rows of a list: a heading for each day, and the acts of that day under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.audit.service import HistoryLine
from desktop.audit.wording import load
from desktop.widgets.plain_label import plain_tooltip

ROW_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class DayRow:
    """The heading of a day."""

    day: date
    words: str


HistoryRow = DayRow | HistoryLine


class HistoryModel(QAbstractListModel):
    """Shows the lines that fit a group and a search, day by day, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[HistoryLine, ...] = ()
        self._rows: list[HistoryRow] = []
        self._group, self._search = "", ""

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show these lines from now on, through the filter that is set."""
        self._lines = tuple(lines)
        self._lay_out()

    def narrow(self, group: str, search: str) -> None:
        """Show only acts of ``group`` ('' for all) whose words hold every word of ``search``."""
        self._group, self._search = group, search
        self._lay_out()

    def shown_lines(self) -> tuple[HistoryLine, ...]:
        """Return the lines that pass the filter, oldest first."""
        words = self._search.casefold().split()
        return tuple(
            line
            for line in self._lines
            if self._group in {"", line.group} and all(word in line.told.text.casefold() for word in words)
        )

    def _lay_out(self) -> None:
        self.beginResetModel()
        self._rows = []
        day: date | None = None
        for line in self.shown_lines():
            if line.at.date() != day:
                day = line.at.date()
                self._rows.append(DayRow(day, self._day_words(day)))
            self._rows.append(line)
        self.endResetModel()

    def _day_words(self, day: date) -> str:
        return self.tr("{0}, {1} {2} {3}").format(
            self._weekdays()[day.weekday()], day.day, self._months()[day.month - 1], day.year
        )

    def _weekdays(self) -> tuple[str, ...]:
        return (
            self.tr("Monday"),
            self.tr("Tuesday"),
            self.tr("Wednesday"),
            self.tr("Thursday"),
            self.tr("Friday"),
            self.tr("Saturday"),
            self.tr("Sunday"),
        )

    def _months(self) -> tuple[str, ...]:
        return (
            self.tr("January"),
            self.tr("February"),
            self.tr("March"),
            self.tr("April"),
            self.tr("May"),
            self.tr("June"),
            self.tr("July"),
            self.tr("August"),
            self.tr("September"),
            self.tr("October"),
            self.tr("November"),
            self.tr("December"),
        )

    def row(self, index: _Index) -> HistoryRow:
        """Return the day or the act of a row."""
        return self._rows[index.row()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let acts be chosen, and headings not."""
        if isinstance(self.row(index), DayRow):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row; the row itself under ``ROW_ROLE``."""
        row = self.row(index)
        if role == ROW_ROLE:
            return row
        if isinstance(row, DayRow):
            return row.words if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{row.at:%H:%M} {row.told.text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._hint(row))
        return None

    def _hint(self, line: HistoryLine) -> str:
        names = load().lists["person"]
        roles = ", ".join(names.get(role, role) for role in line.roles.split(", ") if role) or self.tr("the program")
        return self.tr("Entry {0} of the journal\n{1} ({2}), at {3}").format(line.seq, line.who, roles, line.machine)
