"""Locks a window: every window of the program hides what it shows, and typed text stays where it was (R24)."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop import startup
from desktop.errors import UserError
from desktop.shell.background import Background
from desktop.shell.lock_page import LockPage
from desktop.shell.main_window import MainWindow
from desktop.startup import OpenedOffice, SignedIn


class WindowLock(QObject):
    """Holds one main window locked or open; the same person's password opens it again, as a sign-in in the journal."""

    sign_out_wanted = Signal()

    def __init__(self, window: MainWindow, opened: OpenedOffice, background: Background) -> None:
        super().__init__(window)
        self._window = window
        self._opened = opened
        self._background = background
        self._page: LockPage | None = None
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None
        self._title = ""

    @property
    def is_locked(self) -> bool:
        """Whether the window is locked."""
        return self._page is not None

    @property
    def page(self) -> LockPage | None:
        """What stands in front while the window is locked."""
        return self._page

    @Slot()
    def lock(self) -> None:
        """Hide everything until the password is given."""
        if self._page is not None:
            return
        self._focus = self._window.focusWidget()
        self._hidden = [
            widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget is not self._window
        ]
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for widget in self._hidden:
            widget.hide()
        self._title = self._window.windowTitle()
        self._window.setWindowTitle(self.tr("Casement, locked"))
        self._page = LockPage(self._window.desk.actor.full_name)
        self._page.unlock_wanted.connect(self._on_unlock)
        self._page.sign_out_wanted.connect(self.sign_out_wanted)
        self._window.ground.addWidget(self._page)
        self._window.ground.setCurrentWidget(self._page)
        self._show_bars(shown=False)
        self._page.setFocus()

    def _show_bars(self, *, shown: bool) -> None:
        self._window.menuBar().setVisible(shown)
        self._window.menuBar().setEnabled(shown)
        self._window.statusBar().setVisible(shown)

    @Slot(str)
    def _on_unlock(self, password: str) -> None:
        name = self._window.desk.actor.sign_in_name
        self._background.run(
            lambda _tell: startup.sign_in(self._opened, name, password), self._on_opened, self._on_refused
        )

    def _on_refused(self, error: UserError) -> None:
        if self._page is not None:
            self._page.refuse(error.message)

    def _on_opened(self, _who: SignedIn) -> None:
        page, self._page = self._page, None
        if page is None:
            return
        ground: QStackedWidget = self._window.ground
        ground.setCurrentIndex(0)
        ground.removeWidget(page)
        page.deleteLater()
        self._show_bars(shown=True)
        self._window.setWindowTitle(self._title)
        for widget in self._hidden:
            widget.show()
        self._hidden = []
        if self._focus is not None:
            self._focus.setFocus()
