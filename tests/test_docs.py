"""The handbook cannot fall behind: what the program has is described, and what it points to is there.

Shortcuts and settings have theirs beside their own tests.
"""

import re
from pathlib import Path

import pytest

from desktop import cli
from desktop.letters.model import LetterKind
from desktop.paths import ROOT, resource
from desktop.permissions import ROLE_NAMES
from desktop.shell.workspace_tabs import TABS

HANDBOOK = resource("handbook")
PAGES = sorted(HANDBOOK.glob("*.md"))


def page(name: str) -> str:
    return (HANDBOOK / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_every_tab_is_named_in_the_road_of_a_case(tab):
    assert tab.words in page("a-case.md") + page("history.md")


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_is_named_in_the_readme(command):
    assert f"`{command}`" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["APP", "APC", "REF", "NLR"])
def test_every_letter_kind_is_in_the_handbook(kind):
    assert kind in {each.value for each in LetterKind}
    assert kind in page("letters.md")


@pytest.mark.parametrize("role", ROLE_NAMES.values())
def test_every_role_is_in_the_handbook(role):
    assert role.lower() in page("office.md").lower()


@pytest.mark.parametrize("path", [*PAGES, ROOT / "README.md"], ids=lambda path: path.name)
def test_every_link_and_picture_leads_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_every_page_can_be_reached_from_the_first():
    reached, waiting = set(), ["index.md"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += re.findall(r"\]\(([\w-]+\.md)\)", page(name))
    assert reached == {path.name for path in PAGES}
