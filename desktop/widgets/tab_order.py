"""Lets Tab go through a window as one reads it, parts that were made later included.

Qt goes in the order in which parts were made: a form that appears in the middle of a screen would come last.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QLayout,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)


def step(window: QWidget, *, forward: bool) -> bool:
    """Put the focus on the next part of ``window`` that takes it, or the one before; False where there is none."""
    here = window.focusWidget()
    stops = list(_stops_in(window, here))
    if all(stop is here for stop in stops):
        return False
    at = next((place for place, stop in enumerate(stops) if stop is here), None)
    if at is None:
        # on something that is no stop, such as a whole tab: what it holds comes next
        inside = (place for place, stop in enumerate(stops) if here is not None and here.isAncestorOf(stop))
        first = next(inside, 0)
        at = first - 1 if forward else first
    target = stops[(at + (1 if forward else -1)) % len(stops)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(target)
    return True


def _bring_into_sight(target: QWidget) -> None:
    around = target.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(target)
        around = around.parentWidget()


def _stops_in(widget: QWidget, here: QWidget | None) -> Iterator[QWidget]:
    """Yield the stops in reading order; ``here`` is one of them even while it goes out of sight."""
    holds_focus = widget is here or (here is not None and widget.isAncestorOf(here))
    if widget.isHidden() and not widget.isWindow() and not holds_focus:
        return
    if _takes_focus(widget) or (widget is here and _may_take_focus(widget)):
        yield widget
    for part in _parts_of(widget, here):
        yield from _stops_in(part, here)


def _may_take_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _takes_focus(widget: QWidget) -> bool:
    return widget.isEnabled() and widget.isVisible() and _may_take_focus(widget)


def _parts_of(widget: QWidget, here: QWidget | None) -> list[QWidget]:
    """Return the parts of a widget in reading order; a table, a list or a box is one part by itself."""
    parts: list[QWidget | None] = []
    if isinstance(widget, QMainWindow):
        parts = [widget.menuBar().cornerWidget(), widget.centralWidget(), widget.statusBar()]
    elif isinstance(widget, QTabWidget):
        parts = [widget.tabBar(), *_pages_of(widget, here)]
    elif isinstance(widget, QStackedWidget):
        # what is no page lies over the pages, such as a notice
        over = [part for part in widget.children() if isinstance(part, QWidget) and widget.indexOf(part) < 0]
        parts = [*_pages_of(widget, here), *over]
    elif isinstance(widget, QSplitter):
        parts = [widget.widget(at) for at in range(widget.count())]
    elif isinstance(widget, QScrollArea):
        parts = [widget.widget()]
    elif not isinstance(widget, QAbstractScrollArea | QComboBox):
        layout = widget.layout()
        parts = list(_in_layout(layout)) if layout is not None else []
    return [part for part in parts if part is not None]


def _pages_of(pages: QTabWidget | QStackedWidget, here: QWidget | None) -> list[QWidget]:
    """Return the page in front, and one that just went behind it with the focus on it."""
    found = [page for at in range(pages.count()) if (page := pages.widget(at)) is not None]
    front = pages.currentWidget()
    return [page for page in found if page is front or (here is not None and page.isAncestorOf(here))]


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _in_layout(inner)
