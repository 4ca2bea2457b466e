"""What happens between the first window and the sign-in: open the office, look who works there, sign in; no Qt here.

The sign-in card stands on screen before any of this is imported; each task runs beside it on a thread of its own and
imports what it needs.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desktop.actor import Actor
    from desktop.administration.model import NewPerson, OfficeProfile
    from desktop.cases.queries import Colleague
    from desktop.office import Office

Tell = Callable[[str], None]
DEMO_FOLDER = "demo"


class PersonOnCard(NamedTuple):
    """Somebody whom the demo's sign-in card offers."""

    sign_in_name: str
    full_name: str
    title: str


class OpenedOffice(NamedTuple):
    """An office that is open: who works there is told only for the demo, together with its password.

    ``warning`` says that its journal is not the one this workstation saw last (security.md R27); '' when all is well.
    """

    office: "Office"
    is_set_up: bool
    is_demo: bool
    name: str
    time_zone: str
    people: tuple[PersonOnCard, ...] = ()
    password: str = ""
    warning: str = ""


def default_address() -> str:
    """Return the office that opens when none is named."""
    from desktop.cli import default_office  # noqa: PLC0415 - the card does not wait for it

    return default_office()


def demo_address() -> str:
    """Return where the window keeps the demo office of this account."""
    from platformdirs import user_data_path  # noqa: PLC0415

    return str(user_data_path("casement", appauthor=False) / DEMO_FOLDER / "office.casement")


def exists(address: str) -> bool:
    """Tell whether there is an office at a file address; a server is asked when it is opened."""
    return "://" in address or Path(address).exists()


def open_office(address: str, tell: Tell) -> OpenedOffice:
    """Open the office at ``address``, migrating it where it is older than the program.

    ``tell`` gets a sentence for each step that may take a while. Raises :class:`UserError` with what to do where the
    office cannot be opened.
    """
    from desktop.faults import told_in_sentences  # noqa: PLC0415
    from desktop.office import Office  # noqa: PLC0415

    tell("Opening the office…")
    if "://" not in address:
        Path(address).parent.mkdir(parents=True, exist_ok=True)
    with told_in_sentences():
        return look_at(Office(address))


def look_at(office: "Office") -> OpenedOffice:
    """Return what the sign-in card shows of an open office."""
    from desktop.administration import store  # noqa: PLC0415
    from desktop.audit.verify import recent  # noqa: PLC0415

    with office.read() as connection:
        if not store.is_set_up(connection):
            return OpenedOffice(office, is_set_up=False, is_demo=False, name="", time_zone="UTC")
        profile = store.profile(connection)
        is_demo = store.is_demo(connection)
        people = store.people(connection) if is_demo else []
    password = ""
    if is_demo:
        from desktop.demo import layout  # noqa: PLC0415

        password = layout.password()
    findings = recent(office.database, office.keystore)
    on_card = tuple(PersonOnCard(who.sign_in_name, who.full_name, who.title) for who in people if who.active)
    return OpenedOffice(
        office,
        is_set_up=True,
        is_demo=is_demo,
        name=profile.office_name,
        time_zone=profile.time_zone,
        people=on_card,
        password=password,
        warning=findings[0].sentence if findings else "",
    )


def make_demo(address: str, tell: Tell) -> OpenedOffice:
    """Make the demo office at ``address`` through the services that the screens call, then open it."""
    from desktop.demo import making  # noqa: PLC0415

    tell("Making the demo office, its cases and its letters…")
    Path(address).parent.mkdir(parents=True, exist_ok=True)
    making.make(Path(address).parent, tell)
    return open_office(address, tell)


class NewOffice(NamedTuple):
    """What the set-up asked for: the office, its first people, and where its root key is to lie."""

    profile: "OfficeProfile"
    people: Sequence["NewPerson"]
    root_key: Path
    passphrase: str


def set_up(opened: OpenedOffice, wanted: NewOffice, tell: Tell) -> OpenedOffice:
    """Set up a new office in an empty database; the set-up has said by then when its people are too few (S-6)."""
    from desktop.administration import service  # noqa: PLC0415

    tell("Making the office, its keys and its first people…")
    root = service.RootKey(wanted.root_key, wanted.passphrase)
    service.set_up_office(opened.office, wanted.profile, wanted.people, root)
    return look_at(opened.office)


class SignedIn(NamedTuple):
    """The person who sits there, and the people cases can be given to."""

    actor: "Actor"
    colleagues: Sequence["Colleague"]


def sign_in(opened: OpenedOffice, name: str, password: str) -> SignedIn:
    """Return the person behind name and password; raises :class:`UserError` (R22, R23)."""
    from desktop.administration import service  # noqa: PLC0415
    from desktop.cases import queries  # noqa: PLC0415

    actor = service.sign_in(opened.office, name, password)
    with opened.office.read() as connection:
        return SignedIn(actor, queries.colleagues(connection))
