"""What is kept outside the office file so that a cut or rewritten journal shows: heads seen, and the checkpoint key.

The folder belongs to the person's profile on this workstation, not to the office file (security.md R27).
"""

import base64
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from platformdirs import user_data_path

_FILES = _HEADS, _NEWEST, _KEY = ("heads.jsonl", "newest.json", "checkpoint.key")


@dataclass(frozen=True, slots=True)
class SeenHead:
    """A journal head this workstation has seen: entry number, digest, when."""

    seq: int
    digest: str
    at: str


def _public_text(key: Ed25519PublicKey) -> str:
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _private(text: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text))


def signature_holds(public_key: str, signature: str, content: bytes) -> bool:
    """Tell whether ``signature`` over ``content`` was made with the private half of ``public_key`` (both base64)."""
    try:
        Ed25519PublicKey.from_public_bytes(_exact_bytes(public_key)).verify(_exact_bytes(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _exact_bytes(text: str) -> bytes:
    # base64 has more than one spelling of the same bytes; only the one we write is taken, so that an edit shows
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("not the spelling that was written")
    return raw


@dataclass(frozen=True, slots=True)
class CheckpointKey:
    """The key that signs checkpoints now: private half, public half as text, and who vouches for it.

    ``vouched`` is the signature of the key before over ``public``, or '' when there was none before.
    """

    private: Ed25519PrivateKey
    public: str
    vouched: str


@dataclass(frozen=True, slots=True)
class Newest:
    """The last that this workstation saw of the office: newest head, and the last number given in each series."""

    head: SeenHead
    numbers: dict[str, int]


class Keystore:
    """The outside memory of one office on one workstation; made when first used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of_office(cls, office_id: str) -> "Keystore":
        """Return this person's memory of the office with this random name, in his profile on this workstation."""
        return cls(user_data_path("casement", appauthor=False) / office_id)

    @property
    def _heads(self) -> Path:
        return self.folder / _HEADS

    @property
    def _newest(self) -> Path:
        return self.folder / _NEWEST

    @property
    def _key(self) -> Path:
        return self.folder / _KEY

    def _write(self, path: Path, text: str, *, durably: bool) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # a name of its own: two threads may write at once, and mkstemp lets nobody else read
        descriptor, temporary = tempfile.mkstemp(dir=self.folder, prefix=f"{path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            if durably:
                file.flush()
                os.fsync(file.fileno())
        Path(temporary).replace(path)

    def remember_head(self, seq: int, digest: str, at: str) -> None:
        """Keep a head that a checkpoint was signed over; older ones stay as they are, one line each."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._heads.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"seq": seq, "digest": digest, "at": at}) + "\n")

    def note_newest(self, newest: Newest) -> None:
        """Keep the head and the numbers after an act; a power cut may leave the ones before, never anything else."""
        head = newest.head
        plain = {"seq": head.seq, "digest": head.digest, "at": head.at, "numbers": newest.numbers}
        self._write(self._newest, json.dumps(plain), durably=False)

    def newest(self) -> Newest | None:
        """Return what :meth:`note_newest` kept last, or None."""
        try:
            raw = json.loads(self._newest.read_text(encoding="utf-8"))
            head = SeenHead(int(raw["seq"]), str(raw["digest"]), str(raw["at"]))
            return Newest(head, {str(series): int(last) for series, last in raw["numbers"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def start_anew_after_restore(self, at: str, fresh: "Keystore") -> None:
        """Take over the memory that a restore began; the old one stays beside it for the auditor.

        The checkpoint key goes with it, because keys made after the backup are unknown to the restored journal.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        suffix = at[:19].replace(":", "")
        for name in _FILES:
            ours, theirs = self.folder / name, fresh.folder / name
            if ours.exists():
                ours.replace(self.folder / f"{name}.before-restore-{suffix}")
            if theirs.exists():
                shutil.copyfile(theirs, ours)
                ours.chmod(0o600)

    def heads(self) -> list[SeenHead]:
        """Return the heads seen, in order of their numbers; a torn line (power cut) is left out."""
        found = []
        if self._heads.exists():
            for line in self._heads.read_text(encoding="utf-8").splitlines():
                try:
                    raw = json.loads(line)
                    found.append(SeenHead(int(raw["seq"]), str(raw["digest"]), str(raw["at"])))
                except (ValueError, KeyError, TypeError):
                    continue
        newest = self.newest()
        return sorted([*found, newest.head] if newest else found, key=lambda head: head.seq)

    def _stored_key(self) -> dict[str, str] | None:
        try:
            raw = json.loads(self._key.read_text(encoding="utf-8"))
            stored = {name: str(raw[name]) for name in ("day", "private", "vouched", "before")}
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return stored

    def signing_key(self, now: datetime) -> CheckpointKey:
        """Return today's checkpoint key: a new one each day, vouched for by the one before (security.md §5).

        The key before is kept until :meth:`forget_key_before` says that the new one is published: a program killed
        in between then makes another key, and the chain of keys has no gap.
        """
        day = now.date().isoformat()
        stored = self._stored_key()
        if stored and stored["day"] == day:
            private = _private(stored["private"])
            return CheckpointKey(private, _public_text(private.public_key()), stored["vouched"])
        before = (stored["before"] or stored["private"]) if stored else ""
        private = Ed25519PrivateKey.generate()
        public = _public_text(private.public_key())
        vouched = base64.b64encode(_private(before).sign(public.encode())).decode() if before else ""
        raw = base64.b64encode(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())).decode()
        plain = {"day": day, "private": raw, "vouched": vouched, "before": before}
        self._write(self._key, json.dumps(plain), durably=True)
        return CheckpointKey(private, public, vouched)

    def forget_key_before(self) -> None:
        """Forget the private half of the key before: the one in use now is in the office's own record."""
        stored = self._stored_key()
        if stored and stored["before"]:
            self._write(self._key, json.dumps({**stored, "before": ""}), durably=True)
