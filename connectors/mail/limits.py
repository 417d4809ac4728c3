"""Caps: what a mail may cost to read, looked at before any parser touches it."""

import re

LARGEST = 40_000_000
"""Bytes of a mail that is fetched and read in full."""

HEAD = 262_144
"""Bytes at the beginning in which the header fields are looked for where the rest isn't read."""

MOST_PARTS = 200
"""Declared boundaries and attached messages of a mail that is read in full."""

MOST_LINES = 1_000_000
"""Lines of a mail that is read in full: more of them hold no words, but much memory."""

MOST_WORK = 4_000_000
"""Lines times boundaries: what the standard library's parser takes about six seconds for."""

LONGEST_TEXT = 200_000
"""Characters of text that are read."""

LONGEST_HTML = 2_000_000
"""Characters of HTML that are turned into text."""

_NESTS = re.compile(rb"boundary\s*=|message/(?:rfc822|delivery-status|global)", re.IGNORECASE)
_PARTS = re.compile(rb"^content-type\s*:", re.IGNORECASE | re.MULTILINE)
_DELIMITERS = re.compile(rb"(?<![^\r\n])--")
"""What a part begins with; it may leave out all of its fields."""


def why_too_much(raw: bytes, cut_from: int | None = None) -> str | None:
    """Say why a mail is not read in full, or None where it can be.

    Args:
        raw: Its bytes.
        cut_from: Its size, where the bytes are only its head.
    """
    size = cut_from or len(raw)
    if size > LARGEST:
        return f"it is {size:,} bytes long, and only mails of up to {LARGEST:,} are read"
    nests = sum(1 for _ in _NESTS.finditer(raw))
    if nests > MOST_PARTS:
        return f"it is nested {nests:,} times, and only {MOST_PARTS} are read"
    parts = max(sum(1 for _ in found.finditer(raw)) for found in (_PARTS, _DELIMITERS))
    if parts > MOST_PARTS * 5:
        return f"it has {parts:,} parts, and only {MOST_PARTS * 5:,} are read"
    lines = raw.count(b"\n") + raw.count(b"\r")
    if lines > MOST_LINES:
        return f"it has {lines:,} lines, and only {MOST_LINES:,} are read"
    if lines * (nests + 1) > MOST_WORK:
        return f"it has {lines:,} lines in {nests + 1} layers, which is more than is read"
    return None
