"""What comes next with the papers of a case, in one sentence; pure."""

from desktop.documents import catalogue, rules
from desktop.documents.inspection import State
from desktop.documents.model import GOOD_VERDICTS, VERDICT_NAMES, Verdict
from desktop.documents.queries import Judged, Papers


def next_step(papers: Papers) -> str:
    """Return the sentence that says what comes next for the clerk."""
    if papers.is_ended:
        return "The case is decided or ended. Papers can still be attached; its certificates stay as they are."
    if not papers.documents:
        return "Attach the end-use certificate: drop the file here, paste it, or choose it."
    if not papers.judged:
        if all(paper.state is State.QUARANTINED for paper in papers.documents):
            return "Every paper is in quarantine. Ask the sender for a plain scan of the certificate and attach that."
        return "Choose the paper that is the end-use certificate and record it."
    promises = catalogue.load().promises
    sentences = [_of_certificate(one) for one in papers.judged if one.certificate.kind in promises]
    return next((sentence for sentence in sentences if sentence), "The certificates of this case are settled.")


def _of_certificate(judged: Judged) -> str:
    """Return what is still to do with one certificate; '' for nothing."""
    certificate = judged.certificate
    waiting = sum(certificate.held(code) is None for code in catalogue.load().undertakings)
    if not certificate.text("F-11.name"):
        step = "enter what the certificate says, beginning with the end-user."
    elif not certificate.lines:
        step = "enter the items of the certificate and link them to the lines of the case."
    elif waiting:
        step = f"say how the certificate has each undertaking; {waiting} to go."
    else:
        step = _about_verdict(certificate.verdict, rules.verdict(judged.standings))
    return f"{certificate.kind} {certificate.number}".strip() + f": {step}" if step else ""


def _about_verdict(verdict: Verdict | None, proposal: rules.Proposal) -> str:
    if verdict is not None and verdict not in GOOD_VERDICTS:
        named = VERDICT_NAMES[verdict].lower()
        return f"{named}. Ask the applicant what is missing, or attach another certificate."
    if proposal.verdict is verdict and verdict is not None:
        return ""
    if proposal.verdict is None:
        return proposal.reason[0].lower() + proposal.reason[1:]
    return f"the checks say “{VERDICT_NAMES[proposal.verdict]}”. Set the verdict."
