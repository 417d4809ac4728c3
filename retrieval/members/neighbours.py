"""Judges by example: the nearest phrasing, title or passage of each label."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.encoder import Vectors
from retrieval.index import FaissIndex, Index, IndexFactory
from retrieval.material import LabelNumbers, Material, Scores

SEEN = 200
"""How many neighbours are looked at; a label with none among them scores as the last of them."""


class NeighbourMember:
    """The largest cosine to anything that stands under the label."""

    def __init__(self, index: Index, numbers: LabelNumbers, labels: int) -> None:
        self._index = index
        self._numbers = numbers
        self._labels = labels

    @classmethod
    def fit(cls, material: Material, make_index: IndexFactory = FaissIndex) -> "NeighbourMember":
        index = make_index(material.vectors.shape[1])
        index.add(np.vstack([material.vectors, material.passage_vectors]))
        numbers = np.concatenate([material.numbers, material.passage_numbers])
        return cls(index, numbers, len(material.labels))

    @property
    def size(self) -> int:
        """Return the number of vectors in the index."""
        return self._index.size

    def vectors(self) -> Vectors:
        """Return what it was fitted on: the vectors of the messages, then those of the passages."""
        return self._index.vectors()

    def score(self, texts: Sequence[str], vectors: Vectors) -> Scores:  # noqa: ARG002 - judges by vectors alone
        cosines, positions = self._index.search(vectors, SEEN)
        scores = np.repeat(cosines[:, -1:].astype(np.float64), self._labels, axis=1)
        rows = np.repeat(np.arange(len(vectors)), cosines.shape[1])
        np.maximum.at(scores, (rows, self._numbers[positions].ravel()), cosines.ravel())
        return scores

    def save(self, folder: Path) -> None:
        self._index.save(folder / "vectors.faiss")
        np.savez(folder / "neighbours.npz", numbers=self._numbers, labels=self._labels)

    @classmethod
    def load(cls, folder: Path) -> "NeighbourMember":
        with np.load(folder / "neighbours.npz") as stored:
            return cls(FaissIndex.load(folder / "vectors.faiss"), stored["numbers"], int(stored["labels"]))
