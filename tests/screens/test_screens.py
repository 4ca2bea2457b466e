"""Every screen in light and dark, mirrored, at 200 %, with the longest and most hostile words: nothing is cut off."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QTabBar

from desktop.cases import queries
from desktop.cases.queries import Queue
from desktop.shell.background import Background
from desktop.shell.main_window import MainWindow
from desktop.shell.set_up_window import SetUpWindow
from desktop.shell.sign_in_card import SignInCard
from desktop.shell.workspace_tabs import TABS
from desktop.startup import OpenedOffice, PersonOnCard, SignedIn
from tests.builders.cases import APPLICANT, END_USER, a_case
from tests.screens.conftest import let_go, share_of

LOOKS = {
    "light": {},
    "dark": {"dark": True},
    "mirrored": {"mirrored": True},
    "dark-mirrored": {"dark": True, "mirrored": True},
}
SIZES = {"100": (1280, 860), "200": (960, 540)}  # 200 % of a screen of 1920 x 1080 leaves half of it
LONG = "Gesellschaft für Trägheitsnavigation und Lagereferenzsysteme mit beschränkter Haftung " * 2
NAMES = (LONG.strip()[:200], "شركة الملاحة", "北方导航仪器公司", "<b>Ngata</b> & Söhne")


def cut_off(window):
    """Buttons and plain labels in sight that have less room than their words need."""
    for part in window.findChildren(QAbstractButton) + window.findChildren(QLabel):
        if not part.isVisible() or part.visibleRegion().isEmpty() or not part.text():
            continue
        if isinstance(part, QLabel) and (part.wordWrap() or part.text() != QLabel.text(part)):
            continue  # wraps or elides by itself
        words = part.text().replace("&", "").split("\n")
        needed = max(QFontMetrics(part.font()).horizontalAdvance(line) for line in words)
        if part.width() + 2 < needed and not isinstance(part.parent(), QTabBar):
            yield f"{part.text()!r} has {part.width()} of {needed} pixels"


@pytest.fixture
def window_in(qtbot, office, actor, dressed):
    """The main window of a clerk on four cases with difficult names, in one look and one size."""
    made = []

    def give(look, size):
        scheme = dressed(**LOOKS[look])
        for name in NAMES:
            a_case(office, actor("ana"), parties=(replace(APPLICANT, name=name), replace(END_USER, name=name)))
        opened = OpenedOffice(office, is_set_up=True, is_demo=False, name="Licensing Office", time_zone="UTC")
        with office.read() as connection:
            who = SignedIn(actor("ana"), queries.colleagues(connection))
        window = MainWindow(opened, who)
        made.append(window)
        window.resize(*SIZES[size])
        with qtbot.waitExposed(window):
            window.show()
        window.settle = lambda: qtbot.waitUntil(lambda: window.is_settled)
        window.settle()
        return window, scheme

    yield give
    for window in made:
        qtbot.waitUntil(lambda window=window: window.jobs.is_idle)
        window.close()
        qtbot.waitUntil(lambda window=window: not window.isVisible())
        let_go(window)


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("look", list(LOOKS))
def test_the_main_window(window_in, picture, look, size):
    window, scheme = window_in(look, size)
    window._sidebar.choose(Queue.ALL)
    window.settle()
    image = picture(window, f"list-{look}-{size}")
    assert share_of(image, scheme.surface) + share_of(image, scheme.window) > 0.5
    assert list(cut_off(window)) == []


@pytest.mark.parametrize("tab", [entry.key for entry in TABS])
@pytest.mark.parametrize("look", ["light", "dark", "mirrored"])
def test_each_tab_of_a_case(window_in, picture, look, tab):
    window, scheme = window_in(look, "100")
    window.open_case(window.case_list.marked.case_id, tab)
    window.settle()
    image = picture(window, f"{tab}-{look}-100")
    assert share_of(image, scheme.surface) > 0.2
    assert list(cut_off(window)) == []


@pytest.mark.parametrize("tab", [entry.key for entry in TABS])
def test_each_tab_at_twice_the_size(window_in, picture, tab):
    window, _ = window_in("light", "200")
    window.open_case(window.case_list.marked.case_id, tab)
    assert window.width() <= SIZES["200"][0], "the window fits a screen of 1920 x 1080 at 200 %"
    window.workspace.whole_wanted.emit()
    window.settle()
    picture(window, f"{tab}-light-200")
    assert window.width() <= SIZES["200"][0]
    assert window.height() <= SIZES["200"][1]
    assert list(cut_off(window)) == []


@pytest.mark.parametrize("look", list(LOOKS))
def test_the_sign_in_card_of_the_demo(qtbot, dressed, picture, look):
    scheme = dressed(**LOOKS[look])
    card = SignInCard(Background())
    people = tuple(PersonOnCard(name, f"{name.title()} Lindqvist", "Technical assessor") for name in "abcdefgh")
    with qtbot.waitExposed(card):
        card.show()
    card.show_opened(OpenedOffice(None, is_set_up=True, is_demo=True, name="Office", time_zone="UTC", people=people))
    image = picture(card, f"sign-in-{look}")
    assert share_of(image, scheme.window) > 0.3
    assert list(cut_off(card)) == []
    card.opened = None
    let_go(card)


@pytest.mark.parametrize("look", list(LOOKS))
@pytest.mark.parametrize("step", [0, 1, 2])
def test_the_set_up(qtbot, dressed, picture, look, step):
    dressed(**LOOKS[look])
    window = SetUpWindow(OpenedOffice(None, is_set_up=False, is_demo=False, name="", time_zone="UTC"), Background())
    with qtbot.waitExposed(window):
        window.show()
    window._show_step(step)
    picture(window, f"set-up-{step + 1}-{look}")
    primary = [button for button in window.findChildren(QPushButton) if button.property("primary")]
    assert len(primary) == 1, "at most one primary button on a screen"
    assert list(cut_off(window)) == []
    let_go(window)


def test_a_screen_of_twice_the_points_is_drawn_sharp():
    script = (
        "from PySide6.QtWidgets import QApplication\n"
        "from desktop.shell import theme\n"
        "from desktop.widgets import icons\n"
        "from desktop.widgets.status_chip import StatusChip\n"
        "app = QApplication([])\n"
        "theme.apply(app)\n"
        "chip = StatusChip('Draft', 'ok')\n"
        "chip.show()\n"
        "assert chip.devicePixelRatioF() == 2\n"
        "image = chip.grab().toImage()\n"
        "assert image.height() == 48, image.height()\n"
        "assert icons.pixmap('goods', 16, ratio=2).width() == 32\n"
    )
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=60, stderr=subprocess.DEVNULL)


def test_the_letters_of_every_script_have_glyphs(qapp, dressed):
    from PySide6.QtGui import QRawFont

    from desktop.widgets import typefaces

    dressed()
    typefaces.load_all()
    families = [typefaces.TEXT_FAMILY, *typefaces.OTHER_SCRIPTS]
    fonts = []
    for family in families:
        font = typefaces.text_font()
        font.setFamilies([family])
        fonts.append(QRawFont.fromFont(font))
    for letter in "aßжλ北שش":
        assert any(font.supportsCharacter(ord(letter)) for font in fonts), letter
    assert QApplication.font().families()[0] == typefaces.TEXT_FAMILY
