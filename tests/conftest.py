"""Fixtures of the whole suite: a standing clock, a small believable office on both databases, jobs and notices."""

import os

os.environ["QT_QPA_PLATFORM"] = os.environ.get("CASEMENT_TEST_PLATFORM", "offscreen")

import shutil
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from desktop.actor import Actor
from desktop.administration import keys, service
from desktop.administration.model import NewPerson, OfficeProfile
from desktop.clock import StandingClock
from desktop.errors import UserError
from desktop.office import Office
from desktop.permissions import Role
from desktop.widgets.notices import Choice

PASSWORD = "seven grey herons"
PASSPHRASE = "a lighthouse in fog"
CHEAP = keys.PasswordCost(memory=64, passes=1, lanes=1)
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

PROFILE = OfficeProfile(
    office_name="Licensing Office of Merania",
    state_name="Republic of Merania",
    state_code="XM",
    office_code="MER",
    address=("Harbour Street 4", "1001 Port Meran"),
    telephone="+999 1 555 0100",
    email="licences@office.example",
    hours="Monday to Friday, 09:00 to 17:00",
    act_ref="the Strategic Goods Act 2019, section 12",
    regulation_ref="the Strategic Goods Regulations 2020",
    appeal_body="the Strategic Goods Appeal Board",
)
HOLIDAYS = [
    (date(2027, 1, 1), "New Year"),
    (date(2027, 3, 26), "Good Friday"),
    (date(2027, 3, 29), "Easter Monday"),
    (date(2027, 5, 3), "Constitution Day"),
    (date(2027, 12, 27), "Christmas (moved)"),
    (date(2027, 12, 28), "Christmas (moved)"),
]
# sign-in name: full name, title, roles. "dora" holds two roles, to show that S-1 looks at persons and not at roles.
PEOPLE = {
    "ana": ("Ana Bello", "Licensing clerk", {Role.CLERK, Role.REGISTRY}),
    "ben": ("Ben Okafor", "Licensing clerk", {Role.CLERK}),
    "tess": ("Tess Lindqvist", "Technical assessor", {Role.ASSESSOR}),
    "sara": ("Sara Vance", "Supervisor", {Role.SUPERVISOR}),
    "sven": ("Sven Dahl", "Supervisor", {Role.SUPERVISOR}),
    "hedda": ("Hedda Moreau", "Head of office", {Role.HEAD}),
    "adam": ("Adam Roth", "Administrator", {Role.ADMINISTRATOR}),
    "otto": ("Otto Lang", "Auditor", {Role.AUDITOR}),
    "dora": ("Dora Quint", "Deputy", {Role.CLERK, Role.SUPERVISOR}),
}


def _set_up(address: str, folder: Path) -> None:
    office = Office(address, clock=StandingClock(MONDAY), keystore=folder / "keystore")
    people = [NewPerson(name, full, title, frozenset(roles), PASSWORD) for name, (full, title, roles) in PEOPLE.items()]
    service.set_up_office(
        office,
        PROFILE,
        people,
        service.RootKey(folder / "office-root.key", PASSPHRASE),
        holidays=HOLIDAYS,
        cost=CHEAP,
    )
    office.close()


@pytest.fixture(scope="session")
def _file_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office-template")
    _set_up(str(folder / "office.casement"), folder)
    return folder


@dataclass(frozen=True)
class _Server:
    admin_url: str
    folder: Path
    template: str

    def run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def url_of(self, name: str) -> str:
        return self.admin_url.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def _server_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Server]:
    url = os.environ["TEST_POSTGRES_URL"]
    folder = tmp_path_factory.mktemp("server-template")
    server = _Server(url, folder, f"template_{uuid4().hex[:12]}")
    server.run(f"CREATE DATABASE {server.template}")
    _set_up(server.url_of(server.template), folder)
    yield server
    server.run(f"DROP DATABASE {server.template} WITH (FORCE)")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for ``place`` (an office database) on SQLite, and on PostgreSQL where there is one."""
    if "place" in metafunc.fixturenames:
        kinds = ["sqlite"]
        if os.environ.get("TEST_POSTGRES_URL") and not metafunc.definition.get_closest_marker("sqlite_only"):
            kinds.append("postgresql")
        metafunc.parametrize("place", kinds, indirect=True)


@dataclass
class Place:
    """Where a test's office lies: its address, its folder (root key, keystore), which database."""

    address: str
    folder: Path
    kind: str

    @property
    def root_key(self) -> service.RootKey:
        return service.RootKey(self.folder / "office-root.key", PASSPHRASE)

    def open(self, clock: StandingClock, **options: Any) -> Office:
        return Office(self.address, clock=clock, keystore=self.folder / "keystore", **options)


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A fresh copy of the small office: people of ``PEOPLE``, all with ``PASSWORD``, holidays of domain.md §8.2."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("_file_template")
        shutil.copytree(template, tmp_path / "office", ignore=shutil.ignore_patterns("*.lock"))
        yield Place(str(tmp_path / "office" / "office.casement"), tmp_path / "office", "sqlite")
        return
    server: _Server = request.getfixturevalue("_server_template")
    shutil.copytree(server.folder, tmp_path / "office")
    name = f"office_{uuid4().hex[:12]}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {server.template}")
    yield Place(server.url_of(name), tmp_path / "office", "postgresql")
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> StandingClock:
    """A clock that stands at Monday 1 March 2027, 09:00 UTC."""
    return StandingClock(MONDAY)


@pytest.fixture
def office(place: Place, clock: StandingClock) -> Iterator[Office]:
    """The small office, open; on SQLite and PostgreSQL in turn."""
    opened = place.open(clock)
    yield opened
    opened.close()


@pytest.fixture
def actor(office: Office) -> Callable[[str], Actor]:
    """Give the signed-in person of a name of ``PEOPLE``, without the cost of a real sign-in."""
    from desktop.administration import store

    with office.read() as connection:
        people = {someone.sign_in_name: someone for someone in store.people(connection)}

    def give(name: str) -> Actor:
        found = people[name]
        return Actor(found.person_id, found.sign_in_name, found.full_name, found.title, found.roles)

    return give


@dataclass
class RecordedNotices:
    """Notices for tests: remembers what was said; answers questions from ``answers``, in order."""

    told: list[str] = field(default_factory=list)
    problems: list[UserError] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)

    def problem(self, error: UserError) -> None:
        self.problems.append(error)

    def _answer(self, question: str) -> Any:
        self.asked.append(question)
        if not self.answers:
            pytest.fail(f"nobody answers: {question}")
        return self.answers.pop(0)

    def ask(self, title: str, question: str, choices: Sequence[Choice], answered: Callable[[str], None]) -> None:
        answer = self._answer(f"{title}: {question}")
        if answer is not None:
            assert answer in {choice.key for choice in choices}
            answered(answer)

    def ask_password(self, title: str, explanation: str, given: Callable[[str], None]) -> None:
        answer = self._answer(f"{title}: {explanation}")
        if answer is not None:
            given(answer)

    def ask_text(self, title: str, question: str, given: Callable[[str], None], *, text: str = "") -> None:
        answer = self._answer(f"{title}: {question}")
        if answer is not None:
            given(answer)

    def choose_files(self, title: str, pattern: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        answer = self._answer(title)
        if answer is not None:
            chosen(answer)

    def choose_target(self, title: str, suggested: str, pattern: str, chosen: Callable[[Path], None]) -> None:
        answer = self._answer(title)
        if answer is not None:
            chosen(answer)


@pytest.fixture
def notices() -> Iterator[RecordedNotices]:
    """Record notices; a problem nobody looked at fails the test."""
    recorded = RecordedNotices()
    yield recorded
    assert recorded.problems == [], "a problem was shown that the test did not expect (clear the list if it did)"


@pytest.fixture
def desk_of(
    office: Office, actor: Callable[[str], Actor], notices: RecordedNotices, qtbot: Any
) -> Iterator[Callable[[str], Any]]:
    """Make the desk of a named person; its jobs are awaited and shut down when the test ends."""
    from desktop.widgets.case_tab import Desk
    from desktop.widgets.jobs import Jobs

    made: list[Jobs] = []
    bugs: list[BaseException] = []

    def give(name: str) -> Desk:
        jobs = Jobs(office, actor(name))

        def on_unexpected(error: Exception) -> None:
            if isinstance(error, UserError):
                notices.problem(error)
            else:
                bugs.append(error)

        jobs.unexpected.connect(on_unexpected)
        made.append(jobs)
        return Desk(office, jobs.actor, jobs, notices)

    yield give
    for jobs in made:
        qtbot.waitUntil(lambda jobs=jobs: jobs.is_idle)
        jobs.shut_down()
    if bugs:
        raise bugs[0]


@pytest.fixture(scope="session", autouse=True)
def _own_profile(tmp_path_factory: pytest.TempPathFactory) -> None:
    # window geometry and settings of the person who runs the tests stay his
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Fusion on every machine, so that pictures agree."""
    return ["casement", "-style", "Fusion"]


warnings.filterwarnings("ignore", category=DeprecationWarning, module="hypothesis")
