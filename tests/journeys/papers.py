"""What the end-user of an application sent in: the statement as a PDF, and what a clerk reads in it."""

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.cases.model import PartyDraft, PartyRole
from desktop.countries import country_name
from desktop.demo.certificates import UNDERTAKINGS, Statement, draw
from desktop.demo.layout import DemoCase
from desktop.documents import catalogue


@dataclass(frozen=True)
class Paper:
    """One statement: its file, its type in the words of the screen, its fields by label in the order of the form."""

    name: str
    content: bytes
    type_words: str
    fields: dict[str, str]
    items: tuple[tuple[str, ...], ...]
    undertakings: frozenset[str]


def party_in(application: DemoCase, role: PartyRole) -> PartyDraft:
    """Return a party of an application."""
    return next(party for party in application.parties if party.role is role)


def statement_for(application: DemoCase, today: date) -> Paper:
    """Return the end-user statement of an application, signed as many days ago as the application says."""
    data, told = application.data, application.data["certificate"]
    user, exporter = party_in(application, PartyRole.END_USER), party_in(application, PartyRole.APPLICANT)
    signed_on = today - timedelta(days=told["signed"])
    lines = tuple(application.lines)
    content = draw(
        Statement(
            end_user=user.name,
            address=f"{user.address}\n{country_name(user.country)}",
            exporter=f"{exporter.name}, {exporter.address}",
            items=tuple(f"{line.description}, {line.quantity} {line.unit}" for line in lines),
            end_use=data["end_use"],
            place_of_use=data["place_of_use"],
            signatory=told["signatory"],
            position=told["position"],
            signed_on=signed_on,
        )
    )
    by_key = {
        "F-01.title": "End-user statement",
        "F-03.date": signed_on.isoformat(),
        "F-06.language": "English",
        "F-07.pages": "1",
        "F-08.addressee": "Licensing Office of Merania, Republic of Merania",
        "F-09.seen": "electronic original",
        "F-10.name": exporter.name,
        "F-10.address": exporter.address,
        "F-11.name": user.name,
        "F-11.registration_number": user.registration_number,
        "F-11.country": user.country,
        "F-12.address": user.address,
        "F-14.place": data["place_of_use"],
        "F-24.reference": data["applicant_reference"],
        "F-24.date": (signed_on - timedelta(days=20)).isoformat(),
        "F-30.text": data["end_use"],
        "F-31.disposition": told["disposition"],
        "F-40.name": told["signatory"],
        "F-40.position": told["position"],
        "F-41.kind": "handwritten",
        "F-42.stamp": "present",
        "F-43.date": signed_on.isoformat(),
        **{key: str(text) for key, text in told.get("fields", {}).items()},
    }
    parts = [part for field in catalogue.load().fields.values() for part in field.parts]
    return Paper(
        name=f"statement of {user.name}.pdf".replace("/", "_"),
        content=content,
        type_words="End-user statement (EUS)",
        fields={part.label: by_key[part.key] for part in parts if by_key.get(part.key)},
        items=tuple(
            (
                f"{line.description}, {line.maker} {line.model}",
                f"{line.quantity}",
                line.unit,
                f"{(line.quantity or 0) * (line.unit_value or 0)}",
                line.currency,
            )
            for line in lines
        ),
        undertakings=frozenset(UNDERTAKINGS),
    )
