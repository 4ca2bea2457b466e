"""Judges the single criteria of entries for one item: figures, facts, relations, range and payload.

Three values throughout: True is met, False is not met, None is open. A relation such as "usable in 1.A" is never in an
application's words; how its silence is read is said here in one place and always with the sentence why.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from desktop.annex import tradeoff
from desktop.annex.conditions import Compare, Is, NamedSubstance, Relation, Together, leaves
from desktop.annex.edition import Edition, Entry, Kind, is_under
from desktop.annex.model import Fact, Item, Judged
from desktop.annex.quantities import Interval, Kleene, compare

MAX_CHAIN = 4
RANGE, PAYLOAD = "range", "payload"
# Items whose entries are whole subsystems: that such a thing is usable in 1.A is asked, not presumed.
_SUBSYSTEM_ITEMS = frozenset({2, 20})

# how silence about a parameter reads: (is a figure, what the edition says) -> value, words
_SILENCE = {
    (True, "no"): (False, "no such figure is stated; makers state it where it is reached"),
    (False, "no"): (False, "nothing of the kind is stated"),
    (False, "yes"): (True, "nothing else is stated"),
    (False, "with_figures"): (True, "presumed where the other criteria are met"),
}


def has_figures(entry: Entry) -> bool:
    """Tell whether the entry names a figure that the item can be held against."""
    return entry.condition is not None and any(
        isinstance(leaf, Compare | Together | NamedSubstance) for leaf in leaves(entry.condition)
    )


@dataclass
class Judge:
    """What is known of one item, asked criterion by criterion; ``result_of`` is the engine's, for references."""

    edition: Edition
    item: Item
    result_of: Callable[["Judge", Entry], Kleene]
    depth: int = 0

    def __post_init__(self) -> None:
        self._results: dict[str, Kleene] = {}
        self._relations: dict[tuple[str, str], Judged] = {}
        self._values: dict[str, Fact | None] = {}

    # -- facts ------------------------------------------------------------------------------------------------------

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of thing the item may be."""
        return frozenset(self.item.kinds)

    @cached_property
    def vehicle(self) -> tradeoff.Vehicle | None:
        """The item as a complete vehicle, or None when it is none."""
        kinds = [self.edition.kinds[name] for name in self.item.kinds]
        vehicles = [kind for kind in kinds if kind.vehicle]
        if not vehicles:
            return None
        limit = next((kind.presumed_range_below for kind in vehicles if kind.presumed_range_below is not None), None)
        return tradeoff.Vehicle(
            self.item.points,
            presumed_range_below=limit,
            is_rocket=any(kind.vehicle == "rocket" for kind in vehicles),
            reaches_orbit=any(kind.reaches_orbit for kind in vehicles),
        )

    def fact(self, parameter: str) -> Fact | None:
        """Return what is known of a parameter: stated, implied by the kind of thing, or how silence reads."""
        if parameter not in self._values:
            self._values[parameter] = self._fact(parameter)
        return self._values[parameter]

    def _fact(self, parameter: str) -> Fact | None:
        if self.vehicle is not None and parameter in {RANGE, PAYLOAD}:
            greatest = tradeoff.greatest_range if parameter == RANGE else tradeoff.greatest_payload
            interval = greatest(self.vehicle, self.edition.tradeoff)
            if interval is not None:
                return Fact(parameter, interval, "derived", self._words_of(parameter))
            return self._presumed_range() if parameter == RANGE else None
        return self.item.facts.get(parameter) or self._implied(parameter) or self._silence(parameter)

    def _silence(self, parameter: str) -> Fact | None:
        asked = self.edition.parameters[parameter]
        reading = _SILENCE.get((asked.type == "number", asked.silence))
        return None if reading is None else Fact(parameter, value=reading[0], source="presumed", words=reading[1])

    def _presumed_range(self) -> Fact | None:
        for name in self.item.kinds:
            kind = self.edition.kinds[name]
            if kind.presumed_range_below is not None:
                words = f"presumed of a {kind.label}, as no range and no endurance is stated"
                return Fact(RANGE, Interval(None, kind.presumed_range_below, high_in=False), "presumed", words)
        return None

    def _implied(self, parameter: str) -> Fact | None:
        values = {
            value for name in self.item.kinds for said, value in self.edition.kinds[name].implies if said == parameter
        }
        if len(values) != 1:
            return None
        labels = ", ".join(self.edition.kinds[name].label for name in self.item.kinds)
        return Fact(parameter, value=values.pop(), source="presumed", words=f"follows from the kind of thing: {labels}")

    def _words_of(self, parameter: str) -> str:
        halves = ((point, point.distance if parameter == RANGE else point.payload) for point in self.item.points)
        return "; ".join(dict.fromkeys(point.source for point, half in halves if half is not None and point.source))

    # -- leaves -----------------------------------------------------------------------------------------------------

    def compare(self, leaf: Compare) -> Kleene:
        """Hold a figure against its threshold."""
        fact = self.fact(leaf.parameter)
        if fact is None or not isinstance(fact.value, Interval):
            return False if fact is not None and fact.value is False else None
        return compare(fact.value, leaf.operator, leaf.threshold)

    def is_one_of(self, leaf: Is) -> Kleene:
        """Ask whether a yes-or-no fact or a choice has one of the values."""
        fact = self.fact(leaf.parameter)
        if fact is None or fact.value is None or isinstance(fact.value, Interval):
            return None
        return fact.value in leaf.values

    def together(self, leaf: Together) -> Judged:
        """Test range and payload as a pair."""
        far, heavy = leaf.range_at_least.threshold, leaf.payload_at_least.threshold
        if self.vehicle is None:
            return Judged(value=False, why="It is no complete vehicle.")
        return tradeoff.reaches(self.vehicle, far, heavy, self.edition.tradeoff)

    def substance(self, leaf: NamedSubstance) -> Judged:
        """Ask whether the item is a substance of the entry."""
        if leaf.code in self.item.substances:
            return Judged(value=True, why="Name or CAS number is that of the entry.")
        if self.item.is_named_substance:
            return Judged(value=False, why="It is named as another substance.")
        return Judged(None, "Neither a chemical name nor a CAS number is recognised.")

    def not_in(self, codes: Iterable[str]) -> Kleene:
        """Tell whether the item meets none of the entries under ``codes``."""
        result: Kleene = True
        for target in codes:
            for code in self.edition.under(target):
                met = self.result(code)
                if met is True:
                    return False
                if met is None:
                    result = None
        return result

    def result(self, code: str) -> Kleene:
        """Return how the entry ``code`` stands to the item; an entry about other kinds of thing is not met."""
        if code not in self._results:
            entry = self.edition.entries[code]
            is_such = not self.kinds.isdisjoint(entry.subject)
            self._results[code] = self.result_of(self, entry) if is_such and entry.can_be_met else False
        return self._results[code]

    # -- relations --------------------------------------------------------------------------------------------------

    def relation(self, leaf: Relation, entry: Entry) -> Judged:
        """Judge a relation of the item to other entries, with the sentence why."""
        key = (leaf.key, entry.code)
        if key not in self._relations:
            self._relations[key] = self._relation(leaf, entry)
        return self._relations[key]

    def _relation(self, leaf: Relation, entry: Entry) -> Judged:
        answered = self.item.answers.get(leaf.key)
        if answered is not None:
            return Judged(answered, "So answered.")
        reads = self.edition.relations[leaf.name].reads
        if reads == "capability":
            return self._capability(leaf, entry)
        if reads == "parts":
            return self._parts(leaf)
        if reads == "served":
            return self._served(leaf)
        return self._design(leaf)

    def _capability(self, leaf: Relation, entry: Entry) -> Judged:
        if has_figures(entry):
            return Judged(
                value=True, why="Presumed usable where the figures of the entry are met; the intent does not matter."
            )
        host = self._host(leaf.targets, only_use=True)
        if host is not None and host.value is not None:
            return host
        if entry.item in _SUBSYSTEM_ITEMS or any(_number(target) in _SUBSYSTEM_ITEMS for target in leaf.targets):
            return host or Judged(None, "What it is used in is not stated, and the entry has no figure of its own.")
        return Judged(value=True, why="Presumed usable: it is such a thing, and the entry has no figure of its own.")

    def _design(self, leaf: Relation) -> Judged:
        host = self._host(leaf.targets)
        if host is None:
            return Judged(None, "What it was made for is not stated.")
        if host.value is None and self._is_within(leaf.targets):
            return Judged(value=True, why=f"Presumed: {host.why[0].lower()}{host.why[1:]}")
        return host

    def _is_within(self, targets: tuple[str, ...]) -> bool:
        """Tell whether everything that the nearest host may still turn out to be lies under ``targets``.

        Where it may also turn out to be a twin of another category, its figures are asked for instead.
        """
        host = self.host_judge()
        if host is None:
            return False
        named = [code for kind in host.kinds for code in self.edition.named_by.get(kind, ())]
        maybe = [code for code in named if host.result(code) is None]
        return bool(maybe) and all(any(is_under(code, target) for target in targets) for code in maybe)

    def host_judge(self) -> "Judge | None":
        """Return the judge of what the item is made for, or None when that is not said."""
        return None if self.item.serves is None else self._judge_of(self.item.serves)

    def _served(self, leaf: Relation) -> Judged:
        wanted = self.edition.relations[leaf.name].activity
        if wanted == "coordination" and wanted not in self.item.activities:
            return Judged(value=False, why="Nothing says that it makes several subsystems work together.")
        if wanted and self.item.activities and wanted not in self.item.activities:
            return Judged(value=False, why=f"It serves {', '.join(sorted(self.item.activities))}, not {wanted}.")
        host = self._host(leaf.targets)
        return host or Judged(None, "What it serves is not stated.")

    def _parts(self, leaf: Relation) -> Judged:
        results = []
        for target in leaf.targets:
            for code in self.edition.under(target):
                entry = self.edition.entries[code]
                part = replace(self.item, kinds=entry.subject, serves=self.item.serves, part_of=())
                results.append((code, self._judge_of(part).result(code)))
        met = [code for code, result in results if result]
        if met:
            return Judged(value=True, why=f"The figures of its sensors meet {', '.join(met)}.")
        if all(result is False for _, result in results):
            return Judged(value=False, why="The figures of its sensors meet none of these entries.")
        return Judged(None, f"The figures of its sensors are not stated ({', '.join(leaf.targets)}).")

    def _host(self, targets: tuple[str, ...], *, only_use: bool = False) -> Judged | None:
        """Hold what the item is made for against the targets; None when it is not said what that is.

        ``only_use``: the intent does not matter, so a host of another kind or an ordinary use says nothing.
        """
        best: Judged | None = None
        for host in list(self.item.chain())[:MAX_CHAIN]:
            judged = self._one_host(host, targets, only_use=only_use)
            if judged is None:
                continue
            if judged.value:
                return judged
            best = best or judged  # the nearest decides, unless a farther one is a target itself
        return best

    def _one_host(self, host: Item, targets: tuple[str, ...], *, only_use: bool) -> Judged | None:
        kinds = [self.edition.kinds[name] for name in host.kinds]
        if not kinds:
            return None
        label = " or ".join(dict.fromkeys(kind.label for kind in kinds))
        if all(kind.outside for kind in kinds):
            return None if only_use else Judged(value=False, why=f"It is made for an ordinary use: {label}.")
        judge = self._judge_of(host)
        codes = [code for target in targets for code in self.edition.under(target)]
        results = {code: judge.result(code) for code in codes}
        met = [code for code, result in results.items() if result]
        if met:
            return Judged(value=True, why=f"It is made for: {label}, which meets {', '.join(met)}.")
        named = [code for code in codes if not judge.kinds.isdisjoint(self.edition.entries[code].subject)]
        if not named:
            beside = self._host_beside(judge, kinds, label, targets)
            is_vehicle = any(kind.vehicle for kind in kinds)
            return None if only_use and not is_vehicle else beside
        if all(results[code] is False for code in named):
            return Judged(value=False, why=f"It is made for: {label}, which does not meet {', '.join(targets)}.")
        return Judged(None, f"It is made for: {label}, whose figures are not stated.")

    def _host_beside(
        self, judge: "Judge", kinds: Sequence[Kind], label: str, targets: tuple[str, ...]
    ) -> Judged | None:
        """Judge a host of another kind than the targets: a vehicle may contain one, other things are not one."""
        codes = [code for kind in kinds for code in self.edition.named_by.get(kind.name, ())]
        away = [code for kind in kinds for code in kind.not_loaded]
        if any(is_under(code, target) for code in away for target in targets) or not (codes or away):
            return None
        if any(kind.vehicle for kind in kinds):
            if all(judge.result(code) is False for code in codes):
                return Judged(value=False, why=f"It is made for: {label}, which no entry of Items 1 and 19 lists.")
            return Judged(
                None, f"It is made for: {label}; whether that holds one of {', '.join(targets)} is not stated."
            )
        return Judged(value=False, why=f"It is made for: {label}, which {', '.join(targets)} does not name.")

    def _judge_of(self, item: Item) -> "Judge":
        if self.depth >= MAX_CHAIN:
            item = replace(item, serves=None)
        return Judge(self.edition, item, self.result_of, self.depth + 1)


def _number(code: str) -> int:
    return int(code.partition(".")[0])
