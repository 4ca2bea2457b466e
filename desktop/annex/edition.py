"""Nouns of the control list: an edition with its entries, notes, parameters and kinds of thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from desktop.annex.conditions import Compare, Node
from desktop.annex.units import Unit


class Effect(StrEnum):
    """What a note of an entry does."""

    NOT_CONTROLLED = "not_controlled"
    CATEGORY_II = "may_treat_as_category_II"
    EXPORT_AS_PART = "may_export_as_part_of"
    SCOPE_LIMIT = "scope_limit"
    STILL_CONTROLLED = "still_controlled"
    CLASSIFY_UNDER = "classify_under"


@dataclass(frozen=True, slots=True)
class Note:
    """A note that takes away from an entry, adds to it or points elsewhere; without ``when`` a person judges it."""

    effect: Effect
    text: str
    when: Node | None = None
    conditions: tuple[str, ...] = ()
    confirmed: bool = True
    applies_to: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Substance:
    """A named chemical of an entry."""

    name: str
    also: tuple[str, ...] = ()
    formula: str = ""
    cas: tuple[str, ...] = ()
    confirmed: bool = True


@dataclass(frozen=True)
class Entry:
    """One record of the annex; ``code`` says where it stands, ``can_be_met`` whether a classification may name it."""

    code: str
    item: int
    part: str
    level: str  # group | entry | characteristic
    category: str  # I | II
    kind: str  # equipment | production | material | software | technology
    title: str
    summary: str
    subject: tuple[str, ...] = ()
    condition: Node | None = None
    can_be_met: bool = True
    components: str = ""
    notes: tuple[Note, ...] = ()
    explanations: tuple[str, ...] = ()
    substances: tuple[Substance, ...] = ()
    words: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    eu_codes: tuple[str, ...] = ()
    us_codes: tuple[str, ...] = ()
    guidelines_bar: str = ""
    revision: str = ""
    changed_in: tuple[str, ...] = ()
    code_confirmed: bool = True
    confirmed: bool = True
    unconfirmed: tuple[str, ...] = ()
    doubt: str = ""
    sources: tuple[str, ...] = ()

    @property
    def exclusions(self) -> tuple[Note, ...]:
        """Notes under which the entry does not apply."""
        return tuple(note for note in self.notes if note.effect is Effect.NOT_CONTROLLED)

    @property
    def has_doubts(self) -> bool:
        """Whether anything about the entry was not confirmed by a source."""
        return not self.confirmed or bool(self.unconfirmed) or bool(self.doubt)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is measured or asked: its unit, its question, and how data sheets name it."""

    name: str
    label: str
    type: str  # number | yes_no | choice
    ask: str
    unit: Unit | None = None
    unit_text: str = ""
    values: tuple[str, ...] = ()
    measured: str = ""
    sense: str = ""  # greatest | least | ''
    silence: str = ""  # yes | no | with_figures | ''
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    only_about: tuple[str, ...] = ()  # a question only about things named so; the answer for others is no
    counts: tuple[tuple[str, int], ...] = ()
    figure: Compare | None = None  # a figure given for a yes-or-no parameter answers it so


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: how the trade names it, what all such things have, which entries name it."""

    name: str
    label: str
    what: str = "goods"  # goods | software | technology
    words: tuple[str, ...] = ()
    vehicle: str = ""  # rocket | uav
    kind_of: str = ""  # the wider kind that entries name
    reaches_orbit: bool = False
    presumed_range_below: Fraction | None = None  # metres; holds while no figure says otherwise
    outside: str = ""  # the ordinary civil or manned use that this kind stands for
    stands_alone: bool = False  # outside, and an item of this kind is not listed
    implies: tuple[tuple[str, bool], ...] = ()
    not_loaded: tuple[str, ...] = ()  # codes of entries that this edition of the office does not hold


@dataclass(frozen=True, slots=True)
class RelationReading:
    """What a relation means, and how silence about it is read."""

    meaning: str
    reads: str
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Tradeoff:
    """The office's reading of the trade of range against payload (domain.md R-06); metre and kilogram."""

    reference_range: Fraction
    reference_payload: Fraction
    may_understate: Fraction
    orbit_payload_factor: Fraction
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemTitle:
    """An item of the annex: number, title, category, whether its entries are loaded."""

    number: int
    title: str
    category: str
    is_loaded: bool
    is_reserved: bool = False
    summary: str = ""


@dataclass(frozen=True)
class Edition:
    """One dated edition of the control list, validated."""

    edition_id: str
    dated: date
    title: str
    note: str
    items: tuple[ItemTitle, ...]
    entries: Mapping[str, Entry]
    parameters: Mapping[str, Parameter]
    kinds: Mapping[str, Kind]
    relations: Mapping[str, "RelationReading"]
    activities: Mapping[str, tuple[str, ...]]
    part_words: frozenset[str]
    tradeoff: Tradeoff
    not_loaded: Mapping[str, str] = field(default_factory=dict)  # code of an entry that is not loaded -> its title
    sources: Mapping[str, str] = field(default_factory=dict)
    revisions: Mapping[str, str] = field(default_factory=dict)
    general_notes: tuple[Note, ...] = ()

    def entry(self, code: str) -> Entry:
        """Return the entry with this code; raises KeyError when the edition has none."""
        return self.entries[code]

    def knows(self, code: str) -> bool:
        """Tell whether ``code`` names an entry of the annex, loaded or not."""
        return code in self.entries or code in self.not_loaded

    def category_of(self, code: str) -> str:
        """Return I or II; Items 1 and 2 are Category I and nothing else (annex-definitions N-02)."""
        return "I" if code.partition(".")[0] in {"1", "2"} else "II"

    def title_of(self, code: str) -> str:
        """Return the title of an entry, loaded or not."""
        return self.entries[code].title if code in self.entries else self.not_loaded[code]

    @cached_property
    def named_by(self) -> Mapping[str, tuple[str, ...]]:
        """Kind of thing -> codes of the loaded entries that name it."""
        found: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for kind in entry.subject:
                found.setdefault(kind, []).append(entry.code)
        return {kind: tuple(codes) for kind, codes in found.items()}

    def under(self, target: str) -> tuple[str, ...]:
        """Return the loaded codes that ``target`` stands for, in annex order."""
        if target not in self._under:
            self._under[target] = tuple(code for code in self.entries if is_under(code, target))
        return self._under[target]

    @cached_property
    def _under(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def coverage(self) -> str:
        """One sentence on which items are loaded."""
        loaded = ", ".join(str(item.number) for item in self.items if item.is_loaded)
        return f"This edition holds Items {loaded} of the annex so far."


def is_under(code: str, target: str) -> bool:
    """Tell whether ``code`` is ``target`` or stands below it ("2.A" stands for all of section A of Item 2)."""
    return code == target or code.startswith(f"{target}.")
