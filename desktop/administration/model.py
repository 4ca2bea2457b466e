"""Nouns of the administration: the office profile, people, and the voucher that makes a person an officer."""

from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from db.types import canonical_json
from desktop.permissions import Role


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """What letters and the clock need to know of the office."""

    office_name: str
    state_name: str
    state_code: str
    office_code: str
    address: tuple[str, ...]
    telephone: str
    email: str
    hours: str
    act_ref: str
    regulation_ref: str
    appeal_body: str
    time_zone: str = "UTC"
    close_of_business: time = time(17, 0)
    weekend: tuple[int, ...] = (5, 6)
    language: str = "en"

    def to_plain(self) -> dict[str, Any]:
        """Return the profile as plain data for storing."""
        return {
            **asdict(self),
            "address": list(self.address),
            "weekend": list(self.weekend),
            "close_of_business": self.close_of_business.isoformat(timespec="minutes"),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "OfficeProfile":
        """Return the profile that :meth:`to_plain` wrote."""
        return cls(
            **{
                **plain,
                "address": tuple(plain["address"]),
                "weekend": tuple(plain["weekend"]),
                "close_of_business": time.fromisoformat(plain["close_of_business"]),
            }
        )


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be added: sign-in name, full name, title, roles, first password."""

    sign_in_name: str
    full_name: str
    title: str
    roles: frozenset[Role]
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the office as lists show him."""

    person_id: int
    sign_in_name: str
    full_name: str
    title: str
    roles: frozenset[Role]
    active: bool
    public_key: str
    voucher: str
    version: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which the office is closed."""

    day: date
    name: str


def voucher_bytes(sign_in_name: str, full_name: str, roles: frozenset[Role], public_key: str) -> bytes:
    """Return what the office root signs for a person: who, in which roles, with which key (security.md E12)."""
    return canonical_json(
        {
            "casement": "voucher 1",
            "sign_in_name": sign_in_name,
            "full_name": full_name,
            "roles": sorted(roles),
            "public_key": public_key,
        }
    ).encode()
