"""Keeps an empty office file of the release being made: ``python tests/db/releases/keep.py``, from the top folder."""

import gzip
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from db.schema import bring_up_to_date

with TemporaryDirectory() as folder:
    path = Path(folder) / "empty.casement"
    bring_up_to_date(str(path))
    kept = Path(__file__).with_name(f"{version('casement')}.casement.gz")
    kept.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
