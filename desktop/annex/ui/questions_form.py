"""What the classifier asks, as a small form: answer, and it runs again."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.widgets.fields import ChoiceBox, TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, GRID, MEDIUM_FIELD

_ASKED_AT_ONCE = 5
_UNANSWERED = ""


class QuestionsForm(QWidget):
    """The questions that settle most; ``answered`` carries the answers by key."""

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = FormRows(label_width=MEDIUM_FIELD)
        self._fields: dict[str, ChoiceBox | TextField] = {}
        self._units: dict[str, str] = {}
        self._heading = PlainLabel(role="subtitle")
        self._more = PlainLabel(role="small", wraps=True)
        self.button = QPushButton(self.tr("&Answer and run again"))
        self.button.clicked.connect(self._on_pressed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._form)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self._more, 1)
        row.addStretch(1)
        self._column.addLayout(row)

    def show_questions(self, questions: Sequence[Mapping[str, Any]], *, locked: bool) -> None:
        """Ask these questions; what is typed in a question that stays asked is kept."""
        typed = {key: field.value() for key, field in self._fields.items()}
        self._column.removeWidget(self._form)
        self._form.hide()
        self._form.deleteLater()
        self._form = FormRows(label_width=MEDIUM_FIELD)
        self._fields, self._units = {}, {}
        for question in questions[:_ASKED_AT_ONCE]:
            self._add(question, typed.get(question["key"], _UNANSWERED), locked=locked)
        self._column.insertWidget(1, self._form)
        more = len(questions) - _ASKED_AT_ONCE
        self._more.setText(self.tr("{0} more questions follow, if they still matter then.").format(more))
        self._more.setVisible(more > 0)
        self._heading.setText(self.tr("What the classifier asks, the question that settles most first"))
        self.button.setVisible(not locked)
        self.setVisible(bool(questions))

    def _add(self, question: Mapping[str, Any], typed: str, *, locked: bool) -> None:
        key, kind = question["key"], question["type"]
        field: ChoiceBox | TextField
        if kind in {"yes_no", "choice"}:
            choices = {_UNANSWERED: self.tr("Not known")}
            if kind == "yes_no":
                choices |= {"yes": self.tr("Yes"), "no": self.tr("No")}
            else:
                choices |= dict(question["choices"])
            field = ChoiceBox(choices)
            field.show_value(typed)
        else:
            field = TextField()
            field.setMaxLength(120)
            field.setText(typed)
            if question["unit"]:
                field.setPlaceholderText(self.tr("such as 12.5 {0}").format(question["unit"]))
        field.lock(locked)
        help_words = " ".join(part for part in (question["ask"], _sentence(question["measured"])) if part)
        self._form.add(question["label"].replace("&", "&&"), field, name=key, help=help_words)
        self._form.row(key).label.setWordWrap(True)
        self._form.row(key).label.setMaximumWidth(MEDIUM_FIELD)
        self._form.row(key).help.setMinimumWidth(52 * GRID)
        self._fields[key] = field
        self._units[key] = question["unit"]

    def answers(self) -> dict[str, str]:
        """Return what is answered so far, by key."""
        return {key: text for key, field in self._fields.items() if (text := field.value().strip())}

    def field(self, key: str) -> ChoiceBox | TextField:
        """Return the field of a question; raises KeyError when it is not asked."""
        return self._fields[key]

    def show_error(self, error: UserError) -> None:
        """Show what is wrong beside the first field."""
        if self._fields:
            self._form.set_problem(next(iter(self._fields)), error.message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer on Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.button.isVisible():
            self._on_pressed()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_pressed(self) -> None:
        given = self.answers()
        if not given and self._fields:
            first = next(iter(self._fields))
            self._form.set_problem(first, self.tr("Answer at least one question."))
            self._fields[first].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.answered.emit(given)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}." if text else ""
