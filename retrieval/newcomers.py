"""Entries that the judge hasn't learnt yet: found by their title and phrasings, with lines of their own.

The trained members know nothing of such an entry, so it takes no part in their vote. It is answered
only where a message is clearly nearer to it than to anything that was ever learnt, and offered where
it comes about as near as the best of the others. The lines are measured:
docs/adr/0011-how-a-publish-reaches-the-judge.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.entries import FaqEntry
from retrieval.decision import MOST_OPTIONS, Decision
from retrieval.encoder import Encoder, Vectors
from retrieval.text import normalise

ANSWER = 0.70
"""The least likeness of a message to a title or phrasing for an answer."""

AHEAD = 0.05
"""By so much it has to be nearer than all that was learnt."""

SAME_WORDS = 0.90
"""The least likeness at which an entry may take a message that a trained entry would answer."""

OFFER = 0.55
"""The least likeness for an offer."""

BEHIND = 0.10
"""By so much a trained entry may be nearer where the new one is offered."""

PRECISION = 0.98
"""The share of such answers that were right where the lines were measured."""

REASON = "new_entry"

OPEN_REASONS = frozenset(("near_miss", "unsure", "withdrawn", "outside", "close"))
"""Reasons of decisions beside which a new entry may be offered."""

SETTLED = frozenset(("empty", "no_words", "foreign_language"))
"""Reasons of decisions on what can't be read."""


@dataclass(frozen=True)
class Rivals:
    """How near a message comes to what was learnt.

    Attributes:
        all: The largest likeness to anything, near misses and other business too.
        entries: The largest likeness to an entry that is published.
    """

    all: float
    entries: float


@dataclass(frozen=True)
class Newcomer:
    """The new entry that comes nearest to a message.

    Attributes:
        key: The entry.
        likeness: Of the message to its title or to one of its phrasings.
        rivals: What the likeness has to stand against.
    """

    key: str
    likeness: float
    rivals: Rivals

    @property
    def answers(self) -> bool:
        """Whether it is the answer."""
        return self.likeness >= ANSWER and self.likeness - self.rivals.all >= AHEAD

    @property
    def is_asked_for_by_name(self) -> bool:
        """Whether the message says nearly what its title or a phrasing says."""
        return self.answers and self.likeness >= SAME_WORDS

    @property
    def may_be_meant(self) -> bool:
        """Whether it is worth an offer."""
        return self.likeness >= OFFER and self.likeness >= self.rivals.entries - BEHIND


class Newcomers:
    """Finds the new entry that is nearest to a message.

    Args:
        entries: The new ones.
        phrasings: What staff have added to them, by key.
        encoder: Turns texts into vectors.
    """

    def __init__(
        self, entries: Sequence[FaqEntry], phrasings: Mapping[str, Sequence[str]], encoder: Encoder
    ) -> None:
        texts = [(e.key, text) for e in entries for text in (e.title, *phrasings.get(e.key, ()))]
        self._keys = [key for key, _ in texts]
        self._vectors = encoder.encode([normalise(text) for _, text in texts])

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the new entries."""
        return frozenset(self._keys)

    def nearest(self, vectors: Vectors) -> tuple[str, float]:
        """Return the nearest entry to a message's vector, shape (1, dimension), and its likeness."""
        likeness = (vectors @ self._vectors.T)[0]
        best = int(np.argmax(likeness))
        return self._keys[best], float(likeness[best])


def with_newcomer(decision: Decision, newcomer: Newcomer) -> Decision:
    """Return what is done where a new entry may be meant, beside what the trained judge decided."""
    numbers = {
        "new_entry": round(newcomer.likeness, 4),
        "nearest_learnt": round(newcomer.rivals.all, 4),
    }
    decided = replace(decision, explanation=decision.explanation | numbers)
    if newcomer.is_asked_for_by_name or (newcomer.answers and decision.action != "answer"):
        return replace(
            decided,
            action="answer",
            keys=(newcomer.key,),
            confidence=PRECISION,
            ranking=(newcomer.key, *decision.ranking),
            intent=None,
            reason=REASON,
            question="",
        )
    if newcomer.may_be_meant and decision.action != "answer" and decision.reason in OPEN_REASONS:
        others = decision.keys if decision.action in {"clarify", "handoff"} else ()
        first = newcomer.likeness > newcomer.rivals.entries or decision.action != "clarify"
        kept = others[: MOST_OPTIONS - 1]
        keys = (newcomer.key, *kept) if first else (*kept, newcomer.key)
        return replace(decided, action="clarify", keys=keys, confidence=0.0, intent=None, reason="close")
    return decision


def without(decision: Decision, withdrawn: Collection[str]) -> Decision:
    """Return the decision without entries that visitors don't get any more."""
    if not withdrawn:
        return decision
    keys = tuple(key for key in decision.keys if key not in withdrawn)
    ranking = tuple(key for key in decision.ranking if key not in withdrawn)
    scores = {key: score for key, score in decision.scores.items() if key not in withdrawn}
    decision = replace(decision, ranking=ranking, scores=scores)
    if keys == decision.keys:
        return decision
    if decision.action in {"answer", "clarify"} and not keys:
        return replace(decision, action="handoff", keys=(), confidence=0.0, reason="withdrawn")
    # The confidence speaks of the first key, and a weaker one follows where that fell out.
    confidence = decision.confidence if keys[:1] == decision.keys[:1] else 0.0
    return replace(decision, keys=keys, confidence=confidence)
