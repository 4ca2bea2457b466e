"""The verb of letters: issue. It numbers, anchors, renders and freezes a letter in one act (LT-01, LT-02, R28)."""

from dataclasses import replace

from db import numbers
from desktop.act import Act
from desktop.administration import store as administration
from desktop.audit import store as journal
from desktop.clock import office_date
from desktop.documents import vault
from desktop.documents.child_protocol import ContentType
from desktop.errors import Refused, UserError
from desktop.letters import render, rules, store
from desktop.letters.model import Anchor, LetterFacts, LetterId
from desktop.permissions import Permission

AREA = "letters"
SERIES = "letter"
WAYS = frozenset({"saved", "printed"})


def issue(act: Act, case_id: int, decision_id: int, facts: LetterFacts) -> LetterId:
    """Issue the letter of a decision from draft ``facts``; return its id.

    The number is taken, the newest journal entry is printed as anchor, and number, facts and PDF are frozen, all in
    this act. Raises :class:`Refused` without permission (§3), when the decision has its letter already (LT-11), when a
    text asks for something above OPEN (LT-03); :class:`UserError` with every sentence that stops the issue (LT-04).
    """
    act.actor.require(Permission.ISSUE_LETTER)
    if not facts.is_draft:
        raise ValueError("only a draft is issued")
    earlier = store.of_decision(act.connection, decision_id)
    if earlier and not facts.replaces:
        raise Refused(
            f"This decision was sent out as {earlier[-1].number}. Issued letters are never edited; a correction is a "
            "new letter that says what it replaces.",
            rule="LT-11",
        )
    profile = administration.profile(act.connection)
    today = office_date(act.now, profile.time_zone)
    missing = rules.missing_for_issue(facts, today)
    if missing:
        raise UserError("The letter cannot be issued yet. " + " ".join(missing))
    serial = numbers.take(act.connection, SERIES, today.year)
    number = f"{profile.office_code}/{facts.kind}/{today.year}/{serial:04d}"
    anchor = Anchor.of(*journal.head(act.connection))
    final = replace(facts, version=len(earlier) + 1).issued_as(number, anchor)
    content = render.final(final)
    file_digest = vault.put(act.connection, content, ContentType.PDF, act.now)
    letter_id = store.add(
        act.connection,
        {
            "case_id": case_id,
            "decision_id": decision_id,
            "kind": final.kind.value,
            "number": number,
            "language": final.language,
            "dated": final.dated,
            "version": final.version,
            "facts": final.to_plain(),
            "facts_digest": final.digest(),
            "file_digest": file_digest,
            "issued_by": act.actor.person_id,
            "issued_name": act.actor.full_name,
            "issued_at": act.now,
            "anchor_seq": anchor.entry,
            "anchor_digest": anchor.digest,
        },
    )
    act.record(
        "letter.issued",
        AREA,
        case_id,
        number=number,
        kind=final.kind.value,
        sha256=file_digest,
        check_code=final.check_code,
        size=len(content),
    )
    return letter_id


def note_written_out(act: Act, case_id: int, letter_id: LetterId | None, way: str) -> None:
    """Enter into the journal that a letter left the program: ``saved`` or ``printed``; None is the draft (AU-1)."""
    act.actor.require(Permission.SEE_CASES)
    if way not in WAYS:
        raise ValueError(f"a letter is {' or '.join(sorted(WAYS))}, not {way}")
    if letter_id is None:
        act.record("letter.draft_written_out", AREA, case_id, way=way)
        return
    issued = store.by_id(act.connection, letter_id)
    act.record("letter.written_out", AREA, case_id, number=issued.number, sha256=issued.file_digest, way=way)
