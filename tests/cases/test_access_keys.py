"""The access keys of the case screens: each once on its screen, and none that opens a menu of the window."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop.cases.ui.goods_tab import GoodsTab
from desktop.cases.ui.overview_tab import OverviewTab
from desktop.cases.ui.parties_tab import PartiesTab
from desktop.cases.ui.party_list import PartyList
from desktop.shell.actions import MENUS
from desktop.widgets.paste_table import PasteTable


def keys_of(texts):
    return [text[text.index("&") + 1].casefold() for text in texts if "&" in text.replace("&&", "")]


@pytest.mark.parametrize("kind", [OverviewTab, GoodsTab, PartiesTab])
def test_an_access_key_is_given_once_and_not_that_of_a_menu(qtbot, desk_of, swift, kind):
    tab = kind(desk_of("ana"))
    qtbot.addWidget(tab)
    labels = [label.text() for label in tab.findChildren(QLabel) if label.buddy() is not None]
    keys = keys_of([*labels, *(button.text() for button in tab.findChildren(QAbstractButton))])
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(keys_of([title for title, _ in MENUS]))


@pytest.mark.parametrize("kind", [OverviewTab, GoodsTab, PartiesTab])
def test_every_field_and_every_table_has_a_name_to_be_read_aloud(qtbot, desk_of, swift, kind):
    tab = kind(desk_of("ana"))
    qtbot.addWidget(tab)
    named = [label.buddy() for label in tab.findChildren(QLabel) if label.buddy() is not None]
    named += [*tab.findChildren(PasteTable), *tab.findChildren(PartyList)]
    assert named
    assert all(each.accessibleName() for each in named)
