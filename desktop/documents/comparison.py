"""What a certificate says beside what the case says: names, quantities, values, differences in words (§8, §11)."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desktop.documents.catalogue import Defaults
from desktop.documents.model import CaseFacts, CaseLine, Certificate, CertificateLine

_OTHERS = ("purchaser", "intermediate_consignee", "ultimate_consignee", "agent", "broker")


class Agreement(StrEnum):
    """How one fact of the certificate stands to the case."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of the compare view."""

    label: str
    on_certificate: str
    on_case: str
    agreement: Agreement
    words: str


def folded(text: str) -> str:
    """Return the letters and figures of a name alone: "Aero-Structures J.S.C." and "AeroStructures JSC" are one."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def same(one: str, other: str) -> bool:
    """Tell whether two names, addresses or numbers agree in their letters and figures; nothing never agrees."""
    return bool(folded(one)) and folded(one) == folded(other)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names typed into one box, one a line or parted by semicolons."""
    return tuple(name.strip() for line in text.splitlines() for name in line.split(";") if name.strip())


def others_named(certificate: Certificate) -> tuple[str, ...]:
    """Return purchaser, consignees, agents and brokers that the certificate names (F-15)."""
    return tuple(name for role in _OTHERS for name in names_in(certificate.text(f"F-15.{role}")))


def others_missing(certificate: Certificate, facts: CaseFacts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who stands on the certificate and not on the case, and the other way round (EC-15)."""
    on_certificate = others_named(certificate)
    known = {folded(party.name) for party in facts.parties} | {folded(party.original_name) for party in facts.parties}
    said = {folded(name) for name in (*on_certificate, certificate.text("F-10.name"), certificate.text("F-11.name"))}
    only_certificate = tuple(name for name in on_certificate if folded(name) not in known)
    only_case = tuple(
        party.name for party in facts.parties if party.role in _OTHERS and party.name and folded(party.name) not in said
    )
    return only_certificate, only_case


def _factor(unit: str, group: Mapping[str, Fraction]) -> Fraction | None:
    return group.get(unit.strip().casefold())


def converted(quantity: Decimal, unit: str, into: str, defaults: Defaults) -> Fraction | None:
    """Return ``quantity`` in the unit ``into``, exact; None where no entry of the table leads there (EQ-5)."""
    if unit.strip().casefold() == into.strip().casefold():
        return Fraction(quantity)
    for group in defaults.units:
        source, target = _factor(unit, group), _factor(into, group)
        if source is not None and target is not None:
            return Fraction(quantity) * source / target
    return None


def shown(number: Fraction | Decimal) -> str:
    """Return a number as people write it, without needless zeros."""
    exact = Fraction(number)
    if exact.denominator == 1:
        return str(exact.numerator)
    return f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}".rstrip("0")


def linked(certificate: Certificate, case_line: CaseLine) -> tuple[CertificateLine, ...]:
    """Return the items of the certificate that cover a case line (EQ-1)."""
    return tuple(line for line in certificate.lines if line.case_line_id == case_line.line_id)


def certified(lines: Sequence[CertificateLine], unit: str, defaults: Defaults) -> Fraction | None:
    """Return the sum of certified quantities in ``unit``; None while one is not stated or does not convert."""
    total = Fraction(0)
    for line in lines:
        part = None if line.quantity is None else converted(line.quantity, line.unit, unit, defaults)
        if part is None:
            return None
        total += part
    return total


def value_agrees(line: CertificateLine, case_line: CaseLine, defaults: Defaults) -> bool | None:
    """Tell whether value per unit agrees exactly (EC-24, tolerance 0 %); None while a figure is missing."""
    if line.value is None or line.quantity is None or not line.quantity or case_line.unit_value is None:
        return None
    if line.currency.casefold() != case_line.currency.casefold():
        return False
    quantity = converted(line.quantity, line.unit, case_line.unit, defaults)
    return None if quantity is None else Fraction(line.value) == quantity * Fraction(case_line.unit_value)


def _compared(label: str, on_certificate: str, on_case: str) -> Compared:
    if not on_certificate:
        return Compared(label, "", on_case, Agreement.NOT_STATED, "Not entered from the certificate yet.")
    if not on_case:
        return Compared(label, on_certificate, "", Agreement.NOT_STATED, "The case does not state it.")
    if same(on_certificate, on_case):
        spelled = "" if on_certificate == on_case else " Only the spelling differs."
        return Compared(label, on_certificate, on_case, Agreement.SAME, f"They agree.{spelled}")
    return Compared(label, on_certificate, on_case, Agreement.DIFFERENT, "They differ.")


def compare(certificate: Certificate, facts: CaseFacts, defaults: Defaults) -> tuple[Compared, ...]:
    """Return certificate and case side by side, each difference in words (§11)."""
    exporter, user = facts.party("exporter", "applicant"), facts.party("end_user")
    rows = [
        _compared("Exporter", certificate.text("F-10.name"), exporter.name if exporter else ""),
        _compared("End-user", certificate.text("F-11.name"), user.name if user else ""),
        _compared(
            "Registration number",
            certificate.text("F-11.registration_number"),
            user.registration_number if user else "",
        ),
        _compared("Country", certificate.text("F-11.country"), user.country if user else ""),
        _compared("Address", certificate.text("F-12.address"), user.address if user else ""),
    ]
    only_certificate, only_case = others_missing(certificate, facts)
    rows += [Compared("Other party", name, "", Agreement.DIFFERENT, "Not on the case.") for name in only_certificate]
    rows += [Compared("Other party", "", name, Agreement.DIFFERENT, "Not on the certificate.") for name in only_case]
    for case_line in facts.lines:
        rows.append(_line_compared(certificate, case_line, defaults))
    rows.append(_compared("End-use", certificate.text("F-30.text"), facts.end_use))
    return tuple(rows)


def _line_compared(certificate: Certificate, case_line: CaseLine, defaults: Defaults) -> Compared:
    lines = linked(certificate, case_line)
    label = f"Line {case_line.number}"
    applied = f"{_amount(case_line.quantity, case_line.unit)} {case_line.description}".strip()
    stated = "; ".join(f"{_amount(line.quantity, line.unit)} {line.item}".strip() for line in lines)
    if not lines:
        return Compared(label, "", applied, Agreement.NOT_STATED, "No item of the certificate is linked to this line.")
    words = [
        *_quantity_words(lines, case_line, defaults),
        *(
            f"The value of item {line.number} differs."
            for line in lines
            if value_agrees(line, case_line, defaults) is False
        ),
    ]
    agreement = Agreement.DIFFERENT if words else Agreement.SAME
    return Compared(label, stated, applied, agreement, " ".join(words) or "The quantity covers it.")


def _amount(quantity: Decimal | None, unit: str) -> str:
    return "" if quantity is None else f"{shown(quantity)} {unit}".strip()


def _quantity_words(lines: Sequence[CertificateLine], case_line: CaseLine, defaults: Defaults) -> list[str]:
    if case_line.quantity is None:
        return ["The case states no quantity."]
    total = certified(lines, case_line.unit, defaults)
    if total is None:
        return ["The quantities cannot be compared."]
    if total < case_line.quantity:
        return [f"Available {shown(total)}, applied {shown(case_line.quantity)}."]
    return []
