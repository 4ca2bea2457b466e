"""Second page of the set-up: who works in the office; it says when they are too few for four eyes (S-6)."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.administration import rules
from desktop.administration.keys import refuse_weak_password
from desktop.administration.model import NewPerson
from desktop.errors import UserError
from desktop.permissions import ROLE_NAMES, Role
from desktop.text_gate import admit
from desktop.widgets import icons
from desktop.widgets.banner import Banner
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, MEDIUM_FIELD, PAGE, SECTION, WIDE

_ROLES_IN_A_ROW = 4


class PersonCard(QFrame):
    """One person: names, roles, first password; ``changed`` after each edit, ``removed`` when he is taken off."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "card")
        self._rows = FormRows()
        self._full_name = self._field(self.tr("Full name"), "full_name")
        self._title = self._field(self.tr("Title"), "title", self.tr("As under a signature, for example: Supervisor"))
        self._sign_in_name = self._field(self.tr("Sign-in name"), "sign_in_name")
        self._password = self._field(
            self.tr("First password"), "password", self.tr("Fifteen characters or more are best; he changes it himself")
        )
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._roles: dict[Role, QCheckBox] = {}
        boxes = QWidget()
        grid = QGridLayout(boxes)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, (role, words) in enumerate(ROLE_NAMES.items()):
            box = QCheckBox(words)
            box.toggled.connect(self.changed)
            self._roles[role] = box
            grid.addWidget(box, number // _ROLES_IN_A_ROW, number % _ROLES_IN_A_ROW)
        boxes.setFocusProxy(self._roles[Role.CLERK])
        self._rows.add(self.tr("Roles"), boxes, name="roles")
        remove = QToolButton()
        remove.setIcon(icons.icon("delete"))
        remove.setToolTip(self.tr("Take this person off"))
        remove.setAccessibleName(self.tr("Take this person off"))
        remove.clicked.connect(self._on_remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, WIDE, GAP, WIDE)
        row.addWidget(self._rows, 1)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self._full_name)

    def _field(self, label: str, name: str, help: str = "") -> QLineEdit:  # noqa: A002
        field = QLineEdit()
        field.setMinimumWidth(MEDIUM_FIELD)
        field.textEdited.connect(self.changed)
        self._rows.add(label, field, name=name, help=help)
        return field

    @property
    def roles(self) -> frozenset[Role]:
        """The roles ticked."""
        return frozenset(role for role, box in self._roles.items() if box.isChecked())

    def tick(self, *roles: Role) -> None:
        """Tick roles to begin with."""
        for role in roles:
            self._roles[role].setChecked(True)

    def person(self) -> NewPerson:
        """Return the person as entered."""
        return NewPerson(
            self._sign_in_name.text().strip(),
            self._full_name.text().strip(),
            self._title.text().strip(),
            self.roles,
            self._password.text(),
        )

    def check(self) -> None:
        """Raise :class:`UserError` with the field that cannot stay as it is."""
        self._rows.clear_problems()
        for name, field in (
            ("full_name", self._full_name),
            ("title", self._title),
            ("sign_in_name", self._sign_in_name),
        ):
            try:
                admit(field.text().strip(), "name")
            except UserError as error:
                raise UserError(error.message, field=name) from error
        if not self._full_name.text().strip():
            raise UserError(self.tr("Enter the full name."), field="full_name")
        if not self._sign_in_name.text().strip():
            raise UserError(self.tr("Enter the name to sign in with."), field="sign_in_name")
        refuse_weak_password(self._password.text())
        if not self.roles:
            raise UserError(self.tr("Tick at least one role."), field="roles")

    def show_error(self, error: UserError) -> bool:
        """Show an error beside its field."""
        return self._rows.show_error(error)

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self)


class PeoplePage(QWidget):
    """The first people; more can be added later."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[PersonCard] = []
        self._wrong: PersonCard | None = None
        self._banner = Banner("warning")
        self._list = QVBoxLayout()
        self._list.setSpacing(WIDE)
        add = QPushButton(icons.icon("add"), self.tr("&Add a person"))
        add.clicked.connect(self._on_add)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, SECTION, PAGE, SECTION)
        column.setSpacing(WIDE)
        explanation = self.tr(
            "Whoever prepares a decision may not countersign it. An office needs a clerk and a supervisor who are two "
            "people, an administrator, and a head of office where the law asks for a second countersignature."
        )
        column.addWidget(PlainLabel(explanation, role="hint", wraps=True))
        column.addWidget(self._banner)
        column.addLayout(self._list)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        for roles in ((Role.CLERK, Role.ASSESSOR), (Role.SUPERVISOR,), (Role.ADMINISTRATOR,)):
            self._add().tick(*roles)
        self._look_at_numbers()

    @property
    def cards(self) -> list[PersonCard]:
        """The people as entered so far."""
        return self._cards

    def _add(self) -> PersonCard:
        card = PersonCard()
        card.changed.connect(self._look_at_numbers)
        card.removed.connect(self._on_removed)
        self._cards.append(card)
        self._list.addWidget(card)
        return card

    @Slot()
    def _on_add(self) -> None:
        self._add().setFocus()
        self._look_at_numbers()

    @Slot(object)
    def _on_removed(self, card: PersonCard) -> None:
        self._cards.remove(card)
        card.deleteLater()
        self._look_at_numbers()

    @Slot()
    def _look_at_numbers(self) -> None:
        sentences = rules.too_few_for_four_eyes([card.roles for card in self._cards])
        self._banner.show_message("warning", " ".join(sentences))
        self._banner.setVisible(bool(sentences))

    def begin(self) -> None:
        """Put the cursor on the first person."""
        if self._cards:
            self._cards[0].setFocus()

    def check(self) -> None:
        """Raise :class:`UserError` at the first person who cannot stay as entered."""
        self._wrong = None
        if not self._cards:
            raise UserError(self.tr("An office needs at least one person. Add one."))
        seen: set[str] = set()
        for card in self._cards:
            self._wrong = card
            card.check()
            name = card.person().sign_in_name.casefold()
            if name in seen:
                raise UserError(self.tr("Somebody has this sign-in name already."), field="sign_in_name")
            seen.add(name)
        self._wrong = None

    def show_error(self, error: UserError) -> bool:
        """Show an error beside its field; False when it is of no field here."""
        return self._wrong is not None and self._wrong.show_error(error)

    def people(self) -> list[NewPerson]:
        """Return everybody as entered; :meth:`check` comes first."""
        return [card.person() for card in self._cards]
