"""A letter on paper: its pages as pixels from the limited process, drawn onto the printer's sheets (R32)."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop.documents import preview
from desktop.documents.child_protocol import LONGEST_SIDE, ContentType
from desktop.letters.ui.letter_pages import picture_of
from desktop.widgets.jobs import Job


def new_printer(name: str) -> QPrinter:
    """Return the usual printer, set to A4 without margins of its own: the letter has them."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    return printer


def pictures_for_print(content: bytes, job: Job) -> list[QImage]:
    """Return every page of a letter at the best resolution the limited process gives; off the GUI thread."""
    first = preview.draw(content, ContentType.PDF, 0, longest_side=LONGEST_SIDE)
    found = [picture_of(first)]
    for page in range(1, first.pages):
        job.step(page, first.pages)
        found.append(picture_of(preview.draw(content, ContentType.PDF, page, longest_side=LONGEST_SIDE)))
    return found


def print_pictures(printer: QPrinter, pictures: Sequence[QImage]) -> bool:
    """Put one picture on each sheet; False when the printer does not take them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number, picture in enumerate(pictures):
        if number and not printer.newPage():
            painter.end()
            return False
        sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
        height = sheet.width() * picture.height() / picture.width()
        painter.drawImage(QRectF(0, 0, sheet.width(), height), picture)
    return painter.end()
