"""Somebody of the office at the workstation: what he does there, in the office's own words."""

from collections.abc import Callable

from desktop.demo.layout import DemoCase
from desktop.shell.program import Program
from tests.journeys.driver_goods import GoodsDriver
from tests.journeys.driver_overview import OverviewDriver
from tests.journeys.driver_parties import PartiesDriver
from tests.journeys.driver_sign_in import SignInDriver
from tests.journeys.driver_window import WindowDriver
from tests.journeys.keyboard import Keyboard

Picture = Callable[[str], None]


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

    def signs_out(self) -> None:
        """Leave the chair."""
        self._card.signs_out()

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
