"""Everything about the classification of one line, read from top to bottom."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.annex.queries import ClassifiedLine
from desktop.annex.ui.finding_card import FindingCard
from desktop.annex.ui.labels import source_words, standing_words
from desktop.annex.ui.questions_form import QuestionsForm
from desktop.annex.ui.range_payload_chart import ChartPoint, RangePayloadChart
from desktop.annex.ui.verdict_panel import VerdictPanel
from desktop.permissions import Permission
from desktop.widgets.case_tab import Desk
from desktop.widgets.page_table import PageTable
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.scroll_page import ScrollPage
from desktop.widgets.spacing import GAP

_OPEN_AT_ONCE = 3


class LineView(ScrollPage):
    """Verdict, questions, chart, entries and facts of a line; ``answered`` carries answers by key."""

    answered = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._line_id = 0
        self._run_id = 0
        self._cards: list[FindingCard] = []
        self._open: dict[str, bool] = {}
        self.heading = PlainLabel(role="title", wraps=True, selectable=True)
        self.verdict = VerdictPanel(desk)
        self.questions = QuestionsForm()
        self.questions.answered.connect(self._on_answered)
        self.chart_heading = PlainLabel(self.tr("Range and payload"), role="subtitle")
        self.chart = RangePayloadChart()
        self.points = PageTable(
            self.tr("Stated range and payload"),
            (self.tr("Standing"), self.tr("Payload and range"), self.tr("Where it is stated")),
            (1, 2),
        )
        self._entries_heading = PlainLabel(role="subtitle")
        self._entries = QWidget()
        self._entries_column = QVBoxLayout(self._entries)
        self._entries_column.setContentsMargins(0, 0, 0, 0)
        self._entries_column.setSpacing(GAP)
        self._facts_heading = PlainLabel(self.tr("What was read"), role="subtitle")
        self.facts = PageTable(
            self.tr("What was read of the item"),
            (self.tr("What"), self.tr("Value"), self.tr("From"), self.tr("In the words")),
            (0, 3),
        )
        self._remarks = PlainLabel(role="small", wraps=True, selectable=True)
        for part in (
            self.heading, self.verdict, self.questions, self.chart_heading, self.chart, self.points,
            self._entries_heading, self._entries, self._facts_heading, self.facts, self._remarks,
        ):  # fmt: skip
            self.column.addWidget(part)
        self.end()

    def show_line(self, one: ClassifiedLine, *, locked: bool) -> None:
        """Show this line; what the person opened or typed stays while the run is the same."""
        run = one.run
        is_new_line = self._line_id != one.line.line_id
        if is_new_line:
            self._line_id, self._open = one.line.line_id, {}
            self.verticalScrollBar().setValue(0)
        self.heading.setText(f"{one.line.number}  {one.line.description}".strip())
        self.verdict.show_line(one, locked=locked)
        if run is None:
            self._run_id = 0
            for part in self._parts_of_a_run:
                part.hide()
            return
        if run.classification_id == self._run_id and not is_new_line:
            return
        for part in self._parts_of_a_run:
            part.show()
        may_run = self._desk.actor.may(Permission.CLASSIFY) and not locked and not one.is_settled
        self._run_id = run.classification_id
        self.questions.show_questions([] if one.is_settled else run.trace["questions"], locked=not may_run)
        self._show_points(run.trace)
        self._show_findings(run.trace, locked=not may_run)
        self._show_facts(run.trace, run.answers)

    @property
    def _parts_of_a_run(self) -> tuple[QWidget, ...]:
        return (
            self.questions, self.chart_heading, self.chart, self.points, self._entries_heading, self._entries,
            self._facts_heading, self.facts, self._remarks,
        )  # fmt: skip

    def _show_points(self, trace: Mapping[str, Any]) -> None:
        is_vehicle = bool(trace["is_vehicle"])
        for part in (self.chart_heading, self.chart, self.points):
            part.setVisible(is_vehicle)
        points = [ChartPoint.of(point) for point in trace["points"]]
        self.chart.show_points(points)
        self.points.show_rows(
            [[standing_words(point["standing"]), point["words"], point["source"] or "—"] for point in trace["points"]]
        )
        self.points.setVisible(is_vehicle and bool(points))

    def _show_findings(self, trace: Mapping[str, Any], *, locked: bool) -> None:
        for card in self._cards:
            self._open[card.code] = card.toggle.isChecked()
            self._entries_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        findings = trace["findings"]
        for place, finding in enumerate(findings):
            is_open = self._open.get(finding["code"], finding["result"] != "not met" and place < _OPEN_AT_ONCE)
            card = FindingCard(finding, locked=locked, is_open=is_open)
            card.judged.connect(self._on_judged)
            self._entries_column.addWidget(card)
            self._cards.append(card)
        self._entries_heading.setText(self.tr("Entries tried ({0})").format(len(findings)))
        self._entries_heading.setVisible(bool(findings))
        self._entries.setVisible(bool(findings))

    def _show_facts(self, trace: Mapping[str, Any], answers: Mapping[str, str]) -> None:
        rows = [
            [fact["label"], fact["value"] or "—", source_words(fact["source"]), fact["question"] or fact["words"]]
            for fact in trace["facts"]
        ]
        self.facts.show_rows(rows)
        self.facts.setVisible(bool(rows))
        self._facts_heading.setVisible(bool(rows) or bool(trace["remarks"]))
        lines = list(trace["remarks"])
        judged = [key for key in answers if key.startswith(("relation:", "component:"))]
        if judged:
            lines.append(self.tr("Judged by a person: {0}.").format(", ".join(_spelled_key(key) for key in judged)))
        self._remarks.setText("\n".join(lines))
        self._remarks.setVisible(bool(lines))

    @property
    def cards(self) -> tuple[FindingCard, ...]:
        """The entries shown, in order."""
        return tuple(self._cards)

    @Slot(object)
    def _on_answered(self, answers: dict[str, str]) -> None:
        self.answered.emit(answers)

    @Slot(object)
    def _on_judged(self, judged: tuple[str, str]) -> None:
        key, answer = judged
        self.answered.emit({key: answer})


def _spelled_key(key: str) -> str:
    return " ".join(key.split(":")[1:]).replace("_", " ").replace(",", ", ")
