"""Turns faults of the disk, the file and the server into sentences; the act they hit has changed nothing (R07)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from desktop.errors import OfficeUnavailable

# words of the driver's message -> what the person is told; the first that fits
_SQLITE = (
    ("database is locked", "Another program is holding the office file. Wait a moment; nothing typed is lost."),
    ("database or disk is full", "The disk is full. Make room on it; nothing typed is lost."),
    ("readonly database", "The office file may only be read. Ask for the right to write to it; nothing typed is lost."),
    (
        "unable to open",
        "The office file cannot be opened. Look whether its folder is still there; nothing typed is lost.",
    ),
    ("disk i/o error", "The disk does not answer. Look whether it is still connected; nothing typed is lost."),
)
# classes and codes of SQLSTATE, longest first
_SERVER = (
    ("53100", "The server's disk is full. Tell whoever looks after it; nothing typed is lost."),
    ("25006", "The server lets the office be read only just now. Tell whoever looks after it; nothing typed is lost."),
    (
        "42501",
        "The server refuses this program the right to write. Tell whoever looks after it; nothing typed is lost.",
    ),
    ("55P03", "Somebody else is holding the office. Wait a moment; nothing typed is lost."),
    ("53", "The server has too much to do. Wait a moment; nothing typed is lost."),
    ("57", "The server is being stopped or restarted. Wait a moment; nothing typed is lost."),
    ("08", "The server does not answer. Look whether the network is there; nothing typed is lost."),
)
_GONE = "The server does not answer. Look whether the network is there; nothing typed is lost."


def sentence_of(error: DBAPIError) -> str | None:
    """Return the sentence for a fault that comes from outside the program, or None for a bug of ours."""
    state = getattr(error.orig, "sqlstate", None)
    for code, sentence in _SERVER:
        if state and state.startswith(code):
            return sentence
    if error.connection_invalidated:
        return _GONE
    words = str(error.orig).casefold()
    if "connection" in words and "failed" in words:
        return _GONE
    return next((sentence for fault, sentence in _SQLITE if fault in words), None)


@contextmanager
def told_in_sentences() -> Iterator[None]:
    """Raise :class:`OfficeUnavailable` in place of a driver's error about disk, file or server."""
    try:
        yield
    except DBAPIError as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise OfficeUnavailable(sentence) from error
