"""The verbs of the administration: set up an office, add people, sign in, sign, change a password."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from db.tables.administration import holiday, person
from db.tables.administration import office as office_table
from desktop.act import Act
from desktop.actor import SYSTEM, Actor
from desktop.administration import keys, root_key, rules, store
from desktop.administration.model import NewPerson, OfficeProfile, Person, voucher_bytes
from desktop.audit.keystore import signature_holds
from desktop.audit.one_line import shown
from desktop.errors import Refused, UserError
from desktop.permissions import Permission, Role
from desktop.text_gate import LENGTHS, admit

if TYPE_CHECKING:
    from desktop.office import Office


@cache
def _nobody(cost: keys.PasswordCost) -> str:
    # an unknown name is checked against this hash, so that it takes as long as a known one (R23)
    return keys.hash_password(uuid.uuid4().hex, cost)


@dataclass(frozen=True, slots=True)
class RootKey:
    """Where the office root lies and what opens it."""

    path: Path
    passphrase: str


def set_up_office(
    office: "Office",
    profile: OfficeProfile,
    people: Sequence[NewPerson],
    root: RootKey,
    *,
    holidays: Sequence[tuple[date, str]] = (),
    is_demo: bool = False,
    cost: keys.PasswordCost = keys.FULL_COST,
) -> list[str]:
    """Make a new office with its first people; return what S-6 has to say about their number.

    Writes the root key file, then everything else in one act. Raises :class:`UserError` on an office that is set up
    already, on doubled names and on weak passwords.
    """
    names = [new.sign_in_name.casefold() for new in people]
    if len(set(names)) != len(names):
        raise UserError("Two people have the same sign-in name. Give each a name of his own.", field="sign_in_name")
    for new in people:
        keys.refuse_weak_password(new.password)
    if office.is_set_up:
        raise UserError("This office is set up already. Sign in instead.")
    office_id = uuid.uuid4().hex
    public = root_key.make(root.path, root.passphrase, cost)

    def operation(act: Act) -> None:
        act.connection.execute(
            insert(office_table).values(
                id=1,
                office_id=office_id,
                root_public_key=public,
                is_demo=is_demo,
                profile=profile.to_plain(),
            )
        )
        for day, name in holidays:
            act.connection.execute(insert(holiday).values(day=day, name=name))
        checkpoint_key = office.keystore_of(office_id).signing_key(act.now).public
        act.record(
            "office.set_up",
            "administration",
            office_name=profile.office_name,
            root_key=public,
            checkpoint_key=checkpoint_key,
        )
        for new in people:
            _add(act, new, root, public, cost)
        act.office_changed()

    office.write(SYSTEM, operation)
    return rules.too_few_for_four_eyes([new.roles for new in people])


def _add(act: Act, new: NewPerson, root: RootKey, public: str, cost: keys.PasswordCost) -> int:
    sign_in_name = admit(new.sign_in_name.strip(), "name").text
    full_name = admit(new.full_name.strip(), "name").text
    title = admit(new.title.strip(), "name").text if new.title.strip() else ""
    if not sign_in_name or not full_name:
        raise UserError("A person needs a sign-in name and a full name.", field="full_name")
    if not new.roles:
        raise UserError(f"{full_name} needs at least one role.", field="roles")
    made = keys.new_key(new.password, cost)
    voucher = root_key.vouch(
        root.path, root.passphrase, public, voucher_bytes(sign_in_name, full_name, new.roles, made.public)
    )
    person_id = store.add_person(
        act.connection,
        {
            "sign_in_name": sign_in_name,
            "full_name": full_name,
            "title": title,
            "roles": sorted(new.roles),
            "active": True,
            "password_hash": keys.hash_password(new.password, cost),
            "public_key": made.public,
            "wrapped_key": made.wrapped,
            "voucher": voucher,
            "created_at": act.now,
        },
    )
    act.record("person.added", "administration", person=full_name, roles=sorted(new.roles))
    return person_id


def add_person(act: Act, new: NewPerson, root: RootKey, *, cost: keys.PasswordCost = keys.FULL_COST) -> int:
    """Add a person, vouched for by the office root; return the id. Needs an administrator (domain.md §3)."""
    act.actor.require(Permission.MANAGE_PEOPLE)
    keys.refuse_weak_password(new.password)
    if any(p.sign_in_name.casefold() == new.sign_in_name.strip().casefold() for p in store.people(act.connection)):
        raise UserError("Somebody has this sign-in name already. Choose another.", field="sign_in_name")
    person_id = _add(act, new, root, store.root_key(act.connection), cost)
    act.office_changed()
    return person_id


def deactivate_person(act: Act, person_id: int, version: int) -> None:
    """Close a person's account; it stays in the record and in every signature (peers.md §1.10)."""
    act.actor.require(Permission.MANAGE_PEOPLE)
    if person_id == act.actor.person_id:
        raise Refused("You cannot close your own account. Ask another administrator.", rule="domain §3")
    found = store.person_by_id(act.connection, person_id)
    if found is None:
        raise UserError("This person is not in the office's list.")
    act.update(person, person_id, version, {"active": False})
    act.record("person.deactivated", "administration", person=found.full_name)
    act.office_changed()


def sign_in(office: "Office", sign_in_name: str, password: str, *, cost: keys.PasswordCost = keys.FULL_COST) -> Actor:
    """Return the person behind name and password; every try is in the journal (R22, R23, R25).

    Wrong name and wrong password give the same answer after the same work. After three failures in a row the next try
    must wait, longer each time.
    """
    name = shown(sign_in_name.strip(), LENGTHS["name"])
    now = office.clock.now()
    nobody = _nobody(cost)
    with office.read() as connection:
        failed, last_at = store.failures(connection, name)
        found = store.secrets_of(connection, name)
        root = store.root_key(connection)
    wait = rules.wait_after_failures(failed)
    if last_at is not None and now - last_at < wait:
        seconds = int((wait - (now - last_at)).total_seconds()) + 1
        raise UserError(f"Too many wrong tries. Try again in {seconds} seconds.", field="password")
    fits = keys.password_fits(found[1] if found else nobody, password)
    if found is None or not fits:
        _note_failure(office, name, failed + 1)
        raise UserError("Name or password is not right.", field="password")
    who, stored, _ = found
    if not is_vouched_for(who, root):
        raise Refused(
            "The office root does not vouch for this account as it stands. "
            "Ask the administrator to run 'casement verify'.",
            rule="R15",
        )
    actor = Actor(who.person_id, who.sign_in_name, who.full_name, who.title, who.roles)

    def operation(act: Act) -> None:
        store.set_failures(act.connection, name, 0, act.now)
        if keys.needs_rehash(stored, cost):
            act.connection.execute(
                update(person)
                .where(person.c.id == who.person_id)
                .values(password_hash=keys.hash_password(password, cost))
            )
            act.office_changed()
        act.record("person.signed_in", "administration", failures_before=failed)

    office.write(actor, operation)
    return actor


def _note_failure(office: "Office", name: str, failed: int) -> None:
    def operation(act: Act) -> None:
        store.set_failures(act.connection, name, failed, act.now)
        act.record("person.sign_in_refused", "administration", name=name, failures=failed)

    office.write(SYSTEM, operation)


def sign_as(act: Act, password: str, content: bytes) -> str:
    """Sign ``content`` with the acting person's own key; the password is asked again for each signature (R16, R21).

    Before that the office root's voucher is checked: a person who was renamed, given other roles or another key by
    hand cannot sign (R15).
    """
    row = act.connection.execute(select(person).where(person.c.id == act.actor.person_id)).mappings().first()
    if row is None or not row["active"]:
        raise Refused("This account is closed; it cannot sign.", rule="R15")
    roles = frozenset(Role(name) for name in row["roles"])
    vouched = voucher_bytes(row["sign_in_name"], row["full_name"], roles, row["public_key"])
    if not signature_holds(store.root_key(act.connection), row["voucher"], vouched):
        raise Refused(
            "The office root does not vouch for this account as it stands. "
            "Ask the administrator to run 'casement verify'.",
            rule="R15",
        )
    if roles != act.actor.roles:
        raise Refused("Your roles were changed since you signed in. Sign in again.", rule="R15")
    return keys.sign(str(row["wrapped_key"]), password, content)


def is_vouched_for(someone: Person, root_public_key: str) -> bool:
    """Tell whether the office root vouches for this person with these roles and this key (R15)."""
    content = voucher_bytes(someone.sign_in_name, someone.full_name, someone.roles, someone.public_key)
    return signature_holds(root_public_key, someone.voucher, content)


def change_password(act: Act, old: str, new: str, *, cost: keys.PasswordCost = keys.FULL_COST) -> None:
    """Give the acting person a new password; his signing key stays the same (R20: nobody sets another's)."""
    keys.refuse_weak_password(new)
    row = act.connection.execute(select(person).where(person.c.id == act.actor.person_id)).mappings().one()
    wrapped = keys.rewrap(row["wrapped_key"], old, new, cost)
    act.update(
        person, row["id"], row["version"], {"wrapped_key": wrapped, "password_hash": keys.hash_password(new, cost)}
    )
    act.record("person.password_changed", "administration", person=row["full_name"])
    act.office_changed()
