"""Makes the pictures of README and handbook from the demo office: ``python -m tests.screens.handbook_pictures``."""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="casement-pictures-")

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop import startup
from desktop.clock import StandingClock
from desktop.demo import layout, making
from desktop.documents import preview
from desktop.documents.child_protocol import ContentType
from desktop.office import Office
from desktop.paths import resource
from desktop.shell import theme
from desktop.shell.background import Background
from desktop.shell.main_window import MainWindow
from desktop.shell.sign_in_card import SignInCard
from tests.conftest import CHEAP

NOW = datetime(2027, 6, 16, 9, 30, tzinfo=UTC)
TARGET = resource("handbook", "pictures")
# reference in the demo office, tab, picture
SCREENS = (
    (3, "overview", "case"),
    (2, "goods", "goods"),
    (2, "annex", "annex"),
    (2, "documents", "documents"),
    (1, "assessment", "assessment"),
    (2, "decision", "decision"),
    (2, "letters", "letters"),
    (2, "history", "history"),
)


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _settle(window: MainWindow) -> None:
    for _ in range(200):
        _wait(50)
        if window.is_settled:
            break
    _wait(400)


def _save(image: QImage, name: str) -> None:
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    size = (plain.width(), plain.height())
    picture = Image.frombuffer("RGBX", size, bytes(plain.constBits()), "raw", "RGBX", plain.bytesPerLine(), 1)
    few_colours = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few_colours.save(TARGET / f"{name}.png", optimize=True)


def main() -> int:
    """Write every picture; the date is fixed, so that only a change of the program changes them."""
    folder = Path(tempfile.mkdtemp(prefix="casement-pictures-"))
    making.make(folder, now=NOW, keystore=folder / "keystore", cost=CHEAP)
    office = Office(folder / making.OFFICE_FILE, clock=StandingClock(NOW), keystore=folder / "keystore")
    for path in making.write_letters(office, folder):
        picture = preview.draw(path.read_bytes(), ContentType.PDF, 0, longest_side=1100)
        row = picture.width * 3
        image = QImage(picture.pixels, picture.width, picture.height, row, QImage.Format.Format_RGB888)
        _save(image, f"letter-{path.stem.split('-')[1].lower()}")
    app = QApplication([sys.argv[0], "-style", "Fusion"])
    theme.apply(app, dark=False)
    opened = startup.look_at(office)
    card = SignInCard(Background())
    card.show_opened(opened)
    card.show()
    _wait(400)
    _save(card.grab().toImage(), "sign-in")
    card.hide()
    window = MainWindow(opened, startup.sign_in(opened, "ana", layout.password()))
    window.resize(1440, 900)
    window.show()
    _settle(window)
    _save(window.grab().toImage(), "list")
    for case_id, tab, name in SCREENS:
        window.open_case(case_id, tab)
        _settle(window)
        _save(window.grab().toImage(), name)
    window.close()
    QCoreApplication.processEvents()
    office.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
