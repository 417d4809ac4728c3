"""An encoder without a model: equal words give near vectors, the same on every machine."""

import hashlib
import time
from collections.abc import Sequence

import numpy as np

from retrieval.encoder import Vectors


class WordEncoder:
    """Adds up one pseudo-random vector a word."""

    name = "words"
    dimension = 32

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
                vectors[row] += np.random.default_rng(seed).standard_normal(self.dimension)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths == 0, 1, lengths)


class CountingEncoder(WordEncoder):
    """Notes what it is asked for.

    Args:
        pause: Seconds that it takes its time.
    """

    def __init__(self, pause: float = 0.0) -> None:
        self.asked: list[list[str]] = []
        self._pause = pause

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        time.sleep(self._pause)
        return super().encode(texts)
