"""Turns an entry of the journal into a plain sentence: who did what, and each field before and after (AU-1).

The sentences are data, in ``resources/journal/wording.yaml``. Everything people wrote is shown on one line, so that no
name or remark can pass for an entry of its own (security.md R29).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

import yaml

from desktop.audit.chain import Entry
from desktop.audit.one_line import shown
from desktop.paths import resource

LONGEST_VALUE = 300
_NOTHING = "nothing"
_MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d(?:\.\d+)?\+00:00$")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words: one sentence, and a line for each field that changed."""

    sentence: str
    details: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Sentence and details as they are searched and copied."""
        return f"{self.sentence} {'; '.join(self.details)}".strip()


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of all verbs, the words of fields, and the lists codes are looked up in."""

    verbs: Mapping[str, str]
    fields: Mapping[str, str]
    lists_of_fields: Mapping[str, str]
    lists: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, Sequence[str]]

    def group_of(self, verb: str) -> str:
        """Return the part of a case an act belongs to, or ''."""
        # a whole verb weighs more than the first word it begins with
        for word in (verb, verb.partition(".")[0]):
            for group, words in self.groups.items():
                if word in words:
                    return group
        return ""


@cache
def load() -> Wording:
    """Return the wording that ships with the program; a list that a sentence names and nobody wrote is a ValueError."""
    raw = yaml.safe_load(resource("journal", "wording.yaml").read_text(encoding="utf-8"))
    wording = Wording(raw["verbs"], raw["fields"], raw["lists_of_fields"], raw["lists"], raw["groups"])
    named = {spec for sentence in wording.verbs.values() for _, spec in facts_in(sentence) if spec}
    missing = (named | set(wording.lists_of_fields.values())) - wording.lists.keys()
    if missing:
        raise ValueError(f"resources/journal/wording.yaml names lists that it does not have: {sorted(missing)}")
    return wording


def facts_in(sentence: str) -> list[tuple[str, str]]:
    """Return the facts a sentence puts in, each with the list it is looked up in or ''."""
    return [(name, spec or "") for _, name, spec, _ in Formatter().parse(sentence) if name]


def tell(entry: Entry) -> Told:
    """Return ``entry`` in words; an unknown verb is told as it stands, with its facts."""
    wording = load()
    try:
        facts = json.loads(entry.facts)
    except ValueError:
        facts = {}
    if not isinstance(facts, dict):
        facts = {}
    pattern = wording.verbs.get(entry.act)
    if pattern is None:
        return Told(f"{shown(entry.actor_name)}: {shown(entry.act)}", (shown(entry.facts, LONGEST_VALUE),))
    words = _filled(pattern, facts, wording)
    sentence = f"{shown(entry.actor_name)} {words}" if words[:1].islower() else words
    if not sentence.endswith((".", "!", "?", ":")):
        sentence += "."
    return Told(sentence, tuple(_changes(facts, wording)))


def _filled(pattern: str, facts: Mapping[str, Any], wording: Wording) -> str:
    def optional(match: re.Match[str]) -> str:
        inside = match[1]
        has_something = any(facts.get(name) not in (None, "", [], {}, 0) for name, _ in facts_in(inside))
        return inside if has_something else ""

    # the parts are put together before any value comes in, so that a bracket or brace in a value means nothing
    parts = []
    for literal, name, spec, _ in Formatter().parse(_OPTIONAL.sub(optional, pattern)):
        parts.append(literal)
        if name:
            parts.append(_value(facts.get(name), wording.lists.get(spec or "", {})))
    return "".join(parts)


def _value(value: object, words: Mapping[str, str]) -> str:
    if value is None or value == "" or value in ([], {}):
        return _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_value(one, words) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"line {shown(str(key))}: {_value(one, words)}" for key, one in value.items())
    text = _MOMENT.sub(r"\1 UTC", shown(str(value), LONGEST_VALUE))
    return words.get(text, text)


def _changes(facts: Mapping[str, Any], wording: Wording) -> list[str]:
    before, after = facts.get("before"), facts.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    lines = []
    for name in after:
        words = wording.lists.get(wording.lists_of_fields.get(name, ""), {})
        was, now = (_quoted(side.get(name), words) for side in (before, after))
        lines.append(f"{field_words(name, wording)}: {was} → {now}")
    return lines


def field_words(name: str, wording: Wording) -> str:
    """Return what the office calls a field; a box of the certificate form is called by its number and part."""
    if name.startswith("F-"):
        box, _, part = name.partition(".")
        return f"box {box}, {part.replace('_', ' ')}" if part else f"box {box}"
    return wording.fields.get(name, shown(name).replace("_", " "))


def _quoted(value: object, words: Mapping[str, str]) -> str:
    told = _value(value, words)
    return told if told == _NOTHING or isinstance(value, bool | list) else f"“{told}”"
