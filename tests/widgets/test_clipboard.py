"""Copying rows: as a spreadsheet takes them, harmless there (R56), and gone from the clipboard after a minute (R64)."""

import pytest
from PySide6.QtGui import QGuiApplication

from desktop.widgets.clipboard import KEPT_MS, ShortLivedClipboard, as_table_text


@pytest.mark.parametrize(
    ("cell", "copied"),
    [
        ("Ngata Optics", "Ngata Optics"),
        ("two\tparts\nof it", "two parts of it"),
        ("=1+1", "'=1+1"),
        ("+cmd|'/C calc'!A0", "'+cmd|'/C calc'!A0"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("\t=1", "'=1"),
    ],
)
def test_r56_a_cell_is_copied_as_text(cell, copied):
    assert as_table_text([[cell, "x"]]) == f"{copied}\tx"


def test_rows_are_lines():
    assert as_table_text([["a", "b"], ["c", "d"]]) == "a\tb\nc\td"


def test_r64_the_clipboard_forgets_after_a_minute(qtbot):
    assert KEPT_MS == 60_000
    clipboard = ShortLivedClipboard(kept_ms=20)
    clipboard.copy("Ngata Optics")
    assert QGuiApplication.clipboard().text() == "Ngata Optics"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def test_what_somebody_copied_in_between_stays(qtbot):
    clipboard = ShortLivedClipboard()
    clipboard.copy("Ngata Optics")
    QGuiApplication.clipboard().setText("something else")
    clipboard.forget()
    assert QGuiApplication.clipboard().text() == "something else"
