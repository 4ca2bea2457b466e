"""What is proposed for one line: the answers policy leaves open, the quantity, or the reasons of a refusal."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.cases.model import Line
from desktop.decisions import rules, service, store
from desktop.decisions.model import ANSWER_NAMES, LineDecision
from desktop.decisions.queries import DecisionReading
from desktop.decisions.ui.reasons_field import ReasonsField
from desktop.errors import UserError
from desktop.letters import wording
from desktop.policy import data
from desktop.policy.model import GRANTS, Answer, Outcome
from desktop.policy.result import PolicyResult
from desktop.widgets.autosave import Autosave, Record
from desktop.widgets.case_tab import Desk
from desktop.widgets.decimal_field import DecimalField
from desktop.widgets.fields import ChoiceBox, TextArea
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, LONG_FIELD, MEDIUM_FIELD, SHORT_FIELD, WIDE
from desktop.widgets.status_chip import StatusChip

_WIDTH = LONG_FIELD + SHORT_FIELD
_TONES = {
    Outcome.EMBARGO: "problem",
    Outcome.PROHIBITED: "problem",
    Outcome.STRONG_PRESUMPTION_WMD: "problem",
    Outcome.STRONG_PRESUMPTION: "problem",
    Outcome.RESOLVE_FIRST: "warning",
    Outcome.CATCH_ALL: "warning",
    Outcome.CASE_BY_CASE_G2G: "warning",
    Outcome.NLR: "ok",
}
_NONE = ""


def values_of(decision: LineDecision | None) -> dict[str, Any]:
    """Return what is proposed for a line as the values of the form's fields."""
    if decision is None:
        empty: dict[str, Any] = dict.fromkeys(("paragraph", "reconsideration", "heard"), "")
        return empty | {"outcome": _NONE, "granted_quantity": None, "reason_codes": ()}
    return {
        "outcome": decision.answer.value,
        "granted_quantity": decision.granted_quantity,
        "reason_codes": decision.reason_codes,
        "paragraph": decision.paragraph,
        "reconsideration": decision.reconsideration,
        "heard": decision.heard,
    }


def record_of(case_id: int, line_id: int) -> Record:
    """Return the outcome of one line as a record that a form saves."""

    def read(connection: Connection) -> tuple[int, dict[str, Any]]:
        decision = store.outcomes_of(connection, case_id).get(line_id)
        return (decision.version if decision else 0), values_of(decision)

    def save(act: Act, version: int, values: dict[str, Any]) -> None:
        decision = store.outcomes_of(act.connection, case_id).get(line_id)
        wanted = values_of(decision) | values
        if not wanted["outcome"]:
            raise UserError("Choose the outcome first.", field="outcome")
        answer = Answer(wanted.pop("outcome"))
        service.set_outcome(act, case_id, line_id, answer, **wanted, version=version if decision else None)

    return Record(read, save)


class LineOutcomeForm(QFrame):
    """One line of the application with its policy outcome and the form of its answer."""

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "card")
        self._shown: tuple[int, int] | None = None
        self._title = PlainLabel(role="subtitle", wraps=True)
        self._chip = StatusChip()
        self._facts = PlainLabel(role="hint", wraps=True)
        self._closed = PlainLabel(role="hint", wraps=True)
        self.form = FormRows(label_width=SHORT_FIELD + 6 * GAP)
        self._save = Autosave(desk, self.form)
        self._save.state_changed.connect(self.state_changed)
        self.outcome = ChoiceBox({_NONE: self.tr("Choose…")}, width=MEDIUM_FIELD)
        self.quantity = DecimalField()
        self.reasons = ReasonsField()
        self.paragraph = TextArea(lines=4, width=_WIDTH)
        self.reconsideration = TextArea(lines=2, width=_WIDTH)
        self.heard = TextArea(lines=2, width=_WIDTH)
        self._row(self.tr("&Outcome"), "outcome", self.outcome)
        self._row(self.tr("&Quantity granted"), "granted_quantity", self.quantity)
        self._row(
            self.tr("&Reasons"),
            "reason_codes",
            self.reasons,
            help=self.tr("The applicant reads exactly these sentences. Tick one or more with the space bar."),
        )
        self._row(
            self.tr("&Paragraph"),
            "paragraph",
            self.paragraph,
            kind="remark",
            help=self.tr("Printed in the letter: the case's own facts. Nothing of partners, agencies or lists."),
        )
        self._row(
            self.tr("&What could change"),
            "reconsideration",
            self.reconsideration,
            kind="remark",
            help=self.tr("Printed in the letter: what might allow another decision. May stay empty."),
        )
        self._row(
            self.tr("Applicant &heard"),
            "heard",
            self.heard,
            kind="remark",
            help=self.tr("When and how he was told of the intended refusal, and what he answered. Not printed."),
        )
        self.outcome.edited.connect(self._on_outcome)
        head = QHBoxLayout()
        head.setSpacing(WIDE)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._closed)
        column.addWidget(self.form)

    def _row(self, label: str, name: str, field: Any, *, kind: str = "", help: str = "") -> None:  # noqa: A002
        self.form.add(label, field, name=name, help=help)
        self._save.keep(name, field, kind=kind)

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self._save.is_settled

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        self._save.flush()

    def show_line(self, reading: DecisionReading, line: Line, *, locked: bool) -> None:
        """Show a line with its outcome, or what became of it, without disturbing what is being typed."""
        result = reading.situation.results.get(line.line_id)
        decision = reading.situation.decisions.get(line.line_id)
        self._title.setText(f"{line.number}. {line.description.split(chr(10), maxsplit=1)[0]}")
        self._facts.setText(self._facts_of(reading, line))
        self._show_policy(result)
        self._offer(result, decision, reading)
        key = (int(reading.case.case_id), int(line.line_id))
        version, values = (decision.version if decision else 0), values_of(decision)
        if key != self._shown:
            self._shown = key
            self._save.show_record(record_of(*key), version, values, locked=locked)
        else:
            self._save.refresh(version, values, locked=locked)
        self._show_rows()

    def _facts_of(self, reading: DecisionReading, line: Line) -> str:
        codes = reading.codes.get(line.line_id)
        entry = self.tr("not classified yet") if codes is None else ", ".join(codes) or self.tr("not listed")
        applied = wording.quantity(line.quantity, line.unit) if line.quantity is not None else self.tr("no quantity")
        return self.tr("{0} applied for; {1}").format(applied, entry)

    def _show_policy(self, result: PolicyResult | None) -> None:
        if result is None:
            self._chip.show_status(self.tr("Policy not run"), "warning")
        else:
            name = self.tr(data.load().outcomes[result.outcome].name)
            self._chip.show_status(name, _TONES.get(result.outcome, "info"))

    def _offer(self, result: PolicyResult | None, decision: LineDecision | None, reading: DecisionReading) -> None:
        """Offer only the answers that may be given; what nobody may give is not there, and its reason is said."""
        closed = {
            answer: rules.closed_because(answer, result, reading.case.kind) if result else "" for answer in Answer
        }
        open_ones = [answer for answer in Answer if result is not None and not closed[answer]]
        if decision is not None and decision.answer not in open_ones:
            open_ones.append(decision.answer)
        offered = {_NONE: self.tr("Choose…")} | {answer.value: self.tr(ANSWER_NAMES[answer]) for answer in open_ones}
        now = {str(self.outcome.itemData(at)): self.outcome.itemText(at) for at in range(self.outcome.count())}
        if offered != now:
            chosen = self.outcome.value()
            self.outcome.clear()
            for key, words in offered.items():
                self.outcome.addItem(words, key)
            self.outcome.show_value(chosen if chosen in offered else _NONE)
        sentences = [] if result is None else [closed[Answer.GRANT]]
        self._closed.setText(" ".join(dict.fromkeys(self.tr(words) for words in sentences if words)))
        self._closed.setVisible(bool(self._closed.text()))
        self.reasons.show_reasons(_in_order(result))

    @Slot(object)
    def _on_outcome(self, _field: object) -> None:
        self._show_rows()
        self._save.save_now()

    def _show_rows(self) -> None:
        answer = self.outcome.value()
        is_grant, is_refusal = answer in GRANTS, answer == Answer.REFUSE
        for name, shown in (
            ("granted_quantity", is_grant),
            ("reason_codes", is_refusal),
            ("paragraph", bool(answer) and not is_grant),
            ("reconsideration", is_refusal),
            ("heard", is_refusal),
        ):
            self.form.set_visible(name, shown)


def _in_order(result: PolicyResult | None) -> list[data.Reason]:
    """Return the reason codes, those that fit the policy outcome first."""
    reasons = data.load().reasons.values()
    fitting = [reason for reason in reasons if result is not None and result.outcome in reason.fits]
    return [*fitting, *(reason for reason in reasons if reason not in fitting)]
