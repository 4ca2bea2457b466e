"""Nouns of a classification: facts about an item, findings, questions, the verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from desktop.annex.edition import Effect
from desktop.annex.quantities import Interval, Kleene

ClassificationId = NewType("ClassificationId", int)


class Verdict(StrEnum):
    """What a classification says (design.md §7)."""

    CONTROLLED = "controlled"
    NOT_CONTROLLED = "not_controlled"
    NEEDS_INFORMATION = "needs_information"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of the item: a figure, a yes or no, a choice; where it stands and in which words."""

    parameter: str
    value: Interval | bool | str | None
    source: str  # specification | description | answer | derived | presumed
    words: str = ""
    question: str = ""  # what a person has to settle before the value counts for certain
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Point:
    """A stated range, payload or both of a complete vehicle; a missing half is None. Metre and kilogram.

    ``standing``: ``demonstrated`` and ``advertised`` figures can be exceeded by the design, ``maximum`` ones cannot.
    ``is_pair``: both halves hold at the same time; else each is the greatest on its own.
    """

    distance: Interval | None
    payload: Interval | None
    standing: str = "advertised"  # demonstrated | advertised | maximum
    source: str = ""
    is_pair: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a relation or of a named substance: the value and the sentence why."""

    value: Kleene
    why: str


@dataclass(frozen=True)
class Item:
    """What is known of the thing to be classified, and of what it serves."""

    description: str = ""
    kinds: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()  # kinds of thing of which the item is only a part
    what: str = "goods"
    activities: frozenset[str] = frozenset()  # of software and technology: what it serves to do
    facts: Mapping[str, Fact] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    substances: frozenset[str] = frozenset()  # codes whose substance the item is
    is_named_substance: bool = False  # a substance is named (by name or CAS number), listed or not
    answers: Mapping[str, bool] = field(default_factory=dict)  # relation key -> a person's answer
    serves: "Item | None" = None  # what it is made for, if that is said
    remarks: tuple[str, ...] = ()  # what the reader could not use, for the screen

    def chain(self) -> Iterator["Item"]:
        """Yield what the item serves, then what that serves."""
        served = self.serves
        while served is not None:
            yield served
            served = served.serves


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: the key under which the answer comes back, the sentence, and what kind of answer fits."""

    key: str
    label: str
    ask: str
    type: str  # number | yes_no | choice
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    measured: str = ""
    settles: int = 0  # how many open entries hang on it


@dataclass(frozen=True)
class Trace:
    """One step of judging a condition: what was asked for, what the item has, the result, and why."""

    result: Kleene
    criterion: str
    has: str = ""
    why: str = ""
    source: str = ""
    question: str = ""  # key of the question that would settle it
    key: str = ""  # what a person answers to judge this criterion otherwise: a parameter or a relation
    takes: str = ""  # kind of that answer: yes_no, number, choice
    unconfirmed: bool = False
    label: str = ""
    parts: tuple["Trace", ...] = ()

    def leaves(self) -> Iterator["Trace"]:
        """Yield the single criteria."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class NoteFinding:
    """How a note of an entry applies to the item: True applies, False does not, None is open or for a person."""

    effect: Effect
    text: str
    result: Kleene
    needs_person: bool
    confirmed: bool
    trace: Trace | None = None


@dataclass(frozen=True)
class Finding:
    """How one entry stands to the item."""

    code: str
    result: Kleene
    trace: Trace
    notes: tuple[NoteFinding, ...] = ()
    as_component: bool = False


@dataclass(frozen=True)
class Classification:
    """The verdict with everything it rests on; the program proposes, a person confirms."""

    edition: str
    verdict: Verdict
    codes: tuple[str, ...]
    category: str | None
    reason: str
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    not_loaded: tuple[str, ...] = ()  # codes in play that the edition does not hold
    item: Item = field(default_factory=Item)

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of what is missing, the one that settles most first."""
        return tuple(question.label for question in self.questions)
