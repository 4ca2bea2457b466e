"""The program's own source, parsed once, and what it imports and calls."""

import ast
from collections.abc import Iterator
from functools import cache

from desktop.paths import ROOT

FILES = {
    str(path.relative_to(ROOT)): path for folder in ("desktop", "db") for path in sorted((ROOT / folder).rglob("*.py"))
}


@cache
def tree(name: str) -> ast.Module:
    """Return the syntax tree of a file, named from the top of the repository."""
    return ast.parse(FILES[name].read_text(encoding="utf-8"))


@cache
def nodes(name: str) -> tuple[ast.AST, ...]:
    """Return everything in a file that runs; what only type checkers read is left out."""
    return tuple(_running(tree(name)))


def _running(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield from _running(child)


@cache
def imports(name: str) -> frozenset[str]:
    """Return every module a file imports, also inside functions, and every name it takes from one."""
    found: set[str] = set()
    for node in nodes(name):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


@cache
def calls(name: str) -> tuple[ast.Call, ...]:
    """Return every call in a file."""
    return tuple(node for node in nodes(name) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """Return what is called, as written."""
    return ast.unparse(call.func)
