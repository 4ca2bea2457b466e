"""The program from the first window to the last: who signs in, which window stands, what happens when something breaks.

Nothing heavy is imported here: the sign-in card stands on screen first, and the main window loads behind it.
"""

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.errors import UserError
from desktop.settings import APPEARANCE, LOCK_AFTER, PersonalSettings
from desktop.shell import theme
from desktop.shell.background import Background
from desktop.shell.sign_in_card import SignInCard
from desktop.startup import OpenedOffice, SignedIn
from desktop.widgets import remembered

if TYPE_CHECKING:
    from desktop.crash_log import CrashLog
    from desktop.shell.idle_watch import IdleWatch
    from desktop.shell.lock import WindowLock
    from desktop.shell.main_window import MainWindow
    from desktop.shell.set_up_window import SetUpWindow


class Program(QObject):
    """Owns the card, the window and what they share; the application quits when the last of them closes."""

    _broke = Signal(object)  # an exception, from whatever thread

    def __init__(
        self, app: QApplication, settings: PersonalSettings | None = None, log: "CrashLog | None" = None
    ) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings or PersonalSettings(remembered.settings_folder())
        self._log = log
        self._opened: OpenedOffice | None = None
        self._signs_out = False
        self.window: MainWindow | None = None
        self.lock: WindowLock | None = None
        self._idle: IdleWatch | None = None
        self._set_up: SetUpWindow | None = None
        app.setApplicationName("casement")
        app.setApplicationDisplayName("Casement")
        app.setQuitOnLastWindowClosed(False)
        self.dress()
        app.styleHints().colorSchemeChanged.connect(self.dress)
        self._broke.connect(self.report, Qt.ConnectionType.QueuedConnection)
        self.background = Background(self)
        self.background.unexpected.connect(self.report)
        self.card = SignInCard(self.background)
        self.card.signed_in.connect(self._on_signed_in)
        self.card.set_up_wanted.connect(self._on_set_up_wanted)
        self.card.closed.connect(self._quit)

    def start(self, address: str, *, make_demo: bool) -> None:
        """Show the sign-in card on the office at ``address``; the window loads behind it."""
        self.card.show()
        self.card.open_address(address, make_demo=make_demo)
        self.background.run(_load_window, _nothing, self.report)

    def catch_bugs(self) -> None:
        """Send every exception that nobody caught, in whatever thread, to the crash log and its dialog (R48)."""
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_uncaught_in_thread

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._broke.emit(error)

    def _on_uncaught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._broke.emit(caught.exc_value)

    @Slot(object)
    def report(self, error: BaseException) -> None:
        """Tell the person of an error nobody expected: under a number, once for each origin."""
        if isinstance(error, UserError) and self.window is not None:
            self.window.desk.notices.problem(error)
            return
        from desktop.crash_log import CrashLog  # noqa: PLC0415 - only a bug pays for these
        from desktop.shell.crash_dialog import CrashDialog  # noqa: PLC0415

        self._log = self._log or CrashLog(remembered.settings_folder() / "log")
        report = self._log.note(error)
        if not report.is_repeated:
            CrashDialog(report, self._app.activeWindow() or self.window or self.card).open()

    @property
    def is_dark(self) -> bool:
        """Whether the window is to be dark: as the person chose, or as the desktop is."""
        chosen = self._settings.text(APPEARANCE)
        if chosen == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return chosen == "dark"

    @Slot()
    def dress(self) -> None:
        """Dress every window as the settings say."""
        theme.apply(self._app, dark=self.is_dark)
        if self.window is not None:
            self.window.show_dark(dark=self.is_dark)
        if self._idle is not None:
            self._idle.set_minutes(self._settings.number(LOCK_AFTER))

    @Slot(object, object)
    def _on_signed_in(self, opened: OpenedOffice, who: SignedIn) -> None:
        from desktop.shell.idle_watch import IdleWatch  # noqa: PLC0415
        from desktop.shell.lock import WindowLock  # noqa: PLC0415
        from desktop.shell.main_window import MainWindow  # noqa: PLC0415

        self._opened = opened
        window = MainWindow(opened, who)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.went.connect(self._on_window_went)
        window.unexpected.connect(self.report)
        window.dark_wanted.connect(self._on_dark_wanted)
        window.preferences_wanted.connect(self._on_preferences_wanted)
        window.sign_out_wanted.connect(self._on_sign_out)
        self.lock = WindowLock(window, opened, self.background)
        self.lock.sign_out_wanted.connect(self._on_sign_out)
        window.lock_wanted.connect(self.lock.lock)
        self._idle = IdleWatch(self._settings.number(LOCK_AFTER), window)
        self._idle.idle.connect(self.lock.lock)
        self.window = window
        window.show_dark(dark=self.is_dark)
        window.show()
        self.card.hide()

    @Slot(bool)
    def _on_dark_wanted(self, dark: bool) -> None:
        self._settings.set(APPEARANCE, "dark" if dark else "light")
        self.dress()

    @Slot()
    def _on_preferences_wanted(self) -> None:
        from desktop.shell.preferences_dialog import PreferencesDialog  # noqa: PLC0415

        dialog = PreferencesDialog(self._settings, self.window)
        dialog.changed.connect(self.dress)
        dialog.open()

    @Slot()
    def _on_sign_out(self) -> None:
        self._signs_out = True
        if self.window is not None:
            self.window.close()

    @Slot()
    def _on_window_went(self) -> None:
        self.window = self.lock = self._idle = None
        if self._signs_out and self._opened is not None:
            self._signs_out = False
            self.card.show_opened(self._opened)
            self.card.show()
        else:
            self._quit()

    @Slot(object)
    def _on_set_up_wanted(self, opened: OpenedOffice) -> None:
        from desktop.shell.set_up_window import SetUpWindow  # noqa: PLC0415

        self._opened = opened
        self._set_up = SetUpWindow(opened, self.background)
        self._set_up.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._set_up.made.connect(self._on_office_made)
        self._set_up.given_up.connect(self._quit)
        self._set_up.show()
        self.card.hide()

    @Slot(object)
    def _on_office_made(self, opened: OpenedOffice) -> None:
        self._set_up = None
        self._opened = opened
        self.card.show_opened(opened)
        self.card.show()

    @Slot()
    def _quit(self) -> None:
        try:
            if self.card.opened is not None:
                self.card.opened.office.close()
        except UserError:
            # a server that is gone takes no last checkpoint; the next one vouches for what stands
            pass
        finally:
            self._app.quit()


def _load_window(_tell: object) -> None:
    # imported beside the card while the person still types
    import desktop.shell.main_window  # noqa: F401, PLC0415


def _nothing(_result: object) -> None:
    pass
