"""Menu and shortcuts: unique, written down, enabled exactly when they can be chosen."""

import re
from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.cases.model import RUNNING, State
from desktop.paths import resource
from desktop.shell import actions
from desktop.shell.actions import MENUS, ActionId, Selection
from desktop.shell.shortcuts import TABS, Shortcut
from desktop.shell.workspace_tabs import TABS as TAB_ENTRIES

SPECS = [spec for _, specs in MENUS for spec in specs if spec is not None]


def test_two_actions_never_share_a_shortcut():
    keys = Counter(QKeySequence(shortcut.value).toString() for shortcut in Shortcut)
    assert [key for key, count in keys.items() if count > 1] == []
    used = Counter(spec.shortcut for spec in SPECS if spec.shortcut is not None)
    assert [key for key, count in used.items() if count > 1] == []


def test_each_shortcut_is_used_once_by_a_menu_or_a_tab():
    assert {spec.shortcut for spec in SPECS if spec.shortcut} | set(TABS) == set(Shortcut)
    assert len(TABS) == len(TAB_ENTRIES)


def test_each_action_stands_in_exactly_one_menu():
    assert Counter(spec.action for spec in SPECS) == Counter(ActionId)


def test_mnemonics_are_unique_within_a_menu():
    for title, specs in MENUS:
        letters = Counter(re.search("&(.)", spec.words).group(1).lower() for spec in specs if spec is not None)
        assert [letter for letter, count in letters.items() if count > 1] == [], title


def test_each_shortcut_is_in_the_handbook():
    page = resource("handbook", "keyboard.md").read_text(encoding="utf-8")
    for spec in SPECS:
        if spec.shortcut is not None:
            assert re.search(rf"\b{re.escape(spec.shortcut.value)}\b", page), spec.shortcut


@pytest.mark.parametrize("name", ["ana", "sara", "otto"])
def test_a_new_case_is_for_those_who_register(actor, name):
    assert actions.may_log_a_case(Selection(), actor(name)) == (name == "ana")


@pytest.mark.parametrize("state", list(State))
def test_withdrawing_needs_a_registered_case_that_is_not_decided(actor, state):
    assert actions.may_withdraw(Selection(1, state), actor("ana")) == (state in RUNNING)
    assert not actions.may_withdraw(Selection(1, state), actor("sara"))


@pytest.mark.parametrize("state", list(State))
def test_voiding_a_draft_is_the_clerks_and_a_registration_the_supervisors(actor, state):
    assert actions.may_void(Selection(1, state), actor("ana")) == (state is State.DRF)
    assert actions.may_void(Selection(1, state), actor("sara")) == (state is State.RCV)


def test_a_case_can_be_taken_once(actor):
    ana = actor("ana")
    assert actions.may_take_the_case(Selection(1, State.RCV, None), ana)
    assert not actions.may_take_the_case(Selection(1, State.RCV, ana.person_id), ana)
    assert not actions.may_take_the_case(Selection(1, State.CLO, None), ana)
    assert not actions.may_take_the_case(Selection(), ana)
    assert not actions.may_assign(Selection(1, State.RCV, None), actor("otto"))


def test_what_needs_a_case_is_off_without_one(window_of):
    window = window_of()
    off = {action for action, item in window.menus.actions.items() if not item.isEnabled()}
    assert off == {
        ActionId.ASSIGN_TO_ME,
        ActionId.ASSIGN,
        ActionId.WITHDRAW,
        ActionId.VOID,
        ActionId.COPY_ROWS,
        ActionId.WHOLE_CASE,
    }


def test_no_shortcut_of_the_window_is_taken_twice(window_of):
    window = window_of()
    keys = [item.shortcut().toString() for item in window.menus.actions.values() if not item.shortcut().isEmpty()]
    keys += [shortcut.key().toString() for shortcut in window.findChildren(QShortcut) if shortcut.parent() is window]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
