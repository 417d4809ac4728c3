"""How sure one may be of the best label: from the scores to probabilities that keep their word."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.model_selection import StratifiedKFold

from retrieval.calibration import Flags
from retrieval.decision import MOST_OPTIONS
from retrieval.material import Scores

Numbers = npt.NDArray[np.floating[Any]]

CUTS = 5
RIDGE = 1.0
"""Weighs as much against large weights as one message speaks for them."""

SHARPNESS = 10.0
"""Scores run from about 0 to 1; the softmax of ten times the scores is near their probabilities."""

SURELY = 1e-4
"""No probability is nearer to 0 or 1."""


def signs(scores: Numbers, outside: Numbers, nearest: Numbers) -> Scores:
    """Return what tells a right best label from a wrong one, shape (n, 6); more of each is better.

    Args:
        scores: Of the labels, shape (n, labels), at least two labels.
        outside: The score of being out of scope, shape (n,); 0 where no such texts were given.
        nearest: The likeness to the nearest text of any label, shape (n,).
    """
    ordered = -np.sort(-scores, axis=1)
    odds = np.exp(SHARPNESS * (ordered - ordered[:, :1]))
    whole = odds.sum(axis=1)
    columns = [
        ordered[:, 0],
        ordered[:, 0] - ordered[:, 1],
        -np.log(whole),
        np.log(odds[:, :MOST_OPTIONS].sum(axis=1) / whole),
        -outside,
        nearest,
    ]
    return np.stack(columns, axis=1).astype(np.float64)


@dataclass(frozen=True)
class Sureness:
    """Logistic regression on the signs, with no weight below 0.

    So whatever was learnt, a message that is less like anything known is never answered more surely.

    Attributes:
        weights: Of the signs, shape (6,).
        bias: The constant.
    """

    weights: Scores
    bias: float

    @classmethod
    def fit(cls, rows: Scores, true: Flags) -> "Sureness":
        """Fit on signs, shape (n, 6), and on whether what is asked about was true, shape (n,)."""
        mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        features = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])
        direction = np.where(true, 1.0, -1.0)

        def loss(weights: Scores) -> tuple[float, Scores]:
            margins = direction * (features @ weights)
            pull = -direction / (1 + np.exp(np.clip(margins, -500, 500)))
            value = np.logaddexp(0, -margins).sum() + RIDGE / 2 * weights[:-1] @ weights[:-1]
            return value, features.T @ pull + RIDGE * np.append(weights[:-1], 0)

        bounds = [(0, None)] * rows.shape[1] + [(None, None)]
        found = minimize(loss, np.zeros(features.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
        weights = found[:-1] / scale
        return cls(weights, float(found[-1] - mean @ weights))

    def __call__(self, rows: Scores) -> Scores:
        """Return the probability for each row of signs, shape (n,)."""
        logits = np.clip(rows @ self.weights + self.bias, -50, 50)
        return np.clip(1 / (1 + np.exp(-logits)), SURELY, 1 - SURELY)


def cross_validated(rows: Scores, true: Flags) -> Scores:
    """Return the probability of each row by a `Sureness` that did not learn from it, shape (n,)."""
    cuts = min(CUTS, int(true.sum()), int((~true).sum()))
    if cuts < 2:
        return Sureness.fit(rows, true)(rows)
    out = np.zeros(len(rows))
    for learnt, left_out in StratifiedKFold(cuts, shuffle=True, random_state=0).split(rows, true):
        out[left_out] = Sureness.fit(rows[learnt], true[learnt])(rows[left_out])
    return out
