"""Turns a score into an honest probability, and an allowed rate of wrong answers into a threshold."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from retrieval.material import Scores

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Calibrator:
    """Logistic regression on the log-odds of a probability (Platt 1999).

    Attributes:
        slope: What the log-odds are multiplied by; below 1 the probability was too sure of itself.
        shift: What is added.
    """

    slope: float = 1.0
    shift: float = 0.0

    @classmethod
    def fit(cls, probabilities: Scores, right: Flags, counts: Scores | None = None) -> "Calibrator":
        """Fit on probabilities, on whether each was right, and on how much each counts, all of shape (n,)."""
        model = LogisticRegression(C=1e3).fit(_log_odds(probabilities)[:, None], right, sample_weight=counts)
        return cls(float(model.coef_[0, 0]), float(model.intercept_[0]))

    def __call__(self, probabilities: Scores) -> Scores:
        """Return calibrated probabilities of the same shape."""
        return 1 / (1 + np.exp(-(self.slope * _log_odds(probabilities) + self.shift)))


def expected_calibration_error(confidences: Scores, right: Flags, bins: int = 10) -> float:
    """Return the mean distance of confidence and accuracy over equal bins (Naeini et al. 2015).

    Args:
        confidences: Probabilities, shape (n,).
        right: Whether each was right, shape (n,).
        bins: How many equal parts [0, 1] is cut into.
    """
    bin_of = np.minimum((confidences * bins).astype(int), bins - 1)
    total = 0.0
    for number in range(bins):
        inside = bin_of == number
        if inside.any():
            total += inside.sum() * abs(confidences[inside].mean() - right[inside].mean())
    return float(total / len(confidences))


def threshold_for(confidences: Scores, right: Flags, allowed: float, counts: Scores | None = None) -> float:
    """Return the least threshold at which wrong answers are at most ``allowed`` of all messages.

    Where all messages count the same it is the k-th largest confidence among the n messages that
    would be answered wrongly, where k - 1 of them may pass: k = floor(allowed (N + 1)) for N
    messages in all (conformal risk control, Angelopoulos et al. 2022).

    Args:
        confidences: Of the best answer to each held-out message, shape (N,).
        right: Whether that answer is right; False where no entry answers the message.
        allowed: The share of all messages that may be answered wrongly, in (0, 1).
        counts: How much each message counts, shape (N,); all the same where it is None.
    """
    parts = np.ones(len(right)) if counts is None else counts * len(counts) / counts.sum()
    wrong = np.flatnonzero(~right)
    wrong = wrong[np.argsort(-confidences[wrong], kind="stable")]
    # The sum may have lost its last digits on the way to a whole number.
    passing = parts[wrong].cumsum() <= np.floor(allowed * (len(right) + 1)) + 1e-9
    if passing.all():
        return 0.0
    return float(np.nextafter(confidences[wrong[int(passing.sum())]], np.inf))


def _log_odds(probabilities: Scores) -> Scores:
    clipped = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return np.log(clipped / (1 - clipped))
