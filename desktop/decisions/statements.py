"""What an officer signs, and whether it still holds: content, person, roles, key and the office root's voucher (E12).

The statement is canonical JSON. It names its purpose, the office and the case, so that no signature can be used for
anything else; and it carries the signer's roles and key as the root vouched for them, so that what he was at signing
can be checked years later, whatever the list of people says by then.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.types import canonical_json, stamp
from desktop.administration.model import Person, voucher_bytes
from desktop.audit.keystore import signature_holds
from desktop.errors import Refused
from desktop.permissions import Permission, Role, allowed

RECOMMENDATION = "recommendation 1"
COUNTERSIGNATURE = "countersignature 1"


@dataclass(frozen=True, slots=True)
class Signer:
    """A person as he was when he signed, by his own statement and the root's voucher over it."""

    sign_in_name: str
    full_name: str
    roles: frozenset[Role]
    public_key: str

    def is_same_person(self, other: "Signer") -> bool:
        """Tell whether two signers are one person: the same account, the same key, or the same name (R15)."""
        return (
            self.sign_in_name.casefold() == other.sign_in_name.casefold()
            or self.public_key == other.public_key
            or _same_name(self.full_name) == _same_name(other.full_name)
        )

    def may(self, permission: Permission) -> bool:
        """Tell whether his roles at signing carried ``permission``."""
        return allowed(self.roles, permission)


def _same_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def signer_of(person: Person) -> Signer:
    """Return a person of the office as a signer."""
    return Signer(person.sign_in_name, person.full_name, person.roles, person.public_key)


def write(
    purpose: str, office_id: str, reference: str, person: Person, content_digest: str, at: datetime, **more: Any
) -> str:
    """Return the statement to sign: ``more`` are the facts of its kind (reasons, answer, position)."""
    return canonical_json(
        {
            "casement": purpose,
            "office": office_id,
            "case": reference,
            "content_digest": content_digest,
            "sign_in_name": person.sign_in_name,
            "full_name": person.full_name,
            "roles": sorted(person.roles),
            "public_key": person.public_key,
            "voucher": person.voucher,
            "signed_at": stamp(at),
            **more,
        }
    )


def digest(statement: str) -> str:
    """Return the SHA-256 of a statement, by which a countersignature names what it answers."""
    return hashlib.sha256(statement.encode("utf-8", "surrogatepass")).hexdigest()


def check(
    statement: str, signature: str, root_public_key: str, expected: Mapping[str, Any], permission: Permission, what: str
) -> Signer:
    """Return who signed, if signature, voucher and every expected fact hold; ``what`` names the signature on screen.

    Raises :class:`Refused` (R15, R17) that says which of them does not.
    """
    try:
        facts = json.loads(statement)
        signer = Signer(
            facts["sign_in_name"], facts["full_name"], frozenset(map(Role, facts["roles"])), facts["public_key"]
        )
        voucher = str(facts["voucher"])
    except (ValueError, KeyError, TypeError) as broken:
        raise _does_not_hold(what, "its statement cannot be read") from broken
    if not signature_holds(signer.public_key, signature, statement.encode("utf-8", "surrogatepass")):
        raise _does_not_hold(what, "the signature does not fit what it covers")
    vouched = voucher_bytes(signer.sign_in_name, signer.full_name, signer.roles, signer.public_key)
    if not signature_holds(root_public_key, voucher, vouched):
        raise _does_not_hold(what, f"the office root does not vouch for {signer.full_name} with these roles and key")
    for name, value in expected.items():
        if facts.get(name) != value:
            raise _does_not_hold(what, f"the stored {name.replace('_', ' ')} is not the one that was signed")
    if not signer.may(permission):
        raise _does_not_hold(what, f"{signer.full_name} had no right to {permission.value} when it was signed")
    return signer


def _does_not_hold(what: str, why: str) -> Refused:
    return Refused(
        f"The {what} does not hold: {why}. No letter can be made. Tell the administrator to run 'casement verify'.",
        rule="R15",
    )
