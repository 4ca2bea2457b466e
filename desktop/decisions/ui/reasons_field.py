"""The reason codes of a refusal to tick: each with the sentence the applicant will read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.policy.data import Reason
from desktop.widgets.plain_label import PlainLabel, plain_tooltip
from desktop.widgets.spacing import GAP, LONG_FIELD, SHORT_FIELD, TIGHT


class ReasonsField(QWidget):
    """``value`` are the codes ticked; ``edited`` comes with every tick a person sets or takes away."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._locked = False
        self.setMaximumWidth(LONG_FIELD + SHORT_FIELD)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, TIGHT, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(TIGHT)
        self._grid.setColumnStretch(1, 1)

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """Offer these reasons, in this order, and keep what is ticked."""
        if list(self.boxes) == [reason.code for reason in reasons]:
            return
        ticked = self.value()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for line, reason in enumerate(reasons):
            box = QCheckBox(reason.code)
            box.setAccessibleName(f"{reason.code}: {reason.public_text}")
            box.setToolTip(plain_tooltip(reason.meaning))
            box.setEnabled(not self._locked)
            box.clicked.connect(self._on_clicked)
            sentence = PlainLabel(reason.public_text, wraps=True)
            sentence.setMinimumHeight(3 * GAP)
            self._grid.addWidget(box, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(sentence, line, 1)
            self.boxes[reason.code] = box
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))
        self.show_value(ticked)

    def value(self) -> tuple[str, ...]:
        """Return the codes ticked, in order of code."""
        return tuple(sorted(code for code, box in self.boxes.items() if box.isChecked()))

    def show_value(self, value: Sequence[str]) -> None:
        """Show ticks that came from elsewhere."""
        for code, box in self.boxes.items():
            box.setChecked(code in value)

    def lock(self, locked: bool) -> None:
        """Let the person read only, or tick again."""
        self._locked = locked
        for box in self.boxes.values():
            box.setEnabled(not locked)

    @Slot()
    def _on_clicked(self) -> None:
        self.edited.emit(self)
