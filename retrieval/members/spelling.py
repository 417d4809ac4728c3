"""Judges by spelling: logistic regression on parts of words, so that a typo costs little."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from retrieval.encoder import Vectors
from retrieval.material import Material, Scores
from retrieval.members.linear import LinearSoftmax

STRENGTH = 50.0


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    # Runs of 2 to 5 letters inside words; those that one message alone has say nothing.
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        sublinear_tf=True,
        min_df=1 if vocabulary else 2,
        vocabulary=vocabulary,
        dtype=np.float32,
    )


class SpellingMember:
    """Logistic regression on TF-IDF of character 2- to 5-grams."""

    def __init__(self, vectorizer: TfidfVectorizer, model: LinearSoftmax) -> None:
        self._vectorizer = vectorizer
        self._model = model

    @classmethod
    def fit(cls, material: Material) -> "SpellingMember":
        vectorizer = _vectorizer()
        features = vectorizer.fit_transform(material.texts)
        return cls(
            vectorizer,
            LinearSoftmax.fit(features, material.numbers, len(material.labels), strength=STRENGTH),
        )

    def score(self, texts: Sequence[str], vectors: Vectors) -> Scores:  # noqa: ARG002 - judges by texts alone
        return self._model.log_probabilities(self._vectorizer.transform(texts))

    def save(self, folder: Path) -> None:
        grams = sorted(self._vectorizer.vocabulary_, key=self._vectorizer.vocabulary_.__getitem__)
        (folder / "spelling.json").write_text(json.dumps(grams), encoding="utf-8")
        np.save(folder / "spelling_idf.npy", self._vectorizer.idf_)
        self._model.save(folder / "spelling.npz")

    @classmethod
    def load(cls, folder: Path) -> "SpellingMember":
        grams = json.loads((folder / "spelling.json").read_text(encoding="utf-8"))
        vectorizer = _vectorizer({gram: number for number, gram in enumerate(grams)})
        vectorizer.idf_ = np.load(folder / "spelling_idf.npy")
        return cls(vectorizer, LinearSoftmax.load(folder / "spelling.npz"))
