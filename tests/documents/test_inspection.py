"""Attach-time inspection: what a paper is, and what should not be in it (security.md R33)."""

import time
from collections import Counter

import pytest

from desktop.documents import inspection
from desktop.documents.child_protocol import COUNT_CAP, FINDING, MARK, MOST_BYTES, OUTCOME, SCAN, Found, Outcome
from desktop.documents.inspection import State, inspect
from desktop.documents.limited_process import ChildFailed
from desktop.errors import UserError
from tests.documents import papers


@pytest.mark.parametrize("name", papers.active())
def test_r33_each_active_paper_is_named_and_quarantined(name):
    paper, expected = papers.active()[name]
    found = inspect(paper, "paper.pdf")
    assert expected in {finding.code for finding in found.findings}
    assert found.state is State.QUARANTINED


@pytest.mark.parametrize("name", papers.odd())
def test_r33_each_odd_structure_is_named_and_not_accepted_silently(name):
    paper, expected = papers.odd()[name]
    found = inspect(paper, "paper.pdf")
    assert expected in {finding.code for finding in found.findings}
    assert found.state is not State.ACCEPTED
    assert all(finding.sentence.endswith(".") for finding in found.findings)


@pytest.mark.parametrize("name", papers.benign())
def test_r33_an_ordinary_paper_is_accepted_within_a_second(name):
    paper, shown = papers.benign()[name]
    begun = time.monotonic()
    found = inspect(paper, shown)
    assert (found.state, found.findings) == (State.ACCEPTED, ())
    assert found.pages >= 1
    assert time.monotonic() - begun < 1.0


@pytest.mark.parametrize("name", papers.misnamed())
def test_r33_a_file_that_is_not_what_its_name_says_is_refused_with_what_to_do(name):
    paper, shown = papers.misnamed()[name]
    with pytest.raises(UserError) as refused:
        inspect(paper, shown)
    assert any(word in refused.value.message for word in ("Ask", "ask", "Attach"))


def test_r33_more_than_fifty_megabytes_is_refused_before_anything_is_started():
    with pytest.raises(UserError, match="51 MB; 50 MB is the most"):
        inspect(b"%PDF-" + bytes(MOST_BYTES + 600_000), "scan.pdf", command=["this is not started"])


def test_a_paper_behind_a_password_is_refused_with_what_to_do():
    with pytest.raises(UserError, match="opens only with a password"):
        inspect(papers.encrypted("secret"), "contract.pdf")


def test_a_broken_paper_is_refused_with_what_to_do():
    with pytest.raises(UserError, match="damaged and cannot be opened"):
        inspect(papers.bombs()["header and noise"][0], "broken.pdf")


def test_a_picture_of_another_kind_inside_is_refused(liar):
    with pytest.raises(UserError, match="is not what its name says"):
        inspect(papers.pdf(), "a.pdf", command=liar("say(OUTCOME.pack(MARK, 4))"))


def test_a_paper_the_child_cannot_finish_with_is_quarantined(liar):
    found = inspect(papers.pdf(), "a.pdf", command=liar("os.kill(os.getpid(), 9)"))
    assert [finding.code for finding in found.findings] == ["unscannable"]
    assert found.state is State.QUARANTINED


def test_r34_the_digest_of_an_inspection_is_that_of_the_bytes():
    import hashlib

    paper = papers.by_reportlab()
    assert inspect(paper, "../../etc/c.pdf").digest == hashlib.sha256(paper).hexdigest()
    assert inspect(paper, "../../etc/c.pdf").shown_name == "c.pdf"


def test_every_finding_has_its_sentence():
    texts = inspection.finding_texts()
    assert texts.keys() == set(Found)
    assert Counter(state for state, _ in texts.values()).keys() <= set(State)


def test_findings_without_their_texts_are_a_bug(monkeypatch, tmp_path):
    (tmp_path / "findings.yaml").write_text("SCRIPT: {state: flagged, sentence: a}\n")
    monkeypatch.setattr(inspection, "resource", lambda *_: tmp_path / "findings.yaml")
    inspection.finding_texts.cache_clear()
    with pytest.raises(ValueError, match="differ"):
        inspection.finding_texts()
    inspection.finding_texts.cache_clear()


def _scan(pages: int = 1, objects: int = 5, announced: int = 1, body: bytes = FINDING.pack(1, 1)) -> bytes:
    return OUTCOME.pack(MARK, Outcome.GOOD) + SCAN.pack(pages, objects, announced) + body


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"CSM",
        OUTCOME.pack(b"XXXX", 0),
        OUTCOME.pack(MARK, 77),
        OUTCOME.pack(MARK, 1) + b"more",
        OUTCOME.pack(MARK, 0),
        _scan(announced=2),
        _scan(announced=0),
        _scan(pages=COUNT_CAP + 1),
        _scan(objects=COUNT_CAP + 1),
        _scan(body=FINDING.pack(200, 1)),
        _scan(body=FINDING.pack(1, 0)),
        _scan(body=FINDING.pack(1, COUNT_CAP + 1)),
        _scan(announced=2, body=FINDING.pack(1, 1) * 2),
    ],
)
def test_r32_a_scan_reply_that_lies_is_refused(reply):
    with pytest.raises(ChildFailed):
        inspection.read_scan(reply)


def test_r32_an_honest_scan_reply_is_read():
    assert inspection.read_scan(_scan()) == (Outcome.GOOD, 1, ((Found.SCRIPT, 1),))
    assert inspection.read_scan(OUTCOME.pack(MARK, 1)) == (Outcome.NEEDS_PASSWORD, 0, ())
