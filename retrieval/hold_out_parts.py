"""Gathers what the members say of the parts of messages by a hand that they did not learn from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from retrieval.encoder import Encoder
from retrieval.fusion import Pool
from retrieval.labels import Group, group_of
from retrieval.material import Scores
from retrieval.model import Voices
from retrieval.several import Cut, Several
from retrieval.splitting import spans_of


@dataclass
class HeldOutParts:
    """The parts of all messages that may hold several questions, scored hand by hand.

    Attributes:
        labels: Every label.
        encoder: Turns parts into vectors.
        scores: What the members said, shape (spans, labels, members), by message.
    """

    labels: Sequence[str]
    encoder: Encoder
    scores: dict[str, Scores] = field(default_factory=dict)

    def observe(self, voices: Voices, texts: Sequence[str]) -> None:
        """Score the parts of messages by members that did not learn from their hand."""
        parted = [(text, spans_of(text)) for text in dict.fromkeys(texts)]
        flat = [span.text for _, spans in parted for span in spans]
        if not flat:
            return
        scored = voices.score(flat, self.encoder.encode(flat))
        place = 0
        for text, spans in parted:
            self.scores[text] = scored[place : place + len(spans)]
            place += len(spans)

    def fit(
        self,
        texts: Sequence[str],
        wholes: Scores,
        answers: Sequence[tuple[str, ...]],
        hands: Sequence[str],
        pool: Pool,
    ) -> Several | None:
        """Fit the head on the messages that entries answer.

        Args:
            texts: Normalised messages.
            wholes: The probability of each label for each of them, shape (n, labels).
            answers: The right labels of each.
            hands: Who wrote each.
            pool: Weighs the members on the parts.
        """
        rows = [row for row, right in enumerate(answers) if group_of(right[0]) is Group.ENTRY]
        cuts = [self._cut(texts[row], wholes[row], pool) for row in rows]
        return Several.fit(cuts, [answers[row] for row in rows], [hands[row] for row in rows], self.labels)

    def _cut(self, text: str, whole: Scores, pool: Pool) -> Cut:
        scores = self.scores.get(text)
        if scores is None or not len(scores):
            return Cut(text, whole, (), np.zeros((0, len(self.labels))))
        return Cut(text, whole, tuple(spans_of(text)), pool.posterior(scores, self.labels))
