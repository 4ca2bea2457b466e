"""Matches the names of a table of values to the annex's parameters, with a confidence, and reads the values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from desktop.annex.conditions import Compare, Is, Together, leaves
from desktop.annex.edition import Edition, Parameter
from desktop.annex.model import Fact
from desktop.annex.quantities import Figure, Interval, as_asked, compare, read_figure
from desktop.annex.reading.phrases import folded, index_of, is_denied, tokens_of
from desktop.annex.units import units_spelled

CERTAIN, LIKELY, POSSIBLE = 1.0, 0.8, 0.5
# parameters of complete vehicles from which range and payload follow
VEHICLE_TABLE_ONLY = frozenset({"range_with_payload", "payload_at_range"})
VEHICLE = ("range", "payload", "endurance", "cruise_speed", "range_with_payload", "payload_at_range")
AS_STATED = "specification"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of values as the applicant gives it."""

    name: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A row matched to a parameter: how sure, and the fact read from it."""

    parameter: str
    confidence: float
    fact: Fact


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens_of(text) if token.word)


@lru_cache(maxsize=8192)
def _essential(text: str) -> frozenset[str]:
    words = _words(text)
    return frozenset(word for word in words if word not in folded("filler")) or frozenset(words)


def _contains(words: tuple[str, ...], phrase: str) -> bool:
    wanted = _words(phrase)
    return any(words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1))


def name_score(parameter: Parameter, name: str) -> float:
    """Return how surely ``name`` means the parameter: 1.0 the same words, 0 not at all."""
    given = _words(name)
    if not given or any(_contains(given, other) for other in parameter.not_words):
        return 0.0
    if any(_contains(given, other) for other in parameter.unlike):
        return LIKELY
    essential = _essential(name)
    best = 0.0
    for words in (parameter.label, *parameter.words):
        wanted = _essential(words)
        if not wanted or _is_other_end(parameter, given, _words(words)):
            continue
        if essential == wanted or _words(words) == given:
            return CERTAIN
        if wanted <= essential:
            best = max(best, LIKELY * len(wanted) / len(essential) + 0.2 * (1 - LIKELY))
        elif essential < wanted and len(essential) > 1:
            best = max(best, POSSIBLE * len(essential) / len(wanted))
    return best


def _is_other_end(parameter: Parameter, given: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Tell whether one speaks of the least and the other, or the parameter itself, of the greatest."""
    is_least, names_least = not folded("least").isdisjoint(given), not folded("least").isdisjoint(words)
    if is_least == names_least:
        return False
    return names_least or parameter.sense == "greatest" or not folded("most").isdisjoint(words)


def relevant_parameters(edition: Edition, kinds: Iterable[str]) -> list[str]:
    """Return the parameters that entries about these kinds of thing ask for, in the edition's order."""
    return list(_relevant(_Key(edition), tuple(kinds)))


class _Key:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return hash(self.edition.edition_id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.edition is self.edition


@lru_cache(maxsize=1024)
def _relevant(key: _Key, kinds: tuple[str, ...]) -> tuple[str, ...]:
    edition = key.edition
    wanted: set[str] = set()
    for kind in kinds:
        for code in edition.named_by.get(kind, ()):
            _gather(edition, code, wanted, depth=0)
        if edition.kinds[kind].vehicle:
            wanted.update(VEHICLE)
    return tuple(name for name in edition.parameters if name in wanted)


def _gather(edition: Edition, code: str, wanted: set[str], depth: int) -> None:
    entry = edition.entries[code]
    for condition in (entry.condition, *(note.when for note in entry.notes)):
        if condition is None:
            continue
        for leaf in leaves(condition):
            if isinstance(leaf, Compare | Is):
                wanted.add(leaf.parameter)
            elif not isinstance(leaf, Together) and depth == 0 and getattr(leaf, "name", "") == "incorporates":
                for target in leaf.targets:  # type: ignore[union-attr]
                    for part in edition.under(target):
                        _gather(edition, part, wanted, depth=1)
    for note in edition.general_notes:
        if note.when is not None and entry.part in note.applies_to:
            wanted.update(leaf.parameter for leaf in leaves(note.when) if isinstance(leaf, Compare | Is))


def match_row(edition: Edition, row: Row, parameters: Iterable[str]) -> list[Matched]:
    """Return what a row may state, surest first; only readings whose unit fits. Empty when it means nothing here."""
    found = []
    for name in parameters:
        parameter = edition.parameters[name]
        score = name_score(parameter, row.name)
        if not score and parameter.type == "yes_no":
            score = _cue_score(parameter, row.name)
        if not score:
            continue
        fact = read_row(parameter, row)
        if fact is not None:
            found.append(Matched(name, score, replace(fact, confidence=score)))
    # a reading without a usable unit only stands when nothing fits better
    return sorted(found, key=lambda match: (-match.confidence, bool(match.fact.question)))


def _cue_score(parameter: Parameter, name: str) -> float:
    words = _words(name)
    return LIKELY if any(_contains(words, cue) for cue in (*parameter.yes, *parameter.no)) else 0.0


def read_row(parameter: Parameter, row: Row) -> Fact | None:
    """Read the value of a row for a parameter; None when it cannot be meant, such as with a unit of another kind."""
    if parameter.type == "number":
        return read_number(parameter, row.value, row.unit, row.name)
    words = f"{row.name}: {row.value} {row.unit}".strip()
    if parameter.type == "choice":
        said = _words(row.value)
        chosen = next((choice for choice in parameter.values if _words(choice.replace("_", " ")) == said), None)
        return None if chosen is None else Fact(parameter.name, chosen, AS_STATED, words)
    value = _yes_or_no(parameter, row)
    return None if value is None else Fact(parameter.name, value, AS_STATED, words)


def read_number(parameter: Parameter, value: str, unit: str, name: str = "", source: str = AS_STATED) -> Fact | None:
    """Read a figure for a parameter; a missing unit or an ambiguous comma becomes the fact's question."""
    figure = read_figure(value, unit, parameter.unit)
    if figure is None:
        return None
    words = f"{name}: {figure.words}" if name else figure.words
    if any(_contains(_words(name), other) for other in parameter.unlike):
        return Fact(
            parameter.name,
            None,
            source,
            words,
            f"“{words}” is not the annex's figure ({parameter.label.lower()}). {parameter.ask}",
        )
    if figure.unit is None and figure.question and _names_another_quantity(unit or value, parameter):
        return None
    figure = as_asked(figure, parameter.sense)
    known = figure.interval if figure.interval != Interval(None, None) else None
    return Fact(parameter.name, known, source, words, figure.question)


def _names_another_quantity(text: str, parameter: Parameter) -> bool:
    unit_words = text.strip()
    while unit_words and not unit_words[0].isalpha() and unit_words[0] not in "°%µ":
        unit_words = unit_words[1:]
    return bool(units_spelled(unit_words)) and parameter.unit is not None


def _yes_or_no(parameter: Parameter, row: Row) -> bool | None:
    said = set(_words(row.value))
    by_name = (
        not any(_contains(_words(row.name), cue) for cue in parameter.no) or name_score(parameter, row.name) >= LIKELY
    )
    if parameter.figure is not None:
        figure = read_figure(row.value, row.unit, parameter.figure.unit)
        if figure is not None and figure.unit is not None:
            return compare(figure.interval, parameter.figure.operator, parameter.figure.threshold)
    if said and said <= folded("yes") | folded("filler"):
        return by_name
    if said & folded("no") and len(said) <= 2:
        return not by_name
    cue = cue_in(parameter, row.value)
    if cue is not None:
        return cue
    figure = read_figure(row.value)
    if figure is not None and figure.interval.low is not None:
        return by_name if figure.interval.low > 0 else not by_name
    return None


def cue_in(parameter: Parameter, text: str) -> bool | None:
    """Return what wording answers a yes-or-no parameter; None when nothing does, or when the words disagree."""
    tokens = tokens_of(text)
    answers = set()
    for value, index in ((True, index_of(parameter.yes)), (False, index_of(parameter.no))):
        for match in index.find(tokens):
            answers.add(value != is_denied(tokens, match.start) if value else False)
    if any(stem in text.casefold() for stem in parameter.stems):
        answers.add(True)
    return answers.pop() if len(answers) == 1 else None


def cue_words(parameter: Parameter, text: str) -> str:
    """Return the wording that answers a yes-or-no parameter, for the screen."""
    tokens = tokens_of(text)
    for index in (index_of(parameter.no), index_of(parameter.yes)):
        for match in index.find(tokens):
            return " ".join(token.written for token in tokens[max(0, match.start - 1) : match.end])
    return next((stem for stem in parameter.stems if stem in text.casefold()), "")


def is_about(parameter: Parameter, text: str) -> bool:
    """Tell whether the text names one of the things that the parameter is only asked about."""
    return bool(index_of(parameter.only_about).find(tokens_of(text)))


def counted(parameter: Parameter, text: str) -> tuple[int, str] | None:
    """Return the number that wording states ("twin screw" is two shafts), with the words."""
    if not parameter.counts:
        return None
    index = index_of(tuple(phrase for phrase, _ in parameter.counts))
    numbers: Mapping[tuple[str, ...], int] = {_words(phrase): number for phrase, number in parameter.counts}
    for match in index.find(tokens_of(text)):
        return numbers[_words(match.phrase)], match.phrase
    return None


def exact_count(parameter: Parameter, number: int, words: str) -> Fact:
    """Return the fact that wording states a number."""
    return Fact(parameter.name, Interval.exactly(number), "description", words, confidence=LIKELY)  # type: ignore[arg-type]


def figure_fact(parameter: Parameter, figure: Figure, words: str, confidence: float) -> Fact:
    """Return a figure found in running text as a fact of the parameter."""
    asked = as_asked(figure, parameter.sense)
    return Fact(parameter.name, asked.interval, "description", words, asked.question, confidence)
