"""The program's word on the undertakings the clerk recorded (end-use-certificates.md §4, §5.4)."""

from collections.abc import Iterable, Mapping

from desktop.documents.catalogue import Catalogue
from desktop.documents.judgement import Judgement, Rule, failed, not_applicable, open_because, passed
from desktop.documents.model import CaseFacts, Certificate, Held, Result, Severity

_TECHNOLOGY_KINDS = frozenset({"ITT", "TAS"})


def _named(codes: Iterable[str], catalogue: Catalogue) -> str:
    return "; ".join(f"{code} ({catalogue.undertakings[code].name.lower()})" for code in codes)


def _needs(
    codes: tuple[str, ...], certificate: Certificate, catalogue: Catalogue, severity: Severity | None = None
) -> Judgement:
    """Judge undertakings that must all be present without limits."""
    wanting = [code for code in codes if certificate.held(code) in {Held.LIMITED, Held.MISSING}]
    if wanting:
        limited = [code for code in wanting if certificate.held(code) is Held.LIMITED]
        how = "With limits" if limited == wanting else "Missing or with limits" if limited else "Missing"
        texts = "; ".join(catalogue.undertakings[code].text.rstrip(".") for code in wanting)
        return failed(f"{how}: {_named(wanting, catalogue)}.", severity=severity, text=texts)
    unseen = [code for code in codes if certificate.held(code) is None]
    if unseen:
        return open_because(f"Say how the certificate has {_named(unseen, catalogue)}.")
    return passed(f"Present: {', '.join(codes)}.")


def _basic(certificate: Certificate, _facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    return _needs(("U-01", "U-02"), certificate, catalogue)


def _no_change(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    is_technology = facts.kind in _TECHNOLOGY_KINDS
    if facts.listed is False:
        codes = ("U-03", "U-05") if is_technology else ("U-03",)
        return _needs(codes, certificate, catalogue, Severity.MAJOR)
    found = _needs(("U-03", "U-04", "U-05"), certificate, catalogue)
    if facts.listed is None and found.result is Result.FAIL and certificate.held("U-03") is Held.PRESENT:
        return open_because("Confirm the classification first: U-04 and U-05 are demanded for annex items.")
    return found


def _no_retransfer(certificate: Certificate, _facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    return _needs(("U-06",), certificate, catalogue)


def _where_required(assurance: str, undertaking: str) -> Rule:
    def judge(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
        if certificate.held(undertaking) is Held.PRESENT:
            return passed(f"Present: {undertaking}.")
        if facts.assurances is None:
            return open_because(f"Run the policy procedure first: it says whether {assurance} is required.")
        if assurance not in facts.assurances:
            return not_applicable(f"{assurance} is not required here.")
        return _needs((undertaking,), certificate, catalogue)

    return judge


def _no_limits(certificate: Certificate, _facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    limited = [code for code in catalogue.undertakings if certificate.held(code) is Held.LIMITED]
    if limited:
        words = "; ".join(
            f"{code}: {certificate.undertakings[code].limits or 'limits not written down'}" for code in limited
        )
        return failed(f"With limits: {words}.", text=words)
    unseen = [code for code in catalogue.undertakings if certificate.held(code) is None]
    if unseen:
        return open_because(f"{len(unseen)} undertakings are not looked at yet.")
    return passed("No undertaking is limited.")


RULES: Mapping[str, Rule] = {
    "EC-50": _basic,
    "EC-51": _no_change,
    "EC-52": _no_retransfer,
    "EC-53": _where_required("AS-5", "U-08"),
    "EC-54": _where_required("AS-10", "U-09"),
    "EC-55": _no_limits,
}
