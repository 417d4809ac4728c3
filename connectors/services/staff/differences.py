"""What differs between two texts, word by word, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

LONGEST = 20_000
"""Characters up to which words are compared; longer texts are compared by lines."""

_WORDS = re.compile(r"\s+|[^\s]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text.

    Attributes:
        kind: Whether it stayed, came in or fell out.
        text: Its words.
    """

    kind: Literal["same", "added", "removed"]
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return a text with what fell out of it and what came in, in reading order."""
    parts = _WORDS if len(before) + len(after) <= LONGEST else _LINES
    return list(_pieces(parts.findall(before), parts.findall(after)))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, begin, end, new_begin, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[begin:end]))
            continue
        if end > begin:
            yield Piece("removed", "".join(before[begin:end]))
        if new_end > new_begin:
            yield Piece("added", "".join(after[new_begin:new_end]))
