"""One paper page by page: pictures drawn in the limited process, shown from raw pixels (security.md R32)."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop.documents import preview, vault
from desktop.documents.child_protocol import LONGEST_SIDE, ContentType
from desktop.documents.model import Document
from desktop.documents.preview import Picture
from desktop.errors import UserError
from desktop.widgets import icons
from desktop.widgets.case_tab import Desk
from desktop.widgets.colours import colours
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.jobs import Job
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.spacing import GAP, MEDIUM_FIELD

ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0)
_KEPT_PICTURES = 6
_SETTLE_MS = 150
_NARROWEST = 200


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which picture is wanted: of which bytes, which page, how many pixels on its longer side."""

    digest: str
    page: int
    longest: int


class Sheet(QWidget):
    """Paints the picture of a page at the size it is shown in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def picture(self) -> QPixmap | None:
        """The picture shown, if any."""
        return self._picture

    def show_picture(self, picture: QPixmap | None, size: QSize) -> None:
        """Show a picture at a size in logical pixels."""
        self._picture = picture
        self.setFixedSize(size)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw paper, picture and a hairline around it."""
        painter = QPainter(self)
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.rect(), self._picture)
            painter.setPen(QColor(colours().line))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PagePreview(QWidget):
    """Shows the pages of one paper of the case.

    Page Up and Page Down turn the page, Home and End go to the first and last, + and - change the size, 0 fits the
    width again. The bytes of the paper are held only while it is shown.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document: Document | None = None
        self._content: tuple[bytes, ContentType] | None = None
        self._page = 0
        self._pages = 1
        self._zoom = 0
        self._pictures: OrderedDict[_Wanted, QPixmap] = OrderedDict()
        self._job: Job | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages of the paper"))
        self.sheet = Sheet()
        self.message = EmptyState("file", "")
        self._area = QScrollArea()
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area.setWidget(self.sheet)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self._area)
        self._page_words = PlainLabel(role="figures")
        self._bar = QWidget()
        self._make_bar()
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(MEDIUM_FIELD)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._draw)
        self.show_document(None)

    def _make_bar(self) -> None:
        self.previous_button = self._button("previous", self.tr("Previous page (Page Up)"))
        self.next_button = self._button("next", self.tr("Next page (Page Down)"))
        self.smaller_button = self._button("zoom-out", self.tr("Smaller (-)"))
        self.larger_button = self._button("zoom-in", self.tr("Larger (+)"))
        self.previous_button.clicked.connect(self._on_previous)
        self.next_button.clicked.connect(self._on_next)
        self.smaller_button.clicked.connect(self._on_smaller)
        self.larger_button.clicked.connect(self._on_larger)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.previous_button)
        row.addWidget(self._page_words)
        row.addWidget(self.next_button)
        row.addStretch(1)
        row.addWidget(self.smaller_button)
        row.addWidget(self.larger_button)

    def _button(self, icon: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setAccessibleName(words)
        button.setToolTip(plain_tooltip(words))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """How many times the width of the pane the page is shown."""
        return ZOOMS[self._zoom]

    @property
    def is_drawn(self) -> bool:
        """Whether the picture of the page wanted is shown."""
        return self._stack.currentWidget() is self._area and self._job is None and not self._settling.isActive()

    def show_document(self, document: Document | None) -> None:
        """Show a paper from its first page; None shows that none is chosen."""
        if document is not None and self._document is not None and document.digest == self._document.digest:
            self._document = document
            return
        self.forget()
        self._document = document
        self._pages = max(1, document.pages) if document is not None else 1
        if document is None:
            self._say(self.tr("No paper is chosen"), self.tr("Choose one in the list to see its pages."))
        else:
            self._say(self.tr("Drawing the page"), "")
            self._draw()
        self._show_place()

    def forget(self) -> None:
        """Let go of bytes and pictures; a drawing under way is stopped."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._settling.stop()
        self._document = None
        self._content = None
        self._pictures.clear()
        self.sheet.show_picture(None, QSize(0, 0))
        self._page = 0
        self._zoom = 0

    def go_to(self, page: int) -> None:
        """Show another page; beyond the ends it stays where it is."""
        wanted = max(0, min(page, self._pages - 1))
        if wanted != self._page:
            self._page = wanted
            self._area.verticalScrollBar().setValue(0)
            self._draw()
            self._show_place()

    def set_zoom(self, step: int) -> None:
        """Show the page in another size of :data:`ZOOMS`."""
        wanted = max(0, min(step, len(ZOOMS) - 1))
        if wanted != self._zoom:
            self._zoom = wanted
            self._draw()
            self._show_place()

    def _wanted(self) -> _Wanted | None:
        if self._document is None:
            return None
        pixels = self._shown_width() * self.devicePixelRatioF()
        longest = min(LONGEST_SIDE, int(pixels * 1.45) // 50 * 50 + 50)  # a sheet is about 1.4 times as high as wide
        return _Wanted(self._document.digest, self._page, longest)

    def _shown_width(self) -> float:
        """Return how wide a page is shown, in logical pixels: the pane's width times the zoom."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        return max(self.width() - bar - GAP, _NARROWEST) * self.zoom

    @Slot()
    def _draw(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            return
        known = self._pictures.get(wanted)
        if known is not None:
            self._pictures.move_to_end(wanted)
            self._show_picture(known)
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self._desk.jobs.run(
            self,
            partial(self._drawn_in_child, wanted, self._content),
            partial(self._on_drawn, wanted),
            title=self.tr("Drawing a page"),
            failed=partial(self._on_failed, wanted),
        )

    def _drawn_in_child(
        self, wanted: _Wanted, content: tuple[bytes, ContentType] | None, job: Job
    ) -> tuple[Picture, tuple[bytes, ContentType]]:
        """Draw off the GUI thread; reads the paper from the vault the first time."""
        if content is None:
            with self._desk.office.read() as connection:
                content = vault.get(connection, wanted.digest)
        watch = partial(job.step, 0, 1)
        return preview.draw(*content, wanted.page, longest_side=wanted.longest, watch=watch), content

    def _on_drawn(self, wanted: _Wanted, outcome: tuple[Picture, tuple[bytes, ContentType]]) -> None:
        if wanted != self._wanted():
            return
        drawn, self._content = outcome
        self._job = None
        self._pages = drawn.pages
        image = QImage(drawn.pixels, drawn.width, drawn.height, drawn.width * 3, QImage.Format.Format_RGB888)
        picture = QPixmap.fromImage(image)
        self._pictures[wanted] = picture
        while len(self._pictures) > _KEPT_PICTURES:
            self._pictures.popitem(last=False)
        self._show_picture(picture)
        self._show_place()

    def _show_picture(self, picture: QPixmap) -> None:
        width = self._shown_width()
        size = QSize(round(width), round(width * picture.height() / picture.width()))
        self.sheet.show_picture(picture, size)
        self._stack.setCurrentWidget(self._area)

    def _on_failed(self, wanted: _Wanted, error: UserError) -> None:
        if wanted == self._wanted():
            self._job = None
            self._say(self.tr("This page cannot be shown"), error.message)
            self._show_place()

    def _say(self, sentence: str, next_step: str) -> None:
        self.message.say(sentence, next_step)
        self._stack.setCurrentWidget(self.message)

    def _show_place(self) -> None:
        self._bar.setVisible(self._document is not None)
        self._page_words.setText(self.tr("Page {0} of {1}").format(self._page + 1, self._pages))
        self.previous_button.setEnabled(self._page > 0)
        self.next_button.setEnabled(self._page < self._pages - 1)
        self.smaller_button.setEnabled(self._zoom > 0)
        self.larger_button.setEnabled(self._zoom < len(ZOOMS) - 1)

    @Slot()
    def _on_previous(self) -> None:
        self.go_to(self._page - 1)

    @Slot()
    def _on_next(self) -> None:
        self.go_to(self._page + 1)

    @Slot()
    def _on_smaller(self) -> None:
        self.set_zoom(self._zoom - 1)

    @Slot()
    def _on_larger(self) -> None:
        self.set_zoom(self._zoom + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and change the size."""
        if self._document is None:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_PageUp:
                self.go_to(self._page - 1)
            case Qt.Key.Key_PageDown:
                self.go_to(self._page + 1)
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(self._pages - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.set_zoom(self._zoom + 1)
            case Qt.Key.Key_Minus:
                self.set_zoom(self._zoom - 1)
            case Qt.Key.Key_0:
                self.set_zoom(0)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                bar = self._area.verticalScrollBar()
                step = bar.singleStep() * (3 if event.key() == Qt.Key.Key_Down else -3)
                bar.setValue(bar.value() + step)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the new width, and draw it sharp once the size stays."""
        super().resizeEvent(event)
        if self._document is not None and self.sheet.picture is not None:
            self._show_picture(self.sheet.picture)
            self._settling.start()

    def closeEvent(self, event: QEvent) -> None:
        """Keep nothing of the paper when closed."""
        self.forget()
        super().closeEvent(event)  # type: ignore[arg-type]
