"""Kernel ridge regression that knows what it would have said of a message that it had not seen.

Fitting solves one system of n equations for n messages. From the inverse that this needs, the
prediction for any group of messages by a machine that learnt from the others follows directly
(for a group B and G = (K + r I)^-1: y_B - G_BB^-1 (G y)_B, see Rifkin and Lippert 2007, "Notes on
regularized least squares"). So cross-validation over many cuts costs no second fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack

from knowledge.errors import InvalidTrainingData
from retrieval.anyfaq.kernel import Likeness
from retrieval.material import LabelNumbers

RIDGE = 0.15
"""How much is taken off what a single message says."""

Targets = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Machine:
    """A fitted machine.

    Attributes:
        weights: What each training message says of each label, shape (n, labels).
        inverse: (K + ridge I)^-1, shape (n, n).
        targets: What it learnt: 1 where a label fits the message, else 0, shape (n, labels).
    """

    weights: Targets
    inverse: Likeness
    targets: Targets

    @classmethod
    def fit(cls, likeness: Likeness, targets: Targets, ridge: float = RIDGE) -> "Machine":
        """Fit on the likeness of all pairs, shape (n, n), which is overwritten.

        Raises:
            InvalidTrainingData: If the system can't be solved.
        """
        likeness[np.diag_indices(len(likeness))] += ridge
        # The transpose is the same table in the order that LAPACK works on in place.
        factor, failed = lapack.spotrf(likeness.T, lower=0, overwrite_a=1, clean=1)
        if not failed:
            factor, failed = lapack.spotri(factor, lower=0, overwrite_c=1)
        if failed:
            raise InvalidTrainingData(
                "These texts can't be told apart: their likenesses form no regular table."
            )
        _mirror(factor)
        return cls(factor @ targets, factor, targets)

    def predict(self, likeness: Likeness) -> Targets:
        """Return the score of each label, about 0 to 1, shape (m, labels), for likeness (m, n)."""
        return likeness @ self.weights

    def unseen(self, groups: Iterable[LabelNumbers]) -> Targets:
        """Return the scores of each group's rows by a machine that learnt from all other rows.

        Args:
            groups: Row numbers; rows in none of them keep the score 0.
        """
        out = np.zeros_like(self.targets)
        for rows in groups:
            corner = self.inverse[np.ix_(rows, rows)]
            out[rows] = self.targets[rows] - np.linalg.solve(corner, self.weights[rows])
        return out


def _mirror(table: Likeness, block: int = 1000) -> None:
    """Copy the upper triangle onto the lower one, without a second table of the same size."""
    size = len(table)
    for start in range(0, size, block):
        stop = min(start + block, size)
        table[stop:, start:stop] = table[start:stop, stop:].T
        corner = table[start:stop, start:stop]
        corner[...] = np.triu(corner) + np.triu(corner, 1).T
