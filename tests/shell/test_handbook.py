"""The handbook: its pictures are there and fit its pages, its links lead to its own pages, nothing else is loaded."""

import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from desktop.paths import resource
from desktop.shell.handbook import HandbookWindow
from desktop.widgets.spacing import READING_WIDTH

PAGES = sorted(path.name for path in resource("handbook").glob("*.md"))
IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def handbook(qtbot, dressed):
    window = HandbookWindow()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_and_every_page_that_a_page_names_is_there(page):
    text = resource("handbook", page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert resource("handbook", target).is_file(), target


@pytest.mark.parametrize("picture", sorted(resource("handbook", "pictures").glob("*.png")), ids=lambda path: path.stem)
def test_a_picture_is_small_enough_to_ship(picture):
    assert picture.stat().st_size < 200_000


def test_a_picture_is_shown_no_wider_than_the_page(qtbot, handbook):
    handbook.show_page("a-case.md")
    shown = handbook._text.loadResource(IMAGE, QUrl("pictures/case.png"))
    assert shown.width() / shown.devicePixelRatio() < READING_WIDTH
    qtbot.waitUntil(lambda: handbook._text.verticalScrollBar().maximum() > 0)
    assert handbook._text.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("name", ["../demo/office.yaml", "/etc/hostname", "https://office.example/x.png", "pictures/x"])
def test_nothing_but_its_own_pictures_is_loaded(handbook, name):
    assert handbook._text.loadResource(IMAGE, QUrl(name)) is None
    assert handbook._text.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl(name)) is None


def test_links_lead_from_page_to_page_and_back(handbook):
    handbook.show_page("index.md")
    handbook._on_link(QUrl("letters.md"))
    assert handbook.page == "letters.md"
    handbook._on_link(QUrl("https://office.example"))
    assert handbook.page == "letters.md"
    handbook._on_back()
    assert handbook.page == "index.md"
