"""What staff may write: replies and notes, one check for all."""

import unicodedata

from knowledge.errors import InvalidInput

LONGEST_REPLY = 20_000
LONGEST_NOTE = 20_000


def check_words(what: str, text: str, longest: int) -> str:
    """Return a text without outer spaces and control characters; lines stay apart.

    Args:
        what: The name of the text in a sentence, such as "reply".
        text: As it came in.
        longest: The largest number of characters.

    Raises:
        InvalidInput: If nothing is left, or too much.
    """
    if len(text) <= 2 * longest:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
    if not text:
        raise InvalidInput(f"Please write the {what} first.")
    if len(text) > longest:
        raise InvalidInput(f"A {what} can have up to {longest:,} characters; this one has {len(text):,}.")
    return text
