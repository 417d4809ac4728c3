"""Cuts a message that may hold several questions into its parts, and a story into its last words."""

import re
from dataclasses import dataclass
from itertools import pairwise

MOST_PARTS = 6
"""A message that falls into more parts than this is a story, not a list of questions."""

SHORTEST = 3
"""The least number of letters in a part."""

_LINES = re.compile(
    r"""(?<=[.?!;:])\s+              # the end of a sentence
      | \s*\n\s*
      | \s+[-•*+&]\s+               # a dash, a bullet, a plus
      | \s*;\s*
      | ,?\s+(?:and\s+(?:also|then)|as\s+well\s+as|in\s+addition(?:\s+to)?|together\s+with|and|also|plus
          |then|but|besides|furthermore|moreover|secondly|thirdly|n)[,\s]\s*
      | ,\s+(?:an?\s+)?              # a list
      | \s*\(?\b(?:\d|[a-d])[.)]\s+  # 1. or 2) or (a)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\s*\n\s*")
_FAREWELL = re.compile(
    r"(?:many thanks|thanks|thank you|kind regards|best|regards|looking forward|cheers|yours)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """One part of a message, or two neighbours.

    Attributes:
        text: The words.
        begin: The number of its first part.
        end: The number after its last part.
    """

    text: str
    begin: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Tell whether both hold the same part."""
        return self.begin < other.end and other.begin < self.end


def parts_of(text: str) -> list[str]:
    """Return the parts of a text that hold at least a word, in order.

    Returns:
        An empty list where there is only one part, or more than `MOST_PARTS`.
    """
    parts = [part.strip(" ,.;:-\n") for part in _LINES.split(text)]
    parts = [part for part in parts if sum(map(str.isalpha, part)) >= SHORTEST]
    return parts if 2 <= len(parts) <= MOST_PARTS else []


def spans_of(text: str) -> list[Span]:
    """Return the parts, and where there are more than two also each pair of neighbours.

    A single question is often cut in two, so that only both halves make sense.
    """
    parts = parts_of(text)
    spans = [Span(part, place, place + 1) for place, part in enumerate(parts)]
    if len(parts) > 2:
        pairs = enumerate(pairwise(parts))
        spans += [Span(f"{one} {two}", place, place + 2) for place, (one, two) in pairs]
    return spans


def last_words_of(text: str) -> list[str]:
    """Return the sentences of a story that are likeliest to hold its question.

    The last two that end in a question mark, the last one, and the last two together; a farewell
    doesn't count.

    Returns:
        An empty list where there is only one sentence.
    """
    sentences = [s for s in _SENTENCE_END.split(text) if len(s.split()) >= 2]
    while sentences and _FAREWELL.match(sentences[-1]):
        sentences.pop()
    if len(sentences) < 2:
        return []
    questions = [s for s in sentences if s.endswith("?")][-2:]
    return list(dict.fromkeys([*questions, sentences[-1], " ".join(sentences[-2:])]))
