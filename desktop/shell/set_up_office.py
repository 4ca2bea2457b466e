"""First page of the set-up: what letters and the clock need to know of the office."""

from collections.abc import Callable
from datetime import time
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.administration.model import OfficeProfile
from desktop.errors import UserError
from desktop.text_gate import admit
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, LONG_FIELD, PAGE, SECTION, SHORT_FIELD

_ADDRESS_LINES = 4


class OfficePage(QWidget):
    """The office profile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, QLineEdit] = {}
        self._address = QPlainTextEdit()
        self._zone = QComboBox()
        self._rows = FormRows()
        self._lay_out()

    def _lay_out(self) -> None:
        rows = self._rows
        rows.heading(self.tr("Name"), self.tr("As it stands over every letter."))
        self._line(self.tr("&Office"), "office_name", self.tr("For example: Strategic Goods Licensing Office"))
        self._line(self.tr("&State"), "state_name", self.tr("For example: Republic of Merania"))
        self._line(self.tr("State &code"), "state_code", self.tr("Two letters, ISO 3166-1"), SHORT_FIELD)
        self._line(
            self.tr("O&ffice code"),
            "office_code",
            self.tr("Three letters; licence numbers begin with them"),
            SHORT_FIELD,
        )
        rows.heading(self.tr("Where people reach it"))
        self._address.setTabChangesFocus(True)
        self._address.setFixedSize(LONG_FIELD, 11 * GAP)
        rows.add(self.tr("&Address"), self._address, name="address", help=self.tr("Up to four lines"))
        self._line(self.tr("&Telephone"), "telephone")
        self._line(self.tr("&E-mail"), "email")
        self._line(self.tr("Office &hours"), "hours", self.tr("For example: Monday to Friday, 09:00 to 17:00"))
        rows.heading(self.tr("The law"), self.tr("Letters cite it in these words."))
        self._line(self.tr("Ac&t"), "act_ref", self.tr("For example: section 12 of the Strategic Goods Act 2019"))
        self._line(self.tr("&Regulation"), "regulation_ref")
        self._line(self.tr("Appea&l body"), "appeal_body", self.tr("Who hears an appeal against a refusal"))
        rows.heading(self.tr("Its day"), self.tr("Days of receipt and the working-day clock follow it."))
        names = sorted(available_timezones())
        self._zone.setEditable(True)
        self._zone.addItems(names)
        self._zone.setCurrentText("UTC")
        completer = QCompleter(names, self._zone)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._zone.setCompleter(completer)
        self._zone.setMinimumWidth(LONG_FIELD)
        rows.add(self.tr("Time &zone"), self._zone, name="time_zone")
        closing = self._line(
            self.tr("Closes a&t"),
            "close_of_business",
            self.tr("What comes later counts as the next working day"),
            SHORT_FIELD,
        )
        closing.setText("17:00")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, SECTION, PAGE, SECTION)
        hint = self.tr("The administrator can change all of this later; letters already issued keep what they say.")
        column.addWidget(PlainLabel(hint, role="hint", wraps=True))
        column.addSpacing(GAP)
        column.addWidget(rows)
        column.addStretch(1)

    def _line(self, label: str, name: str, help: str = "", width: int = LONG_FIELD) -> QLineEdit:  # noqa: A002
        field = QLineEdit()
        field.setFixedWidth(width)
        self._rows.add(label, field, name=name, help=help)
        self._fields[name] = field
        return field

    def begin(self) -> None:
        """Put the cursor into the first field that is empty."""
        empty = next((field for field in self._fields.values() if not field.text()), self._fields["office_name"])
        empty.setFocus()

    def _checked(self, name: str, typed: str) -> str:
        text = admit(typed.strip(), "name").text
        if not text:
            raise UserError(self.tr("Fill this in."))
        checks: dict[str, Callable[[str], str]] = {
            "state_code": lambda text: _letters(text, 2, self.tr("Enter the two letters of the State's code.")),
            "office_code": lambda text: _letters(text, 3, self.tr("Enter three letters.")),
            "close_of_business": lambda text: _clock_time(text, self.tr("Enter a time such as 17:00.")),
        }
        return checks[name](text) if name in checks else text

    def check(self) -> None:
        """Raise :class:`UserError` at the first field that cannot stay as it is."""
        self._rows.clear_problems()
        for name, field in self._fields.items():
            try:
                field.setText(self._checked(name, field.text()))
            except UserError as error:
                raise UserError(error.message, field=name) from error
        if not self._address_lines():
            raise UserError(self.tr("Fill this in."), field="address")
        if len(self._address_lines()) > _ADDRESS_LINES:
            raise UserError(self.tr("Four lines are the most a letterhead holds."), field="address")
        if self._zone.currentText() not in available_timezones():
            raise UserError(self.tr("Choose a time zone of the list, such as Europe/Lisbon."), field="time_zone")

    def _address_lines(self) -> tuple[str, ...]:
        lines = self._address.toPlainText().splitlines()
        return tuple(admit(line.strip(), "name").text for line in lines if line.strip())

    def show_error(self, error: UserError) -> bool:
        """Show an error beside its field; False when it is of no field here."""
        return self._rows.show_error(error)

    def profile(self) -> OfficeProfile:
        """Return the profile as entered; :meth:`check` comes first."""
        texts = {name: field.text() for name, field in self._fields.items()}
        return OfficeProfile(
            office_name=texts["office_name"],
            state_name=texts["state_name"],
            state_code=texts["state_code"],
            office_code=texts["office_code"],
            address=self._address_lines(),
            telephone=texts["telephone"],
            email=texts["email"],
            hours=texts["hours"],
            act_ref=texts["act_ref"],
            regulation_ref=texts["regulation_ref"],
            appeal_body=texts["appeal_body"],
            time_zone=self._zone.currentText(),
            close_of_business=time.fromisoformat(texts["close_of_business"]),
        )


def _letters(text: str, number: int, sentence: str) -> str:
    upper = text.upper()
    if len(upper) != number or not upper.isascii() or not upper.isalpha():
        raise UserError(sentence)
    return upper


def _clock_time(text: str, sentence: str) -> str:
    try:
        return time.fromisoformat(text if len(text) > 4 else f"0{text}").isoformat(timespec="minutes")
    except ValueError as wrong:
        raise UserError(sentence) from wrong
