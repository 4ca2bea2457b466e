"""Loads an edition of the control list from ``resources/annex``; refuses a broken one with file, entry and reason."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from desktop.annex.conditions import Compare, Malformed, Node, Reader
from desktop.annex.consistency import problem
from desktop.annex.edition import (
    Edition,
    Effect,
    Entry,
    ItemTitle,
    Kind,
    Note,
    Parameter,
    RelationReading,
    Substance,
    Tradeoff,
    is_under,
)
from desktop.annex.units import unit, units_spelled
from desktop.errors import UserError
from desktop.paths import resource

CODE = re.compile(r"(?P<item>\d{1,2})\.(?P<part>[A-E])(?:\.[0-9a-z]{1,2})+")
LEVELS = frozenset({"group", "entry", "characteristic"})
KINDS_OF_ENTRY = frozenset({"equipment", "production", "material", "software", "technology"})
READINGS = frozenset({"capability", "design", "parts", "served"})


class BrokenEdition(UserError):
    """An edition cannot be used; the text names the file, the entry and the reason."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"This edition of the annex cannot be used. {where}: {reason}.")
        self.where = where
        self.reason = reason


def editions() -> list[str]:
    """Return the ids of the editions that ship with the program, oldest first."""
    return sorted(path.parent.name for path in resource("annex").glob("*/edition.yaml"))


def load(edition_id: str | None = None) -> Edition:
    """Return an edition, the newest one when none is named; read and checked once.

    Raises :class:`UserError` naming the editions there are, :class:`BrokenEdition` for a broken one.
    """
    known = editions()
    if edition_id is None:
        edition_id = known[-1]
    if edition_id not in known:
        raise UserError(f"There is no annex edition “{edition_id[:40]}”. Loaded editions: {', '.join(known)}.")
    return _load(edition_id)


def as_of(day: date) -> Edition:
    """Return the edition in force on ``day``; raises :class:`UserError` when none is that old."""
    fitting = [edition for edition in (load(known) for known in editions()) if edition.dated <= day]
    if not fitting:
        raise UserError(f"No loaded annex edition was in force on {day.isoformat()}. The oldest is {editions()[0]}.")
    return max(fitting, key=lambda edition: edition.dated)


@cache
def _load(edition_id: str) -> Edition:
    return read_edition(resource("annex", edition_id))


def read_edition(folder: Path) -> Edition:
    """Read the edition in ``folder`` and check it whole; raises :class:`BrokenEdition`."""
    return _Loader(folder).edition()


class _TextLoader(yaml.CBaseLoader):
    """Reads everything as text, so that no "no" becomes a truth value, and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001 - PyYAML's signature
        """Return the mapping; raises a YAML error for a key that stands twice."""
        keys = [key.value for key, _ in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"“{twice}” stands twice", node.start_mark)
        return dict(super().construct_mapping(node, deep))


def _yaml(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_TextLoader)  # noqa: S506 - makes nothing but text
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as broken:
        raise BrokenEdition(path.name, f"it cannot be read ({str(broken).splitlines()[0]})") from broken
    if not isinstance(data, dict):
        raise BrokenEdition(path.name, "it is empty or no mapping")
    return data


def _strings(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    if isinstance(value, str):
        raise TypeError(f"“{key}” needs a list")
    return tuple(str(part) for part in value)


class _Loader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.head = _yaml(folder / "edition.yaml")
        self.relations = {
            name: RelationReading(row["meaning"], row.get("reads", ""), row.get("activity", ""))
            for name, row in self.head.get("relations", {}).items()
        }
        self.parameters = self._parameters()
        self.files: dict[str, str] = {}  # entry -> file, for messages
        self.missing: dict[str, str] = {}

    def edition(self) -> Edition:
        head = self.head
        for name, relation in self.relations.items():
            if relation.reads not in READINGS:
                raise BrokenEdition("edition.yaml", f"relation “{name}” does not say how it reads")
        kinds, part_words = self._kinds()
        entries: dict[str, Entry] = {}
        titles = []
        for number in _strings(head, "loaded"):
            title = self._item(int(number), entries)
            titles.append(title)
        coverage = _yaml(self.folder / "coverage-terms.yaml")
        for number, row in coverage["items"].items():
            titles.append(
                ItemTitle(int(number), row["title"], row["category"], is_loaded=False, is_reserved="reserved" in row)
            )
            self._not_loaded(row["entries"], kinds)
        try:
            general = tuple(self._note("", row) for row in head.get("general_notes", ()))
        except (Malformed, KeyError, ValueError) as wrong:
            raise BrokenEdition("edition.yaml", f"general note: {wrong}") from wrong
        tradeoff = head["tradeoff"]
        edition = Edition(
            edition_id=head["id"],
            dated=date.fromisoformat(head["date"]),
            title=head["title"],
            note=head.get("note", ""),
            items=tuple(sorted(titles, key=lambda title: title.number)),
            entries=entries,
            parameters=self.parameters,
            kinds=kinds,
            relations=self.relations,
            activities={name: tuple(words) for name, words in head.get("activities", {}).items()},
            part_words=part_words,
            tradeoff=Tradeoff(
                _reference(tradeoff["reference_range"]),
                _reference(tradeoff["reference_payload"]),
                Fraction(tradeoff["advertised_may_understate"]),
                Fraction(tradeoff["orbit_payload_factor"]),
                tuple(value for key, value in tradeoff.items() if key.endswith("_note")),
            ),
            not_loaded=self.missing,
            sources={name: row["what"] for name, row in head.get("sources", {}).items()},
            revisions=dict(head.get("revisions", {})),
            general_notes=general,
        )
        self._check(edition)
        return edition

    def _parameters(self) -> dict[str, Parameter]:
        found = {}
        for name, row in _yaml(self.folder / "parameters.yaml").get("parameters", {}).items():
            where = f"parameters.yaml, {name}"
            if row.get("type") not in {"number", "yes_no", "choice"}:
                raise BrokenEdition(where, f"unknown type “{row.get('type')}”")
            text = row.get("unit", "")
            if text and not units_spelled(text):
                raise BrokenEdition(where, f"unknown unit “{text}”")
            found[name] = Parameter(
                name=name,
                label=row["label"],
                type=row["type"],
                ask=row["ask"],
                unit=unit(text) if text else None,
                unit_text=text,
                values=_strings(row, "values"),
                measured=row.get("measured", ""),
                sense=row.get("sense", ""),
                silence=row.get("silence", ""),
                words=_strings(row, "words"),
                not_words=_strings(row, "not_words"),
                unlike=_strings(row, "unlike"),
                yes=_strings(row, "yes"),
                no=_strings(row, "no"),
                stems=_strings(row, "stems"),
                only_about=_strings(row, "only_about"),
                counts=tuple((word, int(number)) for word, number in row.get("count", {}).items()),
                figure=_figure(where, name, row["figure"]) if "figure" in row else None,
            )
        return found

    def _kinds(self) -> tuple[dict[str, Kind], frozenset[str]]:
        data = _yaml(self.folder / "objects.yaml")
        kinds = {}
        for name, row in data["kinds"].items():
            implies = tuple((parameter, value == "yes") for parameter, value in row.get("implies", {}).items())
            for parameter, _ in implies:
                if parameter not in self.parameters:
                    raise BrokenEdition(f"objects.yaml, {name}", f"unknown parameter “{parameter}”")
            kinds[name] = Kind(
                name=name,
                label=row["label"],
                what=row.get("what", "goods"),
                words=_strings(row, "words"),
                vehicle=row.get("vehicle", ""),
                kind_of=row.get("kind_of", ""),
                reaches_orbit=row.get("reaches_orbit") == "yes",
                presumed_range_below=_reference(row["presumed_range_below"]) if "presumed_range_below" in row else None,
                outside=row.get("outside", ""),
                stands_alone=row.get("stands_alone") == "yes",
                implies=implies,
            )
        return kinds, frozenset(_strings(data, "part_words"))

    def _not_loaded(self, rows: Mapping[str, Any], kinds: dict[str, Kind]) -> None:
        for code, row in rows.items():
            self.missing[code] = row["title"]
            if "words" in row:
                kinds[code] = Kind(code, row["title"], words=_strings(row, "words"), not_loaded=(code,))

    def _item(self, number: int, entries: dict[str, Entry]) -> ItemTitle:
        name = f"item-{number:02d}.yaml"
        data = _yaml(self.folder / name)
        if data.get("item") != str(number) or data.get("category") not in {"I", "II"}:
            raise BrokenEdition(name, "item number or category is wrong")
        common = data.get("notes", [])
        for row in data.get("entries", []):
            code = row.get("code", "without code")
            where = f"{name}, {code}"
            if code in entries:
                raise BrokenEdition(where, "the code stands twice")
            try:
                entry = self._entry(row, data, common)
            except (Malformed, KeyError, ValueError, TypeError) as wrong:
                raise BrokenEdition(where, str(wrong).strip("'\"") or "a field is missing") from wrong
            entries[code] = entry
            self.files[code] = where
        return ItemTitle(number, data["title"], data["category"], is_loaded=True, summary=data.get("summary", ""))

    def _note(self, code: str, row: Mapping[str, Any]) -> Note:
        return Note(
            effect=Effect(row["effect"]),
            text=row["text"],
            when=self._condition(code, row["when"]) if "when" in row else None,
            conditions=_strings(row, "conditions"),
            confirmed=row.get("confirmed", "yes") == "yes",
            applies_to=_strings(row, "applies_to"),
            sources=_strings(row, "sources"),
        )

    def _condition(self, code: str, data: Any) -> Node:
        return Reader(self.parameters, frozenset(self.relations), code).read(data)

    def _entry(self, row: Mapping[str, Any], item: Mapping[str, Any], common: list[dict[str, Any]]) -> Entry:
        code, level = row["code"], row.get("level", "entry")
        found = CODE.fullmatch(code)
        if found is None or found["item"] != item["item"]:
            raise Malformed("the code does not fit the item")
        if level not in LEVELS or row["kind"] not in KINDS_OF_ENTRY:
            raise Malformed(f"unknown level “{level}” or kind “{row['kind']}”")
        notes = [self._note(code, note) for note in row.get("notes", [])]
        shared = (self._note(code, note) for note in common)
        notes += [note for note in shared if any(is_under(code, target) for target in note.applies_to)]
        equivalents = row.get("equivalents", {})
        return Entry(
            code=code,
            item=int(found["item"]),
            part=found["part"],
            level=level,
            category=item["category"],
            kind=row["kind"],
            title=row["title"],
            summary=row["summary"],
            subject=_strings(row, "subject"),
            condition=self._condition(code, row["condition"]) if "condition" in row else None,
            can_be_met=level == "entry" or row.get("can_be_met") == "yes",
            components=row.get("components", ""),
            notes=tuple(notes),
            explanations=_strings(row, "explanations"),
            substances=tuple(
                Substance(
                    name=part["name"],
                    also=_strings(part, "also"),
                    formula=part.get("formula", ""),
                    cas=_strings(part, "cas"),
                    confirmed=part.get("confirmed", "yes") == "yes",
                )
                for part in row.get("substances", [])
            ),
            words=_strings(row, "words"),
            see_also=_strings(row, "see_also"),
            eu_codes=_strings(equivalents, "eu"),
            us_codes=_strings(equivalents, "us"),
            guidelines_bar=row.get("guidelines_bar", ""),
            revision=row.get("revision", ""),
            changed_in=_strings(row, "changed_in"),
            code_confirmed=row.get("code_confirmed", "yes") == "yes",
            confirmed=row.get("confirmed", "yes") == "yes",
            unconfirmed=_strings(row, "unconfirmed"),
            doubt=row.get("doubt", ""),
            sources=_strings(row, "sources"),
        )

    def _check(self, edition: Edition) -> None:
        for note in edition.general_notes:
            if note.when is None:
                raise BrokenEdition("edition.yaml", "a general note needs a condition")
        for code, entry in edition.entries.items():
            reason = problem(edition, entry)
            if reason:
                raise BrokenEdition(self.files[code], reason)


def _reference(text: str) -> Fraction:
    number, _, spelling = text.partition(" ")
    return Fraction(number) * unit(spelling).factor


def _figure(where: str, name: str, text: str) -> Compare:
    found = re.fullmatch(r"(>=|<=|>|<) (\d+(?:\.\d+)?) (\S+)", text)
    if found is None or not units_spelled(found[3]):
        raise BrokenEdition(where, f"“{text}” is no bound with a unit")
    measured = unit(found[3])
    return Compare(name, found[1], Fraction(found[2]) * measured.factor, measured, text)
