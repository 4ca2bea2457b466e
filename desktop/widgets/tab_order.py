"""Lets Tab go through a screen as one reads it, parts that were made later included.

Qt takes the order in which parts were made; a form that appears in the middle of a screen would come last.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)


def follow_layout(part: QWidget) -> None:
    """Put everything in ``part`` that takes the focus by Tab into the order of its layouts."""
    for before, after in pairwise(_fields_of(part)):
        QWidget.setTabOrder(before, after)


def _fields_of(widget: QWidget) -> Iterator[QWidget]:
    is_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    if is_stop and not isinstance(widget, QScrollArea):  # a page that scrolls stays behind what is on it
        yield widget
    for inner in _parts_of(widget):
        yield from _fields_of(inner)


def _parts_of(widget: QWidget) -> list[QWidget]:
    """Return the parts of a widget in reading order; a table, a list or a box is one part by itself."""
    if isinstance(widget, QSplitter | QStackedWidget):
        return _present(widget.widget(at) for at in range(widget.count()))
    if isinstance(widget, QTabWidget):
        return [widget.tabBar(), *_present(widget.widget(at) for at in range(widget.count()))]
    if isinstance(widget, QScrollArea):
        return [page] if (page := widget.widget()) is not None else []
    if isinstance(widget, QAbstractScrollArea | QComboBox):
        return []
    layout = widget.layout()
    return list(_in_layout(layout)) if layout is not None else []


def _present(parts: Iterable[QWidget | None]) -> list[QWidget]:
    return [part for part in parts if part is not None]


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _in_layout(inner)
