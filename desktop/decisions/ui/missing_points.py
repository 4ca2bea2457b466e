"""What still stands in the way of a recommendation, each point with the way to the tab where it is put right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.cases.model import Missing
from desktop.widgets import icons
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.spacing import GAP, ICON, TIGHT

_OWN_TAB = "decision"


class MissingPoints(QWidget):
    """One line for each point; ``go_to_tab`` carries the key of the tab a person wants to go to."""

    go_to_tab = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Missing, ...] = ()
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(GAP)
        self._lines.setVerticalSpacing(TIGHT)
        self._lines.setColumnStretch(1, 1)

    def show_points(self, points: Sequence[Missing]) -> None:
        """Show these points in their order, each once."""
        distinct = tuple(dict.fromkeys(points))
        if distinct == self._shown:
            return
        self._shown = distinct
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line, point in enumerate(distinct):
            self._add(line, point)

    def _add(self, line: int, point: Missing) -> None:
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap("problem", ICON, "problem", self.devicePixelRatioF()))
        picture.setAccessibleName(self.tr("Blocks"))
        picture.setFixedSize(ICON + TIGHT, ICON + GAP)
        sentence = PlainLabel(point.sentence, wraps=True, selectable=True)
        sentence.setToolTip(plain_tooltip(self.tr("Rule {0}").format(point.check)))
        self._lines.addWidget(picture, line, 0, Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(sentence, line, 1)
        if point.tab != _OWN_TAB:
            words = self.tr("Go to {0}").format(point.tab.capitalize())
            link = QPushButton(words)
            link.setProperty("link", True)
            link.setProperty("tab", point.tab)
            link.setAccessibleName(f"{words}: {point.sentence}")
            link.clicked.connect(self._on_wanted)
            self._lines.addWidget(link, line, 2, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _on_wanted(self) -> None:
        self.go_to_tab.emit(str(self.sender().property("tab")))
