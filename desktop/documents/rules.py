"""Pure rules of certificates: where each check stands, the verdict that follows, the questions, the assurances held."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.documents import check_dates, check_form, check_items, check_parties, check_undertakings
from desktop.documents.catalogue import Catalogue, Check
from desktop.documents.judgement import Judgement, Rule, not_applicable
from desktop.documents.model import (
    GOOD_VERDICTS,
    CaseFacts,
    Certificate,
    Held,
    Mode,
    RecordedCheck,
    Result,
    Severity,
    Verdict,
    Waiver,
)
from desktop.documents.situations import needed

PROGRAM: Mapping[str, Rule] = {
    **check_form.RULES,
    **check_parties.RULES,
    **check_items.RULES,
    **check_dates.RULES,
    **check_undertakings.RULES,
}
VERIFICATION = "EC-62"
CONFIRMED_BY_MINISTRY = "EC-65"
_FAR_STATUSES = frozenset({"pledged", "none"})
_LOOK_AGAIN = "The facts changed since this was ticked; look again."
# what a question says where a clerk failed the check and the program knows no better words
_DEFAULT_FACTS = {
    "type": "paper of another type",
    "needed": "the end-user's own certificate",
    "number": "none",
    "language": "a language we do not read",
    "case": "something else",
    "signed": "an earlier day",
    "valid": "an earlier day",
    "target": "a later day",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one check stands: its result, who decided it, why, and the waiver that covers a failure."""

    check: Check
    result: Result
    severity: Severity
    reason: str
    by_program: bool
    suggestion: Judgement | None = None
    recorded: RecordedCheck | None = None
    waiver: Waiver | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether the check still has no answer."""
        return self.result is Result.OPEN

    @property
    def is_failed(self) -> bool:
        """Whether the check failed and no waiver covers it."""
        return self.result is Result.FAIL and self.waiver is None

    @property
    def is_waived(self) -> bool:
        """Whether the check failed and a supervisor waived it."""
        return self.result is Result.FAIL and self.waiver is not None

    @property
    def weighs(self) -> bool:
        """Whether an open or failed answer stands in the way of a good verdict."""
        return self.severity is not Severity.MINOR

    @property
    def may_be_waived(self) -> bool:
        """Whether a supervisor may waive it: a failed MAJOR, never a BLOCK (end-use-certificates.md §5)."""
        return self.is_failed and self.severity is Severity.MAJOR

    def allowed_answers(self) -> frozenset[Result]:
        """Return what a clerk may tick: nothing where the program decided, only a failure where a fact is missing."""
        if self.check.mode is not Mode.PROGRAM or self.suggestion is None:
            decided = self.suggestion is not None and self.suggestion.result is Result.NOT_APPLICABLE
            return frozenset() if decided else frozenset({Result.PASS, Result.FAIL, Result.NOT_APPLICABLE})
        return frozenset({Result.FAIL}) if self.suggestion.result is Result.OPEN else frozenset()


def _stand(check: Check, word: Judgement | None, certificate: Certificate) -> Standing:
    recorded = certificate.checks.get(check.code)
    about = word.sentence if word is not None and check.mode is not Mode.PROGRAM else ""
    severity = (word.severity if word is not None else None) or check.severity
    facts = word.facts if word is not None else {}
    by_program = word is not None and (
        word.result is Result.NOT_APPLICABLE or (check.mode is Mode.PROGRAM and word.result is not Result.OPEN)
    )
    if word is not None and by_program:
        result, reason = word.result, word.sentence
    elif recorded is not None and recorded.about == about:
        result, reason = recorded.result, recorded.remark
        if word is not None and word.result is not Result.FAIL:
            facts = {}
    elif recorded is not None:
        result, reason = Result.OPEN, f"{_LOOK_AGAIN} {word.sentence if word is not None else ''}".strip()
    elif word is not None and word.result is Result.FAIL:
        result, reason = Result.FAIL, word.sentence
    else:
        result, reason = Result.OPEN, word.sentence if word is not None else ""
    waiver = certificate.waivers.get(check.code)
    covers = waiver is not None and result is Result.FAIL and severity is Severity.MAJOR and waiver.about == reason
    return Standing(check, result, severity, reason, by_program, word, recorded, waiver if covers else None, facts)


def _verification(
    check: Check, others: Sequence[Standing], certificate: Certificate, facts: CaseFacts
) -> tuple[Check, Judgement | None]:
    """Say whether the issuer has to be asked (§6.2), and how much it weighs."""
    certifies = certificate.kind == "EUC-G" or "AS-6" in (facts.assurances or frozenset())
    is_far = facts.status in _FAR_STATUSES
    reasons = []
    if certifies and is_far:
        reasons.append("a government certifies, in a pledged state or one with no status")
    if facts.outcomes is not None and "STRONG_PRESUMPTION" in facts.outcomes:
        reasons.append("Category I")
    if any(
        other.result is Result.FAIL and other.severity is Severity.MAJOR and other.check.group in {"form", "signature"}
        for other in others
    ):
        reasons.append("a check of form or signature failed")
    if facts.first_of_user:
        reasons.append("the first certificate of this end-user")
    if not reasons:
        return check, not_applicable("Verification with the issuer is not required here (§6.2).")
    severity = Severity.BLOCK if is_far else Severity.MAJOR
    return check, Judgement(Result.OPEN, f"Ask the issuer: {'; '.join(reasons)}.", severity)


def standings(certificate: Certificate, facts: CaseFacts, catalogue: Catalogue) -> tuple[Standing, ...]:
    """Return where every check of a certificate stands, in the order of the checklist."""
    found = []
    for check in catalogue.checks_for(certificate.kind):
        rule = PROGRAM.get(check.code)
        word = rule(certificate, facts, catalogue) if rule is not None else None
        found.append(_stand(check, word, certificate))
    return tuple(
        _stand(*_verification(one.check, found, certificate, facts), certificate)
        if one.check.code == VERIFICATION
        else one
        for one in found
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Counters of the checklist panel: passed (not applicable included), failed, waived, open."""

    passed: int
    failed: int
    waived: int
    open: int


def counted(found: Iterable[Standing]) -> Counts:
    """Count where the checks stand."""
    count: Counter[str] = Counter()
    for one in found:
        count["waived" if one.is_waived else one.result.value] += 1
    return Counts(count["pass"] + count["n.a."], count["fail"], count["waived"], count["open"])


@dataclass(frozen=True, slots=True)
class Proposal:
    """The verdict the rules propose, or none with the reason why (§10)."""

    verdict: Verdict | None
    reason: str


def verdict(found: Sequence[Standing]) -> Proposal:
    """Propose the verdict that follows from the checks (§10); an open check that weighs leaves it undecided."""
    failed = [one for one in found if one.is_failed and one.weighs]
    waiting = [one for one in found if one.is_open and one.weighs]
    waived = [one for one in found if one.is_waived]
    named = ", ".join(one.check.code for one in failed)
    if waiting:
        also = f" Failed so far: {named}." if failed else ""
        return Proposal(None, f"{len(waiting)} checks that weigh are still open.{also}")
    if any(not one.check.is_curable for one in failed):
        return Proposal(Verdict.NOT_SATISFACTORY, f"Asking cannot put this right: {named}.")
    if failed:
        return Proposal(Verdict.CURABLE, f"The applicant can put this right: {named}.")
    if waived:
        codes = ", ".join(one.check.code for one in waived)
        return Proposal(Verdict.SATISFACTORY_WITH_WAIVER, f"Waived by a supervisor: {codes}.")
    return Proposal(Verdict.SATISFACTORY, "Nothing that weighs is open or failed.")


def may_set(wanted: Verdict, found: Sequence[Standing]) -> bool:
    """Tell whether a clerk may set ``wanted``: a good verdict only as proposed, a harder one always (§10)."""
    return wanted not in GOOD_VERDICTS or verdict(found).verdict is wanted


def is_settled(found: Sequence[Standing]) -> bool:
    """Tell whether nothing that weighs is open and every failure is a MAJOR that was waived (T-14, T-18)."""
    return verdict(found).verdict in GOOD_VERDICTS


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the applicant that a failed check gives rise to (§10)."""

    code: str
    text: str


def questions(certificate: Certificate, found: Sequence[Standing]) -> tuple[Question, ...]:
    """Return the questions of the request for information, one for each failed check that is not waived."""
    signatory = certificate.text("F-40.name") or "the signatory"
    return tuple(
        Question(
            one.check.code,
            one.check.question.format_map(
                _DEFAULT_FACTS | {"signatory": signatory, "text": one.reason.rstrip(".")} | dict(one.facts)
            ),
        )
        for one in found
        if one.is_failed
    )


def assurances_held(certificates: Sequence[Certificate], catalogue: Catalogue) -> frozenset[str]:
    """Return the assurances that present undertakings give (§4); limits give nothing.

    A certificate found unsatisfactory or suspect gives none. AS-7 needs the note confirmed by the foreign ministry
    (EC-65). AS-8 and AS-12 are never given by a tick: they rest on our own plan and on quantity and period.
    """
    held: set[str] = set()
    for certificate in certificates:
        if certificate.verdict in {Verdict.NOT_SATISFACTORY, Verdict.SUSPECT}:
            continue
        present = {code for code, found in certificate.undertakings.items() if found.held is Held.PRESENT}
        confirmed = certificate.kind != "G2G" or _ministry_confirmed(certificate)
        if confirmed:
            held |= {code for code, wanted in catalogue.assurances.items() if present.issuperset(wanted)}
            held |= _by_government(certificate, present, catalogue)
        if certificate.kind in catalogue.by_type:
            held.add(catalogue.by_type[certificate.kind])
    return frozenset(held)


def _ministry_confirmed(certificate: Certificate) -> bool:
    ticked = certificate.checks.get(CONFIRMED_BY_MINISTRY)
    return ticked is not None and ticked.result is Result.PASS


def _by_government(certificate: Certificate, present: set[str], catalogue: Catalogue) -> set[str]:
    if "U-15" not in present:
        return set()
    return {
        code
        for code, kinds in catalogue.certified_by.items()
        if certificate.kind in kinds and (code != "AS-7" or present.issuperset(catalogue.carried_by_as_7))
    }


def case_is_settled(
    judged: Sequence[tuple[Certificate, Sequence[Standing]]], facts: CaseFacts, catalogue: Catalogue
) -> bool:
    """Tell whether the settled certificates of a case are of the types it needs and together cover every line.

    A certificate counts once the clerk has set a good verdict that its checks still bear out. A situation that demands
    no certificate (no licence needed, nothing can open the way) is settled without one.
    """
    need = needed(facts, catalogue)
    if need.is_known and need.situations and not need.groups:
        return True
    good = [
        certificate
        for certificate, found in judged
        if certificate.kind in catalogue.promises and certificate.verdict in GOOD_VERDICTS and is_settled(found)
    ]
    covered = {line.case_line_id for certificate in good for line in certificate.lines}
    types = frozenset(certificate.kind for certificate in good)
    return bool(facts.lines) and not need.missing(types) and covered.issuperset(line.line_id for line in facts.lines)
