"""How the window speaks with the person: the real :class:`~desktop.widgets.notices.Notices`; nothing in it blocks."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import StaleCase, UserError
from desktop.shell.dialogs import ConflictDialog, PasswordDialog, QuestionDialog, TextDialog
from desktop.shell.notice_bar import NoticeBar
from desktop.widgets.notices import Choice

_NOTICE_LENGTH = 240


class WindowNotices:
    """Speaks through the notice bar and the dialogs of one window."""

    def __init__(self, window: QWidget, bar: NoticeBar) -> None:
        self._window = window
        self._bar = bar
        self.problems_shown = 0

    def tell(self, sentence: str) -> None:
        """Show a passing sentence about something that went well."""
        self._bar.tell("ok", sentence, stays=False)

    def problem(self, error: UserError) -> None:
        """Show what the person has to put right; a conflict or a long text in a dialog, anything else as a notice."""
        self.problems_shown += 1
        if isinstance(error, StaleCase) and error.yours:
            ConflictDialog(error.message, error.yours, error.theirs, self._window).open()
        elif len(error.message) > _NOTICE_LENGTH:
            close = Choice("close", QCoreApplication.translate("WindowNotices", "Close"), is_default=True)
            title = QCoreApplication.translate("WindowNotices", "Something is missing")
            self.ask(title, error.message, [close], _nothing)
        else:
            self._bar.tell("problem", error.message, stays=True)

    def ask(self, title: str, question: str, choices: Sequence[Choice], answered: Callable[[str], None]) -> None:
        """Ask one question; ``answered`` gets the key of the choice, and nothing when it is closed."""
        QuestionDialog(title, question, choices, answered, self._window).open()

    def ask_password(self, title: str, explanation: str, given: Callable[[str], None]) -> None:
        """Ask the signed-in person for his password again (security.md R21)."""
        PasswordDialog(title, explanation, given, self._window).open()

    def ask_text(self, title: str, question: str, given: Callable[[str], None], *, text: str = "") -> None:
        """Ask for a sentence, such as the reason of an act."""
        TextDialog(title, question, given, self._window, text=text).open()

    def choose_files(self, title: str, pattern: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        """Let the person choose files that exist."""
        dialog = self._file_dialog(title, pattern)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
        dialog.open()

    def choose_target(self, title: str, suggested: str, pattern: str, chosen: Callable[[Path], None]) -> None:
        """Let the person choose where to save."""
        dialog = self._file_dialog(title, pattern)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggested)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()

    def _file_dialog(self, title: str, pattern: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(Path.home()), pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _nothing(_key: str) -> None:
    pass
