"""Names of chemicals and CAS numbers in a text, and the entries they belong to (annex-definitions N-08)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from desktop.annex.edition import Edition
from desktop.annex.reading.phrases import PhraseIndex, tokens_of

_CAS = re.compile(r"(?<![\d-])(\d{2,7})-(\d{2})-(\d)(?![\d-])")
_AMBIGUOUS = 3  # letters: "AP", "GAP" stand for much else, so they only count beside other signs of a chemical


@dataclass(frozen=True, slots=True)
class Chemicals:
    """Chemicals named in a text: the entries they belong to, the words, and CAS numbers that no entry names."""

    codes: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    unlisted_cas: tuple[str, ...] = ()
    wrong_cas: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether any chemical is identified, listed or not."""
        return bool(self.codes or self.unlisted_cas)


def is_valid_cas(number: str) -> bool:
    """Tell whether the check digit of a CAS number is right."""
    found = _CAS.fullmatch(number)
    if found is None:
        return False
    digits = (found[1] + found[2])[::-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 10 == int(found[3])


@dataclass(frozen=True)
class _Names:
    index: PhraseIndex
    by_cas: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def _names(key: "_Key") -> _Names:
    phrases: dict[str, list[str]] = {}
    by_cas: dict[str, list[str]] = {}
    for code, entry in key.edition.entries.items():
        for substance in entry.substances:
            phrases.setdefault(code, []).extend([_bare(substance.name), substance.name, *substance.also])
            for number in substance.cas:
                by_cas.setdefault(number, []).append(code)
    return _Names(PhraseIndex(phrases), {number: tuple(codes) for number, codes in by_cas.items()})


class _Key:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return hash(self.edition.edition_id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.edition is self.edition


def _bare(name: str) -> str:
    return re.sub(r"\s*\([^()]*\)\s*$", "", name)


def chemicals_in(edition: Edition, text: str) -> Chemicals:
    """Return the chemicals that ``text`` names; a CAS number decides over words, a wrong check digit is reported."""
    names = _names(_Key(edition))
    valid: list[str] = []
    wrong: list[str] = []
    for found in _CAS.finditer(text):
        (valid if is_valid_cas(found.group()) else wrong).append(found.group())
    matches = names.index.find(tokens_of(_CAS.sub(" ", text)))
    certain = [match for match in matches if len(match.phrase) > _AMBIGUOUS]
    if certain or valid:
        certain = matches
    codes = {code for number in valid for code in names.by_cas.get(number, ())}
    by_words = {code for match in certain for code in match.stands_for}
    if not codes:
        codes = by_words
    unlisted = tuple(number for number in valid if number not in names.by_cas)
    return Chemicals(
        frozenset(codes),
        tuple(dict.fromkeys((*[number for number in valid if number in names.by_cas], *(m.phrase for m in certain)))),
        unlisted,
        tuple(wrong),
    )
