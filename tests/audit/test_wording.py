"""Every act reads as a sentence: verbs, facts and code words are all known (domain.md AU-1; security.md R29)."""

import ast
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.annex.explain import VERDICT_WORDS
from desktop.audit import wording
from desktop.audit.chain import Entry
from desktop.audit.wording import facts_in, field_words, load, tell
from desktop.cases.model import KIND_NAMES, PARTY_ROLE_NAMES, STATE_NAMES
from desktop.decisions.model import ANSWER_NAMES
from desktop.documents.model import VERDICT_NAMES
from desktop.letters.model import KIND_NAMES as LETTER_KIND_NAMES
from desktop.permissions import ROLE_NAMES
from tests.architecture.source import FILES, called, calls

VERB = re.compile(r"^[a-z_]+\.[a-z_]+$")


def _constants(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _recorded() -> dict[str, set[str] | None]:
    """Verbs the program records, each with the names of its facts; None where they cannot be read from the call."""
    found: dict[str, set[str] | None] = {}
    for name in FILES:
        if not name.startswith("desktop/"):
            continue
        verbs_by_name = {
            target.id: _constants(node.value)
            for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8")))
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and target.id == "verb"
        }
        for call in calls(name):
            if called(call).split(".")[-1] not in {"record", "move"} or len(call.args) < 2:
                continue
            verbs = {text for argument in call.args for text in _constants(argument) if VERB.match(text)}
            if any(isinstance(argument, ast.Name) and argument.id == "verb" for argument in call.args):
                verbs |= verbs_by_name.get("verb", set())
            facts = {keyword.arg for keyword in call.keywords if keyword.arg}
            is_open = any(keyword.arg is None for keyword in call.keywords)
            for verb in verbs:
                known = found.get(verb, set())
                found[verb] = None if is_open or known is None else known | facts | {"rule"}
    return found


def test_every_verb_the_program_records_has_its_sentence():
    assert sorted(_recorded().keys() - load().verbs.keys()) == []


def test_every_sentence_belongs_to_a_verb_the_program_records():
    assert sorted(load().verbs.keys() - _recorded().keys()) == []


def test_a_sentence_speaks_only_of_facts_its_verb_records():
    recorded = _recorded()
    strange = {
        verb: sorted(unknown)
        for verb, sentence in load().verbs.items()
        if (facts := recorded.get(verb)) is not None and (unknown := {name for name, _ in facts_in(sentence)} - facts)
    }
    assert strange == {}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("kind", KIND_NAMES),
        ("state", STATE_NAMES),
        ("role", PARTY_ROLE_NAMES),
        ("person", ROLE_NAMES),
        ("classified", VERDICT_WORDS),
        ("outcome", ANSWER_NAMES),
        ("letter", LETTER_KIND_NAMES),
        ("verdict", VERDICT_NAMES),
    ],
)
def test_the_history_uses_the_words_of_the_screens(words, names):
    assert load().lists[words] == {str(code): str(name)[:1].lower() + str(name)[1:] for code, name in names.items()}


def _entry(act: str, **facts: object) -> Entry:
    text = json.dumps(facts)
    return Entry(7, "2027-03-01T09:00:00.000000+00:00", 1, "Ana Bello", "clerk", "desk-7", 1, act, text, "", "")


def test_an_act_reads_as_a_sentence():
    told = tell(_entry("case.opened", kind="EXP"))
    assert told.sentence == "Ana Bello opened a draft: permanent export."
    assert told.details == ()


def test_what_the_program_did_by_itself_reads_without_a_person():
    told = tell(_entry("case.advanced", before="RCV", after="CLA"))
    assert told.sentence == "The case moved from received to classification, as its facts stand."


def test_a_change_tells_each_field_before_and_after():
    told = tell(
        _entry(
            "case.changed",
            before={"end_use": "", "kind": "EXP", "exporter_aware": "not asked"},
            after={"end_use": "Spares.\nFor a fleet.", "kind": "TMP", "exporter_aware": "no"},
        )
    )
    assert told.details == (
        "stated end-use: nothing → “Spares.␊For a fleet.”",
        "kind: “permanent export” → “temporary export”",
        "exporter is aware: “not asked” → “no”",
    )


def test_boxes_of_the_certificate_are_called_by_their_number():
    assert field_words("F-11.registration_number", load()) == "box F-11, registration number"
    assert field_words("F-30", load()) == "box F-30"


def test_a_part_without_facts_is_left_out():
    assert tell(_entry("case.assigned", officer="Ben", before="")).sentence == "Ana Bello gave the case to Ben."
    told = tell(_entry("case.assigned", officer="Ben", before="Ana"))
    assert told.sentence == "Ana Bello gave the case to Ben; before, Ana had it."


def test_outcomes_of_lines_are_told_line_by_line():
    told = tell(_entry("recommendation.signed", outcomes={"1": "GRANT", "2": "REFUSE"}, reasons="Spares."))
    assert told.sentence == "Ana Bello signed the recommendation (line 1: grant, line 2: refuse). Reasons: Spares."


def test_an_unknown_verb_is_told_as_it_stands():
    told = tell(_entry("case.teleported", to="elsewhere"))
    assert told.text == 'Ana Bello: case.teleported {"to": "elsewhere"}'


def test_damaged_facts_do_not_stop_the_reading():
    entry = Entry(7, "2027", 1, "Ana", "clerk", "m", 1, "case.opened", "{torn", "", "")
    assert tell(entry).sentence == "Ana opened a draft: nothing."
    assert tell(Entry(7, "2027", 1, "Ana", "clerk", "m", 1, "case.opened", "[1]", "", "")).details == ()


def test_a_long_value_is_cut_and_says_how_long_it_was():
    told = tell(_entry("line.added", line=1, description="x" * 9_000))
    assert told.sentence.endswith("… (9,000 characters).")


HOSTILE = [
    "x\n2027-03-01 09:00 · Sara Vance · signed",
    "\r\nentry 8",
    "\x1b[2J\x1b[H",
    "{reason}",
    "{0.__class__}",
    "[left out]",
    "%s",
    "\u202egpj.exe",
    "a\u2028b\x85c\x0bd",
    "<b>bold</b><img src=x>",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_R29_a_hostile_name_stays_a_name(name):
    told = tell(_entry("party.added", role="end_user", name=name))
    assert len(told.text.splitlines()) == 1
    assert told.sentence.startswith("Ana Bello named a party, end-user: ")
    assert "\x1b" not in told.text


@given(
    st.dictionaries(
        st.sampled_from(["name", "role", "before", "after"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda x: st.lists(x) | st.dictionaries(st.text(), x),
            max_leaves=5,
        ),
    ),
    st.sampled_from(sorted(load().verbs)),
)
def test_R29_whatever_the_facts_are_an_entry_is_told_on_one_line(facts, verb):
    told = tell(_entry(verb, **facts))
    assert all(len(line.splitlines()) <= 1 for line in (told.sentence, *told.details))


def test_a_sentence_that_names_a_list_nobody_wrote_is_found_when_loading(monkeypatch, tmp_path):
    broken = tmp_path / "wording.yaml"
    broken.write_text(
        'verbs: {case.opened: "opened {kind:nowhere}"}\nfields: {}\nlists_of_fields: {}\nlists: {}\ngroups: {}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(wording, "resource", lambda *_parts: broken)
    with pytest.raises(ValueError, match="nowhere"):
        load.__wrapped__()
