"""Figures in running text: which parameter each one states, judged by the words beside it."""

from collections.abc import Iterable, Sequence

from desktop.annex.edition import Edition, Parameter
from desktop.annex.model import Fact
from desktop.annex.quantities import Mention, mentions
from desktop.annex.reading.parameters import POSSIBLE, VEHICLE_TABLE_ONLY, figure_fact
from desktop.annex.reading.phrases import Token, index_of, tokens_of
from desktop.annex.units import units_spelled

BEFORE, AFTER = 45, 32
# kinds of quantity that a thing has too many of for the unit alone to say what is measured
_COMMON = ("kg", "s", "deg", "K", "count")


def _is_telling(parameter: Parameter, mention: Mention, text: str) -> bool:
    """Tell whether the unit alone says what is measured, where a thing has only one figure of this kind."""
    unit = parameter.unit
    if unit is None or any(unit.measures_like(units_spelled(symbol)[0]) for symbol in _COMMON):
        return False
    if unit.measures_like(units_spelled("m")[0]):
        return any(spelled.factor == unit.factor for spelled in units_spelled(mention.unit_text))
    if unit.measures_like(units_spelled("%")[0]):
        return text.count("%") == 1
    return True


def facts_in_text(
    edition: Edition, text: str, parameters: Iterable[str], *, start: int = 0, end: int | None = None
) -> dict[str, Fact]:
    """Return what the figures of ``text`` between ``start`` and ``end`` state about ``parameters``."""
    wanted = [edition.parameters[name] for name in parameters if name not in VEHICLE_TABLE_ONLY]
    numbers = [parameter for parameter in wanted if parameter.type == "number"]
    found: dict[str, tuple[int, Fact]] = {}
    stop = len(text) if end is None else end
    here = [mention for mention in mentions(text) if start <= mention.start < stop]
    for number, mention in enumerate(here):
        left = max(mention.start - BEFORE, here[number - 1].end if number else 0)
        right = min(mention.end + AFTER, here[number + 1].start if number + 1 < len(here) else len(text))
        best = _best(numbers, mention, text, (left, right))
        if best is None:
            continue
        rank, parameter = best
        figure = mention.figure(parameter.unit)
        if figure is None or (parameter.name in found and found[parameter.name][0] >= rank):
            continue
        words = " ".join(text[left : min(right, mention.end + 12)].split())
        found[parameter.name] = (rank, figure_fact(parameter, figure, f"“…{words}…”", POSSIBLE + min(rank, 4) * 0.1))
    return {name: fact for name, (_, fact) in found.items()}


def _best(
    parameters: Sequence[Parameter], mention: Mention, text: str, window: tuple[int, int]
) -> tuple[int, Parameter] | None:
    before, after = text[window[0] : mention.start], text[mention.end : window[1]]
    fitting = [parameter for parameter in parameters if mention.figure(parameter.unit) is not None and parameter.unit]
    ranked = [(rank, parameter) for parameter in fitting if (rank := _near(parameter, before, after))]
    if ranked:
        top = max(rank for rank, _ in ranked)
        leaders = [parameter for rank, parameter in ranked if rank == top]
        return (top, leaders[0]) if len(leaders) == 1 else None
    if len(fitting) == 1 and _is_telling(fitting[0], mention, text) and not _is_unlike(fitting[0], before):
        return 0, fitting[0]
    return None


def _is_unlike(parameter: Parameter, before: str) -> bool:
    return bool(index_of((*parameter.unlike, *parameter.not_words)).find(tokens_of(before)))


def _near(parameter: Parameter, before: str, after: str) -> int:
    """Return how many words beside the figure name the parameter; 0 when none do, or when they name another thing."""
    if _is_unlike(parameter, before):
        return 0
    index = index_of((parameter.label, *parameter.words))
    left, right = tokens_of(before), tokens_of(after)
    # the name stands last before the figure ("drift 0.2 deg/h"), or first after it ("25 kg payload")
    matches = [match.end - match.start for match in index.find(left)]
    matches += [
        match.end - match.start for match in index.find(right) if match.start <= 2 and not _broken(right, match.start)
    ]
    return max(matches, default=0)


def _broken(tokens: Sequence[Token], position: int) -> bool:
    return any(token.is_mark for token in tokens[:position])
