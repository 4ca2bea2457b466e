"""Whether two spellings are one word: without case, accents, spaces and punctuation."""

import unicodedata


def folded(text: str) -> str:
    """Return only letters and figures of ``text``, without case and accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain.casefold() if letter.isalnum())


def is_read_from_right(text: str) -> bool:
    """Tell whether the first letter of ``text`` that has a direction belongs to a script read from the right."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((found for found in directions if found in {"L", "R", "AL"}), "L") != "L"
