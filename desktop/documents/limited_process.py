"""Starts the limited child, feeds it one paper, takes its reply and never waits longer than it must (R32)."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import IO

SECONDS = 15.0
_LOOK_EVERY = 0.05
_ENTRY = Path(__file__).with_name("preview_child.py")
HIDDEN_COMMAND = "preview-child"
# Windows starts no program without it; nothing else of the environment goes in
_NEEDED = ("SYSTEMROOT",) if os.name == "nt" else ()


class Trouble(StrEnum):
    """Why a child gave no usable reply."""

    TOOK_TOO_LONG = "it took too long"
    SAID_TOO_MUCH = "the reply was longer than announced"
    ENDED = "it needed more memory or time than a paper should"
    LIED = "the reply did not make sense"


class ChildFailed(Exception):
    """The child gave no usable reply; ``trouble`` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def child_command() -> list[str]:
    """Return how the child is started: this Python in isolated mode, or the installed program's hidden command."""
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_COMMAND]
    return [sys.executable, "-I", "-B", str(_ENTRY)]


def ask(
    arguments: Sequence[str],
    paper: bytes,
    most: int,
    *,
    watch: Callable[[], None] | None = None,
    command: Sequence[str] | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """Return the child's whole reply of at most ``most`` bytes.

    ``watch`` is called about twenty times a second; what it raises (a job that was cancelled) ends the child and goes
    on. Raises :class:`ChildFailed` when the child dies, hangs or says more than ``most``.
    """
    with tempfile.TemporaryDirectory(prefix="casement-") as folder:
        child = subprocess.Popen(  # noqa: S603 - our own program, arguments of our own making
            [*(command or child_command()), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            start_new_session=True,
        )
        try:
            return _converse(child, paper, most, watch, monotonic() + seconds)
        finally:
            _kill(child)


def _converse(
    child: "subprocess.Popen[bytes]", paper: bytes, most: int, watch: Callable[[], None] | None, until: float
) -> bytes:
    said: list[bytes] = []
    feeder = Thread(target=_feed, args=(child.stdin, paper), daemon=True)
    reader = Thread(target=_read, args=(child.stdout, most + 1, said), daemon=True)
    feeder.start()
    reader.start()
    while reader.is_alive():
        reader.join(_LOOK_EVERY)
        if watch is not None:
            watch()
        if monotonic() > until:
            raise ChildFailed(Trouble.TOOK_TOO_LONG)
    reply = said[0] if said else b""
    if len(reply) > most:
        raise ChildFailed(Trouble.SAID_TOO_MUCH)
    try:
        status = child.wait(max(0.1, until - monotonic()))
    except subprocess.TimeoutExpired:
        raise ChildFailed(Trouble.TOOK_TOO_LONG) from None
    if status != 0:
        raise ChildFailed(Trouble.ENDED)
    return reply


def _feed(pipe: IO[bytes], paper: bytes) -> None:
    try:
        with pipe:
            pipe.write(paper)
    except OSError:
        return  # the child ended before it had read everything; its reply tells


def _read(pipe: IO[bytes], most: int, said: list[bytes]) -> None:
    with pipe:
        said.append(pipe.read(most))


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """End the child and everything it may have started, and wait until it is gone."""
    if os.name == "nt":
        child.kill()
    else:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        except PermissionError:
            child.kill()
    child.wait()
