"""Forms: labels with buddies, help under the field, an error beside the field it is about."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from desktop.errors import UserError
from desktop.widgets.form_rows import FormRows


@pytest.fixture
def form(qtbot):
    made = FormRows()
    made.heading("Application", "What the applicant sent.")
    made.add("&Name", QLineEdit(), name="name", help="As on the certificate.")
    made.add("&Place", QLineEdit(), name="place")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_each_label_is_the_buddy_of_its_field_and_names_it_for_a_screen_reader(form):
    row = form.row("name")
    assert row.label.buddy() is row.field
    assert row.field.accessibleName() == "Name"
    assert row.field.accessibleDescription() == "As on the certificate."


def test_the_tab_key_goes_down_the_rows(qtbot, form):
    form.row("name").field.setFocus()
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert form.focusWidget() is form.row("place").field


def test_an_error_stands_beside_its_field_and_the_cursor_goes_there(form):
    assert form.show_error(UserError("Enter the place.", field="place"))
    row = form.row("place")
    assert row.problem.text() == "Enter the place."
    assert row.field.property("wrong") is True
    assert row.field.accessibleDescription() == "Enter the place."
    assert form.focusWidget() is row.field
    form.clear_problems()
    assert row.problem.text() == ""
    assert row.field.property("wrong") is False


def test_an_error_of_another_form_is_not_taken(form):
    assert not form.show_error(UserError("No."))
    assert not form.show_error(UserError("No.", field="elsewhere"))


def test_a_row_can_be_hidden_whole(form):
    form.set_visible("name", visible=False)
    row = form.row("name")
    assert not any(part.isVisible() for part in (row.label, row.field, row.help, row.problem))
    form.set_visible("name", visible=True)
    assert row.help.isVisible()
    form.set_visible("place", visible=False)
    assert not form.row("place").help.isVisible()


def test_buttons_stand_in_line_with_the_fields(form):
    row = QHBoxLayout()
    button = QPushButton("Save")
    row.addWidget(button)
    form.buttons(row)
    assert button.parent() is form
