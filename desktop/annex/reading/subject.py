"""Tells what kind of thing a description is about, and what that thing is made for ("a gyro for a missile" is a gyro).

The words of the host win every search, so the head of the phrase is found first: what stands before "for", "of" or
"with"; in a compound ("missile gyro", "nozzle actuator control software") the last thing named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.annex.edition import Edition
from desktop.annex.quantities import mentions
from desktop.annex.reading.phrases import Match, PhraseIndex, Token, folded, tokens_of, word_of

MAX_HOSTS = 4


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A kind of thing that the text names: the kinds a phrase may mean, and the phrase."""

    kinds: tuple[str, ...]
    phrase: str


@dataclass(frozen=True)
class Recognition:
    """What the item is, or of what it is a part, and what it is for, nearest first."""

    kinds: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    hosts: tuple[Mentioned, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One sentence read: what its head is, or is a part of, what it is for."""

    kinds: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    hosts: tuple[Mentioned, ...] = ()
    words: str = ""

    @property
    def has_head(self) -> bool:
        return bool(self.kinds or self.part_of)


@lru_cache(maxsize=4)
def _index(key: "_Key") -> PhraseIndex:
    edition = key.edition
    phrases: dict[str, Iterable[str]] = {name: (kind.label, *kind.words) for name, kind in edition.kinds.items()}
    return PhraseIndex(phrases)


class _Key:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return hash(self.edition.edition_id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.edition is self.edition


def kinds_named(edition: Edition, text: str) -> list[Match]:
    """Return every kind of thing that ``text`` names, in order."""
    return _index(_Key(edition)).find(tokens_of(text))


def _segments(text: str) -> list[list[Token]]:
    """Split a text into sentences of tokens; figures with their unit are left out ("bipropellant 400 N engine")."""
    sentences: list[list[Token]] = [[]]
    for mention in mentions(text):
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    for token in tokens_of(text):
        if token.is_mark and token.written in ".;\n!?":
            if sentences[-1]:
                sentences.append([])
        else:
            sentences[-1].append(token)
    return [sentence for sentence in sentences if sentence]


def _head_end(tokens: Sequence[Token], *, over_marks: bool = False) -> int:
    """Return where the head of a phrase ends: at the first word that begins what it is for, has, or does."""
    markers = folded("host_markers") | folded("part_markers") | folded("other_markers")
    for position, token in enumerate(tokens):
        if position == 0:
            continue
        marks_end = token.word in markers or (token.is_mark and not over_marks)
        if marks_end and not _is_only_container(tokens[:position], token):
            return position
    return len(tokens)


def _is_only_container(before: Sequence[Token], marker: Token) -> bool:
    """Tell whether all that stands before "of" is a container or a number ("a set of drawings")."""
    if marker.word not in {"of", "de", "von", "x"}:
        return False
    return all(token.word in folded("containers") or token.word.isdigit() for token in before)


def recognise(edition: Edition, name: str, description: str) -> Recognition:
    """Say what the item is and what it is for, from its name and its description."""
    index = _index(_Key(edition))
    heads: list[_Phrase] = []
    hosts: list[Mentioned] = []
    for text in (name, description):
        for number, tokens in enumerate(_segments(text)):
            phrase = _read_phrase(edition, index, tokens)
            is_ordinary = any(edition.kinds[kind].outside for kind in phrase.kinds)
            if phrase.has_head and (number == 0 or not (heads or is_ordinary)):
                heads.append(phrase)
            else:
                hosts += phrase.hosts
    return _put_together(edition, heads, hosts)


def _put_together(edition: Edition, heads: list[_Phrase], others: list[Mentioned]) -> Recognition:
    readings = [_with_wider(edition, head.kinds) for head in heads if head.kinds]
    kinds = _with_wider(edition, _agreed(edition, readings))
    part_of = () if kinds else tuple(dict.fromkeys(kind for head in heads for kind in head.part_of))
    distinct: list[Mentioned] = []
    for host in (*(host for head in heads for host in head.hosts), *others):
        is_known = any(set(host.kinds) & set(known.kinds) for known in distinct)
        if not is_known and not set(host.kinds) <= set(kinds):
            distinct.append(host)
    words = tuple(head.words for head in heads)
    return Recognition(kinds, part_of, tuple(distinct[:MAX_HOSTS]), words)


def _with_wider(edition: Edition, kinds: tuple[str, ...]) -> tuple[str, ...]:
    wider = (edition.kinds[kind].kind_of for kind in kinds)
    return tuple(dict.fromkeys((*kinds, *(kind for kind in wider if kind))))


def _agreed(edition: Edition, heads: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the kinds on which name and description agree; both readings when they do not."""
    if not heads:
        return ()
    first, *rest = heads
    for other in rest:
        shared = tuple(kind for kind in first if kind in other)
        if shared:
            first = shared
            continue
        what = {edition.kinds[kind].what for kind in first}
        if what != {"goods"}:
            continue  # the name says software or know-how: the goods in the text are what it serves
        first = tuple(dict.fromkeys((*first, *(k for k in other if edition.kinds[k].what == "goods"))))
    return first


def _read_phrase(edition: Edition, index: PhraseIndex, tokens: Sequence[Token]) -> _Phrase:
    matches = index.find(tokens)
    end = _head_end(tokens)
    heads = [match for match in matches if match.end <= end]
    if not heads:  # "casting, curing and inspection plant": a list before the thing itself
        end = _head_end(tokens, over_marks=True)
        heads = [match for match in matches if match.end <= end]
    hosts = _hosts(tokens, [match for match in matches if match.end > end], end)
    if not heads:
        return _Phrase(hosts=tuple(hosts))
    head = heads[-1]
    before = [Mentioned(match.stands_for, match.phrase) for match in reversed(heads[:-1])]
    is_part = any(token.word in _folded(edition.part_words) for token in tokens[head.end : end])
    kinds, part_of = ((), head.stands_for) if is_part else (head.stands_for, ())
    return _Phrase(kinds, part_of, (*before, *hosts), head.phrase)


@lru_cache(maxsize=4)
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word_of(word) for word in words)


def _hosts(tokens: Sequence[Token], matches: list[Match], end: int) -> list[Mentioned]:
    """Return the things named after the head that it is for; what it has ("with a turbojet") is left out."""
    hosts = []
    for match in matches:
        marker = ""
        for token in reversed(tokens[end - 1 if end else 0 : match.start]):
            if token.word in folded("part_markers"):
                marker = "part"
                break
            if token.word in folded("host_markers"):
                marker = "host"
                break
        if marker == "host":
            hosts.append(Mentioned(match.stands_for, match.phrase))
    return hosts
