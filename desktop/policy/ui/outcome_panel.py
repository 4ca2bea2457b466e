"""The outcome of the policy for one line: what it is, what it needs, and the way the procedure came to it (§9.7)."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.policy import data
from desktop.policy.model import Answer, Outcome, Tri
from desktop.policy.result import PolicyResult
from desktop.policy.ui import labels
from desktop.widgets.banner import Banner
from desktop.widgets.page_table import Cell, PageTable
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, WIDE

_HIDDEN_INPUTS = frozenset({"sources", "assurances_held", "considered", "temporary", "destination"})


class OutcomePanel(QWidget):
    """Assurances required against held, the trace, the inputs; ``head`` is the banner with the outcome and who signs.

    The head stands above the questions, the rest below them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner("info")
        self._signatures = PlainLabel(wraps=True)
        self._assurance_title = PlainLabel(self.tr("Assurances for a grant"), role="subtitle")
        self.assurances = PageTable(
            self.tr("Assurances for a grant"), [self.tr("Code"), self.tr("Assurance"), self.tr("State")], [1]
        )
        self._trace_title = PlainLabel(self.tr("How the outcome was found"), role="subtitle")
        self.trace = PageTable(
            self.tr("Rules tried"),
            [self.tr("Rule"), self.tr("Asks"), self.tr("Result"), self.tr("Why")],
            [1, 3],
        )
        self._inputs_title = PlainLabel(self.tr("What it rests on"), role="subtitle")
        self.inputs = PageTable(
            self.tr("Inputs of the procedure"), [self.tr("Input"), self.tr("Value"), self.tr("Where from")], [2]
        )
        self.head = QWidget()
        head = QVBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(GAP)
        head.addWidget(self.banner)
        head.addWidget(self._signatures)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for title, table in (
            (self._assurance_title, self.assurances),
            (self._trace_title, self.trace),
            (self._inputs_title, self.inputs),
        ):
            column.addWidget(title)
            column.addWidget(table)
            column.addSpacing(WIDE)

    def show_result(self, result: PolicyResult | None, *, fits: bool, held: frozenset[str]) -> None:
        """Show an outcome; one that no longer fits its findings is named as out of date and not shown."""
        shown = result if fits else None
        for part in (self._signatures, self._trace_title, self.trace, self._inputs_title, self.inputs):
            part.setVisible(shown is not None)
        has_assurances = shown is not None and bool(shown.assurances)
        self._assurance_title.setVisible(has_assurances)
        self.assurances.setVisible(has_assurances)
        if shown is None:
            words = (
                self.tr("The policy has not been run yet. Answer the questions, then run it.")
                if result is None
                else self.tr("Something changed since the policy was run. Run it again.")
            )
            self.banner.show_message("neutral" if result is None else "warning", words)
            return
        rule = data.load().outcomes[shown.outcome]
        self.banner.show_message(
            labels.TONES[shown.outcome], self._meaning(shown, rule.meaning), word=self.tr(rule.name)
        )
        self._signatures.setText(" ".join(self._who_signs(shown)))
        self.assurances.show_rows([self._assurance_row(shown, held, at) for at in range(len(shown.assurances))])
        self.trace.show_rows(
            [
                [
                    tried.rule,
                    self.tr(tried.asks),
                    Cell(self.tr(tried.result), labels.RESULT_TONES[tried.result], labels.RESULT_ICONS[tried.result]),
                    labels.sentence(self.tr(tried.why)),
                ]
                for tried in shown.trace
            ]
        )
        self.inputs.show_rows(list(self._input_rows(shown)))

    def _meaning(self, result: PolicyResult, meaning: str) -> str:
        if not result.missing:
            return self.tr(meaning)
        named = "; ".join(labels.missing_name(name) for name in result.missing)
        names = [self.tr(data.load().outcomes[one].name) for one in result.possible if one is not Outcome.RESOLVE_FIRST]
        still = self.tr(" Possible until then: {0}.").format("; ".join(names)) if names else ""
        return self.tr("Still to be established: {0}.").format(named) + still

    def _who_signs(self, result: PolicyResult) -> Iterable[str]:
        words = {
            1: self.tr("one countersignature, the supervisor's"),
            2: self.tr("two countersignatures, the supervisor's and then the Head's"),
        }
        names = {
            Answer.GRANT: self.tr("A grant"),
            Answer.REFUSE: self.tr("A refusal"),
            Answer.NLR: self.tr("A letter that no licence is required"),
        }
        for answer, name in names.items():
            choice = result.choice(answer)
            if choice.is_open:
                yield self.tr("{0} needs {1}.").format(name, words[choice.signatures])
        grant = result.choice(Answer.GRANT)
        if not grant.is_open and not result.missing:
            yield self.tr(grant.closed_because)

    def _assurance_row(self, result: PolicyResult, held: frozenset[str], at: int) -> list[str | Cell]:
        assurance = result.assurances[at]
        policy = data.load()
        if assurance.mode == "considered":
            ticked = assurance.code in result.inputs.considered
            state = Cell(self.tr("Considered"), "ok") if ticked else Cell(self.tr("To be considered"), "warning")
        elif assurance.mode == "where-issued" and result.inputs.state_issues_certificates is Tri.NO:
            state = Cell(self.tr("State issues none"), "neutral", "dash")
        elif assurance.code in held:
            state = Cell(self.tr("Held"), "ok")
        elif assurance.code in policy.given_by_conditions:
            conditions = self.tr(" or ").join(policy.given_by_conditions[assurance.code])
            state = Cell(self.tr("By condition {0}").format(conditions), "info")
        else:
            state = Cell(self.tr("Not held"), "problem")
        return [assurance.code, labels.sentence(self.tr(policy.assurance_names[assurance.code])), state]

    def _input_rows(self, result: PolicyResult) -> Iterable[list[str | Cell]]:
        for name, value in result.inputs.to_plain().items():
            if name in _HIDDEN_INPUTS or value in (None, ""):
                continue
            source = labels.sentence(result.inputs.sources.get(name, ""))
            yield [labels.input_name(name), labels.input_value(str(value)), source]
