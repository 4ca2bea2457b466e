"""The form of one party, saved as one types."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.cases import party_service, store
from desktop.cases.model import PARTY_KINDS, PARTY_ROLE_NAMES, Party, PartyDraft, PartyRole
from desktop.errors import UserError
from desktop.widgets.autosave import Autosave, Record
from desktop.widgets.case_tab import Desk
from desktop.widgets.country_box import CountryBox
from desktop.widgets.fields import ChoiceBox, TextArea, TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.spacing import GAP, MEDIUM_FIELD

FIELDS = tuple(PartyDraft.__dataclass_fields__)
WIDTH = MEDIUM_FIELD + 10 * GAP
LABEL_WIDTH = 21 * GAP


def _party(connection: Connection, case_id: int, party_id: int) -> Party:
    found = [party for party in store.parties_of(connection, case_id) if party.party_id == party_id]
    if not found:
        raise UserError("Somebody took this party off the case. Copy what you typed and name the party anew.")
    return found[0]


def party_record(case_id: int, party_id: int) -> Record:
    """Return the record of one party that the form saves."""

    def read(connection: Connection) -> tuple[int, dict[str, Any]]:
        party = _party(connection, case_id, party_id)
        return party.version, {name: getattr(party, name) for name in FIELDS}

    def save(act: Act, version: int, values: dict[str, Any]) -> None:
        party = _party(act.connection, case_id, party_id)
        whole = {name: getattr(party, name) for name in FIELDS} | values
        draft = PartyDraft(**(whole | {"role": PartyRole(whole["role"])}))
        party_service.save_party(act, case_id, party_id, version, draft)

    return Record(read, save)


class PartyForm(QWidget):
    """Fields of one party in one column; P-1 and the text gate speak beside the field."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: int | None = None
        self.rows = FormRows(label_width=LABEL_WIDTH)
        self.autosave = Autosave(desk, self.rows, self)
        roles = {role.value: self.tr(words) for role, words in PARTY_ROLE_NAMES.items()}
        kinds = {"": self.tr("Not known yet")} | {kind: self.tr(words) for kind, words in PARTY_KINDS.items()}
        self.role = ChoiceBox(roles, width=WIDTH)
        self.name = TextField(width=WIDTH)
        self.original_name = TextField(width=WIDTH, follows_script=True)
        self.country = CountryBox(width=WIDTH)
        self._row(self.tr("&Role"), "role", self.role)
        self._row(self.tr("&Name"), "name", self.name, kind="name")
        self._row(
            self.tr("Name in its own &script"),
            "original_name",
            self.original_name,
            kind="name",
            help=self.tr("As the party writes itself, where that is not in Latin letters."),
        )
        self._row(self.tr("&Kind"), "kind", ChoiceBox(kinds, width=WIDTH))
        self._row(self.tr("&Address"), "address", TextArea(lines=3, width=WIDTH), kind="remark")
        self._row(self.tr("Countr&y"), "country", self.country)
        self._row(self.tr("Registration n&umber"), "registration_number", TextField(width=WIDTH), kind="name")
        self._row(self.tr("Con&tact person"), "contact", TextField(width=WIDTH), kind="name")
        self._row(self.tr("Telephone"), "telephone", TextField(width=WIDTH), kind="name")
        self._row(self.tr("E-&mail"), "email", TextField(width=WIDTH), kind="name")
        self._row(self.tr("Web site"), "web_site", TextField(width=WIDTH), kind="name")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        self.setFocusProxy(self.role)

    def _row(self, label: str, name: str, field: Any, *, kind: str = "", help: str = "") -> None:  # noqa: A002
        self.rows.add(label, field, name=name, help=help)
        self.autosave.keep(name, field, kind=kind)

    def show_party(self, case_id: int, party: Party, *, locked: bool) -> None:
        """Show a party; the one shown already is only refreshed."""
        values = {name: getattr(party, name) for name in FIELDS}
        if self._shown == party.party_id:
            self.autosave.refresh(party.version, values, locked=locked)
        else:
            self._shown = party.party_id
            record = party_record(case_id, party.party_id)
            self.autosave.show_record(record, party.version, values, locked=locked)
