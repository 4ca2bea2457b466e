"""A clerk logs demo case D-01 with the keyboard alone, from the empty draft to its number."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QTabWidget

from desktop.cases.model import PartyRole, SpecificationValue, State
from desktop.cases.ui.goods_tab import GoodsTab
from desktop.cases.ui.overview_tab import OverviewTab
from desktop.cases.ui.parties_tab import PartiesTab

KEYS = ("overview", "goods", "parties")
SHEET = (
    "Description\tMaker\tModel\tQty\tUnit\tUnit price [EUR]\tMade in\tdrift rate stability [deg/h]\n"
    "Fibre-optic gyroscope FOG-220\tHalden Avionics AS\tFOG-220\t16\tpieces\t18 500,00\tNorway\t0.2\n"
)


class Workspace(QTabWidget):
    """The three tabs of a case under Alt+1, Alt+2, Alt+3, as the window shows them."""

    def __init__(self, desk, case_id):
        super().__init__()
        self.tabs = dict(zip(KEYS, (OverviewTab(desk), GoodsTab(desk), PartiesTab(desk)), strict=True))
        for number, (key, tab) in enumerate(self.tabs.items(), 1):
            self.addTab(tab, key)
            tab.go_to_tab.connect(self.go_to_tab)
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setProperty("tab", key)
            shortcut.activated.connect(self.on_shortcut)
            tab.show_case(case_id)

    def on_shortcut(self):
        self.go_to_tab(self.sender().property("tab"))

    def go_to_tab(self, key):
        self.setCurrentWidget(self.tabs[key])
        self.tabs[key].setFocus()


class Clerk:
    """Somebody who only has a keyboard."""

    def __init__(self, qtbot, workspace):
        self.qtbot = qtbot
        self.workspace = workspace

    @property
    def here(self):
        return QApplication.activePopupWidget() or QApplication.focusWidget()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, times=1):
        for _ in range(times):
            self.qtbot.keyClick(self.here, key, modifier)
            QApplication.processEvents()

    def alt(self, key):
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def type(self, text):
        self.qtbot.keyClicks(self.here, text)

    def tab_to(self, words):
        for _ in range(60):
            here = self.here
            text = here.text().replace("&", "") if isinstance(here, QPushButton) else ""
            if words == text or here.accessibleName().startswith(words):
                return
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab never came to “{words}”; it is at {self.here}")

    def wait(self):
        self.qtbot.waitUntil(lambda: self.workspace.tabs["overview"].desk.jobs.is_idle)

    def fill(self, fields):
        """Type one field after the other, with Tab between them; None leaves a field as it is."""
        for text in fields:
            if isinstance(text, int):
                self.press(Qt.Key.Key_Down, times=text)
            elif text is not None:
                self.type(text)
            if QApplication.activePopupWidget() is not None:
                self.press(Qt.Key.Key_Escape)  # closes the list of countries
                self.workspace.activateWindow()  # the screenless platform has nobody who does that
                QApplication.processEvents()
            self.press(Qt.Key.Key_Tab)


def test_d_01_is_logged_and_registered_by_keyboard_alone(qtbot, swift, desk_of, draft, notices, case_of):
    desk = desk_of("ana")
    workspace = Workspace(desk, draft)
    qtbot.addWidget(workspace)
    workspace.resize(1200, 900)
    with qtbot.waitActive(workspace):
        workspace.show()
        workspace.activateWindow()
    clerk = Clerk(qtbot, workspace)
    clerk.wait()

    workspace.tabs["overview"].setFocus()
    clerk.tab_to("Applicant's reference")
    clerk.type("HAV-2231")
    clerk.alt(Qt.Key.Key_I)
    clerk.press(Qt.Key.Key_Down)
    clerk.alt(Qt.Key.Key_W)
    clerk.press(Qt.Key.Key_Down)

    clerk.tab_to("Go to Parties: Name the applicant.")
    clerk.press(Qt.Key.Key_Space)
    clerk.tab_to("Name the applicant")
    clerk.press(Qt.Key.Key_Space)
    qtbot.waitUntil(workspace.tabs["parties"]._form.name.hasFocus)
    clerk.fill(["Halden Avionics AS", None, 4, "Kaiveien 3, 1777 Halden", "norway", "912 345 678", "Ingrid Solberg"])
    clerk.wait()

    clerk.alt(Qt.Key.Key_D)
    qtbot.waitUntil(workspace.tabs["parties"]._form.name.hasFocus)
    clerk.fill(["Linhas Aereas do Minho, MRO", None, 4, "Rua do Aeroporto 12, 4470-558 Maia", "PT"])
    clerk.tab_to("What the items are for")
    clerk.fill(["Spare gyroscopes for 22 regional turboprop aircraft.", "Maintenance hangar 2, Maia"])
    clerk.wait()

    clerk.alt(Qt.Key.Key_2)
    assert clerk.here.accessibleName() == "Items"
    QGuiApplication.clipboard().setText(SHEET)
    clerk.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(case_of(draft).lines) == 1)

    clerk.alt(Qt.Key.Key_1)
    overview = workspace.tabs["overview"]
    qtbot.waitUntil(overview._register.isEnabled)
    clerk.tab_to("Register")
    clerk.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: notices.told == ["Registered as MX-2027-00001."])
    clerk.wait()

    case = case_of(draft)
    assert (case.state, case.applicant_reference, case.exporter_informed, case.exporter_aware) == (
        State.CLA,
        "HAV-2231",
        "no",
        "no",
    )
    applicant, end_user = case.party(PartyRole.APPLICANT), case.party(PartyRole.END_USER)
    assert (applicant.name, applicant.kind, applicant.country, applicant.contact) == (
        "Halden Avionics AS",
        "commercial",
        "NO",
        "Ingrid Solberg",
    )
    assert (end_user.name, end_user.country) == ("Linhas Aereas do Minho, MRO", "PT")
    assert (case.end_use, case.place_of_use) == (
        "Spare gyroscopes for 22 regional turboprop aircraft.",
        "Maintenance hangar 2, Maia",
    )
    (line,) = case.lines
    assert (line.quantity, line.unit, line.total, line.currency, line.origin) == (
        Decimal(16),
        "pieces",
        Decimal("296000.00"),
        "EUR",
        "NO",
    )
    assert line.specification == (SpecificationValue("drift rate stability", "0.2", "deg/h"),)
    assert overview._nothing_missing.text() == "Nothing is missing."
