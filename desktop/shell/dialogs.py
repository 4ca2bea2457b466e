"""The few dialogs of the program: a question, a password, a sentence, two sides of a conflict. None of them blocks."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets import icons
from desktop.widgets.notices import Choice
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import BIG_ICON, GAP, LONG_FIELD, PAGE, SECTION, WIDE


class QuietDialog(QDialog):
    """A dialog of one thought: icon, title, sentence, and buttons; it is freed when it closes."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None, *, icon: str = "question") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap(icon, BIG_ICON - WIDE, "quiet", self.devicePixelRatioF()))
        self._words = QVBoxLayout()
        self._words.setSpacing(GAP)
        self._words.addWidget(PlainLabel(title, role="title", wraps=True))
        explanation = PlainLabel(sentence, wraps=True, selectable=True)
        explanation.setMinimumWidth(LONG_FIELD - SECTION)
        self._words.addWidget(explanation)
        self.content = QVBoxLayout()
        self.content.setSpacing(GAP)
        self._words.addSpacing(GAP)
        self._words.addLayout(self.content)
        upper = QHBoxLayout()
        upper.setSpacing(WIDE)
        upper.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        upper.addLayout(self._words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GAP)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SECTION, SECTION, SECTION, SECTION)
        column.setSpacing(SECTION)
        column.addLayout(upper)
        column.addLayout(self._buttons)

    def add_button(self, words: str, *, primary: bool = False, danger: bool = False) -> QPushButton:
        """Put a button at the end of the row; the primary one answers the Enter key."""
        button = QPushButton(words)
        button.setProperty("primary", primary)
        button.setProperty("danger", danger and not primary)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        self._buttons.addWidget(button)
        if primary:
            button.setFocus()
        return button


class QuestionDialog(QuietDialog):
    """Asks one question with the choices it was given; closing it answers nothing."""

    def __init__(
        self,
        title: str,
        question: str,
        choices: Sequence[Choice],
        answered: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, question, parent)
        self._answered = answered
        ordered = sorted(choices, key=lambda choice: choice.is_default)
        for choice in ordered:
            button = self.add_button(choice.words, primary=choice.is_default, danger=choice.is_destructive)
            button.setProperty("key", choice.key)
            button.clicked.connect(self._on_chosen)

    @Slot()
    def _on_chosen(self) -> None:
        key = self.sender().property("key")
        self.accept()
        self._answered(str(key))


class PasswordDialog(QuietDialog):
    """Asks the signed-in person for his password again (security.md R21); the password is not kept."""

    def __init__(
        self, title: str, explanation: str, given: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(title, explanation, parent, icon="key")
        self._given = given
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        caption = PlainLabel(self.tr("Your password"))
        caption.setBuddy(self._field)
        self._field.setAccessibleName(caption.text())
        rows = QFormLayout()
        rows.setHorizontalSpacing(WIDE)
        rows.addRow(caption, self._field)
        self.content.addLayout(rows)
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._confirm = self.add_button(self.tr("Sign"), primary=True)
        self._confirm.setEnabled(False)
        self._confirm.clicked.connect(self._on_confirmed)
        self._field.textChanged.connect(self._on_typed)
        self._field.setFocus()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._confirm.setEnabled(bool(text))

    @Slot()
    def _on_confirmed(self) -> None:
        password = self._field.text()
        self._field.clear()
        self.accept()
        self._given(password)


class TextDialog(QuietDialog):
    """Asks for a sentence, such as the reason of an act; an empty answer is none."""

    def __init__(
        self, title: str, question: str, given: Callable[[str], None], parent: QWidget | None = None, *, text: str = ""
    ) -> None:
        super().__init__(title, question, parent, icon="edit")
        self._given = given
        self._field = QPlainTextEdit(text)
        self._field.setTabChangesFocus(True)
        self._field.setMinimumHeight(3 * PAGE)
        self._field.setAccessibleName(question)
        self.content.addWidget(self._field)
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._confirm = self.add_button(self.tr("Continue"), primary=True)
        self._confirm.clicked.connect(self._on_confirmed)
        self._field.textChanged.connect(self._on_typed)
        self._on_typed()
        self._field.setFocus()

    @Slot()
    def _on_typed(self) -> None:
        self._confirm.setEnabled(bool(self._field.toPlainText().strip()))

    @Slot()
    def _on_confirmed(self) -> None:
        text = self._field.toPlainText().strip()
        self.accept()
        self._given(text)


class ConflictDialog(QuietDialog):
    """Shows what somebody else saved beside what was typed here (security.md R12); nothing typed is thrown away."""

    def __init__(
        self, sentence: str, yours: dict[str, object], theirs: dict[str, object], parent: QWidget | None = None
    ) -> None:
        title = QCoreApplication.translate("ConflictDialog", "Saved by somebody else")
        super().__init__(title, sentence, parent, icon="warning")
        for name, mine in yours.items():
            self.content.addWidget(PlainLabel(name.replace("_", " ").capitalize(), role="subtitle"))
            both = QFormLayout()
            both.setHorizontalSpacing(WIDE)
            both.addRow(
                PlainLabel(self.tr("Yours"), role="hint"), PlainLabel(_words(mine), wraps=True, selectable=True)
            )
            both.addRow(
                PlainLabel(self.tr("Theirs"), role="hint"),
                PlainLabel(_words(theirs.get(name)), wraps=True, selectable=True),
            )
            self.content.addLayout(both)
        close = self.add_button(self.tr("Close"), primary=True)
        close.clicked.connect(self.accept)


def _words(value: object) -> str:
    return "—" if value in {None, ""} else str(value)
