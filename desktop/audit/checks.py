"""The checks of a verification that hold the office against its journal (security.md R08, R27, R28)."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from db import numbers
from db.tables.cases import cases
from db.tables.documents import stored_file
from db.tables.letters import letter
from db.types import as_stored
from desktop.audit import content, store
from desktop.audit.checkpoints import ANNOUNCEMENTS, signed_bytes
from desktop.audit.keystore import SeenHead, signature_holds
from desktop.audit.model import Anchor, Check, Finding, Step
from desktop.audit.walk import Walk, read_damaged_text

_CASES_A_STEP = 1_000
LETTER_PREFIX = b"casement letter 1\x00"


def checkpoints_hold(connection: Connection, walk: Walk) -> Iterator[Finding]:
    """Yield each checkpoint whose entry, signature or key is not right; keys follow one another by vouching (R27)."""
    known = [
        str(facts["checkpoint_key"])
        for verb in ANNOUNCEMENTS
        for _, _, facts in walk.facts_of(verb)
        if facts.get("checkpoint_key")
    ]
    for row in store.checkpoints(connection):
        seq, place = int(row.seq), f"checkpoint at entry {row.seq}"
        if seq not in walk.digests:
            gone = (
                f"The journal ends at entry {walk.last}, and a checkpoint was signed at entry {seq}: the tail is cut."
            )
            sentence = gone if seq > walk.last else f"Entry {seq}, which a checkpoint was signed over, is missing."
            yield Finding(Check.CHECKPOINT, place, sentence)
        elif walk.digests[seq] != row.digest:
            yield Finding(Check.CHECKPOINT, place, f"Entry {seq} is not the one this checkpoint was signed over.")
        if row.public_key not in known:
            # the newest key vouches for the next, so the search nearly always ends at its first step
            if not any(signature_holds(old, row.key_signature, row.public_key.encode()) for old in reversed(known)):
                yield Finding(Check.CHECKPOINT, place, "No earlier checkpoint key of this office vouches for its key.")
            known.append(row.public_key)
        if not signature_holds(row.public_key, row.signature, signed_bytes(seq, row.digest, row.at)):
            yield Finding(Check.CHECKPOINT, place, "The signature of this checkpoint does not hold.")


def heads_hold(heads: Iterable[SeenHead], walk: Walk) -> Iterator[Finding]:
    """Yield each journal head this workstation has seen that the journal no longer holds (R27)."""
    for head in heads:
        if walk.digests.get(head.seq) != head.digest:
            yield Finding(
                Check.OUTSIDE,
                f"entry {head.seq}",
                f"This workstation saw the journal at entry {head.seq} on {head.at[:16].replace('T', ' ')} UTC, and "
                f"{_now_says(head.seq, walk)}.",
            )


def anchors_hold(anchors: Iterable[Anchor], walk: Walk) -> Iterator[Finding]:
    """Yield each letter's anchor that the journal no longer holds (R28)."""
    for anchor in anchors:
        if not walk.digests.get(anchor.seq, "").startswith(anchor.digest):
            lost = _lost_by_restore(anchor.seq, walk)
            yield Finding(
                Check.ANCHOR,
                f"entry {anchor.seq} ({anchor.source})",
                f"The anchor was taken from entry {anchor.seq}, and {_now_says(anchor.seq, walk)}{lost}.",
            )


def _now_says(seq: int, walk: Walk) -> str:
    if seq > walk.last:
        return f"the journal ends at entry {walk.last}: the tail is cut, or an older state was put in its place"
    if seq not in walk.digests:
        return "that entry is missing"
    return "that entry is another one now: the journal was rewritten from there or before, or rolled back and continued"


def _lost_by_restore(seq: int, walk: Walk) -> str:
    for entry, at, facts in walk.facts_of("office.restored"):
        if seq >= entry:
            return (
                f". On {at[:10]} a backup that ends at entry {facts.get('backup_entry', entry - 1)} was restored "
                f"(entry {entry}); what the office did after that backup was lost then, this letter perhaps with it"
            )
    return ""


def anchors_of_letters(connection: Connection) -> list[Anchor]:
    """Return the anchors that the office's own letters carry."""
    rows = connection.execute(select(letter.c.number, letter.c.anchor_seq, letter.c.anchor_digest))
    return [Anchor(int(row.anchor_seq), str(row.anchor_digest), f"letter {row.number}") for row in rows]


def contents_hold(connection: Connection, walk: Walk, step: Step) -> Iterator[Finding]:
    """Yield each case, and the office's own data, whose content is not what its newest entry says (R08)."""
    if walk.contents.get(None, (0, ""))[1] != content.of_office(connection):
        yield Finding(
            Check.CONTENT,
            f"people, profile or calendar (entry {walk.contents.get(None, (0, ''))[0]})",
            "The people, the profile or the calendar of the office are not as the journal left them.",
        )
    found: set[int | None] = {None}
    total = len(walk.contents)
    for case_id, digest in _digests(connection):
        found.add(case_id)
        if len(found) % _CASES_A_STEP == 0:
            step("cases", len(found), total)
        seq, expected = walk.contents.get(case_id, (0, ""))
        if digest != expected:
            place = f"case {_reference(connection, case_id)}"
            yield Finding(
                Check.CONTENT,
                f"{place} (entry {seq})" if seq else place,
                f"What the database holds on this case is not what entry {seq} left."
                if seq
                else "The journal knows nothing of this case.",
            )
    for case_id in sorted(key for key in walk.contents.keys() - found if isinstance(key, int)):
        seq = walk.contents[case_id][0]
        yield Finding(Check.CONTENT, f"case id {case_id} (entry {seq})", "The journal tells of a case that is gone.")


def _digests(connection: Connection) -> Iterator[tuple[int, str]]:
    seen = 0
    try:
        for case_id, digest in content.of_all_cases(connection):
            yield case_id, digest
            seen = case_id
    except DBAPIError:
        # a damaged text stopped the pass: go on case by case, so that the finding names its case
        read_damaged_text(connection)
        for case_id in connection.execute(select(cases.c.id).where(cases.c.id > seen).order_by(cases.c.id)).scalars():
            yield int(case_id), content.of_case(connection, case_id)


def _reference(connection: Connection, case_id: int) -> str:
    found = connection.execute(select(cases.c.reference).where(cases.c.id == case_id)).scalar()
    return str(found) if found else f"id {case_id}"


def files_hold(connection: Connection, step: Step) -> Iterator[Finding]:
    """Yield each stored file, attachments and letters alike, that is not the content its digest names (AU-3, AU-4)."""
    total = int(connection.execute(select(func.count()).select_from(stored_file)).scalar_one())
    files = select(stored_file.c.digest, stored_file.c.content, stored_file.c.size).order_by(stored_file.c.digest)
    # one at a time: a file may have 50 MB
    for number, row in enumerate(connection.execute(files, execution_options={"yield_per": 1}), 1):
        step("stored files", number, total)
        place = f"file {row.digest[:16]}…"
        if not isinstance(row.content, bytes) or hashlib.sha256(row.content).hexdigest() != row.digest:
            yield Finding(Check.FILE, place, "The stored file is not what was stored: its digest differs.")
        elif len(row.content) != row.size:
            yield Finding(
                Check.FILE, place, f"The size kept of this file is {row.size}; it has {len(row.content)} bytes."
            )


def letters_hold(connection: Connection) -> Iterator[Finding]:
    """Yield each letter whose frozen facts or whose PDF are not those it was issued with (LT-02, AU-3)."""
    stored = as_stored(letter)
    files = set(connection.execute(select(stored_file.c.digest)).scalars())
    for row in connection.execute(select(stored).order_by(stored.c.id)):
        place = f"letter {row.number}"
        if hashlib.sha256(LETTER_PREFIX + str(row.facts).encode()).hexdigest() != row.facts_digest:
            yield Finding(Check.LETTER, place, "The facts kept of this letter are not those it was issued with.")
        if row.file_digest not in files:
            yield Finding(Check.LETTER, place, "The PDF of this letter is missing from the stored files.")


def numbers_hold(connection: Connection, walk: Walk) -> Iterator[Finding]:
    """Yield each gap and each stray number in the series; the entry of a restore tells what it left out (R10, R11)."""
    skipped: dict[str, set[int]] = {}
    for _, _, facts in walk.facts_of("office.restored"):
        for key, numbers_left_out in _mapping(facts.get("numbers_left_out")).items():
            skipped.setdefault(key, set()).update(numbers_left_out)
    last = store.numbers_given(connection)
    given = numbers.given(connection)
    for key in sorted(last.keys() | given.keys()):
        expected = set(range(1, last.get(key, 0) + 1)) - skipped.get(key, set())
        for number in sorted(expected - given.get(key, set())):
            yield Finding(Check.NUMBER, f"{key}, number {number}", "This number was given and is nowhere to be found.")
        for number in sorted(given.get(key, set()) - expected):
            yield Finding(Check.NUMBER, f"{key}, number {number}", "This number was never given by the series.")


def _mapping(value: object) -> Mapping[str, list[int]]:
    return value if isinstance(value, dict) else {}
