"""Everything that answers are made from at one moment, as plain values that every layer may use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.entries import FaqEntry


@dataclass(frozen=True)
class FaqState:
    """The FAQ with what staff have added to it.

    Attributes:
        version: Grows with every change.
        entries: What visitors read, in the order of the FAQ.
        withdrawn: The last published words of entries that visitors don't get any more.
        phrasings: What staff have added to each entry, by key.
    """

    version: int
    entries: Sequence[FaqEntry]
    withdrawn: Sequence[FaqEntry] = ()
    phrasings: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def published(self) -> frozenset[str]:
        """The keys of the entries that visitors get."""
        return frozenset(entry.key for entry in self.entries)
