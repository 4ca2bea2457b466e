"""What the tabs of a case read together: the case, the office profile, and whether this person may change it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.actor import Actor
from desktop.administration import store as administration
from desktop.administration.model import OfficeProfile
from desktop.cases import rules, store
from desktop.cases.model import Case, State
from desktop.permissions import Permission


@dataclass(frozen=True, slots=True)
class CaseReading:
    """One case as it stands, with the office it lies in."""

    case: Case
    profile: OfficeProfile
    may_edit: bool
    may_register: bool

    @property
    def why_locked(self) -> str:
        """Why nothing can be changed; '' where it can."""
        if self.may_edit:
            return ""
        if not rules.may_edit(self.case.state):
            return "This case is decided or ended. Its facts can be read and copied, and no longer changed."
        return "Your role may read this case and not change it."


def read_case(connection: Connection, case_id: int, actor: Actor) -> CaseReading:
    """Read one case as ``actor`` may see and change it; raises :class:`UserError` when there is none."""
    case = store.case_by_id(connection, case_id)
    permission = Permission.REGISTER_CASE if case.state is State.DRF else Permission.EDIT_CASE
    return CaseReading(
        case,
        administration.profile(connection),
        may_edit=rules.may_edit(case.state) and actor.may(permission),
        may_register=case.state is State.DRF and actor.may(Permission.REGISTER_CASE),
    )
