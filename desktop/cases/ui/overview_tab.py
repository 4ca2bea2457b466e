"""The first tab of a case: what is missing, who is next, where it stands, what the application says of itself."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.cases import rules, service, store
from desktop.cases.model import CHANNELS, KIND_NAMES, Missing, State
from desktop.cases.next_step import next_step
from desktop.cases.ui.missing_list import TAB_WORDS, MissingList
from desktop.cases.ui.reading import CaseReading, read_case
from desktop.cases.ui.save_note import SaveNote
from desktop.cases.ui.state_track import StateTrack
from desktop.errors import UserError
from desktop.widgets import icons
from desktop.widgets.autosave import Autosave, Record
from desktop.widgets.banner import Banner
from desktop.widgets.case_tab import CaseTab, Desk
from desktop.widgets.date_field import MomentField
from desktop.widgets.fields import ChoiceBox, TextArea, TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP, ICON, MEDIUM_FIELD, SECTION, WIDE

MissingPoints = Callable[[Connection, int], Sequence[Missing]]
HEADER_FIELDS = (
    "kind",
    "received_at",
    "channel",
    "applicant_reference",
    "exporter_informed",
    "exporter_aware",
    "duplicate_answer",
)


def missing_in_application(connection: Connection, case_id: int) -> Sequence[Missing]:
    """Return what the application itself still lacks; the window may give the tab a fuller list."""
    return rules.missing_in_application(store.case_by_id(connection, case_id))


def header_record(case_id: int, names: Sequence[str]) -> Record:
    """Return the record of the case's own fields that a form saves."""

    def read(connection: Connection) -> tuple[int, dict[str, Any]]:
        case = store.case_by_id(connection, case_id)
        return case.version, {name: getattr(case, name) for name in names}

    def save(act: Act, version: int, values: dict[str, Any]) -> None:
        service.save_header(act, case_id, version, values)

    return Record(read, save)


class OverviewTab(CaseTab):
    """``missing`` tells what stands in the way of a decision, all slices together."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, missing: MissingPoints = missing_in_application
    ) -> None:
        super().__init__(desk, parent)
        self._missing = missing
        self._shown_case: int | None = None
        self._is_new_here = True
        self._tab_of_next = ""
        self._build_next_step()
        self._locked = Banner("info")
        self._locked.hide()
        self._missing_title = PlainLabel(role="subtitle")
        self._missing_list = MissingList()
        self._missing_list.go_to_tab.connect(self.go_to_tab)
        self._nothing_missing = PlainLabel(role="ok", wraps=True)
        self._all_there = QWidget()
        all_there = QHBoxLayout(self._all_there)
        all_there.setContentsMargins(0, 0, 0, 0)
        all_there.setSpacing(GAP)
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap("ok", ICON, "ok", self.devicePixelRatioF()))
        all_there.addWidget(picture)
        all_there.addWidget(self._nothing_missing, 1)
        self._track = StateTrack()
        self._build_form()
        self._note = SaveNote()
        self._autosave.state_changed.connect(self._note.show_state)
        self._lay_out()

    def _build_next_step(self) -> None:
        self._who = PlainLabel(role="subtitle")
        self._what = PlainLabel(wraps=True)
        self._register = QPushButton(self.tr("&Register"))
        self._register.setProperty("primary", True)
        self._register.clicked.connect(self._on_register)
        self._go = QPushButton()
        self._go.clicked.connect(self._on_go)

    def _build_form(self) -> None:
        self._form = FormRows()
        self._autosave = Autosave(self.desk, self._form)
        self._kind = ChoiceBox(
            {kind: self.tr(words) for kind, words in KIND_NAMES.items()}, width=MEDIUM_FIELD + 4 * GAP
        )
        self._received = MomentField(self.desk.office.clock.now)
        self._channel = ChoiceBox({channel: self.tr(channel.capitalize()) for channel in CHANNELS})
        self._reference = TextField()
        answers = {"not asked": self.tr("Not asked"), "no": self.tr("No"), "yes": self.tr("Yes")}
        self._informed, self._aware = ChoiceBox(answers), ChoiceBox(answers)
        self._duplicate = TextArea(lines=2)
        self._form.heading(self.tr("Application"))
        self._row(self.tr("&Kind of transaction"), "kind", self._kind)
        self._row(self.tr("R&eceived"), "received_at", self._received)
        self._row(self.tr("Came &by"), "channel", self._channel)
        self._row(self.tr("Applicant's refere&nce"), "applicant_reference", self._reference, kind="name")
        self._row(
            self.tr("Not a &duplicate because"),
            "duplicate_answer",
            self._duplicate,
            kind="remark",
            help=self.tr("A case for the same item and end-user is there already."),
        )
        self._form.heading(
            self.tr("Statements of the exporter"),
            self.tr("On a use of the items in the delivery of weapons of mass destruction."),
        )
        self._row(self.tr("&Informed by an authority"), "exporter_informed", self._informed)
        self._row(self.tr("A&ware or suspects"), "exporter_aware", self._aware)

    def _row(self, label: str, name: str, field: Any, *, kind: str = "", help: str = "") -> None:  # noqa: A002
        self._form.add(label, field, name=name, help=help)
        self._autosave.keep(name, field, kind=kind)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(WIDE)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._who)
        words.addWidget(self._what)
        buttons.addLayout(words, 1)
        buttons.addWidget(self._go)
        buttons.addWidget(self._register)
        card = QFrame()
        card.setProperty("ground", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        inside.setSpacing(GAP)
        inside.addWidget(self._missing_title)
        inside.addWidget(self._missing_list)
        inside.addWidget(self._all_there)
        line = QFrame()
        line.setProperty("ground", "line")
        inside.addSpacing(GAP)
        inside.addWidget(line)
        inside.addSpacing(GAP)
        inside.addLayout(buttons)
        page = QWidget()
        page.setProperty("scrolled", True)
        column = QVBoxLayout(page)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setSpacing(WIDE)
        top.addWidget(self._locked)
        top.addWidget(card)
        column.addLayout(top)
        column.addSpacing(SECTION)
        column.addWidget(self._track)
        column.addSpacing(WIDE)
        column.addWidget(self._form)
        column.addWidget(self._note)
        column.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QWidget.setTabOrder(self._go, self._register)
        self.begin_at(self._kind)

    # ---- reading -----------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the case and what it lacks, and show both."""
        if self.case_id is None:
            return
        case_id, actor, missing = self.case_id, self.desk.actor, self._missing

        def read(connection: Connection) -> tuple[CaseReading, list[Missing]]:
            return read_case(connection, case_id, actor), list(missing(connection, case_id))

        self.desk.jobs.read(self, read, self._on_read, failed=self.desk.notices.problem)

    def _on_read(self, found: tuple[CaseReading, list[Missing]]) -> None:
        reading, missing = found
        case = reading.case
        if case.case_id != self.case_id:
            return
        self._received.set_time_zone(reading.profile.time_zone)
        self._track.show_state(case.state, is_registered=case.reference is not None)
        self._show_missing(reading, missing)
        self._locked.show_message("info", self.tr(reading.why_locked) if reading.why_locked else "")
        self._locked.setVisible(bool(reading.why_locked))
        values = {name: getattr(case, name) for name in HEADER_FIELDS}
        locked = not reading.may_edit
        if self._shown_case == case.case_id:
            self._autosave.refresh(case.version, values, locked=locked)
        else:
            self._shown_case = case.case_id
            self._is_new_here = True
            record = header_record(case.case_id, HEADER_FIELDS)
            self._autosave.show_record(record, case.version, values, locked=locked)
        if case.duplicate_answer or self._is_new_here:
            self._form.set_visible("duplicate_answer", bool(case.duplicate_answer))
        self._is_new_here = False

    def _show_missing(self, reading: CaseReading, missing: Sequence[Missing]) -> None:
        case = reading.case
        is_draft = case.state is State.DRF
        to_register = rules.missing_for_registration(case) if is_draft else []
        is_over = not rules.may_edit(case.state)
        later = (
            [] if is_over else [point for point in missing if point.sentence not in {p.sentence for p in to_register}]
        )
        if to_register:
            self._missing_title.setText(self.tr("Missing for registration"))
        elif is_draft:
            self._missing_title.setText(self.tr("Ready to register; a decision will also need"))
        else:
            self._missing_title.setText(self.tr("Missing for a decision"))
        points = to_register or later
        self._missing_title.setVisible(bool(points))
        self._missing_list.show_points(points)
        self._missing_list.setVisible(bool(points))
        self._all_there.setVisible(not points)
        self._nothing_missing.setText(
            self.tr("Nothing more is asked of this case.") if is_over else self.tr("Nothing is missing.")
        )
        step = next_step(case.state)
        self._who.setText(self.tr("Next: {0}").format(self.tr(step.who)))
        self._what.setText(self.tr(step.what))
        # while something is missing the next step is where the first of it is put right
        elsewhere = [point.tab for point in points if point.tab != "overview"]
        self._tab_of_next = elsewhere[0] if elsewhere and case.state in {State.DRF, State.RCV} else step.tab
        self._go.setText(self.tr("Go to {0}").format(self.tr(TAB_WORDS.get(self._tab_of_next, ""))))
        self._go.setVisible(bool(self._tab_of_next))
        self._register.setVisible(is_draft)
        self._register.setEnabled(reading.may_register and not to_register)

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self._autosave.is_settled

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        self._autosave.flush()

    # ---- acts --------------------------------------------------------------------------------------------------

    @Slot()
    def _on_go(self) -> None:
        self.go_to_tab.emit(self._tab_of_next)

    @Slot()
    def _on_register(self) -> None:
        if self.case_id is None:
            return
        self.flush()
        self._register.setEnabled(False)
        case_id = self.case_id
        self.desk.jobs.write(
            self,
            partial(service.register, case_id=case_id),
            self._on_registered,
            title=self.tr("Registering"),
            failed=self._on_refused,
        )

    def _on_registered(self, reference: str) -> None:
        self._go.setFocus()  # the button that was pressed is gone, and this one is next
        self._scroll.verticalScrollBar().setValue(0)
        self.desk.notices.tell(self.tr("Registered as {0}.").format(reference))

    def _on_refused(self, error: UserError) -> None:
        self._register.setEnabled(True)
        if error.field == "duplicate_answer":
            self._form.set_visible("duplicate_answer", True)
            self._form.show_error(error)
        else:
            self.desk.notices.problem(error)
