"""Finds entries of the annex by code, word, foreign code or CAS number, while somebody decides otherwise."""

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from db.reference import AnnexRow
from desktop.annex import library
from desktop.widgets.case_tab import Desk
from desktop.widgets.jobs import Job
from desktop.widgets.plain_label import plain_tooltip
from desktop.widgets.spacing import GAP, LONG_FIELD, ROW_HEIGHT

_PAUSE_MS = 150
_SHOWN = 5


class EntryFinder(QWidget):
    """A search field and what it finds; ``chosen`` carries the code of an entry taken by Enter or a double click."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._edition = ""
        self._found: list[AnnexRow] = []
        self.words = QLineEdit()
        self.words.setMaxLength(200)
        self.words.setPlaceholderText(self.tr("Find an entry: word, code, EU or US code, CAS number"))
        self.words.setAccessibleName(self.tr("Find an annex entry"))
        self.words.setMaximumWidth(LONG_FIELD)
        self.words.textEdited.connect(self._on_typed)
        self.words.returnPressed.connect(self._on_return)
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Entries found"))
        self.list.setMaximumWidth(LONG_FIELD)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.activated.connect(self._on_activated)
        self.list.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_paused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.words)
        column.addWidget(self.list)

    def search_in(self, edition: str) -> None:
        """Search this edition from now on."""
        self._edition = edition

    def clear(self) -> None:
        """Forget what was searched."""
        self.words.clear()
        self._show([])

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _on_paused(self) -> None:
        words, edition = self.words.text(), self._edition

        def work(_job: Job) -> tuple[str, list[AnnexRow]]:
            return words, library.search(edition, words)

        self._desk.jobs.run(self, work, self._on_found, title=self.tr("Searching the annex"))

    def _on_found(self, answer: tuple[str, list[AnnexRow]]) -> None:
        words, found = answer
        if words == self.words.text():
            self._show(found)

    def _show(self, found: list[AnnexRow]) -> None:
        self._found = found
        unloaded = self.tr("not loaded yet")
        self._model.setStringList(
            [f"{row.code}  {row.title}" + ("" if row.is_loaded else f"  ({unloaded})") for row in found]
        )
        self.list.setFixedHeight(ROW_HEIGHT * min(len(found), _SHOWN) + GAP)
        self.list.setVisible(bool(found))
        self.list.setToolTip(plain_tooltip(self.tr("Enter takes the entry.")))
        if found:
            self.list.setCurrentIndex(self._model.index(0))

    @Slot()
    def _on_return(self) -> None:
        if self._found:
            self.chosen.emit(self._found[max(self.list.currentIndex().row(), 0)].code)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(self._found[index.row()].code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter here: it takes an entry and answers no dialog."""
        event.accept()
