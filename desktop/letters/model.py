"""Nouns of a letter: a frozen tree of everything printed, each field with its marking (LT-03, domain.md §17).

Composing reaches the tree only by :func:`desktop.letters.markings.pull`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Self, get_args, get_origin

from db.types import canonical_json
from desktop.administration.model import OfficeProfile
from desktop.letters.markings import ForOffice, Open, hints_of

LetterId = NewType("LetterId", int)

CHECK_CODE_LENGTH = 12
ANCHOR_LENGTH = 16  # hex digits: eight bytes (security.md R28)


class LetterKind(StrEnum):
    """Letters this release writes (letters.md §3)."""

    APC = "APC"
    APP = "APP"
    REF = "REF"
    NLR = "NLR"


KIND_NAMES = {
    LetterKind.APC: "Licence with conditions",
    LetterKind.APP: "Licence",
    LetterKind.REF: "Refusal",
    LetterKind.NLR: "No licence required",
}
GRANTS = frozenset({LetterKind.APC, LetterKind.APP})


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The letterhead and the law the office cites (LT-07, LT-10)."""

    name: Open[str]
    state: Open[str]
    code: Open[str]
    address: Open[tuple[str, ...]]
    telephone: Open[str]
    email: Open[str]
    hours: Open[str]
    act_ref: Open[str]
    regulation_ref: Open[str]

    @classmethod
    def of(cls, profile: OfficeProfile) -> Self:
        """Take from the office profile what letters print."""
        return cls(
            name=profile.office_name,
            state=profile.state_name,
            code=profile.office_code,
            address=profile.address,
            telephone=profile.telephone,
            email=profile.email,
            hours=profile.hours,
            act_ref=profile.act_ref,
            regulation_ref=profile.regulation_ref,
        )


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom the letter goes."""

    name: Open[str]
    attention: Open[str] = ""
    address: Open[tuple[str, ...]] = ()
    country: Open[str] = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The application that is answered; ``goods`` and ``destination`` are the brief words of the subject line."""

    reference: Open[str]
    kind: Open[str]
    received_on: Open[date]
    goods: Open[str]
    destination: Open[str]
    end_use: Open[str]
    place_of_use: Open[str]
    applicant_reference: Open[str] = ""


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as printed: role in words, name, name in its own script, address, country name."""

    role: Open[str]
    name: Open[str]
    country: Open[str]
    original_name: Open[str] = ""
    address: Open[str] = ""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line of the schedule; ``annex_ref`` is '' for an item that is not listed. Quantity is the one decided on."""

    number: Open[int]
    description: Open[str]
    quantity: Open[Decimal]
    unit: Open[str]
    value: Open[Decimal]
    currency: Open[str]
    maker: Open[str] = ""
    model: Open[str] = ""
    annex_ref: Open[str] = ""
    category: Open[str] = ""
    edition: Open[str] = ""


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """A reason of refusal: the applicant sees only the public text (domain.md §13)."""

    code: ForOffice[str]
    public_text: Open[str]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why: public texts, the case's own paragraph, and what might be changed (LT-05, LT-06)."""

    reasons: Open[tuple[ReasonFacts, ...]] = ()
    paragraph: Open[str] = ""
    reconsideration: Open[str] = ""


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """A condition with its parameters filled, as it will bind (CH-6); ``lines`` empty means all granted lines.

    ``addition`` is what the office added behind the library's text (CH-4); ``for_end_user`` is the plain sentence for
    the acknowledgement slip, '' when the condition does not bind the end-user (CH-8). ``open_blanks`` names the
    parameters that are still empty; they stop the issue (LT-04).
    """

    condition_id: Open[str]
    title: Open[str]
    text: Open[str]
    addition: Open[str] = ""
    special: Open[bool] = False
    lines: Open[tuple[int, ...]] = ()
    for_end_user: Open[str] = ""
    open_blanks: ForOffice[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class ObligationFacts:
    """One row of the table of obligations: of which condition, what, by when (CH-5)."""

    condition_id: Open[str]
    what: Open[str]
    by_when: Open[str]


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """The licence a grant gives: its number ('' in a draft), validity, and whether one shipment exhausts it."""

    number: Open[str]
    valid_from: Open[date]
    valid_to: Open[date]
    single_shipment: Open[bool] = False


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """To whom an appeal goes and the last day on which it may arrive (TL-15)."""

    body: Open[str]
    last_day: Open[date]


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """Whom to ask."""

    officer: Open[str]
    telephone: Open[str]
    email: Open[str]
    hours: Open[str]


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: name, title, in which role (LT-14)."""

    name: Open[str]
    title: Open[str]
    role: Open[str] = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The newest journal entry at issue, printed so that one letter shows a cut or rewritten journal (R28)."""

    entry: Open[int]
    digest: Open[str]

    @classmethod
    def of(cls, seq: int, digest: str) -> Self:
        """Shorten a journal head to what is printed."""
        return cls(seq, digest[:ANCHOR_LENGTH])

    def fits(self, digest: str | None) -> bool:
        """Tell whether ``digest``, the journal's own for this entry, is the one printed; None means it is gone."""
        return digest is not None and digest.startswith(self.digest)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything one letter prints. ``number`` is '' and ``anchor`` None until it is issued."""

    kind: Open[LetterKind]
    dated: Open[date]
    office: Open[OfficeFacts]
    addressee: Open[Addressee]
    case: Open[CaseFacts]
    parties: Open[tuple[PartyFacts, ...]]
    lines: Open[tuple[LineFacts, ...]]
    signatories: Open[tuple[Signatory, ...]]
    help: Open[HelpFacts]
    grounds: Open[Grounds] = Grounds()
    licence: Open[LicenceFacts | None] = None
    conditions: Open[tuple[ConditionFacts, ...]] = ()
    obligations: Open[tuple[ObligationFacts, ...]] = ()
    appeal: Open[AppealFacts | None] = None
    enclosures: Open[tuple[str, ...]] = ()
    copies: Open[tuple[str, ...]] = ()
    language: Open[str] = "en"
    number: Open[str] = ""
    version: Open[int] = 1
    replaces: Open[str] = ""
    anchor: Open[Anchor | None] = None

    @property
    def is_draft(self) -> bool:
        """Whether the letter has not been given its number."""
        return not self.number

    @property
    def end_user(self) -> Open[PartyFacts | None]:
        """The end-user among the parties, or None."""
        return next((party for party in self.parties if party.role == "End-user"), None)

    def issued_as(self, number: str, anchor: Anchor) -> "LetterFacts":
        """Return the same facts with number and anchor, as the final letter prints them."""
        return replace(self, number=number, anchor=anchor)

    def to_plain(self) -> dict[str, Any]:
        """Return the tree as plain data: days as ISO text, decimals as text without exponent."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "LetterFacts":
        """Return the facts that :meth:`to_plain` wrote."""
        facts: LetterFacts = _built(cls, plain)
        return facts

    def digest(self) -> str:
        """Return the SHA-256 over the canonical facts, number and anchor included (LT-02)."""
        return hashlib.sha256(b"casement letter 1\x00" + canonical_json(self.to_plain()).encode()).hexdigest()

    @property
    def check_code(self) -> str:
        """What the foot prints of :meth:`digest`: its first 12 characters, in groups of four."""
        code = self.digest()[:CHECK_CODE_LENGTH].upper()
        return " ".join(code[at : at + 4] for at in range(0, CHECK_CODE_LENGTH, 4))


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def _built(kind: Any, plain: Any) -> Any:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if isinstance(kind, UnionType):
        kind = next(part for part in get_args(kind) if part is not NoneType)
    if plain is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], part) for part in plain)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _built(hints_of(kind)[name], value) for name, value in plain.items()})
    return date.fromisoformat(plain) if kind is date else kind(plain)
