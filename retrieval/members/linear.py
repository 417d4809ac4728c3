"""A linear softmax classifier that is stored as plain numbers, so that loading it runs no code."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from retrieval.material import Material, Scores

FLOOR = 1e-6
"""The least probability of a label, so that no member alone can rule one out."""


@dataclass(frozen=True)
class LinearSoftmax:
    """Logistic regression over labels.

    Attributes:
        weights: Shape (features, labels), so that a sparse message only touches the rows of its own features.
        bias: Shape (labels,); minus infinity for a label without any example.
    """

    weights: Any
    bias: Any

    @classmethod
    def fit(cls, features: Any, material: Material, *, strength: float) -> "LinearSoftmax":
        """Fit on features, shape (n, features), dense or sparse.

        Args:
            features: What is known of each message of the material.
            material: Their labels and weights.
            strength: The inverse of the regularisation, scikit-learn's ``C``.
        """
        labels = len(material.labels)
        model = LogisticRegression(C=strength, max_iter=400, tol=1e-3)
        model.fit(features, material.numbers, sample_weight=material.weights)
        weights = np.zeros((features.shape[1], labels), np.float32)
        bias = np.full(labels, -np.inf, np.float32)
        if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
            weights[:, model.classes_] = np.vstack([-model.coef_, model.coef_]).T / 2
            bias[model.classes_] = np.concatenate([-model.intercept_, model.intercept_]) / 2
        else:
            weights[:, model.classes_] = model.coef_.T
            bias[model.classes_] = model.intercept_
        return cls(weights, bias)

    def log_probabilities(self, features: Any) -> Scores:
        """Return the logarithm of each label's probability, shape (n, labels)."""
        logits = np.asarray(features @ self.weights + self.bias, np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        return np.log(odds / odds.sum(axis=1, keepdims=True) + FLOOR)  # type: ignore[no-any-return]

    def save(self, path: Path) -> None:
        """Write the numbers to one file."""
        np.savez(path, weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> "LinearSoftmax":
        """Read what `save` wrote."""
        with np.load(path) as stored:
            return cls(stored["weights"], stored["bias"])
