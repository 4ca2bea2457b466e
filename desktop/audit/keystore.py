"""What is kept outside the office file so that a cut or rewritten journal shows: heads seen, and the checkpoint key.

The folder belongs to the person's profile on this workstation, not to the office file (security.md R27).
"""

import base64
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


@dataclass(frozen=True, slots=True)
class SeenHead:
    """A journal head this workstation has seen: entry number, digest, when."""

    seq: int
    digest: str
    at: str


def _public_text(key: Ed25519PublicKey) -> str:
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def signature_holds(public_key: str, signature: str, content: bytes) -> bool:
    """Tell whether ``signature`` over ``content`` was made with the private half of ``public_key`` (both base64)."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key)).verify(base64.b64decode(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


class Keystore:
    """The outside memory of one office on one workstation; made when first used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def _heads(self) -> Path:
        return self.folder / "heads.jsonl"

    @property
    def _key(self) -> Path:
        return self.folder / "checkpoint.key"

    def _write(self, path: Path, text: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(".new")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)

    def remember_head(self, seq: int, digest: str, at: str) -> None:
        """Keep the newest head; older ones stay as they are, one line each."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._heads.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"seq": seq, "digest": digest, "at": at}) + "\n")

    def forget_heads_after_restore(self, seq: int, digest: str, at: str) -> None:
        """Start anew from a restored journal's head; the old list stays beside it for the auditor."""
        if self._heads.exists():
            self._heads.replace(self._heads.with_suffix(f".before-restore-{at.replace(':', '')}.jsonl"))
        self.remember_head(seq, digest, at)

    def heads(self) -> list[SeenHead]:
        """Return the heads seen, oldest first; a torn last line (power cut) is left out."""
        if not self._heads.exists():
            return []
        found = []
        for line in self._heads.read_text(encoding="utf-8").splitlines():
            try:
                raw = json.loads(line)
                found.append(SeenHead(int(raw["seq"]), str(raw["digest"]), str(raw["at"])))
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def signing_key(self, today: datetime) -> tuple[Ed25519PrivateKey, str, str]:
        """Return today's checkpoint key, its public half, and the signature of the key before over it.

        A new key is made each day, vouched for by the old, and the old private half is forgotten (security.md §5).
        The signature is '' for the first key of all.
        """
        day = today.date().isoformat()
        stored = json.loads(self._key.read_text(encoding="utf-8")) if self._key.exists() else None
        if stored and stored["day"] == day:
            private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(stored["private"]))
            return private, _public_text(private.public_key()), str(stored["vouched"])
        private = Ed25519PrivateKey.generate()
        public = _public_text(private.public_key())
        vouched = ""
        if stored:
            old = Ed25519PrivateKey.from_private_bytes(base64.b64decode(stored["private"]))
            vouched = base64.b64encode(old.sign(public.encode())).decode()
        raw = base64.b64encode(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())).decode()
        self._write(self._key, json.dumps({"day": day, "private": raw, "vouched": vouched}))
        return private, public, vouched
