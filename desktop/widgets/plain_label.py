"""Labels and hints for text that came from people: shown letter by letter, never read as markup (security.md R41)."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """A label that shows its text as it stands.

    ``role`` picks the style: ``title``, ``subtitle``, ``caption``, ``hint``, ``small``, ``figures``, ``problem``,
    ``warning``, ``ok``, ``info``. ``wraps`` breaks long text into lines; ``elides`` keeps one line, cuts it with … and
    tells the whole text in the tool tip. ``selectable`` lets the person mark and copy.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: str = "",
        wraps: bool = False,
        elides: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._elides = elides
        self._whole = ""
        self.setWordWrap(wraps)
        if role:
            self.setProperty("role", role)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    def set_role(self, role: str) -> None:
        """Show the label in another style from now on."""
        if self.property("role") != role:
            self.setProperty("role", role)
            restyle(self)

    def text(self) -> str:
        """Return the whole text, however much of it is in sight."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show ``text``, as plain text."""
        self._whole = text
        if self._elides:
            self.setToolTip(plain_tooltip(text))
            self.setAccessibleName(text)
            self.updateGeometry()
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        shown = self._whole
        if self._elides:
            line = " ".join(shown.split("\n"))
            room = self.contentsRect().width()
            shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room)
        super().setText(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew where the label elides."""
        super().resizeEvent(event)
        if self._elides:
            self._show_what_fits()

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        hint = super().sizeHint()
        if self._elides:
            around = self.contentsMargins()
            room = around.left() + around.right() + 2 * self.margin() + 1
            hint.setWidth(self.fontMetrics().horizontalAdvance(self._whole) + room)
        return hint

    def minimumSizeHint(self) -> QSize:
        """Let an eliding label become as narrow as one letter and its dots."""
        hint = super().minimumSizeHint()
        if self._elides:
            hint.setWidth(min(self.sizeHint().width(), self.fontMetrics().horizontalAdvance("MM…")))
        return hint


def plain_tooltip(text: str) -> str:
    """Return ``text`` so that a tool tip shows it as it stands: tool tips read anything like a tag as markup."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span style='white-space: pre-wrap'>{plain}</span>" if text else ""


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property changed that it looks at."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
