"""Tells which entries a message asks for when it may hold several questions.

"How do we join, and where are the papers?" asks two things, "How do we join and pay?" one. No
fixed line on the parts alone can tell: a logistic regression on what each part says, what the whole
message says and how the two fit together gives each entry the probability that it is asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from retrieval.calibration import Flags
from retrieval.labels import Group
from retrieval.material import LabelNumbers, Scores, places_of
from retrieval.splitting import Span

CUT = 0.01
"""The share of single questions that may be answered by two entries where one is asked for."""

LEAST = 0.4
"""The lowest line that is drawn."""

FAINT = 0.25
"""The least probability of an entry in a part for it to be considered at all."""

POSSIBLE = 5e-4
"""The least probability of the second-likeliest entry of the whole message for the parts to be looked
at. 2.5% of the messages with several questions are below it, and a third of all others."""

_ASKS = re.compile(
    r"\b(how|whats?|wheres?|whens?|whos?|whom|which|why|can|could|do|does|did|is|are|will|would|should|may|need"
    r"|want|please|pls|kindly|send|tell|explain|get|wot)\b|\?",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(also|plus|two|three|both|separately|besides|as well|in addition|furthermore|another|things|questions"
    r"|second|secondly)\b|\b[12a-c][.)]|\+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cut:
    """A message and its parts, judged.

    Attributes:
        text: The message.
        whole: The probability of each label for all of it, shape (labels,).
        spans: Its parts.
        shares: The probabilities for each of them, shape (spans, labels).
    """

    text: str
    whole: Scores
    spans: tuple[Span, ...]
    shares: Scores


@dataclass(frozen=True)
class Several:
    """The fitted head.

    Attributes:
        mean: Of the features, shape (features,).
        scale: Their standard deviations.
        weights: Shape (features,).
        bias: The constant.
        line: The probability from which on an entry counts as asked for.
    """

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    line: float

    @classmethod
    def fit(
        cls,
        cuts: Sequence[Cut],
        answers: Sequence[tuple[str, ...]],
        hands: Sequence[str],
        labels: Sequence[str],
        cut: float = CUT,
    ) -> "Several | None":
        """Fit on messages whose probabilities are held out; None where there is too little to learn from.

        Args:
            cuts: Messages with at least two parts each.
            answers: The entries that each asks for.
            hands: Who wrote each; the line is drawn on each hand by a head that did not see it.
            labels: Every label, in the order of the probabilities.
            cut: The share of the single questions among them that may be taken for several.
        """
        found = [candidates(message, labels) for message in cuts]
        rows = [row for row, places in enumerate(found) for _ in places]
        if not rows:
            return None
        features = np.array([numbers for places in found for _, numbers in places.values()])
        asked = np.array([labels[p] in answers[row] for row, places in enumerate(found) for p in places])
        who = np.array(hands)[rows]
        if len(set(hands)) < 2 or not all(0 < asked[who == hand].sum() < (who == hand).sum() for hand in who):
            return None
        mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
        features = (features - mean) / scale
        unseen = cross_val_predict(
            _head(), features, asked, groups=who, cv=LeaveOneGroupOut(), method="predict_proba"
        )[:, 1]
        line = _line(unseen, asked, np.array(rows), [len(a) == 1 for a in answers], cut)
        model = _head().fit(features, asked)
        means, scales, weights = (tuple(map(float, row)) for row in (mean, scale, model.coef_[0]))
        return cls(means, scales, weights, float(model.intercept_[0]), line)

    def __call__(self, message: Cut, labels: Sequence[str]) -> dict[int, tuple[float, Span]]:
        """Return for each entry that any part speaks of its probability, and the part that says most."""
        found = candidates(message, labels)
        out = {}
        for place, (span, numbers) in found.items():
            logit = ((np.array(numbers) - self.mean) / self.scale) @ np.array(self.weights) + self.bias
            out[place] = (float(1 / (1 + np.exp(-logit))), message.spans[span])
        return out


def candidates(message: Cut, labels: Sequence[str]) -> dict[int, tuple[int, list[float]]]:
    """Return the entries that are likeliest in any part, each with that part and its features."""
    entries = places_of(labels)[Group.ENTRY]
    shares, whole = message.shares, message.whole
    best_of: dict[int, int] = {}
    for span, place in enumerate(entries[np.argmax(shares[:, entries], axis=1)].tolist()):
        share = shares[span, place]
        if share >= FAINT and (place not in best_of or share > shares[best_of[place], place]):
            best_of[place] = span
    order = entries[np.argsort(-whole[entries], kind="stable")]
    found = {}
    for place, span in best_of.items():
        partners = [
            shares[other_span, other]
            for other, other_span in best_of.items()
            if other != place and not message.spans[span].overlaps(message.spans[other_span])
        ]
        found[place] = (span, _features(message, place, span, order, max(partners, default=0.0), entries))
    return found


def _features(
    message: Cut, place: int, span: int, order: LabelNumbers, partner: float, entries: LabelNumbers
) -> list[float]:
    shares, whole, text = message.shares[span], message.whole, message.spans[span].text
    parts = max(part.end for part in message.spans)
    top = int(order[0])
    return [
        _log_odds(shares[place]),
        float(np.log(whole[place] + 1e-6)),
        float(place == top),
        float(place in order[:4]),
        _log_odds(partner),
        # Where the part says what the whole message says anyway it is no second question.
        float(np.log(shares[top] + 1e-5)) if place != top else 0.0,
        float(np.log1p(len(text.split()))),
        _log_odds(1 - shares[entries].sum()),
        float(bool(_ASKS.search(text))),
        float(message.text.count("?") >= 2),
        float(bool(_COUNTS.search(message.text))),
        float(parts == 2),
        float(parts >= 4),
        _log_odds(1 - whole[entries].sum()),
    ]


def _log_odds(share: float) -> float:
    clipped = min(max(float(share), 1e-5), 1 - 1e-5)
    return float(np.log(clipped / (1 - clipped)))


def _head() -> LogisticRegression:
    return LogisticRegression(max_iter=2000)


def _line(unseen: Scores, asked: Flags, rows: LabelNumbers, single: Sequence[bool], cut: float) -> float:
    """Return the least line at which at most ``cut`` of the single questions get a wrong second entry.

    A single question is cut where two of its entries reach the line: at the second-best probability,
    or where its best one is wrong and so is the second.
    """
    heights = []
    for row, is_single in enumerate(single):
        if is_single:
            mine = np.sort(unseen[rows == row])[::-1]
            wrong = unseen[(rows == row) & ~asked]
            heights.append(min(mine[1], wrong.max()) if len(mine) > 1 and len(wrong) else 0.0)
    passing = int(np.floor(cut * (len(heights) + 1)))
    worst = np.sort(np.array(heights))[::-1]
    if passing >= len(worst):
        return LEAST
    return max(LEAST, float(np.nextafter(worst[passing], np.inf)))
