"""How alike two messages are: by meaning, by parts of words and by words, in one number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from retrieval.encoder import Vectors

Likeness = npt.NDArray[np.float32]

BLOCK = 1000
"""Rows that are worked out at a time: a whole table of word parts would not fit into memory."""


@dataclass(frozen=True)
class Weights:
    """What each kind of likeness counts: settled on BANKING77, in full and with 5 and 10 texts a label.

    Attributes:
        narrowness: How fast the likeness of two vectors falls with their distance.
        letters: The weight of runs of 2 to 5 letters, beside 1 for the vectors.
        words: The weight of words and pairs of words.
    """

    narrowness: float = 1.5
    letters: float = 0.25
    words: float = 0.25


class Kernel:
    """A positive definite likeness of messages in [0, 1]; that of a message to itself is 1."""

    def __init__(self, texts: Sequence[str], vectors: Vectors, weights: Weights | None = None) -> None:
        """Remember the messages that others are compared with.

        Args:
            texts: Normalised messages.
            vectors: Their vectors of length 1, shape (n, dimension).
            weights: What each kind of likeness counts.
        """
        self._weights = weights or Weights()
        self._vectors = vectors
        self._makers = [
            (self._weights.letters, TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **_COMMON)),
            (self._weights.words, TfidfVectorizer(ngram_range=(1, 2), **_COMMON)),
        ]
        self._rows = [maker.fit_transform(texts).tocsr() for _, maker in self._makers]

    def among_themselves(self) -> Likeness:
        """Return the likeness of all pairs of the remembered messages, shape (n, n)."""
        return self._compare(self._vectors, self._rows)

    def __call__(self, texts: Sequence[str], vectors: Vectors) -> Likeness:
        """Return the likeness of messages to those remembered, shape (len(texts), n)."""
        return self._compare(vectors, [maker.transform(texts).tocsr() for _, maker in self._makers])

    def _compare(self, vectors: Vectors, rows: Sequence[Any]) -> Likeness:
        out = np.empty((len(vectors), len(self._vectors)), np.float32)
        whole = 1 + self._weights.letters + self._weights.words
        for start in range(0, len(vectors), BLOCK):
            part = slice(start, start + BLOCK)
            distances = 2 - 2 * (vectors[part] @ self._vectors.T)
            out[part] = np.exp(-self._weights.narrowness * distances)
            for (weight, _), theirs, ours in zip(self._makers, rows, self._rows, strict=True):
                out[part] += weight * (theirs[part] @ ours.T).toarray()
        out /= whole
        return out


_COMMON = {"sublinear_tf": True, "dtype": np.float32}
