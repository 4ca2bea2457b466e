"""A form in one column: label on the left with its buddy, field, help under the field, error beside it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from desktop.errors import UserError
from desktop.widgets.plain_label import PlainLabel, restyle
from desktop.widgets.spacing import GAP, SECTION, SHORT_FIELD


@dataclass(frozen=True, slots=True)
class FormRow:
    """The parts of one row; ``field`` is the widget or layout's outer widget that was given."""

    label: PlainLabel
    field: QWidget
    help: PlainLabel
    problem: PlainLabel


class FormRows(QWidget):
    """Rows of a form, added in reading order, which is also the tab order.

    A field's ``name`` is the one that a :class:`~desktop.errors.UserError` carries, so that :meth:`show_error` finds
    its place.
    """

    def __init__(self, parent: QWidget | None = None, *, label_width: int = SHORT_FIELD + 6 * GAP) -> None:
        super().__init__(parent)
        self._rows: dict[str, FormRow] = {}
        self._places: dict[str, int] = {}  # the line of the grid at which each row begins
        self._last: QWidget | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(2, 1)

    def heading(self, text: str, explanation: str = "") -> None:
        """Begin a new group of rows."""
        line = self._grid.rowCount()
        self._grid.setRowMinimumHeight(line, SECTION if line > 1 else 0)
        self._grid.addWidget(PlainLabel(text, self, role="subtitle"), line + 1, 0, 1, 3)
        if explanation:
            self._grid.addWidget(PlainLabel(explanation, self, role="hint", wraps=True), line + 2, 0, 1, 3)
        self._grid.setRowMinimumHeight(line + 3, GAP)

    def add(self, label: str, field: QWidget, *, name: str = "", help: str = "") -> FormRow:  # noqa: A002
        """Add a row; ``label`` may carry a mnemonic (``&Name``), ``name`` is how errors call the field."""
        caption = PlainLabel(label, self)
        caption.setBuddy(field)
        caption.setMinimumHeight(GAP * 4)
        caption.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        plain = label.replace("&", "")
        if not field.accessibleName():
            field.setAccessibleName(plain)
        hint = PlainLabel(help, self, role="small", wraps=True)
        hint.setVisible(bool(help))
        hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if help:
            field.setAccessibleDescription(help)
        problem = PlainLabel("", self, role="problem", wraps=True)
        problem.setMinimumHeight(GAP * 4)
        problem.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        line = self._grid.rowCount()
        self._grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, line, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(problem, line, 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(hint, line + 1, 1)
        self._grid.setRowMinimumHeight(line + 2, GAP)
        if self._last is not None:
            QWidget.setTabOrder(self._last, field)
        self._last = field
        row = FormRow(caption, field, hint, problem)
        self._rows[name or plain] = row
        self._places[name or plain] = line
        return row

    def row(self, name: str) -> FormRow:
        """Return the row of a field's name; raises :class:`KeyError` where there is none."""
        return self._rows[name]

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide a whole row."""
        row = self._rows[name]
        for part in (row.label, row.field, row.problem):
            part.setVisible(visible)
        row.help.setVisible(visible and bool(row.help.text()))
        self._grid.setRowMinimumHeight(self._places[name] + 2, GAP if visible else 0)

    def set_problem(self, name: str, sentence: str) -> None:
        """Show a sentence beside a field; '' takes it away."""
        row = self._rows[name]
        row.problem.set_role("problem")
        row.problem.setText(sentence)
        if bool(row.field.property("wrong")) != bool(sentence):
            row.field.setProperty("wrong", bool(sentence))
            restyle(row.field)
        row.field.setAccessibleDescription(sentence or row.help.text())

    def set_warning(self, name: str, sentence: str) -> None:
        """Show beside a field what a careful reader should know of it; it is not wrong for that."""
        self.set_problem(name, "")
        row = self._rows[name]
        row.problem.set_role("warning")
        row.problem.setText(sentence)
        row.field.setAccessibleDescription(sentence)

    def clear_problems(self) -> None:
        """Take every sentence beside a field away."""
        for name in self._rows:
            self.set_problem(name, "")

    def show_error(self, error: UserError) -> bool:
        """Show an error beside its field and go there; tell whether the field is one of this form."""
        self.clear_problems()
        if error.field is None or error.field not in self._rows:
            return False
        self.set_problem(error.field, error.message)
        self._rows[error.field].field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def buttons(self, layout: QBoxLayout) -> None:
        """Put a row of buttons under the fields, in line with them."""
        line = self._grid.rowCount()
        self._grid.setRowMinimumHeight(line, GAP)
        self._grid.addLayout(layout, line + 1, 1, 1, 2)
