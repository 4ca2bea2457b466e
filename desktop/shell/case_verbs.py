"""What the menu "Case" does: the verbs of the case service, asked for and announced in the window."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from desktop.act import Act
from desktop.cases import service
from desktop.cases.model import CaseId
from desktop.cases.queries import CaseRow, Colleague
from desktop.widgets.case_tab import Desk
from desktop.widgets.notices import Choice


class CaseVerbs(QObject):
    """``case_made`` carries the id of a new draft."""

    case_made = Signal(object)

    def __init__(self, desk: Desk, colleagues: Sequence[Colleague], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._colleagues = colleagues

    @Slot()
    def new_case(self) -> None:
        """Open an empty draft."""
        self._desk.jobs.write(
            self, service.open_draft, self.case_made.emit, title=self.tr("New case"), failed=self._desk.notices.problem
        )

    def assign_to_me(self, row: CaseRow) -> None:
        """Take a case."""
        self._assign(row, self._desk.actor.person_id, self._desk.actor.full_name)

    def assign(self, row: CaseRow) -> None:
        """Ask to whom a case goes, then give it."""
        people = {str(who.person_id): who for who in self._colleagues if who.person_id != row.officer_id}
        choices = [Choice(key, who.full_name) for key, who in people.items()]

        def chosen(key: str) -> None:
            self._assign(row, people[key].person_id, people[key].full_name)

        question = self.tr("Who shall work on {0}?").format(self._name(row))
        self._desk.notices.ask(self.tr("Assign a case"), question, choices, chosen)

    def withdraw(self, row: CaseRow) -> None:
        """Ask for the reason, then record the applicant's withdrawal (T-26)."""
        question = self.tr(
            "The applicant withdraws {0}. Enter date and words of the withdrawal; it stays in the record."
        ).format(self._name(row))
        self._desk.notices.ask_text(
            self.tr("Withdrawn by the applicant"),
            question,
            lambda reason: self._do(
                lambda act: service.withdraw(act, row.case_id, reason),
                self.tr("{0} is withdrawn.").format(self._name(row)),
            ),
        )

    def void(self, row: CaseRow) -> None:
        """Ask for the reason, then void a draft or a registration made in error."""
        question = self.tr("Why is {0} void? The number stays taken, and the reason stays in the record.").format(
            self._name(row)
        )
        self._desk.notices.ask_text(
            self.tr("Void a registration"),
            question,
            lambda reason: self._do(
                lambda act: service.void(act, row.case_id, reason), self.tr("{0} is void.").format(self._name(row))
            ),
        )

    def _assign(self, row: CaseRow, person_id: int, full_name: str) -> None:
        def operation(act: Act) -> None:
            service.assign(act, [CaseId(row.case_id)], person_id)

        self._do(operation, self.tr("{0} went to {1}.").format(self._name(row), full_name))

    def _do(self, operation: Callable[[Act], object], told: str) -> None:
        notices = self._desk.notices
        self._desk.jobs.write(self, operation, lambda _result: notices.tell(told), failed=notices.problem)

    def _name(self, row: CaseRow) -> str:
        return row.reference or self.tr("Draft {0}").format(row.case_id)
