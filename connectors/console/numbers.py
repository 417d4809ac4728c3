"""Whole numbers from addresses and forms."""

from knowledge.errors import InvalidInput

LARGEST = 2**31 - 1
"""What an id may be on every database."""

ID = f"int(max={LARGEST})"
"""How an id stands in an address."""


def read_number(text: str) -> int:
    """Return a whole number from 0 on.

    Raises:
        InvalidInput: If it is none, or larger than any of ours.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= LARGEST):
        raise InvalidInput(f"“{text[:20]}” isn't a number that can be used here.")
    return int(text)
