"""The base of every tab of the case workspace: shows one case, refreshes when it changes, says what is missing."""

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from desktop.actor import Actor
from desktop.changes import Changes
from desktop.office import Office
from desktop.widgets.jobs import Jobs
from desktop.widgets.notices import Notices


@dataclass(frozen=True, slots=True)
class Desk:
    """What a screen works with: the open office, who sits there, the jobs, and the way to speak with the person."""

    office: Office
    actor: Actor
    jobs: Jobs
    notices: Notices


class CaseTab(QWidget):
    """One tab of the case workspace.

    The workspace makes a tab when it is first shown and calls :meth:`show_case`; afterwards the tab listens to
    ``jobs.changed`` itself and calls :meth:`load` again when its case changed.
    """

    go_to_tab = Signal(str)  # the key of another tab, from a "what is missing" link

    areas: frozenset[str] = frozenset()  # areas of Changes that make this tab load anew; empty means any

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.case_id: int | None = None
        self._begins_at: QWidget | None = None
        desk.jobs.changed.connect(self._on_changed)

    def show_case(self, case_id: int) -> None:
        """Show this case from now on."""
        self.case_id = case_id
        self.load()

    def begin_at(self, part: QWidget) -> None:
        """Put the cursor into ``part`` whenever the tab is gone to; a focus proxy would make Tab jump over the rest."""
        self._begins_at = part

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the cursor on to where the tab begins."""
        super().focusInEvent(event)
        if self._begins_at is not None and self._begins_at.isVisible():
            self._begins_at.setFocus(event.reason())

    def load(self) -> None:
        """Read what the tab shows, off the GUI thread, and show it; each tab says how."""
        raise NotImplementedError

    def flush(self) -> None:
        """Save anything typed that is not saved yet; called before the case or the window closes."""

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved; a tab without fields always is."""
        return True

    @Slot(object, object)
    def _on_changed(self, changes: Changes, _owner: object) -> None:
        if self.case_id is None or self.case_id not in changes.case_ids:
            return
        if self.areas and self.areas.isdisjoint(changes.areas):
            return
        self.load()
