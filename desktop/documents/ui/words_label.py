"""A label for words of unknown length: they wrap in the room there is and never widen the window."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.plain_label import PlainLabel


class WordsLabel(PlainLabel):
    """Wrapping plain text that takes whatever width its place has, however long a single word is."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, role: str = "", selectable: bool = False
    ) -> None:
        super().__init__(text, parent, role=role, wraps=True, selectable=selectable)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
