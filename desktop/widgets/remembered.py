"""What the window remembers of its own shape on this workstation: nothing of a case, and lost without regret."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

if TYPE_CHECKING:  # the sign-in card remembers a name, and has neither tables nor panes
    from PySide6.QtWidgets import QHeaderView, QSplitter, QWidget


def settings_folder() -> Path:
    """Return the folder of this person's settings and window geometry on this workstation."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)) / "casement"


def _store() -> QSettings:
    return QSettings(str(settings_folder() / "window.ini"), QSettings.Format.IniFormat)


def _bytes(key: str) -> QByteArray | None:
    found = _store().value(key)
    return found if isinstance(found, QByteArray) and not found.isEmpty() else None


def keep_geometry(window: "QWidget", key: str) -> None:
    """Remember where a window stands and how large it is."""
    _store().setValue(f"{key}/geometry", window.saveGeometry())


def restore_geometry(window: "QWidget", key: str) -> bool:
    """Put a window back where it stood; False when nothing is remembered."""
    found = _bytes(f"{key}/geometry")
    return found is not None and window.restoreGeometry(found)


def keep_columns(header: "QHeaderView", key: str) -> None:
    """Remember widths and order of a table's columns."""
    _store().setValue(f"{key}/columns{header.count()}", header.saveState())


def restore_columns(header: "QHeaderView", key: str) -> bool:
    """Give a table's columns their remembered widths; a table that has other columns now begins anew."""
    found = _bytes(f"{key}/columns{header.count()}")
    return found is not None and header.restoreState(found)


def keep_split(splitter: "QSplitter", key: str) -> None:
    """Remember how two panes share their room."""
    _store().setValue(f"{key}/split", splitter.saveState())


def restore_split(splitter: "QSplitter", key: str) -> bool:
    """Share the room of two panes as remembered."""
    found = _bytes(f"{key}/split")
    return found is not None and splitter.restoreState(found)


def keep_word(key: str, word: str) -> None:
    """Remember a single word, such as the sign-in name used last."""
    _store().setValue(key, word)


def remembered_word(key: str) -> str:
    """Return a remembered word, or ''."""
    found = _store().value(key)
    return found if isinstance(found, str) else ""
