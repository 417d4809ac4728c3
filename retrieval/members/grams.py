"""Messages as runs of letters, weighted by how rare they are; stored as plain text and numbers."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from retrieval.material import Scores


class LetterGrams:
    """TF-IDF of runs of 2 to 5 letters inside words; those that one message alone has say nothing.

    scikit-learn cuts a text into runs and learns how rare they are. Its own ``transform`` looks at its
    input for longer than it takes to weigh the runs of one message, so they are weighed here.
    """

    def __init__(self, places: Mapping[str, int], rarity: Scores) -> None:
        """Take over what was learnt.

        Args:
            places: The column of each run.
            rarity: The inverse document frequency of each column, shape (runs,).
        """
        self._places = places
        self._rarity = rarity.astype(np.float32)
        self._runs_of = _vectorizer().build_analyzer()

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "LetterGrams":
        """Learn which runs there are and how rare each is."""
        learnt = _vectorizer(min_df=2 if len(texts) > 1 else 1).fit(texts)
        return cls(learnt.vocabulary_, learnt.idf_)

    def __call__(self, texts: Sequence[str]) -> Any:
        """Return one sparse row of length 1 for each text, shape (n, runs); 0 where it has no known run."""
        weights, columns, ends = [np.zeros(0, np.float32)], [], [0]
        for text in texts:
            counts = Counter(self._places[run] for run in self._runs_of(text) if run in self._places)
            found = list(counts)
            row = (1 + np.log(np.array(list(counts.values()), np.float32))) * self._rarity[found]
            weights.append(row / np.linalg.norm(row) if found else row)
            columns += found
            ends.append(len(columns))
        return csr_matrix((np.concatenate(weights), columns, ends), (len(texts), len(self._places)))

    def save(self, folder: Path, name: str) -> None:
        """Write files that begin with a name."""
        runs = sorted(self._places, key=self._places.__getitem__)
        (folder / f"{name}.json").write_text(json.dumps(runs), encoding="utf-8")
        np.save(folder / f"{name}_idf.npy", self._rarity)

    @classmethod
    def load(cls, folder: Path, name: str) -> "LetterGrams":
        """Read what `save` wrote."""
        runs = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        return cls({run: column for column, run in enumerate(runs)}, np.load(folder / f"{name}_idf.npy"))


def _vectorizer(**options: Any) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32, **options
    )
