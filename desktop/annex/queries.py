"""What the Goods & annex screen shows of a case: its lines, the newest run on each, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.annex import store
from desktop.annex.service import CLOSED_STATES
from desktop.annex.store import Confirmed, LineToClassify, Run


@dataclass(frozen=True, slots=True)
class ClassifiedLine:
    """A line with its newest run, if that still fits the line, and the decision on it, if one stands."""

    line: LineToClassify
    run: Run | None
    confirmed: Confirmed | None
    is_out_of_date: bool  # there was a run, and the line changed since

    @property
    def is_settled(self) -> bool:
        """Whether the decision is on the newest run, so that nothing is left to do."""
        return self.confirmed is not None and (
            self.run is None or self.run.classification_id == self.confirmed.classification_id
        )


@dataclass(frozen=True, slots=True)
class CaseClassification:
    """All lines of a case; ``is_closed`` when its facts stand."""

    case_id: int
    lines: tuple[ClassifiedLine, ...]
    is_closed: bool

    @property
    def to_run(self) -> tuple[int, ...]:
        """Lines on which the classifier has to run: never run, or changed since."""
        return tuple(one.line.line_id for one in self.lines if one.run is None)

    @property
    def to_confirm(self) -> tuple[int, ...]:
        """Lines on which a person has still to decide."""
        return tuple(one.line.line_id for one in self.lines if one.run is not None and not one.is_settled)


def classification_of(connection: Connection, case_id: int) -> CaseClassification:
    """Return what is known of the classification of a case."""
    lines = store.lines_of(connection, case_id)
    runs: Mapping[int, Run] = store.latest_runs(connection, case_id)
    decided = store.confirmed(connection, case_id)
    found = []
    for line in lines:
        run = runs.get(line.line_id)
        fits = run is not None and run.fits(line)
        found.append(
            ClassifiedLine(line, run if fits else None, decided.get(line.line_id), run is not None and not fits)
        )
    is_closed = any(line.case_state in CLOSED_STATES for line in lines)
    return CaseClassification(case_id, tuple(found), is_closed)
