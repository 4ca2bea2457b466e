"""Notes bugs under a number, without a word of any case: where it happened and of what kind, nothing else (R48, R64).

Messages and values are left out on purpose: an error's own text may quote a name, a query its parameters.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.paths import ROOT

if TYPE_CHECKING:
    from traceback import FrameSummary

LARGEST_LOG = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One bug as it was noted: its number, its text, the file it stands in, and whether it was seen before."""

    number: str
    text: str
    file: Path
    is_repeated: bool


class CrashLog:
    """The log in ``folder``; each origin is written once per run of the program."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "casement.log"
        self._seen: dict[str, CrashReport] = {}

    def note(self, error: BaseException) -> CrashReport:
        """Write ``error`` down and return its report; another of the same origin returns the first, as repeated."""
        lines = list(_lines(error))
        origin = "\n".join(lines)
        known = self._seen.get(origin)
        if known is not None:
            return CrashReport(known.number, known.text, known.file, is_repeated=True)
        now = datetime.now(UTC)
        number = f"{now:%y%m%d-%H%M%S}-{len(self._seen) + 1}"
        text = "\n".join([f"{number} {now.isoformat(timespec='seconds')}", *lines])
        report = CrashReport(number, text, self.file, is_repeated=False)
        self._seen[origin] = report
        self._write(text)
        return report

    def _write(self, text: str) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            if self.file.exists() and self.file.stat().st_size > LARGEST_LOG:
                self.file.replace(self.file.with_suffix(".old.log"))
            with self.file.open("a", encoding="utf-8") as log:
                log.write(f"{text}\n\n")
        except OSError:
            # the person still sees the number; a full disk must not hide the first error behind a second
            return


def _lines(error: BaseException) -> list[str]:
    from traceback import extract_tb  # noqa: PLC0415 - only a bug pays for it

    found: list[str] = []
    link: BaseException | None = error
    while link is not None:
        found.append(f"{type(link).__module__}.{type(link).__qualname__}")
        found += [f"  {_place(frame)}" for frame in extract_tb(link.__traceback__)]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return found


def _place(frame: "FrameSummary") -> str:
    path = Path(frame.filename)
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(*path.parts[-3:])
    return f"{shown.as_posix()}:{frame.lineno} {frame.name}"
