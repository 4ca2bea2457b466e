"""Where an office file may lie: on a local disk, opened by one program at a time (security.md R05)."""

import os
import re
import sys
from pathlib import Path

from filelock import FileLock, Timeout

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "nfs",
        "nfs4",
        "9p",
        "afs",
        "ncpfs",
        "fuse.sshfs",
        "sshfs",
        "davfs",
        "fuse.davfs2",
    }
)
_UNC = re.compile(r"^(\\\\|//)[^\\/?.]")


class NotHere(Exception):
    """The office file may not be opened where it is; the text says why and what to do."""


def _mounts(table: str) -> list[tuple[str, str]]:
    found = []
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) >= 3:
            found.append((fields[1].replace("\\040", " "), fields[2]))
    return found


def network_file_system(path: str, mount_table: str) -> str | None:
    """Return the kind of network file system that holds ``path``, or None for a local disk.

    ``mount_table`` is text in the form of /proc/mounts. A UNC path is a network path whatever the table says.
    """
    if _UNC.match(path):
        return "UNC"
    best, kind = "", "local"
    for place, file_system in _mounts(mount_table):
        inside = path == place or path.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(best):
            best, kind = place, file_system
    return kind if kind.lower() in NETWORK_FILE_SYSTEMS else None


def _windows_drive_is_remote(path: Path) -> bool:
    import ctypes  # noqa: PLC0415 - only on Windows

    remote = 4
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # exists on Windows only
    return bool(kernel.GetDriveTypeW(path.anchor) == remote)


def refuse_network_path(path: Path) -> None:
    """Raise :class:`NotHere` when ``path`` lies on a network share, where file locks cannot be trusted (R05)."""
    if sys.platform == "win32":  # pragma: no cover - Windows only
        kind = "UNC" if _UNC.match(str(path)) else ("mapped drive" if _windows_drive_is_remote(path) else None)
    else:
        mounts = Path("/proc/mounts")
        table = mounts.read_text(encoding="utf-8", errors="replace") if mounts.exists() else ""
        kind = network_file_system(os.path.realpath(path), table)
    if kind is not None:
        raise NotHere(
            f"{path} lies on a network share ({kind}), where file locks cannot be trusted. "
            "Copy the office file to a local disk, or use the PostgreSQL edition for several workstations."
        )


def lock_office_file(path: Path) -> FileLock:
    """Take the lock that keeps a second program off the same office file; raises :class:`NotHere` at once (R05)."""
    lock = FileLock(f"{path}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as taken:
        raise NotHere(
            f"{path.name} is open in another Casement on this machine. Close it there first, then try again."
        ) from taken
    return lock
