"""What a locked window shows: who is signed in, and a field for the password; nothing of a case (security.md R24)."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.widgets import icons
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import BIG_ICON, GAP, PAGE, WIDE


class LockPage(QWidget):
    """``unlock_wanted`` carries the password; ``sign_out_wanted`` lets somebody else in."""

    unlock_wanted = Signal(str)
    sign_out_wanted = Signal()

    def __init__(self, full_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setAccessibleName(self.tr("Password"))
        self._password.setPlaceholderText(self.tr("Password"))
        self._password.returnPressed.connect(self._on_unlock)
        self._problem = PlainLabel(role="problem", wraps=True)
        self._unlock = QPushButton(self.tr("Unlock"))
        self._unlock.setProperty("primary", True)
        self._unlock.clicked.connect(self._on_unlock)
        sign_out = QPushButton(self.tr("Sign out"))
        sign_out.clicked.connect(self.sign_out_wanted)
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap("lock", BIG_ICON, "quiet", self.devicePixelRatioF()))
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._unlock)
        buttons.addWidget(sign_out)
        buttons.addStretch(1)
        card = QFrame()
        card.setProperty("ground", "card")
        card.setFixedWidth(46 * GAP)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        inside.setSpacing(GAP)
        inside.addWidget(picture)
        inside.addSpacing(GAP)
        inside.addWidget(PlainLabel(self.tr("The window is locked"), role="title"))
        kept = self.tr("{0} is signed in. What was typed is kept; the password brings it back.").format(full_name)
        inside.addWidget(PlainLabel(kept, wraps=True, role="hint"))
        inside.addSpacing(WIDE)
        inside.addWidget(self._password)
        inside.addWidget(self._problem)
        inside.addLayout(buttons)
        self._problem.hide()
        ground = QGridLayout(self)
        ground.addWidget(card, 1, 1)
        ground.setRowStretch(0, 2)
        ground.setRowStretch(2, 3)
        ground.setColumnStretch(0, 1)
        ground.setColumnStretch(2, 1)
        self.setFocusProxy(self._password)

    def refuse(self, sentence: str) -> None:
        """Say why it stays locked."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._unlock.setEnabled(True)
        self._password.setEnabled(True)
        self._password.selectAll()
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_unlock(self) -> None:
        password = self._password.text()
        if password:
            self._unlock.setEnabled(False)
            self._password.setEnabled(False)
            self.unlock_wanted.emit(password)
