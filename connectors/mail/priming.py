"""Encodes all that is to be judged of a mail in one go, which takes a fraction of the time."""

from collections.abc import Iterable, Sequence

import numpy as np

from retrieval.encoder import Encoder, Vectors
from retrieval.splitting import parts_of
from retrieval.text import normalise

MOST_KEPT = 2_000
"""Vectors that are remembered; mails repeat little."""


class PrimedEncoder:
    """An encoder that remembers what it was told to expect.

    Args:
        encoder: Does the work.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def expect(self, texts: Iterable[str]) -> None:
        """Encode texts, and the parts that they fall into, as the judge will ask for them."""
        wanted: dict[str, None] = {}
        for text in texts:
            words = normalise(text)
            wanted |= dict.fromkeys((words, *parts_of(words)))
        new = [text for text in wanted if text not in self._known]
        if len(self._known) + len(new) > MOST_KEPT:
            self._known.clear()
            new = list(wanted)
        if new:
            self._known |= dict(zip(new, self._encoder.encode(new), strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        if all(text in self._known for text in texts) and texts:
            return np.stack([self._known[text] for text in texts])
        return self._encoder.encode(texts)
