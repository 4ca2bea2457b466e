"""Papers on their way in: what was dropped, pasted or chosen, as names and bytes; nothing here looks inside them.

A picture from the clipboard is taken as the bytes another program put there, never decoded by Qt (security.md E18).
"""

import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

from desktop.documents.child_protocol import MOST_BYTES
from desktop.documents.shown_name import in_a_sentence, shown_name_of
from desktop.errors import UserError

_CHUNK = 1 << 20
_FORMATS = (
    ("application/pdf", "pasted.pdf"),
    ("image/png", "pasted.png"),
    ("image/jpeg", "pasted.jpg"),
    ("image/tiff", "pasted.tif"),
)
_DECODED_ONLY = "application/x-qt-image"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One paper: its name, and either where it lies or its bytes."""

    name: str
    path: Path | None = None
    content: bytes = b""


def can_take(data: QMimeData) -> bool:
    """Tell whether something dropped or copied may hold a paper."""
    return data.hasUrls() or any(data.hasFormat(name) for name, _ in _FORMATS) or data.hasFormat(_DECODED_ONLY)


def from_mime(data: QMimeData) -> list[Incoming]:
    """Return the papers that were dropped or copied; raises :class:`UserError` for what is no file on this computer."""
    if data.hasUrls():
        distant = [url for url in data.urls() if not url.isLocalFile()]
        if distant:
            raise UserError("This is a link, not a file. Save the file to this computer first, then attach it.")
        return from_paths([Path(url.toLocalFile()) for url in data.urls()])
    for name, file_name in _FORMATS:
        if data.hasFormat(name):
            return [Incoming(file_name, content=bytes(data.data(name).data()))]
    if data.hasFormat(_DECODED_ONLY):
        raise UserError("The picture was copied in a form that is not taken. Save it as PNG and attach that.")
    raise UserError("There is no file and no picture to paste. Copy the file first.")


def from_paths(paths: Sequence[Path]) -> list[Incoming]:
    """Return the papers at some places on this computer."""
    return [Incoming(path.name, path) for path in paths]


def read(paper: Incoming, step: Callable[[int, int], None]) -> bytes:
    """Return the bytes of a paper, reporting how far reading is; ``step`` may raise to stop it.

    Raises :class:`UserError` when it is a folder, too large or cannot be read. A file that grows is cut at the limit
    and then refused by its size.
    """
    if paper.path is None:
        return paper.content
    name = in_a_sentence(shown_name_of(paper.name))
    try:
        found = paper.path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UserError(f"“{name}” is not a file. Attach the files in it one by one.")
        if found.st_size > MOST_BYTES:
            raise UserError(
                f"“{name}” has {found.st_size / 2**20:.0f} MB; 50 MB is the most. Scan it at 200 dpi in grey, or "
                "attach it in parts."
            )
        parts = []
        length = 0
        with paper.path.open("rb") as file:
            while length <= MOST_BYTES and (part := file.read(_CHUNK)):
                parts.append(part)
                length += len(part)
                step(length, max(found.st_size, length))
    except OSError as failed:
        raise UserError(f"“{name}” cannot be read: {failed.strerror}. Copy it here and try again.") from failed
    return b"".join(parts)
