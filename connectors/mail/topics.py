"""What is answered automatically, by what it is about: a setting that names entries and categories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from knowledge.entries import FaqEntry
from knowledge.errors import InvalidInput

Mode = Literal["off", "draft", "auto"]
MODES: tuple[Mode, ...] = ("off", "draft", "auto")
"""The most careful first."""


@dataclass(frozen=True)
class TopicModes:
    """How sure answers are treated.

    Attributes:
        usual: What counts for all that isn't named.
        named: The mode of an entry by its key, or of a category by its name, in small letters.
    """

    usual: Mode
    named: Mapping[str, Mode] = field(default_factory=dict)

    def mode_of(self, entries: Iterable[FaqEntry]) -> Mode:
        """Return how an answer is treated that quotes these entries: the most careful mode of them."""
        return min((self._mode(entry) for entry in entries), key=MODES.index, default="off")

    def off(self, entries: Iterable[FaqEntry]) -> frozenset[str]:
        """Return the keys of the entries that are never quoted by mail."""
        return frozenset(entry.key for entry in entries if self._mode(entry) == "off")

    def _mode(self, entry: FaqEntry) -> Mode:
        category = self.named.get(entry.category.lower(), self.usual)
        return self.named.get(entry.key.lower(), category)


def read_topics(text: str) -> dict[str, Mode]:
    """Read ``credit-cover auto, SEC Change off``: an entry's key or a category, and its mode.

    Raises:
        InvalidInput: If a part isn't that, or names something twice.
    """
    found: dict[str, Mode] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, said = part.rpartition(" ")
        name = " ".join(name.lower().split())
        mode = next((mode for mode in MODES if mode == said.lower()), None)
        if not name or mode is None:
            raise InvalidInput(
                f"{part!r} is no topic with its mode, like credit-cover auto or SEC Change off; "
                f"the modes are {', '.join(MODES)}."
            )
        if name in found:
            raise InvalidInput(f"{name!r} is named twice.")
        found[name] = mode
    return found
