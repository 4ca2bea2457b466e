"""The program's word on parties and use (end-use-certificates.md §5.2, §5.4)."""

import re
from collections.abc import Mapping

from desktop.documents.catalogue import Catalogue, Defaults
from desktop.documents.comparison import others_missing, same
from desktop.documents.judgement import Judgement, Rule, failed, not_applicable, open_because, passed
from desktop.documents.model import CaseFacts, CaseParty, Certificate

# items for which F-33 (range and payload of the platform) and F-34 (crew, sector) are asked
PLATFORM_ITEMS = frozenset({1, 2, 3, 9, 19, 20})
SECTOR_ITEMS = frozenset({1, 2, 3, 9, 10, 11, 12, 13, 14, 19, 20})
_TECHNOLOGY_KINDS = frozenset({"ITT", "TAS"})


def _exporter(certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    named, party = certificate.text("F-10.name"), facts.party("exporter", "applicant")
    if not named or party is None:
        return open_because("Enter the exporter the certificate names (F-10).")
    if same(named, party.name) or same(named, party.original_name):
        return passed(f"{named} is the exporter of the case.")
    return failed(f"The certificate names {named}; the case names {party.name}.", text=named, case=party.name)


def _end_user(certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    named, party = certificate.text("F-11.name"), facts.party("end_user")
    if not named or party is None:
        return open_because("Enter the end-user the certificate names (F-11).")
    number, country = certificate.text("F-11.registration_number"), certificate.text("F-11.country")
    case = f"{party.name}, {party.country}, {party.registration_number}".strip(", ")
    if number and party.registration_number and not same(number, party.registration_number):
        return failed(
            f"The registration numbers differ: {number} and {party.registration_number}.",
            text=f"{named}, {number}",
            case=case,
        )
    if country and party.country and not same(country, party.country):
        return failed(f"The countries differ: {country} and {party.country}.", text=f"{named}, {country}", case=case)
    if not (same(named, party.name) or same(named, party.original_name)):
        return failed(f"The certificate names {named}; the case names {party.name}.", text=named, case=case)
    if not number or not party.registration_number:
        return passed(f"{named} is the end-user of the case by name; no registration number to compare.")
    spelling = "" if named == party.name else f" The case spells the name {party.name}."
    return passed(f"{named} is the end-user of the case; the registration number agrees.{spelling}")


def _address(certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    address, party = certificate.text("F-12.address"), facts.party("end_user")
    if not address or party is None or not party.address:
        return open_because("Enter the end-user's address on certificate (F-12) and case.")
    if same(address, party.address):
        return passed("The addresses agree.")
    return failed("The addresses differ.", text=address, case=party.address)


def _others(certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    only_certificate, only_case = others_missing(certificate, facts)
    words = []
    if only_certificate:
        words.append(f"on the certificate and not on the case: {', '.join(only_certificate)}")
    if only_case:
        words.append(f"on the case and not on the certificate: {', '.join(only_case)}")
    if words:
        said = "; ".join(words)
        return failed(f"{said[0].upper()}{said[1:]}.", text=said)
    return passed("Certificate and case name the same parties.")


def _own_user(_certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> Judgement | None:
    party: CaseParty | None = facts.party("end_user")
    if party is not None and party.kind in catalogue.defaults.not_end_users:
        return failed(f"{party.name} is recorded as a {party.kind}.", text=party.name)
    return None


def is_general(use: str, defaults: Defaults) -> bool:
    """Tell whether a stated use says nothing but a general word (F-30): "industrial use", "for own use"."""
    rest = use.casefold()
    for banned in sorted(defaults.banned_uses, key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(banned)}\b", " ", rest)
    words = re.findall(r"\w+", rest)
    return all(word in defaults.filler_words for word in words)


def _specific_use(certificate: Certificate, _facts: CaseFacts, catalogue: Catalogue) -> Judgement:
    use, defaults = certificate.text("F-30.text"), catalogue.defaults
    if not use:
        return open_because("Enter the end-use as the certificate states it (F-30).")
    if is_general(use, defaults):
        return failed(f"“{use[:80]}” is a general word and says nothing about the use.", text=use)
    if len(use) < defaults.shortest_use_text:
        return failed(
            f"The stated use has {len(use)} characters; {defaults.shortest_use_text} is the least for a specific one.",
            text=use,
        )
    return passed("The use is stated in its own words; read whether they are specific.")


def items_of(codes: tuple[str, ...]) -> frozenset[int]:
    """Return the item numbers of annex references such as "9.A.4"."""
    return frozenset(int(code.split(".")[0]) for code in codes if code.split(".")[0].isdecimal())


def _is_outside(facts: CaseFacts, items: frozenset[int]) -> bool:
    if facts.listed is None or facts.kind in _TECHNOLOGY_KINDS:
        return False
    return not facts.listed or items.isdisjoint(items_of(facts.codes))


def _platform(_certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement | None:
    if _is_outside(facts, PLATFORM_ITEMS):
        return not_applicable("No vehicle, propulsion or guidance item is among the lines.")
    return None


def _sector(certificate: Certificate, facts: CaseFacts, _catalogue: Catalogue) -> Judgement:
    if _is_outside(facts, SECTOR_ITEMS):
        return not_applicable("The items on the case do not ask for it.")
    crew, sector = certificate.text("F-34.crew"), certificate.text("F-34.sector")
    if not crew or not sector:
        return open_because("Say what the certificate states (F-34).")
    if "not stated" in {crew, sector}:
        return failed("The certificate does not state it.")
    return passed(f"Stated: {crew}, {sector}.")


RULES: Mapping[str, Rule] = {
    "EC-11": _exporter,
    "EC-12": _end_user,
    "EC-13": _address,
    "EC-15": _others,
    "EC-16": _own_user,
    "EC-28": _specific_use,
    "EC-56": _platform,
    "EC-57": _sector,
}
