"""Puts a reading together: from name, description, table of values and answers to an item the engine can judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.annex.edition import Edition
from desktop.annex.model import Fact, Item, Point
from desktop.annex.quantities import Interval, read_figure
from desktop.annex.reading.figures import facts_in_text
from desktop.annex.reading.parameters import (
    Matched,
    Row,
    counted,
    cue_in,
    cue_words,
    exact_count,
    is_about,
    match_row,
    read_number,
    relevant_parameters,
)
from desktop.annex.reading.phrases import folded, index_of, tokens_of, word_of
from desktop.annex.reading.subject import Recognition, kinds_named, recognise
from desktop.annex.reading.substances import Chemicals, chemicals_in
from desktop.annex.reading.vehicle import Stated, points_of

KIND, SUBSTANCE, SERVES, HOST = "kind", "substance", "serves", "host:"
# kinds that a chemical may be called besides its name
_SUBSTANCE_KINDS = frozenset(
    {
        "chemical",
        "aluminium_powder",
        "zirconium_beryllium_magnesium_powder",
        "boron_powder",
        "mixture",
        "fuel",
        "propellant",
        "gel_propellant",
    }
)


@dataclass
class _Reading:
    facts: dict[str, Fact] = field(default_factory=dict)
    ranges: list[Stated] = field(default_factory=list)
    payloads: list[Stated] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    left_over: list[Row] = field(default_factory=list)


def read_item(
    edition: Edition,
    name: str,
    description: str,
    rows: Sequence[Row],
    answers: Mapping[str, str] | None = None,
) -> Item:
    """Read what an applicant sends, with the answers given since, into an item.

    Nothing is guessed: what cannot be read for certain stays open and carries its question (design.md §4). Never raises
    on what a person typed.
    """
    answers = answers or {}
    uses = [row.value for row in rows if _is_use(row)]
    told = ". ".join([description, *(f"Item for {use}" for use in uses), *_told(rows)])
    seen = recognise(edition, name, ". ".join([description, *(f"item for {use}" for use in uses)]))
    chemicals = chemicals_in(edition, f"{name}. {told}. {answers.get(SUBSTANCE, '')}")
    kinds = _kinds(edition, seen, chemicals, answers)
    is_substance = bool(kinds) and set(kinds) <= _SUBSTANCE_KINDS
    text = f"{name}. {told}"
    own, of_hosts = _shared_out(edition, rows, seen, kinds)
    reading = _Reading()
    parameters = relevant_parameters(edition, kinds or seen.part_of)
    _read_rows(edition, own, parameters, reading)
    _read_text(edition, text, parameters, reading)
    _read_answers(edition, answers, reading)
    _follow(reading)
    if chemicals.wrong_cas:
        reading.remarks.append(f"CAS {', '.join(chemicals.wrong_cas)}: the check digit is wrong.")
    serves, unused = _hosts(edition, seen, [*of_hosts, *(("", row) for row in reading.left_over)], text, answers)
    reading.remarks += [
        f"“{row.name}: {row.value} {row.unit}".rstrip() + "” is not used by the entries tried."
        for row in unused
        if read_figure(row.value) is not None
    ]
    what = {edition.kinds[kind].what for kind in kinds}
    return Item(
        description=" ".join(part for part in (name, description) if part),
        kinds=kinds,
        part_of=() if kinds else seen.part_of,
        what=what.pop() if len(what) == 1 else "goods",
        activities=_activities(edition, text),
        facts=reading.facts,
        points=_points(edition, kinds, reading),
        substances=chemicals.codes if is_substance else frozenset(),
        is_named_substance=is_substance and chemicals.is_named,
        answers={
            key: value == "yes" for key, value in answers.items() if _is_judgement(key) and value in {"yes", "no"}
        },
        serves=serves,
        remarks=tuple(dict.fromkeys(reading.remarks)),
    )


def _is_judgement(key: str) -> bool:
    return key.startswith(("relation:", "component:"))


def _is_use(row: Row) -> bool:
    words = {token.word for token in tokens_of(row.name) if token.word}
    return bool(words) and words <= folded("use_names") and read_figure(row.value) is None


def _told(rows: Sequence[Row]) -> list[str]:
    """Return what stands in the table in words rather than figures."""
    return [
        row.value
        for row in rows
        if not _is_use(row) and read_figure(row.value) is None and row.value.casefold() not in {"yes", "no", ""}
    ]


def _kinds(edition: Edition, seen: Recognition, chemicals: Chemicals, answers: Mapping[str, str]) -> tuple[str, ...]:
    answered = answers.get(KIND, "")
    if answered in edition.kinds:
        return (answered,)
    kinds = seen.kinds
    is_other_goods = bool(kinds) and not set(kinds) & _SUBSTANCE_KINDS
    if chemicals.codes and not is_other_goods and not seen.part_of:
        named = tuple(dict.fromkeys(kind for code in sorted(chemicals.codes) for kind in edition.entries[code].subject))
        return tuple(dict.fromkeys((*kinds, *named)))
    if chemicals.unlisted_cas and not kinds and not seen.part_of:
        return ("chemical",)
    return kinds


def _shared_out(
    edition: Edition, rows: Sequence[Row], seen: Recognition, kinds: tuple[str, ...]
) -> tuple[list[Row], list[tuple[str, Row]]]:
    """Part the rows about the item from those about its host ("launcher payload"); the second carry the host's word."""
    own: list[Row] = []
    of_hosts: list[tuple[str, Row]] = []
    labels = {
        word_of(word)
        for kind in kinds
        for phrase in (edition.kinds[kind].label, *edition.kinds[kind].words)
        for word in phrase.split()
    }
    for row in rows:
        tokens = [token for token in tokens_of(row.name) if token.word]
        first = tokens[0].word if len(tokens) > 1 else ""
        is_generic = first in folded("generic_host") and bool(seen.hosts)
        is_other = first in folded("host_words") and first not in labels
        if first and (is_generic or is_other) and (not kinds or first not in labels):
            rest = row.name[tokens[1].start :]
            of_hosts.append((tokens[0].written, replace(row, name=rest)))
        else:
            own.append(row)
    return own, of_hosts


def _read_rows(edition: Edition, rows: Sequence[Row], parameters: Sequence[str], reading: _Reading) -> None:
    for row in rows:
        matches = match_row(edition, row, parameters)
        if not matches:
            reading.left_over.append(row)
            continue
        best = matches[0]
        rivals = [match for match in matches[1:] if match.confidence == best.confidence and not match.fact.question]
        if rivals and not best.fact.question and not _all_yes_no(edition, [best, *rivals]):
            _ask_which(edition, row, [best, *rivals], reading)
            continue
        for match in [best, *rivals]:
            _keep(match.fact, row, reading)


def _all_yes_no(edition: Edition, matches: Sequence[Matched]) -> bool:
    return all(edition.parameters[match.parameter].type == "yes_no" for match in matches)


def _ask_which(edition: Edition, row: Row, matches: Sequence[Matched], reading: _Reading) -> None:
    labels = " or ".join(edition.parameters[match.parameter].label.lower() for match in matches)
    for match in matches:
        parameter = edition.parameters[match.parameter]
        question = f"“{row.name}” can mean {labels}. {parameter.ask}"
        reading.facts.setdefault(
            parameter.name, Fact(parameter.name, None, "specification", match.fact.words, question)
        )


def _keep(fact: Fact, row: Row, reading: _Reading) -> None:
    if fact.parameter == "range":
        reading.ranges.append(Stated(fact, row))
    elif fact.parameter == "payload":
        reading.payloads.append(Stated(fact, row))
    known = reading.facts.get(fact.parameter)
    if known is None or known.value is None or fact.confidence > known.confidence:
        reading.facts[fact.parameter] = fact
    elif fact.confidence == known.confidence and fact.value != known.value:
        reading.facts[fact.parameter] = _both(known, fact)


def _both(first: Fact, second: Fact) -> Fact:
    """Keep two statements that differ open between them."""
    words = f"{first.words}; {second.words}"
    question = f"Two values are stated: {words}. Which one holds?"
    if isinstance(first.value, Interval) and isinstance(second.value, Interval):
        return replace(first, value=first.value.hull(second.value), words=words, question=question)
    return replace(first, value=None, words=words, question=question)


def _read_text(edition: Edition, text: str, parameters: Sequence[str], reading: _Reading) -> None:
    missing = [name for name in parameters if name not in reading.facts]
    for fact in facts_in_text(edition, text, missing).values():
        _keep(fact, Row(fact.parameter.replace("_", " "), ""), reading)
    for name in missing:
        parameter = edition.parameters[name]
        if parameter.only_about and not is_about(parameter, text):
            words = f"it is not {' or '.join(parameter.only_about[:1])}"
            reading.facts[name] = Fact(name, value=False, source="derived", words=words)
        elif parameter.type == "yes_no":
            value = cue_in(parameter, text)
            if value is not None:
                words = f"“{cue_words(parameter, text)}”"
                reading.facts[name] = Fact(name, value=value, source="description", words=words, confidence=0.8)
        elif name not in reading.facts:
            found = counted(parameter, text)
            if found is not None:
                reading.facts[name] = exact_count(parameter, *found)


def _read_answers(edition: Edition, answers: Mapping[str, str], reading: _Reading) -> None:
    for key, value in answers.items():
        parameter = edition.parameters.get(key)
        text = value.strip()
        if parameter is None or not text:
            continue
        words = f"answer: {text}"
        if parameter.type == "number":
            fact = read_number(parameter, text, "", source="answer")
            if fact is None:
                reading.remarks.append(f"“{text}” is no figure for: {parameter.label}.")
                continue
            reading.facts[key] = replace(fact, words=words)
        elif parameter.type == "yes_no" and text.casefold() in {"yes", "no"}:
            reading.facts[key] = Fact(key, value=text.casefold() == "yes", source="answer", words=words)
        elif text in parameter.values:
            reading.facts[key] = Fact(key, text, "answer", words)


def _follow(reading: _Reading) -> None:
    """Add what follows from other facts: who states the volume of a spray tank has one fitted."""
    capacity = reading.facts.get("aerosol_capacity")
    if capacity is not None and "aerosol_system_fitted" not in reading.facts:
        reading.facts["aerosol_system_fitted"] = Fact(
            "aerosol_system_fitted", value=True, source="derived", words=f"a capacity is stated: {capacity.words}"
        )


def _points(edition: Edition, kinds: tuple[str, ...], reading: _Reading) -> tuple[Point, ...]:
    vehicles = {edition.kinds[kind].vehicle for kind in kinds} - {""}
    if not vehicles:
        return ()
    return points_of(edition, reading.ranges, reading.payloads, reading.facts, is_uav="uav" in vehicles)


def _activities(edition: Edition, text: str) -> frozenset[str]:
    tokens = tokens_of(text)
    return frozenset(name for name, words in edition.activities.items() if index_of(words).find(tokens))


def _hosts(
    edition: Edition,
    seen: Recognition,
    rows: Sequence[tuple[str, Row]],
    text: str,
    answers: Mapping[str, str],
) -> tuple[Item | None, list[Row]]:
    """Return what the item is made for, a chain with the figures stated about each link, and the rows nobody used."""
    hosts = [host.kinds for host in seen.hosts]
    for word, _ in rows:
        named = [match.stands_for for match in kinds_named(edition, word)]
        if named and not any(_is_called(edition, word, kinds) for kinds in hosts):
            hosts.append(named[0])
    if answers.get(SERVES) in edition.kinds:
        hosts = [(answers[SERVES],), *(kinds for kinds in hosts if answers[SERVES] not in kinds)]
    served: Item | None = None
    unused = [row for _, row in rows]
    for number, kinds in reversed(list(enumerate(hosts))):
        reading = _Reading()
        parameters = relevant_parameters(edition, kinds)
        mine = [row for word, row in rows if not word or _is_about(edition, word, hosts, number)]
        _read_rows(edition, mine, parameters, reading)
        unused = [row for row in unused if row not in mine or row in reading.left_over]
        _read_text(edition, _from_phrase(text, seen, number), parameters, reading)
        if number == 0:
            own = {key.removeprefix(HOST): value for key, value in answers.items() if key.startswith(HOST)}
            _read_answers(edition, own, reading)
        served = Item(kinds=kinds, facts=reading.facts, points=_points(edition, kinds, reading), serves=served)
    return served, unused


def _from_phrase(text: str, seen: Recognition, number: int) -> str:
    """Return the text from where a host is named, its own figures being those around and behind its name."""
    if number >= len(seen.hosts):
        return ""
    place = text.casefold().find(seen.hosts[number].phrase.casefold())
    return text[max(0, place - 40) :] if place >= 0 else text


def _is_about(edition: Edition, word: str, hosts: Sequence[tuple[str, ...]], number: int) -> bool:
    """Tell whether a row whose name begins with ``word`` is about the host at ``number`` of the chain."""
    first_word = word_of(word)
    if first_word in folded("generic_host"):
        vehicles = [place for place, kinds in enumerate(hosts) if any(edition.kinds[kind].vehicle for kind in kinds)]
        first = vehicles[0] if vehicles and first_word != "machine" else 0
        return number == first
    return _is_called(edition, word, hosts[number]) or (not kinds_named(edition, word) and number == 0)


def _is_called(edition: Edition, word: str, kinds: tuple[str, ...]) -> bool:
    """Tell whether ``word`` is one of the words by which such things are called."""
    called = " ".join(phrase for kind in kinds for phrase in (edition.kinds[kind].label, *edition.kinds[kind].words))
    return word_of(word) in {token.word for token in tokens_of(called) if token.word}
