"""The encrypted file of a backup opens whole or not at all (security.md R09)."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.administration import keys, sealed_file
from desktop.administration.sealed_file import NotWhole
from desktop.errors import UserError

CHEAP = keys.PasswordCost(memory=64, passes=1, lanes=1)
PASSPHRASE = "a lighthouse in fog"


def _sealed(folder: Path, content: bytes, manifest: dict[str, object] | None = None) -> Path:
    (folder / "content").write_bytes(content)
    path = folder / "sealed"
    with path.open("wb") as file:
        sealed_file.seal(folder / "content", file, manifest or {"a": 1}, PASSPHRASE, CHEAP)
    return path


def _opened(path: Path, passphrase: str = PASSPHRASE) -> tuple[object, bytes]:
    parts = sealed_file.unseal(path, passphrase)
    return json.loads(next(parts)), b"".join(parts)


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 200, 1_000])
def test_what_was_sealed_comes_out(tmp_path, monkeypatch, size):
    monkeypatch.setattr(sealed_file, "CHUNK", 100)
    content = random.Random(size).randbytes(size)  # noqa: S311 - any bytes do
    assert _opened(_sealed(tmp_path, content, {"office": "Merania"})) == ({"office": "Merania"}, content)


@settings(max_examples=25)
@given(st.binary(max_size=300))
def test_any_content_comes_out_as_it_went_in(tmp_path_factory, content):
    assert _opened(_sealed(tmp_path_factory.mktemp("sealed"), content))[1] == content


def test_neither_content_nor_manifest_can_be_read_in_the_file(tmp_path):
    sealed = _sealed(tmp_path, b"Halden Avionics AS" * 50, {"office_name": "Licensing Office"}).read_bytes()
    assert b"Halden" not in sealed
    assert b"Licensing" not in sealed


def test_another_passphrase_does_not_open_it(tmp_path):
    with pytest.raises(NotWhole, match="passphrase is not right"):
        _opened(_sealed(tmp_path, b"content"), "another lighthouse")


def test_R09_every_flipped_bit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sealed_file, "CHUNK", 100)
    path = _sealed(tmp_path, bytes(range(256)) * 2)
    sealed = path.read_bytes()
    places = random.Random(9)  # noqa: S311 - the same places on each run
    for _ in range(300):
        flipped = bytearray(sealed)
        flipped[places.randrange(len(sealed))] ^= 1 << places.randrange(8)
        path.write_bytes(flipped)
        with pytest.raises(NotWhole):
            _opened(path)


def test_R09_every_shorter_or_longer_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sealed_file, "CHUNK", 100)
    path = _sealed(tmp_path, bytes(350))
    sealed = path.read_bytes()
    for length in (*range(0, len(sealed), 7), len(sealed) - 1):
        path.write_bytes(sealed[:length])
        with pytest.raises(NotWhole):
            _opened(path)
    path.write_bytes(sealed + b"\x00")
    with pytest.raises(NotWhole):
        _opened(path)


def test_R09_chunks_cannot_be_taken_out_or_swapped(tmp_path, monkeypatch):
    monkeypatch.setattr(sealed_file, "CHUNK", 100)
    path = _sealed(tmp_path, bytes(300))
    sealed = path.read_bytes()
    size = 100 + 16 + 4
    head, chunks = sealed[: -3 * size], [sealed[-3 * size : -2 * size], sealed[-2 * size : -size], sealed[-size:]]
    for order in ((1, 0, 2), (0, 2), (0, 1), (0, 1, 1, 2)):
        path.write_bytes(head + b"".join(chunks[number] for number in order))
        with pytest.raises(NotWhole):
            _opened(path)


@pytest.mark.parametrize("cost", [[1 << 30, 3, 4], [64, 10_000, 1], [64, 1, 500], [64, 0, 1], [-1, 1, 1], ["x", 1, 1]])
def test_a_header_cannot_ask_for_more_than_a_backup_needs(tmp_path, cost):
    path = _sealed(tmp_path, b"content")
    sealed = path.read_bytes()
    at = len(sealed_file.MAGIC)
    length = int.from_bytes(sealed[at : at + 4], "big")
    header = json.loads(sealed[at + 4 : at + 4 + length])
    raw = json.dumps({**header, "cost": cost}).encode()
    path.write_bytes(sealed_file.MAGIC + len(raw).to_bytes(4, "big") + raw + sealed[at + 4 + length :])
    with pytest.raises(NotWhole):
        _opened(path)


def test_another_file_is_told_apart(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(NotWhole, match="is not a backup of Casement"):
        _opened(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        _opened(tmp_path / "none")
