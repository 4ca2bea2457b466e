"""Setting up a new office: its profile, its first people, its root key; three steps, one page each (domain.md S-6)."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
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
from desktop.shell.set_up_office import OfficePage
from desktop.shell.set_up_people import PeoplePage
from desktop.shell.set_up_root_key import RootKeyPage
from desktop.startup import NewOffice, OpenedOffice
from desktop.widgets import icons
from desktop.widgets.banner import Banner
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, PAGE, SECTION, WIDE


class SetUpWindow(QWidget):
    """``made`` carries the office when it stands; ``given_up`` tells that the window was closed before."""

    made = Signal(object)
    given_up = Signal()

    def __init__(self, opened: OpenedOffice, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self._background = background
        self._is_done = False
        self._office, self._people, self._root = OfficePage(), PeoplePage(), RootKeyPage()
        self._steps = [PlainLabel() for _ in range(3)]
        self._pages = QStackedWidget()
        self._problem = Banner("problem")
        self._progress = QProgressBar()
        self._back = QPushButton(self.tr("Back"))
        self._next = QPushButton()
        self._lay_out()
        self._show_step(0)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Set up an office – Casement"))
        self.setWindowIcon(icons.icon("casement", "accent"))
        self.resize(116 * GAP, 92 * GAP)
        steps = QHBoxLayout()
        steps.setSpacing(SECTION)
        for label in self._steps:
            steps.addWidget(label)
        steps.addStretch(1)
        for page in (self._office, self._people, self._root):
            page.setProperty("scrolled", True)
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidget(page)
            self._pages.addWidget(scroll)
        self._problem.hide()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._next.setProperty("primary", True)
        self._next.setDefault(True)
        self._next.clicked.connect(self._on_next)
        self._back.clicked.connect(self._on_back)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._next)
        head = QVBoxLayout()
        head.setContentsMargins(PAGE, SECTION, PAGE, WIDE)
        head.setSpacing(WIDE)
        head.addWidget(PlainLabel(self.tr("Set up an office"), role="title"))
        head.addLayout(steps)
        foot = QVBoxLayout()
        foot.setContentsMargins(PAGE, WIDE, PAGE, WIDE)
        foot.setSpacing(WIDE)
        foot.addWidget(self._progress)
        foot.addWidget(self._problem)
        foot.addLayout(buttons)
        line = QFrame()
        line.setProperty("ground", "line")
        other = QFrame()
        other.setProperty("ground", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line)
        column.addWidget(self._pages, 1)
        column.addWidget(other)
        column.addLayout(foot)

    @property
    def step(self) -> int:
        """Which of the three pages is in sight, beginning with 0."""
        return self._pages.currentIndex()

    def _show_step(self, step: int) -> None:
        names = (self.tr("1  The office"), self.tr("2  Its people"), self.tr("3  Its root key"))
        for number, (label, name) in enumerate(zip(self._steps, names, strict=True)):
            label.setText(f"✓ {name[3:]}" if number < step else name)
            label.set_role("subtitle" if number == step else "hint")
        self._pages.setCurrentIndex(step)
        self._problem.hide()
        self._back.setEnabled(step > 0)
        self._next.setText(self.tr("Make the office") if step == 2 else self.tr("Continue"))
        (self._office, self._people, self._root)[step].begin()

    @Slot()
    def _on_back(self) -> None:
        self._show_step(self.step - 1)

    @Slot()
    def _on_next(self) -> None:
        page = (self._office, self._people, self._root)[self.step]
        try:
            page.check()
        except UserError as error:
            self._show_problem(error, page)
            return
        if self.step < 2:
            self._show_step(self.step + 1)
            return
        self._make()

    def _show_problem(self, error: UserError, page: OfficePage | PeoplePage | RootKeyPage) -> None:
        if not page.show_error(error):
            self._problem.show_message("problem", error.message)
            self._problem.show()

    def _make(self) -> None:
        wanted = NewOffice(self._office.profile(), self._people.people(), self._root.path(), self._root.passphrase())
        self._enable(on=False)
        self._background.run(lambda tell: startup.set_up(self._opened, wanted, tell), self._on_made, self._on_refused)

    def _enable(self, *, on: bool) -> None:
        self._progress.setVisible(not on)
        for part in (self._pages, self._back, self._next):
            part.setEnabled(on)

    def _on_refused(self, error: UserError) -> None:
        self._enable(on=True)
        self._show_problem(error, self._root)

    def _on_made(self, opened: OpenedOffice) -> None:
        self._is_done = True
        self.close()
        self.made.emit(opened)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell where the office was not made."""
        super().closeEvent(event)
        if not self._is_done:
            self.given_up.emit()
