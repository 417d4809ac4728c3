"""Tells a message that leaves open which entry is meant from one that asks for a single entry.

"The form, please" may fit one entry best and still deserve a question back. Logistic regression on
how the probability is spread over the entries, how long the message is, and its vector.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from retrieval.calibration import Flags
from retrieval.encoder import Vectors
from retrieval.material import Scores

STRENGTH = 0.3
VECTOR_WEIGHT = 3.0
"""How much a dimension of the vector counts beside the standardised numbers."""

ASKED_BACK = 0.05
"""The share of plain questions that may be answered by a question back for this reason alone."""


@dataclass(frozen=True)
class Openness:
    """The fitted head.

    Attributes:
        mean: Of the spread features, shape (features,).
        scale: Their standard deviations.
        weights: Shape (features + dimension,).
        bias: The constant.
        line: The probability from which on a message counts as open.
    """

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
        features = np.hstack([(spread - mean) / scale, vectors * VECTOR_WEIGHT])
        unseen = cross_val_predict(
            _head(), features, is_open, groups=hands, cv=LeaveOneGroupOut(), method="predict_proba"
        )[:, 1]
        line = float(np.quantile(unseen[~is_open], 1 - ASKED_BACK))
        model = _head().fit(features, is_open)
        return cls(mean, scale, model.coef_[0], float(model.intercept_[0]), line)

    def __call__(self, shares: Scores, texts: Sequence[str], vectors: Vectors) -> Scores:
        """Return the probability that each message is open, shape (n,)."""
        features = np.hstack([(_spread(shares, texts) - self.mean) / self.scale, vectors * VECTOR_WEIGHT])
        return 1 / (1 + np.exp(-(features @ self.weights + self.bias)))  # type: ignore[no-any-return]

    def save(self, path: Path) -> None:
        """Write the numbers to one file."""
        np.savez(path, mean=self.mean, scale=self.scale, weights=self.weights, rest=[self.bias, self.line])

    @classmethod
    def load(cls, path: Path) -> "Openness":
        """Read what `save` wrote."""
        with np.load(path) as stored:
            bias, line = map(float, stored["rest"])
            return cls(stored["mean"], stored["scale"], stored["weights"], bias, line)


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
