"""Who may do what (domain.md §3): one table of roles and acts, asked by services and by screens alike."""

from collections.abc import Iterable
from enum import StrEnum

from desktop.errors import Refused


class Role(StrEnum):
    """The office's roles (domain.md §3)."""

    CLERK = "clerk"
    ASSESSOR = "assessor"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    REGISTRY = "registry"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.CLERK: "Clerk",
    Role.ASSESSOR: "Technical assessor",
    Role.SUPERVISOR: "Supervisor",
    Role.HEAD: "Head of office",
    Role.REGISTRY: "Registry officer",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
}


class Permission(StrEnum):
    """Acts that not everybody may do."""

    SEE_CASES = "see cases"
    REGISTER_CASE = "log and register a case"
    EDIT_CASE = "change a case"
    ASSIGN_CASE = "assign a case"
    VOID_CASE = "void a registration"
    ATTACH_DOCUMENT = "attach documents"
    CHECK_CERTIFICATE = "check certificates"
    WAIVE_CHECK = "waive a failed check of a certificate"
    CLASSIFY = "run the classifier"
    CONFIRM_CLASSIFICATION = "confirm a classification"
    ASSESS = "record the assessment"
    RECOMMEND = "sign a recommendation"
    COUNTERSIGN = "countersign"
    COUNTERSIGN_SECOND = "countersign as second person"
    ISSUE_LETTER = "sign and issue a letter"
    STRIKE_CONDITION = "strike a required condition"
    MANAGE_PEOPLE = "manage people"
    MANAGE_OFFICE = "manage the office profile and reference tables"
    READ_JOURNAL = "read the whole journal"
    BACK_UP = "make a backup"
    RESTORE = "restore a backup"


_ALL_STAFF = {
    Role.CLERK,
    Role.ASSESSOR,
    Role.SUPERVISOR,
    Role.HEAD,
    Role.REGISTRY,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
}

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.SEE_CASES: frozenset(_ALL_STAFF),
    Permission.REGISTER_CASE: frozenset({Role.CLERK, Role.REGISTRY}),
    Permission.EDIT_CASE: frozenset({Role.CLERK}),
    Permission.ASSIGN_CASE: frozenset({Role.CLERK, Role.SUPERVISOR, Role.REGISTRY}),
    Permission.VOID_CASE: frozenset({Role.SUPERVISOR}),
    Permission.ATTACH_DOCUMENT: frozenset({Role.CLERK, Role.REGISTRY, Role.ASSESSOR}),
    Permission.CHECK_CERTIFICATE: frozenset({Role.CLERK}),
    Permission.WAIVE_CHECK: frozenset({Role.SUPERVISOR, Role.HEAD}),
    Permission.CLASSIFY: frozenset({Role.CLERK, Role.ASSESSOR}),
    Permission.CONFIRM_CLASSIFICATION: frozenset({Role.CLERK, Role.ASSESSOR}),
    Permission.ASSESS: frozenset({Role.CLERK, Role.ASSESSOR}),
    Permission.RECOMMEND: frozenset({Role.CLERK}),
    Permission.COUNTERSIGN: frozenset({Role.SUPERVISOR, Role.HEAD}),
    Permission.COUNTERSIGN_SECOND: frozenset({Role.HEAD}),
    Permission.ISSUE_LETTER: frozenset({Role.SUPERVISOR, Role.HEAD}),
    Permission.STRIKE_CONDITION: frozenset({Role.SUPERVISOR, Role.HEAD}),
    Permission.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_OFFICE: frozenset({Role.ADMINISTRATOR}),
    Permission.READ_JOURNAL: frozenset({Role.AUDITOR, Role.SUPERVISOR, Role.HEAD}),
    Permission.BACK_UP: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.HEAD}),
    Permission.RESTORE: frozenset({Role.SUPERVISOR, Role.HEAD}),
}


def allowed(roles: Iterable[Role], permission: Permission) -> bool:
    """Tell whether somebody who holds ``roles`` may do ``permission``."""
    return not GRANTS[permission].isdisjoint(roles)


def require(roles: Iterable[Role], permission: Permission) -> None:
    """Raise :class:`Refused` unless one of ``roles`` carries ``permission`` (domain.md §3)."""
    if not allowed(roles, permission):
        holders = " or ".join(sorted(ROLE_NAMES[role].lower() for role in GRANTS[permission]))
        raise Refused(f"Your role may not {permission.value}. Ask a {holders}.", rule="domain §3")
