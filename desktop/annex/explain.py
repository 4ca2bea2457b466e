"""Turns a classification into plain data for the record and into sentences: what is frozen is what is shown."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.annex.edition import Edition, Effect
from desktop.annex.model import Classification, Finding, Item, NoteFinding, Point, Question, Trace, Verdict
from desktop.annex.quantities import Interval, Kleene, show_interval
from desktop.annex.tracing import NOT_EXCLUDED, shown_value
from desktop.annex.units import unit

RESULT_WORDS: Mapping[Kleene, str] = {True: "met", False: "not met", None: "open"}
VERDICT_WORDS = {
    Verdict.CONTROLLED: "Controlled",
    Verdict.NOT_CONTROLLED: "Not listed",
    Verdict.NEEDS_INFORMATION: "Needs information",
}
Plain = dict[str, Any]


def to_plain(edition: Edition, found: Classification) -> Plain:
    """Return the whole classification as plain data: what is stored, printed and drawn. Same input, same data."""
    return {
        "edition": found.edition,
        "edition_title": edition.title,
        "coverage": edition.coverage,
        "verdict": found.verdict.value,
        "codes": list(found.codes),
        "category": found.category,
        "reason": found.reason,
        "kinds": [edition.kinds[name].label for name in (*found.item.kinds, *found.item.part_of)],
        "is_part": bool(found.item.part_of),
        "what": found.item.what,
        "made_for": [" or ".join(edition.kinds[name].label for name in host.kinds) for host in found.item.chain()],
        "facts": _facts(edition, found.item),
        "remarks": list(found.item.remarks),
        "points": [_point(point) for point in found.item.points],
        "is_vehicle": any(edition.kinds[name].vehicle for name in found.item.kinds),
        "findings": [_finding(edition, finding) for finding in found.findings],
        "questions": [_question(question) for question in found.questions],
        "not_loaded": [{"code": code, "title": edition.not_loaded[code]} for code in found.not_loaded],
    }


def _facts(edition: Edition, item: Item) -> list[Plain]:
    return [
        {
            "label": edition.parameters[name].label,
            "value": shown_value(fact, edition.parameters[name]),
            "source": fact.source,
            "words": fact.words,
            "question": fact.question,
            "confidence": round(fact.confidence, 2),
        }
        for name, fact in item.facts.items()
    ]


def _number(interval: Interval | None, divide_by: int) -> float | None:
    value = None if interval is None else interval.low if interval.low is not None else interval.high
    return None if value is None else round(float(value / divide_by), 6)


def _point(point: Point) -> Plain:
    words = ", ".join(
        show_interval(half, unit(symbol)) for half, symbol in ((point.payload, "kg"), (point.distance, "km")) if half
    )
    return {
        "range_km": _number(point.distance, 1000),
        "payload_kg": _number(point.payload, 1),
        "standing": point.standing,
        "is_pair": point.is_pair,
        "words": words,
        "source": point.source,
    }


def _finding(edition: Edition, finding: Finding) -> Plain:
    entry = edition.entries[finding.code]
    return {
        "code": finding.code,
        "title": entry.title,
        "summary": entry.summary,
        "category": edition.category_of(finding.code),
        "result": RESULT_WORDS[finding.result],
        "as_component": finding.as_component,
        "guidelines_bar": entry.guidelines_bar,
        "criteria": [_trace(part) for part in finding.trace.parts],
        "notes": [
            _note(note) for note in finding.notes if note.effect is not Effect.NOT_CONTROLLED or note.needs_person
        ],
        "explanations": list(entry.explanations),
        "equivalents": {"eu": list(entry.eu_codes), "us": list(entry.us_codes)},
        "doubts": [
            *([] if entry.confirmed else ["This entry rests on the compiler's own knowledge; no source was seen."]),
            *(f"Not confirmed: {text}." for text in entry.unconfirmed),
            *([entry.doubt] if entry.doubt else []),
        ],
    }


def _trace(step: Trace) -> Plain:
    return {
        "result": RESULT_WORDS[step.result],
        "criterion": step.criterion,
        "has": step.has,
        "why": step.why,
        "source": step.source,
        "question": step.question,
        "key": step.key,
        "takes": step.takes,
        "unconfirmed": step.unconfirmed,
        "label": step.label,
        "parts": [_trace(part) for part in step.parts],
    }


def _note(note: NoteFinding) -> Plain:
    return {
        "effect": note.effect.value,
        "text": note.text,
        "result": RESULT_WORDS[note.result],
        "needs_person": note.needs_person,
        "confirmed": note.confirmed,
    }


def _question(question: Question) -> Plain:
    return {
        "key": question.key,
        "label": question.label,
        "ask": question.ask,
        "type": question.type,
        "unit": question.unit,
        "choices": [list(choice) for choice in question.choices],
        "measured": question.measured,
        "settles": question.settles,
    }


def leaves_of(step: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the single criteria of a stored step."""
    if not step["parts"]:
        yield step
    for part in step["parts"]:
        yield from leaves_of(part)


def criteria_of(finding: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the criteria of a stored finding as single lines; an exclusion is one line with why it does not apply."""
    for step in finding["criteria"]:
        if not step["criterion"].startswith(NOT_EXCLUDED):
            yield from leaves_of(step)
            continue
        inside = list(leaves_of(step))
        single = inside[0] if len(inside) == 1 else None
        yield {
            **step,
            "has": "; ".join(f"{leaf['criterion']}: {leaf['has'] or '—'}" for leaf in inside),
            "why": "; ".join(dict.fromkeys(leaf["why"] for leaf in inside if leaf["why"])),
            "source": single["source"] if single else "",
            "key": single["key"] if single else "",
            "takes": single["takes"] if single else "",
            "is_exclusion": True,
        }


def sentence(step: Mapping[str, Any]) -> str:
    """Say one stored criterion: what is asked, what the item has, the result, and where it is known from."""
    has = f" The item has {step['has']}." if step["has"] else ""
    why = f" {_closed(step['why'])}" if step["why"] else ""
    source = f" [{step['source']}]" if step["source"] and step["has"] else ""
    mark = " (this criterion was not confirmed by a source)" if step["unconfirmed"] else ""
    return f"{step['criterion']}: {step['result']}.{has}{source}{why}{mark}"


def _closed(text: str) -> str:
    text = text.strip()
    return text if text[-1:] in ".?!" else f"{text}."


def sentences(found: Mapping[str, Any]) -> list[str]:
    """Say a stored classification whole, one sentence a line, entry by entry."""
    lines = [f"Edition {found['edition']}. {found['coverage']}"]
    if found["kinds"]:
        part = "a part of: " if found["is_part"] else ""
        lines.append(f"Recognised as {part}{', '.join(found['kinds'])}.")
    if found["made_for"]:
        lines.append(f"Made for: {', then '.join(found['made_for'])}.")
    if found["reason"]:
        lines.append(found["reason"])
    for finding in found["findings"]:
        lines.append(f"{finding['code']} {finding['title']}: {finding['result']}.")
        lines += [f"{finding['code']}: {sentence(step)}" for step in criteria_of(finding)]
        lines += [
            f"{finding['code']}: {note['text']} ({note['result']})"
            for note in finding["notes"]
            if note["result"] == "met" or note["needs_person"]
        ]
        lines += [f"{finding['code']}: {doubt}" for doubt in finding["doubts"] if finding["result"] != "not met"]
    lines += found["remarks"]
    return lines


def short(found: Mapping[str, Any]) -> str:
    """Say a stored verdict in a few words: "Controlled: 9.A.4, Category II"."""
    verdict = Verdict(found["verdict"])
    words = VERDICT_WORDS[verdict]
    if verdict is Verdict.CONTROLLED:
        return f"{words}: {', '.join(found['codes'])}, Category {found['category']}"
    if verdict is Verdict.NEEDS_INFORMATION and found["codes"]:
        return f"{words}: {', '.join(found['codes'][:4])} in play"
    return words
