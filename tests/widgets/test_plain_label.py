"""Labels: whole text kept while only a part is in sight, roles restyled, selectable where asked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.widgets.plain_label import PlainLabel, plain_tooltip

LONG = "Luntorbaba Vonnebaq Instrumentation and Guidance Company of the Northern Provinces"


def test_an_eliding_label_keeps_the_whole_text_and_shows_what_fits(qtbot):
    label = PlainLabel(LONG, elides=True)
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.show()
    assert label.text() == LONG
    assert QLabel.text(label).endswith("…")
    assert label.toolTip() == plain_tooltip(LONG)
    assert label.minimumSizeHint().width() < 80 < label.sizeHint().width()
    label.resize(2000, 24)
    assert QLabel.text(label) == LONG


def test_a_label_that_wraps_grows_downwards(qtbot):
    label = PlainLabel(LONG, wraps=True)
    qtbot.addWidget(label)
    assert label.heightForWidth(120) > 2 * label.heightForWidth(2000)


def test_a_role_can_change(qtbot):
    label = PlainLabel("x", role="hint")
    qtbot.addWidget(label)
    label.set_role("problem")
    assert label.property("role") == "problem"


def test_a_selectable_label_can_be_marked_by_keyboard(qtbot):
    label = PlainLabel("x", selectable=True)
    qtbot.addWidget(label)
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_no_text_has_no_tip():
    assert plain_tooltip("") == ""
