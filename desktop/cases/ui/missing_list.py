"""What still stands in the way of a case, each point with the way to the tab where it is put right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.cases.model import Missing
from desktop.widgets import icons
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.spacing import GAP, ICON, TIGHT, WIDE

TAB_WORDS = {
    "overview": "Overview",
    "goods": "Goods",
    "annex": "Annex",
    "parties": "Parties",
    "documents": "Documents",
    "assessment": "Assessment",
    "decision": "Decision",
    "letters": "Letters",
    "history": "History",
}
_TONES = {"BLOCK": "problem", "MAJOR": "warning"}


class MissingList(QWidget):
    """One line for each point: icon, sentence, and a button to the tab; ``go_to_tab`` carries its key."""

    go_to_tab = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(GAP)
        self._lines.setVerticalSpacing(TIGHT)
        self._lines.setColumnStretch(1, 1)
        self._shown: tuple[Missing, ...] | None = None

    def show_points(self, points: Sequence[Missing]) -> None:
        """Show these points, in their order; a point said twice stands once."""
        distinct = tuple(dict.fromkeys(points))
        if distinct == self._shown:
            return
        self._shown = distinct
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for line, point in enumerate(distinct):
            self._add(line, point)

    def _add(self, line: int, point: Missing) -> None:
        tone = _TONES.get(point.severity, "info")
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap(tone, ICON, tone, self.devicePixelRatioF()))
        picture.setAccessibleName(self.tr("Blocks") if tone == "problem" else self.tr("Look"))
        picture.setFixedSize(ICON + TIGHT, ICON + GAP)
        sentence = PlainLabel(point.sentence, wraps=True, selectable=True)
        sentence.setMinimumHeight(ICON + GAP)
        sentence.setToolTip(plain_tooltip(self.tr("Rule {0}").format(point.check)))
        words = self.tr(TAB_WORDS[point.tab])
        link = QPushButton(words)
        link.setProperty("link", True)
        link.setProperty("tab", point.tab)
        link.setAccessibleName(self.tr("Go to {0}: {1}").format(words, point.sentence))
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(self._on_wanted)
        self._lines.addWidget(picture, line, 0, Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(sentence, line, 1)
        self._lines.addWidget(link, line, 2, Qt.AlignmentFlag.AlignTop)
        self._lines.setColumnMinimumWidth(2, 10 * WIDE // 2)

    @Slot()
    def _on_wanted(self) -> None:
        self.go_to_tab.emit(str(self.sender().property("tab")))
