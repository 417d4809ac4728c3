"""Judges by meaning: logistic regression on sentence embeddings."""

from collections.abc import Sequence
from pathlib import Path

from retrieval.encoder import Vectors
from retrieval.material import Material, Scores
from retrieval.members.linear import LinearSoftmax

STRENGTH = 20.0


class MeaningMember:
    """Logistic regression on the vectors of the messages."""

    def __init__(self, model: LinearSoftmax) -> None:
        self._model = model

    @classmethod
    def fit(cls, material: Material) -> "MeaningMember":
        return cls(LinearSoftmax.fit(material.vectors, material, strength=STRENGTH))

    def score(self, texts: Sequence[str], vectors: Vectors) -> Scores:  # noqa: ARG002 - judges by vectors alone
        return self._model.log_probabilities(vectors)

    def save(self, folder: Path) -> None:
        self._model.save(folder / "meaning.npz")

    @classmethod
    def load(cls, folder: Path) -> "MeaningMember":
        return cls(LinearSoftmax.load(folder / "meaning.npz"))
