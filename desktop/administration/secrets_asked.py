"""Passwords and passphrases of commands: from an environment variable or asked for, never from the command line."""

import getpass
import os


def secret(variable: str, question: str) -> str:
    """Return the secret in the environment ``variable``, else what the person types at ``question``."""
    return os.environ.get(variable) or getpass.getpass(f"{question}: ")


def new_secret(variable: str, question: str) -> str:
    """Return a secret as :func:`secret` does, typed twice where it is typed; ValueError when the two differ."""
    given = os.environ.get(variable)
    if given:
        return given
    first = getpass.getpass(f"{question}: ")
    if getpass.getpass(f"{question}, once more: ") != first:
        raise ValueError("The two entries differ. Try again.")
    return first
