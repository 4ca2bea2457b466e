"""Lets Tab go through a window as one reads it, parts that were made later included.

Qt goes in the order in which parts were made: a form that appears in the middle of a screen would come last.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

# what is one stop, whatever it is made of
_WHOLE = (QAbstractButton, QComboBox, QLineEdit, QTabBar)


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
    for part in _in_reading_order(_parts_of(widget), widget.layoutDirection()):
        yield from _stops_in(part, here)


def _may_take_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _takes_focus(widget: QWidget) -> bool:
    return widget.isEnabled() and widget.isVisible() and _may_take_focus(widget)


def _parts_of(widget: QWidget) -> list[QWidget]:
    """Return the parts a widget is made of; a table, a list or a box is one part by itself."""
    if isinstance(widget, QScrollArea):
        return [page] if (page := widget.widget()) is not None else []
    if isinstance(widget, (*_WHOLE, QAbstractScrollArea)):
        return []
    return [part for part in widget.children() if isinstance(part, QWidget) and not part.isWindow()]


def _in_reading_order(parts: Sequence[QWidget], direction: Qt.LayoutDirection) -> list[QWidget]:
    """Sort parts by where they stand: line by line, and within a line from where reading begins.

    Asked of the parts themselves and not of their layout: the items of a layout do not outlive it in Python.
    """
    mirrored = direction is Qt.LayoutDirection.RightToLeft
    lines: list[list[QWidget]] = []
    for part in sorted(parts, key=lambda part: part.y()):
        if lines and part.y() < lines[-1][0].geometry().bottom():
            lines[-1].append(part)
        else:
            lines.append([part])
    return [
        part
        for line in lines
        for part in sorted(line, key=lambda part: (-part.geometry().right() if mirrored else part.x(), part.y()))
    ]
