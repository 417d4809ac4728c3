"""Judges by spelling: logistic regression on parts of words, so that a typo costs little."""

from collections.abc import Sequence
from pathlib import Path

from retrieval.encoder import Vectors
from retrieval.material import Material, Scores
from retrieval.members.grams import LetterGrams
from retrieval.members.linear import LinearSoftmax

STRENGTH = 50.0


class SpellingMember:
    """Logistic regression on TF-IDF of character 2- to 5-grams."""

    def __init__(self, grams: LetterGrams, model: LinearSoftmax) -> None:
        self._grams = grams
        self._model = model

    @classmethod
    def fit(cls, material: Material) -> "SpellingMember":
        grams = LetterGrams.fit(material.texts)
        return cls(grams, LinearSoftmax.fit(grams(material.texts), material, strength=STRENGTH))

    def score(self, texts: Sequence[str], vectors: Vectors) -> Scores:  # noqa: ARG002 - judges by texts alone
        return self._model.log_probabilities(self._grams(texts))

    def save(self, folder: Path) -> None:
        self._grams.save(folder, "spelling")
        self._model.save(folder / "spelling.npz")

    @classmethod
    def load(cls, folder: Path) -> "SpellingMember":
        return cls(LetterGrams.load(folder, "spelling"), LinearSoftmax.load(folder / "spelling.npz"))
