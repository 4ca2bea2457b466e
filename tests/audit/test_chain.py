"""The chain of the journal: framing, and what it shows of each change (security.md R26)."""

from dataclasses import astuple, fields, replace

from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.audit.chain import Entry, break_at, breaks, digest_of, digest_of_fields

TEXT = st.text(max_size=12)
ENTRIES = st.builds(
    Entry,
    seq=st.integers(1, 10**9),
    at=TEXT,
    actor_id=st.integers(0, 10**6),
    actor_name=TEXT,
    roles=TEXT,
    machine=TEXT,
    case_id=st.none() | st.integers(1, 10**6),
    act=TEXT,
    facts=TEXT,
    content=TEXT,
    previous=TEXT,
)
TEXT_FIELDS = ("at", "actor_name", "roles", "machine", "act", "facts", "content", "previous")


def _journal(entries: list[Entry]) -> list[tuple[object, ...]]:
    rows, previous = [], ""
    for seq, entry in enumerate(entries, 1):
        linked = replace(entry, seq=seq, previous=previous)
        previous = digest_of(linked)
        rows.append((*astuple(linked), previous))
    return rows


@given(ENTRIES, ENTRIES)
def test_R26_two_different_entries_have_two_digests(one, other):
    assume(one != other)
    assert digest_of(one) != digest_of(other)


@given(TEXT, TEXT, TEXT)
def test_R26_text_that_moves_from_one_field_to_the_next_shows(first, second, third):
    assume(second)
    entry = Entry(1, first + second, 1, third, "", "", None, "", "", "", "")
    moved = Entry(1, first, 1, second + third, "", "", None, "", "", "", "")
    assert digest_of(entry) != digest_of(moved)


def test_R26_no_case_and_an_empty_text_are_two_things():
    assert digest_of_fields([None]) != digest_of_fields([""])
    assert digest_of_fields(["", None]) != digest_of_fields([None, ""])


@given(st.lists(ENTRIES, max_size=6))
def test_a_journal_as_written_holds(entries):
    assert list(breaks(_journal(entries))) == []


@given(st.lists(ENTRIES, min_size=1, max_size=6), st.data())
def test_a_changed_field_is_found_at_its_entry(entries, data):
    rows = _journal(entries)
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from([number for number, f in enumerate(fields(Entry)) if f.name in TEXT_FIELDS]))
    changed = data.draw(TEXT)
    assume(changed != rows[at][column])
    rows[at] = (*rows[at][:column], changed, *rows[at][column + 1 :])
    assert next(breaks(rows)).seq == at + 1


@given(st.lists(ENTRIES, min_size=2, max_size=6), st.data())
def test_a_missing_entry_is_found_unless_it_was_the_last(entries, data):
    rows = _journal(entries)
    at = data.draw(st.integers(0, len(rows) - 2))
    del rows[at]
    found = next(breaks(rows))
    assert (found.seq, found.reason) == (at + 1, f"entry {at + 1} is missing; entry {at + 2} follows")


@given(st.lists(ENTRIES, min_size=2, max_size=6), st.data())
def test_a_rewritten_entry_with_its_own_new_digest_is_found_at_the_next(entries, data):
    rows = _journal(entries)
    at = data.draw(st.integers(0, len(rows) - 2))
    values = (*rows[at][:7], "another.act", *rows[at][8:-1])
    assume(values != rows[at][:-1])
    rows[at] = (*values, digest_of_fields(values))
    assert [found.seq for found in breaks(rows)] == [at + 2]


def test_a_row_that_holds_says_nothing():
    (row,) = _journal([Entry(1, "t", 1, "Ana", "clerk", "m", None, "case.opened", "{}", "", "")])
    assert break_at(row, 1, "") is None
