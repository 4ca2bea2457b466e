"""The personal settings of whoever sits here; each takes effect at once."""

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from desktop.settings import APPEARANCE, LOCK_AFTER, PersonalSettings
from desktop.shell.dialogs import QuietDialog
from desktop.widgets.form_rows import FormRows
from desktop.widgets.spacing import GAP, MEDIUM_FIELD, SECTION, SHORT_FIELD


class PreferencesDialog(QuietDialog):
    """``changed`` tells that a setting has another value now."""

    changed = Signal()

    def __init__(self, settings: PersonalSettings, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("PreferencesDialog", "Preferences")
        sentence = QCoreApplication.translate("PreferencesDialog", "They are yours, on this workstation only.")
        super().__init__(title, sentence, parent, icon="settings")
        self._settings = settings
        self._appearance = QComboBox()
        words = {"system": self.tr("As the desktop"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        for choice in APPEARANCE.choices:
            self._appearance.addItem(words[choice], choice)
        self._appearance.setCurrentIndex(APPEARANCE.choices.index(settings.text(APPEARANCE)))
        self._appearance.currentIndexChanged.connect(self._on_appearance)
        self._lock_after = QSpinBox()
        self._lock_after.setRange(LOCK_AFTER.lowest, LOCK_AFTER.highest)
        self._lock_after.setSuffix(self.tr(" minutes"))
        self._lock_after.lineEdit().setTextMargins(GAP, 0, 0, 0)
        self._lock_after.setValue(settings.number(LOCK_AFTER))
        self._lock_after.valueChanged.connect(self._on_lock_after)
        for field in (self._appearance, self._lock_after):
            field.setMinimumWidth(MEDIUM_FIELD + SECTION)
        rows = FormRows(label_width=SHORT_FIELD)
        rows.add(self.tr("&Appearance"), self._appearance, help=APPEARANCE.sentence)
        rows.add(self.tr("&Lock after"), self._lock_after, help=LOCK_AFTER.sentence)
        self.content.addWidget(rows)
        self.add_button(self.tr("Close"), primary=True).clicked.connect(self.accept)

    @Slot(int)
    def _on_appearance(self, _index: int) -> None:
        self._settings.set(APPEARANCE, self._appearance.currentData())
        self.changed.emit()

    @Slot(int)
    def _on_lock_after(self, minutes: int) -> None:
        self._settings.set(LOCK_AFTER, minutes)
        self.changed.emit()
