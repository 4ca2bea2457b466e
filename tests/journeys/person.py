"""Somebody of the office at the workstation: what he does there, in the office's own words."""

from collections.abc import Callable
from pathlib import Path

from desktop.demo.layout import DemoCase
from desktop.shell.program import Program
from tests.journeys.driver_annex import AnnexDriver
from tests.journeys.driver_assessment import AssessmentDriver
from tests.journeys.driver_decision import DecisionDriver
from tests.journeys.driver_documents import DocumentsDriver
from tests.journeys.driver_goods import GoodsDriver
from tests.journeys.driver_history import HistoryDriver
from tests.journeys.driver_letters import LettersDriver
from tests.journeys.driver_overview import OverviewDriver
from tests.journeys.driver_parties import PartiesDriver
from tests.journeys.driver_sign_in import SignInDriver
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import Keyboard
from tests.journeys.papers import Paper

Picture = Callable[[str], None]
# what a technical assessor answers for gyroscopes that are spares of manned aircraft
D_01_FINDINGS = {
    "End-use class": "A ",
    "Mass destruction": "Nothing points to it",
    "Contribution": "No",
    "Contains Category I": "No",
    "Embargo": "Clear",
    "Screening": "Clear",
    "Denials": "None",
    "Unmanned aircraft": "No",
    "Incorporation": "No",
    "Inward assurance": "No",
}


class Person:
    """Signed in; every verb leaves the program settled."""

    def __init__(self, program: Program, keyboard: Keyboard, picture: Picture) -> None:
        self.keyboard = keyboard
        self.picture = picture
        self._card = SignInDriver(program, keyboard)
        self.window = WindowDriver(program, keyboard)
        self.overview = OverviewDriver(self.window, keyboard)
        self.goods = GoodsDriver(self.window, keyboard)
        self.parties = PartiesDriver(self.window, keyboard)
        self.documents = DocumentsDriver(self.window, keyboard)
        self.annex = AnnexDriver(self.window, keyboard)
        self.assessment = AssessmentDriver(self.window, keyboard)
        self.decision = DecisionDriver(self.window, keyboard)
        self.letters = LettersDriver(self.window, keyboard)
        self.history = HistoryDriver(self.window, keyboard)

    def signs_out(self) -> None:
        """Leave the chair."""
        self._card.signs_out()

    def tries_to_sign_out(self) -> None:
        """Choose "Sign out", whatever comes of it."""
        self._card.chooses_sign_out()

    def logs_case(self, application: DemoCase) -> str:
        """Log an application from Ctrl+N to its number, which is returned."""
        data = application.data
        self.window.begins_a_case()
        self.picture("new case")
        self.overview.records_the_application(data.get("applicant_reference", ""))
        self.goods.pastes_items(tuple(application.lines))
        self.picture("goods pasted")
        for party in application.parties:
            self.parties.names(party)
        self.parties.says_the_use(data["end_use"], data["place_of_use"])
        self.picture("parties named")
        number = self.overview.registers()
        self.picture("registered")
        return number

    def attaches(self, paper: Paper, folder: Path) -> None:
        """Save a paper that came in, and paste it on the Documents tab."""
        file = folder / paper.name
        file.write_bytes(paper.content)
        self.documents.pastes_file(file)
        self.picture("paper attached")

    def records_certificate(self, paper: Paper) -> None:
        """Record what a certificate says, its items and its undertakings."""
        self.documents.begins_a_certificate(paper.type_words)
        self.documents.enters_what_it_says(paper.fields)
        self.picture("certificate recorded")
        self.documents.enters_items(paper.items)
        self.picture("certificate's items")
        self.documents.finds_undertakings(paper.undertakings)
        self.picture("undertakings")

    def judges_certificate(self) -> str:
        """Tick the checks and set the verdict the rules propose."""
        assert self.documents.tab.isVisible()
        self.documents.ticks_the_checks()
        self.picture("checks ticked")
        verdict = self.documents.sets_the_verdict()
        self.picture("verdict set")
        return verdict
