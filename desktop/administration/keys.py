"""Passwords and signing keys: Argon2id for both, Ed25519 for what an officer signs (security.md R22, E12, E13)."""

import base64
import json
import os
from dataclasses import dataclass

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from desktop.errors import UserError, WrongPassword

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD_BYTES = 1024
COMMON_REFUSED = 3000


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """Argon2id cost: memory in KiB, passes, lanes. The default is RFC 9106's second recommendation (E13)."""

    memory: int = 65_536
    passes: int = 3
    lanes: int = 4


FULL_COST = PasswordCost()


def _hasher(cost: PasswordCost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes, type=Type.ID)


def _common_passwords() -> frozenset[str]:
    # a list of 30,000 is only read when somebody chooses a password
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415

    return frozenset(FREQUENCY_LISTS["passwords"][:COMMON_REFUSED])


def refuse_weak_password(password: str) -> None:
    """Raise :class:`UserError` for a password that R22 does not admit: short, very long, or among the common ones."""
    if len(password) < SHORTEST_PASSWORD:
        raise UserError(
            f"The password needs at least {SHORTEST_PASSWORD} characters. Fifteen or more are better: "
            "four unrelated words are easy to remember.",
            field="password",
        )
    try:
        length = len(password.encode())
    except UnicodeEncodeError as broken:
        raise UserError(
            "The password holds half a character. Type it again instead of pasting it.", field="password"
        ) from broken
    if length > LONGEST_PASSWORD_BYTES:
        raise UserError(
            f"The password is longer than {LONGEST_PASSWORD_BYTES} bytes. Use a shorter one.", field="password"
        )
    if password.lower() in _common_passwords():
        raise UserError("This password is among the most common ones. Choose another.", field="password")


def hash_password(password: str, cost: PasswordCost = FULL_COST) -> str:
    """Return the Argon2id hash to store."""
    return _hasher(cost).hash(password)


def password_fits(stored: str, password: str) -> bool:
    """Tell whether ``password`` is the one behind ``stored``; a damaged hash fits nothing."""
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST_PASSWORD_BYTES:
        return False
    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def needs_rehash(stored: str, cost: PasswordCost = FULL_COST) -> bool:
    """Tell whether ``stored`` was made at a lower cost than today's (R22)."""
    return _hasher(cost).check_needs_rehash(stored)


def key_from_password(password: str, salt: bytes, cost: PasswordCost) -> bytes:
    """Return the 32-byte key that ``password`` gives with ``salt`` at this cost, by Argon2id."""
    return hash_secret_raw(
        password.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )


@dataclass(frozen=True, slots=True)
class NewKey:
    """A fresh signing key: its public half and the private half wrapped by a password, both as text."""

    public: str
    wrapped: str


def new_key(password: str, cost: PasswordCost = FULL_COST) -> NewKey:
    """Make an Ed25519 key whose private half only ``password`` opens."""
    private = Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return NewKey(public, _wrap(raw, password, cost))


def _wrap(raw: bytes, password: str, cost: PasswordCost) -> str:
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(key_from_password(password, salt, cost)).encrypt(nonce, raw, b"casement key 1")
    return json.dumps(
        {
            "salt": base64.b64encode(salt).decode(),
            "nonce": base64.b64encode(nonce).decode(),
            "sealed": base64.b64encode(sealed).decode(),
            "cost": [cost.memory, cost.passes, cost.lanes],
        }
    )


def _unwrap(wrapped: str, password: str) -> bytes:
    stored = json.loads(wrapped)
    cost = PasswordCost(*stored["cost"])
    key = key_from_password(password, base64.b64decode(stored["salt"]), cost)
    try:
        return AESGCM(key).decrypt(
            base64.b64decode(stored["nonce"]), base64.b64decode(stored["sealed"]), b"casement key 1"
        )
    except InvalidTag as wrong:
        raise WrongPassword("The password is not right.", field="password") from wrong


def sign(wrapped: str, password: str, content: bytes) -> str:
    """Sign ``content`` with a wrapped key; raises :class:`WrongPassword` when it does not open."""
    private = Ed25519PrivateKey.from_private_bytes(_unwrap(wrapped, password))
    return base64.b64encode(private.sign(content)).decode()


def rewrap(wrapped: str, old: str, new: str, cost: PasswordCost = FULL_COST) -> str:
    """Wrap the same private key by another password."""
    return _wrap(_unwrap(wrapped, old), new, cost)
