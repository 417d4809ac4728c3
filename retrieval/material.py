"""What the members learn from: messages and passages with their labels and vectors."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Vectors

LabelNumbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Material:
    """Training material; labels are numbers into ``labels``.

    Attributes:
        labels: Every label, entries first.
        texts: Normalised messages.
        numbers: The label of each message, shape (n,).
        vectors: One vector of length 1 for each message, shape (n, dimension).
        passages: Titles and answers of the entries; they are found, but nobody writes like them,
            so no classifier learns from them.
        passage_numbers: The label of each passage, shape (m,).
        passage_vectors: Shape (m, dimension).
    """

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    numbers: LabelNumbers
    vectors: Vectors
    passages: tuple[str, ...]
    passage_numbers: LabelNumbers
    passage_vectors: Vectors

    def without(self, left_out: npt.NDArray[np.bool_]) -> "Material":
        """Return the same material without the messages that the mask (shape (n,)) names."""
        kept = ~left_out
        texts = tuple(text for text, keep in zip(self.texts, kept, strict=True) if keep)
        return Material(
            self.labels,
            texts,
            self.numbers[kept],
            self.vectors[kept],
            self.passages,
            self.passage_numbers,
            self.passage_vectors,
        )
