"""Makes the demo office: a file with people, twelve cases and three issued letters."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from db.tables.documents import stored_file
from db.tables.letters import letter
from desktop.actor import Actor
from desktop.administration import keys, service, store
from desktop.clock import StandingClock
from desktop.demo import layout
from desktop.demo.story import Step, Story
from desktop.office import Office

Tell = Callable[[str], None]
OFFICE_FILE = "office.casement"
ROOT_KEY_FILE = "office-root.key"


def _silent(_sentence: str) -> None:
    pass


def make(
    folder: Path,
    tell: Tell = _silent,
    *,
    now: datetime | None = None,
    address: str = "",
    keystore: Path | None = None,
    cost: keys.PasswordCost = keys.FULL_COST,
) -> str:
    """Make the demo office in ``folder`` as if its people had worked there until ``now``; return its address.

    The office is the file ``office.casement``, or the server named by ``address``; beside it lies the root key.
    ``tell`` gets a sentence for each step. A file is put in its place only when it is whole, so that a process killed
    half-way leaves no half office.
    """
    now = now or datetime.now(UTC)
    if address:
        _work(address, folder, tell, now, keystore, cost)
        return address
    unfinished = folder / f"{OFFICE_FILE}.unfinished"
    for left_over in (unfinished, folder / ROOT_KEY_FILE):
        left_over.unlink(missing_ok=True)
    _work(str(unfinished), folder, tell, now, keystore, cost)
    unfinished.replace(folder / OFFICE_FILE)
    for left_over in folder.glob(f"{unfinished.name}[.-]*"):
        left_over.unlink()
    return str(folder / OFFICE_FILE)


def _work(
    address: str, folder: Path, tell: Tell, now: datetime, keystore: Path | None, cost: keys.PasswordCost
) -> None:
    days = layout.days(now)
    steps = sorted((step for case in layout.cases() for step in Story(case, days).steps()), key=lambda step: step.at)
    clock = StandingClock(days.at(max(case.data["received"] for case in layout.cases()) + 1, "09:00"))
    office = Office(address, clock=clock, keystore=keystore)
    try:
        tell("Setting up the demo office: people, keys, calendar…")
        service.set_up_office(
            office,
            layout.profile(),
            layout.people(),
            service.RootKey(folder / ROOT_KEY_FILE, layout.passphrase()),
            holidays=layout.holidays_around(days.today),
            is_demo=True,
            cost=cost,
        )
        people = _actors(office)
        for done, step in enumerate(steps, 1):
            tell(f"The demo's people work on their cases: step {done} of {len(steps)}…")
            _take(office, clock, people, step)
        clock.set(now)
    finally:
        office.close()


def _actors(office: Office) -> dict[str, Actor]:
    with office.read() as connection:
        return {
            someone.sign_in_name: Actor(
                someone.person_id, someone.sign_in_name, someone.full_name, someone.title, someone.roles
            )
            for someone in store.people(connection)
        }


def _take(office: Office, clock: StandingClock, people: dict[str, Actor], step: Step) -> None:
    clock.set(step.at)
    office.write(people[step.person], step.operation)


def write_letters(office: Office, folder: Path) -> list[Path]:
    """Write every issued letter of ``office`` into ``folder`` as PDF; return the files."""
    with office.read() as connection:
        rows = connection.execute(
            select(letter.c.number, stored_file.c.content).join(
                stored_file, stored_file.c.digest == letter.c.file_digest
            )
        ).all()
    written = []
    for number, content in rows:
        path = folder / f"{number.replace('/', '-')}.pdf"
        path.write_bytes(content)
        written.append(path)
    return written
