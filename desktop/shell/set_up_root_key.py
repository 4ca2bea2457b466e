"""Third page of the set-up: the office's root key, which vouches for its people and is kept off the workstation."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.administration.keys import refuse_weak_password
from desktop.errors import UserError
from desktop.widgets import icons
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, LONG_FIELD, PAGE, SECTION, WIDE


class RootKeyPage(QWidget):
    """Where the key file goes, and the passphrase that opens it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = QLineEdit(str(Path.home() / "casement-office-root.key"))
        self._path.setMinimumWidth(LONG_FIELD - 8 * GAP)
        browse = QPushButton(icons.icon("folder"), self.tr("&Choose…"))
        browse.clicked.connect(self._on_browse)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        both.setFocusProxy(self._path)
        self._first, self._second = QLineEdit(), QLineEdit()
        for field in (self._first, self._second):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._rows = FormRows()
        self._rows.add(
            self.tr("&File"), both, name="path", help=self.tr("Best on a medium that is locked away afterwards")
        )
        self._rows.add(
            self.tr("&Passphrase"),
            self._first,
            name="password",
            help=self.tr("Four unrelated words or more; write it down and seal it"),
        )
        self._rows.add(self.tr("&Again"), self._second, name="again")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, SECTION, PAGE, SECTION)
        column.setSpacing(WIDE)
        explanation = self.tr(
            "The root key vouches for every officer's own key. It is needed again only to add people or to change "
            "their roles. Keep the file off this workstation, on two media in two places: without it nobody new can "
            "sign."
        )
        column.addWidget(PlainLabel(explanation, role="hint", wraps=True))
        column.addWidget(self._rows)
        column.addStretch(1)

    def begin(self) -> None:
        """Put the cursor on the passphrase."""
        self._first.setFocus()

    def path(self) -> Path:
        """Return where the key file goes."""
        return Path(self._path.text().strip()).expanduser()

    def passphrase(self) -> str:
        """Return the passphrase."""
        return self._first.text()

    def check(self) -> None:
        """Raise :class:`UserError` at the first field that cannot stay as it is."""
        self._rows.clear_problems()
        if not self._path.text().strip():
            raise UserError(self.tr("Choose where the key file goes."), field="path")
        if self.path().exists():
            raise UserError(
                self.tr("This file exists already. A root key is never overwritten; choose another name."), field="path"
            )
        if not self.path().parent.is_dir():
            raise UserError(self.tr("There is no such folder. Choose another."), field="path")
        refuse_weak_password(self._first.text())
        if self._first.text() != self._second.text():
            raise UserError(self.tr("The two do not agree. Type the passphrase again."), field="again")

    def show_error(self, error: UserError) -> bool:
        """Show an error beside its field; False when it is of no field here."""
        return self._rows.show_error(error)

    @Slot()
    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Root key"), self._path.text(), self.tr("Keys (*.key)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._path.setText)
        dialog.open()
