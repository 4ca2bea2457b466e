"""From composed blocks to pieces on pages: styles, measures, and the breaking of pages (letters.md LT-07)."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import singledispatchmethod

from desktop.letters import blocks, fonts
from desktop.letters.blocks import Span, Text, plain, words_of
from desktop.letters.pieces import (
    ACCENT,
    BAR_DISTANCE,
    GREY,
    Cell,
    Frame,
    Group,
    PageBreak,
    Piece,
    Side,
    TablePiece,
    TextPiece,
)
from desktop.letters.sheet import MM, PAGE_WIDTH, Node
from desktop.letters.typeset import Line, Style, set_lines

LEFT, RIGHT = 25 * MM, PAGE_WIDTH - 20 * MM
WIDTH = RIGHT - LEFT
STEP = 8.0  # the grid of the page: spaces are multiples of it, halves where lines belong together

BODY = Style(fonts.SERIF, 9.5, 13)
BOLD = replace(BODY, bold=True)
TERMS = Style(fonts.SERIF, 9, 12.5)
DECISION = Style(fonts.SERIF, 10.5, 15.5, bold=True)
TITLE = Style(fonts.SERIF, 16, 21, ink=ACCENT, bold=True)
HEADING = Style(fonts.SANS, 9.5, 13.5, ink=ACCENT, bold=True)
LABEL = Style(fonts.SANS, 8, 13, ink=GREY)
SMALL = Style(fonts.SANS, 8, 11)
SMALL_BOLD = Style(fonts.SANS, 8, 11, bold=True)
SMALL_GREY = Style(fonts.SANS, 8, 11, ink=GREY)

LABEL_WIDTH = 34 * MM
REFERENCES_WIDTH = 72 * MM
REFERENCES_LABEL = 24 * MM
CONDITION_INDENT = 10 * MM
PAD = 4.0
# lines; what is longer ends in an ellipsis, so that it fits on its page
LONGEST_CELL = 14
LONGEST_SUBJECT = 4
LONGEST_ADDRESS = 12
LONGEST_KEPT = 8  # lines that stay together although they could be parted
SIGN_HERE = 38.0
MARK = "•"


class Setter:
    """Sets the blocks of one letter; ``root`` is the structure that is read aloud."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._list: Node | None = None

    def pieces(self, flow: Sequence[blocks.Block]) -> Iterator[Piece]:
        """Yield the pieces of ``flow`` in order."""
        beside: blocks.References | None = None
        last: Piece | None = None
        for block in flow:
            if not isinstance(block, blocks.Condition):
                self._list = None
            if isinstance(block, blocks.References):
                beside = block
                continue
            if isinstance(block, blocks.Addressee) and beside is not None:
                laid: Iterator[Piece] = iter((self._opening(block, beside),))
            else:
                laid = self.lay(block)
            if isinstance(block, blocks.Signatures) and last is not None:
                # a signature does not stand alone on a page
                last.keeps_next = last.height <= LONGEST_KEPT * BODY.leading
            for piece in laid:
                if last is not None:
                    yield last
                last = piece
        if last is not None:
            yield last

    def _text(
        self, text: Text, style: Style = BODY, *, tag: str = "P", before: float = STEP, x: float = LEFT
    ) -> TextPiece:
        return TextPiece(set_lines(text, style, RIGHT - x), style, x, self.root.child(tag), before)

    @singledispatchmethod
    def lay(self, block: blocks.Block) -> Iterator[Piece]:
        """Yield the pieces of one block."""
        raise TypeError(f"nobody knows how to lay {type(block).__name__}")

    @lay.register
    def _(self, block: blocks.Paragraph) -> Iterator[Piece]:
        yield self._text(block.text)

    @lay.register
    def _(self, block: blocks.Note) -> Iterator[Piece]:
        yield self._text(block.text, SMALL_GREY, before=STEP / 2)

    @lay.register
    def _(self, block: blocks.Heading) -> Iterator[Piece]:
        piece = self._text(plain(block.text), HEADING, tag="H2", before=1.75 * STEP)
        piece.keeps_next = True
        yield piece

    @lay.register
    def _(self, block: blocks.Title) -> Iterator[Piece]:
        title = self._text(plain(block.text), TITLE, tag="H1", before=3 * STEP)
        title.keeps_next = True
        subject = self._text(block.subject, BOLD, before=STEP / 2)
        subject.lines = _cut(subject.lines, BOLD, LONGEST_SUBJECT)
        subject.keeps_next = True
        yield title
        yield subject

    @lay.register
    def _(self, block: blocks.Decision) -> Iterator[Piece]:
        piece = self._text(block.text, DECISION, x=LEFT + BAR_DISTANCE)
        piece.bar = True
        yield piece

    @lay.register
    def _(self, block: blocks.Bullets) -> Iterator[Piece]:
        listed = self.root.child("L")
        x = LEFT + CONDITION_INDENT
        for item in block.items:
            node = listed.child("LI")
            mark = Side(set_lines(plain(MARK), BODY, x), BODY, x - STEP, node.child("Lbl"), ends_there=True)
            lines = set_lines(item, BODY, RIGHT - x)
            yield TextPiece(lines, BODY, x, node.child("LBody"), STEP / 2, side=mark)

    @lay.register
    def _(self, block: blocks.Condition) -> Iterator[Piece]:
        if self._list is None:
            self._list = self.root.child("L")
        node = self._list.child("LI")
        x = LEFT + CONDITION_INDENT
        lines = set_lines(plain(f"{block.number}."), TERMS, x)
        number = Side(lines, TERMS, x - 1.5 * STEP, node.child("Lbl"), ends_there=True)
        body = node.child("LBody")
        title = f"{block.title} ({block.mark.lower()})." if block.mark else f"{block.title}."
        limit = f" {block.limit}" if block.limit else ""
        text = (Span(title, bold=True), Span(f"{limit} {words_of(block.text)}"))
        bar = bool(block.mark)
        yield TextPiece(set_lines(text, TERMS, RIGHT - x), TERMS, x, body.child("P"), STEP * 0.75, side=number, bar=bar)
        if block.addition:
            added = set_lines(block.addition, TERMS, RIGHT - x)
            yield TextPiece(added, TERMS, x, body.child("P"), STEP / 2, bar=bar)

    @lay.register
    def _(self, block: blocks.Pairs) -> Iterator[Piece]:
        table = self.root.child("Table")
        x = LEFT + LABEL_WIDTH
        rows = []
        for label, text in block.rows:
            node = table.child("TR")
            side = Side(set_lines(plain(label), LABEL, LABEL_WIDTH - STEP), LABEL, LEFT, node.child("TH"))
            rows.append(TextPiece(set_lines(text, BODY, RIGHT - x), BODY, x, node.child("TD"), STEP / 2, side=side))
        if sum(len(row.lines) for row in rows) <= LONGEST_KEPT:
            for row in rows[:-1]:
                row.keeps_next = True
        yield from rows

    @lay.register
    def _(self, block: blocks.Table) -> Iterator[Piece]:
        frame = _frame(block.columns)
        head = tuple(
            Cell(set_lines(plain(column.title), SMALL_BOLD, width), SMALL_BOLD, "TH")
            for column, (_, width) in zip(block.columns, frame.columns, strict=True)
        )
        rows = [
            tuple(
                Cell(_cut(set_lines(text, SMALL, width), SMALL, LONGEST_CELL), SMALL)
                for text, (_, width) in zip(row, frame.columns, strict=True)
            )
            for row in block.rows
        ]
        yield TablePiece(
            frame, head, rows, [_total(frame, *total) for total in block.totals], self.root.child("Table"), STEP
        )

    @lay.register
    def _(self, block: blocks.Box) -> Iterator[Piece]:
        inside = 1.5 * STEP
        lines = set_lines(block.text, BODY, WIDTH - 2 * inside)
        text = TextPiece(lines, BODY, LEFT + inside, self.root.child("P"))
        yield Group(text.height + 2 * inside, [(inside, text)], before=2 * STEP, box=(LEFT, WIDTH))

    @lay.register
    def _(self, block: blocks.Signatures) -> Iterator[Piece]:
        parts: list[tuple[float, Piece]] = []
        office = TextPiece(set_lines(plain(block.office), BODY, WIDTH), BODY, LEFT, self.root.child("P"))
        parts.append((0, office))
        column = WIDTH / 2
        deepest, rules = 0.0, []
        for place, person in enumerate(block.people):
            x = LEFT + (place % 2) * column
            y = office.height + SIGN_HERE + (place // 2) * (SIGN_HERE + 4 * SMALL.leading)
            rules.append((x, y, column - 3 * STEP))
            name = TextPiece(set_lines(plain(person.name), BOLD, column - 3 * STEP), BOLD, x, self.root.child("P"))
            below = set_lines(plain("\n".join(person.below)), SMALL_GREY, column - 3 * STEP)
            rest = TextPiece(below, SMALL_GREY, x, self.root.child("P"))
            parts += [(y + 2, name), (y + 2 + name.height, rest)]
            deepest = max(deepest, y + 2 + name.height + rest.height)
        yield Group(deepest, parts, before=3 * STEP, rules=rules)

    @lay.register
    def _(self, block: blocks.Slip) -> Iterator[Piece]:
        yield PageBreak()
        title = self._text(plain(block.title), TITLE, tag="H1", before=0)
        title.keeps_next = True
        yield title
        yield self._text(block.opening)
        if block.items:
            yield self._plain_words(block.items)
        yield self._text(block.statement, before=2 * STEP)
        yield self._lines_to_fill(block.lines)
        yield self._text(block.back_to, SMALL_GREY, before=STEP)

    def _plain_words(self, items: Sequence[tuple[str, Text]]) -> Piece:
        number = 12 * MM
        width = WIDTH - number - PAD
        rows = [
            (
                Cell(set_lines(plain(label), SMALL_BOLD, number), SMALL_BOLD, "TH"),
                Cell(_cut(set_lines(text, SMALL, width), SMALL, LONGEST_CELL), SMALL),
            )
            for label, text in items
        ]
        frame = Frame(LEFT, WIDTH, ((LEFT + PAD, number - 2 * PAD), (LEFT + number, width)), (False, False), pad=3)
        return TablePiece(frame, (), rows, (), self.root.child("Table"), before=STEP)

    def _lines_to_fill(self, labels: Sequence[str]) -> Piece:
        parts: list[tuple[float, Piece]] = []
        rules = []
        y = 0.0
        for label in labels:
            piece = TextPiece(set_lines(plain(label), LABEL, LABEL_WIDTH), LABEL, LEFT, self.root.child("P"))
            parts.append((y + STEP / 2, piece))
            rules.append((LEFT + LABEL_WIDTH, y + STEP / 2 + piece.height - 2, WIDTH - LABEL_WIDTH))
            y += piece.height + 1.25 * STEP
        return Group(y, parts, before=STEP, rules=rules)

    def _opening(self, to: blocks.Addressee, refs: blocks.References) -> Piece:
        """Set the addressee on the left and the references on the right, as one."""
        address_width = WIDTH - REFERENCES_WIDTH - 2 * STEP
        lines = [line for text in to.lines for line in set_lines(text, BODY, address_width)]
        address = TextPiece(_cut(lines, BODY, LONGEST_ADDRESS), BODY, LEFT, self.root.child("P"))
        parts: list[tuple[float, Piece]] = [(0, address)]
        x = RIGHT - REFERENCES_WIDTH
        deep = 0.0
        for label, text in refs.rows:
            name = TextPiece(set_lines(plain(label), LABEL, REFERENCES_LABEL), LABEL, x, self.root.child("P"))
            value_x = x + REFERENCES_LABEL
            value = TextPiece(set_lines(text, BODY, RIGHT - value_x), BODY, value_x, self.root.child("P"))
            parts += [(deep, name), (deep, value)]
            deep += max(name.height, value.height)
        return Group(max(address.height, deep), parts)


def _frame(columns: Sequence[blocks.Column]) -> Frame:
    whole = sum(column.width for column in columns)
    places, x = [], LEFT
    for column in columns:
        width = WIDTH * column.width / whole
        places.append((x + PAD, width - 2 * PAD))
        x += width
    return Frame(LEFT, WIDTH, tuple(places), tuple(column.to_the_right for column in columns))


def _cut(lines: list[Line], style: Style, most: int) -> list[Line]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], *set_lines(plain("…"), style, WIDTH)]


def _total(frame: Frame, label: str, text: Text) -> tuple[Cell, ...]:
    """Return a row with the label under the second column and the amount under the last."""
    cells = []
    for place, (_, width) in enumerate(frame.columns):
        is_last = place == len(frame.columns) - 1
        words = text if is_last else plain(label if place == 1 else "")
        cells.append(Cell(set_lines(words, SMALL_BOLD, width), SMALL_BOLD))
    return tuple(cells)


def paginate(pieces: Sequence[Piece], first_room: float, room: float) -> list[list[tuple[float, Piece]]]:
    """Place pieces on pages; return for each page the pieces with their distance from its upper edge.

    ``first_room`` is the height of the first page's text, ``room`` that of the others.
    """
    waiting = deque(pieces)
    pages: list[list[tuple[float, Piece]]] = [[]]
    y, limit = 0.0, first_room
    while waiting:
        piece = waiting.popleft()
        gap = piece.before if pages[-1] else 0.0
        free = limit - y - gap
        parts = None
        if isinstance(piece, PageBreak):
            fits = not pages[-1]
        else:
            fits = piece.height + _companions(piece, waiting) <= free + 1e-6
            if not fits and not piece.keeps_next:
                parts = piece.part(free) if piece.least <= free else None
        if parts is not None:
            pages[-1].append((y + gap, parts[0]))
            waiting.appendleft(parts[1])
        elif fits or not pages[-1]:
            pages[-1].append((y + gap, piece))
            y += gap + piece.height
            continue
        elif not isinstance(piece, PageBreak):
            waiting.appendleft(piece)
        pages.append([])
        y, limit = 0.0, room
    return pages


def _companions(piece: Piece, following: Sequence[Piece]) -> float:
    """Return the room that must be free below a piece that keeps with what follows."""
    needed = 0.0
    keeps = piece.keeps_next
    for other in following:
        if not keeps:
            break
        needed += other.before + (other.height if other.keeps_next else other.least)
        keeps = other.keeps_next
    return needed
