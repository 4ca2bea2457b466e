"""The pieces a letter's pages are built from: each knows its height, where it may be parted, and how it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from desktop.letters.sheet import Node, Sheet
from desktop.letters.typeset import Line, Style, draw_line

ACCENT = (0.10, 0.22, 0.38)
GREY = (0.38, 0.40, 0.43)
HAIR = (0.74, 0.76, 0.79)
TINT = (0.945, 0.953, 0.965)
ASCENT = 0.78  # of the leading: where in its line the baseline stands
BAR_DISTANCE = 9.0
LEAST_LINES = 2  # of a parted text on each page (LT-07)


class Piece(Protocol):
    """Something with a height that is placed on a page, whole or in two parts."""

    before: float
    keeps_next: bool

    @property
    def height(self) -> float:
        """Height in points, space before it left out."""
        ...

    @property
    def least(self) -> float:
        """Height of the smallest beginning that may stand at the foot of a page."""
        ...

    def part(self, room: float) -> "tuple[Piece, Piece] | None":
        """Return the piece in two, the first at most ``room`` high, or None where it cannot be parted there."""
        ...

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw with the upper edge at ``top``."""
        ...


def draw_lines(sheet: Sheet, lines: Sequence[Line], style: Style, x: float, top: float, width: float = 0) -> None:
    """Draw lines below each other; with a ``width`` they end at its right side."""
    baseline = top - style.leading * ASCENT
    for line in lines:
        draw_line(sheet.canvas, line, style, x + width - line.width if width else x, baseline)
        baseline -= style.leading


@dataclass(slots=True)
class Side:
    """What stands beside the first line of a text: a label, a number, a bullet; it ends at ``x`` or begins there."""

    lines: list[Line]
    style: Style
    x: float
    node: Node
    ends_there: bool = False

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw it with its upper edge at ``top``."""
        x = self.x - max(line.width for line in self.lines) if self.ends_there else self.x
        with sheet.marked(self.node):
            draw_lines(sheet, self.lines, self.style, x, top)


@dataclass(slots=True)
class TextPiece:
    """Running text, with something at its side where it begins, and a bar along it where it is to be noticed."""

    lines: list[Line]
    style: Style
    x: float
    node: Node
    before: float = 0
    keeps_next: bool = False
    side: Side | None = None
    bar: bool = False

    @property
    def height(self) -> float:
        """Height of all lines, or of what stands at the side if that is more."""
        own = len(self.lines) * self.style.leading
        return max(own, len(self.side.lines) * self.side.style.leading) if self.side else own

    @property
    def least(self) -> float:
        """Two lines, or three where the third would stay alone."""
        count = len(self.lines)
        return self.height if count <= LEAST_LINES + 1 else LEAST_LINES * self.style.leading

    def part(self, room: float) -> "tuple[TextPiece, TextPiece] | None":
        """Part between lines, two at least on each side."""
        first = min(int(room / self.style.leading + 1e-6), len(self.lines) - LEAST_LINES)
        if first < LEAST_LINES:
            return None
        return (
            replace(self, lines=self.lines[:first], keeps_next=False),
            replace(self, lines=self.lines[first:], side=None, before=0),
        )

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw bar, side and lines."""
        if self.bar:
            with sheet.unread():
                sheet.fill(self.x - BAR_DISTANCE, top - self.height, 2, self.height, ACCENT)
        if self.side is not None:
            self.side.draw(sheet, top)
        with sheet.marked(self.node):
            draw_lines(sheet, self.lines, self.style, self.x, top)


@dataclass(slots=True)
class Cell:
    """Lines of one table cell and how they are set."""

    lines: list[Line]
    style: Style
    tag: str = "TD"


@dataclass(slots=True)
class Frame:
    """The columns of a table: left ends and widths of the text in points, which ones stand to the right."""

    x: float
    width: float
    columns: tuple[tuple[float, float], ...]
    to_the_right: tuple[bool, ...]
    pad: float = 3.5
    ruled: bool = True


def _row_height(row: Sequence[Cell], pad: float) -> float:
    return max(len(cell.lines) * cell.style.leading for cell in row) + 2 * pad


@dataclass(slots=True)
class TablePiece:
    """Rows that are never split; the heading is repeated where they go on (LT-07, L10)."""

    frame: Frame
    head: tuple[Cell, ...]
    rows: Sequence[tuple[Cell, ...]]
    totals: Sequence[tuple[Cell, ...]]
    node: Node
    before: float = 0
    keeps_next: bool = False
    goes_on: bool = False
    closed: bool = True

    def _heights(self) -> tuple[float, list[float], float]:
        pad = self.frame.pad
        head = _row_height(self.head, pad) if self.head else 0
        return head, [_row_height(row, pad) for row in self.rows], sum(_row_height(row, pad) for row in self.totals)

    @property
    def height(self) -> float:
        """Heading, rows and totals."""
        head, rows, totals = self._heights()
        return head + sum(rows) + totals

    @property
    def least(self) -> float:
        """The heading with one row, and with the totals where there is no other."""
        head, rows, totals = self._heights()
        return head + rows[0] + (totals if len(rows) == 1 else 0)

    def part(self, room: float) -> "tuple[TablePiece, TablePiece] | None":
        """Part between rows; the totals keep one row before them."""
        head, rows, _ = self._heights()
        used, taken = head, 0
        while taken < len(rows) - 1 and used + rows[taken] <= room:
            used += rows[taken]
            taken += 1
        if not taken:
            return None
        return (
            replace(self, rows=self.rows[:taken], totals=[], closed=False, keeps_next=False),
            replace(self, rows=self.rows[taken:], goes_on=True, before=0),
        )

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw rules, heading, rows and totals."""
        y = top
        frame = self.frame
        if self.head:
            height = _row_height(self.head, frame.pad)
            with sheet.unread():
                sheet.fill(frame.x, y - height, frame.width, height, TINT)
                sheet.rule(frame.x, y, frame.width, 0.9, ACCENT)
            # a repeated heading is read once
            self._draw_row(sheet, self.head, y, None if self.goes_on else self.node.child("TR"))
            y -= height
        for place, row in enumerate(self.rows):
            if frame.ruled and (place or self.head):
                with sheet.unread():
                    sheet.rule(frame.x, y, frame.width, 0.4, HAIR)
            self._draw_row(sheet, row, y, self.node.child("TR"))
            y -= _row_height(row, frame.pad)
        for place, row in enumerate(self.totals):
            with sheet.unread():
                sheet.rule(frame.x, y, frame.width, 0.4 if place else 0.9, HAIR if place else ACCENT)
            self._draw_row(sheet, row, y, self.node.child("TR"))
            y -= _row_height(row, frame.pad)
        if frame.ruled:
            with sheet.unread():
                sheet.rule(frame.x, y, frame.width, 0.9 if self.closed else 0.4, ACCENT if self.closed else HAIR)

    def _draw_row(self, sheet: Sheet, row: Sequence[Cell], top: float, node: Node | None) -> None:
        frame = self.frame
        columns = zip(row, frame.columns, frame.to_the_right, strict=True)
        for cell, (x, width), to_the_right in columns:
            place = sheet.unread() if node is None else sheet.marked(node.child(cell.tag))
            with place:
                draw_lines(sheet, cell.lines, cell.style, x, top - frame.pad, width if to_the_right else 0)


@dataclass(slots=True)
class Group:
    """Pieces that stand beside or below each other at given places and stay together, on a ground of their own."""

    size: float
    parts: list[tuple[float, Piece]]
    before: float = 0
    keeps_next: bool = False
    box: tuple[float, float] | None = None
    rules: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def height(self) -> float:
        """The height it was made with."""
        return self.size

    @property
    def least(self) -> float:
        """All of it: a group stays together."""
        return self.size

    def part(self, room: float) -> "tuple[Piece, Piece] | None":  # noqa: ARG002 - the same for every room
        """Return None: a group is never parted."""
        return None

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw ground and rules, then the parts at their places below ``top``."""
        with sheet.unread():
            if self.box is not None:
                x, width = self.box
                sheet.fill(x, top - self.size, width, self.size, TINT)
                sheet.canvas.setLineWidth(0.9)
                sheet.canvas.setStrokeColorRGB(*ACCENT)
                sheet.canvas.rect(x, top - self.size, width, self.size, stroke=1, fill=0)
            for x, below, width in self.rules:
                sheet.rule(x, top - below, width, 0.6, GREY)
        for below, piece in self.parts:
            piece.draw(sheet, top - below)


@dataclass(slots=True)
class PageBreak:
    """What follows stands on a page of its own."""

    before: float = 0
    keeps_next: bool = False
    height: float = 0
    least: float = 0

    def part(self, room: float) -> "tuple[Piece, Piece] | None":  # noqa: ARG002 - nothing to part
        """Return None: there is nothing to part."""
        return None

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw nothing."""
