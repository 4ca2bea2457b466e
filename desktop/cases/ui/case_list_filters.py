"""The filter row over the case list: state, officer, kind, country."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from desktop.cases.model import KIND_NAMES, STATE_NAMES, State
from desktop.cases.queries import CaseFilter, Colleague
from desktop.countries import country_names
from desktop.widgets import icons
from desktop.widgets.spacing import GAP, SHORT_FIELD

_MOST_SHOWN = 16


class CaseFilters(QWidget):
    """Four boxes whose first line lets everything pass, and a button that clears them."""

    changed = Signal()

    def __init__(self, colleagues: Sequence[Colleague], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = self._box(self.tr("Any state"), [(words, state.value) for state, words in STATE_NAMES.items()])
        self._officer = self._box(self.tr("Any officer"), [(who.full_name, who.person_id) for who in colleagues])
        self._kind = self._box(self.tr("Any kind"), [(words, kind.value) for kind, words in KIND_NAMES.items()])
        places = sorted((name, code) for code, name in country_names().items())
        self._country = self._box(self.tr("Any country"), places)
        self._clear = QToolButton()
        self._clear.setIcon(icons.icon("close"))
        self._clear.setText(self.tr("Clear"))
        self._clear.setAccessibleName(self.tr("Clear the filters"))
        self._clear.setToolTip(self.tr("Clear the filters"))
        self._clear.clicked.connect(self.clear)
        self._clear.setEnabled(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for part in (*self._boxes, self._clear):
            row.addWidget(part)

    @property
    def _boxes(self) -> tuple[QComboBox, ...]:
        return self._state, self._officer, self._kind, self._country

    def _box(self, anything: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(anything)
        box.setMinimumWidth(SHORT_FIELD - 3 * GAP)
        box.setMaximumWidth(SHORT_FIELD + 5 * GAP)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(len(anything))
        box.setMaxVisibleItems(_MOST_SHOWN)
        box.addItem(anything, None)
        for words, value in choices:
            box.addItem(words, value)
        box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 4 * GAP)
        box.currentIndexChanged.connect(self._on_chosen)
        return box

    def narrow(self, wanted: CaseFilter) -> CaseFilter:
        """Return ``wanted`` with what the boxes say."""
        state = self._state.currentData()
        return replace(
            wanted,
            state=State(state) if state else None,
            officer_id=self._officer.currentData(),
            kind=self._kind.currentData() or "",
            country=self._country.currentData() or "",
        )

    @Slot()
    def clear(self) -> None:
        """Let everything pass again."""
        if not self._clear.isEnabled():
            return
        for box in self._boxes:
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        self._on_chosen(0)

    @Slot(int)
    def _on_chosen(self, _index: int) -> None:
        self._clear.setEnabled(any(box.currentIndex() > 0 for box in self._boxes))
        self.changed.emit()
