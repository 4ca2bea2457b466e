"""What must be in a letter before it may be issued (letters.md §1, §3): pure rules over its facts."""

import re
from collections.abc import Iterator
from datetime import date

from desktop.letters.markings import is_withheld
from desktop.letters.model import GRANTS, LetterFacts, LetterKind

ASKS_FOR_FIELD = re.compile(r"\{([a-z][a-z_]*(?:\.[a-z][a-z_]*)*)\}")


def fields_asked_for(text: str) -> list[str]:
    """Return the field names in braces that somebody left in a text he wrote."""
    return list(dict.fromkeys(ASKS_FOR_FIELD.findall(text)))


def withheld_in(text: str) -> str | None:
    """Return the first field above OPEN that a text asks for by its name, or None (LT-03, L4)."""
    return next((path for path in fields_asked_for(text) if is_withheld(path)), None)


def _own_texts(facts: LetterFacts) -> Iterator[tuple[str, str]]:
    """Yield what the office wrote itself: the name of the text, and the text."""
    yield "the paragraph of reasons", facts.grounds.paragraph
    yield "the words on reconsideration", facts.grounds.reconsideration
    for condition in facts.conditions:
        yield f"the addition to {condition.condition_id}", condition.addition


def _blanks(facts: LetterFacts) -> Iterator[str]:
    for condition in facts.conditions:
        for name in condition.open_blanks:
            yield f"{condition.condition_id}.{{{name}}} is empty. Enter it under the conditions."
    for where, text in _own_texts(facts):
        # what is above OPEN is refused by name when the letter is composed (LT-03)
        for path in (asked for asked in fields_asked_for(text) if not is_withheld(asked)):
            yield f"{{{path}}} stands in {where} and was never filled. Write what is meant."


def _grant(facts: LetterFacts) -> Iterator[str]:
    if facts.kind not in GRANTS:
        return
    if facts.licence is None or not facts.licence.number:
        yield "The licence has no number yet. Issue it from the decided case."
    elif facts.licence.valid_to < max(facts.dated, facts.licence.valid_from):
        yield "The licence would end before it begins. Change its validity under the conditions."
    if facts.end_user is None:
        yield "The letter names no end-user. Name him among the parties."
    if not facts.conditions:
        yield "A licence carries its conditions. Choose them on the decision tab."


def _refusal(facts: LetterFacts) -> Iterator[str]:
    if facts.kind is not LetterKind.REF:
        return
    if not facts.grounds.reasons:
        yield "A refusal gives its reasons (LT-06). Choose at least one reason code."
    if not facts.grounds.paragraph.strip():
        yield "A refusal says what in this case led to it (LT-05). Write the paragraph of reasons."
    if facts.appeal is None:
        yield "A refusal names the appeal with its last day (LT-06). Complete the office profile."
    elif facts.appeal.last_day <= facts.dated:
        yield "The last day to appeal is past (LT-04). Take it from the day of the letter."


def missing_for_issue(facts: LetterFacts, today: date) -> tuple[str, ...]:
    """Return a sentence for everything that stops the issue of this letter today; empty when it may go (LT-02)."""
    found = [*_blanks(facts), *_grant(facts), *_refusal(facts)]
    if not facts.lines:
        found.append("The schedule is empty. Enter the items.")
    if not facts.signatories:
        found.append("Nobody has signed (LT-14). The letter follows the countersigned decision.")
    if facts.dated != today:
        found.append("A letter bears the day on which it is issued. Open it again.")
    return tuple(found)
