"""The Goods & annex screen: each line's verdict with its reasons, the questions, and the confirmation by a person."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.annex import queries, service
from desktop.annex.explain import short
from desktop.annex.queries import CaseClassification, ClassifiedLine
from desktop.annex.ui.line_model import LineModel
from desktop.annex.ui.line_view import LineView
from desktop.annex.ui.verdict_panel import Decision
from desktop.errors import UserError
from desktop.permissions import Permission
from desktop.widgets import icons, remembered
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.record_table import RecordTable
from desktop.widgets.spacing import GAP, MEDIUM_FIELD, SHORT_FIELD, WIDE
from desktop.widgets.status_chip import StatusChipDelegate


class ClassificationTab(CaseTab):
    """Lines on the left, the chosen one in full on the right."""

    areas = frozenset({"annex", "cases"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._found: CaseClassification | None = None
        self.sentence = PlainLabel(role="hint", wraps=True)
        self.run_button = QPushButton(self.tr("&Run the classifier"))
        self.run_button.setIcon(icons.icon("run"))
        self.run_button.clicked.connect(self._on_run)
        self.model = LineModel(self)
        self.table = RecordTable(self.tr("Items of the case"), self, key="classified-lines")
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(2, StatusChipDelegate(self.table))
        self.table.lay_out_columns([40, 160, 136], 1)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.view = LineView(desk)
        self.view.answered.connect(self._on_answered)
        self.view.verdict.decided.connect(self._on_decided)
        self.empty = EmptyState(
            "goods", self.tr("No items yet"), self.tr("Enter the items on the Goods tab, then classify them here.")
        )
        self.waiting = EmptyState("annex", self.tr("Not classified yet"), is_primary=True)
        self.waiting.acted.connect(self._on_run)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._right = QStackedWidget()
        self._stack = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self._right.addWidget(self.waiting)
        self._right.addWidget(self.view)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        column.addWidget(self.table)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self._right)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 5)
        left.setMinimumWidth(SHORT_FIELD * 3)
        self._split.setSizes([MEDIUM_FIELD + SHORT_FIELD, 3 * MEDIUM_FIELD])
        remembered.restore_split(self._split, "classification")
        self._split.splitterMoved.connect(self._on_split)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._split)
        top = QHBoxLayout()
        top.setSpacing(WIDE)
        top.addWidget(self.sentence, 1)
        top.addWidget(self.run_button, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        whole.setSpacing(GAP)
        whole.addLayout(top)
        whole.addWidget(self._stack, 1)

    # ---- what is shown -----------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read lines, runs and decisions and show them."""
        case_id = self.case_id
        if case_id is None:
            return

        def query(connection: Connection) -> CaseClassification:
            return queries.classification_of(connection, case_id)

        self.desk.jobs.read(self, query, self._on_loaded, title=self.tr("Reading the classification"))

    @property
    def may_run(self) -> bool:
        """Whether the person at this desk may run the classifier here."""
        return self.desk.actor.may(Permission.CLASSIFY) and self._found is not None and not self._found.is_closed

    def _on_loaded(self, found: CaseClassification) -> None:
        if found.case_id != self.case_id:
            return
        self._found = found
        self.model.show_lines(found.lines)
        self._stack.setCurrentIndex(1 if found.lines else 0)
        self.sentence.setText(self._sentence(found))
        self.sentence.setVisible(bool(found.lines))
        self.run_button.setVisible(self.may_run and bool(found.lines) and len(found.to_run) < len(found.lines))
        self.run_button.setText(
            self.tr("&Run the classifier on {0} items").format(len(found.to_run))
            if len(found.to_run) > 1
            else self.tr("&Run the classifier")
        )
        if found.lines and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_current()

    def _sentence(self, found: CaseClassification) -> str:
        if found.is_closed:
            return self.tr("The case is decided or ended. This is how its items were classified.")
        if found.to_run:
            return self.tr("The classifier holds each item against the annex. Run it, then confirm what it finds.")
        left = len(found.to_confirm)
        if left == 1:
            return self.tr("One item waits for a decision: look at the reasons, then confirm.")
        if left:
            return self.tr("{0} items wait for a decision: look at the reasons, then confirm.").format(left)
        return self.tr("Every item is classified and confirmed. Next: parties, documents and the assessment.")

    def current_line(self) -> ClassifiedLine | None:
        """Return the line chosen in the list."""
        found, row = self._found, self.table.currentIndex().row()
        return found.lines[row] if found is not None and 0 <= row < len(found.lines) else None

    def _show_current(self) -> None:
        one = self.current_line()
        if one is None or self._found is None:
            return
        if one.run is None:
            self.waiting.say(
                self.tr("The item changed since it was classified")
                if one.is_out_of_date
                else self.tr("Not classified yet"),
                self.tr("The classifier reads the description and the specification of the item.")
                if self.may_run
                else self.tr("A clerk or a technical assessor runs the classifier."),
                action=self.tr("Run the classifier") if self.may_run else "",
            )
            self._right.setCurrentWidget(self.waiting)
            return
        self.view.show_line(one, locked=self._found.is_closed)
        self._right.setCurrentWidget(self.view)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_current()

    @Slot(int, int)
    def _on_split(self, _place: int, _index: int) -> None:
        remembered.keep_split(self._split, "classification")

    # ---- what a person does ------------------------------------------------------------------------------------

    @Slot()
    def _on_run(self) -> None:
        if self._found is None:
            return
        current = self.current_line()
        lines = self._found.to_run or ((current.line.line_id,) if current is not None else ())
        self._run(lines, {})

    @Slot(object)
    def _on_answered(self, answers: Mapping[str, str]) -> None:
        one = self.current_line()
        if one is not None:
            self._run((one.line.line_id,), answers)

    def _run(self, lines: Sequence[int], answers: Mapping[str, str]) -> None:
        case_id = self.case_id
        if case_id is None or not lines:
            return

        def operation(act: Act) -> int:
            for line_id in lines:
                service.run_classifier(act, case_id, line_id, answers)
            return len(lines)

        self.run_button.setEnabled(False)
        self.desk.jobs.write(
            self, operation, self._on_ran, failed=self._on_run_failed, title=self.tr("Running the classifier")
        )

    def _on_ran(self, _number: int) -> None:
        self.run_button.setEnabled(True)
        self.table.setFocus()  # the button that was pressed may be gone

    def _on_run_failed(self, error: UserError) -> None:
        self.run_button.setEnabled(True)
        if error.field == "answers":
            self.view.questions.show_error(error)
        else:
            self.desk.notices.problem(error)

    @Slot(object)
    def _on_decided(self, decision: Decision) -> None:
        case_id, one = self.case_id, self.current_line()
        if case_id is None or one is None:
            return

        def operation(act: Act) -> None:
            service.confirm(
                act,
                case_id,
                decision.classification_id,
                verdict=decision.verdict,
                codes=decision.codes,
                override_reason=decision.reason,
            )

        self.view.verdict.setEnabled(False)
        self.desk.jobs.write(
            self,
            operation,
            partial(self._on_confirmed, one, decision),
            failed=self._on_confirm_failed,
            title=self.tr("Recording the decision"),
        )

    def _on_confirmed(self, one: ClassifiedLine, decision: Decision, _nothing: None) -> None:
        self.view.verdict.setEnabled(True)
        self.table.setFocus()
        said = (
            short(one.run.trace)
            if one.run is not None and decision.verdict is None
            else ", ".join(decision.codes or [])
        )
        self.desk.notices.tell(
            self.tr("Item {0} is confirmed: {1}.").format(one.line.number, said or self.tr("not listed"))
        )

    def _on_confirm_failed(self, error: UserError) -> None:
        self.view.verdict.setEnabled(True)
        if not self.view.verdict.show_error(error):
            self.desk.notices.problem(error)
