"""What the countersigner puts his name under: the decisive facts again, what he should look at, accept or return."""

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.cases.model import PARTY_ROLE_NAMES, PartyRole
from desktop.countries import country_name
from desktop.decisions.model import ANSWER_NAMES
from desktop.decisions.queries import DecisionReading
from desktop.letters import wording
from desktop.policy import data
from desktop.policy.model import Denial, Screening
from desktop.widgets.banner import Banner
from desktop.widgets.fields import TextArea
from desktop.widgets.form_rows import FormRows
from desktop.widgets.page_table import PageTable
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.scroll_page import ScrollPage
from desktop.widgets.spacing import GAP, GRID, LONG_FIELD, MEDIUM_FIELD, SHORT_FIELD, WIDE

_PARTIES = (PartyRole.APPLICANT, PartyRole.ULTIMATE_CONSIGNEE, PartyRole.END_USER)


def warnings_of(reading: DecisionReading) -> list[str]:
    """Return what a careful countersigner looks at before he signs."""
    found = [each.sentence for each in reading.missing]
    grant = reading.situation.grant
    if grant is not None:
        found += [
            f"{each.chosen.condition_id} was struck: {each.struck_reason}" for each in grant.chosen if each.is_struck
        ]
    for line in reading.case.lines:
        result = reading.situation.results.get(line.line_id)
        if result is None:
            continue
        if result.inputs.screening_result is not Screening.CLEAR:
            found.append(f"Line {line.number}: screening is “{result.inputs.screening_result}”.")
        if result.inputs.denial_result is not Denial.NONE:
            found.append(f"Line {line.number}: the denial check is “{result.inputs.denial_result}”.")
        decision = reading.situation.decisions.get(line.line_id)
        if decision is not None and decision.granted_quantity not in (None, line.quantity):
            found.append(f"Line {line.number}: a part of the quantity is granted.")
    return found


class CountersignDialog(QDialog):
    """Repeats the decisive fields; ``accepted_with`` carries the password, ``returned_with`` reasons and password."""

    accepted_with = Signal(str)
    returned_with = Signal(str, str)

    def __init__(self, reading: DecisionReading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = reading
        self.setWindowTitle(self.tr("Countersign {0}").format(reading.case.title))
        self.resize(120 * GRID, 100 * GRID)
        page = ScrollPage()
        self._build_facts(page.column)
        page.end()
        self._build_form()
        foot = QVBoxLayout()
        foot.setContentsMargins(WIDE, GAP, WIDE, WIDE)
        foot.setSpacing(GAP)
        foot.addWidget(self.form)
        foot.addLayout(self._buttons())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page, 1)
        whole.addLayout(foot)
        self._on_typed()
        self.password.setFocus()

    def _build_facts(self, column: QVBoxLayout) -> None:
        words = self.tr("Your signature covers everything below as it stands. Accept it, or return it with reasons.")
        column.addWidget(PlainLabel(words, role="hint", wraps=True))
        sentences = warnings_of(self._reading)
        self.warnings = Banner("warning", " ".join(sentences))
        self.warnings.setVisible(bool(sentences))
        column.addWidget(self.warnings)
        self.facts = PageTable(self.tr("Decisive facts"), [self.tr("Fact"), self.tr("As it stands")], [1])
        self.facts.show_rows([[name, said] for name, said in self._facts() if said])
        heads = [self.tr("Line"), self.tr("Item"), self.tr("Quantity, value"), self.tr("Annex"), self.tr("Policy")]
        self.lines = PageTable(self.tr("Items and outcomes"), [*heads, self.tr("Outcome")], [1, 2, 4])
        self.lines.show_rows(list(self._lines()))
        column.addWidget(self.lines)
        column.addWidget(self.facts)

    def _build_form(self) -> None:
        self.form = FormRows(label_width=SHORT_FIELD + 6 * GAP)
        self.reasons = TextArea(lines=2, width=LONG_FIELD)
        self.form.add(
            self.tr("&Reasons for returning"),
            self.reasons,
            name="reasons",
            help=self.tr("Only if you return it: what the clerk has to change."),
        )
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaximumWidth(MEDIUM_FIELD)
        self.form.add(self.tr("Your &password"), self.password, name="password")
        self.reasons.edited.connect(self._on_typed)
        self.password.textChanged.connect(self._on_typed)

    def _buttons(self) -> QHBoxLayout:
        self.accept_button = QPushButton(self.tr("&Accept and sign"))
        self.accept_button.setProperty("primary", True)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self._on_accept)
        self.return_button = QPushButton(self.tr("Re&turn to the clerk"))
        self.return_button.setProperty("danger", True)
        self.return_button.setAutoDefault(False)
        self.return_button.clicked.connect(self._on_return)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        for button in (cancel, self.return_button, self.accept_button):
            row.addWidget(button)
        return row

    def _facts(self) -> Iterable[tuple[str, str]]:
        case, waiting = self._reading.case, self._reading.waiting
        for role in _PARTIES:
            party = case.party(role)
            if party is not None:
                yield PARTY_ROLE_NAMES[role], f"{party.name}, {country_name(party.country)}"
        yield self.tr("Destination"), country_name(case.destination)
        yield self.tr("End-use"), case.end_use
        yield self.tr("Place of use"), case.place_of_use
        grant = self._reading.situation.grant
        if grant is not None:
            yield self.tr("Conditions"), ", ".join(each.condition_id for each in grant.standing)
            yield self.tr("Special conditions"), ", ".join(sorted(grant.special))
        if waiting is not None:
            yield self.tr("Recommended by"), waiting.prepared_name
            yield self.tr("Reasons given"), waiting.reasons
            yield self.tr("Signed so far"), ", ".join(each.person_name for each in waiting.accepted)
            yield self.tr("Countersignatures needed"), str(waiting.signatures_needed)

    def _lines(self) -> Iterable[list[str]]:
        outcomes = data.load().outcomes
        for line in self._reading.case.lines:
            result = self._reading.situation.results.get(line.line_id)
            decision = self._reading.situation.decisions.get(line.line_id)
            quantity = wording.quantity(line.quantity, line.unit) if line.quantity is not None else ""
            value = wording.amount(line.total, line.currency) if line.total is not None else ""
            answer = self.tr(ANSWER_NAMES[decision.answer]) if decision else ""
            if decision is not None and decision.granted_quantity is not None:
                answer += f", {wording.quantity(decision.granted_quantity, line.unit)}"
            if decision is not None and decision.reason_codes:
                answer += f", {', '.join(decision.reason_codes)}"
            yield [
                str(line.number),
                f"{line.description} {line.model}".strip(),
                f"{quantity}, {value}".strip(", "),
                ", ".join(self._reading.codes.get(line.line_id, ())) or self.tr("not listed"),
                self.tr(outcomes[result.outcome].name) if result else "",
                answer,
            ]

    @Slot()
    def _on_typed(self, _what: object = None) -> None:
        has_password = bool(self.password.text())
        returns = bool(self.reasons.value().strip())
        self.accept_button.setEnabled(has_password and not returns)
        self.return_button.setEnabled(has_password and returns)

    @Slot()
    def _on_accept(self) -> None:
        password = self.password.text()
        self.password.clear()
        self.accept()
        self.accepted_with.emit(password)

    @Slot()
    def _on_return(self) -> None:
        reasons, password = self.reasons.value(), self.password.text()
        self.password.clear()
        self.accept()
        self.returned_with.emit(reasons, password)
