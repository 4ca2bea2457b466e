"""Setting up an office by keyboard: three pages, sentences beside the fields, S-6 said when people are too few."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop import startup
from desktop.administration import service, store
from desktop.permissions import Role
from desktop.shell.background import Background
from desktop.shell.set_up_window import SetUpWindow
from desktop.widgets.banner import Banner
from tests.conftest import CHEAP

OFFICE = {
    "office_name": "Licensing Office of Merania",
    "state_name": "Republic of Merania",
    "state_code": "xm",
    "office_code": "mer",
    "telephone": "+999 1 555 0100",
    "email": "licences@office.example",
    "hours": "Monday to Friday, 09:00 to 17:00",
    "act_ref": "section 12 of the Strategic Goods Act 2019",
    "regulation_ref": "the Strategic Goods Regulations 2020",
    "appeal_body": "the Strategic Goods Appeal Board",
    "close_of_business": "16:30",
}


@pytest.fixture
def window(qtbot, dressed, tmp_path, monkeypatch):
    real = service.set_up_office
    monkeypatch.setattr(service, "set_up_office", lambda *args, **more: real(*args, **more, cost=CHEAP))
    opened = startup.open_office(str(tmp_path / "new.casement"), lambda _sentence: None)
    background = Background()
    made = SetUpWindow(opened, background)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    qtbot.waitUntil(lambda: background.is_idle)
    opened.office.close()


def go_on(qtbot, window):
    button = next(b for b in window.findChildren(QPushButton) if b.property("primary"))
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def type_into(qtbot, window, text):
    """Type into the field with the cursor and go to the next, as a person does."""
    qtbot.keyClicks(window.focusWidget(), text)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)


def fill_office(qtbot, window):
    page = window._office
    page._fields["office_name"].setFocus()
    for name in ("office_name", "state_name", "state_code", "office_code"):
        type_into(qtbot, window, OFFICE[name])
    type_into(qtbot, window, "Harbour Street 4\r1001 Port Meran")
    for name in ("telephone", "email", "hours", "act_ref", "regulation_ref", "appeal_body"):
        type_into(qtbot, window, OFFICE[name])
    assert window.focusWidget() is page._zone
    page._zone.lineEdit().selectAll()
    type_into(qtbot, window, "Europe/Lisbon")
    window.focusWidget().selectAll()
    type_into(qtbot, window, OFFICE["close_of_business"])


def fill_person(qtbot, window, card, full_name, title, name, password):
    card.setFocus()
    for text in (full_name, title, name, password):
        type_into(qtbot, window, text)


def fill_people(qtbot, window):
    people = (
        ("Ana Bello", "Licensing clerk", "ana", "seven grey herons"),
        ("Sara Vance", "Supervisor", "sara", "nine blue kettles"),
        ("Adam Roth", "Administrator", "adam", "three slow trains"),
    )
    for card, person in zip(window._people.cards, people, strict=True):
        fill_person(qtbot, window, card, *person)


def fill_root_key(qtbot, window, path):
    window._root._path.setText(str(path))
    window._root._first.setFocus()
    type_into(qtbot, window, "a lighthouse in fog")
    type_into(qtbot, window, "a lighthouse in fog")


def test_an_office_is_set_up_by_keyboard_and_its_first_people_can_sign_in(qtbot, window, tmp_path):
    fill_office(qtbot, window)
    go_on(qtbot, window)
    assert window.step == 1
    fill_people(qtbot, window)
    go_on(qtbot, window)
    assert window.step == 2
    fill_root_key(qtbot, window, tmp_path / "root.key")
    with qtbot.waitSignal(window.made, timeout=30_000) as made:
        go_on(qtbot, window)
    opened = made.args[0]
    assert (opened.name, opened.time_zone, opened.is_demo) == (OFFICE["office_name"], "Europe/Lisbon", False)
    assert (tmp_path / "root.key").exists()
    with opened.office.read() as connection:
        profile, people = store.profile(connection), store.people(connection)
    assert (profile.state_code, profile.office_code) == ("XM", "MER")
    assert profile.address == ("Harbour Street 4", "1001 Port Meran")
    assert profile.close_of_business.isoformat("minutes") == "16:30"
    assert [someone.roles for someone in people] == [
        {Role.CLERK, Role.ASSESSOR},
        {Role.SUPERVISOR},
        {Role.ADMINISTRATOR},
    ]
    who = startup.sign_in(opened, "sara", "nine blue kettles")
    assert who.actor.full_name == "Sara Vance"


def test_the_first_gap_of_a_page_is_told_beside_its_field(qtbot, window):
    go_on(qtbot, window)
    assert window.step == 0
    assert window._office._rows.row("office_name").problem.text() == "Fill this in."
    assert window.focusWidget() is window._office._fields["office_name"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("state_code", "MERANIA", "Enter the two letters of the State's code."),
        ("office_code", "M1", "Enter three letters."),
        ("close_of_business", "late", "Enter a time such as 17:00."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(qtbot, window, name, text, sentence):
    fill_office(qtbot, window)
    window._office._fields[name].setText(text)
    go_on(qtbot, window)
    assert window._office._rows.row(name).problem.text() == sentence


def test_r22_a_weak_password_is_told_beside_its_field(qtbot, window):
    fill_office(qtbot, window)
    go_on(qtbot, window)
    fill_people(qtbot, window)
    card = window._people.cards[1]
    card._password.setText("password")
    go_on(qtbot, window)
    assert window.step == 1
    assert "most common" in card._rows.row("password").problem.text()


def test_s6_too_few_people_for_four_eyes_are_told_at_once(qtbot, window):
    window._show_step(1)
    banner = window._people.findChild(Banner)
    assert "second signature" in banner.sentence
    supervisor = window._people.cards[1]
    supervisor._roles[Role.HEAD].setChecked(True)
    assert "First and second signature would be the same person" in banner.sentence
    window._people._on_removed(supervisor)
    assert "Nobody can countersign: add a supervisor." in banner.sentence
    assert banner.isVisible()


def test_two_people_cannot_sign_in_under_one_name(qtbot, window):
    fill_office(qtbot, window)
    go_on(qtbot, window)
    fill_people(qtbot, window)
    window._people.cards[2]._sign_in_name.setText("ANA")
    go_on(qtbot, window)
    assert "already" in window._people.cards[2]._rows.row("sign_in_name").problem.text()


def test_a_root_key_is_never_overwritten_and_its_passphrase_is_typed_twice(qtbot, window, tmp_path):
    window._show_step(2)
    (tmp_path / "there.key").write_text("precious")
    fill_root_key(qtbot, window, tmp_path / "there.key")
    go_on(qtbot, window)
    assert "never overwritten" in window._root._rows.row("path").problem.text()
    fill_root_key(qtbot, window, tmp_path / "no folder" / "root.key")
    go_on(qtbot, window)
    assert "no such folder" in window._root._rows.row("path").problem.text()
    fill_root_key(qtbot, window, tmp_path / "root.key")
    window._root._second.setText("another")
    go_on(qtbot, window)
    assert "do not agree" in window._root._rows.row("again").problem.text()


def test_closing_the_window_gives_up(qtbot, window):
    with qtbot.waitSignal(window.given_up):
        window.close()
