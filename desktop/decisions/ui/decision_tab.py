"""The decision of a case: what is missing, an outcome for each line, conditions, and the signatures of four eyes."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.cases.model import State
from desktop.decisions import queries, service, store
from desktop.decisions.model import ANSWER_NAMES, RecommendationState
from desktop.decisions.next_step import Act as Next
from desktop.decisions.next_step import next_step, sentence_for
from desktop.decisions.queries import DecisionReading
from desktop.decisions.ui.conditions_panel import ConditionsPanel
from desktop.decisions.ui.countersign_dialog import CountersignDialog
from desktop.decisions.ui.line_outcome_form import LineOutcomeForm
from desktop.decisions.ui.missing_points import MissingPoints
from desktop.decisions.ui.signatures_panel import SignaturesPanel
from desktop.policy.model import Answer
from desktop.widgets import icons
from desktop.widgets.autosave import Autosave, Record, SaveState
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.fields import TextArea
from desktop.widgets.form_rows import FormRows
from desktop.widgets.page_table import Cell, PageTable
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.scroll_page import ScrollPage
from desktop.widgets.spacing import GAP, LONG_FIELD, SHORT_FIELD, WIDE


def reasons_record(case_id: int) -> Record:
    """Return the reasons of the recommendation as a record that a form saves."""

    def read(connection: Connection) -> tuple[int, dict[str, Any]]:
        version, reasons = store.draft_reasons(connection, case_id)
        return version, {"reasons": reasons}

    def save(act: Act, _version: int, values: dict[str, Any]) -> None:
        service.save_reasons(act, case_id, values["reasons"])

    return Record(read, save)


class DecisionTab(CaseTab):
    """Propose, sign, countersign; one thing to do at a time, in the bar at the foot."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._reading: DecisionReading | None = None
        self._shown_case: int | None = None
        self.lines: dict[int, LineOutcomeForm] = {}
        self.dialog: CountersignDialog | None = None
        self._sentence = PlainLabel(role="hint", wraps=True)
        self.banner = Banner("info")
        self.missing_title = PlainLabel(role="subtitle")
        self.missing = MissingPoints()
        self.missing.go_to_tab.connect(self.go_to_tab)
        self.conditions = ConditionsPanel(desk)
        self.conditions.state_changed.connect(self._on_saving)
        self._assurance_title = PlainLabel(self.tr("Assurances"), role="subtitle")
        heads = [self.tr("Code"), self.tr("Assurance"), self.tr("State")]
        self.assurances = PageTable(self.tr("Assurances required and held"), heads, [1])
        self.reasons_form = FormRows(label_width=SHORT_FIELD + 6 * GAP)
        self.reasons_form.heading(self.tr("Recommendation"))
        self.reasons = TextArea(lines=4, width=LONG_FIELD + SHORT_FIELD)
        self.reasons_form.add(
            self.tr("Rea&sons"),
            self.reasons,
            name="reasons",
            help=self.tr("For the countersigner: what decides this case. Not printed in the letter."),
        )
        self._reasons_save = Autosave(desk, self.reasons_form)
        self._reasons_save.keep("reasons", self.reasons, kind="remark")
        self._reasons_save.state_changed.connect(self._on_saving)
        self.signatures = SignaturesPanel()
        self.act_button = QPushButton()
        self.act_button.setProperty("primary", True)
        self.act_button.clicked.connect(self._on_act)
        self._note = PlainLabel(role="small", wraps=True)
        self._lay_out()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("ground", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        inside.setSpacing(GAP)
        inside.addWidget(self.missing_title)
        inside.addWidget(self.missing)
        self._missing_card = card
        self._line_column = QVBoxLayout()
        self._line_column.setSpacing(WIDE)
        self.page = ScrollPage()
        column = self.page.column
        for top in (self._sentence, self.banner, card):
            column.addWidget(top)
        column.addLayout(self._line_column)
        for part in (
            self.conditions,
            self._assurance_title,
            self.assurances,
            self.reasons_form,
            self.signatures,
        ):
            column.addWidget(part)
        self.page.end()
        self._bar = QFrame()
        self._bar.setProperty("ground", "pane")
        foot = QHBoxLayout(self._bar)
        foot.setContentsMargins(WIDE, GAP, WIDE, GAP)
        foot.setSpacing(WIDE)
        foot.addWidget(self.act_button)
        foot.addWidget(self._note, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.page, 1)
        whole.addWidget(self._bar)

    # ---- reading -----------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the decision of the case and show it."""
        if self.case_id is None:
            return
        case_id, actor, clock = self.case_id, self.desk.actor, self.desk.office.clock

        def read(connection: Connection) -> DecisionReading:
            return queries.read_decision(connection, case_id, actor, clock)

        self.desk.jobs.read(self, read, self._on_read, failed=self.desk.notices.problem)

    def _on_read(self, reading: DecisionReading) -> None:
        if reading.case.case_id != self.case_id:
            return
        self._reading = reading
        locked = not (reading.is_open and reading.may_recommend)
        self._show_missing(reading)
        self._show_lines(reading, locked=locked)
        self.conditions.show_reading(reading, locked=not reading.is_open)
        self._show_assurances(reading)
        self._show_reasons(reading, locked=locked)
        self.signatures.show_recommendations(reading.recommendations, reading.time_zone)
        self._show_state(reading)
        self._shown_case = int(reading.case.case_id)

    def _show_missing(self, reading: DecisionReading) -> None:
        points = reading.missing if reading.is_open and reading.case.state is not State.CSG else ()
        self.missing.show_points(points)
        self.missing_title.setText(self.tr("Missing for a recommendation"))
        self._missing_card.setVisible(bool(points))

    def _show_lines(self, reading: DecisionReading, *, locked: bool) -> None:
        present = {int(line.line_id) for line in reading.case.lines}
        for line_id in [line_id for line_id in self.lines if line_id not in present]:
            form = self.lines.pop(line_id)
            form.hide()
            self._line_column.removeWidget(form)
            form.deleteLater()
        for line in reading.case.lines:
            if int(line.line_id) not in self.lines:
                form = LineOutcomeForm(self.desk)
                form.state_changed.connect(self._on_saving)
                self.lines[int(line.line_id)] = form
                self._line_column.addWidget(form)
            self.lines[int(line.line_id)].show_line(reading, line, locked=locked)

    def _show_assurances(self, reading: DecisionReading) -> None:
        rows: list[list[str | Cell]] = []
        for each in reading.situation.assurances:
            held = self.tr(each.held_by[:1].upper() + each.held_by[1:])
            state = Cell(self.tr("Missing"), "problem") if each.is_missing else Cell(held, "ok")
            rows.append([each.code, self.tr(each.name[:1].upper() + each.name[1:]), state])
        self.assurances.show_rows(rows)
        self.assurances.setVisible(bool(rows))
        self._assurance_title.setVisible(bool(rows))

    def _show_reasons(self, reading: DecisionReading, *, locked: bool) -> None:
        values = {"reasons": reading.reasons}
        locked = locked or reading.case.state is State.CSG
        if self._shown_case == reading.case.case_id:
            self._reasons_save.refresh(reading.reasons_version, values, locked=locked)
        else:
            record = reasons_record(int(reading.case.case_id))
            self._reasons_save.show_record(record, reading.reasons_version, values, locked=locked)
        self.reasons_form.setVisible(reading.is_open and (reading.may_recommend or bool(reading.reasons)))

    def _show_state(self, reading: DecisionReading) -> None:
        self._sentence.setText(self.tr(sentence_for(reading)))
        self._show_banner(reading)
        step = next_step(reading, has_reasons=bool(self.reasons.value().strip()))
        words = {
            Next.SIGN: self.tr("&Sign the recommendation…"),
            Next.COUNTERSIGN: self.tr("&Countersign…"),
            Next.LETTER: self.tr("Go to the letter"),
        }
        self.act_button.setVisible(step.act is not Next.NOTHING)
        self.act_button.setText(words.get(step.act, ""))
        self.act_button.setIcon(icons.icon("letters" if step.act is Next.LETTER else "sign", "on_accent"))
        self.act_button.setEnabled(step.is_ready)
        self._note.set_role("small")
        self._note.setText(self.tr(step.note) if step.note else "")
        self._bar.setVisible(step.act is not Next.NOTHING or bool(step.note))

    def _show_banner(self, reading: DecisionReading) -> None:
        waiting, ended, decided = reading.waiting, reading.last_ended, reading.decision
        if decided is not None:
            answer = self.tr(ANSWER_NAMES[Answer(decided.outcome)])
            names = [each.person_name for each in reading.signed_by]
            words = self.tr("{0}. Signed by {1}.").format(answer, ", ".join(names))
            self.banner.show_message("ok", words, word=self.tr("Decided"))
        elif waiting is not None:
            words = self.tr("Signed by {0}. {1} of {2} countersignatures are given.").format(
                waiting.prepared_name, len(waiting.accepted), waiting.signatures_needed
            )
            self.banner.show_message("info", words, word=self.tr("Waits for countersignature"))
        elif ended is not None and ended.state is RecommendationState.RETURNED:
            self.banner.show_message("warning", ended.ended_because, word=self.tr("Returned"))
        elif ended is not None:
            words = self.tr("Every signature became void: {0}. Recommend anew.").format(ended.ended_because)
            self.banner.show_message("warning", words, word=self.tr("Void"))
        self.banner.setVisible(any(each is not None for each in (decided, waiting, ended)))

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        forms = self._reasons_save.is_settled and self.conditions.is_settled
        return forms and all(form.is_settled for form in self.lines.values())

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        for form in self.lines.values():
            form.flush()
        self.conditions.flush()
        self._reasons_save.flush()

    # ---- acts --------------------------------------------------------------------------------------------------

    @Slot()
    def _on_act(self) -> None:
        reading = self._reading
        if reading is None:
            return
        if reading.case.state is State.DEC:
            self.go_to_tab.emit("letters")
        elif reading.case.state is State.CSG:
            self._open_dialog(reading)
        else:
            self.flush()
            self.desk.notices.ask_password(
                self.tr("Sign the recommendation"),
                self.tr("Your signature covers every item, party, finding, outcome and condition as it is on screen."),
                partial(self._recommend, reading.digest),
            )

    def _recommend(self, seen: str, password: str) -> None:
        if self.case_id is None:
            return
        case_id, reasons = self.case_id, self.reasons.value()

        def operation(act: Act) -> int:
            return service.recommend(act, case_id, password, reasons, seen=seen)

        self.desk.jobs.write(self, operation, self._on_signed, title=self.tr("Signing"), failed=self._on_failed)

    def _open_dialog(self, reading: DecisionReading) -> None:
        self.dialog = CountersignDialog(reading, self)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.accepted_with.connect(self._on_accepted)
        self.dialog.returned_with.connect(self._on_returned)
        self.dialog.open()

    def _seen(self) -> str | None:
        waiting = self._reading.waiting if self._reading else None
        return waiting.content_digest if waiting else None

    @Slot(str)
    def _on_accepted(self, password: str) -> None:
        if self.case_id is None:
            return
        case_id, seen = self.case_id, self._seen()

        def operation(act: Act) -> int | None:
            return service.countersign(act, case_id, password, seen=seen)

        self.desk.jobs.write(
            self, operation, self._on_countersigned, title=self.tr("Signing"), failed=self.desk.notices.problem
        )

    @Slot(str, str)
    def _on_returned(self, reasons: str, password: str) -> None:
        if self.case_id is None:
            return
        case_id, seen = self.case_id, self._seen()

        def operation(act: Act) -> None:
            service.send_back(act, case_id, reasons, password, seen=seen)

        self.desk.jobs.write(
            self, operation, self._on_sent_back, title=self.tr("Returning"), failed=self.desk.notices.problem
        )

    def _on_signed(self, _recommendation_id: int) -> None:
        self.desk.notices.tell(self.tr("Signed. The case waits for another person's countersignature."))
        self._go_to_the_top()

    def _on_countersigned(self, decision_id: int | None) -> None:
        if decision_id is None:
            self.desk.notices.tell(self.tr("Countersigned. The second signature is the head of office's."))
        else:
            self.desk.notices.tell(self.tr("Countersigned. The case is decided; its letter can be issued."))
        self._go_to_the_top()

    def _on_sent_back(self, _nothing: None) -> None:
        self.desk.notices.tell(self.tr("Returned to the clerk with your reasons."))
        self._go_to_the_top()

    def _go_to_the_top(self) -> None:
        """Show where the case stands now; the button that was pressed is gone."""
        self.page.verticalScrollBar().setValue(0)
        self.page.setFocus()
        self.load()

    def _on_failed(self, error: Any) -> None:
        self.desk.notices.problem(error)
        self.load()

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
        self._bar.show()
