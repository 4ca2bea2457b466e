"""Fixtures of the documents slice."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
_PREAMBLE = f"""
import os, sys, time
sys.path.append({str(ROOT)!r})
from desktop.documents.child_protocol import *
def say(raw):
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()
"""


@pytest.fixture
def liar() -> Callable[[str], list[str]]:
    """Give the command of a child that does as told instead of what it should."""
    return lambda body: [sys.executable, "-I", "-c", _PREAMBLE + body]
