"""Proves that each account is as the office root vouched for it (security.md R15, E12)."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, select

from db.tables.audit import journal
from desktop.administration import service, store
from desktop.audit.model import Check, Finding


def accounts_hold(connection: Connection) -> Iterator[Finding]:
    """Yield each account that the office root does not vouch for, and a root that is not the one of set-up."""
    root = store.root_key(connection)
    told = connection.execute(select(journal.c.facts).where(journal.c.act == "office.set_up")).scalars()
    if {json.loads(facts).get("root_key") for facts in told} != {root}:
        yield Finding(Check.PERSON, "office root", "The key of the office root is not the one of the office's set-up.")
    for someone in store.people(connection):
        if not service.is_vouched_for(someone, root):
            yield Finding(
                Check.PERSON,
                f"account {someone.sign_in_name}",
                "The office root does not vouch for this name with these roles and this key.",
            )
