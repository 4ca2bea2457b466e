"""A letter, from facts to PDF, beside the same pages drawn by bare reportlab in the same run; PDF/A stated apart.

The floor is what reportlab's own document template, paragraphs and tables take for the same words in the same fonts.
Limit: ours at most 1.3 times the floor.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics

from desktop.letters import archival, blocks, fonts, render
from desktop.letters.blocks import Letter, Text, words_of
from desktop.letters.compose import compose
from desktop.letters.layout import BODY, LEFT, SMALL, STEP, TERMS, TITLE, WIDTH
from desktop.letters.sheet import MM
from tests.builders.letters import GYROS, a_licence, a_no_licence, a_refusal, issued

ROUNDS = 25
LIMIT = 1.3


def bare(letter: Letter) -> bytes:
    """Draw the words of a composed letter by reportlab's platypus alone."""
    # platypus takes its first font from what is registered as base font when it is imported
    regular, bold = fonts.face(fonts.SERIF).fontName, fonts.face(fonts.SERIF, bold=True).fontName
    pdfmetrics.registerFontFamily(
        regular, normal=regular, bold=bold, italic=regular, boldItalic=bold, baseFontFor="canvas graphics"
    )
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

    def style(ours: Any, name: str = regular) -> ParagraphStyle:
        return ParagraphStyle("s", fontName=name, fontSize=ours.size, leading=ours.leading, spaceAfter=STEP * 0.75)

    body, terms, small, title = style(BODY), style(TERMS), style(SMALL), style(TITLE, bold)

    def paragraph(text: Text, look: ParagraphStyle = body) -> Any:
        marked = "".join(f"<b>{escape(s.text)}</b>" if s.bold else escape(s.text) for s in text)
        return Paragraph(marked.replace("\n", "<br/>"), look)

    def story() -> Iterator[Any]:
        for block in letter.blocks:
            if isinstance(block, blocks.Title):
                yield Paragraph(escape(block.text), title)
                yield paragraph(block.subject)
            elif isinstance(block, blocks.Heading):
                yield Paragraph(f"<b>{escape(block.text)}</b>", body)
            elif isinstance(block, blocks.Condition):
                words = f"{block.number}. <b>{escape(block.title)}.</b> {escape(words_of(block.text))}"
                yield Paragraph(words, terms)
            elif isinstance(block, blocks.References | blocks.Pairs):
                rows = [[Paragraph(escape(label), small), paragraph(text)] for label, text in block.rows]
                yield Table(rows, colWidths=[100, WIDTH - 100])
            elif isinstance(block, blocks.Addressee):
                yield from (paragraph(line) for line in block.lines)
            elif isinstance(block, blocks.Table):
                head = [Paragraph(f"<b>{escape(column.title)}</b>", small) for column in block.columns]
                rows = [[paragraph(cell, small) for cell in row] for row in block.rows]
                whole = sum(column.width for column in block.columns)
                yield Table(
                    [head, *rows],
                    colWidths=[WIDTH * column.width / whole for column in block.columns],
                    repeatRows=1,
                    style=[("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")],
                )
            elif isinstance(block, blocks.Bullets):
                yield from (paragraph(item) for item in block.items)
            elif isinstance(block, blocks.Signatures):
                yield Spacer(1, 40)
                for person in block.people:
                    yield Paragraph(escape("\n".join((person.name, *person.below))), body)
            elif isinstance(block, blocks.Slip):
                yield PageBreak()
                yield Paragraph(escape(block.title), title)
                yield paragraph(block.opening)
                yield Table(
                    [[number, paragraph(text, small)] for number, text in block.items], colWidths=[40, WIDTH - 40]
                )
                yield paragraph(block.statement)
                yield from (Paragraph(escape(line), body) for line in block.lines)
            else:
                yield paragraph(block.text)

    class Numbered(Canvas):  # type: ignore[misc]
        """Keeps its pages until the number of them is known, the usual way to print page n of m."""

        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self.kept: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self.kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self.kept, 1):
                self.__dict__.update(page)
                self.setFont(regular, 7)
                self.drawString(LEFT, 15 * MM, f"{letter.furniture.number} · {letter.furniture.marking}")
                self.drawRightString(LEFT + WIDTH, 15 * MM, letter.furniture.page_words(number, len(self.kept)))
                self.drawString(LEFT, 15 * MM - 10, letter.furniture.check)
                super().showPage()
            super().save()

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, title=letter.title, leftMargin=LEFT, rightMargin=20 * MM, lang="en").build(
        list(story()), canvasmaker=Numbered
    )
    return out.getvalue()


def median_ms(*works: Callable[[], object]) -> list[float]:
    """Return the median of each work in milliseconds, taken in turns so that drift falls on all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[place].append((time.perf_counter() - start) * 1000)
    return [statistics.median(each) for each in times]


def main() -> int:
    """Print milliseconds per letter and the ratio to the floor for each kind."""
    sixty = tuple(replace(GYROS, number=number) for number in range(1, 61))
    for name, facts in (
        ("licence", issued(a_licence())),
        ("licence, 60 lines", issued(a_licence(lines=sixty))),
        ("refusal", issued(a_refusal())),
        ("no licence required", issued(a_no_licence())),
    ):
        letter = compose(facts)
        drawn = render.draw(letter)
        ours, floor, archive = median_ms(
            lambda facts=facts: render.draw(compose(facts)),
            lambda letter=letter: bare(letter),
            lambda drawn=drawn, facts=facts: archival.archive(drawn.content, drawn.structure, "en", facts.dated),
        )
        verdict = "held" if ours <= LIMIT * floor else "MISSED"
        print(
            f"{name:22} {drawn.count} pages: {ours:6.1f} ms; bare reportlab {floor:6.1f} ms; ratio {ours / floor:4.2f} "
            f"(limit {LIMIT}, {verdict}); PDF/A-2b with validation {archive:6.1f} ms more"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
