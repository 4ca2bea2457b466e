"""A page that is read from top to bottom: one column of parts in a scroll area, no wider than a line can be read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.spacing import READING_WIDTH, WIDE


class ScrollPage(QScrollArea):
    """Holds its parts in ``column``; ``width`` is the greatest width of the column."""

    def __init__(self, parent: QWidget | None = None, *, width: int = READING_WIDTH + READING_WIDTH // 2) -> None:
        super().__init__(parent)
        page = QWidget()
        page.setProperty("scrolled", True)
        sheet = QWidget()
        sheet.setMaximumWidth(width)
        self.column = QVBoxLayout(sheet)
        self.column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self.column.setSpacing(WIDE)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(sheet, 1)
        row.addStretch(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setWidget(page)

    def end(self) -> None:
        """Keep the parts at the top of the page."""
        self.column.addStretch(1)
