"""Where the program finds what ships with it, from source and when frozen."""

import sys
from pathlib import Path

_FROZEN_ROOT = getattr(sys, "_MEIPASS", None)
ROOT = Path(_FROZEN_ROOT) if _FROZEN_ROOT else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """Path of a file or folder under ``resources/``; it is not checked to exist."""
    return ROOT.joinpath("resources", *parts)
