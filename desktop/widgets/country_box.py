"""A country found by name or code while typing; what is kept is the code, never a free text."""

from collections.abc import Mapping
from contextlib import suppress

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

from desktop.countries import country_names, find_countries
from desktop.errors import UserError
from desktop.widgets.spacing import MEDIUM_FIELD

_MOST_OFFERED = 12


class CountryBox(QLineEdit):
    """Type a name or a code and choose with the arrows, or leave the field: a certain match is taken."""

    edited = Signal(object)

    def __init__(
        self, parent: QWidget | None = None, *, names: Mapping[str, str] | None = None, width: int = MEDIUM_FIELD
    ) -> None:
        super().__init__(parent)
        self._names = dict(names or country_names())
        self._code = ""
        self._offered: list[str] = []
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST_OFFERED)
        self._completer = completer
        self._popup().setAccessibleName(self.tr("Countries found"))
        self.setCompleter(completer)
        self.setFixedWidth(width)
        self.setPlaceholderText(self.tr("Name or code"))
        self.textEdited.connect(self._on_typed)
        completer.activated[QModelIndex].connect(self._on_chosen)  # type: ignore[index]

    def _popup(self) -> QAbstractItemView:
        popup = self._completer.popup()
        assert popup is not None  # noqa: S101 - a completer always has one
        return popup

    def set_own_state(self, code: str, name: str) -> None:
        """Offer the office's own State too, where the standard does not list its code."""
        self._names.setdefault(code, name)

    def words_of(self, code: str) -> str:
        """Return a country as the box shows it: its name, then its code."""
        return f"{self._names.get(code, code)} ({code})" if code else ""

    def value(self) -> str:
        """Return the code, '' for an empty field; raises :class:`UserError` for what is no country."""
        text = self.text().strip()
        if not text:
            return ""
        if self._code and text == self.words_of(self._code):
            return self._code
        certain = self._certain(text)
        if certain is None:
            raise UserError(self.tr("Choose the country from the list, by its name or its two-letter code."))
        return certain

    def _certain(self, text: str) -> str | None:
        if text.upper() in self._names:
            return text.upper()
        found = find_countries(text, self._names)
        exact = [code for code in found if self._names[code].casefold() == text.casefold()]
        if len(exact) == 1:
            return exact[0]
        return found[0] if len(found) == 1 else None

    def show_value(self, value: str) -> None:
        """Show a country by its code."""
        self._code = value
        words = self.words_of(value)
        if words != self.text():
            # not as an edit that could be undone: the completer would open its list for that
            self.setText(words)
            self.setCursorPosition(0)
        self.setModified(False)

    def lock(self, locked: bool) -> None:
        """Let the person read and copy only, or change again."""
        self.setReadOnly(locked)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the country out when the field is left, or say that it is none."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self._popup().hide()
        if self.isModified():
            self._settle()

    def _settle(self) -> None:
        self.setModified(False)
        with suppress(UserError):
            self.show_value(self.value())
        self.edited.emit(self)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._offered = find_countries(text, self._names)[:_MOST_OFFERED] if text.strip() else []
        self._model.setStringList([self.words_of(code) for code in self._offered])
        if self._offered:
            self._completer.complete()
        else:
            self._popup().hide()
        if self._certain(text.strip()) is not None:
            self.edited.emit(self)

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        self.show_value(self._offered[index.row()])
        self._settle()
