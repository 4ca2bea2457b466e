"""A country is found by name or code and kept as a code, never as free text."""

import pytest
from PySide6.QtCore import Qt

from desktop.countries import country_name, country_names, find_countries
from desktop.errors import UserError
from desktop.widgets.country_box import CountryBox


@pytest.fixture
def box(page):
    return page.hold(CountryBox(page))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("no", "NO"),
        ("nor", "NF"),
        ("norw", "NO"),
        ("viet", "VN"),
        ("cote d", "CI"),
        ("emirates", "AE"),
        ("korea", "KP"),
        ("kore", "KP"),
        ("aland", "AX"),
    ],
)
def test_the_best_match_comes_first(typed, first):
    assert find_countries(typed, country_names())[0] == first


def test_nothing_typed_offers_all_by_name_and_nonsense_none():
    assert find_countries("", country_names())[:2] == ["AF", "AL"]
    assert find_countries("xyzzy", country_names()) == []


def test_an_own_state_the_standard_does_not_list_has_its_own_name():
    assert country_name("XM", "XM", "Republic of Merania") == "Republic of Merania"
    assert (country_name("NO", "XM", "Republic of Merania"), country_name("??")) == ("Norway", "??")


def test_typing_offers_countries_and_the_arrow_and_enter_choose(qtbot, box):
    qtbot.keyClicks(box, "kore")
    popup = box.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert (box.value(), box.text()) == ("KR", "Republic of Korea (KR)")
    assert box.said[-1] is box


@pytest.mark.parametrize("typed", ["PT", "pt", "Portugal", "portug"])
def test_a_certain_match_is_taken_when_the_box_is_left(qtbot, page, box, typed):
    qtbot.keyClicks(box, typed)
    box.completer().popup().hide()
    page.leave()
    assert (box.value(), box.text()) == ("PT", "Portugal (PT)")


def test_a_name_that_is_part_of_another_is_certain_when_whole(qtbot, page, box):
    qtbot.keyClicks(box, "niger")
    box.completer().popup().hide()
    page.leave()
    assert box.value() == "NE"


@pytest.mark.parametrize("typed", ["kor", "Ruritania"])
def test_what_is_no_country_or_several_stays_as_typed_and_is_refused(qtbot, page, box, typed):
    qtbot.keyClicks(box, typed)
    box.completer().popup().hide()
    page.leave()
    assert box.text() == typed
    assert box.said
    with pytest.raises(UserError, match="Choose the country"):
        box.value()


def test_a_certain_match_is_reported_while_typing_and_the_text_left_alone(qtbot, page, box):
    qtbot.keyClicks(box, "PT")
    assert box.said == [box]
    assert (box.text(), box.value()) == ("PT", "PT")
    box.completer().popup().hide()
    page.leave()


def test_the_list_is_closed_when_the_box_is_left_by_tab(qtbot, page, box):
    qtbot.keyClicks(box, "norway")
    popup = box.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    page.activateWindow()
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert not popup.isVisible()
    assert (box.hasFocus(), box.text()) == (False, "Norway (NO)")


def test_an_emptied_box_is_no_country(qtbot, page, box):
    box.show_value("NO")
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    page.leave()
    assert box.value() == ""


def test_the_office_s_own_state_is_offered_too(box):
    box.set_own_state("XM", "Republic of Merania")
    box.show_value("XM")
    assert (box.text(), box.value()) == ("Republic of Merania (XM)", "XM")


def test_a_locked_box_cannot_be_typed_into(qtbot, box):
    box.show_value("NO")
    box.lock(True)
    qtbot.keyClicks(box, "SE")
    assert box.value() == "NO"
