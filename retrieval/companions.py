"""The entries that go together: which ones the same open questions left open.

Who asks for "the spreadsheet" may mean four of them, also where the probabilities speak of one. The
ambiguous messages of the training data say which entries are meant together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from retrieval.examples import OpenQuestion
from retrieval.material import LabelNumbers, Scores

LEAST_SHARE = 1e-4
LEAST_COMPANY = 1e-3
"""What is added before the logarithms, so that neither opinion alone can rule an entry out."""

UNSEEN = 0.02
"""How often two entries count as met that never were."""


@dataclass(frozen=True)
class Companions:
    """How often one entry was meant where another was.

    Attributes:
        shares: Shape (entries, entries): the share of the open questions for the one (row) that were
            open for the other (column) too. Empty where there was nothing to learn it from.
    """

    shares: Scores = field(default_factory=lambda: np.zeros((0, 0)))

    @classmethod
    def of(cls, questions: Iterable[OpenQuestion], keys: Sequence[str]) -> "Companions":
        """Count over the ambiguous messages; ``keys`` are the entries in their order."""
        places = {key: place for place, key in enumerate(keys)}
        together = np.zeros((len(keys), len(keys)))
        for question in questions:
            if question.kind == "ambiguous":
                meant = [places[key] for key in question.answers if key in places]
                together[np.ix_(meant, meant)] += 1
        asked = together.diagonal().copy()
        if not asked.any():
            return cls()
        np.fill_diagonal(together, 0)
        return cls((together + UNSEEN) / (asked[:, None] + 1))

    def order(self, shares: Scores) -> LabelNumbers:
        """Return the places of the entries, likeliest to be meant by an open message first.

        Args:
            shares: The probability of each entry, shape (entries,).
        """
        relative = shares / max(float(shares.sum()), 1e-9)
        scores = np.log(relative + LEAST_SHARE)
        if len(self.shares):
            scores = scores + np.log(relative @ self.shares + LEAST_COMPANY)
        return np.argsort(-scores, kind="stable")

    def save(self, path: Path) -> None:
        """Write them to one file."""
        np.save(path, self.shares)

    @classmethod
    def load(cls, path: Path) -> "Companions":
        """Read what `save` wrote."""
        return cls(np.load(path, allow_pickle=False))
