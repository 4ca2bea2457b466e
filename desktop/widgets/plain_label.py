"""Labels and hints for text that came from people: shown letter by letter, never read as markup (security.md R41)."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyleOption, QWidget


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

    def setText(self, text: str) -> None:
        """Show ``text``, as plain text."""
        super().setText(text)
        if self._elides:
            self.setToolTip(plain_tooltip(text))

    def minimumSizeHint(self) -> QSize:
        """Let an eliding label become as narrow as one letter and its dots."""
        hint = super().minimumSizeHint()
        if self._elides:
            hint.setWidth(min(hint.width(), self.fontMetrics().horizontalAdvance("MM…")))
        return hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, cut to the width where the label elides."""
        if not self._elides:
            super().paintEvent(event)
            return
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        line = self.text().replace("\n", " ")
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        flags = self.style().visualAlignment(self.layoutDirection(), self.alignment()) | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            painter, self.contentsRect(), int(flags), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )


def plain_tooltip(text: str) -> str:
    """Return ``text`` so that a tool tip shows it as it stands: tool tips read anything like a tag as markup."""
    return f"<span style='white-space: pre-wrap'>{escape(text)}</span>" if text else ""


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property changed that it looks at."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
