"""The first window: who are you? It stands on screen before anything heavy is loaded; one can type at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import startup
from desktop.errors import UserError
from desktop.shell.background import Background
from desktop.startup import OpenedOffice, SignedIn
from desktop.widgets import icons, remembered
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import BIG_ICON, GAP, PAGE, SECTION, TIGHT, WIDE

_CARD_WIDTH = 52 * GAP
_NAME_KEY = "sign-in/name"


class SignInCard(QWidget):
    """Opens an office and asks who sits there.

    ``signed_in`` carries the opened office and the person; ``set_up_wanted`` an office that is open but empty;
    ``closed`` that the window was closed without either.
    """

    signed_in = Signal(object, object)
    set_up_wanted = Signal(object)
    closed = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._address = ""
        self.opened: OpenedOffice | None = None
        self._is_waiting_to_sign_in = False
        self._title = PlainLabel(self.tr("Casement"), role="title")
        self._where = PlainLabel("", role="hint", wraps=True)
        self._progress = QProgressBar()
        self._problem = PlainLabel("", role="problem", wraps=True)
        self._warning = PlainLabel(wraps=True, role="problem")
        self._name = QLineEdit()
        self._password = QLineEdit()
        self._sign_in = QPushButton(self.tr("Sign in"))
        self._people = QVBoxLayout()  # of the demo office, once it is open
        self._pages = QStackedWidget()
        self._lay_out()
        background.told.connect(self._on_told)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Casement"))
        self.setWindowIcon(icons.icon("casement", "accent"))
        self.resize(110 * GAP, 84 * GAP)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Working"))
        self._pages.addWidget(self._form())
        card = QFrame()
        card.setProperty("ground", "card")
        card.setFixedWidth(_CARD_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(PAGE, PAGE, PAGE, SECTION)
        inside.setSpacing(GAP)
        head = QHBoxLayout()
        head.setSpacing(WIDE)
        mark = PlainLabel()
        mark.setPixmap(icons.pixmap("casement", BIG_ICON - GAP, "accent", self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addWidget(self._title)
        words.addWidget(self._where)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        inside.addLayout(head)
        inside.addWidget(self._progress)
        inside.addSpacing(GAP)
        inside.addWidget(self._pages)
        ground = QWidget()
        around = QGridLayout(ground)
        around.addWidget(card, 1, 1)
        around.setRowStretch(0, 2)
        around.setRowStretch(2, 3)
        around.setColumnStretch(0, 1)
        around.setColumnStretch(2, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(ground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def _form(self) -> QWidget:
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._sign_in.setProperty("primary", True)
        self._sign_in.setDefault(True)
        for field in (self._name, self._password):
            field.returnPressed.connect(self._on_sign_in)
            field.textEdited.connect(self._on_edited)
        self._sign_in.clicked.connect(self._on_sign_in)
        rows = QGridLayout()
        rows.setHorizontalSpacing(WIDE)
        rows.setVerticalSpacing(GAP)
        for line, (words, field) in enumerate(((self.tr("&Name"), self._name), (self.tr("&Password"), self._password))):
            caption = PlainLabel(words)
            caption.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            rows.addWidget(caption, line, 0)
            rows.addWidget(field, line, 1)
        rows.addWidget(self._problem, 2, 1)
        rows.addWidget(self._sign_in, 3, 1)
        self._problem.hide()
        self._warning.hide()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(WIDE)
        column.addWidget(self._warning)
        column.addLayout(rows)
        column.addLayout(self._people)
        column.addStretch(1)
        another = _link(self.tr("Open another office…"), self._on_another)
        column.addWidget(another, 0, Qt.AlignmentFlag.AlignLeading)
        return page

    def _show_welcome(self) -> None:
        if self._pages.count() == 1:
            self._pages.addWidget(self._welcome())
        self._pages.setCurrentIndex(1)
        self._demo.setFocus()

    def _welcome(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        explanation = self.tr(
            "There is no office on this workstation yet. Look around in the demo office first, or set up your own."
        )
        column.addWidget(PlainLabel(explanation, wraps=True))
        column.addSpacing(GAP)
        self._demo = QPushButton(icons.icon("eye", "on_accent"), self.tr("Open the &demo office"))
        self._demo.setProperty("primary", True)
        self._demo.clicked.connect(self._on_demo)
        self._new = QPushButton(icons.icon("add"), self.tr("Set up a &new office"))
        self._new.clicked.connect(self._on_new)
        self._other = QPushButton(icons.icon("folder"), self.tr("Open an office &file…"))
        self._other.clicked.connect(self._on_another)
        for button in (self._demo, self._new, self._other):
            column.addWidget(button)
        column.addStretch(1)
        return page

    def open_address(self, address: str, *, make_demo: bool = False) -> None:
        """Open the office at ``address``; with ``make_demo`` it is made first where it is missing."""
        self._address = address
        self._show_problem("")
        if not startup.exists(address) and not make_demo:
            self._progress.hide()
            self._where.setText(self.tr("Licensing of missile-related transfers"))
            self._show_welcome()
            return
        self._pages.setCurrentIndex(0)
        self._name.setText(remembered.remembered_word(_NAME_KEY))
        (self._password if self._name.text() else self._name).setFocus()
        self._open(make_demo=not startup.exists(address))

    def _open(self, *, make_demo: bool) -> None:
        self._progress.show()
        self._where.setText(self.tr("Opening the office…"))
        work: Callable[[startup.Tell], OpenedOffice] = (
            (lambda tell: startup.make_demo(self._address, tell))
            if make_demo
            else (lambda tell: startup.open_office(self._address, tell))
        )
        # the card is painted before its thread loads anything
        QTimer.singleShot(0, self, lambda: self._background.run(work, self._on_opened, self._on_not_opened))

    def show_opened(self, opened: OpenedOffice) -> None:
        """Ask who sits at an office that is open already, as after signing out."""
        self._pages.setCurrentIndex(0)
        self._on_opened(opened)
        (self._password if self._name.text() else self._name).setFocus()

    def _on_opened(self, opened: OpenedOffice) -> None:
        self.opened = opened
        self._progress.hide()
        if not opened.is_set_up:
            self.set_up_wanted.emit(opened)
            return
        self._where.setText(opened.name)
        if opened.warning:
            words = self.tr("{0} Have the administrator run “casement verify” before anything is signed.")
            self._warning.setText(words.format(opened.warning))
        self._warning.setVisible(bool(opened.warning))
        self._show_people(opened)
        if self._is_waiting_to_sign_in:
            self._on_sign_in()

    def _show_people(self, opened: OpenedOffice) -> None:
        while (item := self._people.takeAt(0)) is not None:
            if (before := item.widget()) is not None:
                before.deleteLater()
        if opened.is_demo:
            from desktop.shell.demo_people import DemoPeople  # noqa: PLC0415 - only the demo shows who works there

            people = DemoPeople(opened.people, opened.password)
            people.chosen.connect(self._on_person_chosen)
            self._people.addWidget(people)

    def _on_not_opened(self, error: UserError) -> None:
        self._is_waiting_to_sign_in = False
        self._progress.hide()
        self._where.setText("")
        self._pages.setCurrentIndex(0)
        self._show_problem(error.message)

    def _show_problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    @Slot(str)
    def _on_told(self, sentence: str) -> None:
        if self._progress.isVisible():
            self._where.setText(sentence)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._show_problem("")

    @Slot(str, str)
    def _on_person_chosen(self, name: str, password: str) -> None:
        self._name.setText(name)
        self._password.setText(password)
        self._show_problem("")
        self._sign_in.setFocus()

    @Slot()
    def _on_sign_in(self) -> None:
        name, password = self._name.text(), self._password.text()
        if not name.strip():
            self._show_problem(self.tr("Enter your sign-in name."))
            self._name.setFocus()
            return
        if not password:
            self._show_problem(self.tr("Enter your password."))
            self._password.setFocus()
            return
        opened = self.opened
        if opened is None:
            self._is_waiting_to_sign_in = True
            return
        self._is_waiting_to_sign_in = False
        self._enable(on=False)
        self._background.run(
            lambda _tell: startup.sign_in(opened, name, password), self._on_signed_in, self._on_sign_in_refused
        )

    def _on_signed_in(self, who: SignedIn) -> None:
        remembered.keep_word(_NAME_KEY, who.actor.sign_in_name)
        self._password.clear()
        self._enable(on=True)
        self.signed_in.emit(self.opened, who)

    def _on_sign_in_refused(self, error: UserError) -> None:
        self._enable(on=True)
        self._show_problem(error.message)
        self._password.selectAll()
        self._password.setFocus()

    def _enable(self, *, on: bool) -> None:
        self._progress.setVisible(not on)
        self._pages.setEnabled(on)

    @Slot()
    def _on_demo(self) -> None:
        self.open_address(startup.demo_address(), make_demo=True)

    @Slot()
    def _on_new(self) -> None:
        self._open(make_demo=False)

    @Slot()
    def _on_another(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - the card stands before it is needed

        dialog = QFileDialog(self, self.tr("Open an office"), str(Path.home()), self.tr("Offices (*.casement)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    @Slot(str)
    def _on_file_chosen(self, name: str) -> None:
        if self.opened is not None:
            self.opened.office.close()
            self.opened = None
        self.open_address(name)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that nobody signed in."""
        super().closeEvent(event)
        self.closed.emit()


def _link(words: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("link", True)
    button.clicked.connect(pressed)
    return button
