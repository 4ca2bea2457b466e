"""The track of states: told in words, drawn at any width, mirrored where one reads from the right."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from desktop.cases.model import STATE_ORDER, State
from desktop.cases.ui.state_track import StateTrack


@pytest.fixture
def track(qtbot):
    made = StateTrack()
    qtbot.addWidget(made)
    made.resize(900, made.sizeHint().height())
    return made


@pytest.mark.parametrize("state", State)
def test_it_says_in_words_where_the_case_stands(track, state):
    track.show_state(state)
    expected = f"Step {STATE_ORDER.index(state) + 1} of 8" if state in STATE_ORDER else "Ended"
    assert track.accessibleName().startswith(expected)
    assert not track.grab().isNull()


def test_different_states_are_different_pictures(track):
    pictures = []
    for state in STATE_ORDER:
        track.show_state(state)
        pictures.append(track.grab().toImage())
    assert all(one != other for one, other in pairwise(pictures))


def test_a_case_that_ended_does_not_look_as_if_it_had_been_decided(track):
    track.show_state(State.VOID, is_registered=False)
    never = track.grab().toImage()
    track.show_state(State.VOID, is_registered=True)
    assert never != track.grab().toImage()


def test_it_is_mirrored_where_one_reads_from_the_right(track):
    track.show_state(State.DRF)
    usual = track.grab().toImage()
    track.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert track.grab().toImage() != usual


def test_it_may_become_narrow(track):
    assert track.minimumSizeHint().width() < 300
    track.resize(track.minimumSizeHint())
    assert not track.grab().isNull()
