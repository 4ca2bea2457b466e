"""One chosen condition: its text as it will be printed, its blanks with the control that fits each, and an addition."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.countries import country_names
from desktop.decisions import service, store
from desktop.decisions.model import ChosenCondition
from desktop.decisions.queries import DecisionReading
from desktop.letters import filling, library, wording
from desktop.letters.filling import Chosen
from desktop.letters.library import Parameter, ParameterKind
from desktop.widgets.autosave import Autosave, Record
from desktop.widgets.case_tab import Desk
from desktop.widgets.date_field import DateField
from desktop.widgets.fields import ChoiceBox, TextArea, TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, LONG_FIELD, SHORT_FIELD, WIDE

_ADDITION = "addition"
_DAYS = frozenset({ParameterKind.DATE, ParameterKind.DUE_DATE})
_SHORT = frozenset({ParameterKind.DAYS, ParameterKind.YEARS, ParameterKind.NUMBER})
_OWN_BLANKS = (Parameter("title", "Title", ParameterKind.TEXT), Parameter("text", "Text", ParameterKind.TEXT))


def parameters_of(chosen: Chosen) -> tuple[Parameter, ...]:
    """Return the blanks of a condition; title and text are those of the office's own words."""
    return _OWN_BLANKS if chosen.is_own else library.load().conditions[chosen.condition_id].parameters


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def values_of(chosen: Chosen) -> dict[str, Any]:
    """Return a condition's blanks and addition as the values of the editor's fields."""
    found: dict[str, Any] = {}
    for parameter in parameters_of(chosen):
        text = chosen.values.get(parameter.name, "")
        found[parameter.name] = _day_of(text) if parameter.kind in _DAYS else text
    return found | {_ADDITION: chosen.addition}


def record_of(case_id: int, condition_id: str) -> Record:
    """Return one chosen condition as a record that a form saves."""

    def now(connection: Connection) -> ChosenCondition | None:
        chosen = store.conditions_of(connection, case_id)
        return next((each for each in chosen if each.chosen.condition_id == condition_id), None)

    def read(connection: Connection) -> tuple[int, dict[str, Any]]:
        found = now(connection)
        return (found.version, values_of(found.chosen)) if found else (0, values_of(Chosen(condition_id)))

    def save(act: Act, _version: int, values: dict[str, Any]) -> None:
        found = now(act.connection)
        addition = values.pop(_ADDITION, found.chosen.addition if found else "")
        texts = {
            name: value.isoformat() if isinstance(value, date) else str(value or "") for name, value in values.items()
        }
        service.fill_condition(act, case_id, condition_id, texts, addition)

    return Record(read, save)


class ConditionEditor(QFrame):
    """The editor of one chosen condition; another condition gets another editor."""

    state_changed = Signal(object)

    def __init__(self, desk: Desk, condition_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "card")
        self.condition_id = condition_id
        self._desk = desk
        self._shown = False
        self._reading: DecisionReading | None = None
        self._chosen = Chosen(condition_id)
        self._fields: dict[str, Any] = {}
        self._title = PlainLabel(role="subtitle")
        self._text = PlainLabel(wraps=True, selectable=True)
        self._why = PlainLabel(role="hint", wraps=True)
        self.form = FormRows(label_width=SHORT_FIELD + 10 * GAP)
        self._save = Autosave(desk, self.form)
        self._save.state_changed.connect(self.state_changed)
        for parameter in parameters_of(self._chosen):
            self._add(parameter.name, self.tr(parameter.label), self._field(parameter))
        if not self._chosen.is_own:
            words = TextArea(lines=2, width=LONG_FIELD)
            self._add(_ADDITION, self.tr("Addition"), words, self.tr("Printed after the text; marks it as special."))
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(GAP)
        for part in (self._title, self._why, self._text, self.form):
            column.addWidget(part)

    def _add(self, name: str, label: str, field: Any, help: str = "") -> None:  # noqa: A002
        self.form.add(label, field, name=name, help=help)
        self._save.keep(name, field, kind="" if isinstance(field, DateField | ChoiceBox) else "remark")
        field.edited.connect(self._on_edited)
        self._fields[name] = field

    def _field(self, parameter: Parameter) -> Any:
        if parameter.kind in _DAYS:
            return DateField(self._today)
        if parameter.kind is ParameterKind.MONTH:
            return ChoiceBox({"": "—"} | {month: month for month in wording.MONTHS})
        if parameter.kind is ParameterKind.CHOICE:
            return ChoiceBox({"": "—"} | {option: option for option in parameter.options})
        if parameter.kind is ParameterKind.COUNTRY:
            return ChoiceBox({"": "—"} | {name: name for name in sorted(country_names().values())})
        if parameter.kind in _SHORT:
            return TextField(width=SHORT_FIELD + 4 * GAP)
        return TextArea(lines=4 if parameter.name == "text" else 2, width=LONG_FIELD)

    def _today(self) -> date:
        return self._reading.today if self._reading else self._desk.office.clock.now().date()

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self._save.is_settled

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        self._save.flush()

    def field(self, name: str) -> Any:
        """Return the field of a blank."""
        return self._fields[name]

    def focus_first(self) -> None:
        """Put the cursor into the first blank."""
        next(iter(self._fields.values())).setFocus()

    def show_condition(self, reading: DecisionReading, chosen: ChosenCondition, *, locked: bool) -> None:
        """Show the condition, or what became of it, without disturbing what is being typed."""
        self._reading, self._chosen = reading, chosen.chosen
        values = values_of(chosen.chosen)
        locked = locked or chosen.is_struck
        if self._shown:
            self._save.refresh(chosen.version, values, locked=locked)
        else:
            self._shown = True
            record = record_of(int(reading.case.case_id), self.condition_id)
            self._save.show_record(record, chosen.version, values, locked=locked)
        proposals = reading.situation.grant.proposals if reading.situation.grant else ()
        proposal = next((each for each in proposals if each.condition_id == self.condition_id), None)
        self._why.setText(self._why_words(proposal.why if proposal else (), chosen))
        self._show_text()

    def _why_words(self, why: tuple[str, ...], chosen: ChosenCondition) -> str:
        if chosen.is_struck:
            return self.tr("Struck by a supervisor: {0}").format(chosen.struck_reason)
        if why:
            return self.tr("Proposed for: {0}").format("; ".join(self.tr(one) for one in why))
        return self.tr("Words of the office") if self._chosen.is_own else self.tr("Added by the clerk")

    def _show_text(self) -> None:
        grant = self._reading.situation.grant if self._reading else None
        if grant is None:
            return
        (printed,), _ = filling.fill(library.load(), [self._as_typed()], grant.from_case, ())
        self._title.setText(f"{printed.condition_id}  {printed.title}")
        self._text.setText(f"{printed.text} {printed.addition}".strip())

    def _as_typed(self) -> Chosen:
        values = dict(self._chosen.values)
        for name, field in self._fields.items():
            if name != _ADDITION and not isinstance(field, DateField):
                values[name] = field.value()
        addition = self._fields[_ADDITION].value() if _ADDITION in self._fields else ""
        return replace(self._chosen, values=values, addition=addition)

    @Slot(object)
    def _on_edited(self, _field: object) -> None:
        self._show_text()
