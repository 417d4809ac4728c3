"""Weighs the members' scores into one probability for each label.

A log-linear pool: the score of a label is the weighted sum of the members' scores and of a constant
for its group; the softmax of that is the probability. The few weights are fitted by maximum
likelihood (a conditional logit, McFadden 1974) on messages that the members did not learn from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import minimize

from retrieval.labels import Group, group_of
from retrieval.material import LabelNumbers, Scores

RIDGE = 1e-4
"""Keeps the weights small where the data don't speak."""

GROUPS = (Group.NEAR_MISS, Group.OUTSIDE, Group.HUMAN, Group.SMALL_TALK)
"""The groups with a constant of their own; that of the entries is 0."""


@dataclass(frozen=True)
class Pool:
    """The weights.

    Attributes:
        members: One weight for each member, in the order of the scores' last axis.
        groups: One constant for each of `GROUPS`.
    """

    members: tuple[float, ...]
    groups: tuple[float, ...]

    def posterior(self, scores: Scores, labels: Sequence[str]) -> Scores:
        """Return each label's probability, shape (n, labels), for scores of shape (n, labels, members)."""
        constants = _group_columns(tuple(labels)) @ np.array(self.groups)
        return _softmax(scores @ np.array(self.members) + constants)


def fit_pool(
    scores: Scores, numbers: LabelNumbers, labels: Sequence[str], counts: Scores | None = None
) -> Pool:
    """Fit the weights.

    Args:
        scores: Shape (n, labels, members).
        numbers: The right labels, shape (n,).
        labels: Their names.
        counts: How much each message counts, shape (n,); all the same where it is None.
    """
    members = scores.shape[2]
    constants = np.broadcast_to(_group_columns(tuple(labels)), (*scores.shape[:2], len(GROUPS)))
    features = np.concatenate([scores, constants], axis=2)
    rows = np.arange(len(numbers))
    parts = np.ones(len(numbers)) if counts is None else counts
    parts = parts / parts.sum()

    def loss(weights: Scores) -> tuple[float, Scores]:
        probabilities = _softmax(features @ weights)
        likelihood = parts @ np.log(probabilities[rows, numbers] + 1e-300)
        expected = np.einsum("nl,nlf->nf", probabilities, features)
        gradient = parts @ (features[rows, numbers] - expected)
        return -likelihood + RIDGE * weights @ weights, -gradient + 2 * RIDGE * weights

    found = minimize(loss, np.full(features.shape[2], 0.5), jac=True, method="L-BFGS-B")
    return Pool(tuple(map(float, found.x[:members])), tuple(map(float, found.x[members:])))


@lru_cache(maxsize=8)
def _group_columns(labels: tuple[str, ...]) -> Scores:
    groups = [group_of(label) for label in labels]
    return np.array([[float(group is column) for column in GROUPS] for group in groups])


def _softmax(logits: Scores) -> Scores:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]
