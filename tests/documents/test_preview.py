"""Pages as pixels from a limited process; hostile papers and lying children (security.md R32)."""

import ast
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.documents import limited_process, preview
from desktop.documents.child_protocol import LONGEST_SIDE, MARK, OUTCOME, PICTURE, ContentType, Outcome
from desktop.documents.inspection import content_type_of, inspect
from desktop.documents.limited_process import ChildFailed, Trouble
from desktop.errors import UserError
from tests.documents import papers
from tests.documents.conftest import ROOT

HOSTILE = {
    **{name: (paper, "a.pdf") for name, (paper, _) in papers.active().items()},
    **{name: (paper, "a.pdf") for name, (paper, _) in papers.odd().items()},
    **papers.bombs(),
}


def _memory_of_this_process() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_r32_there_are_enough_hostile_papers():
    assert len(HOSTILE) >= 75


@pytest.mark.parametrize("name", HOSTILE)
def test_r32_a_hostile_paper_costs_one_child_and_nothing_else(name):
    paper, shown = HOSTILE[name]
    before, begun = _memory_of_this_process(), time.monotonic()
    try:
        inspect(paper, shown)
        picture = preview.draw(paper, content_type_of(paper, shown), longest_side=600)
        assert len(picture.pixels) == picture.width * picture.height * 3
        assert max(picture.width, picture.height) <= 600
    except UserError:
        pass  # refused with a sentence; the sentences have their own tests
    assert time.monotonic() - begun < 2 * limited_process.SECONDS
    assert _memory_of_this_process() - before <= 150


@pytest.mark.parametrize("name", papers.benign())
def test_an_ordinary_paper_is_drawn(name):
    paper, shown = papers.benign()[name]
    picture = preview.draw(paper, content_type_of(paper, shown), longest_side=800)
    assert picture.page == 0
    assert len(set(picture.pixels)) >= 1


def test_the_page_asked_for_is_the_page_drawn():
    paper = papers.by_reportlab(3)
    first, last = (preview.draw(paper, ContentType.PDF, page) for page in (0, 2))
    assert (first.pages, last.page) == (3, 2)
    assert first.pixels != last.pixels


def test_the_longer_side_is_as_asked_and_never_above_two_thousand():
    paper = papers.by_reportlab()
    assert preview.draw(paper, ContentType.PDF, longest_side=500).height == 500
    assert preview.draw(paper, ContentType.PDF, longest_side=90_000).height == LONGEST_SIDE


def test_what_stands_in_the_page_is_seen():
    paper = papers.pdf(content=b"1 0 0 rg 0 0 595 842 re f")
    picture = preview.draw(paper, ContentType.PDF, longest_side=50)
    middle = (25 * picture.width + picture.width // 2) * 3
    assert picture.pixels[middle : middle + 3] == b"\xff\x00\x00"


def test_transparent_parts_of_a_picture_are_white_and_16_bits_keep_their_grey():
    clear = preview.draw(papers.picture("PNG", mode="RGBA"), ContentType.PNG)
    assert set(clear.pixels) == {255}
    grey = preview.draw(papers.sixteen_bits(0x8000), ContentType.PNG)
    assert set(grey.pixels) <= {127, 128, 129}


def test_each_page_of_a_tiff_can_be_drawn():
    paper = papers.tiff_of(3)
    pages = [preview.draw(paper, ContentType.TIFF, page) for page in range(3)]
    assert {page.pages for page in pages} == {3}
    assert len({page.pixels for page in pages}) == 3


@pytest.mark.parametrize(
    ("content_type", "paper"), [(ContentType.PDF, papers.pdf()), (ContentType.PNG, papers.picture())]
)
def test_a_page_that_is_not_there_is_said_so(content_type, paper):
    with pytest.raises(UserError, match="no such page"):
        preview.draw(paper, content_type, 7)


def test_a_paper_behind_a_password_is_not_drawn():
    with pytest.raises(UserError, match="password"):
        preview.draw(papers.encrypted("secret"), ContentType.PDF)


LIARS = {
    "says nothing": "pass",
    "says something else": "say(b'<html>')",
    "too few pixels": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(1, 0, 10, 10, 300) + bytes(299))",
    "too many pixels": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(1, 0, 10, 10, 300) + bytes(301))",
    "wrong length announced": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(1, 0, 10, 10, 900) + bytes(900))",
    "larger than asked": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(1, 0, 900, 1, 2700) + bytes(2700))",
    "no width": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(1, 0, 0, 9, 0))",
    "another page": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(3, 2, 1, 1, 3) + bytes(3))",
    "no pages": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(0, 0, 1, 1, 3) + bytes(3))",
    "unknown outcome": "say(OUTCOME.pack(MARK, 99))",
    "a header cut short": "say(OUTCOME.pack(MARK, 0) + bytes(3))",
    "bytes after a refusal": "say(OUTCOME.pack(MARK, 2) + bytes(9))",
    "endless output": "\nwhile True: say(bytes(1 << 20))",
    "never ends": "time.sleep(600)",
    "says all and never ends": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(1, 0, 1, 1, 3) + bytes(3))\n"
    "os.close(1)\ntime.sleep(600)",
    "dies": "os.kill(os.getpid(), 11)",
    "answers and fails": "say(OUTCOME.pack(MARK, 0) + PICTURE.pack(1, 0, 1, 1, 3) + bytes(3)); os._exit(3)",
}


@pytest.mark.parametrize("lie", LIARS)
def test_r32_a_lying_child_is_refused(liar, lie):
    begun = time.monotonic()
    with pytest.raises(UserError, match="could not be drawn safely"):
        preview.draw(papers.pdf(), ContentType.PDF, longest_side=100, command=liar(LIARS[lie]), seconds=2.0)
    assert time.monotonic() - begun < 4.0


def test_r32_a_child_that_reads_nothing_does_not_hold_the_program_up(liar):
    with pytest.raises(ChildFailed) as failed:
        limited_process.ask([], bytes(20 << 20), 100, command=liar("time.sleep(600)"), seconds=0.5)
    assert failed.value.trouble is Trouble.TOOK_TOO_LONG


def test_r32_an_honest_child_passes(liar):
    honest = "sys.stdin.buffer.read(); say(OUTCOME.pack(MARK, 0) + PICTURE.pack(9, 0, 2, 1, 6) + b'abcdef')"
    picture = preview.draw(papers.pdf(), ContentType.PDF, longest_side=100, command=liar(honest))
    assert (picture.pages, picture.width, picture.pixels) == (9, 2, b"abcdef")


def test_r32_a_child_and_what_it_started_are_gone_when_it_is_refused(liar, tmp_path):
    note = tmp_path / "pid"
    body = f"pid = os.fork()\nif pid: open({str(note)!r}, 'w').write(str(pid))\ntime.sleep(600)"
    with pytest.raises(ChildFailed):
        limited_process.ask([], b"", 10, command=liar(body), seconds=1.0)
    grandchild = int(note.read_text())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and not _is_gone(grandchild):
        time.sleep(0.02)
    assert _is_gone(grandchild)


def _is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


class _Stopped(Exception):
    pass


def test_a_cancelled_preview_ends_its_child_at_once(liar):
    calls = []

    def watch() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise _Stopped

    begun = time.monotonic()
    with pytest.raises(_Stopped):
        preview.draw(papers.pdf(), ContentType.PDF, watch=watch, command=liar("time.sleep(600)"))
    assert time.monotonic() - begun < 2.0


def test_r32_the_environment_and_folder_of_a_child_are_empty(liar, monkeypatch):
    monkeypatch.setenv("CASEMENT_SECRET", "x")
    body = "say(repr((sorted(os.environ), os.listdir('.'))).encode())"
    names, files = ast.literal_eval(limited_process.ask([], b"", 9_999, command=liar(body)).decode())
    assert "CASEMENT_SECRET" not in names
    assert set(names) <= {"LC_CTYPE"}
    assert files == []


def _limited(body: str, tmp_path) -> str:
    code = f"import sys, os; sys.path.append({str(ROOT)!r}); from desktop.documents import preview_child\n"
    code += f"preview_child.give_up_rights()\n{body}"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], check=False, capture_output=True, text=True, cwd=tmp_path, timeout=60
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def test_r32_the_child_cannot_write_a_file(tmp_path):
    body = "f = open('x', 'wb'); f.write(b'123'); f.close()"
    assert "File too large" in _limited(body, tmp_path)


def test_r32_the_child_has_no_network(tmp_path):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        body = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
        assert "unreachable" in _limited(body, tmp_path)


def test_r32_the_child_has_one_gigabyte_and_ten_seconds(tmp_path):
    body = "import resource as r; print([r.getrlimit(n) for n in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)])"
    assert _limited(body, tmp_path) == f"[({1 << 30}, {1 << 30}), (10, 10), (0, 0)]"
    assert "MemoryError" in _limited("bytearray(2 << 30)", tmp_path)


def test_r32_the_child_starts_no_other_program(tmp_path):
    # the system does not count the processes of root, so whoever runs this as root becomes nobody first
    body = "if os.geteuid() == 0: os.setuid(65534)\nos.fork()"
    assert "unavailable" in _limited(body, tmp_path)


def test_the_installed_program_starts_its_child_by_a_hidden_command(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert limited_process.child_command() == [sys.executable, "preview-child"]


def test_the_hidden_command_of_the_program_is_the_limited_child():
    done = subprocess.run(
        [sys.executable, "-m", "desktop", limited_process.HIDDEN_COMMAND, "scan", ContentType.PDF],
        input=papers.active()["launch"][0],
        capture_output=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert preview.outcome_of(done.stdout)[0] is Outcome.GOOD


def test_a_reply_is_split_before_it_is_believed():
    assert preview.outcome_of(OUTCOME.pack(MARK, 2)) == (Outcome.BROKEN, b"")
    with pytest.raises(ChildFailed):
        preview.read_picture(OUTCOME.pack(MARK, 0) + PICTURE.pack(1, 0, 1, 1, 3), 0, 10)
