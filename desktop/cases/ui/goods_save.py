"""The act that saves a table of items: three sides brought together row by row, all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.act import Act
from desktop.cases import line_service, store
from desktop.cases.merging import merged
from desktop.cases.model import LineDraft
from desktop.widgets.jobs import Job


@dataclass(frozen=True, slots=True)
class TableChange:
    """What a person changed in the table: items by row key, in order, and the keys of rows taken away."""

    drafts: Mapping[int, LineDraft]
    removed: frozenset[int] = frozenset()

    @property
    def keys(self) -> frozenset[int]:
        """The keys of all rows it touches."""
        return self.removed | self.drafts.keys()

    def parts(self) -> list["TableChange"]:
        """Return the same change row by row, so that one refused row does not keep the others out."""
        alone = [TableChange({key: draft}) for key, draft in self.drafts.items()]
        return [*alone, *(TableChange({}, frozenset({key})) for key in sorted(self.removed))]


class TableSave:
    """Saves one change; runs on the writer thread, after the saves asked for before it.

    ``stored`` maps row keys to the items as this table last left them in the office; the saves keep it, in order.
    """

    def __init__(self, case_id: int, change: TableChange, stored: dict[int, LineDraft]) -> None:
        self.case_id = case_id
        self.change = change
        self.stored = stored
        self.job: Job | None = None

    def __call__(self, act: Act) -> dict[int, LineDraft]:
        """Save, and return the items as they stand now, by row key."""
        theirs: dict[int, LineDraft] = {
            line.line_id: line_service.draft_of(line) for line in store.lines_of(act.connection, self.case_id)
        }
        drafts = {key: self._brought_together(key, mine, theirs) for key, mine in self.change.drafts.items()}
        known = [self.stored[key].line_id for key in sorted(self.change.removed & self.stored.keys())]
        gone = [line_id for line_id in known if line_id in theirs]
        saved = line_service.save_lines(act, self.case_id, list(drafts.values()), gone)
        now = {
            key: replace(draft, line_id=line_id, version=version)
            for (key, draft), (line_id, version) in zip(drafts.items(), saved, strict=True)
        }
        for key in self.change.removed:
            self.stored.pop(key, None)
        self.stored.update(now)
        return now

    def _brought_together(self, key: int, mine: LineDraft, theirs: Mapping[int, LineDraft]) -> LineDraft:
        base = self.stored.get(key)
        now = None if base is None else theirs.get(base.line_id)
        if base is None or now is None:
            # new, or taken away by somebody while it was typed here: added, so that nothing typed is lost
            return replace(mine, line_id=0, version=0)
        return merged(base, mine, now)
