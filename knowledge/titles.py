"""Titles of entries: when two are the same question, and how a key is made of one."""

import re
import unicodedata

LONGEST_KEY = 80

_NUMBER = re.compile(r"^(?:q(?:uestion)?\s*)?\d{1,3}\s*[.):]\s+", re.IGNORECASE)


def normalise_title(title: str) -> str:
    """Return what two spellings of one question share.

    Case, punctuation, spaces and a number in front ("30. When …", "Q3: …") make no difference.
    """
    text = unicodedata.normalize("NFKC", title).strip()
    text = _NUMBER.sub("", text).casefold().replace("’", "'")
    return " ".join(re.findall(r"\w+(?:'\w+)*", text))


def slug_of(text: str) -> str:
    """Return a text as a key: lower-case words joined by hyphens, at most 80 characters.

    It is empty where the text holds no Latin letter and no digit.
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    key = ""
    for word in words:
        longer = f"{key}-{word}" if key else word[:LONGEST_KEY]
        if len(longer) > LONGEST_KEY:
            break
        key = longer
    return key


def key_of_title(title: str) -> str:
    """Return the key that a title gives, without its number; empty as for `slug_of`."""
    return slug_of(_NUMBER.sub("", title.strip()))
