"""The papers of a case by keyboard: attach, record the certificate, its items and undertakings, check it, judge it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication

from desktop.documents import catalogue
from desktop.documents.ui.certificate_panel import CertificatePanel
from desktop.documents.ui.documents_tab import DocumentsTab
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import CTRL, Keyboard

_MOST_CHECKS = 70


class DocumentsDriver:
    """Does with a certificate what the clerk does, part by part."""

    def __init__(self, window: WindowDriver, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard

    @property
    def tab(self) -> DocumentsTab:
        """The tab, in front."""
        tab = self._window.goes_to("documents")
        assert isinstance(tab, DocumentsTab)
        return tab

    @property
    def panel(self) -> CertificatePanel:
        """The certificate beside its pages."""
        tab = self._window.window.workspace.tab("documents")
        assert isinstance(tab, DocumentsTab)
        return tab.certificate

    def pastes_file(self, path: Path) -> None:
        """Copy a file in the file manager and press Ctrl+V on the tab; wait until it is taken or refused."""
        tab = self.tab
        copied = QMimeData()
        copied.setUrls([QUrl.fromLocalFile(str(path))])
        QGuiApplication.clipboard().setMimeData(copied)
        self._keyboard.press(Qt.Key.Key_V, CTRL)
        self._keyboard.wait(lambda: not tab.strip.is_busy)
        self._keyboard.settle()
        self._keyboard.wait(lambda: tab.preview.is_drawn)

    def begins_a_certificate(self, type_words: str) -> None:
        """Record the paper in front as a certificate of a type."""
        self._keyboard.enters("Type", type_words)
        self._keyboard.pushes("Record the certificate")
        self._keyboard.wait(self.panel.isVisible)

    def enters_what_it_says(self, fields: dict[str, str]) -> None:
        """Fill the boxes of the form in the order of the paper."""
        for label, text in fields.items():
            self._keyboard.enters(label, text)
        self._keyboard.wait(lambda: self.panel.is_settled)
        self._keyboard.settle()

    def goes_to_part(self, words: str) -> None:
        """Press Ctrl+Page Down until a part of the certificate is in front."""
        tabs = self.panel.tabs
        for _ in range(tabs.count()):
            if tabs.tabText(tabs.currentIndex()).startswith(words):
                return
            self._keyboard.press(Qt.Key.Key_PageDown, CTRL)
        raise AssertionError(f"Ctrl+Page Down never came to {words}")

    def enters_items(self, items: tuple[tuple[str, ...], ...]) -> None:
        """Fill the sheet of the certificate's items, one row for each line of the case."""
        keyboard, panel = self._keyboard, self.panel.items
        self.goes_to_part("Items")
        keyboard.pushes("One row for each line of the case")
        assert keyboard.here is panel.table
        for item in items:
            for text in item:
                keyboard.types(text)
                keyboard.press(Qt.Key.Key_Tab)
            keyboard.press(Qt.Key.Key_Tab)
        keyboard.wait(lambda: panel.is_settled)
        keyboard.settle()
        assert not panel.problem.isVisible(), panel.problem.sentence

    def finds_undertakings(self, present: frozenset[str]) -> None:
        """Press 1 or 3 at each undertaking as the paper has it."""
        self.goes_to_part("Undertakings")
        self._keyboard.tab_to("Undertakings")
        for code in catalogue.load().undertakings:
            assert self.panel.undertakings.current_code() == code
            self._keyboard.press(Qt.Key.Key_1 if code in present else Qt.Key.Key_3)
            self._keyboard.settle()

    def ticks_the_checks(self) -> None:
        """Press P at each check that waits for the clerk; the cursor goes to the next one by itself."""
        keyboard, checks = self._keyboard, self.panel.checks
        self.goes_to_part("Checks")
        keyboard.tab_to("Checklist")
        for _ in range(_MOST_CHECKS):
            standing = checks.current()
            if standing is None or not standing.is_open:
                return
            keyboard.press(Qt.Key.Key_P)
            keyboard.settle()

    def sets_the_verdict(self) -> str:
        """Set the verdict that the rules propose; return it as the screen says it."""
        self.goes_to_part("Verdict")
        self._keyboard.pushes("Set the verdict")
        self._keyboard.waits_for("Verdict set: ")
        self._keyboard.settle()
        return self.panel.verdict.choice.currentText()
