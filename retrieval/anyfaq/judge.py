"""Decides on messages by labelled texts alone: learn, know how sure one may be, act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.anyfaq.confidence import SHARPNESS, Numbers, Sureness, cross_validated, signs
from retrieval.anyfaq.kernel import Kernel
from retrieval.anyfaq.machine import Machine, Targets
from retrieval.anyfaq.texts import LabelledText
from retrieval.anyfaq.unseen import deal, groups_by_label, nearest_outside, rehearse
from retrieval.calibration import Flags, expected_calibration_error, threshold_for
from retrieval.decision import MOST_OPTIONS, Decision
from retrieval.encoder import Vectors
from retrieval.material import LabelNumbers
from retrieval.text import why_unreadable
from retrieval.training import ALLOWED_WRONG, HARDER

LEAST_LINE = 0.5
"""Nothing is answered that is as probably wrong as right, however few texts there were to learn from."""

CLARIFY = 0.5
"""A choice is offered where it holds a right label more probably than not."""

DECLINE = 0.1
"""What is this improbable to be answered by any of the choice has nothing to do with the FAQ."""

OPTION = 0.02
"""The least share of a label that is offered, beside the best one's."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Quality:
    """What cross-validation says of the judge.

    Attributes:
        texts: How many texts it learnt from.
        labels: How many labels.
        outside: How many of the texts are out of scope.
        line: The least confidence of an answer.
        error: The expected calibration error.
        right: The share of texts of known labels whose best label is right.
        allowed: The share of all messages that may be answered wrongly, which the line follows from.
    """

    texts: int
    labels: int
    outside: int
    line: float
    error: float
    right: float
    allowed: float = ALLOWED_WRONG * HARDER


class AnyFaqJudge:
    """A judge for the labels of the texts that it learnt from."""

    def __init__(self, texts: Sequence[LabelledText], vectors: Vectors, tell: Tell = lambda _: None) -> None:
        """Learn.

        Args:
            texts: What `retrieval.anyfaq.texts.gather` returned.
            vectors: Their vectors of length 1, shape (n, dimension).
            tell: Called with a few words before each step.
        """
        self.labels = tuple(sorted({label for text in texts for label in text.answers}))
        targets = _targets(texts, self.labels)
        self._inside: Flags = np.asarray(targets[:, :-1].any(axis=1))
        self._problems = {why_unreadable(text.text) for text in texts if text.answers}
        tell("comparing all texts")
        self._kernel = Kernel([text.text for text in texts], vectors)
        likeness = self._kernel.among_themselves()
        cuts = deal(targets.argmax(axis=1))
        near = nearest_outside(likeness, cuts, self._inside)
        near_strange = nearest_outside(likeness, groups_by_label(targets), self._inside)
        tell("learning")
        machine = Machine.fit(likeness, targets)
        tell("looking at each text as if it were new")
        unseen = rehearse(machine, cuts, near, near_strange)
        self._weights = machine.weights
        self._sure = Sureness.fit(unseen.signs, unseen.right)
        self._among = Sureness.fit(unseen.signs, unseen.among)
        confidences = cross_validated(unseen.signs, unseen.right)
        self.quality = Quality(
            len(texts),
            len(self.labels),
            int((~self._inside).sum()),
            max(threshold_for(confidences, unseen.right, ALLOWED_WRONG * HARDER), LEAST_LINE),
            expected_calibration_error(confidences, unseen.right),
            float(unseen.right[: unseen.known].mean()),
        )

    def decide_all(self, texts: Sequence[str], vectors: Vectors) -> list[Decision]:
        """Return the decision on each normalised message.

        Args:
            texts: The messages.
            vectors: Their vectors of length 1, shape (n, dimension).
        """
        likeness = self._kernel(texts, vectors)
        scores = likeness @ self._weights
        rows = signs(scores[:, :-1], scores[:, -1], likeness[:, self._inside].max(axis=1))
        sure, among = self._sure(rows), self._among(rows)
        orders = np.argsort(-scores[:, :-1], axis=1, kind="stable")
        return [
            self._decide(text, scores[row, :-1], orders[row], float(sure[row]), float(among[row]))
            for row, text in enumerate(texts)
        ]

    def _decide(
        self, text: str, scores: Numbers, order: LabelNumbers, confidence: float, among: float
    ) -> Decision:
        ranking = tuple(self.labels[place] for place in order)
        problem = why_unreadable(text)
        if problem and problem not in self._problems:
            return Decision("decline", (), 0.0, ranking, None, problem)
        numbers = {"answer_threshold": round(self.quality.line, 4), "p_among": round(among, 4)}
        rest = (round(confidence, 4), ranking, None)
        if confidence >= self.quality.line:
            return Decision("answer", ranking[:1], *rest, "sure", numbers)
        if among >= CLARIFY:
            return Decision("clarify", ranking[: _options(scores[order])], *rest, "close", numbers)
        if among < DECLINE:
            return Decision("decline", (), *rest, "outside", numbers)
        return Decision("handoff", ranking[:1], *rest, "unsure", numbers)


def _options(best_first: Numbers) -> int:
    shares = np.exp(SHARPNESS * (best_first[:MOST_OPTIONS] - best_first[0]))
    return max(int((shares >= OPTION).sum()), 2)


def _targets(texts: Sequence[LabelledText], labels: Sequence[str]) -> Targets:
    """Return 1 where a label fits a text, shape (n, labels + 1); the last column is out of scope."""
    places = {label: place for place, label in enumerate(labels)}
    targets = np.zeros((len(texts), len(labels) + 1), np.float32)
    for row, text in enumerate(texts):
        for label in text.answers or (None,):
            targets[row, places[label] if label is not None else -1] = 1
    return targets
