"""SQL of this slice: runs of the classifier and their confirmations, which never change once written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from db.tables.administration import person
from db.tables.annex import classification, classification_confirmation
from db.tables.cases import case_line, cases
from desktop.annex.model import ClassificationId, Verdict
from desktop.errors import UserError

# what of a line the classifier reads; a change of it makes a classification out of date
READ_FIELDS = ("description", "model", "specification")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person decided on a line, still fitting the line as it is now."""

    line_id: int
    classification_id: ClassificationId
    edition: str
    verdict: Verdict
    codes: tuple[str, ...]
    category: str | None
    override_reason: str
    confirmed_by_name: str
    confirmed_at: datetime
    trace: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LineToClassify:
    """What the classifier reads of a line, and whether its case may still be worked on."""

    line_id: int
    case_id: int
    number: int
    description: str
    model: str
    national_code: str
    specification: tuple[Mapping[str, str], ...]
    case_state: str

    @property
    def read(self) -> dict[str, Any]:
        """What a classification of this line rests on, as plain data."""
        return {"description": self.description, "model": self.model, "specification": list(self.specification)}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the classifier as stored."""

    classification_id: ClassificationId
    case_id: int
    line_id: int
    edition: str
    inputs: Mapping[str, Any]
    verdict: Verdict
    codes: tuple[str, ...]
    category: str | None
    trace: Mapping[str, Any]
    classified_by_name: str
    classified_at: datetime

    @property
    def answers(self) -> dict[str, str]:
        """The answers given so far to what the classifier asked."""
        return dict(self.inputs.get("answers", {}))

    def fits(self, line: LineToClassify) -> bool:
        """Tell whether the line still says what this run read."""
        return _fits(self.inputs, line.read)


def _fits(inputs: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    was = inputs.get("line")
    return was is None or was == dict(read)


_LINE = (
    select(
        case_line.c.id,
        case_line.c.case_id,
        case_line.c.number,
        case_line.c.description,
        case_line.c.model,
        case_line.c.national_code,
        case_line.c.specification,
        cases.c.state,
    )
    .join(cases, cases.c.id == case_line.c.case_id)
    .order_by(case_line.c.number)
)


def _line(row: RowMapping) -> LineToClassify:
    return LineToClassify(
        line_id=row["id"],
        case_id=row["case_id"],
        number=row["number"],
        description=row["description"],
        model=row["model"],
        national_code=row["national_code"],
        specification=tuple(row["specification"]),
        case_state=row["state"],
    )


def lines_of(connection: Connection, case_id: int) -> list[LineToClassify]:
    """Return the lines of a case in order of number, as far as the classifier reads them."""
    return [_line(row) for row in connection.execute(_LINE.where(case_line.c.case_id == case_id)).mappings()]


def line_by_id(connection: Connection, case_id: int, line_id: int) -> LineToClassify:
    """Return one line; raises :class:`UserError` when the case has no such line any more."""
    query = _LINE.where(case_line.c.case_id == case_id, case_line.c.id == line_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UserError("This line is no longer part of the case. Refresh the item table.")
    return _line(row)


def add_run(connection: Connection, values: Mapping[str, Any]) -> ClassificationId:
    """Store a run and return its id."""
    query = insert(classification).values(**values).returning(classification.c.id)
    return ClassificationId(connection.execute(query).scalar_one())


def add_confirmation(connection: Connection, values: Mapping[str, Any]) -> None:
    """Store what a person decided."""
    connection.execute(insert(classification_confirmation).values(**values))


_RUN = select(classification, person.c.full_name.label("by_name")).join(
    person, person.c.id == classification.c.classified_by
)


def _run(row: RowMapping) -> Run:
    return Run(
        classification_id=ClassificationId(row["id"]),
        case_id=row["case_id"],
        line_id=row["line_id"],
        edition=row["edition"],
        inputs=row["inputs"],
        verdict=Verdict(row["verdict"]),
        codes=tuple(row["codes"]),
        category=row["category"],
        trace=row["trace"],
        classified_by_name=row["by_name"],
        classified_at=row["classified_at"],
    )


def run_by_id(connection: Connection, case_id: int, classification_id: int) -> Run:
    """Return one run; raises :class:`UserError` when the case has none with this id."""
    query = _RUN.where(classification.c.case_id == case_id, classification.c.id == classification_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UserError("This classification is not part of the case. Refresh the tab.")
    return _run(row)


def latest_runs(connection: Connection, case_id: int) -> dict[int, Run]:
    """Return the newest run of each line that has one."""
    query = _RUN.where(classification.c.case_id == case_id).order_by(classification.c.id)
    return {row["line_id"]: _run(row) for row in connection.execute(query).mappings()}


def is_confirmed(connection: Connection, classification_id: int) -> bool:
    """Tell whether somebody decided on this run already."""
    query = select(classification_confirmation.c.id).where(
        classification_confirmation.c.classification_id == classification_id
    )
    return connection.execute(query).first() is not None


def confirmed(connection: Connection, case_id: int) -> dict[int, Confirmed]:
    """Return the last decision on each line that still fits the line; so "all confirmed" is "every line is in it".

    A line whose description, model or specification changed after the run is left out.
    """
    lines = {line.line_id: line for line in lines_of(connection, case_id)}
    query = (
        select(
            classification_confirmation,
            classification.c.edition,
            classification.c.inputs,
            classification.c.trace,
            person.c.full_name.label("by_name"),
        )
        .join(classification, classification.c.id == classification_confirmation.c.classification_id)
        .join(person, person.c.id == classification_confirmation.c.confirmed_by)
        .where(classification_confirmation.c.case_id == case_id)
        .order_by(classification_confirmation.c.id)
    )
    found: dict[int, Confirmed] = {}
    for row in connection.execute(query).mappings():
        line = lines.get(row["line_id"])
        found.pop(row["line_id"], None)
        if line is not None and _fits(row["inputs"], line.read):
            found[row["line_id"]] = Confirmed(
                line_id=row["line_id"],
                classification_id=ClassificationId(row["classification_id"]),
                edition=row["edition"],
                verdict=Verdict(row["verdict"]),
                codes=tuple(row["codes"]),
                category=row["category"],
                override_reason=row["override_reason"],
                confirmed_by_name=row["by_name"],
                confirmed_at=row["confirmed_at"],
                trace=row["trace"],
            )
    return found
