"""From probabilities to what is done: answer, clarify, hand off, decline or chat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.calibration import Calibrator
from retrieval.companions import Companions
from retrieval.decision import MOST_OPTIONS, Action, Decision
from retrieval.labels import Group
from retrieval.material import LabelNumbers, Scores, places_of

OTHERWISE: dict[Group, tuple[Action, str]] = {
    Group.NEAR_MISS: ("handoff", "near_miss"),
    Group.OUTSIDE: ("decline", "outside"),
    Group.HUMAN: ("handoff", "human_request"),
    Group.SMALL_TALK: ("chat", "small_talk"),
}
"""What is done, and why, where the message belongs to a group that no entry answers."""


FEWEST_OPTIONS = 2

OURS = 0.5
"""The probability that a message is about the SEC, above which an open one gets a choice."""


@dataclass(frozen=True)
class Thresholds:
    """Where the lines run; fitted by `retrieval.training`, stored with the index.

    Attributes:
        answer: The least confidence of an answer.
        clarify: The least joint probability of the entries for which a choice is offered.
        near_miss: The probability of the near misses from which on people answer.
        option: The least probability of an entry that is offered, as a share of the best one's.
        closest: The least probability of an entry that is named as the closest one at a hand-over.
    """

    answer: float = 0.8
    clarify: float = 0.5
    near_miss: float = 0.5
    option: float = 0.02
    closest: float = 0.1


class Policy:
    """Decides on one message from the probability of each label."""

    def __init__(
        self,
        labels: Sequence[str],
        calibrator: Calibrator,
        thresholds: Thresholds,
        companions: Companions | None = None,
    ) -> None:
        self._labels = np.array(labels)
        self._members = places_of(labels)
        self._calibrator = calibrator
        self._thresholds = thresholds
        self._companions = companions or Companions()

    def decide(self, posterior: Scores, *, is_open: bool = False) -> Decision:
        """Return the decision for probabilities of shape (labels,).

        Args:
            posterior: The probability of each label.
            is_open: Whether the message leaves several entries open, so that no single one is an answer.
        """
        order, shares = self._order(posterior), self._shares(posterior)
        confidence = float(self._calibrator(posterior[order[:1]])[0])
        numbers = {
            "answer_threshold": round(self._thresholds.answer, 4),
            **{f"p_{group}": round(share, 4) for group, share in shares.items()},
            "p_best": round(float(posterior[order[0]]), 4),
            "p_second": round(float(posterior[order[1]]), 4) if len(order) > 1 else 0.0,
        }
        action, keys, intent, reason = self._act(posterior, order, shares, confidence, is_open)
        likeliest = order[:MOST_OPTIONS]
        scores = {str(self._labels[place]): round(float(posterior[place]), 4) for place in likeliest}
        ranking = self._names(order)
        return Decision(action, keys, round(confidence, 4), ranking, intent, reason, numbers, scores)

    def _order(self, posterior: Scores) -> LabelNumbers:
        """Return the places of the entries, likeliest first."""
        entries = self._members[Group.ENTRY]
        return entries[np.argsort(-posterior[entries], kind="stable")]

    def _shares(self, posterior: Scores) -> dict[Group, float]:
        return {group: float(posterior[places].sum()) for group, places in self._members.items()}

    def _names(self, places: LabelNumbers | list[int]) -> tuple[str, ...]:
        return tuple(map(str, self._labels[places]))

    def _act(
        self,
        posterior: Scores,
        order: LabelNumbers,
        shares: dict[Group, float],
        confidence: float,
        is_open: bool,
    ) -> tuple[Action, tuple[str, ...], str | None, str]:
        lines = self._thresholds
        best = self._names(order[:1])
        if confidence >= lines.answer and not is_open:
            return "answer", best, None, "sure"
        if is_open and shares[Group.ENTRY] + shares[Group.NEAR_MISS] > OURS:
            return "clarify", self._what_may_be_meant(posterior), None, "close"
        closest = best if posterior[order[0]] >= lines.closest else ()
        if shares[Group.NEAR_MISS] >= lines.near_miss:
            return "handoff", closest, self._likeliest(posterior, Group.NEAR_MISS), "near_miss"
        other = max(OTHERWISE, key=lambda group: shares[group])
        if shares[other] < shares[Group.ENTRY]:
            if posterior[order[:MOST_OPTIONS]].sum() >= lines.clarify:
                return "clarify", self._options(posterior, order), None, "close"
            return "handoff", closest, None, "unsure"
        action, reason = OTHERWISE[other]
        return action, closest if action == "handoff" else (), self._likeliest(posterior, other), reason

    def _options(self, posterior: Scores, order: LabelNumbers) -> tuple[str, ...]:
        near = posterior[order] >= self._thresholds.option * posterior[order[0]]
        count = min(max(int(near.sum()), FEWEST_OPTIONS), MOST_OPTIONS)
        return self._names(order[:count])

    def _what_may_be_meant(self, posterior: Scores) -> tuple[str, ...]:
        entries = self._members[Group.ENTRY]
        return self._names(entries[self._companions.order(posterior[entries])[:MOST_OPTIONS]])

    def _likeliest(self, posterior: Scores, group: Group) -> str:
        places = self._members[group]
        return str(self._labels[places[np.argmax(posterior[places])]])
