"""What differs between two texts, word by word, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\S+\s*|\s+")


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
    if before == after:
        return [Piece("same", after)] if after else []
    return list(_pieces(_WORDS.findall(before), _WORDS.findall(after)))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    # Words that stand everywhere are no place to begin from, which also keeps long texts fast.
    matcher = SequenceMatcher(None, before, after, autojunk=True)
    for kind, begin, end, new_begin, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[begin:end]))
            continue
        if end > begin:
            yield Piece("removed", "".join(before[begin:end]))
        if new_end > new_begin:
            yield Piece("added", "".join(after[new_begin:new_end]))
