"""The checklist: what the program decided and why, what the clerk ticks (P pass, F fail, N not applicable), waivers."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.act import Act
from desktop.documents import check_service, rules
from desktop.documents.catalogue import GROUP_NAMES
from desktop.documents.model import Mode, Result
from desktop.documents.queries import Judged
from desktop.documents.rules import Standing
from desktop.documents.ui.labels import severity_words, standing_mark
from desktop.documents.ui.record_model import Record, RecordModel
from desktop.documents.ui.words_label import WordsLabel
from desktop.errors import UserError
from desktop.permissions import Permission
from desktop.widgets.case_tab import Desk
from desktop.widgets.fields import TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.record_table import RecordTable
from desktop.widgets.spacing import GAP, LONG_FIELD, SHORT_FIELD
from desktop.widgets.status_chip import StatusChip, StatusChipDelegate

_WHY = 4  # the column of reasons
_ROOM_FOR_WHY = 720
_KEYS = {
    Qt.Key.Key_P: Result.PASS,
    Qt.Key.Key_F: Result.FAIL,
    Qt.Key.Key_N: Result.NOT_APPLICABLE,
    Qt.Key.Key_Backspace: None,
    Qt.Key.Key_Delete: None,
}


class _Table(RecordTable):
    """Hands P, F, N and Delete to the panel."""

    def __init__(self, panel: "ChecksPanel") -> None:
        super().__init__(panel.tr("Checklist"), panel, key="certificate-checks")
        self._panel = panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the reasons beside the checks where there is room; below the table they are shown always."""
        super().resizeEvent(event)
        self.setColumnHidden(_WHY, event.size().width() < _ROOM_FOR_WHY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by letter key."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in _KEYS and plain:
            self._panel.tick(_KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class ChecksPanel(QWidget):
    """The table of checks with counters, and below it the one chosen: the program's word, the remark, the answers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._judged: Judged | None = None
        self._locked = True
        self._shown_code: str | None = None
        self._pending: Result | None = None
        self.counters = {name: StatusChip() for name in ("open", "failed", "waived", "passed")}
        self.rest_button = QPushButton(self.tr("Only open and failed"))
        self.rest_button.setCheckable(True)
        self.rest_button.toggled.connect(self._on_filter)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        for chip in self.counters.values():
            top.addWidget(chip)
        top.addStretch(1)
        top.addWidget(self.rest_button)
        heads = (self.tr("No."), self.tr("Check"), self.tr("Result"), self.tr("If it fails"), self.tr("Why"))
        self.model = RecordModel(heads, self)
        self.table = _Table(self)
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(2, StatusChipDelegate(self.table))
        self.table.lay_out_columns([60, 224, 124, 112, 240], 1)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self._name = WordsLabel(role="subtitle")
        self._word = WordsLabel(selectable=True)
        self._who = WordsLabel(role="small")
        self.remark = TextField(width=LONG_FIELD)
        self.remark.returnPressed.connect(self._on_remark)
        self._form = FormRows(label_width=SHORT_FIELD)
        self._form.add(self.tr("&Remark"), self.remark, name="remark")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self._name)
        column.addWidget(self._word)
        column.addWidget(self._who)
        column.addWidget(self._form)
        column.addLayout(self._make_buttons())
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def _make_buttons(self) -> QHBoxLayout:
        self.buttons = {
            Result.PASS: QPushButton(self.tr("Pass (P)")),
            Result.FAIL: QPushButton(self.tr("Fail (F)")),
            Result.NOT_APPLICABLE: QPushButton(self.tr("Not applicable (N)")),
        }
        row = QHBoxLayout()
        row.setSpacing(GAP)
        group = QButtonGroup(self)
        for result, button in self.buttons.items():
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(partial(self._on_pressed, result))
            row.addWidget(button)
        self.back_button = QPushButton(self.tr("Take back (Del)"))
        self.back_button.clicked.connect(self._on_back)
        self.waive_button = QPushButton(self.tr("Waive…"))
        self.waive_button.clicked.connect(self._on_waive)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.waive_button)
        return row

    def show_judged(self, judged: Judged, *, locked: bool) -> None:
        """Show where the checks of a certificate stand."""
        another = self._judged is None or (self._judged.certificate.certificate_id != judged.certificate.certificate_id)
        self._judged = judged
        self._locked = locked
        counts = rules.counted(judged.standings)
        waiting = "info" if counts.open else "neutral"
        self.counters["open"].show_status(self.tr("{0} open").format(counts.open), waiting, "question")
        tone = "problem" if counts.failed else "neutral"
        self.counters["failed"].show_status(self.tr("{0} failed").format(counts.failed), tone, "problem")
        self.counters["waived"].show_status(self.tr("{0} waived").format(counts.waived), "info", "sign")
        self.counters["passed"].show_status(self.tr("{0} passed").format(counts.passed), "ok", "ok")
        self.counters["waived"].setVisible(counts.waived > 0)
        self._show_rows()
        if another or not self.table.currentIndex().isValid():
            self._go_to_first_open()
        self._show_current()

    def _show_rows(self) -> None:
        judged = self._judged
        if judged is None:
            return
        current = self.current_code()
        only_rest = self.rest_button.isChecked()
        self.model.show_records(
            [
                Record(
                    one.check.code,
                    (
                        one.check.code,
                        one.check.name,
                        standing_mark(one),
                        severity_words(one.severity),
                        self._why(one),
                    ),
                )
                for one in judged.standings
                if not only_rest or one.is_open or one.is_failed or one.check.code == current
            ]
        )
        place = None if current is None else self.model.place_of(current)
        if place is not None and place != self.table.currentIndex().row():
            self.table.selectRow(place)

    def _why(self, one: Standing) -> str:
        if one.is_open and one.suggestion is not None and one.suggestion.result is Result.PASS and not one.recorded:
            return self.tr("Suggested: {0}").format(one.reason)
        if one.reason:
            return one.reason
        return self.tr("The clerk judges.") if one.is_open else ""

    def _go_to_first_open(self) -> None:
        standings = self._by_code()
        codes = [record.key for record in self.model.records]
        wanted = next((code for code in codes if standings[code].is_open), codes[0] if codes else None)
        if wanted is not None:
            self.table.selectRow(codes.index(wanted))

    def _by_code(self) -> dict[str, Standing]:
        return {} if self._judged is None else {one.check.code: one for one in self._judged.standings}

    def current_code(self) -> str | None:
        """Return the check chosen."""
        row = self.table.currentIndex().row()
        return self.model.records[row].key if 0 <= row < len(self.model.records) else None

    def current(self) -> Standing | None:
        """Return where the chosen check stands."""
        code = self.current_code()
        return None if code is None else self._by_code().get(code)

    def _show_current(self) -> None:
        one = self.current()
        if one is None:
            return
        self._name.setText(f"{one.check.code}  {one.check.name} · {GROUP_NAMES[one.check.group]}")
        self._word.setText(self._program_words(one))
        self._word.setVisible(bool(self._word.text()))
        who = ""
        if one.waiver is not None:
            who = self.tr("Waived by {0}: {1}").format(one.waiver.waived_by, one.waiver.reason)
        elif one.recorded is not None and not one.by_program:
            who = self.tr("Ticked by {0}").format(one.recorded.checked_by)
        self._who.setText(who)
        self._who.setVisible(bool(who))
        allowed = frozenset() if self._locked else one.allowed_answers()
        for result, button in self.buttons.items():
            button.setEnabled(result in allowed)
            button.setChecked(result is one.result and bool(one.allowed_answers()))
        self._form.setVisible(bool(allowed))
        self.back_button.setEnabled(not self._locked and one.recorded is not None)
        may_waive = self._desk.actor.may(Permission.WAIVE_CHECK)
        self.waive_button.setVisible(may_waive)
        self.waive_button.setEnabled(one.may_be_waived)
        if self._shown_code != one.check.code:
            self._shown_code = one.check.code
            self._pending = None
            self.remark.show_value(one.recorded.remark if one.recorded is not None else "")
            self._form.set_problem("remark", "")

    def _program_words(self, one: Standing) -> str:
        if one.suggestion is None:
            return self.tr("Only you can judge this: look at the paper.")
        if one.check.mode is Mode.PROGRAM or one.by_program:
            return self.tr("The program decides: {0}").format(one.suggestion.sentence)
        words = {
            Result.PASS: self.tr("The program suggests a pass: {0} Confirm it after looking."),
            Result.FAIL: self.tr("The program sees a failure: {0} Say so, or pass it with a remark."),
        }
        return words.get(one.suggestion.result, self.tr("Not known yet: {0}")).format(one.suggestion.sentence)

    def tick(self, result: Result | None) -> None:
        """Tick the chosen check, or take the tick back; goes on to the next open one when it was taken."""
        one, judged = self.current(), self._judged
        if self._locked or one is None or judged is None:
            return
        if result is not None and result not in one.allowed_answers():
            self._form.set_problem("remark", "")
            return
        if result is None and one.recorded is None:
            return
        self._pending = result
        certificate = judged.certificate
        code, remark = one.check.code, self.remark.value()

        def operation(act: Act) -> None:
            check_service.record_check(act, certificate.case_id, certificate.certificate_id, code, result, remark)

        self._desk.jobs.write(
            self,
            operation,
            partial(self._on_ticked, code, result),
            failed=self._on_failed,
            title=self.tr("Saving the check"),
        )

    def _on_ticked(self, code: str, result: Result | None, _nothing: None) -> None:
        self._pending = None
        self._form.set_problem("remark", "")
        if result is None or self.current_code() != code:
            return
        standings = self._by_code()
        later = [record.key for record in self.model.records[self.table.currentIndex().row() + 1 :]]
        following = next((key for key in later if standings[key].is_open), None)
        if following is not None:
            self.table.selectRow(self.model.place_of(following) or 0)
        self.table.setFocus()

    def _on_failed(self, error: UserError) -> None:
        self._form.set_problem("remark", error.message)
        self._form.setVisible(True)
        self.remark.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_current()

    def _on_pressed(self, result: Result, _checked: bool = False) -> None:
        self.tick(result)

    @Slot()
    def _on_remark(self) -> None:
        one = self.current()
        wanted = self._pending or (one.recorded.result if one is not None and one.recorded is not None else None)
        if wanted is not None:
            self.tick(wanted)

    @Slot()
    def _on_back(self) -> None:
        self.tick(None)

    @Slot()
    def _on_waive(self) -> None:
        one = self.current()
        if one is not None:
            self._desk.notices.ask_text(
                self.tr("Waive {0}").format(one.check.code),
                self.tr("{0}\n\nWhy may the case go on although this failed?").format(one.reason),
                partial(self._waive, one.check.code),
            )

    def _waive(self, code: str, reason: str) -> None:
        judged = self._judged
        if judged is None:
            return
        certificate = judged.certificate

        def operation(act: Act) -> None:
            check_service.waive_check(act, certificate.case_id, certificate.certificate_id, code, reason)

        self._desk.jobs.write(self, operation, failed=self._desk.notices.problem, title=self.tr("Recording the waiver"))

    @Slot(bool)
    def _on_filter(self, _only_rest: bool) -> None:
        self._show_rows()
        if not self.table.currentIndex().isValid():
            self._go_to_first_open()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_current()
