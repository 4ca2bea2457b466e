"""The architecture as sentences: which part may know which, and what no part may do (examples.md §2, design.md §3)."""

import ast
from collections.abc import Iterable

from desktop.paths import ROOT
from tests.architecture.source import FILES, imports, tree

# a slice may know the slices below it, never those above; slices on one line do not know each other
ORDER = (
    ("demo",),
    ("licences",),
    ("decisions",),
    ("letters", "policy"),
    ("cases",),
    ("documents", "parties", "annex"),
    ("administration",),
    ("audit",),
)
RANK = {slice_: rank for rank, group in enumerate(ORDER) for slice_ in group}
# modules beside the slices that may know slices, and why
COMPOSES = {
    "desktop/__main__.py": "starts the program",
    "desktop/cli.py": "the other face: one command of each slice",
    "desktop/office.py": "its hooks let the slices below speak to those above",
    "desktop/startup.py": "the tasks of a start: open, sign in, make the demo office",
    "desktop/act.py": "an act writes its journal entries, so it knows the audit",
}
ATTIC = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "tools", "stuff"}
LONGEST_FILE = 400
TOP = {
    "desktop",
    "db",
    "resources",
    "tests",
    "build.spec",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "start",
}
MADE_BY_TOOLS = {"build", "dist", "casement.egg-info", "htmlcov"}


def _slice_of(name: str) -> str | None:
    parts = name.split("/")
    return parts[1] if parts[0] == "desktop" and len(parts) > 2 else None


def _slice_imported(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "desktop" and len(parts) > 1 else None


def _is_screen(module: str) -> bool:
    parts = module.split(".")
    return parts[0] == "desktop" and len(parts) > 2 and parts[2] == "ui"


def _is_qt_place(name: str) -> bool:
    return _slice_of(name) in {"shell", "widgets"} or "/ui/" in name or name == "desktop/__main__.py"


def _told(wrong: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{name} imports {module}" for name, module in wrong)


def test_every_slice_has_its_place_in_the_order():
    slices = {path.name for path in (ROOT / "desktop").iterdir() if (path / "__init__.py").exists()}
    assert slices <= RANK.keys() | {"shell", "widgets"}


def test_a_slice_knows_only_the_slices_below_it():
    wrong = [
        (name, module)
        for name in FILES
        if (own := _slice_of(name)) in RANK
        for module in imports(name)
        if (other := _slice_imported(module)) in RANK and other != own and RANK[other] <= RANK[own]
    ]
    assert _told(wrong) == []


def test_the_database_knows_nothing_of_the_desktop():
    wrong = [(name, m) for name in FILES if name.startswith("db/") for m in imports(name) if m.startswith("desktop")]
    assert _told(wrong) == []


def test_modules_beside_the_slices_know_no_slice():
    beside = [name for name in FILES if name.startswith("desktop/") and name.count("/") == 1 and name not in COMPOSES]
    wrong = [(name, module) for name in beside for module in imports(name) if _slice_imported(module) in RANK]
    assert _told(wrong) == []


def test_an_act_knows_of_the_slices_only_the_audit():
    assert {_slice_imported(module) for module in imports("desktop/act.py")} & RANK.keys() == {"audit"}


def test_only_screens_shell_and_widgets_know_Qt():
    wrong = [
        (name, module)
        for name in FILES
        if not _is_qt_place(name)
        for module in imports(name)
        if module.split(".", maxsplit=1)[0] in {"PySide6", "shiboken6"}
    ]
    assert _told(wrong) == []


def test_only_the_shell_puts_screens_together():
    wrong = [
        (name, module)
        for name in FILES
        if _slice_of(name) != "shell" and name != "desktop/__main__.py"
        for module in imports(name)
        if _is_screen(module) and _slice_imported(module) != _slice_of(name)
    ]
    assert _told(wrong) == []


def test_nobody_knows_the_shell():
    wrong = [
        (name, module)
        for name in FILES
        if _slice_of(name) != "shell" and name != "desktop/__main__.py"
        for module in imports(name)
        if _slice_imported(module) == "shell"
    ]
    assert _told(wrong) == []


def test_what_is_not_a_screen_knows_no_screen_and_no_widget():
    wrong = [
        (name, module)
        for name in FILES
        if not _is_qt_place(name)
        for module in imports(name)
        if _is_screen(module) or _slice_imported(module) == "widgets"
    ]
    assert _told(wrong) == []


def test_rules_models_and_engines_know_no_database():
    pure = [
        name
        for name in FILES
        if name.split("/")[-1] in {"model.py", "rules.py", "engine.py"} and _slice_of(name) in RANK
    ]
    assert pure
    wrong = [
        (name, module)
        for name in pure
        for module in imports(name)
        if module.split(".", maxsplit=1)[0] == "sqlalchemy"
        or module.startswith(("db.tables", "db.engine", "db.search"))
    ]
    assert _told(wrong) == []


def test_services_and_stores_are_told_the_time_and_do_not_ask_the_machine():
    # the clock of the office is the only one, so that tests and the demo office can stand it still
    allowed = {"desktop/clock.py", "desktop/crash_log.py", "desktop/demo/making.py", "db/schema.py"}
    wrong = [
        name
        for name in FILES
        if name not in allowed and not _is_qt_place(name) and not name.endswith("/command.py")
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"datetime.now", "date.today", "datetime.utcnow"}
    ]
    assert wrong == []


def test_there_is_no_attic():
    wrong = [name for name in FILES if not {part.removesuffix(".py") for part in name.split("/")}.isdisjoint(ATTIC)]
    assert wrong == []


def test_a_file_can_be_read_in_one_sitting():
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in FILES.items()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE and "/versions/" not in name} == {}


def test_each_module_opens_with_a_sentence_on_what_it_is_for():
    assert [name for name in FILES if not (ast.get_docstring(tree(name)) or "").strip()] == []


def test_the_top_of_the_repository_holds_nothing_unexpected():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - MADE_BY_TOOLS <= TOP
