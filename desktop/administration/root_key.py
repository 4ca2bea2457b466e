"""The office root: the key that vouches for officers, kept in a file off the workstation (security.md E12)."""

import json
from pathlib import Path

from desktop.administration import keys
from desktop.errors import UserError


def make(path: Path, passphrase: str, cost: keys.PasswordCost = keys.FULL_COST) -> str:
    """Write a new root key to ``path``, wrapped by ``passphrase``; return its public half.

    Raises :class:`UserError` when the file exists already: a root key is never overwritten.
    """
    keys.refuse_weak_password(passphrase)
    made = keys.new_key(passphrase, cost)
    try:
        with path.open("x", encoding="utf-8") as file:
            json.dump({"casement": "office root key 1", "public": made.public, "wrapped": made.wrapped}, file)
    except FileExistsError as there:
        raise UserError(f"{path.name} exists already. A root key is never overwritten; choose another name.") from there
    except OSError as broken:
        raise UserError(
            f"The root key cannot be written to {path}: {broken.strerror}. Choose another folder."
        ) from broken
    path.chmod(0o600)
    return made.public


def vouch(path: Path, passphrase: str, public: str, content: bytes) -> str:
    """Sign ``content`` with the root key in ``path``, which must be this office's (``public``)."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        found, wrapped = str(stored["public"]), str(stored["wrapped"])
    except OSError as broken:
        raise UserError(
            f"The root key {path} cannot be read: {broken.strerror}. Insert the medium it is on."
        ) from broken
    except (ValueError, KeyError, TypeError) as broken:
        raise UserError(f"{path.name} is not an office root key. Choose the file that was made at set-up.") from broken
    if found != public:
        raise UserError(
            f"{path.name} is the root key of another office. Choose the file made when this office was set up."
        )
    try:
        return keys.sign(wrapped, passphrase, content)
    except UserError as wrong:
        raise UserError("The passphrase of the root key is not right.", field="passphrase") from wrong
