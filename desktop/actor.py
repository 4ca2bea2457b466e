"""The person at the screen, as the services see him."""

import platform
from dataclasses import dataclass, field

from desktop.permissions import Permission, Role, allowed, require


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person: who, in which roles, at which machine (security.md R25)."""

    person_id: int
    sign_in_name: str
    full_name: str
    title: str
    roles: frozenset[Role]
    machine: str = field(default_factory=platform.node)

    def may(self, permission: Permission) -> bool:
        """Tell whether this person's roles carry ``permission``."""
        return allowed(self.roles, permission)

    def require(self, permission: Permission) -> None:
        """Raise :class:`desktop.errors.Refused` unless this person may do ``permission``."""
        require(self.roles, permission)


SYSTEM = Actor(0, "casement", "Casement", "the program itself", frozenset())
