"""The program's word on dates and validity (end-use-certificates.md §5.6, §7)."""

import calendar
import re
from collections.abc import Mapping
from datetime import date

from desktop.documents.catalogue import Catalogue
from desktop.documents.judgement import Judgement, Rule, day_of, failed, not_applicable, open_because, passed
from desktop.documents.model import CaseFacts, Certificate, Severity
from desktop.typed_values import spelled


def months_later(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _age(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    signed, received = certificate.signed_on, facts.received_on
    if signed is None or received is None:
        return open_because("Enter the day of signature (F-03); the case must say when it was received.")
    if signed > received:
        return failed(
            f"Signed on {spelled(signed)}, which is after the application came in on {spelled(received)}.",
            severity=Severity.BLOCK,
            signed=spelled(signed),
        )
    months = catalogue.defaults.signed_within_months
    if months_later(signed, months) < received:
        return failed(
            f"Signed on {spelled(signed)}, more than {months} months before the application of {spelled(received)}.",
            signed=spelled(signed),
        )
    return passed(f"Signed on {spelled(signed)}, application of {spelled(received)}.")


def valid_until(certificate: Certificate, catalogue: Catalogue) -> date | None:
    """Return the last day on which a certificate serves a new case: as stated, else 24 months from signature (EV-1)."""
    if certificate.valid_until is not None or certificate.signed_on is None:
        return certificate.valid_until
    return months_later(certificate.signed_on, catalogue.defaults.default_validity_months)


def _validity(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    until = valid_until(certificate, catalogue)
    if until is None:
        return open_because("Enter the day of signature (F-03) or the validity stated (F-05).")
    if certificate.text("F-05.date") and certificate.valid_until is None:
        return open_because("The validity entered (F-05) is not a day of the calendar.")
    words = "Valid until" if certificate.valid_until else "No validity is stated; by rule it serves until"
    target = facts.target_on
    named = {"valid": spelled(until), "target": spelled(target) if target else "the coming weeks"}
    if facts.today is not None and until < facts.today:
        return failed(f"{words} {spelled(until)}, which has passed.", severity=Severity.BLOCK, **named)
    if target is None:
        return open_because("The case has no target date yet; it has one once it is registered.")
    if until < target:
        return failed(
            f"{words} {spelled(until)}; the target date is {spelled(target)}.", severity=Severity.MAJOR, **named
        )
    return passed(f"{words} {spelled(until)}; the target date is {spelled(target)}.")


def _sequence(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement | None:
    signed, contract = certificate.signed_on, day_of(certificate.text("F-24.date"))
    since = re.search(r"\b(1[89]\d\d|2[01]\d\d)\b", certificate.text("F-13.since"))
    if signed is None:
        return open_because("Enter the day of signature (F-03).")
    if since is not None and signed.year < int(since[0]):
        words = f"signed on {spelled(signed)}, before the end-user existed ({since[0]})"
        return failed(f"{words[0].upper()}{words[1:]}.", text=words)
    if contract is None:
        return None
    if signed < contract:
        words = f"signed on {spelled(signed)}, before the contract it cites of {spelled(contract)}"
        return failed(f"{words[0].upper()}{words[1:]}.", text=words)
    return passed(f"Contract of {spelled(contract)}, signed on {spelled(signed)}.")


def _order(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    beside, certified = day_of(certificate.text("F-43.date")), day_of(certificate.text("F-44.date"))
    signed = beside or certificate.signed_on
    if signed is None:
        return open_because("Enter the day of signature (F-03 or F-43).")
    if certified is None:
        return not_applicable("No certification is dated.")
    if certified < signed:
        words = f"certified on {spelled(certified)}, before it was signed on {spelled(signed)}"
        return failed(f"{words[0].upper()}{words[1:]}.", text=words)
    return passed(f"Signed on {spelled(signed)}, certified on {spelled(certified)}.")


RULES: Mapping[str, Rule] = {"EC-40": _age, "EC-41": _validity, "EC-42": _sequence, "EC-43": _order}
