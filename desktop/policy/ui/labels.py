"""Words of the assessment screen: questions, answers, tones of outcomes."""

from PySide6.QtCore import QCoreApplication

from desktop.policy.data import load
from desktop.policy.model import (
    INFORM_LETTER,
    Contribution,
    Denial,
    Embargo,
    EndUseClass,
    Outcome,
    Screening,
    Tri,
    WmdFinding,
)

TONES = {
    Outcome.EMBARGO: "problem",
    Outcome.PROHIBITED: "problem",
    Outcome.STRONG_PRESUMPTION_WMD: "problem",
    Outcome.STRONG_PRESUMPTION: "problem",
    Outcome.RESOLVE_FIRST: "warning",
    Outcome.CATCH_ALL: "warning",
    Outcome.CASE_BY_CASE_G2G: "warning",
    Outcome.CASE_BY_CASE_EXCEPTED: "info",
    Outcome.CASE_BY_CASE: "info",
    Outcome.NLR: "ok",
}
RESULT_TONES = {"met": "info", "not met": "neutral", "open": "warning"}
RESULT_ICONS = {"met": "check", "not met": "dash", "open": "question"}


def _tr(words: str) -> str:
    return QCoreApplication.translate("Assessment", words)


def questions() -> dict[str, tuple[str, str]]:
    """Return for each finding its label with mnemonic, and the help under it."""
    return {
        "end_use_class": (_tr("End-&use class"), _tr("What the item will be used for, as established.")),
        "wmd_finding": (
            _tr("&Mass destruction"),
            _tr("Is use in the delivery of nuclear, chemical or biological weapons found?"),
        ),
        "contribution_finding": (
            _tr("Contri&bution"),
            _tr("Could the transfer contribute to a delivery system? The technical assessor finds it."),
        ),
        "contains_category_I": (
            _tr("Contains Category &I"),
            _tr("Is a Category I item built in, such as a motor, a guidance set or a re-entry vehicle?"),
        ),
        "inseparable": (_tr("Inse&parable"), _tr("Could it be separated, removed or duplicated?")),
        "production_related": (
            _tr("Serves pr&oduction"),
            _tr("Does the software or technology serve the production of a Category I item?"),
        ),
        "part_of_facility": (
            _tr("Part of a facilit&y"),
            _tr("Is it part of an installation integrated for developing or producing Category I items?"),
        ),
        "exception_note": (
            _tr("E&xception note"),
            _tr("Are the conditions of the annex note met, by an end-use statement and a fitting quantity?"),
        ),
        "embargo_result": (_tr("Embar&go"), _tr("Countries and persons of the whole chain: route, payer, end-user.")),
        "exemption": (_tr("Exemp&tion"), _tr("Reference of the body that exempted this transfer.")),
        "screening_result": (_tr("&Screening"), _tr("The parties against the lists of the office.")),
        "denial_result": (_tr("De&nials"), _tr("Compared with the register on end-user and item.")),
        "state_issues_certificates": (
            _tr("State &certifies"),
            _tr("Does the recipient state certify end-use certificates? Then AS-6 is required."),
        ),
        f"considered:{INFORM_LETTER}": (_tr("Inform &letter"), ""),
        "considered:AS-5": (_tr("Inspection (AS-5)"), ""),
        "considered:PSV": (_tr("Verification plan"), ""),
        "unmanned_aircraft": (_tr("Unmanned aircra&ft"), _tr("Is it an unmanned aircraft or part of one?")),
        "satellite_engine": (_tr("Satellite engine"), _tr("A small apogee or station-keeping engine under the note?")),
        "incorporation": (_tr("Incorporation"), _tr("Will it be built into a product that is sold on?")),
        "inward_assurance": (
            _tr("In&ward assurance"),
            _tr("Was it received here under an assurance to its supplier state? (CK-12)"),
        ),
        "issues_delivery_verification": (
            _tr("Delivery verification"),
            _tr("Does an authority of the destination certify deliveries?"),
        ),
    }


def basis_labels() -> dict[str, str]:
    """Return for each finding that needs words the label of the field for them."""
    return {
        "wmd_finding": _tr("Rests on"),
        "exception_note": _tr("Words of the note"),
        "inseparable": _tr("Because"),
        "embargo_result": _tr("Which embargo"),
        "screening_result": _tr("Which match"),
        "denial_result": _tr("What was compared"),
    }


def _tri(*, yes: str, no: str) -> dict[str, str]:
    return {Tri.UNKNOWN: _tr("Not known"), Tri.NO: no, Tri.YES: yes}


def _of_classes() -> dict[str, str]:
    columns = load().columns
    in_order = (*(each for each in EndUseClass if each is not EndUseClass.U), EndUseClass.U)
    return {each: f"{each}   {columns[each][:1].upper()}{columns[each][1:]}" for each in in_order}


def answers(name: str) -> dict[str, str]:
    """Return the answers to a finding by key, in the order in which they are offered."""
    own: dict[str, dict[str, str]] = {
        "wmd_finding": {
            WmdFinding.UNKNOWN: _tr("Not found on yet"),
            WmdFinding.NONE: _tr("Nothing points to it"),
            WmdFinding.SUSPECTED: _tr("Suspected"),
            WmdFinding.JUDGED: _tr("Judged to be so"),
        },
        "contribution_finding": {
            Contribution.UNKNOWN: _tr("Not found on yet"),
            Contribution.NO: _tr("No"),
            Contribution.POSSIBLE: _tr("Possible"),
            Contribution.YES: _tr("Yes"),
        },
        "embargo_result": {
            Embargo.UNKNOWN: _tr("Not checked yet"),
            Embargo.CLEAR: _tr("Clear"),
            Embargo.PROHIBITED: _tr("Prohibited"),
        },
        "screening_result": {
            Screening.UNKNOWN: _tr("Not screened yet"),
            Screening.CLEAR: _tr("Clear"),
            Screening.POSSIBLE: _tr("Possible match"),
            Screening.TRUE_MATCH: _tr("True match"),
        },
        "denial_result": {
            Denial.UNKNOWN: _tr("Not compared yet"),
            Denial.NONE: _tr("None"),
            Denial.POSSIBLE: _tr("Possible"),
            Denial.IDENTICAL: _tr("Essentially identical"),
        },
        "inseparable": _tri(yes=_tr("Cannot be separated, removed or duplicated"), no=_tr("Can be")),
    }
    if name == "end_use_class":
        return _of_classes()
    return own.get(name) or _tri(yes=_tr("Yes"), no=_tr("No"))


def considered_words(code: str) -> str:
    """Return what the officer ticks when he weighed something."""
    words = {
        INFORM_LETTER: _tr("I considered whether an inform letter is called for"),
        "AS-5": _tr("I considered asking for consent to inspection"),
        "PSV": _tr("I considered a plan for verification after shipment"),
    }
    return words[code]


def input_name(name: str) -> str:
    """Return an input of the procedure as people call it."""
    words = {
        "category": _tr("Category"),
        "annex_ref": _tr("Annex entry"),
        "kind": _tr("Kind of item"),
        "production_related": _tr("Serves Category I production"),
        "exception_note": _tr("Exception note met"),
        "contains_category_I": _tr("Contains a Category I item"),
        "inseparable": _tr("Built-in item inseparable"),
        "end_use_class": _tr("End-use class"),
        "wmd_finding": _tr("Finding on mass destruction"),
        "contribution_finding": _tr("Contribution to a delivery system"),
        "informed": _tr("Exporter informed"),
        "aware": _tr("Exporter aware or suspecting"),
        "destination_status": _tr("Status of the destination"),
        "embargo_result": _tr("Embargo check"),
        "exemption": _tr("Exemption"),
        "screening_result": _tr("Screening"),
        "denial_result": _tr("Denial check"),
        "state_issues_certificates": _tr("State certifies end-use"),
    }
    return words.get(name, name.replace("_", " ").capitalize())


def missing_name(name: str) -> str:
    """Return what a person has to establish where an input is missing."""
    return _tr("Part of a facility") if name == "kind" else input_name(name)


def input_value(value: str) -> str:
    """Return the value of an input as people say it."""
    words = {"unknown": _tr("not known"), "production_facility": _tr("production facility")}
    return words.get(value, value.replace("_", " "))


def sentence(words: str) -> str:
    """Return words with a capital first letter."""
    return f"{words[:1].upper()}{words[1:]}"
