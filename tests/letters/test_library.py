"""The shipped condition library is whole, and a broken one is refused when it is loaded."""

from collections import Counter

import pytest

from desktop.letters import library
from desktop.letters.library import BrokenLibrary, ParameterKind

LIBRARY = library.load()


def test_the_library_has_its_69_conditions():
    families = Counter(name.split("-")[0] for name in LIBRARY.conditions)
    assert families == {
        "GEN": 6, "USE": 7, "RT": 11, "MOD": 3, "LOC": 2, "DV": 2, "REP": 5, "PSV": 2, "TRA": 3, "TEC": 9, "TMP": 3,
        "BRK": 2, "TRN": 1, "CI": 3, "SP": 2, "UV": 2, "PR": 2, "CA": 1, "REC": 1, "NOT": 2,
    }  # fmt: skip
    assert sum(families.values()) == 69


def test_CH_5_every_condition_with_a_time_makes_an_obligation():
    owing = {name for name, condition in LIBRARY.conditions.items() if condition.obligation is not None}
    named = {"GEN-05", "DV-01", "DV-02", "PSV-01", "RT-05", "TMP-01", "BRK-02", "TEC-09", "SP-01", "SP-02", "RT-10"}
    assert owing == named | {f"REP-0{number}" for number in range(1, 6)}


def test_the_usual_periods_are_those_of_the_office():
    def default(condition_id: str) -> str:
        return LIBRARY.conditions[condition_id].parameters[0].default

    assert (default("DV-01"), default("REP-01"), default("REC-01")) == ("90", "10", "5")  # TL-18, TL-19, TL-23


def test_every_choice_of_a_parameter_has_options():
    for condition in LIBRARY.conditions.values():
        for parameter in condition.parameters:
            assert (parameter.kind is ParameterKind.CHOICE) == bool(parameter.options)


def test_an_unknown_condition_stands_behind_the_library():
    assert LIBRARY.place("X-case-1") == 69
    assert LIBRARY.place("GEN-01") == 0


WORDS = {
    "parameters": {"days": {"label": "Days", "kind": "days"}},
    "conditions": {"GEN-01": {"title": "T", "applies": "a", "text": "Within {days} days."}},
}
CHOOSING = {"sets": [], "conflicts": [], "implied": {}}


def test_a_blank_without_parameter_is_refused():
    words = {"parameters": {}, "conditions": WORDS["conditions"]}
    with pytest.raises(BrokenLibrary, match=r"GEN-01 has a blank \{days\}"):
        library.build(words, CHOOSING)


def test_a_plain_sentence_with_a_blank_of_its_own_is_refused():
    broken = {"GEN-01": {**WORDS["conditions"]["GEN-01"], "for_end_user": "Come to {place}."}}
    with pytest.raises(BrokenLibrary, match="place"):
        library.build({**WORDS, "conditions": broken}, CHOOSING)


@pytest.mark.parametrize(
    "choosing",
    [
        {**CHOOSING, "sets": [{"name": "s", "why": "w", "conditions": ["GEN-01 or GEN-02*"]}]},
        {**CHOOSING, "sets": [{"name": "s", "why": "w", "conditions": ["GEN-01"], "drops": ["GEN-02"]}]},
        {**CHOOSING, "conflicts": [{"pair": ["GEN-01", "GEN-02"], "because": "b"}]},
        {**CHOOSING, "implied": {"AS-1": [["GEN-01"], ["GEN-02"]]}},
    ],
)
def test_choosing_that_names_an_unknown_condition_is_refused(choosing):
    with pytest.raises(BrokenLibrary, match="names GEN-02"):
        library.build(WORDS, choosing)
