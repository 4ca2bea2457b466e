"""Keeps a table of items in step with the office: what was typed is saved shortly after, together and in order."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from sqlalchemy import Connection

from desktop.cases import line_service, store
from desktop.cases.merging import changed_fields
from desktop.cases.model import Case, Line, LineDraft, SpecificationValue
from desktop.cases.ui.goods_save import TableChange, TableSave
from desktop.cases.ui.item_columns import cells_from, draft_from
from desktop.errors import OfficeUnavailable, StaleCase, UserError
from desktop.widgets.autosave import AGAIN_MS, LIMIT_MS, PAUSE_MS, SaveState
from desktop.widgets.case_tab import Desk
from desktop.widgets.jobs import Job
from desktop.widgets.paste_table_model import PasteTableModel, Row

Specification = tuple[SpecificationValue, ...]
_NEW = LineDraft()


class GoodsBook(QObject):
    """The items of one case between a :class:`PasteTableModel` and the office.

    ``state_changed`` carries a :class:`SaveState`; ``conflict`` the row key and the :class:`StaleCase` of an item that
    two people changed; ``reread_wanted`` asks for the case to be shown anew.
    """

    state_changed = Signal(object)
    conflict = Signal(object, object)
    reread_wanted = Signal()

    def __init__(self, desk: Desk, model: PasteTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model
        self._case_id: int | None = None
        self._stored: dict[int, LineDraft] = {}  # what the office holds, kept by the saves in their order
        self._known: dict[int, LineDraft] = {}  # last read or sent: a row that differs from it is not saved yet
        self._specifications: dict[int, Specification] = {}
        self._under_way: list[TableSave] = []
        self._stopped: set[int] = set()  # rows that wait for a choice or a correction
        self._ended: list[Job] = []
        self._pause, self._limit, self._again = (self._timer(each) for each in (PAUSE_MS, LIMIT_MS, AGAIN_MS))
        model.edited.connect(self._on_edited)
        desk.jobs.ended.connect(self._on_job_ended)

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.save_now)
        return timer

    # ---- what the tab shows ------------------------------------------------------------------------------------

    def specification(self, key: int) -> Specification:
        """Return the specification values of a row as typed."""
        return self._specifications.get(key, ())

    def set_specification(self, key: int, values: Specification) -> None:
        """Take the specification values of a row as typed."""
        if self._specifications.get(key, ()) != values:
            self._specifications[key] = values
            self._on_edited()

    @property
    def drafts(self) -> dict[int, LineDraft]:
        """The items as typed, by row key."""
        return {
            row.key: draft_from(row.readable, self._known.get(row.key, _NEW), self.specification(row.key))
            for row in self._model.rows
        }

    @property
    def is_settled(self) -> bool:
        """Whether everything typed that can be saved is saved."""
        return not (self._under_way or self._unsaved().keys or self._stopped)

    def show_case(self, case: Case) -> None:
        """Show the items of a case; rows in which somebody is typing stay as they are."""
        if self._case_id != case.case_id:
            self.flush()
            self._case_id = case.case_id
            self._stored, self._known, self._specifications = {}, {}, {}
            self._under_way = []
            self._stopped.clear()
            self._model.show_rows([])
        busy = self._busy()
        rows = {row.key: row for row in self._model.rows}
        keys = {draft.line_id: key for key, draft in self._stored.items()}
        shown = []
        for line in case.lines:
            key = keys.get(line.line_id) or self._model.new_key()
            if key not in busy:
                shown.append(self._take(key, line))
            elif key in rows:
                shown.append(rows[key])
        there = {row.key for row in shown}
        shown += [row for key, row in rows.items() if key not in there and (key in busy or key not in self._known)]
        for key in self._known.keys() - {row.key for row in shown} - busy:
            del self._known[key]
        self._model.show_rows(shown)

    def _busy(self) -> set[int]:
        sent = {key for save in self._under_way for key in save.change.keys}
        unreadable = {row.key for row in self._model.rows if row.problems}
        return set(self._unsaved().keys) | sent | self._stopped | unreadable

    def _take(self, key: int, line: Line) -> Row:
        self._stored[key] = self._known[key] = line_service.draft_of(line)
        self._specifications[key] = line.specification
        return Row(key, cells_from(line))

    # ---- saving ------------------------------------------------------------------------------------------------

    def _unsaved(self) -> TableChange:
        drafts = self.drafts
        changed = {
            key: draft
            for key, draft in drafts.items()
            if key not in self._stopped and draft != self._known.get(key, _NEW)
        }
        return TableChange(changed, frozenset(self._known.keys() - drafts.keys()))

    @Slot()
    def _on_edited(self) -> None:
        self._stopped.clear()
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()
        self.state_changed.emit(SaveState("typing"))

    @Slot()
    def save_now(self) -> None:
        """Save what is not saved yet."""
        for timer in (self._pause, self._limit, self._again):
            timer.stop()
        change = self._unsaved()
        if change.keys:
            self._send(change)
        else:
            self._tell_state()

    def flush(self) -> None:
        """Send everything typed to the writer at once."""
        self._stopped.clear()
        self.save_now()

    def _send(self, change: TableChange) -> None:
        if self._case_id is None:
            return
        self._known.update(change.drafts)
        for key in change.removed:
            self._known.pop(key, None)
        save = TableSave(self._case_id, change, self._stored)
        self._under_way.append(save)
        self.state_changed.emit(SaveState("saving"))
        save.job = self._desk.jobs.write(
            self, save, partial(self._on_saved, save), failed=partial(self._on_failed, save)
        )

    def _on_saved(self, save: TableSave, now: dict[int, LineDraft]) -> None:
        if save.stored is not self._stored:
            return
        self._under_way.remove(save)
        for key, draft in now.items():
            sent = save.change.drafts[key]
            if self._known.get(key) == sent:
                typed_since = changed_fields(sent, self.drafts.get(key, sent))
                self._known[key] = draft
                self._put(key, replace(draft, **typed_since))
        self._tell_state()

    def _put(self, key: int, draft: LineDraft) -> None:
        """Show a row as ``draft`` has it, where it differs; cells that could not be read stay."""
        rows = self._model.rows
        place = self._model.place_of(key)
        if place is None or not changed_fields(self.drafts[key], draft):
            return
        row = rows[place]
        unreadable = {column: row.cells[column] for column in row.problems}
        rows[place] = Row(key, cells_from(draft) | unreadable, row.problems)
        self._specifications[key] = draft.specification
        self._model.show_rows(rows)

    def _tell_state(self) -> None:
        problem = self._model.first_problem
        if self._under_way:
            self.state_changed.emit(SaveState("saving"))
        elif self._stopped or problem:
            self.state_changed.emit(SaveState("problem", problem))
        else:
            self.state_changed.emit(SaveState("saved"))

    def _take_back(self, save: TableSave) -> None:
        self._under_way.remove(save)
        for key in save.change.keys:
            if key in self._stored:
                self._known[key] = self._stored[key]
            else:
                self._known.pop(key, None)

    def _on_failed(self, save: TableSave, error: UserError) -> None:
        if save.stored is not self._stored:
            self._desk.notices.problem(error)
            return
        self._take_back(save)
        if isinstance(error, OfficeUnavailable):
            self._again.start()
            self.state_changed.emit(SaveState("problem", error.message))
            return
        parts = save.change.parts()
        if len(parts) > 1:
            for part in parts:
                self._send(part)
            return
        self._refuse(parts[0], error)

    def _refuse(self, change: TableChange, error: UserError) -> None:
        for key in change.removed:
            # the row stays in the office, so it is shown again
            self._known.pop(key, None)
            self._desk.notices.problem(error)
            self.reread_wanted.emit()
        for key in change.drafts:
            self._stopped.add(key)
            if isinstance(error, StaleCase):
                self.conflict.emit(key, error)
            elif error.field:
                self._model.mark(key, {error.field: error.message})
            else:
                self._desk.notices.problem(error)
        self._tell_state()

    # ---- two people, one item ----------------------------------------------------------------------------------

    def settle(self, key: int, *, keep_mine: bool) -> None:
        """After a conflict: put what was typed over what somebody else saved, or take theirs."""
        case_id, line_id = self._case_id, self._stored[key].line_id
        if case_id is None:
            return

        def read(connection: Connection) -> Line | None:
            lines = store.lines_of(connection, case_id)
            return next((line for line in lines if line.line_id == line_id), None)

        self._desk.jobs.read(self, read, partial(self._on_settled, key, keep_mine))

    def _on_settled(self, key: int, keep_mine: bool, theirs: Line | None) -> None:
        self._stopped.discard(key)
        if theirs is not None:
            ours = changed_fields(self._stored[key], self.drafts.get(key, self._stored[key]))
            self._stored[key] = self._known[key] = line_service.draft_of(theirs)
            self._put(key, replace(self._known[key], **ours) if keep_mine else self._known[key])
        self.save_now()

    # ---- faults without a sentence -----------------------------------------------------------------------------

    @Slot(object)
    def _on_job_ended(self, job: Job) -> None:
        if any(save.job is job for save in self._under_way):
            QTimer.singleShot(0, self, self._on_turn_over)
            self._ended.append(job)

    @Slot()
    def _on_turn_over(self) -> None:
        for save in [save for save in self._under_way if save.job in self._ended]:
            self._take_back(save)
            self._again.start()
            sentence = self.tr("Not saved yet. What you typed is kept here, and saving is tried again.")
            self.state_changed.emit(SaveState("problem", sentence))
        self._ended.clear()
