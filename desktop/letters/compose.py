"""From the facts of a letter to its blocks in order (letters.md §2, §3): pure, without fonts or measures.

Every field is reached through :func:`desktop.letters.model.pull`, so that nothing above OPEN is composed (LT-03).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from desktop.errors import Refused
from desktop.letters import blocks, templates, wording
from desktop.letters.blocks import Block, Letter, Text, plain, words_of
from desktop.letters.filling import NUMBER_ON_ISSUE
from desktop.letters.markings import Marking, pull
from desktop.letters.model import ConditionFacts, LetterFacts, LineFacts, PartyFacts
from desktop.letters.rules import withheld_in
from desktop.letters.templates import Part, SlipWords, Template, Words


def refuse_withheld(text: str) -> None:
    """Raise :class:`Refused` (LT-03) when the office's own text asks for something above OPEN by name (L4)."""
    path = withheld_in(text)
    if path is not None:
        pull(None, path)


@dataclass(frozen=True)
class _Source:
    """What a letter is composed from: its facts and the template of its kind."""

    facts: LetterFacts
    template: Template

    def value(self, path: str) -> str:
        """Return a field as printed; raises :class:`Refused` when it is above OPEN (LT-03) or empty (LT-04)."""
        value = pull(self.facts, path)
        if path == "licence.number" and not value and self.facts.is_draft:
            return NUMBER_ON_ISSUE
        if value is None or value == "":
            raise Refused(
                f"The letter needs {path}, which is empty. Enter it in the case first.", rule="LT-04", field=path
            )
        return wording.unbroken(wording.day(value)) if isinstance(value, date) else str(value)

    def fill(self, words: Words) -> Text:
        return words.fill(self.value)

    def has(self, path: str) -> bool:
        return not path or bool(pull(self.facts, path))

    def word(self, name: str) -> str:
        return self.template.words[name]

    @cached_property
    def title(self) -> str:
        """What the letter calls itself: with the licence number once there is one."""
        return self.template.draft_title if self.facts.is_draft else words_of(self.fill(self.template.title))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number under which each condition is printed."""
        return {condition.condition_id: number for number, condition in enumerate(self.facts.conditions, 1)}


def _text(source: _Source, part: Part) -> Iterator[Block]:
    yield blocks.Paragraph(source.fill(part.words))


def _user_text(source: _Source, part: Part) -> Iterator[Block]:
    text = source.fill(part.words)
    refuse_withheld(words_of(text))
    yield blocks.Paragraph(text)


def _heading(source: _Source, part: Part) -> Iterator[Block]:
    yield blocks.Heading(words_of(source.fill(part.words)))


def _decision(source: _Source, part: Part) -> Iterator[Block]:
    yield blocks.Decision(source.fill(part.words))


def _box(source: _Source, part: Part) -> Iterator[Block]:
    yield blocks.Box(source.fill(part.words))


def _subject(source: _Source, part: Part) -> Iterator[Block]:
    yield blocks.Title(source.title, source.fill(part.words))


def _pairs(source: _Source, part: Part) -> Iterator[Block]:
    rows = tuple(
        (row.label, plain(_shipments(source)) if row.shipments else source.fill(row.words))
        for row in part.rows
        if source.has(row.when)
    )
    yield blocks.Pairs(rows)


def _references(source: _Source, part: Part) -> Iterator[Block]:
    yield blocks.References(tuple((row.label, source.fill(row.words)) for row in part.rows if source.has(row.when)))


def _shipments(source: _Source) -> str:
    single = bool(pull(source.facts, "licence.single_shipment"))
    return source.word("single_shipment" if single else "several_shipments")


def _addressee(source: _Source, _part: Part) -> Iterator[Block]:
    to = source.facts.addressee
    lines = [plain(source.value("addressee.name"), bold=True)]
    if pull(to, "attention"):
        lines.append(plain(f"{source.word('attention')} {pull(to, 'attention')}"))
    lines += [plain(line) for line in pull(to, "address")]
    if pull(to, "country"):
        lines.append(plain(pull(to, "country").upper()))
    yield blocks.Addressee(tuple(lines))


def _party(party: PartyFacts) -> Text:
    name, original, address = (pull(party, field) for field in ("name", "original_name", "address"))
    where = ", ".join(part for part in (*address.splitlines(), pull(party, "country")) if part.strip())
    rest = "".join(f"\n{line}" for line in (original, where) if line)
    return (*plain(name, bold=True), *plain(rest))


def _parties(source: _Source, _part: Part) -> Iterator[Block]:
    yield blocks.Pairs(tuple((pull(party, "role"), _party(party)) for party in pull(source.facts, "parties")))


def _line_item(_source: _Source, line: LineFacts) -> str:
    made = ", ".join(part for part in (pull(line, "maker"), pull(line, "model")) if part)
    return str(pull(line, "description")) + (f"\n{made}" if made else "")


def _line_annex(source: _Source, line: LineFacts) -> str:
    ref, category = pull(line, "annex_ref"), pull(line, "category")
    if not ref:
        return source.word("not_listed")
    return str(ref) + (f"\n{wording.unbroken(source.word('category').format(category))}" if category else "")


_LINE_CELLS: Mapping[str, Callable[[_Source, LineFacts], str]] = {
    "number": lambda _source, line: str(pull(line, "number")),
    "item": _line_item,
    "annex": _line_annex,
    "quantity": lambda _source, line: wording.quantity(pull(line, "quantity"), pull(line, "unit")),
    "value": lambda _source, line: wording.unbroken(wording.amount(pull(line, "value"), pull(line, "currency"))),
}


def _columns(part: Part) -> tuple[blocks.Column, ...]:
    return tuple(blocks.Column(cell.title, cell.width, cell.to_the_right) for cell in part.cells)


def _schedule(source: _Source, part: Part) -> Iterator[Block]:
    lines: tuple[LineFacts, ...] = pull(source.facts, "lines")
    rows = tuple(tuple(plain(_LINE_CELLS[cell.cell](source, line)) for cell in part.cells) for line in lines)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[pull(line, "currency")] += pull(line, "value")
    totals = tuple(
        (source.word("total"), plain(wording.unbroken(wording.amount(value, currency)), bold=True))
        for currency, value in sorted(sums.items())
    )
    yield blocks.Table(_columns(part), rows, totals)


def _editions(source: _Source, _part: Part) -> Iterator[Block]:
    named = {pull(line, "edition") for line in pull(source.facts, "lines")} - {""}
    if named:
        yield blocks.Note(plain(source.word("editions").format(wording.listed(sorted(named)))))


def _reasons(source: _Source, _part: Part) -> Iterator[Block]:
    texts = [pull(reason, "public_text") for reason in pull(source.facts, "grounds.reasons")]
    if not texts:
        raise Refused(
            "A refusal gives its reasons. Choose at least one reason code.", rule="LT-06", field="grounds.reasons"
        )
    for text in texts:
        refuse_withheld(text)
    yield blocks.Bullets(tuple(plain(text) for text in texts))


def _limit(source: _Source, condition: ConditionFacts) -> str:
    lines = pull(condition, "lines")
    if not lines:
        return ""
    noun = source.word("item" if len(lines) == 1 else "items")
    return source.word("of_items").format(f"{noun} {wording.listed([str(line) for line in lines])}")


def _conditions(source: _Source, _part: Part) -> Iterator[Block]:
    for condition in pull(source.facts, "conditions"):
        addition = pull(condition, "addition")
        refuse_withheld(addition)
        yield blocks.Condition(
            number=source.numbers[pull(condition, "condition_id")],
            title=pull(condition, "title"),
            text=plain(pull(condition, "text")),
            addition=plain(addition) if addition else (),
            mark=source.word("special") if pull(condition, "special") else "",
            limit=_limit(source, condition),
        )


def _obligations(source: _Source, part: Part) -> Iterator[Block]:
    rows = []
    for owed in pull(source.facts, "obligations"):
        cells = {
            "condition": str(source.numbers[pull(owed, "condition_id")]),
            "what": pull(owed, "what"),
            "by_when": pull(owed, "by_when"),
        }
        rows.append(tuple(plain(cells[cell.cell]) for cell in part.cells))
    yield blocks.Table(_columns(part), tuple(rows))


def _signatures(source: _Source, _part: Part) -> Iterator[Block]:
    people = tuple(
        blocks.Signature(pull(one, "name"), tuple(line for line in (pull(one, "title"), pull(one, "role")) if line))
        for one in pull(source.facts, "signatories")
    )
    yield blocks.Signatures(source.value("office.name"), people)


def _list(source: _Source, part: Part) -> Iterator[Block]:
    yield blocks.Pairs(((words_of(source.fill(part.words)), plain("\n".join(pull(source.facts, part.name)))),))


_PARTS: Mapping[str, Callable[[_Source, Part], Iterator[Block]]] = {
    "addressee": _addressee,
    "box": _box,
    "conditions": _conditions,
    "decision": _decision,
    "editions": _editions,
    "heading": _heading,
    "list": _list,
    "obligations": _obligations,
    "pairs": _pairs,
    "parties": _parties,
    "reasons": _reasons,
    "references": _references,
    "schedule": _schedule,
    "signatures": _signatures,
    "subject": _subject,
    "text": _text,
    "user_text": _user_text,
}


def _slip(source: _Source, slip: SlipWords) -> blocks.Slip:
    items = tuple(
        (str(source.numbers[pull(condition, "condition_id")]), plain(sentence))
        for condition in pull(source.facts, "conditions")
        if (sentence := pull(condition, "for_end_user"))
    )
    return blocks.Slip(
        title=slip.title,
        opening=source.fill(slip.opening_draft if source.facts.is_draft else slip.opening),
        items=items,
        statement=source.fill(slip.statement),
        lines=slip.lines,
        back_to=source.fill(slip.back_to),
    )


def _furniture(source: _Source) -> blocks.Furniture:
    """Return what each page carries (LT-07); check code and anchor when issued, the word DRAFT before."""
    facts, words = source.facts, source.template.furniture
    office, anchor, issued = facts.office, facts.anchor, not facts.is_draft
    return blocks.Furniture(
        state=source.value("office.state"),
        office=source.value("office.name"),
        contact=(
            *pull(office, "address"),
            f"{words['telephone']} {pull(office, 'telephone')}",
            pull(office, "email"),
        ),
        running=" · ".join((source.title, source.value("case.reference"), source.value("dated"))),
        number=pull(facts, "number"),
        marking=source.template.markings[Marking.OPEN],
        check=f"{words['check_code']} {facts.check_code}" if issued else "",
        anchor=f"{words['journal_entry']} {anchor.entry}: {anchor.digest.upper()}" if anchor else "",
        page=words["page"],
        draft="" if issued else words["draft"],
        draft_note="" if issued else words["draft_note"],
    )


def compose(facts: LetterFacts, template: Template | None = None) -> Letter:
    """Return the letter of ``facts`` in blocks, by the shipped template of its kind unless one is given.

    Raises :class:`Refused` naming the field: LT-03 for one above OPEN, LT-04 for one that is empty.
    """
    used = template or templates.load(facts.kind, facts.language)
    source = _Source(facts, used)
    flow: list[Block] = []
    for _, parts in used.blocks:
        for part in parts:
            if source.has(part.when):
                flow.extend(_PARTS[part.what](source, part))
    if used.slip is not None:
        flow.append(_slip(source, used.slip))
    return Letter(source.title, facts.language, _furniture(source), tuple(flow))
