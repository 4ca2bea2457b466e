"""Status is icon, word and colour together; a banner carries at most one thing to do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from desktop.widgets.banner import Banner
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.status_chip import StatusChip, chip_width


@pytest.mark.parametrize("tone", ["info", "ok", "warning", "problem", "neutral"])
def test_a_banner_says_its_tone_in_a_word(qtbot, tone):
    banner = Banner(tone, "The certificate expired.")
    qtbot.addWidget(banner)
    word, sentence = banner.accessibleName().split(": ")
    assert word
    assert sentence == "The certificate expired."


def test_a_banner_tells_that_its_button_was_pressed(qtbot):
    banner = Banner("warning", "Expired.", action="Open documents")
    qtbot.addWidget(banner)
    banner.show()
    with qtbot.waitSignal(banner.acted):
        qtbot.mouseClick(banner.findChild(QPushButton), Qt.MouseButton.LeftButton)
    banner.show_message("ok", "Settled.", word="Fine")
    assert not banner.findChild(QPushButton).isVisible()
    assert banner.accessibleName() == "Fine: Settled."


def test_a_banner_can_be_put_away(qtbot):
    banner = Banner("ok", "Saved.", can_close=True)
    qtbot.addWidget(banner)
    banner.show()
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_an_empty_screen_says_what_comes_next(qtbot):
    empty = EmptyState("documents", "Nothing attached yet", "Drop the certificate here.", action="Attach a file")
    qtbot.addWidget(empty)
    empty.show()
    assert (empty.accessibleName(), empty.accessibleDescription()) == (
        "Nothing attached yet",
        "Drop the certificate here.",
    )
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    empty.say("All done")
    assert not empty.findChild(QPushButton).isVisible()


def test_a_chip_is_as_wide_as_its_word_and_names_itself(qtbot):
    chip = StatusChip("Countersignature", "warning", "sign")
    qtbot.addWidget(chip)
    assert chip.sizeHint().width() == chip_width("Countersignature")
    assert chip.minimumSizeHint().width() < chip.sizeHint().width()
    assert chip.accessibleName() == "Countersignature"
    chip.show_status("Draft")
    assert chip.sizeHint().width() == chip_width("Draft") < chip_width("Countersignature")


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_chip_stands_at_the_beginning_of_the_line(qtbot, direction):
    chip = StatusChip("Draft", "ok")
    qtbot.addWidget(chip)
    chip.setLayoutDirection(direction)
    chip.resize(300, 24)
    image = chip.grab().toImage()
    begins = image.pixelColor(4, 12) != image.pixelColor(295, 12)
    left = image.pixelColor(4, 12) != image.pixelColor(150, 12)
    assert begins
    assert left == (direction == Qt.LayoutDirection.LeftToRight)
