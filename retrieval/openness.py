"""Tells a message that leaves open which entry is meant from one that asks for a single entry.

"The form, please" may fit one entry best and still deserve a question back. Logistic regression on
how the probability is spread over the entries, how long the message is, its vector and its letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from retrieval.calibration import Flags
from retrieval.encoder import Vectors
from retrieval.material import Scores
from retrieval.members.grams import LetterGrams

STRENGTH = 0.3
VECTOR_WEIGHT = 3.0
"""How much a dimension of the vector counts beside the standardised numbers."""

LETTERS_WEIGHT = 4.0
"""How much a run of letters counts beside them."""

ASKED_BACK = 0.10
"""The share of plain questions that may be answered by a question back for this reason alone."""


@dataclass(frozen=True)
class Openness:
    """The fitted head.

    Attributes:
        grams: The runs of letters that are known.
        mean: Of the spread features, shape (features,).
        scale: Their standard deviations.
        weights: Shape (features + dimension + runs of letters,).
        bias: The constant.
        line: The probability from which on a message counts as open.
    """

    grams: LetterGrams
    mean: Any
    scale: Any
    weights: Any
    bias: float
    line: float

    @classmethod
    def fit(
        cls, shares: Scores, texts: Sequence[str], vectors: Vectors, is_open: Flags, hands: Sequence[str]
    ) -> "Openness":
        """Fit on messages whose entries' probabilities are held out.

        Args:
            shares: The probabilities of the entries, shape (n, entries).
            texts: The messages.
            vectors: Their vectors, shape (n, dimension).
            is_open: Whether several entries fit, shape (n,).
            hands: Who wrote each; the line is drawn on each hand by a head that did not see it.
        """
        spread = _spread(shares, texts)
        mean, scale = spread.mean(axis=0), spread.std(axis=0) + 1e-9
        grams = LetterGrams.fit(texts)
        features = _features((spread - mean) / scale, vectors, grams(texts))
        unseen = cross_val_predict(
            _head(), features, is_open, groups=hands, cv=LeaveOneGroupOut(), method="predict_proba"
        )[:, 1]
        line = float(np.quantile(unseen[~is_open], 1 - ASKED_BACK))
        model = _head().fit(features, is_open)
        return cls(grams, mean, scale, model.coef_[0], float(model.intercept_[0]), line)

    def __call__(self, shares: Scores, texts: Sequence[str], vectors: Vectors, letters: Any = None) -> Scores:
        """Return the probability that each message is open, shape (n,).

        Args:
            shares: The probabilities of the entries, shape (n, entries).
            texts: The messages.
            vectors: Their vectors, shape (n, dimension).
            letters: What `grams` made of them, where that was done before.
        """
        spread = (_spread(shares, texts) - self.mean) / self.scale
        features = _features(spread, vectors, self.grams(texts) if letters is None else letters)
        return 1 / (1 + np.exp(-(features @ self.weights + self.bias)))  # type: ignore[no-any-return]

    def save(self, folder: Path, name: str) -> None:
        """Write files that begin with a name."""
        self.grams.save(folder, name)
        rest = [self.bias, self.line]
        np.savez(folder / f"{name}.npz", mean=self.mean, scale=self.scale, weights=self.weights, rest=rest)

    @classmethod
    def load(cls, folder: Path, name: str) -> "Openness | None":
        """Read what `save` wrote; None where it wrote nothing."""
        path = folder / f"{name}.npz"
        if not path.is_file():
            return None
        with np.load(path) as stored:
            bias, line = map(float, stored["rest"])
            grams = LetterGrams.load(folder, name)
            return cls(grams, stored["mean"], stored["scale"], stored["weights"], bias, line)


def _features(spread: Scores, vectors: Vectors, letters: Any) -> Any:
    dense = csr_matrix(np.hstack([spread, vectors * VECTOR_WEIGHT]))
    return hstack([dense, letters * LETTERS_WEIGHT], format="csr")


def _head() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=1000)


def _spread(shares: Scores, texts: Sequence[str]) -> Scores:
    best = np.zeros((len(shares), 4))
    best[:, : shares.shape[1]] = -np.sort(-shares, axis=1)[:, :4]
    relative = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    entropy = -(relative * np.log(relative + 1e-9)).sum(axis=1)
    words = np.array([max(len(text.split()), 1) for text in texts])
    letters = np.array([max(len(text), 1) for text in texts])
    odds = np.log((best[:, 0] + 1e-6) / (1 - best[:, 0] + 1e-6))
    columns = [
        odds,
        *np.log(best[:, 1:].T + 1e-6),
        entropy,
        np.log(words),
        np.log(letters),
        words <= 3,
        words <= 5,
    ]
    return np.stack(columns, axis=1).astype(np.float64)
