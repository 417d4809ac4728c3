"""What a visitor may type: one check for every way in."""

import unicodedata

from knowledge.errors import InvalidInput

LONGEST_TEXT = 4000
"""The largest number of characters in one message."""

LONGEST_KEY = 80
"""The largest number of characters in an idempotency key."""


def clean_text(text: str) -> str:
    """Return the text without what nobody typed on purpose: control characters and outer spaces.

    Line breaks and tabs stay.

    Raises:
        InvalidInput: If nothing is left, or more than a message may hold.
    """
    text = strip_controls(text)
    if not text:
        raise InvalidInput("Please type a question first.")
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(
            f"A message can have up to {LONGEST_TEXT:,} characters; this one has {len(text):,}. "
            "Please shorten it, or send it in parts."
        )
    return text


def strip_controls(text: str) -> str:
    """Return the text without control characters and outer spaces; every line ends in a line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def check_key(key: str | None) -> str:
    """Return the idempotency key that came with a request.

    Raises:
        InvalidInput: If it is missing, too long, or not plain printable characters.
    """
    if key and len(key) <= LONGEST_KEY and key.isascii() and key.isprintable():
        return key
    raise InvalidInput(
        f"The header Idempotency-Key must hold 1 to {LONGEST_KEY} plain characters; "
        "use a new one for each new message."
    )
