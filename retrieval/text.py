"""Makes a message comparable, and says early when there is nothing in it to understand."""

import re
import unicodedata

from retrieval.lookalikes import latin_letters

LONGEST = 4000
"""The number of characters of a message that are read."""

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return the text without look-alike forms, invisible characters and double spaces (NFKC)."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    text = latin_letters(_INVISIBLE.sub("", text).translate(_QUOTES))
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def lines_of(text: str) -> str:
    """Return the text normalised line by line: where a line ends a new question may begin."""
    lines = (normalise(line) for line in text[:LONGEST].splitlines())
    return "\n".join(line for line in lines if line)


def why_unreadable(text: str) -> str | None:
    """Say why a normalised text can't be a question in English, or None where it may be one.

    Returns:
        ``empty``, ``no_words`` (only digits, signs or emoji), ``foreign_language`` (mostly letters
        of another alphabet), or None.
    """
    if not text:
        return "empty"
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 2:
        return "no_words"
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    return "foreign_language" if latin * 2 < len(letters) else None
