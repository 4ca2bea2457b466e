"""The limited process in which papers from outside are opened (security.md R32, §5 "Preview child").

Started by :mod:`desktop.documents.limited_process` as ``python -I preview_child.py``, or by the installed program as
its own hidden command. The paper comes through standard input; the reply of :mod:`desktop.documents.child_protocol`
goes to standard output. Before a library that reads papers is imported the process gives up time, memory, files,
children and, where the system lets it, the network.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

CPU_SECONDS = 10
MEMORY_BYTES = 1 << 30
OPEN_FILES = 64
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000
_NO_NEW_PRIVILEGES = 38


def _leave_network() -> None:
    """Move into an empty network namespace; a system that does not allow it leaves the other limits in force."""
    import ctypes  # noqa: PLC0415 - only on Linux

    library = ctypes.CDLL(None)
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if library.unshare(_NEW_NETWORK) != 0:
        library.unshare(_NEW_USER | _NEW_NETWORK)


def give_up_rights() -> None:
    """Set the limits that hold for the rest of this process; where there are none the parent's clock remains."""
    if sys.platform == "linux":
        _leave_network()
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        for name, most in (
            ("RLIMIT_CPU", CPU_SECONDS),
            ("RLIMIT_AS", MEMORY_BYTES),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
            ("RLIMIT_NOFILE", OPEN_FILES),
            ("RLIMIT_NPROC", 0),
        ):
            limit = getattr(resource, name, None)
            if limit is not None:
                resource.setrlimit(limit, (most, most))


def answer(arguments: Sequence[str], paper: bytes) -> bytes:
    """Return the reply to ``scan TYPE`` or ``draw TYPE PAGE LONGEST_SIDE`` for a paper."""
    from desktop.documents import child_draw, child_scan  # noqa: PLC0415 - after the limits are set
    from desktop.documents.child_protocol import ContentType, Mode  # noqa: PLC0415

    content_type = ContentType(arguments[1])
    if Mode(arguments[0]) is Mode.SCAN:
        return child_scan.scan(content_type, paper)
    return child_draw.draw(content_type, paper, int(arguments[2]), int(arguments[3]))


def main(arguments: Sequence[str]) -> int:
    """Answer one request and end; whatever goes wrong ends the process without a reply."""
    give_up_rights()
    from desktop.documents.child_protocol import MOST_BYTES  # noqa: PLC0415 - found once the path is set

    paper = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(paper) > MOST_BYTES:
        return 1
    sys.stdout.buffer.write(answer(arguments, paper))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parent.parent.parent))
    sys.exit(main(sys.argv[1:]))
