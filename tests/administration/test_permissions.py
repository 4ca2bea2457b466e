"""Who may do what: every cell of the table of roles and acts (domain.md §3; security.md R20)."""

import pytest

from desktop.actor import Actor
from desktop.errors import Refused
from desktop.permissions import GRANTS, ROLE_NAMES, Permission, Role, allowed, require

ORDER = (Role.CLERK, Role.ASSESSOR, Role.SUPERVISOR, Role.HEAD, Role.REGISTRY, Role.ADMINISTRATOR, Role.AUDITOR)
# written out by hand from domain.md §3, so that the table in the program is held against something
TABLE = """
                                     clerk assessor supervisor head registry administrator auditor
SEE_CASES                              x       x         x       x      x          x          x
REGISTER_CASE                          x       .         .       .      x          .          .
EDIT_CASE                              x       .         .       .      .          .          .
ASSIGN_CASE                            x       .         x       .      x          .          .
VOID_CASE                              .       .         x       .      .          .          .
ATTACH_DOCUMENT                        x       x         .       .      x          .          .
CHECK_CERTIFICATE                      x       .         .       .      .          .          .
WAIVE_CHECK                            .       .         x       x      .          .          .
CLASSIFY                               x       x         .       .      .          .          .
CONFIRM_CLASSIFICATION                 x       x         .       .      .          .          .
ASSESS                                 x       x         .       .      .          .          .
RECOMMEND                              x       .         .       .      .          .          .
COUNTERSIGN                            .       .         x       x      .          .          .
COUNTERSIGN_SECOND                     .       .         .       x      .          .          .
ISSUE_LETTER                           .       .         x       x      .          .          .
STRIKE_CONDITION                       .       .         x       x      .          .          .
MANAGE_PEOPLE                          .       .         .       .      .          x          .
MANAGE_OFFICE                          .       .         .       .      .          x          .
READ_JOURNAL                           .       .         x       x      .          .          x
BACK_UP                                .       .         x       x      .          x          .
RESTORE                                .       .         x       x      .          .          .
"""
CELLS = [
    (Permission[words[0]], role, mark == "x")
    for words in map(str.split, TABLE.strip().splitlines()[1:])
    for role, mark in zip(ORDER, words[1:], strict=True)
]
WRITING = set(Permission) - {Permission.SEE_CASES, Permission.READ_JOURNAL}


def test_R20_the_table_has_a_cell_for_each_role_and_each_act():
    assert {(permission, role) for permission, role, _ in CELLS} == {(p, r) for p in Permission for r in Role}
    assert len(CELLS) == len(Permission) * len(Role) >= 100


@pytest.mark.parametrize(("permission", "role", "may"), CELLS, ids=lambda value: str(value))
def test_R20_each_cell_is_as_domain_3_says(permission, role, may):
    assert allowed({role}, permission) is may
    actor = Actor(1, "x", "X", "", frozenset({role}))
    assert actor.may(permission) is may
    if may:
        actor.require(permission)
    else:
        with pytest.raises(Refused, match="Your role may not") as refused:
            require({role}, permission)
        assert refused.value.rule == "domain §3"


def test_R20_an_auditor_changes_nothing_and_an_administrator_decides_nothing():
    assert not any(allowed({Role.AUDITOR}, permission) for permission in WRITING)
    deciding = {Permission.RECOMMEND, Permission.COUNTERSIGN, Permission.COUNTERSIGN_SECOND, Permission.ISSUE_LETTER}
    assert not any(allowed({Role.ADMINISTRATOR}, permission) for permission in deciding)


def test_somebody_without_a_role_may_do_nothing():
    assert not any(allowed(frozenset(), permission) for permission in Permission)


def test_two_roles_may_what_either_may():
    both = {Role.CLERK, Role.SUPERVISOR}
    assert {p for p in Permission if allowed(both, p)} == {
        p for p in Permission if allowed({Role.CLERK}, p) or allowed({Role.SUPERVISOR}, p)
    }


def test_a_refusal_names_who_can_help():
    with pytest.raises(Refused, match="Ask a head of office or supervisor"):
        require({Role.CLERK}, Permission.COUNTERSIGN)


def test_every_act_has_somebody_and_every_role_a_name():
    assert all(GRANTS[permission] for permission in Permission)
    assert ROLE_NAMES.keys() == set(Role)
