"""Reads a message in the light of the entry that was answered before it.

A follow-up is short and leans on what was said: it begins with "and" or "what about", says "it" or
"that", or holds hardly a word of its own. What it says alone and what it says together with the
subject of the entry are two opinions; their product ranks the entries. An entry is answered only
where it holds what was asked for, so that what the FAQ doesn't say goes to people.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.decision import MOST_OPTIONS, Decision
from retrieval.labels import Group
from retrieval.material import LabelNumbers, Scores, places_of
from retrieval.topics import Topic, Topics, kinds_of, meant_by

MOST_WORDS = 12
"""A longer message says by itself what it is about."""

SURE = 0.5
"""The least share of an entry in the product for it to be answered."""

NOTABLE = 0.1
"""The least share of an entry for it to be offered."""

ANOTHER = 0.3
"""The share of another entry in the follow-up alone from which on the entry before isn't answered again,
unless the follow-up alone speaks of that one too."""

NEAR_MISS = 0.8
"""Where the follow-up alone is a near miss by as much as this, every word of it must stand in the entry."""

_LEAD = re.compile(
    r"^(?:(?:ok|okay|oh|right|great|thanks|thank you|fine|yes|no|sorry|hm+|well)[,.! ]+)*"
    r"(?:and|what about|how about|but|so|then|also|or)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(it|its|that|thats|this|they|them|their|those|these|there|one|ones|he|she|him|her|afterwards"
    r"|beforehand|instead|else|as well|too)\b",
    re.IGNORECASE,
)


_POINTS_BACK = re.compile(r"\b(it|its|that|this|they|them|their|those|these)\b", re.IGNORECASE)


def leans_on_before(text: str, topic: Topic) -> bool:
    """Tell whether a message is likely to be a follow-up to the entry.

    "Where's the form?" names nothing of its own; it counts as one, too.
    """
    if len(text.split()) > MOST_WORDS:
        return False
    if _LEAD.search(text) or _LEANS.search(text):
        return True
    return bool(kinds_of(text)) and meant_by(text) <= topic.held


def points_back(text: str) -> bool:
    """Tell whether a message says "it", "that" or "they" of what was said before."""
    return bool(_POINTS_BACK.search(text))


def only_points_back(text: str) -> bool:
    """Tell whether a message names nothing at all but what was said before: "and how long does it take?"."""
    return points_back(text) and not meant_by(text)


def in_context(text: str, topics: Topics, topic: str) -> str:
    """Return the message with the subject of the entry behind it."""
    return f"{text.rstrip('?.! ')} - {topics.entries[topic].subject}?"


@dataclass(frozen=True)
class FollowUp:
    """A follow-up with what is thought of it.

    Attributes:
        text: The message.
        topic: The entry that was answered before.
        alone: The probability of each label for the message alone, shape (labels,).
        together: The same with the subject of the topic.
        is_open: Whether the message alone leaves several entries open, the topic among them.
    """

    text: str
    topic: str
    alone: Scores
    together: Scores
    is_open: bool = False


def follow(message: FollowUp, topics: Topics, labels: Sequence[str]) -> Decision:
    """Decide on a follow-up that is no sure question by itself.

    Returns:
        An answer from the entry that was answered before (reason ``again``) or from another
        (``follow_up``); a choice where several hold what was asked for; else a hand-over with the
        entry before as the closest one.
    """
    places = places_of(labels)
    entries, near_misses = places[Group.ENTRY], places[Group.NEAR_MISS]
    product = (message.alone[entries] + 1e-5) * (message.together[entries] + 1e-5)
    shares = product / product.sum()
    order = np.argsort(-shares, kind="stable")
    ranking = tuple(labels[entries[place]] for place in order)
    missing = float(message.alone[near_misses].sum())
    strictly = missing >= NEAR_MISS
    holding = [
        (labels[entries[place]], float(shares[place]))
        for place in order[:MOST_OPTIONS]
        if shares[place] >= NOTABLE
        and topics.entries[labels[entries[place]]].answers(message.text, strictly=strictly)
    ]
    if not message.is_open and _names_another(message, entries, labels):
        holding = [(key, share) for key, share in holding if key != message.topic]
    if only_points_back(message.text):
        before = topics.entries[message.topic]
        holding = [(key, share) for key, share in holding if topics.entries[key].is_about_the_same(before)]
    numbers = {
        "p_follow_up": round(float(shares[order[0]]), 4),
        "p_near_miss": round(missing, 4),
        "kinds": float(len(kinds_of(message.text))),
    }
    if holding and holding[0][1] >= SURE:
        best, share = holding[0]
        reason = "again" if best == message.topic else "follow_up"
        return Decision("answer", (best,), round(share, 4), ranking, None, reason, numbers)
    if len(holding) > 1:
        keys = tuple(key for key, _ in holding)
        return Decision("clarify", keys, round(holding[0][1], 4), ranking, None, "close", numbers)
    return Decision("handoff", (message.topic,), 0.0, ranking, None, "follow_up", numbers)


def _names_another(message: FollowUp, entries: LabelNumbers, labels: Sequence[str]) -> bool:
    if points_back(message.text):
        return False
    alone = {labels[place]: float(message.alone[place]) for place in entries}
    own = alone.pop(message.topic)
    return max(alone.values(), default=0.0) >= ANOTHER > own * 3
