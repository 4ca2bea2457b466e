"""The encrypted file of a backup: AES-256-GCM in chunks, its key from a passphrase by Argon2id (security.md R09).

Layout: a magic line, the length and text of a header (salt, cost, nonce prefix), then chunks, each as its length and
its sealed bytes. Chunk 0 is the manifest, the others are the content. The nonce of a chunk is the prefix, its number
and whether it is the last, so that chunks cannot be taken out, swapped or cut off; the header is authenticated with
each of them.
"""

import base64
import hashlib
import json
import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.administration import keys
from desktop.errors import UserError

MAGIC = b"casement backup 1\n"
CHUNK = 1 << 20
_TAG = 16
_PREFIX = 7
_LONGEST_HEADER = 4_096
_LENGTH = struct.Struct(">I")
_NUMBER = struct.Struct(">I?")
# a header comes from outside: it must not be able to ask for all the memory of the machine
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1 << 20, 16, 16


class NotWhole(UserError):
    """The backup was cut, changed or made with another passphrase; the text says what to do."""


def _not_whole(path: Path) -> NotWhole:
    return NotWhole(
        f"{path.name} does not open: the passphrase is not right, or the file was changed. Try the passphrase again, "
        "then an older backup."
    )


@dataclass(frozen=True, slots=True)
class _Header:
    salt: bytes
    prefix: bytes
    cost: keys.PasswordCost

    def write(self) -> bytes:
        plain = {
            "salt": base64.b64encode(self.salt).decode(),
            "nonce": base64.b64encode(self.prefix).decode(),
            "cost": [self.cost.memory, self.cost.passes, self.cost.lanes],
        }
        return json.dumps(plain).encode()

    @classmethod
    def read(cls, raw: bytes) -> "_Header":
        """Return the header in ``raw``; ValueError, KeyError or TypeError for anything that is not one of ours."""
        plain = json.loads(raw)
        memory, passes, lanes = (int(number) for number in plain["cost"])
        if not (8 * lanes <= memory <= _MOST_MEMORY_KIB and 0 < passes <= _MOST_PASSES and 0 < lanes <= _MOST_LANES):
            raise ValueError("a cost no backup of ours has")
        salt = base64.b64decode(plain["salt"], validate=True)
        prefix = base64.b64decode(plain["nonce"], validate=True)
        if len(salt) != 16 or len(prefix) != _PREFIX:
            raise ValueError("a salt or nonce of another length")
        return cls(salt, prefix, keys.PasswordCost(memory, passes, lanes))

    def nonce(self, number: int, *, is_last: bool) -> bytes:
        return self.prefix + _NUMBER.pack(number, is_last)


def seal(content: Path, into: BinaryIO, manifest: Mapping[str, Any], passphrase: str, cost: keys.PasswordCost) -> None:
    """Write ``manifest`` and the file ``content`` into ``into``, encrypted by ``passphrase``."""
    header = _Header(os.urandom(16), os.urandom(_PREFIX), cost)
    raw = header.write()
    cipher = AESGCM(keys.key_from_password(passphrase, header.salt, cost))
    bound = hashlib.sha256(MAGIC + raw).digest()
    into.write(MAGIC + _LENGTH.pack(len(raw)) + raw)
    parts = _parts(content, json.dumps(manifest).encode())
    number, part = 0, next(parts)
    while True:
        following = next(parts, None)
        sealed = cipher.encrypt(header.nonce(number, is_last=following is None), part, bound)
        into.write(_LENGTH.pack(len(sealed)) + sealed)
        if following is None:
            return
        number, part = number + 1, following


def _parts(content: Path, manifest: bytes) -> Iterator[bytes]:
    yield manifest
    with content.open("rb") as file:
        while part := file.read(CHUNK):
            yield part


def unseal(path: Path, passphrase: str) -> Iterator[bytes]:
    """Yield the manifest as JSON, then the content part by part; each part is authentic when it comes out.

    Raises :class:`NotWhole` for a wrong passphrase and for every change of the file, also at its very end, so the
    content is only good when the last part has come out. Raises :class:`UserError` when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from _unsealed(file, path, passphrase)
    except OSError as broken:
        raise UserError(f"{path} cannot be read: {broken.strerror}. Look whether its medium is there.") from broken


def _unsealed(file: BinaryIO, path: Path, passphrase: str) -> Iterator[bytes]:
    if file.read(len(MAGIC)) != MAGIC:
        raise NotWhole(f"{path.name} is not a backup of Casement. Choose a file that ends in .casement-backup.")
    try:
        raw = _exactly(file, min(_LENGTH.unpack(_exactly(file, _LENGTH.size))[0], _LONGEST_HEADER))
        header = _Header.read(raw)
        cipher = AESGCM(keys.key_from_password(passphrase, header.salt, header.cost))
        bound = hashlib.sha256(MAGIC + raw).digest()
        number, sealed = 0, _exactly_one_chunk(file)
        while sealed is not None:
            following = _next_chunk(file)
            yield cipher.decrypt(header.nonce(number, is_last=following is None), sealed, bound)
            number, sealed = number + 1, following
    except (InvalidTag, ValueError, KeyError, TypeError, OverflowError, struct.error) as broken:
        raise _not_whole(path) from broken


def _exactly_one_chunk(file: BinaryIO) -> bytes | None:
    chunk = _next_chunk(file)
    if chunk is None:
        raise ValueError("no manifest")
    return chunk


def _next_chunk(file: BinaryIO) -> bytes | None:
    length = file.read(_LENGTH.size)
    if not length:
        return None
    size = _LENGTH.unpack(length)[0]
    if size > CHUNK + _TAG:
        raise ValueError("a chunk longer than any of ours")
    return _exactly(file, size)


def _exactly(file: BinaryIO, size: int) -> bytes:
    raw = file.read(size)
    if len(raw) != size:
        raise ValueError("the file ends too early")
    return raw
