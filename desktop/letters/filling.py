"""The blanks of chosen conditions: which are still open (LT-04), and the text with all of them filled (CH-4, CH-6)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from desktop.letters import wording
from desktop.letters.library import PLACEHOLDER, Condition, Library, Parameter, ParameterKind, placeholders
from desktop.letters.model import ConditionFacts, ObligationFacts

OWN = "X-"
NUMBER_ON_ISSUE = "[licence number, given on issue]"
LONGEST = {ParameterKind.DAYS: 3650, ParameterKind.YEARS: 50}
_NOTHING_SAID = frozenset(
    {"tbc", "tba", "tbd", "n/a", "na", "n.a.", "n. a.", "none", "nil", "unknown", "?", "x", "xx", "xxx"}
    | {"to be confirmed", "to be advised", "to be named", "to be determined", "not applicable", "not known"}
)
_OWN_BLANKS = (Parameter("title", "Title", ParameterKind.TEXT), Parameter("text", "Text", ParameterKind.TEXT))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A condition a person chose, with the values given for its blanks.

    A condition of the office's own (``X-…``, CH-4) carries its ``title`` and ``text`` among the values, and the
    supervisor who ticked it as ``ticked_by``. Days are ISO text, numbers plain text with a point.
    """

    condition_id: str
    values: Mapping[str, str] = field(default_factory=dict)
    addition: str = ""
    lines: tuple[int, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether this is free text of the office and not of the library."""
        return self.condition_id.startswith(OWN)


@dataclass(frozen=True, slots=True)
class Blank:
    """A parameter that stops the issue (LT-04): which, and the sentence that says what to do."""

    condition_id: str
    parameter: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FromCase:
    """What the program fills from the case: names for the texts, and proposed values for blanks the case answers."""

    destination: str
    end_user: str
    licence_no: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    def given(self) -> dict[str, str]:
        """Return the values that need no asking; a draft says that its number comes with the issue."""
        return {
            "destination": self.destination,
            "end_user": self.end_user,
            "licence_no": self.licence_no or NUMBER_ON_ISSUE,
        }


def proposed_values(condition: Condition, case: FromCase) -> dict[str, str]:
    """Return for each blank of ``condition`` what the case answers, failing that the office's usual value, or ''."""
    return {
        parameter.name: case.answers.get(parameter.name, "") or parameter.default for parameter in condition.parameters
    }


def says_nothing(value: str) -> bool:
    """Tell whether a value is empty or a stand-in such as TBC or N/A (LT-04)."""
    words = value.strip().casefold()
    return not any(letter.isalnum() for letter in words) or words in _NOTHING_SAID


def _as_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def _as_number(value: str) -> Decimal | None:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None


def _count_fault(parameter: Parameter, value: str, _today: date) -> str:
    most = LONGEST[parameter.kind]
    if value.isascii() and value.isdigit() and 1 <= int(value) <= most:
        return ""
    return f"must be a whole number from 1 to {most:,}."


def _number_fault(_parameter: Parameter, value: str, _today: date) -> str:
    return "" if _as_number(value) is not None else "must be a number above zero, with a point for decimals."


def _date_fault(parameter: Parameter, value: str, today: date) -> str:
    found = _as_day(value)
    if found is None:
        return "must be a date."
    if parameter.kind is ParameterKind.DUE_DATE and found < today:
        return f"is {wording.day(found)}, which is past. Enter a later day."
    return ""


def _choice_fault(parameter: Parameter, value: str, _today: date) -> str:
    options = wording.MONTHS if parameter.kind is ParameterKind.MONTH else parameter.options
    return "" if value in options else f"must be one of: {', '.join(options)}."


_FAULTS: Mapping[ParameterKind, Callable[[Parameter, str, date], str]] = {
    ParameterKind.DAYS: _count_fault,
    ParameterKind.YEARS: _count_fault,
    ParameterKind.NUMBER: _number_fault,
    ParameterKind.DATE: _date_fault,
    ParameterKind.DUE_DATE: _date_fault,
    ParameterKind.MONTH: _choice_fault,
    ParameterKind.CHOICE: _choice_fault,
}


def _fault(parameter: Parameter, given: str, today: date) -> str:
    """Return what is wrong with a given value, with the next step, or ''."""
    value = given.strip()
    if not value:
        return "is empty. Enter it."
    if says_nothing(value):
        return f"says only “{value}”. Enter it."
    check = _FAULTS.get(parameter.kind)
    return check(parameter, value, today) if check else ""


def blanks(library: Library, chosen: Iterable[Chosen], today: date) -> tuple[Blank, ...]:
    """Return every parameter that is empty, a stand-in, not of its kind, or a due date that is past (LT-04, L3)."""
    found = []
    for one in chosen:
        parameters = _OWN_BLANKS if one.is_own else library.conditions[one.condition_id].parameters
        for parameter in parameters:
            fault = _fault(parameter, one.values.get(parameter.name, ""), today)
            if fault:
                name = f"{one.condition_id}.{{{parameter.name}}}"
                sentence = f"{name} ({parameter.label.lower()}) {fault}"
                found.append(Blank(one.condition_id, parameter.name, sentence))
    return tuple(found)


def _printed(parameter: Parameter, value: str) -> str:
    text = value.strip()
    if parameter.kind is ParameterKind.NUMBER:
        number = _as_number(text)
        return text if number is None else wording.number(number)
    if parameter.kind in {ParameterKind.DATE, ParameterKind.DUE_DATE}:
        found = _as_day(text)
        return text if found is None else wording.day(found)
    return text


def _fill(text: str, values: Mapping[str, str]) -> str:
    # one pass: a value that looks like a blank stays what it is
    return PLACEHOLDER.sub(lambda found: values[found.group(1)], text)


def _values(condition: Condition, one: Chosen, case: FromCase) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the value of each blank, and the names of those that nobody has filled yet."""
    values, still_open = case.given(), []
    if not case.licence_no and "licence_no" in placeholders(condition.text):
        still_open.append("licence_no")
    for parameter in condition.parameters:
        value = _printed(parameter, one.values.get(parameter.name, ""))
        if not value:
            still_open.append(parameter.name)
        values[parameter.name] = value or f"[{parameter.label.lower()}]"
    return values, tuple(still_open)


def fill(
    library: Library, chosen: Iterable[Chosen], case: FromCase, special: Collection[str]
) -> tuple[tuple[ConditionFacts, ...], tuple[ObligationFacts, ...]]:
    """Return the conditions with their text filled, in the order of printing, and the obligations they make (CH-5).

    A blank that is still open reads as its label in square brackets, so that a draft shows the hole, and its name is
    kept beside the text, so that such a letter is not issued.
    """
    conditions, owed = [], []
    for one in sorted(chosen, key=lambda each: (library.place(each.condition_id), each.condition_id)):
        if one.is_own:
            title, text = (one.values.get(name, "").strip() for name in ("title", "text"))
            still_open = tuple(name for name, given in (("title", title), ("text", text)) if not given)
            conditions.append(
                ConditionFacts(
                    one.condition_id,
                    title,
                    text,
                    one.addition.strip(),
                    special=True,
                    lines=one.lines,
                    open_blanks=still_open,
                )
            )
            continue
        condition = library.conditions[one.condition_id]
        values, still_open = _values(condition, one, case)
        conditions.append(
            ConditionFacts(
                condition_id=condition.condition_id,
                title=condition.title,
                text=_fill(condition.text, values),
                addition=one.addition.strip(),
                special=one.condition_id in special,
                lines=one.lines,
                for_end_user=_fill(condition.for_end_user, values),
                open_blanks=still_open,
            )
        )
        if condition.obligation is not None:
            owed.append(
                ObligationFacts(
                    condition.condition_id,
                    _fill(condition.obligation.what, values),
                    _fill(condition.obligation.by_when, values),
                )
            )
    return tuple(conditions), tuple(owed)
