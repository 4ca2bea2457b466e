"""Copies case content for a minute: afterwards it leaves the clipboard by itself (security.md R64)."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

KEPT_MS = 60_000


class ShortLivedClipboard(QObject):
    """Puts text on the clipboard and takes it off again, unless something else was copied in between."""

    def __init__(self, parent: QObject | None = None, *, kept_ms: int = KEPT_MS) -> None:
        super().__init__(parent)
        self._text = ""
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(kept_ms)
        self._clock.timeout.connect(self.forget)

    def copy(self, text: str) -> None:
        """Copy ``text`` for a minute."""
        self._text = text
        QGuiApplication.clipboard().setText(text)
        self._clock.start()

    @Slot()
    def forget(self) -> None:
        """Take our text off the clipboard at once."""
        if self._text and QGuiApplication.clipboard().text() == self._text:
            QGuiApplication.clipboard().clear()
        self._text = ""
        self._clock.stop()


def as_table_text(rows: list[list[str]]) -> str:
    """Return rows as tab-separated lines that a spreadsheet takes as text.

    Tabs and line breaks within a cell become spaces; a cell that a spreadsheet would compute gets an apostrophe before
    it (security.md R56).
    """
    return "\n".join("\t".join(_cell(cell) for cell in row) for row in rows)


def _cell(text: str) -> str:
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(("=", "+", "-", "@", "＝")) else flat
