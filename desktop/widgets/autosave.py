"""A form that saves itself: every field is kept in the office database shortly after it was typed (R14).

Only fields that a person changed are written. Two people in one form do not disturb each other unless they change the
same field; then both sides are shown and one is chosen (R12). What cannot be saved stays in its field, with the reason
beside it, and is tried again.
"""

import unicodedata
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from sqlalchemy import Connection

from desktop.act import Act
from desktop.errors import OfficeUnavailable, StaleCase, UserError
from desktop.text_gate import LENGTHS, admit
from desktop.widgets.case_tab import Desk
from desktop.widgets.fields import Field
from desktop.widgets.form_rows import FormRows
from desktop.widgets.jobs import Job
from desktop.widgets.notices import Choice

PAUSE_MS = 700  # after the last key
LIMIT_MS = 3_000  # after the first key that is not saved, however fast one types
AGAIN_MS = 5_000  # after a save that failed for no fault of the person


@dataclass(frozen=True, slots=True)
class Record:
    """The record behind a form; both run off the GUI thread.

    ``read`` returns its version and its values by field; ``save`` changes some fields of that version.
    """

    read: Callable[[Connection], tuple[int, Mapping[str, Any]]]
    save: Callable[[Act, int, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class SaveState:
    """How far saving is: ``saved``, ``typing``, ``saving`` or ``problem``, with a sentence where there is one."""

    word: str
    sentence: str = ""


def same(one: Any, other: Any) -> bool:
    """Tell whether two values of a field are the same once stored: text in normal form, without outer spaces."""
    if isinstance(one, str) and isinstance(other, str):
        return unicodedata.normalize("NFC", one).strip() == unicodedata.normalize("NFC", other).strip()
    return bool(one == other)


class _Save:
    """One act that saves some fields; runs on the writer thread, after the saves asked for before it."""

    def __init__(self, record: Record, values: dict[str, Any], stored: dict[str, list[Any]]) -> None:
        self.record = record
        self.values = values
        self._stored = stored
        self.job: Job | None = None

    def __call__(self, act: Act) -> tuple[int, dict[str, Any]]:
        version, now = self.record.read(act.connection)
        theirs = {
            name: now[name]
            for name, mine in self.values.items()
            if not any(same(now[name], known) for known in [mine, *self._stored[name]])
        }
        if theirs:
            raise StaleCase(
                "Somebody else changed this while you were typing.",
                yours={name: self.values[name] for name in theirs},
                theirs=theirs,
            )
        self.record.save(act, version, self.values)
        version, now = self.record.read(act.connection)
        for name in self.values:
            # until the act is through both the value before and the new one may be what the next save finds
            self._stored[name] = [*self._stored[name][-1:], now[name]]
        return version, {name: now[name] for name in self.values}


class Autosave(QObject):
    """Keeps the fields of one form in step with one record at a time.

    ``state_changed`` carries a :class:`SaveState`.
    """

    state_changed = Signal(object)

    def __init__(self, desk: Desk, form: FormRows, parent: QObject | None = None) -> None:
        super().__init__(parent or form)
        self._desk = desk
        self._form = form
        self._fields: dict[str, Field] = {}
        self._kinds: dict[str, str] = {}
        self._record: Record | None = None
        self._version = 0
        self._stored: dict[str, list[Any]] = {}
        self._dirty: set[str] = set()
        self._refused: set[str] = set()
        self._under_way: list[_Save] = []
        self._pause = self._timer(PAUSE_MS)
        self._limit = self._timer(LIMIT_MS)
        self._again = self._timer(AGAIN_MS)
        self._ended: list[Job] = []
        self._conflicts: dict[str, tuple[Any, Any]] = {}  # theirs and mine of a field, until one is chosen
        desk.jobs.ended.connect(self._on_job_ended)

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.save_now)
        return timer

    def keep(self, name: str, field: Field, *, kind: str = "") -> None:
        """Save ``field`` under ``name``; ``kind`` of text (``name``, ``remark``) says what a careful reader is told."""
        self._fields[name] = field
        self._kinds[name] = kind
        field.edited.connect(self._on_edited)

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return not (self._dirty or self._refused or self._under_way)

    def show_record(self, record: Record, version: int, values: Mapping[str, Any], *, locked: bool = False) -> None:
        """Show another record; what was typed into the one before is saved first."""
        self.flush()
        self._record = record
        self._version = 0
        self._stored = {}
        self._dirty.clear()
        self._refused.clear()
        self._under_way = []
        self._conflicts.clear()
        self._form.clear_problems()
        self.refresh(version, values, locked=locked)

    def refresh(self, version: int, values: Mapping[str, Any], *, locked: bool = False) -> None:
        """Show the record as it was read again, without disturbing what is being typed."""
        if version < self._version:
            return
        self._version = version
        sent = {name for save in self._under_way for name in save.values}
        for name, field in self._fields.items():
            field.lock(locked)
            if name in self._dirty | self._refused | sent:
                continue
            self._stored[name] = [values[name]]
            if not self._shows(field, values[name]):
                field.show_value(values[name])

    @staticmethod
    def _shows(field: Field, value: Any) -> bool:
        try:
            return same(field.value(), value)
        except UserError:
            return False

    @Slot(object)
    def _on_edited(self, field: Field) -> None:
        name = next(name for name, kept in self._fields.items() if kept is field)
        self._dirty.add(name)
        self._refused.discard(name)
        self._conflicts.pop(name, None)
        self._form.set_problem(name, "")
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()
        self.state_changed.emit(SaveState("typing"))

    @Slot()
    def save_now(self) -> None:
        """Save what is not saved yet; called by the timers, and by whoever needs it in the database now."""
        for timer in (self._pause, self._limit, self._again):
            timer.stop()
        if self._record is None or not self._dirty:
            return
        values: dict[str, Any] = {}
        for name in sorted(self._dirty):
            try:
                values[name] = self._fields[name].value()
            except UserError as unreadable:
                self._refused.add(name)
                self._form.set_problem(name, unreadable.message)
        self._dirty.clear()
        if not values:
            self.state_changed.emit(SaveState("problem"))
            return
        self.state_changed.emit(SaveState("saving"))
        save = _Save(self._record, values, self._stored)
        self._under_way.append(save)
        save.job = self._desk.jobs.write(
            self, save, partial(self._on_saved, save), failed=partial(self._on_failed, save)
        )

    def flush(self) -> None:
        """Send everything typed to the writer at once, what was refused before included."""
        self._dirty |= self._refused
        self._refused.clear()
        self.save_now()

    def _on_saved(self, save: _Save, outcome: tuple[int, dict[str, Any]]) -> None:
        if save.record is not self._record:
            return
        self._under_way.remove(save)
        version, stored = outcome
        self._version = max(self._version, version)
        for name in save.values:
            if name not in self._dirty and self._kinds[name] in LENGTHS:
                self._warn(name, stored[name])
        self._tell_state()

    def _warn(self, name: str, text: str) -> None:
        flags = admit(text, self._kinds[name]).flags
        if flags:
            self._form.set_warning(name, self.tr("Look closely: the text {0}.").format("; ".join(flags)))

    def _tell_state(self) -> None:
        if self._dirty:
            self.state_changed.emit(SaveState("typing"))
        elif self._under_way:
            self.state_changed.emit(SaveState("saving"))
        elif self._refused:
            self.state_changed.emit(SaveState("problem"))
        else:
            self.state_changed.emit(SaveState("saved"))

    def _on_failed(self, save: _Save, error: UserError) -> None:
        if save.record is not self._record:
            self._desk.notices.problem(error)
            return
        self._under_way.remove(save)
        unsaved = save.values.keys() - self._dirty
        if isinstance(error, OfficeUnavailable):
            self._try_again(unsaved, error.message)
            return
        if isinstance(error, StaleCase) and error.theirs:
            clashing = {name: (error.theirs[name], error.yours[name]) for name in sorted(unsaved & error.theirs.keys())}
            refused = set(clashing)
            self._conflicts |= clashing
            sentence = self.tr("Not saved: somebody else changed this. Type again to choose.")
        else:
            refused = {error.field} if error.field in unsaved else unsaved
            sentence = error.message
        for name in refused:
            self._form.set_problem(name, sentence)
        self._refused |= refused
        self._dirty |= unsaved - refused
        if self._dirty:
            self._pause.start()
        self.state_changed.emit(SaveState("problem"))
        self._ask_next()

    def _try_again(self, unsaved: Set[str], sentence: str) -> None:
        self._dirty |= unsaved
        self._again.start()
        self.state_changed.emit(SaveState("problem", sentence))

    def _ask_next(self) -> None:
        name = next(iter(self._conflicts), None)
        if name is None:
            return
        theirs, mine = self._conflicts[name]
        caption = self._form.row(name).label.text().replace("&", "")
        self._desk.notices.ask(
            self.tr("Saved by somebody else"),
            self.tr("Somebody else changed “{0}” while you were typing.\n\nTheirs: {1}\n\nYours: {2}").format(
                caption, _words(theirs), _words(mine)
            ),
            [Choice("theirs", self.tr("Show theirs")), Choice("mine", self.tr("Keep mine"), is_default=True)],
            partial(self._on_chosen, name, theirs),
        )

    def _on_chosen(self, name: str, theirs: Any, key: str) -> None:
        if self._conflicts.pop(name, None) is None:
            return
        self._stored[name] = [theirs]
        self._refused.discard(name)
        self._form.set_problem(name, "")
        if key == "theirs":
            self._dirty.discard(name)
            self._fields[name].show_value(theirs)
            self._tell_state()
        else:
            self._dirty.add(name)
            self.save_now()
        self._ask_next()

    @Slot(object)
    def _on_job_ended(self, job: Job) -> None:
        if any(save.job is job for save in self._under_way):
            # "saved" or "failed" is told in this same turn, unless the failure is one nobody made a sentence for
            QTimer.singleShot(0, self, self._on_turn_over)
            self._ended.append(job)

    @Slot()
    def _on_turn_over(self) -> None:
        lost = [save for save in self._under_way if save.job in self._ended]
        self._ended.clear()
        for save in lost:
            self._under_way.remove(save)
            self._try_again(
                save.values.keys() - self._dirty,
                self.tr("Not saved yet. Your text is kept here, and saving is tried again."),
            )


def _words(value: Any) -> str:
    return "—" if value is None or value == "" else str(value)
