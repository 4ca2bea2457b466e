"""Days and moments typed as people write them: "4.3.2027", "4 Mar 2027", "2027-03-04"; arrows move by days."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.errors import UserError
from desktop.typed_values import read_date, read_time, spelled
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.quiet_text import put_text
from desktop.widgets.spacing import GAP, SHORT_FIELD

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}
_HAS_WHOLE_YEAR = re.compile(r"\d{4}")


class DateField(QLineEdit):
    """One day. Up and Down move by a day, Page Up and Page Down by a week, from today where the field is empty.

    ``edited`` comes once what is typed is a day with its whole year, and when the field is left.
    """

    edited = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._shown: date | None = None
        self.setFixedWidth(SHORT_FIELD + 4 * GAP)
        self.setPlaceholderText(spelled(today()))
        self.textEdited.connect(self._on_typed)

    def value(self) -> date | None:
        """Return the day, None for an empty field; raises :class:`UserError` for what is no day or could be two."""
        return read_date(self.text(), self._today()) if self.text().strip() else None

    def show_value(self, value: date | None) -> None:
        """Show a day, as the office writes it."""
        self._shown = value
        put_text(self, spelled(value) if value else "")

    def lock(self, locked: bool) -> None:
        """Let the person read and copy only, or change again."""
        self.setReadOnly(locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by days on the arrow keys."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        try:
            day = self.value()
        except UserError:
            day = None
        try:
            moved = day + timedelta(days=step) if day else self._today()
        except OverflowError:
            return
        self.show_value(moved)
        self.edited.emit(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the day out as the office does when the field is left."""
        super().focusOutEvent(event)
        try:
            day = self.value()
        except UserError:
            self.edited.emit(self)
            return
        if day != self._shown:
            self.show_value(day)
            self.edited.emit(self)
        else:
            self.show_value(day)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if not _HAS_WHOLE_YEAR.search(text):
            return
        try:
            self._shown = self.value()
        except UserError:
            return
        self.edited.emit(self)


class TimeField(QLineEdit):
    """One time of day, "9:30"."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SHORT_FIELD - 3 * GAP)
        self.setPlaceholderText("9:30")
        self.editingFinished.connect(self._on_finished)

    @Slot()
    def _on_finished(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.edited.emit(self)


class MomentField(QWidget):
    """Day and time in the office's own time zone (domain.md C-8); its value is the moment in UTC, to the minute."""

    edited = Signal(object)

    def __init__(self, now: Callable[[], datetime], time_zone: str = "UTC", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._zone = ZoneInfo(time_zone)
        self._kept: datetime | None = None
        self.day = DateField(self._today)
        self.time = TimeField()
        self._at = PlainLabel(self.tr("at"), role="hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for part in (self.day, self._at, self.time):
            row.addWidget(part)
        row.addStretch(1)
        self.setFocusProxy(self.day)
        self.day.edited.connect(self._on_edited)
        self.time.edited.connect(self._on_edited)

    def setAccessibleName(self, name: str) -> None:
        """Name both parts after the row they stand in."""
        super().setAccessibleName(name)
        self.day.setAccessibleName(self.tr("{0}, day").format(name))
        self.time.setAccessibleName(self.tr("{0}, time").format(name))

    def set_time_zone(self, time_zone: str) -> None:
        """Show and read times of this zone from now on."""
        self._zone = ZoneInfo(time_zone)
        self.show_value(self._kept)

    def _today(self) -> date:
        return self._now().astimezone(self._zone).date()

    def value(self) -> datetime | None:
        """Return the moment, None while no day is given; raises :class:`UserError` for what cannot be read.

        Without a time it is the start of the day. A moment that was only shown keeps its seconds.
        """
        day = self.day.value()
        if day is None:
            return None
        at = read_time(self.time.text() or "0")
        if self._kept is not None and self._parts(self._kept) == (day, at.strftime("%H:%M")):
            return self._kept
        return datetime.combine(day, at, self._zone).astimezone(UTC)

    def _parts(self, moment: datetime) -> tuple[date, str]:
        here = moment.astimezone(self._zone)
        return here.date(), here.strftime("%H:%M")

    def show_value(self, value: datetime | None) -> None:
        """Show a moment in office time."""
        self._kept = value
        day, at = self._parts(value) if value else (None, "")
        self.day.show_value(day)
        put_text(self.time, at)

    def lock(self, locked: bool) -> None:
        """Let the person read and copy only, or change again."""
        self.day.lock(locked)
        self.time.setReadOnly(locked)

    @Slot(object)
    def _on_edited(self, _part: object) -> None:
        self.edited.emit(self)
