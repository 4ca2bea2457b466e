"""Who takes part in the transfer, what the items are for, and where they will be used."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.cases import party_service, rules
from desktop.cases.model import Case, PartyDraft, PartyRole
from desktop.cases.ui.overview_tab import header_record
from desktop.cases.ui.party_form import LABEL_WIDTH, WIDTH, PartyForm
from desktop.cases.ui.party_list import PartyList
from desktop.cases.ui.reading import CaseReading, read_case
from desktop.cases.ui.save_note import SaveNote
from desktop.widgets import icons
from desktop.widgets.autosave import Autosave
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.fields import TextArea
from desktop.widgets.form_rows import FormRows
from desktop.widgets.notices import Choice
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, MEDIUM_FIELD, SECTION, WIDE

END_USE_FIELDS = ("end_use", "place_of_use", "countries_differ_reason")
# who is named first, second, third, until the person says otherwise
_ROLES_IN_TURN = (PartyRole.APPLICANT, PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE, PartyRole.PURCHASER)


class PartiesTab(CaseTab):
    """Parties at the left, the form of the marked one at the right, and under it the end-use."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._reading: CaseReading | None = None
        self._party_id: int | None = None
        self._shown_case: int | None = None
        self._wants_name = False
        self._locked = Banner("info")
        self._locked.hide()
        self._list = PartyList()
        self._list.party_entered.connect(self._on_entered)
        self._add = QPushButton(icons.icon("add"), self.tr("A&dd party"))
        self._add.clicked.connect(self._on_add)
        self._remove = QPushButton(icons.icon("remove"), self.tr("Take &off"))
        self._remove.setProperty("quiet", True)
        self._remove.clicked.connect(self._on_remove)
        self._form = PartyForm(desk)
        self._empty = EmptyState(
            "parties",
            self.tr("No party is named yet."),
            self.tr("Begin with the applicant, as it stands in the letter."),
            action=self.tr("Name the applicant"),
        )
        self._empty.acted.connect(self._on_add)
        self._form.hide()
        self._build_end_use()
        self._note = SaveNote()
        self._form.autosave.state_changed.connect(self._note.show_state)
        self._end_use_saving.state_changed.connect(self._note.show_state)
        self._lay_out()

    def _build_end_use(self) -> None:
        self._end_use_form = FormRows(label_width=LABEL_WIDTH)
        self._end_use_saving = Autosave(self.desk, self._end_use_form, self)
        self._end_use_form.heading(self.tr("End-use"))
        for label, name, lines, hint in (
            (self.tr("&What the items are for"), "end_use", 4, self.tr("The product, process or programme.")),
            (
                self.tr("&Place of use"),
                "place_of_use",
                2,
                self.tr("Where they will be installed or used, as a street address."),
            ),
            (
                self.tr("Countries differ because"),
                "countries_differ_reason",
                2,
                self.tr("Purchaser, consignee and end-user are not in one country."),
            ),
        ):
            field = TextArea(lines=lines, width=WIDTH)
            self._end_use_form.add(label, field, name=name, help=hint)
            self._end_use_saving.keep(name, field, kind="remark")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        beside.setSpacing(GAP)
        beside.addWidget(PlainLabel(self.tr("Who takes part, and in which role."), role="hint", wraps=True))
        beside.addWidget(self._list, 1)
        beside.addLayout(buttons)
        beside.addWidget(self._note)
        page = QWidget()
        page.setProperty("scrolled", True)
        column = QVBoxLayout(page)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(0)
        column.addWidget(self._empty)
        column.addWidget(self._form)
        column.addSpacing(SECTION)
        column.addWidget(self._end_use_form)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.addWidget(left)
        panes.addWidget(scroll)
        panes.setChildrenCollapsible(False)
        panes.setStretchFactor(1, 1)
        panes.setSizes([MEDIUM_FIELD + 5 * GAP, 3 * MEDIUM_FIELD])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._locked)
        whole.addWidget(panes, 1)
        for before, after in ((self._list, self._add), (self._add, self._remove), (self._remove, self._form)):
            QWidget.setTabOrder(before, after)
        self.begin_at(self._list)

    # ---- reading -----------------------------------------------------------------------------------------------

    def show_case(self, case_id: int) -> None:
        """Show this case, beginning with its first party."""
        self._party_id = None
        super().show_case(case_id)

    def load(self) -> None:
        """Read the case and show its parties."""
        if self.case_id is None:
            return
        query = partial(read_case, case_id=self.case_id, actor=self.desk.actor)
        self.desk.jobs.read(self, query, self._on_read, failed=self.desk.notices.problem)

    def _on_read(self, reading: CaseReading) -> None:
        case = reading.case
        if case.case_id != self.case_id:
            return
        self._reading = reading
        self._form.country.set_own_state(reading.profile.state_code, reading.profile.state_name)
        if case.parties and self._party_id not in {party.party_id for party in case.parties}:
            self._party_id = case.parties[0].party_id
        self._list.show_case(case, self._party_id)
        self._show_party()
        self._show_end_use(reading)
        locked = not reading.may_edit
        self._locked.show_message("info", self.tr(reading.why_locked) if locked else "")
        self._locked.setVisible(locked)
        self._add.setEnabled(reading.may_edit)
        self._remove.setEnabled(reading.may_edit and bool(case.parties))

    def _show_party(self) -> None:
        reading = self._reading
        if reading is None:
            return
        party = next((each for each in reading.case.parties if each.party_id == self._party_id), None)
        self._empty.setVisible(party is None)
        self._form.setVisible(party is not None)
        if party is None:
            return
        self._form.show_party(reading.case.case_id, party, locked=not reading.may_edit)
        if self._wants_name:
            self._wants_name = False
            self._form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_end_use(self, reading: CaseReading) -> None:
        case = reading.case
        values = {name: getattr(case, name) for name in END_USE_FIELDS}
        locked = not reading.may_edit
        if self._shown_case == case.case_id:
            self._end_use_saving.refresh(case.version, values, locked=locked)
        else:
            self._shown_case = case.case_id
            record = header_record(case.case_id, END_USE_FIELDS)
            self._end_use_saving.show_record(record, case.version, values, locked=locked)
        differ = any(point.check == "P-3" for point in rules.missing_in_application(case))
        self._end_use_form.set_visible("countries_differ_reason", differ or bool(case.countries_differ_reason))

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self._form.autosave.is_settled and self._end_use_saving.is_settled

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        self._form.autosave.flush()
        self._end_use_saving.flush()

    # ---- acts --------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_entered(self, party_id: int) -> None:
        self._party_id = party_id
        self._show_party()

    @Slot()
    def _on_add(self) -> None:
        if self._reading is None or not self._reading.may_edit:
            return
        draft = PartyDraft(role=_next_role(self._reading.case))
        operation = partial(party_service.add_party, case_id=self._reading.case.case_id, draft=draft)
        self.desk.jobs.write(self, operation, self._on_added, failed=self.desk.notices.problem)

    def _on_added(self, party_id: int) -> None:
        self._form.autosave.flush()
        self._party_id = party_id
        self._wants_name = True

    @Slot()
    def _on_remove(self) -> None:
        reading = self._reading
        if reading is None or self._party_id is None:
            return
        party = next((each for each in reading.case.parties if each.party_id == self._party_id), None)
        if party is None:
            return
        if not party.name:
            self._take_off("off")
            return
        self.desk.notices.ask(
            self.tr("Take a party off"),
            self.tr("{0} is taken off the case. The history keeps who it was.").format(party.name),
            [
                Choice("keep", self.tr("Keep"), is_default=True),
                Choice("off", self.tr("Take off"), is_destructive=True),
            ],
            self._take_off,
        )

    def _take_off(self, answer: str) -> None:
        if answer != "off" or self._reading is None or self._party_id is None:
            return
        operation = partial(party_service.remove_party, case_id=self._reading.case.case_id, party_id=self._party_id)
        self._party_id = None
        self.desk.jobs.write(self, operation, failed=self.desk.notices.problem)


def _next_role(case: Case) -> PartyRole:
    return next((role for role in _ROLES_IN_TURN if case.party(role) is None), PartyRole.INTERMEDIATE_CONSIGNEE)
