"""The questions of the assessment for one line: only those that matter for it, each answer saved as it is given."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.errors import UserError
from desktop.policy import service, store
from desktop.policy.findings import NEEDS_BASIS
from desktop.policy.model import Findings, Tri
from desktop.policy.queries import LineReading
from desktop.policy.ui import labels
from desktop.policy.ui.tick_field import TickField
from desktop.widgets.autosave import Autosave, Record
from desktop.widgets.case_tab import Desk
from desktop.widgets.fields import ChoiceBox, TextArea, TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.spacing import GAP, LONG_FIELD, SECTION, SHORT_FIELD

_USE = ("end_use_class", "wmd_finding", "contribution_finding")
_ITEM = ("contains_category_I", "inseparable", "production_related", "part_of_facility", "exception_note")
_CHECKS = ("embargo_result", "exemption", "screening_result", "denial_result", "state_issues_certificates")
_GRANT = ("unmanned_aircraft", "satellite_engine", "incorporation", "inward_assurance", "issues_delivery_verification")
_CONSIDERED = ("inform letter", "AS-5", "PSV")
_BASIS = "basis:"
_WIDTH = LONG_FIELD + SHORT_FIELD
_TICK = "considered:"


def values_of(findings: Findings, remark: str) -> dict[str, Any]:
    """Return findings and remark as the values of the form's fields."""
    values: dict[str, Any] = {
        each.name: getattr(findings, each.name) for each in fields(findings) if each.name not in {"considered", "basis"}
    }
    values |= {f"{_BASIS}{name}": findings.basis.get(name, "") for name in NEEDS_BASIS}
    values |= {f"{_TICK}{code}": code in findings.considered for code in _CONSIDERED}
    return values | {"remark": remark}


def findings_from(before: Findings, values: Mapping[str, Any]) -> Findings:
    """Return the findings with some of the form's values changed."""
    plain = before.to_plain()
    considered, basis = set(before.considered), dict(before.basis)
    for name, value in values.items():
        if name.startswith(_TICK):
            (considered.add if value else considered.discard)(name.removeprefix(_TICK))
        elif name.startswith(_BASIS):
            basis[name.removeprefix(_BASIS)] = value
        elif name != "remark":
            plain[name] = value
    said = {name: words for name, words in basis.items() if words}
    return replace(Findings.from_plain(plain), considered=frozenset(considered), basis=said)


def record_of(case_id: int, line_id: int) -> Record:
    """Return the assessment of one line as a record that a form saves."""

    def read(connection: Connection) -> tuple[int, dict[str, Any]]:
        done = store.assessments_of(connection, case_id).get(line_id)
        if done is None:
            return 0, values_of(Findings(), "")
        return done.version, values_of(done.findings, done.remark)

    def save(act: Act, version: int, values: dict[str, Any]) -> None:
        done = store.assessments_of(act.connection, case_id).get(line_id)
        before = done.findings if done else Findings()
        remark = values.get("remark", done.remark if done else "")
        service.record_assessment(
            act, case_id, line_id, findings_from(before, values), remark, version=version if done else None
        )

    return Record(read, save)


class FindingsForm(QWidget):
    """Four groups of questions; ``state_changed`` carries how far saving is, ``answered`` comes with every edit."""

    state_changed = Signal(object)
    answered = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fields: dict[str, Any] = {}
        self._forms: dict[str, FormRows] = {}
        self._saves: list[Autosave] = []
        self._shown: tuple[int, int] | None = None
        self._asked: frozenset[str] = frozenset()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SECTION)
        self._groups = [
            self._group(self.tr("Use and risk"), "", _USE),
            self._group(self.tr("The item"), self.tr("What policy asks of an item of this kind."), _ITEM),
            self._group(self.tr("Checks"), self.tr("Their result, until the program runs them itself."), _CHECKS),
            self._group(
                self.tr("For the conditions of a grant"),
                self.tr("These decide which conditions are proposed, not the outcome."),
                _GRANT,
            ),
        ]
        for group in self._groups:
            column.addWidget(group)

    def _group(self, title: str, explanation: str, names: Iterable[str]) -> FormRows:
        form = FormRows(label_width=SHORT_FIELD + 8 * GAP)
        save = Autosave(self._desk, form)
        save.state_changed.connect(self.state_changed)
        self._saves.append(save)
        form.heading(title, explanation)
        for name in names:
            self._row(form, save, name)
        if names is _USE:
            self._add(
                form,
                save,
                "remark",
                self.tr("&Remark"),
                TextArea(lines=2, width=_WIDTH),
                kind="remark",
            )
        if names is _CHECKS:
            for code in _CONSIDERED:
                name = f"{_TICK}{code}"
                self._add(form, save, name, labels.questions()[name][0], TickField(labels.considered_words(code)))
        return form

    def _row(self, form: FormRows, save: Autosave, name: str) -> None:
        label, explanation = labels.questions()[name]
        field: Any
        field = TextField(width=_WIDTH) if name == "exemption" else ChoiceBox(labels.answers(name), width=_WIDTH)
        self._add(form, save, name, label, field, help=explanation)
        if name in NEEDS_BASIS:
            words = TextArea(lines=2, width=_WIDTH)
            self._add(form, save, f"{_BASIS}{name}", labels.basis_labels()[name], words, kind="remark")

    def _add(
        self,
        form: FormRows,
        save: Autosave,
        name: str,
        label: str,
        field: Any,
        *,
        kind: str = "",
        help: str = "",  # noqa: A002
    ) -> None:
        form.add(label, field, name=name, help=help)
        save.keep(name, field, kind=kind)
        field.edited.connect(self._on_edited)
        self._fields[name] = field
        self._forms[name] = form

    def show_line(self, case_id: int, reading: LineReading, *, locked: bool, may_find_contribution: bool) -> None:
        """Show the findings of a line, or what became of them, without disturbing what is being typed."""
        done = reading.assessment
        version, values = (
            (done.version, values_of(done.findings, done.remark)) if done else (0, values_of(Findings(), ""))
        )
        key = (case_id, int(reading.line.line_id))
        for save in self._saves:
            if key != self._shown:
                save.show_record(record_of(*key), version, values, locked=locked)
            else:
                save.refresh(version, values, locked=locked)
        self._shown = key
        self._asked = reading.asked
        self._fields["contribution_finding"].lock(locked or not may_find_contribution)
        self._show_rows()

    def _show_rows(self) -> None:
        for name, form in self._forms.items():
            form.set_visible(name, self._is_asked(name))
        for group, names in zip(self._groups, (_USE, _ITEM, _CHECKS, _GRANT), strict=True):
            group.setVisible(any(self._is_asked(name) for name in names))

    def _is_asked(self, name: str) -> bool:
        if name == "remark":
            return True
        if name.startswith(_BASIS):
            finding = name.removeprefix(_BASIS)
            needs = self._answer(finding) in {value.value for value in NEEDS_BASIS[finding][0]}
            return self._is_asked(finding) and (needs or bool(self._fields[name].value()))
        if name == "inseparable":
            return self._answer("contains_category_I") == Tri.YES
        if name == "exemption":
            return self._answer("embargo_result") == "prohibited"
        return name in self._asked

    def _answer(self, name: str) -> str:
        return str(self._fields[name].value())

    @Slot(object)
    def _on_edited(self, _field: object) -> None:
        self._show_rows()
        self.answered.emit()

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        for save in self._saves:
            save.flush()

    @property
    def is_settled(self) -> bool:
        """Whether everything answered is saved."""
        return all(save.is_settled for save in self._saves)

    def show_error(self, error: UserError) -> bool:
        """Show an error beside its question and go there; tell whether it is one of this form."""
        name = error.field or ""
        place = f"{_BASIS}{name}" if f"{_BASIS}{name}" in self._forms and self._is_asked(f"{_BASIS}{name}") else name
        if place not in self._forms:
            return False
        return self._forms[place].show_error(UserError(error.message, field=place))

    def clear_problems(self) -> None:
        """Take every sentence beside a question away."""
        for form in self._groups:
            form.clear_problems()

    def field(self, name: str) -> Any:
        """Return the field of a finding."""
        return self._fields[name]
