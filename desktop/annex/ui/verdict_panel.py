"""The verdict on one line: what the classifier says, and what a person confirms or decides otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.actor import Actor
from desktop.annex import rules, ruleset
from desktop.annex.explain import short
from desktop.annex.model import Verdict
from desktop.annex.queries import ClassifiedLine
from desktop.annex.store import Run
from desktop.annex.ui.entry_finder import EntryFinder
from desktop.annex.ui.labels import verdict_mark
from desktop.errors import UserError
from desktop.permissions import Permission, Role
from desktop.typed_values import spelled
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import Desk
from desktop.widgets.fields import ChoiceBox, TextArea, TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, LONG_FIELD, WIDE


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides; ``verdict`` None takes the classifier's own."""

    classification_id: int
    verdict: Verdict | None = None
    codes: Sequence[str] | None = None
    reason: str = ""


class VerdictPanel(QFrame):
    """Banner, confirmation and override of one line; ``decided`` carries a :class:`Decision`."""

    decided = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actor: Actor = desk.actor
        self._shown: ClassifiedLine | None = None
        self._may_take = False
        self.banner = Banner("neutral")
        self._basis = PlainLabel(role="small", wraps=True, selectable=True)
        self.standing = Banner("ok")
        self._who = PlainLabel(role="hint", wraps=True)
        self.confirm_button = QPushButton(self.tr("&Confirm"))
        self.confirm_button.setProperty("primary", True)
        self.confirm_button.clicked.connect(self._on_confirm)
        self.other_button = QPushButton(self.tr("&Decide otherwise…"))
        self.other_button.setCheckable(True)
        self.other_button.toggled.connect(self._on_other)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.confirm_button)
        buttons.addWidget(self.other_button)
        buttons.addWidget(self._who, 1)
        self.override = self._override_form(desk)
        self.override.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.banner)
        column.addWidget(self._basis)
        column.addWidget(self.standing)
        column.addLayout(buttons)
        column.addWidget(self.override)

    def _override_form(self, desk: Desk) -> QWidget:
        box = QFrame()
        box.setProperty("ground", "card")
        self.verdict = ChoiceBox(
            {one.value: verdict_mark(one).word for one in (Verdict.CONTROLLED, Verdict.NOT_CONTROLLED)}
        )
        self.codes = TextField(width=LONG_FIELD)
        self.codes.setMaxLength(200)
        self.finder = EntryFinder(desk)
        self.finder.chosen.connect(self._on_found)
        self.reason = TextArea(lines=3, width=LONG_FIELD)
        self.form = FormRows()
        self.form.add(self.tr("&Verdict"), self.verdict, name="verdict")
        self.form.add(
            self.tr("Annex &entries"), self.codes, name="codes", help=self.tr("Codes parted by commas, such as 9.A.4")
        )
        self.form.add(self.tr("&Find"), self.finder, name="finder")
        self.form.add(self.tr("&Reason"), self.reason, name="reason", help=self.tr("It stays in the record."))
        self.record_button = QPushButton(self.tr("Record the decision"))
        self.record_button.clicked.connect(self._on_record)
        row = QHBoxLayout()
        row.addWidget(self.record_button)
        row.addStretch(1)
        self.form.buttons(row)
        column = QVBoxLayout(box)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.addWidget(self.form)
        return box

    # ---- what is shown -----------------------------------------------------------------------------------------

    def show_line(self, one: ClassifiedLine, *, locked: bool) -> None:
        """Show verdict and decision of a line; ``locked`` when nothing may be decided any more."""
        before = self._shown
        self._shown = one
        run = one.run
        self.setVisible(run is not None)
        if run is None:
            return
        mark = verdict_mark(run.verdict)
        tone = mark.tone
        said = short(run.trace).partition(": ")[2]
        reason = str(run.trace["reason"])
        self.banner.show_message(
            tone, f"{said}. {reason}".strip(" .") + ("." if said or reason else ""), word=mark.word
        )
        self._basis.setText(self._basis_words(one, run))
        self._show_standing(one)
        may_confirm = self._actor.may(Permission.CONFIRM_CLASSIFICATION) and not locked and not one.is_settled
        why = self._why_assessor(one)
        may_take = may_confirm and run.verdict is not Verdict.NEEDS_INFORMATION and not why
        self._may_take = may_take
        self.confirm_button.setVisible(may_take and not self.other_button.isChecked())
        self.other_button.setVisible(may_confirm and Role.ASSESSOR in self._actor.roles)
        self._who.setText(self._next_words(run, why) if may_confirm else "")
        if before is None or before.run is None or before.run.classification_id != run.classification_id:
            self.other_button.setChecked(False)
            self._fill_override(run)

    def _basis_words(self, one: ClassifiedLine, run: Run) -> str:
        trace = run.trace
        parts = [self.tr("Annex edition of {0}").format(run.edition)]
        kinds = ", ".join(trace["kinds"])
        if kinds:
            words = self.tr("recognised as a part of: {0}") if trace["is_part"] else self.tr("recognised as: {0}")
            parts.append(words.format(kinds))
        if trace["made_for"]:
            parts.append(self.tr("made for: {0}").format(", ".join(trace["made_for"])))
        if one.line.national_code:
            parts.append(self.tr("the applicant states {0}").format(one.line.national_code))
        parts.append(self.tr("run by {0} on {1}").format(run.classified_by_name, spelled(run.classified_at.date())))
        return " · ".join(parts)

    def _show_standing(self, one: ClassifiedLine) -> None:
        done = one.confirmed
        self.standing.setVisible(done is not None)
        if done is None:
            return
        what = ", ".join(done.codes) or verdict_mark(done.verdict).word
        category = self.tr(", Category {0}").format(done.category) if done.category else ""
        said = self.tr("{0}{1}, by {2} on {3}.").format(
            what, category, done.confirmed_by_name, spelled(done.confirmed_at.date())
        )
        if done.override_reason:
            said += " " + self.tr("Other than the classifier: {0}").format(done.override_reason)
        tone, word = (
            ("ok", self.tr("Confirmed")) if one.is_settled else ("warning", self.tr("Confirmed before this run"))
        )
        self.standing.show_message(tone, said, word=word)

    def _why_assessor(self, one: ClassifiedLine) -> str:
        run = one.run
        if run is None or Role.ASSESSOR in self._actor.roles:
            return ""
        proposal = rules.Proposal(run.verdict, run.codes, run.category, str(run.trace["what"]))
        return rules.why_assessor(proposal, rules.Decided(run.verdict, run.codes, run.category))

    def _next_words(self, run: Run, why: str) -> str:
        if why:
            return self.tr("A technical assessor confirms this, because {0}.").format(why)
        if run.verdict is Verdict.NEEDS_INFORMATION and not run.trace["questions"]:
            if Role.ASSESSOR in self._actor.roles:
                return self.tr("Nothing can be asked that settles it here: decide yourself, with a reason.")
            return self.tr("A technical assessor decides this one.")
        if run.verdict is Verdict.NEEDS_INFORMATION:
            if Role.ASSESSOR in self._actor.roles:
                return self.tr("Answer what is asked below, or decide yourself with a reason.")
            return self.tr("Answer what is asked below, or leave it to a technical assessor.")
        return ""

    def _fill_override(self, run: Run) -> None:
        self.form.clear_problems()
        self.verdict.show_value(Verdict.NOT_CONTROLLED if run.verdict is Verdict.NOT_CONTROLLED else Verdict.CONTROLLED)
        self.codes.show_value(", ".join(run.codes))
        self.reason.show_value("")
        self.finder.clear()
        self.finder.search_in(run.edition)

    def show_error(self, error: UserError) -> bool:
        """Show an error of the override form beside its field; tell whether it had a place."""
        return self.override.isVisible() and self.form.show_error(error)

    # ---- what is decided ---------------------------------------------------------------------------------------

    @Slot()
    def _on_confirm(self) -> None:
        if self._shown is not None and self._shown.run is not None:
            self.decided.emit(Decision(self._shown.run.classification_id))

    @Slot(bool)
    def _on_other(self, is_open: bool) -> None:
        self.override.setVisible(is_open)
        self.confirm_button.setVisible(self._may_take and not is_open)
        if is_open:
            self.verdict.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_found(self, code: str) -> None:
        given = [one.strip() for one in self.codes.value().split(",") if one.strip()]
        known = ruleset.load(self._shown.run.edition) if self._shown is not None and self._shown.run else None
        kept = [one for one in given if known is None or known.knows(one)]
        self.codes.show_value(", ".join(dict.fromkeys([*kept, code])))
        self.verdict.show_value(Verdict.CONTROLLED)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_record(self) -> None:
        if self._shown is None or self._shown.run is None:
            return
        self.form.clear_problems()
        verdict = Verdict(self.verdict.value())
        codes = [one.strip() for one in self.codes.value().split(",") if one.strip()]
        if verdict is Verdict.NOT_CONTROLLED:
            codes = []
        self.decided.emit(Decision(self._shown.run.classification_id, verdict, codes, self.reason.value().strip()))
