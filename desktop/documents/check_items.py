"""The program's word on items, quantities and values (end-use-certificates.md §5.3, §8)."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from desktop.documents.catalogue import Catalogue
from desktop.documents.comparison import certified, converted, folded, linked, shown, value_agrees
from desktop.documents.judgement import Judgement, Rule, failed, open_because, passed
from desktop.documents.model import CaseFacts, CaseLine, Certificate, CertificateLine, Result

_NO_LINK = "Link the items of the certificate to the lines of the case."


def _covered(_certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    if not facts.lines:
        return open_because("The case has no lines yet.")
    missing = [line for line in facts.lines if line.line_id not in facts.lines_covered]
    if missing:
        named = ", ".join(f"line {line.number} ({line.description[:60]})" for line in missing)
        return failed(f"No certificate covers {named}.", text=named)
    return passed("Every line of the case is linked to an item of a certificate.")


def _pairs(certificate: Certificate, facts: CaseFacts) -> list[tuple[CertificateLine, CaseLine]]:
    return [(line, case_line) for case_line in facts.lines for line in linked(certificate, case_line)]


def _listed(words: list[str], good: str) -> Judgement:
    if words:
        said = "; ".join(words)
        return failed(f"{said}.", text=said)
    return passed(good)


def _description(certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    pairs = _pairs(certificate, facts)
    if not pairs:
        return open_because(_NO_LINK)
    words = []
    for line, case_line in pairs:
        marks = [folded(mark) for mark in (case_line.model, case_line.part_number) if folded(mark)]
        if not marks:
            return open_because(f"Line {case_line.number} of the case names neither model nor part number.")
        if not any(mark in folded(line.item) for mark in marks):
            on_case = case_line.model or case_line.part_number
            words.append(f"“{line.item[:60]}” on the certificate, {on_case} on the case")
    return _listed(words, "Each item names the model or part number of its line.")


def _per_line(
    certificate: Certificate, facts: CaseFacts, judge: Callable[[tuple[CertificateLine, ...], CaseLine], Judgement]
) -> Judgement:
    """Judge each covered line; any failure fails, any open point leaves it open."""
    judged = [judge(lines, line) for line in facts.lines if (lines := linked(certificate, line))]
    if not judged:
        return open_because(_NO_LINK)
    for result in (Result.FAIL, Result.OPEN):
        found = [one.sentence for one in judged if one.result is result]
        if found:
            said = " ".join(found)
            return failed(said, text=said.rstrip(".")) if result is Result.FAIL else open_because(said)
    return passed(" ".join(one.sentence for one in judged))


def _quantity(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    def judge(lines: tuple[CertificateLine, ...], case_line: CaseLine) -> Judgement:
        total = certified(lines, case_line.unit, catalogue.defaults)
        if case_line.quantity is None or total is None:
            return open_because(f"Line {case_line.number}: the quantities cannot be compared yet.")
        words = f"Line {case_line.number}: available {shown(total)}, applied {shown(case_line.quantity)}."
        return failed(words) if total < Fraction(case_line.quantity) else passed(words)

    return _per_line(certificate, facts, judge)


def _unit(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    def judge(lines: tuple[CertificateLine, ...], case_line: CaseLine) -> Judgement:
        number = case_line.number
        if not case_line.unit or any(line.quantity is None or not line.unit for line in lines):
            return open_because(f"Line {number}: quantity or unit is not entered.")
        for line in lines:
            quantity = line.quantity
            if quantity is not None and converted(quantity, line.unit, case_line.unit, catalogue.defaults) is None:
                return failed(f"Line {number}: {line.unit} does not convert to {case_line.unit}.")
        return passed(f"Line {number}: the units agree.")

    return _per_line(certificate, facts, judge)


def _value(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    def judge(lines: tuple[CertificateLine, ...], case_line: CaseLine) -> Judgement:
        number = case_line.number
        answers = [value_agrees(line, case_line, catalogue.defaults) for line in lines]
        if False in answers:
            stated = ", ".join(f"{shown(line.value)} {line.currency}" for line in lines if line.value is not None)
            each = "" if case_line.unit_value is None else f"{shown(case_line.unit_value)} {case_line.currency} each"
            return failed(f"Line {number}: {stated} on the certificate, {each} on the case.")
        if None in answers:
            return open_because(f"Line {number}: value, currency or quantity is not entered.")
        return passed(f"Line {number}: value and currency agree.")

    return _per_line(certificate, facts, judge)


def _nothing_more(certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    if not certificate.lines:
        return open_because("Enter the items of the certificate.")
    known = {line.line_id for line in facts.lines}
    extra = [line.item[:60] for line in certificate.lines if line.case_line_id not in known]
    return _listed([f"“{item}”" for item in extra], "Every item of the certificate is applied for.")


RULES: Mapping[str, Rule] = {
    "EC-20": _covered,
    "EC-21": _description,
    "EC-22": _quantity,
    "EC-23": _unit,
    "EC-24": _value,
    "EC-27": _nothing_more,
}
