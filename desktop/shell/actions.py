"""The whole menu on one page: what can be done, under which words, and when; no Qt here.

``main_window`` makes a menu item of each line and connects it to its own slot of the same name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.actor import Actor
from desktop.cases.model import RUNNING, State
from desktop.permissions import Permission
from desktop.shell.shortcuts import Shortcut


class ActionId(StrEnum):
    """Everything the menus offer."""

    NEW_CASE = "new_case"
    LOCK = "lock"
    SWITCH_PERSON = "switch_person"
    QUIT = "quit"
    ASSIGN_TO_ME = "assign_to_me"
    ASSIGN = "assign"
    WITHDRAW = "withdraw"
    VOID = "void"
    COPY_ROWS = "copy_rows"
    SEARCH = "search"
    NEXT_PANE = "next_pane"
    PREVIOUS_PANE = "previous_pane"
    BACK_TO_LIST = "back_to_list"
    WHOLE_CASE = "whole_case"
    REFRESH = "refresh"
    APPEARANCE = "appearance"
    PREFERENCES = "preferences"
    HANDBOOK = "handbook"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Selection:
    """What the window points at: the case that is open or marked in the list, and its state."""

    case_id: int | None = None
    state: State | None = None
    officer_id: int | None = None
    is_open: bool = False  # in the workspace


EnabledWhen = Callable[[Selection, Actor], bool]


def always(_selection: Selection, _actor: Actor) -> bool:
    """Ask for nothing."""
    return True


def may_log_a_case(_selection: Selection, actor: Actor) -> bool:
    """Ask for somebody who registers cases."""
    return actor.may(Permission.REGISTER_CASE)


def may_take_the_case(selection: Selection, actor: Actor) -> bool:
    """Ask for a case under way that is not this person's yet."""
    return may_assign(selection, actor) and selection.officer_id != actor.person_id


def may_assign(selection: Selection, actor: Actor) -> bool:
    """Ask for a case that is a draft or under way."""
    return _is_under_way(selection) and actor.may(Permission.ASSIGN_CASE)


def may_withdraw(selection: Selection, actor: Actor) -> bool:
    """Ask for a registered case that is not decided yet (T-26)."""
    return selection.state in RUNNING and actor.may(Permission.EDIT_CASE)


def may_void(selection: Selection, actor: Actor) -> bool:
    """Ask for a draft where a clerk sits, for a fresh registration where a supervisor does (domain.md §6)."""
    if selection.state is State.DRF:
        return actor.may(Permission.REGISTER_CASE)
    return selection.state is State.RCV and actor.may(Permission.VOID_CASE)


def has_case(selection: Selection, _actor: Actor) -> bool:
    """Ask for a case marked in the list."""
    return selection.case_id is not None


def is_open(selection: Selection, _actor: Actor) -> bool:
    """Ask for a case open in the workspace."""
    return selection.is_open


def _is_under_way(selection: Selection) -> bool:
    return selection.state is State.DRF or selection.state in RUNNING


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One line of a menu: its words, icon and shortcut, and when it can be chosen."""

    action: ActionId
    words: str
    icon: str = ""
    shortcut: Shortcut | None = None
    enabled_when: EnabledWhen = always
    is_checkable: bool = False


SEPARATOR = None

MENUS: tuple[tuple[str, tuple[ActionSpec | None, ...]], ...] = (
    (
        "&File",
        (
            ActionSpec(ActionId.NEW_CASE, "&New case", "add", Shortcut.NEW_CASE, may_log_a_case),
            SEPARATOR,
            ActionSpec(ActionId.PREFERENCES, "&Preferences…", "settings"),
            ActionSpec(ActionId.LOCK, "&Lock the window", "lock", Shortcut.LOCK),
            ActionSpec(ActionId.SWITCH_PERSON, "&Sign out", "sign-out"),
            ActionSpec(ActionId.QUIT, "&Quit", "", Shortcut.QUIT),
        ),
    ),
    (
        "&Case",
        (
            ActionSpec(ActionId.ASSIGN_TO_ME, "Assign to &me", "person", None, may_take_the_case),
            ActionSpec(ActionId.ASSIGN, "&Assign to…", "parties", None, may_assign),
            SEPARATOR,
            ActionSpec(ActionId.WITHDRAW, "&Withdrawn by the applicant…", "return", None, may_withdraw),
            ActionSpec(ActionId.VOID, "&Void…", "delete", None, may_void),
            SEPARATOR,
            ActionSpec(ActionId.COPY_ROWS, "&Copy rows", "copy", None, has_case),
        ),
    ),
    (
        "&View",
        (
            ActionSpec(ActionId.SEARCH, "&Search cases", "search", Shortcut.SEARCH),
            ActionSpec(ActionId.BACK_TO_LIST, "&Back to the list", "back", Shortcut.BACK_TO_LIST),
            ActionSpec(
                ActionId.WHOLE_CASE,
                "&Case over the whole height",
                "whole",
                Shortcut.WHOLE_CASE,
                is_open,
                is_checkable=True,
            ),
            SEPARATOR,
            ActionSpec(ActionId.NEXT_PANE, "&Next pane", "", Shortcut.NEXT_PANE),
            ActionSpec(ActionId.PREVIOUS_PANE, "&Previous pane", "", Shortcut.PREVIOUS_PANE),
            ActionSpec(ActionId.REFRESH, "&Refresh", "refresh", Shortcut.REFRESH),
            SEPARATOR,
            ActionSpec(ActionId.APPEARANCE, "&Dark window", "moon", is_checkable=True),
        ),
    ),
    (
        "&Help",
        (
            ActionSpec(ActionId.HANDBOOK, "&Handbook", "help", Shortcut.HANDBOOK),
            ActionSpec(ActionId.ABOUT, "&About Casement", "casement"),
        ),
    ),
)
