"""The sign-in card: typed into while the office still opens, refused with a sentence, demo people on the demo only."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop import startup
from desktop.shell.background import Background
from desktop.shell.demo_people import DemoPeople
from desktop.shell.sign_in_card import SignInCard
from desktop.startup import OpenedOffice, PersonOnCard
from tests.conftest import PASSWORD


@pytest.fixture
def card(qtbot, dressed, place):  # the office goes after whoever has it open
    background = Background()
    made = SignInCard(background)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    qtbot.waitUntil(lambda: background.is_idle)
    if made.opened is not None:
        made.opened.office.close()


def fields(card):
    name, password = (field for field in card.findChildren(QLineEdit))
    return name, password


def shown_texts(card):
    return [label.text() for label in card.findChildren(type(card._title)) if label.isVisible()]


def test_name_tab_password_enter_signs_in_even_while_the_office_is_still_opening(qtbot, card, place):
    card.open_address(place.address)
    with qtbot.waitSignal(card.signed_in, timeout=20_000) as signed_in:
        qtbot.keyClicks(card.focusWidget(), "ana")
        qtbot.keyClick(card.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClicks(card.focusWidget(), PASSWORD)
        qtbot.keyClick(card.focusWidget(), Qt.Key.Key_Return)
    opened, who = signed_in.args
    assert opened.name == "Licensing Office of Merania"
    assert who.actor.full_name == "Ana Bello"
    assert "Ben Okafor" in [colleague.full_name for colleague in who.colleagues]
    assert fields(card)[1].text() == "", "the password is not kept"


def test_the_name_used_last_is_there_next_time(qtbot, card, place):
    card.open_address(place.address)
    with qtbot.waitSignal(card.signed_in, timeout=20_000):
        for field, text in zip(fields(card), ("ben", PASSWORD), strict=True):
            field.setText(text)
        qtbot.keyClick(fields(card)[1], Qt.Key.Key_Return)
    card.show_opened(card.opened)
    assert fields(card)[0].text() == "ben"
    assert card.focusWidget() is fields(card)[1]


def test_r23_a_wrong_password_is_told_and_nothing_typed_is_lost(qtbot, card, place):
    card.open_address(place.address)
    for field, text in zip(fields(card), ("ana", "wrong"), strict=True):
        field.setText(text)
    qtbot.keyClick(fields(card)[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Name or password is not right." in shown_texts(card), timeout=20_000)
    assert fields(card)[0].text() == "ana"
    assert card.focusWidget() is fields(card)[1]


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [("", "x", "Enter your sign-in name."), ("ana", "", "Enter your password.")],
)
def test_an_empty_field_is_asked_for(qtbot, card, place, name, password, sentence):
    card.open_address(place.address)
    for field, text in zip(fields(card), (name, password), strict=True):
        field.setText(text)
    qtbot.keyClick(fields(card)[1], Qt.Key.Key_Return)
    assert sentence in shown_texts(card)
    qtbot.waitUntil(lambda: card.opened is not None, timeout=20_000)


def test_without_an_office_the_card_offers_the_demo_first(card, tmp_path):
    card.open_address(str(tmp_path / "none.casement"))
    words = [button.text().replace("&", "") for button in card.findChildren(QPushButton) if button.isVisible()]
    assert words == ["Open the demo office", "Set up a new office", "Open an office file…"]


def test_an_office_that_cannot_be_opened_says_why(qtbot, card, tmp_path):
    path = tmp_path / "notes.casement"
    path.write_text("shopping list")
    card.open_address(str(path))
    qtbot.waitUntil(lambda: any("not an office file" in text for text in shown_texts(card)), timeout=20_000)


def test_an_empty_office_goes_to_the_set_up(qtbot, card, tmp_path):
    card.open_address(str(tmp_path / "new.casement"))
    with qtbot.waitSignal(card.set_up_wanted, timeout=20_000) as wanted:
        card._new.click()
    assert not wanted.args[0].is_set_up


def test_people_and_password_are_shown_for_the_demo_and_for_no_real_office(qtbot, card, office, opened):
    card.show_opened(opened)
    assert card.findChild(DemoPeople) is None
    demo = opened._replace(
        is_demo=True, people=(PersonOnCard("sara", "Sara Vance", "Supervisor"),), password="meran harbour light"
    )
    card.show_opened(demo)
    people = card.findChild(DemoPeople)
    qtbot.waitUntil(people.isVisible)
    qtbot.mouseClick(people.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert [field.text() for field in fields(card)] == ["sara", "meran harbour light"]
    card.opened = None


def test_a_real_office_never_tells_who_works_there_before_sign_in(place):
    opened = startup.open_office(place.address, lambda _sentence: None)
    try:
        assert opened.is_set_up
        assert not opened.is_demo
        assert (opened.people, opened.password) == ((), "")
        assert isinstance(opened, OpenedOffice)
    finally:
        opened.office.close()
