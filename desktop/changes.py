"""What an operation touched, so that each screen refreshes only what it shows."""

from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Changes:
    """Areas (slice names such as ``cases`` or ``letters``) and case ids that an act changed."""

    areas: frozenset[str] = field(default_factory=frozenset)
    case_ids: frozenset[int] = field(default_factory=frozenset)

    def __or__(self, other: Self) -> "Changes":
        """Return both sets of changes as one."""
        return Changes(self.areas | other.areas, self.case_ids | other.case_ids)

    def touches(self, area: str, case_id: int | None = None) -> bool:
        """Tell whether ``area`` changed, and for the given case where one is named."""
        return area in self.areas and (case_id is None or case_id in self.case_ids)
