"""The program's word on form, signature and authenticity (end-use-certificates.md §5.1, §5.5, §5.7)."""

from collections.abc import Mapping

from desktop.documents.catalogue import Catalogue
from desktop.documents.inspection import State
from desktop.documents.judgement import Judgement, Rule, failed, not_applicable, open_because, passed
from desktop.documents.model import CaseFacts, Certificate
from desktop.documents.situations import described, needed
from desktop.typed_values import spelled


def _right_type(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    name = catalogue.types[certificate.kind].name.lower()
    if certificate.kind == "STK" and facts.listed is not False:
        return failed(
            "A stockist undertaking is not accepted for items of the annex.",
            type=name,
            needed="the certificate of the end-user himself",
        )
    need = needed(facts, catalogue)
    missing = need.missing(facts.types_on_case)
    if missing:
        wanted = ", and ".join(described(group, catalogue) for group in missing)
        names = "; ".join(situation.name for situation in need.situations)
        return failed(f"{names}: the case needs {wanted}.", type=name, needed=wanted)
    if not need.is_known:
        return open_because(
            "Run the policy procedure first: its outcome and the status of the destination say which type is needed."
        )
    if not need.groups:
        return passed("No type is demanded in this situation.")
    return passed(f"{'; '.join(situation.name for situation in need.situations)}: the types on the case are enough.")


def _seen(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    seen = certificate.text("F-09.seen")
    if not seen:
        return open_because("Say whether original or copy was seen (F-09).")
    if seen == "plain copy":
        return failed("Only a plain copy was seen.")
    return passed(f"Seen as {seen}.")


def _number(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    kind = catalogue.types[certificate.kind]
    if not certificate.number:
        if kind.is_numbered:
            return open_because("Enter the issuer's number (F-02); this type must carry one.")
        return passed("This type need not carry a number.")
    if facts.same_number:
        places = ", ".join(sorted({other.reference for other in facts.same_number}))
        return failed(
            f"Number {certificate.number} stands on another paper as well: {places} (compare red flag RF-41).",
            number=certificate.number,
        )
    return passed(f"Number {certificate.number} stands on no other paper in the register.")


def _language(certificate: Certificate, _facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    language = certificate.text("F-06.language")
    if not language:
        return open_because("Enter the language of the certificate (F-06).")
    if language.casefold() in catalogue.defaults.accepted_languages:
        return passed(f"{language} is accepted.")
    if certificate.text("F-06.translation"):
        return passed(f"In {language}, with translation {certificate.text('F-06.translation')}.")
    return failed(f"In {language}, and no certified translation is entered.", language=language)


def _untouched(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement | None:
    if certificate.text("F-41.kind") == "pasted picture":
        return failed("The signature is a picture pasted into the paper.")
    return None


def _not_editable(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement | None:
    if certificate.document_state is State.ACCEPTED:
        return passed(f"Stored unchanged, SHA-256 {certificate.digest[:12]}….")
    return None


def _signed(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    kind = certificate.text("F-41.kind")
    if kind == "none":
        return failed("The certificate is not signed.")
    if kind == "pasted picture":
        return failed("A pasted picture is not a signature.")
    if not kind or certificate.signed_on is None:
        return open_because("Enter kind and date of the signature (F-41, F-03).")
    return passed(f"Signed ({kind}) on {spelled(certificate.signed_on)}.")


def _signatory(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    name, position = certificate.text("F-40.name"), certificate.text("F-40.position")
    if not name or not position:
        return open_because("Enter name and position of the signatory (F-40).")
    return passed(f"{name}, {position}.")


def _stamp(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    stamp = certificate.text("F-42.stamp")
    if not stamp:
        return open_because("Say whether there is a stamp or seal (F-42).")
    if stamp == "missing":
        return failed("There is no stamp or seal, and the letterhead does not identify the user.")
    return passed(f"Stamp or seal: {stamp}.")


def _earlier_signature(_certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement | None:
    if facts.first_of_user:
        return not_applicable("No earlier certificate of this end-user is on file.")
    return None


def _electronic(certificate: Certificate, _facts: CaseFacts, _catalogue: Catalogue) -> Judgement | None:
    kind = certificate.text("F-41.kind")
    if not kind:
        return open_because("Enter the kind of signature (F-41).")
    if kind != "advanced electronic":
        return not_applicable(f"The signature is not electronic ({kind}).")
    return None


def _certified(certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    absent = [name for name in ("authority", "officer", "date", "statement") if not certificate.text(f"F-44.{name}")]
    if not absent:
        return passed(f"Certified by {certificate.text('F-44.authority')} on {certificate.text('F-44.date')}.")
    if facts.assurances is None and certificate.kind != "NTU":
        return open_because("Run the policy procedure first: it says whether AS-6 is required.")
    if certificate.kind == "NTU" or "AS-6" in (facts.assurances or frozenset()):
        return failed(f"A certification is required (AS-6); missing: {', '.join(absent)}.")
    return not_applicable("AS-6 is not required here.")


RULES: Mapping[str, Rule] = {
    "EC-01": _right_type,
    "EC-03": _seen,
    "EC-05": _number,
    "EC-07": _language,
    "EC-08": _untouched,
    "EC-10": _not_editable,
    "EC-30": _signed,
    "EC-31": _signatory,
    "EC-34": _stamp,
    "EC-35": _earlier_signature,
    "EC-36": _electronic,
    "EC-37": _certified,
}
