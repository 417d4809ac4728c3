"""Cuts a message that may hold several questions into its parts."""

import re

MOST_PARTS = 6
"""A message that falls into more parts than this is a story, not a list of questions."""

_LINES = re.compile(
    r"""(?<=[.?!;:])\s+              # the end of a sentence
      | \s+[-•*+&]\s+               # a dash, a bullet, a plus
      | \s*;\s*
      | ,?\s+(?:and\s+also|and\s+then|as\s+well\s+as|and|also|plus|then|but)\s+
      | ,\s+                         # a list
      | \s*\(?\b\d[.)]\s+            # 1. or 2)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def parts_of(text: str) -> list[str]:
    """Return the parts of a normalised text that hold at least two words, in order.

    Returns:
        An empty list where there is only one part, or more than `MOST_PARTS`.
    """
    parts = [part.strip(" ,.;:-") for part in _LINES.split(text)]
    parts = [part for part in parts if len(part.split()) >= 2]
    return parts if 2 <= len(parts) <= MOST_PARTS else []
