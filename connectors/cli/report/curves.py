"""The two plots: what precision costs in coverage, and whether a confidence keeps its word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from connectors.cli.report.charts import Axes, Point
from retrieval.calibration import Flags, expected_calibration_error
from retrieval.evaluation import Verdict
from retrieval.material import Scores

BINS = 10


@dataclass(frozen=True)
class Confidences:
    """The ranked messages by their confidence.

    Attributes:
        values: The probability that the best entry is right, shape (n,).
        right: Whether it is, shape (n,).
        wanted: Whether any entry is right, shape (n,).
    """

    values: Scores
    right: Flags
    wanted: Flags

    @classmethod
    def of(cls, verdicts: Sequence[Verdict]) -> "Confidences":
        """Take the messages that have a ranking; the others were not judged by it."""
        ranked = [verdict for verdict in verdicts if verdict.prediction.get("ranking")]
        return cls(
            np.array([float(v.prediction.get("confidence") or 0) for v in ranked]),
            np.array([v.prediction["ranking"][0] in v.message.answers for v in ranked], bool),
            np.array([bool(v.message.answers) for v in ranked], bool),
        )

    @property
    def error(self) -> float:
        """Return the expected calibration error."""
        return expected_calibration_error(self.values, self.right, BINS)

    def at(self, line: float) -> Point:
        """Return coverage and precision where everything from a line on is answered.

        Coverage counts the messages that an entry answers; precision counts all that are answered.
        """
        passing = self.values >= line
        covered = (passing & self.wanted).sum() / max(self.wanted.sum(), 1)
        precision = self.right[passing].mean() if passing.any() else 1.0
        return float(covered), float(precision)


def precision_plot(found: Confidences, line: float | None) -> Markup:
    """Draw precision against coverage, with the chosen line if there is one."""
    curve = [found.at(float(value)) for value in np.unique(found.values)[::-1]]
    # A handful of messages say nothing about a rate.
    curve = [point for point in curve if point[0] >= 0.02]
    least = min((up for _, up in curve), default=0.0)
    lowest = max(start for start in (0.0, 0.5, 0.75) if start <= least)
    axes = Axes("questions answered, of all that an entry answers", "answers that are right", lowest)
    parts = [axes.line(curve)]
    if line is not None:
        chosen = found.at(line)
        words = f"from {line:.2f} on: {chosen[1]:.1%} right, {chosen[0]:.0%} answered"
        parts += [
            axes.dot(chosen, words, 5, "chosen"),
            axes.note(chosen, words, before=chosen[0] > 0.5, lift=22),
        ]
    return axes.draw(*parts, title="Precision against coverage")


def reliability_plot(found: Confidences) -> Markup:
    """Draw how often the best entry is right against how probable it was said to be."""
    axes = Axes("confidence", "best entry is right")
    parts = [axes.line([(0, 0), (1, 1)], "ideal")]
    bin_of = np.minimum((found.values * BINS).astype(int), BINS - 1)
    points = []
    for number in range(BINS):
        inside = bin_of == number
        if inside.any():
            point = float(found.values[inside].mean()), float(found.right[inside].mean())
            words = f"{inside.sum()} messages: said {point[0]:.0%}, was {point[1]:.0%}"
            points.append((point, words, 3 + 9 * float(np.sqrt(inside.mean()))))
    parts.append(axes.line([point for point, _, _ in points]))
    parts += [axes.dot(*dot) for dot in points]
    return axes.draw(*parts, title="Reliability of the confidence")
