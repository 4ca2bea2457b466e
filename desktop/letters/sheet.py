"""The pages of one letter: a canvas, and the structure by which a screen reader reads it in order (LT-08)."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from desktop.letters import fonts

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM


@dataclass(slots=True)
class Node:
    """A node of the document's structure: its tag, and below it other nodes or places marked on pages."""

    tag: str
    below: list["Node | tuple[int, int]"] = field(default_factory=list)

    def child(self, tag: str) -> "Node":
        """Add a node below and return it."""
        node = Node(tag)
        self.below.append(node)
        return node


class Sheet:
    """The page being drawn on. Coordinates are points from the lower left corner, as in PDF."""

    def __init__(self, title: str, author: str, language: str) -> None:
        self._out = io.BytesIO()
        first = fonts.face(fonts.SERIF)
        self.canvas: Any = Canvas(
            self._out,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            initialFontName=first.fontName,
            pageCompression=1,
            lang=language,
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("Casement")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.structure = Node("Document")
        self.page = 0
        self._marks = 0

    @contextmanager
    def marked(self, node: Node) -> Iterator[None]:
        """Let what is drawn inside belong to ``node`` of the structure."""
        node.below.append((self.page, self._marks))
        self.canvas.addLiteral(f"/{node.tag} <</MCID {self._marks}>> BDC")
        self._marks += 1
        yield
        self.canvas.addLiteral("EMC")

    @contextmanager
    def unread(self) -> Iterator[None]:
        """Let what is drawn inside (rules, head and foot) be no part of the text."""
        self.canvas.addLiteral("/Artifact BMC")
        yield
        self.canvas.addLiteral("EMC")

    def rule(self, x: float, y: float, width: float, weight: float, ink: tuple[float, float, float]) -> None:
        """Draw a horizontal rule."""
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeColorRGB(*ink)
        self.canvas.line(x, y, x + width, y)

    def fill(self, x: float, y: float, width: float, height: float, ink: tuple[float, float, float]) -> None:
        """Fill a rectangle whose lower left corner is ``x``, ``y``."""
        self.canvas.setFillColorRGB(*ink)
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def end_page(self) -> None:
        """Finish this page and begin the next."""
        self.canvas.showPage()
        self.page += 1
        self._marks = 0

    def content(self) -> bytes:
        """Return the finished file."""
        self.canvas.save()
        return self._out.getvalue()
