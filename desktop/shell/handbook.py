"""The handbook in a window: our own pages of ``resources/handbook``, and nothing else."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from desktop.paths import resource
from desktop.widgets import icons, remembered
from desktop.widgets.spacing import GAP, READING_WIDTH, SECTION

_KEY = "handbook"
_PICTURES = "pictures"
_WIDTH = READING_WIDTH - 5 * GAP  # of a picture: beside it lie the margins and the scroll bar


class _Page(QTextBrowser):
    """Shows the pictures that come with the handbook, no wider than a line of text; loads nothing else."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._pictures = frozenset(f"{_PICTURES}/{path.name}" for path in (folder / _PICTURES).glob("*.png"))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of ours by the path that a page gives, and nothing for anything else."""
        path = name.path() if isinstance(name, QUrl) else name
        if kind != QTextDocument.ResourceType.ImageResource.value or path not in self._pictures:
            return None
        ratio = self.devicePixelRatioF()
        whole = QImage(str(self._folder / path))
        width = round(min(whole.width(), _WIDTH * ratio))
        shown = whole.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        return shown


class HandbookWindow(QWidget):
    """Shows pages by name; a link to anything that is no page of the handbook does nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._folder = resource("handbook")
        self._names = frozenset(path.name for path in self._folder.glob("*.md"))
        self._visited: list[str] = []
        self.setWindowTitle(self.tr("Casement handbook"))
        self.setWindowIcon(icons.icon("help"))
        self._text = _Page(self._folder)
        self._text.setOpenLinks(False)
        self._text.document().setDocumentMargin(SECTION)
        self._text.setAccessibleName(self.tr("Handbook page"))
        self._text.anchorClicked.connect(self._on_link)
        self._back = QPushButton(icons.icon("back"), self.tr("Back"))
        self._back.setProperty("quiet", True)
        self._back.clicked.connect(self._on_back)
        home = QPushButton(icons.icon("help"), self.tr("Contents"))
        home.setProperty("quiet", True)
        home.clicked.connect(self._on_home)
        row = QHBoxLayout()
        row.setContentsMargins(GAP, GAP, GAP, GAP)
        row.addWidget(self._back)
        row.addWidget(home)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._text, 1)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        if not remembered.restore_geometry(self, _KEY):
            self.resize(READING_WIDTH + 8 * GAP, 90 * GAP)

    @property
    def page(self) -> str:
        """The name of the page in sight, '' before the first."""
        return self._visited[-1] if self._visited else ""

    def show_page(self, name: str) -> None:
        """Show a page of the handbook by the name of its file."""
        if name not in self._names:
            return
        if name != self.page:
            self._visited.append(name)
        self._text.setMarkdown((self._folder / name).read_text(encoding="utf-8"))
        self._text.document().setDocumentMargin(SECTION)
        self._back.setEnabled(len(self._visited) > 1)

    @Slot(QUrl)
    def _on_link(self, link: QUrl) -> None:
        self.show_page(link.path())

    @Slot()
    def _on_back(self) -> None:
        self._visited.pop()
        self.show_page(self._visited.pop())

    @Slot()
    def _on_home(self) -> None:
        self.show_page("index.md")
