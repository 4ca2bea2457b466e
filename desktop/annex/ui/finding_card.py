"""One candidate entry on the screen: its result, each criterion with the item's figure beside it, notes and doubts."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.annex.explain import criteria_of
from desktop.annex.ui.labels import effect_words, result_mark, source_words
from desktop.widgets import icons
from desktop.widgets.page_table import Cell, PageTable
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.spacing import GAP, WIDE
from desktop.widgets.status_chip import StatusChip


class FindingCard(QFrame):
    """An entry with its criteria; ``judged`` carries a criterion's key and a person's answer ("" takes it back)."""

    judged = Signal(object)

    def __init__(
        self, finding: Mapping[str, Any], parent: QWidget | None = None, *, locked: bool, is_open: bool
    ) -> None:
        super().__init__(parent)
        self.code = str(finding["code"])
        self.setProperty("ground", "card")
        self._finding = finding
        self._locked = locked
        self._steps = list(criteria_of(finding))
        mark = result_mark(finding["result"])
        title = PlainLabel(f"{finding['code']}  {finding['title']}", role="subtitle", wraps=True)
        category = PlainLabel(self.tr("Category {0}").format(finding["category"]), role="hint")
        self.toggle = QToolButton()
        self.toggle.setCheckable(True)
        self.toggle.setChecked(is_open)
        self.toggle.toggled.connect(self._on_toggled)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.toggle)
        head.addWidget(title, 1)
        head.addWidget(category)
        head.addWidget(StatusChip(mark.word, mark.tone, mark.icon))
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, GAP, WIDE, GAP)
        column.setSpacing(GAP)
        column.addLayout(head)
        self._body = QWidget(self)  # shown without a parent it would be a window of its own for a moment
        self._body.setVisible(is_open)
        column.addWidget(self._body)
        self._fill()
        self._say_toggle(is_open)
        self.setAccessibleName(f"{self.code} {finding['title']}: {mark.word}")

    def _fill(self) -> None:
        finding = self._finding
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP)
        column.addWidget(PlainLabel(finding["summary"], role="hint", wraps=True))
        self.table = PageTable(
            self.tr("Criteria of {0}").format(self.code),
            (self.tr("Result"), self.tr("Criterion"), self.tr("The item has"), self.tr("From"), self.tr("Why")),
            (1, 2, 4),
        )
        self.table.show_rows([self._row(step) for step in self._steps])
        self.table.currentCellChanged.connect(self._on_current)
        column.addWidget(self.table)
        self._answers = self._answer_row()
        column.addWidget(self._answers)
        self._answers.hide()
        for note in (one for one in finding["notes"] if one["result"] != "not met"):
            words = self.tr("for a person to judge") if note["needs_person"] else result_mark(note["result"]).word
            unconfirmed = "" if note["confirmed"] else " " + self.tr("(not confirmed by a source)")
            text = f"{effect_words(note['effect'])} · {words}: {note['text']}{unconfirmed}"
            column.addWidget(PlainLabel(text, role="small", wraps=True, selectable=True))
        for doubt in finding["doubts"]:
            column.addWidget(
                PlainLabel(self.tr("Doubt: {0}").format(doubt), role="warning", wraps=True, selectable=True)
            )
        for text in finding["explanations"]:
            column.addWidget(PlainLabel(text, role="small", wraps=True, selectable=True))
        codes = [*(f"EU {code}" for code in finding["equivalents"]["eu"]), *finding["equivalents"]["us"]]
        if codes:
            column.addWidget(PlainLabel(self.tr("Elsewhere: {0}").format(", ".join(codes)), role="small", wraps=True))

    def _row(self, step: Mapping[str, Any]) -> list[str | Cell]:
        criterion = step["criterion"]
        if step["label"]:
            criterion = f"{criterion} ({step['label']})"
        if step["unconfirmed"]:
            criterion = self.tr("{0} (not confirmed by a source)").format(criterion)
        return [
            result_mark(step["result"]).cell,
            criterion,
            step["has"] or "—",
            source_words(step["source"]),
            step["why"],
        ]

    def _answer_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        self._asked = PlainLabel(role="hint", wraps=True)
        line.addWidget(self._asked, 1)
        self.yes_button = QPushButton(self.tr("It is so"))
        self.no_button = QPushButton(self.tr("It is not so"))
        self.back_button = QPushButton(self.tr("As read"))
        for button, slot in (
            (self.yes_button, self._on_yes), (self.no_button, self._on_no), (self.back_button, self._on_back)
        ):  # fmt: skip
            button.clicked.connect(slot)
            line.addWidget(button)
        return row

    def _say_toggle(self, is_open: bool) -> None:
        self.toggle.setIcon(icons.icon("up" if is_open else "down"))
        words = self.tr("Hide the criteria of {0}") if is_open else self.tr("Show the criteria of {0}")
        self.toggle.setAccessibleName(words.format(self.code))
        self.toggle.setToolTip(plain_tooltip(words.format(self.code)))

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self._say_toggle(is_open)

    @Slot(int, int, int, int)
    def _on_current(self, row: int, _column: int, _before: int, _column_before: int) -> None:
        step = self._steps[row] if 0 <= row < len(self._steps) else None
        can_judge = step is not None and step["takes"] == "yes_no" and not self._locked
        if step is not None:
            self._asked.setText(self.tr("Judge it yourself: {0}").format(step["criterion"]))
        self._answers.setVisible(can_judge)

    def _judge(self, answer: str) -> None:
        step = self._steps[self.table.currentRow()]
        wanted = answer
        is_turned = step.get("is_exclusion", False) or step["criterion"].endswith(": no")
        if answer and is_turned:
            wanted = "no" if answer == "yes" else "yes"
        self.judged.emit((step["key"], wanted))

    @Slot()
    def _on_yes(self) -> None:
        self._judge("yes")

    @Slot()
    def _on_no(self) -> None:
        self._judge("no")

    @Slot()
    def _on_back(self) -> None:
        self._judge("")
