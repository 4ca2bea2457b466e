"""The pages of one letter below each other, as they will be printed: drawn one by one in the limited process (R32)."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop.documents import preview
from desktop.documents.child_protocol import ContentType
from desktop.documents.preview import Picture
from desktop.errors import UserError
from desktop.widgets import icons
from desktop.widgets.case_tab import Desk
from desktop.widgets.colours import colours
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.jobs import Job
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.spacing import GAP, READING_WIDTH, WIDE

ZOOMS = (1.0, 1.25, 1.5, 2.0)
LONGEST_SIDE = 1_600  # pixels a page is drawn with; shown smaller, it is sharp up to twice the reading width
A4 = 297 / 210


def picture_of(drawn: Picture) -> QImage:
    """Return drawn pixels as an image of its own."""
    row = drawn.width * 3
    return QImage(drawn.pixels, drawn.width, drawn.height, row, QImage.Format.Format_RGB888).copy()


class PageSheet(QWidget):
    """One page: paper first, and its picture as soon as it is drawn."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QPixmap | None = None
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_drawn(self) -> bool:
        """Whether the picture is there."""
        return self._picture is not None

    def show_picture(self, picture: QPixmap) -> None:
        """Show the drawn page."""
        self._picture = picture
        self.update()

    def set_width(self, width: int) -> None:
        """Show the page so wide, and as high as the paper is."""
        ratio = self._picture.height() / self._picture.width() if self._picture is not None else A4
        self.setFixedSize(QSize(width, round(width * ratio)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw paper, picture and a hairline around it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.rect(), self._picture)
        painter.setPen(QColor(colours().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class LetterPages(QWidget):
    """Shows a letter to be read from top to bottom.

    Page Up and Page Down go from page to page, Home and End to the first and last, + and - change the size, 0 takes
    the usual one again.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._content = b""
        self._zoom = 0
        self._job: Job | None = None
        self._sheets: list[PageSheet] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages of the letter"))
        self.message = EmptyState("letters", "")
        self._roll = QWidget()
        self._column = QVBoxLayout(self._roll)
        self._column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self._column.setSpacing(WIDE)
        self._area = QScrollArea()
        self._area.setWidget(self._roll)
        self._area.setWidgetResizable(True)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self._area)
        self._place = PlainLabel(role="figures")
        self._bar = QWidget()
        self._make_bar()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP)
        whole.addWidget(self._bar)
        whole.addWidget(self._stack, 1)
        self._bar.hide()

    def _make_bar(self) -> None:
        self.previous_button = self._button("up", self.tr("Previous page (Page Up)"))
        self.next_button = self._button("down", self.tr("Next page (Page Down)"))
        self.smaller_button = self._button("zoom-out", self.tr("Smaller (-)"))
        self.larger_button = self._button("zoom-in", self.tr("Larger (+)"))
        self.previous_button.clicked.connect(self._on_previous)
        self.next_button.clicked.connect(self._on_next)
        self.smaller_button.clicked.connect(self._on_smaller)
        self.larger_button.clicked.connect(self._on_larger)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for part in (self.previous_button, self._place, self.next_button):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.smaller_button)
        row.addWidget(self.larger_button)

    def _button(self, icon: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setAccessibleName(words)
        button.setToolTip(plain_tooltip(words))
        return button

    # ---- what is shown ------------------------------------------------------------------------------------------

    @property
    def pages(self) -> int:
        """How many pages the letter has, as far as it is known."""
        return len(self._sheets)

    @property
    def is_drawn(self) -> bool:
        """Whether every page of the letter is drawn."""
        return bool(self._sheets) and all(sheet.is_drawn for sheet in self._sheets)

    @property
    def page(self) -> int:
        """The page at the upper edge, from 0."""
        top = self._area.verticalScrollBar().value() + self._area.viewport().height() // 3
        above = [number for number, sheet in enumerate(self._sheets) if sheet.y() <= top]
        return above[-1] if above else 0

    def show_letter(self, content: bytes) -> None:
        """Show the pages of this PDF from the first; the same one again stays as it is."""
        if content == self._content:
            return
        self._forget()
        self._content = content
        self._draw(0)

    def say(self, sentence: str, next_step: str = "", *, action: str = "") -> None:
        """Show a sentence instead of pages, and a button for the next step where there is one (``message.acted``)."""
        self._forget()
        self.message.say(sentence, next_step, action=action)
        self._stack.setCurrentWidget(self.message)
        self._bar.hide()

    def _forget(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._content = b""
        for sheet in self._sheets:
            self._column.removeWidget(sheet)
            sheet.deleteLater()
        self._sheets = []

    def _draw(self, page: int) -> None:
        content = self._content

        def work(job: Job) -> Picture:
            watch = partial(job.step, page, max(self.pages, 1))
            return preview.draw(content, ContentType.PDF, page, longest_side=LONGEST_SIDE, watch=watch)

        self._job = self._desk.jobs.run(
            self,
            work,
            partial(self._on_drawn, content),
            title=self.tr("Drawing the letter"),
            failed=partial(self._on_failed, content),
        )

    def _on_drawn(self, content: bytes, drawn: Picture) -> None:
        if content is not self._content:
            return
        self._job = None
        if not self._sheets:
            self._make_sheets(drawn.pages)
        self._sheets[drawn.page].show_picture(QPixmap.fromImage(picture_of(drawn)))
        self._show_place()
        if drawn.page + 1 < len(self._sheets):
            self._draw(drawn.page + 1)

    def _on_failed(self, content: bytes, error: UserError) -> None:
        if content is self._content:
            self._job = None
            self.say(self.tr("The letter cannot be shown"), error.message)

    def _make_sheets(self, pages: int) -> None:
        for number in range(pages):
            sheet = PageSheet(self.tr("Page {0} of {1}").format(number + 1, pages))
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
            self._sheets.append(sheet)
        self._stack.setCurrentWidget(self._area)
        self._bar.show()
        self._fit()
        self._area.verticalScrollBar().setValue(0)

    def _fit(self) -> None:
        width = min(self._area.viewport().width() - 2 * WIDE, READING_WIDTH) * ZOOMS[self._zoom]
        for sheet in self._sheets:
            sheet.set_width(max(round(width), 200))
        self._show_place()

    # ---- moving about -------------------------------------------------------------------------------------------

    def go_to(self, page: int) -> None:
        """Bring a page to the upper edge; beyond the ends it stays where it is."""
        if self._sheets:
            wanted = max(0, min(page, len(self._sheets) - 1))
            self._column.activate()
            self._area.verticalScrollBar().setValue(self._sheets[wanted].y() - GAP)

    def set_zoom(self, step: int) -> None:
        """Show the pages in another size of :data:`ZOOMS`, the same page at the upper edge."""
        wanted = max(0, min(step, len(ZOOMS) - 1))
        if wanted != self._zoom:
            page = self.page
            self._zoom = wanted
            self._fit()
            self.go_to(page)

    def _show_place(self) -> None:
        page, pages = self.page, len(self._sheets)
        self._place.setText(self.tr("Page {0} of {1}").format(page + 1, pages))
        bar = self._area.verticalScrollBar()
        self.previous_button.setEnabled(bar.value() > bar.minimum())
        self.next_button.setEnabled(bar.value() < bar.maximum())
        self.smaller_button.setEnabled(self._zoom > 0)
        self.larger_button.setEnabled(self._zoom < len(ZOOMS) - 1)

    @Slot(int)
    def _on_scrolled(self, _value: int) -> None:
        self._show_place()

    @Slot()
    def _on_previous(self) -> None:
        self.go_to(self.page - 1)

    @Slot()
    def _on_next(self) -> None:
        self.go_to(self.page + 1)

    @Slot()
    def _on_smaller(self) -> None:
        self.set_zoom(self._zoom - 1)

    @Slot()
    def _on_larger(self) -> None:
        self.set_zoom(self._zoom + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from page to page and change the size."""
        bar = self._area.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageUp:
                self.go_to(self.page - 1)
            case Qt.Key.Key_PageDown:
                self.go_to(self.page + 1)
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Up:
                bar.setValue(bar.value() - 3 * bar.singleStep())
            case Qt.Key.Key_Down:
                bar.setValue(bar.value() + 3 * bar.singleStep())
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.set_zoom(self._zoom + 1)
            case Qt.Key.Key_Minus:
                self.set_zoom(self._zoom - 1)
            case Qt.Key.Key_0:
                self.set_zoom(0)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._fit()
