"""What the members learn from: messages and passages with their labels and vectors."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Vectors
from retrieval.labels import Group, group_of

LabelNumbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Material:
    """Training material; labels are numbers into ``labels``.

    A message that several entries fit stands under each of them, and counts in part under each.

    Attributes:
        labels: Every label, entries first.
        texts: Normalised messages.
        numbers: The label of each message, shape (n,).
        vectors: One vector of length 1 for each message, shape (n, dimension).
        weights: How much each message counts, shape (n,).
        hands: Who wrote each message.
        passages: Titles and answers of the entries; they are found, but nobody writes like them,
            so no classifier learns from them.
        passage_numbers: The label of each passage, shape (m,).
        passage_vectors: Shape (m, dimension).
    """

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    numbers: LabelNumbers
    vectors: Vectors
    weights: Scores
    hands: tuple[str, ...]
    passages: tuple[str, ...]
    passage_numbers: LabelNumbers
    passage_vectors: Vectors

    def without(self, hands: Collection[str]) -> "Material":
        """Return the same material without the messages of some hands."""
        kept = [row for row, hand in enumerate(self.hands) if hand not in hands]
        return replace(
            self,
            texts=tuple(self.texts[row] for row in kept),
            numbers=self.numbers[kept],
            vectors=self.vectors[kept],
            weights=self.weights[kept],
            hands=tuple(self.hands[row] for row in kept),
        )


def places_of(labels: Sequence[str]) -> Mapping[Group, LabelNumbers]:
    """Return where the labels of each group stand among some labels, in their order."""
    return _places_of(tuple(labels))


@lru_cache(maxsize=8)
def _places_of(labels: tuple[str, ...]) -> Mapping[Group, LabelNumbers]:
    groups = np.array([group_of(label) for label in labels])
    return {group: np.flatnonzero(groups == group) for group in Group}
