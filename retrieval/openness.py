"""Tells a message that leaves open which entry is meant from one that asks for a single entry.

"The form, please" may fit one entry best and still deserve a question back. Logistic regression on
how the probability is spread over the entries and the groups, how long the message is, its vector and
its letters. It knows messages that no entry answers too, so it may be asked before these are turned away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from retrieval.calibration import Flags
from retrieval.encoder import Vectors
from retrieval.labels import Group
from retrieval.material import Scores, places_of
from retrieval.members.grams import LetterGrams

STRENGTH = 0.3
VECTOR_WEIGHT = 3.0
"""How much a dimension of the vector counts beside the standardised numbers."""

LETTERS_WEIGHT = 4.0
"""How much a run of letters counts beside them."""

ASKED_BACK = 0.10
"""The share of plain questions that may be answered by a question back for this reason alone."""

GROUPS_OF_HANDS = 5
"""Into how many groups the hands are dealt to draw the line."""


@dataclass(frozen=True)
class Thoughts:
    """Messages with what is thought of them.

    Attributes:
        entries: The probabilities of the entries, shape (n, entries).
        groups: The probabilities of the groups of labels, shape (n, groups).
        texts: The messages.
        vectors: Their vectors, shape (n, dimension).
    """

    entries: Scores
    groups: Scores
    texts: Sequence[str]
    vectors: Vectors


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
    def fit(cls, messages: Thoughts, is_open: Flags, is_plain: Flags, hands: Sequence[str]) -> "Openness":
        """Fit on messages whose probabilities are held out.

        Args:
            messages: Open ones, plain questions, and what no entry answers.
            is_open: Whether several entries fit, shape (n,).
            is_plain: Whether one entry does, shape (n,).
            hands: Who wrote each; the line is drawn on each hand by a head that did not see it.
        """
        spread = _spread(messages)
        mean, scale = spread.mean(axis=0), spread.std(axis=0) + 1e-9
        grams = LetterGrams.fit(messages.texts)
        dense = _dense((spread - mean) / scale, messages.vectors)
        features = hstack([csr_matrix(dense), grams(messages.texts) * LETTERS_WEIGHT], format="csr")
        others = GroupKFold(min(GROUPS_OF_HANDS, len(set(hands))))
        unseen = cross_val_predict(
            _head(), features, is_open, groups=hands, cv=others, method="predict_proba"
        )[:, 1]
        line = float(np.quantile(unseen[is_plain], 1 - ASKED_BACK))
        model = _head().fit(features, is_open)
        return cls(grams, mean, scale, model.coef_[0], float(model.intercept_[0]), line)

    def __call__(self, messages: Thoughts, letters: Any = None) -> Scores:
        """Return the probability that each message is open, shape (n,).

        Args:
            messages: What is asked about.
            letters: What `grams` made of them, where that was done before.
        """
        dense = _dense((_spread(messages) - self.mean) / self.scale, messages.vectors)
        known = self.grams(messages.texts) if letters is None else letters
        of_dense, of_letters = np.split(self.weights, [dense.shape[1]])
        logits = dense @ of_dense + known @ of_letters * LETTERS_WEIGHT + self.bias
        return 1 / (1 + np.exp(-logits))  # type: ignore[no-any-return]

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


def by_group(posterior: Scores, labels: Sequence[str]) -> tuple[Scores, Scores]:
    """Return the probabilities of the entries and of the groups, from those of the labels, (n, labels)."""
    places = places_of(labels)
    groups = [posterior[:, members].sum(axis=1) for members in places.values()]
    return posterior[:, places[Group.ENTRY]], np.stack(groups, axis=1)


def _dense(spread: Scores, vectors: Vectors) -> Scores:
    return np.hstack([spread, vectors * VECTOR_WEIGHT])


def _head() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=1000)


def _spread(messages: Thoughts) -> Scores:
    shares, texts = messages.entries, messages.texts
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
        *np.log(messages.groups.T + 1e-4),
    ]
    return np.stack(columns, axis=1).astype(np.float64)
