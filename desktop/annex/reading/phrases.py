"""Finds the words of the trade in a description: plural and spelling aside, abbreviations only in capitals."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from desktop.annex.reading.words import listed, variants

MAX_TEXT = 10_000
_TOKEN = re.compile(r"[^\W_]+(?:[&'’][^\W_]+)*\*?|[.;:,()\n!?]")
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a text: as written, as compared, and where it starts."""

    written: str
    word: str
    start: int

    @property
    def is_mark(self) -> bool:
        """Whether this is punctuation that ends a thought."""
        return not self.word


def _fold(word: str) -> str:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(letter)
    )
    if len(plain) > _SHORT and plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        plain = plain[:-1]
    return variants().get(plain, plain).replace("iz", "is").replace("yz", "ys")


@lru_cache(maxsize=20_000)
def word_of(written: str) -> str:
    """Return the form in which two spellings of a word are the same."""
    return _fold(written)


@cache
def folded(name: str) -> frozenset[str]:
    """Return a list of reading words in the form in which words are compared."""
    return frozenset(word_of(word) for word in listed(name))


@lru_cache(maxsize=512)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the words and marks of a text in order; hyphens and strokes part words."""
    text = text[:MAX_TEXT].replace("µ", "u").replace("μ", "u")
    found = []
    for match in _TOKEN.finditer(text):
        written = match.group()
        is_mark = not (written[0].isalnum())
        found.append(Token(written, "" if is_mark else word_of(written), match.start()))
    return tuple(found)


def _is_abbreviation(written: str) -> bool:
    letters = "".join(letter for letter in written if letter.isalpha())
    return len(letters) > 1 and letters.isupper() and letters.isascii() and len(letters) <= 5


def _written_in_capitals(written: str) -> bool:
    return written.removesuffix("s").isupper()


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: its place among the tokens, the phrase as the edition writes it, and what it stands for."""

    start: int
    end: int
    phrase: str
    stands_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    phrase: str
    stands_for: tuple[str, ...]

    def fits(self, tokens: Sequence[Token], position: int) -> bool:
        if position + len(self.words) > len(tokens):
            return False
        for offset, (word, capitals) in enumerate(zip(self.words, self.capitals, strict=True)):
            token = tokens[position + offset]
            same = token.word.startswith(word[:-1]) if word.endswith("*") else token.word == word
            if not same or token.is_mark or (capitals and not _written_in_capitals(token.written)):
                return False
        return True


class PhraseIndex:
    """Phrases with what they stand for; finds the longest ones in a text without overlap."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        gathered: dict[tuple[tuple[str, ...], tuple[bool, ...]], tuple[str, dict[str, None]]] = {}
        for stands_for, spellings in phrases.items():
            for spelling in spellings:
                parts = [token for token in tokens_of(spelling) if not token.is_mark]
                if not parts:
                    continue
                words = tuple(token.word for token in parts)
                capitals = tuple(_is_abbreviation(token.written) for token in parts)
                gathered.setdefault((words, capitals), (spelling, {}))[1][stands_for] = None
        self._by_first: dict[str, list[_Phrase]] = {}
        self._by_prefix: list[_Phrase] = []
        for (words, capitals), (spelling, names) in gathered.items():
            phrase = _Phrase(words, capitals, spelling, tuple(names))
            if words[0].endswith("*"):
                self._by_prefix.append(phrase)
            else:
                self._by_first.setdefault(words[0], []).append(phrase)
        for bucket in (*self._by_first.values(), self._by_prefix):
            bucket.sort(key=lambda phrase: -len(phrase.words))

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the phrases found, leftmost and longest first, without overlap."""
        found = []
        position = 0
        while position < len(tokens):
            phrase = self._at(tokens, position)
            if phrase is None:
                position += 1
                continue
            end = position + len(phrase.words)
            found.append(Match(position, end, phrase.phrase, self._all_at(tokens, position, len(phrase.words))))
            position = end
        return found

    def _at(self, tokens: Sequence[Token], position: int) -> _Phrase | None:
        fitting = [
            phrase
            for phrase in (*self._by_first.get(tokens[position].word, ()), *self._by_prefix)
            if phrase.fits(tokens, position)
        ]
        return max(fitting, key=lambda phrase: len(phrase.words)) if fitting else None

    def _all_at(self, tokens: Sequence[Token], position: int, length: int) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for phrase in (*self._by_first.get(tokens[position].word, ()), *self._by_prefix):
            if len(phrase.words) == length and phrase.fits(tokens, position):
                names.update(dict.fromkeys(phrase.stands_for))
        return tuple(names)


_REACH = 3


@lru_cache(maxsize=1024)
def index_of(phrases: tuple[str, ...]) -> PhraseIndex:
    """Return an index over phrases that all mean the same; made once."""
    return PhraseIndex({"": phrases})


def is_denied(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether the phrase at ``position`` is denied ("without autopilot", "no dispensing gear")."""
    for token in reversed(tokens[max(0, position - _REACH) : position]):
        if token.is_mark:
            return False
        if token.word in folded("negations"):
            return True
    return False
