"""Messages as runs of letters, weighted by how rare they are; stored as plain text and numbers."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer


class LetterGrams:
    """TF-IDF of runs of 2 to 5 letters inside words; those that one message alone has say nothing."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self._vectorizer = vectorizer

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "LetterGrams":
        """Learn which runs there are and how rare each is."""
        return cls(_vectorizer(min_df=2 if len(texts) > 1 else 1).fit(texts))

    def __call__(self, texts: Sequence[str]) -> Any:
        """Return one sparse row of length 1 for each text, shape (n, runs)."""
        return self._vectorizer.transform(texts)

    def save(self, folder: Path, name: str) -> None:
        """Write files that begin with a name."""
        runs = sorted(self._vectorizer.vocabulary_, key=self._vectorizer.vocabulary_.__getitem__)
        (folder / f"{name}.json").write_text(json.dumps(runs), encoding="utf-8")
        np.save(folder / f"{name}_idf.npy", self._vectorizer.idf_)

    @classmethod
    def load(cls, folder: Path, name: str) -> "LetterGrams":
        """Read what `save` wrote."""
        runs = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        vectorizer = _vectorizer(vocabulary={run: number for number, run in enumerate(runs)})
        vectorizer.idf_ = np.load(folder / f"{name}_idf.npy")
        return cls(vectorizer)


def _vectorizer(**options: Any) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32, **options
    )
