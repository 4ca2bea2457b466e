"""The assessment of a case, line by line: what a person finds, and what policy makes of it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.errors import UserError
from desktop.policy import service
from desktop.policy.queries import AssessmentReading, LineReading, read_assessment
from desktop.policy.result import PolicyResult
from desktop.policy.ui.findings_form import FindingsForm
from desktop.policy.ui.outcome_panel import OutcomePanel
from desktop.widgets import icons
from desktop.widgets.autosave import SaveState
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.fields import ChoiceBox
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.scroll_page import ScrollPage
from desktop.widgets.spacing import GAP, READING_WIDTH, SECTION, WIDE


class AssessmentTab(CaseTab):
    """Answer the questions of each line, run the policy, read the outcome with its trace."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._reading: AssessmentReading | None = None
        self._sentence = PlainLabel(
            self.tr("Say what the item will be used for and what was found. Then let policy say where that leads."),
            role="hint",
            wraps=True,
        )
        self._locked = Banner("info")
        self._locked.hide()
        self.lines = ChoiceBox({}, width=READING_WIDTH)
        self.lines.setAccessibleName(self.tr("Line of the application"))
        self.lines.currentIndexChanged.connect(self._on_line)
        self._entry = PlainLabel(wraps=True)
        self._unclassified = Banner("warning", self.tr("The classification of this line is not confirmed yet."))
        self._unclassified.show_message(
            "warning",
            self.tr("The classification of this line is not confirmed yet; the questions may change with it."),
            action=self.tr("Go to Annex"),
        )
        self._unclassified.acted.connect(self._on_to_annex)
        self._statements = PlainLabel(wraps=True)
        self._to_overview = QPushButton(self.tr("Change on Overview"))
        self._to_overview.setProperty("link", True)
        self._to_overview.clicked.connect(self._on_to_overview)
        self.form = FindingsForm(desk)
        self.form.state_changed.connect(self._on_saving)
        self._note = PlainLabel(role="small")
        self.run_button = QPushButton(self.tr("&Run the policy"))
        self.run_button.setIcon(icons.icon("run", "on_accent"))
        self.run_button.setProperty("primary", True)
        self.run_button.clicked.connect(self._on_run)
        self.outcome = OutcomePanel()
        self._empty = EmptyState(
            "assessment", self.tr("This case has no items yet."), self.tr("Enter them under Goods; each is assessed.")
        )
        self._lay_out()
        self.begin_at(self.form.field("end_use_class"))

    def _lay_out(self) -> None:
        statement_row = QHBoxLayout()
        statement_row.setSpacing(WIDE)
        statement_row.addWidget(self._statements, 1)
        statement_row.addWidget(self._to_overview)
        card = QFrame()
        card.setProperty("ground", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        inside.setSpacing(GAP)
        inside.addWidget(self.lines)
        inside.addWidget(self._entry)
        inside.addLayout(statement_row)
        bar = QFrame()
        bar.setProperty("ground", "pane")
        act = QHBoxLayout(bar)
        act.setContentsMargins(WIDE, GAP, WIDE, GAP)
        act.setSpacing(WIDE)
        act.addWidget(self.run_button)
        act.addWidget(self._note, 1)
        self._bar = bar
        self.page = ScrollPage()
        column = self.page.column
        for part in (self._sentence, self._locked, card, self._unclassified, self.outcome.head, self.form):
            column.addWidget(part)
        column.addSpacing(SECTION - WIDE)
        column.addWidget(self.outcome)
        self.page.end()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.page, 1)
        whole.addWidget(self._empty, 1)
        whole.addWidget(bar)
        self._empty.hide()

    # ---- reading -----------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the assessment and show it."""
        if self.case_id is None:
            return
        case_id, actor, clock = self.case_id, self.desk.actor, self.desk.office.clock

        def read(connection: Connection) -> AssessmentReading:
            return read_assessment(connection, case_id, actor, clock)

        self.desk.jobs.read(self, read, self._on_read, failed=self.desk.notices.problem)

    def _on_read(self, reading: AssessmentReading) -> None:
        if reading.case.case_id != self.case_id:
            return
        self._reading = reading
        self.page.setVisible(bool(reading.lines))
        self._empty.setVisible(not reading.lines)
        self._locked.show_message("info", self.tr(reading.why_locked) if reading.why_locked else "")
        self._locked.setVisible(bool(reading.why_locked))
        self._show_choices(reading)
        self._show_line()

    def _show_choices(self, reading: AssessmentReading) -> None:
        titles = {str(line.line.line_id): line.title for line in reading.lines}
        now = {str(self.lines.itemData(at)): self.lines.itemText(at) for at in range(self.lines.count())}
        if titles != now:
            chosen = self.lines.value()
            self.lines.blockSignals(True)
            self.lines.clear()
            for key, title in titles.items():
                self.lines.addItem(title, key)
            self.lines.show_value(chosen if chosen in titles else next(iter(titles), ""))
            self.lines.blockSignals(False)

    @property
    def _line(self) -> LineReading | None:
        if self._reading is None:
            return None
        chosen = self.lines.value()
        return next((line for line in self._reading.lines if str(line.line.line_id) == chosen), None)

    def _show_line(self) -> None:
        reading, line = self._reading, self._line
        if reading is None or line is None:
            return
        case = reading.case
        if line.codes is None:
            self._entry.setText(self.tr("Not classified yet"))
        elif not line.codes:
            self._entry.setText(self.tr("Not listed (edition {0})").format(line.edition))
        else:
            self._entry.setText(
                self.tr("{0}, Category {1} (edition {2})").format(", ".join(line.codes), line.category, line.edition)
            )
        answers = {"yes": self.tr("yes"), "no": self.tr("no"), "not asked": self.tr("not asked yet")}
        self._statements.setText(
            self.tr("The exporter was informed by an authority: {0}. He is aware or suspects: {1}.").format(
                answers[case.exporter_informed], answers[case.exporter_aware]
            )
            + (
                " " + self.tr("Status of the destination: {0}.").format(reading.status_words)
                if reading.status_words
                else ""
            )
        )
        self._unclassified.setVisible(line.codes is None and not reading.why_locked)
        self.form.show_line(
            int(case.case_id),
            line,
            locked=bool(reading.why_locked),
            may_find_contribution=reading.may_find_contribution,
        )
        all_classified = all(each.codes is not None for each in reading.lines)
        self.run_button.setEnabled(not reading.why_locked and all_classified)
        self._bar.setVisible(not reading.why_locked)
        self.outcome.show_result(line.result, fits=line.fits, held=reading.held)

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self.form.is_settled

    def flush(self) -> None:
        """Save what was answered and is not saved yet."""
        self.form.flush()

    # ---- acts --------------------------------------------------------------------------------------------------

    @Slot(int)
    def _on_line(self, _index: int) -> None:
        self._show_line()

    @Slot()
    def _on_run(self) -> None:
        if self.case_id is None:
            return
        self.form.flush()
        self.form.clear_problems()
        case_id = self.case_id

        def operation(act: Act) -> dict[int, PolicyResult]:
            return service.run_policy(act, case_id)

        self.desk.jobs.write(self, operation, self._on_ran, title=self.tr("Running the policy"), failed=self._on_failed)

    def _on_ran(self, results: dict[int, PolicyResult]) -> None:
        self.load()
        opened = sum(bool(result.missing) for result in results.values())
        if opened:
            self.desk.notices.tell(self.tr("The outcome is still open: see what is to be established."))
        else:
            self.desk.notices.tell(self.tr("The policy was run."))

    def _on_failed(self, error: UserError) -> None:
        if not self.form.show_error(error):
            self.desk.notices.problem(error)

    @Slot(object)
    def _on_saving(self, state: SaveState) -> None:
        words = {
            "saved": self.tr("Saved"),
            "typing": self.tr("Not saved yet"),
            "saving": self.tr("Saving…"),
            "problem": state.sentence or self.tr("Not saved: see beside the field"),
        }
        self._note.set_role("problem" if state.word == "problem" else "small")
        self._note.setText(words[state.word])

    @Slot()
    def _on_to_overview(self) -> None:
        self.go_to_tab.emit("overview")

    @Slot()
    def _on_to_annex(self) -> None:
        self.go_to_tab.emit("annex")
