"""What the certificate says, box by box (F-01 to F-45); every box saves itself."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from sqlalchemy import Connection

from desktop.act import Act
from desktop.documents import catalogue, service, store
from desktop.documents.catalogue import GROUP_NAMES, Field, Part
from desktop.documents.judgement import day_of
from desktop.documents.model import Certificate
from desktop.documents.ui.words_label import WordsLabel
from desktop.widgets.autosave import Autosave, Record
from desktop.widgets.case_tab import Desk
from desktop.widgets.country_box import CountryBox
from desktop.widgets.date_field import DateField
from desktop.widgets.fields import ChoiceBox, TextArea, TextField
from desktop.widgets.form_rows import FormRows
from desktop.widgets.spacing import GAP, SHORT_FIELD, WIDE

_GROUPS = ("document", "parties", "items", "use", "signature")


class CertificateForm(QWidget):
    """The boxes of one certificate, in the order of the paper; saved as typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[int, int] | None = None
        self._day_keys: set[str] = set()
        known = catalogue.load()
        self.form = FormRows(label_width=SHORT_FIELD + 3 * GAP)
        self.autosave = Autosave(desk, self.form)
        self.kind = ChoiceBox({code: f"{kind.name} ({code})" for code, kind in known.types.items()})
        self.form.heading(self.tr("Type"))
        self.form.add(self.tr("&Type"), self.kind, name="kind")
        self.autosave.keep("kind", self.kind)
        for group in _GROUPS:
            self.form.heading(GROUP_NAMES[group])
            for field in known.fields.values():
                if field.group == group:
                    self._add(field)
        self._missing = WordsLabel(role="hint")
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, WIDE, WIDE)
        rows.addWidget(self._missing)
        rows.addWidget(self.form)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def _add(self, field: Field) -> None:
        for part in field.parts:
            box = self._box(part)
            help_words = ""
            if part is field.parts[0] and field.need != "M":
                help_words = self.tr("Only if: {0}").format(field.when) if field.when else self.tr("May stay empty")
            self.form.add(part.label, box, name=part.key, help=help_words)
            self.autosave.keep(part.key, box, kind={"line": "name", "text": "remark"}.get(part.kind, ""))

    def _box(self, part: Part) -> Any:
        match part.kind:
            case "text":
                return TextArea(lines=3)
            case "day":
                self._day_keys.add(part.key)
                return DateField(self._today)
            case "choice":
                return ChoiceBox({"": "—", **{words: words for words in part.choices}})
            case "country":
                return CountryBox()
            case _:
                return TextField(follows_script=True)

    def _today(self) -> date:
        return self._desk.office.clock.now().date()

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is saved."""
        return self.autosave.is_settled

    def flush(self) -> None:
        """Save what was typed and not saved yet."""
        self.autosave.flush()

    def show_certificate(self, certificate: Certificate, *, locked: bool) -> None:
        """Show a certificate, or what became of the one shown, without disturbing what is being typed."""
        key = (certificate.case_id, certificate.certificate_id)
        values = self._values(certificate)
        if key != self._shown:
            self._shown = key
            record = Record(partial(self._read, *key), partial(self._save, *key))
            self.autosave.show_record(record, certificate.version, values, locked=locked)
        else:
            self.autosave.refresh(certificate.version, values, locked=locked)
        self._show_missing(certificate)

    def _values(self, certificate: Certificate) -> dict[str, Any]:
        values: dict[str, Any] = {"kind": certificate.kind}
        for field in catalogue.load().fields.values():
            for part in field.parts:
                text = certificate.fields.get(part.key, "")
                values[part.key] = day_of(text) if part.key in self._day_keys else text
        return values

    def _read(self, case_id: int, certificate_id: int, connection: Connection) -> tuple[int, Mapping[str, Any]]:
        certificate = store.certificate_by_id(connection, case_id, certificate_id)
        return certificate.version, self._values(certificate)

    @staticmethod
    def _save(case_id: int, certificate_id: int, act: Act, version: int, values: dict[str, Any]) -> object:
        texts = {
            key: value.isoformat() if isinstance(value, date) else str(value or "") for key, value in values.items()
        }
        return service.save_fields(act, case_id, certificate_id, version, texts)

    def _show_missing(self, certificate: Certificate) -> None:
        known = catalogue.load()
        empty = [
            field.name
            for field in known.fields.values()
            if field.parts
            and field.need_for(certificate.kind) == "M"
            and not certificate.text(field.parts[0].key)
            and known.types[certificate.kind].is_promise
        ]
        if empty:
            self._missing.setText(self.tr("Still empty: {0}.").format(", ".join(empty)))
        else:
            self._missing.setText(self.tr("Everything this type must say is entered."))

    @Slot()
    def focus_first(self) -> None:
        """Put the cursor into the first box."""
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)
