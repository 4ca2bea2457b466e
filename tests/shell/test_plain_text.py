"""R41: whatever shows data shows it letter by letter; no label, tip or cell reads it as markup or loads a picture."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QImage, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView

import desktop
from desktop.cases.model import State
from desktop.cases.queries import Queue
from desktop.widgets.banner import Banner
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.status_chip import StatusChip
from tests.builders.cases import APPLICANT, END_USER, GYROS, a_draft

SOURCES = sorted(Path(desktop.__file__).parent.rglob("*.py"))
# calls that read markup, and the one place each may stand in
MARKUP_CALLS = {"setHtml", "insertHtml", "appendHtml", "setMarkdown", "setRichText", "fromHtml"}
ALLOWED_MARKUP = {"desktop/shell/handbook.py": {"setMarkdown"}}  # our own files
GUESSING = {
    "QMessageBox",
    "QErrorMessage",
    "QWhatsThis",
    "QToolTip",
    "QSplashScreen",
    "QProgressDialog",
    "QInputDialog",
}
TIPS = {"setToolTip", "setWhatsThis", "setTabToolTip"}


def place_of(path):
    return path.relative_to(Path(desktop.__file__).parent.parent).as_posix()


def name_of(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_own_words(argument):
    """Tell whether it is text of the program itself, or passed ``plain_tooltip``."""
    if isinstance(argument, ast.Constant):
        return True
    if isinstance(argument, ast.Attribute) and argument.attr == "value":
        return True  # an enum of ours
    if isinstance(argument, ast.Call):
        return name_of(argument) in {"tr", "translate", "plain_tooltip"} or (
            name_of(argument) == "format"
            and isinstance(argument.func, ast.Attribute)
            and isinstance(argument.func.value, ast.Call)
            and name_of(argument.func.value) == "tr"
            and all(is_own_words(part) for part in argument.args)
        )
    return False


def plain_labels_of(tree):
    """Names in a function or class that get ``setTextFormat(Qt.TextFormat.PlainText)``."""
    return {
        ast.unparse(node.func.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and name_of(node) == "setTextFormat"
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.args[0]) == "Qt.TextFormat.PlainText"
    }


def findings_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    place = place_of(path)
    plain = plain_labels_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and name_of(node.value) == "QLabel":
            if ast.unparse(node.targets[0]) not in plain:
                yield f"{place}:{node.lineno} a QLabel without PlainText; use PlainLabel"
        elif isinstance(node, ast.Call):
            yield from _call_findings(node, place, tree)
        elif isinstance(node, ast.Name) and node.id in GUESSING:
            yield f"{place}:{node.lineno} {node.id} guesses markup; use the notices"
        elif isinstance(node, ast.Attribute) and node.attr in {"RichText", "AutoText", "MarkdownText"}:
            yield f"{place}:{node.lineno} {node.attr}"


def _call_findings(node, place, tree):
    name = name_of(node)
    if name in MARKUP_CALLS and name not in ALLOWED_MARKUP.get(place, set()):
        yield f"{place}:{node.lineno} {name} reads markup"
    if name == "QLabel" and not any(
        isinstance(parent, ast.Assign) and parent.value is node for parent in ast.walk(tree)
    ):
        yield f"{place}:{node.lineno} a QLabel that nobody makes plain; use PlainLabel"
    if name in TIPS and not is_own_words(node.args[-1]) and place != "desktop/widgets/plain_label.py":
        yield f"{place}:{node.lineno} {name} with data; wrap it in plain_tooltip"


def test_r41_no_label_tip_or_box_can_read_data_as_markup():
    findings = [finding for path in SOURCES for finding in findings_in(path)]
    assert findings == []


HOSTILE = (
    "<img src='file:///etc/passwd'>",
    "<b>bold</b> <a href='x'>link</a>",
    "<table><tr><td>cell",
    "&lt;b&gt; &amp;",
    "a\u202egnp.exe",
    "x" * 200,
    "**bold** [link](http://x)",
    "&Mnemonic",
)


@pytest.fixture
def no_pictures(monkeypatch):
    """Fail when a text document asks for a picture."""
    asked = []

    def load(_document, kind, url):
        asked.append(url.toString())
        return QImage()

    monkeypatch.setattr(QTextDocument, "loadResource", load)
    yield
    assert asked == []


@pytest.mark.parametrize("text", HOSTILE)
def test_r41_labels_chips_banners_and_empty_screens_show_it_as_it_stands(qtbot, no_pictures, text):
    label = PlainLabel(text)
    banner = Banner("problem", text)
    empty = EmptyState("inbox", text, text)
    chip = StatusChip(text, "ok")
    for widget in (label, banner, empty, chip):
        qtbot.addWidget(widget)
        widget.show()
        assert not widget.grab().isNull()
        inside = [widget, *widget.findChildren(QLabel)]
        assert all(part.textFormat() == Qt.TextFormat.PlainText for part in inside if isinstance(part, QLabel))
    assert label.text() == text
    assert banner.sentence == text
    assert chip.word == text


@pytest.mark.parametrize("text", HOSTILE)
def test_r41_a_tip_shows_markup_as_letters(qapp, text):
    document = QTextDocument()
    document.setHtml(plain_tooltip(text))
    assert document.toPlainText().replace("\u2028", "\n") == text


def texts_of(window):
    """Everything the window says, as the widgets hold it."""
    for part in window.findChildren(QObject):
        if isinstance(part, QLabel):
            assert part.textFormat() == Qt.TextFormat.PlainText, (part.text(), part.parent())
            yield part.text()
        elif isinstance(part, QAbstractButton | QAction):
            yield part.text()


def test_r41_a_window_on_hostile_cases_holds_plain_labels_only(qtbot, office, actor, window_of, no_pictures):
    name = "<img src='file:///etc/passwd'><b>Ngata</b>"
    parties = (replace(APPLICANT, name=name), replace(END_USER, name=name))
    a_draft(office, actor("ana"), parties=parties, lines=(replace(GYROS, description=name),), end_use=name)
    window = window_of("ana")
    window._sidebar.choose(Queue.DRAFTS)
    qtbot.waitUntil(lambda: window.is_settled)
    row = window.case_list.marked
    assert row.applicant_name == name
    assert row.state == State.DRF
    window.open_case(row.case_id)
    for number in range(9):
        window.workspace.show_tab(number)
        qtbot.waitUntil(lambda: window.is_settled)
        window.grab()
    assert name in set(texts_of(window))
    table = window.case_list.findChild(QTableView)
    tip = table.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    document = QTextDocument()
    document.setHtml(tip)
    assert document.toPlainText() == name
