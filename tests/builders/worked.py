"""An office with some work in it, closed, so that a test can tamper with it and look at what verification says."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from db.engine import Database
from desktop.actor import Actor
from desktop.audit.keystore import Keystore
from desktop.audit.model import Anchor, Finding
from desktop.audit.verify import verify
from desktop.office import verifications
from tests.builders.cases import GYROS, a_case, a_draft


@pytest.fixture
def worked(place, clock) -> object:
    """The small office after two registered cases and a draft; closed. Gives its :class:`Place`."""
    from desktop.administration import store

    office = place.open(clock)
    with office.read() as connection:
        found = next(someone for someone in store.people(connection) if someone.sign_in_name == "ana")
    ana = Actor(found.person_id, found.sign_in_name, found.full_name, found.title, found.roles)
    a_case(office, ana)
    a_case(office, ana, lines=(replace(GYROS, description="Turntable with two axes", model="TT-2"),))
    a_draft(office, ana)
    office.close()
    return place


@pytest.fixture
def findings(place) -> Callable[..., list[Finding]]:
    """Verify the closed office; ``memory=False`` leaves the workstation's own memory out."""

    def look(anchors: Sequence[Anchor] = (), *, memory: bool = True) -> list[Finding]:
        database = Database(place.address)
        try:
            keystore = Keystore(place.folder / "keystore") if memory else None
            return list(verify(database, keystore, anchors=anchors, further=verifications()))
        finally:
            database.close()

    return look
