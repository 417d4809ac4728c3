"""Why a ticket came to people, and what the assistant would have answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from knowledge.entries import FaqEntry
from knowledge.errors import NotFound
from knowledge.faq import entry
from knowledge.tables import Message, Ticket

MOST_CANDIDATES = 4

REASONS = {
    "near_miss": "The subject is ours, but the FAQ doesn’t answer this question.",
    "unsure": "The assistant wasn’t sure enough of any answer.",
    "human_request": "The visitor asked for a person.",
    "none_of_these": "The visitor said that none of the offered entries fits.",
    "not_helpful": "The visitor said that the answer didn’t help.",
    "withdrawn": "The entry that would have answered it was withdrawn.",
    "form": "The visitor filled in the form for the Helpdesk.",
    "entered": "A program of staff entered it.",
    "accepted": "The visitor accepted the offer to pass the question on.",
    "outside": "It looked like another organisation’s business.",
    "close": "Several entries came equally close.",
}
"""Why a ticket was handed over, by its reason."""


@dataclass(frozen=True)
class Candidate:
    """What the assistant would have answered.

    Attributes:
        key: Of the entry.
        score: The probability that it is right, where it was worked out.
        entry: Its published words; None where it was withdrawn.
    """

    key: str
    score: float | None
    entry: FaqEntry | None


@dataclass(frozen=True)
class Suggestions:
    """What the assistant leaves to whoever answers.

    Attributes:
        why: Why the ticket came to people, in a sentence.
        candidates: Best first.
        numbers: What the judge worked out about the last question, by name.
    """

    why: str
    candidates: Sequence[Candidate]
    numbers: Mapping[str, float] = field(default_factory=dict)


def suggest(session: Session, ticket: Ticket, messages: Sequence[Message]) -> Suggestions:
    """Return what the assistant thought of a ticket.

    Args:
        session: Reads the FAQ.
        ticket: With its reason and candidates.
        messages: Of its conversation, oldest first.
    """
    decision = _last_decision(messages)
    return Suggestions(
        why=REASONS.get(ticket.reason, "The assistant handed it over."),
        candidates=[Candidate(key, score, _entry(session, key)) for key, score in _scores(ticket, decision)],
        numbers=decision.get("explanation") or {},
    )


def _last_decision(messages: Sequence[Message]) -> dict[str, Any]:
    """Return the judge's decision on the last message that was a question."""
    for message in reversed(messages):
        decision = message.decision
        if decision and decision.get("ranking") and decision.get("action") != "chat":
            return decision
    return {}


def _scores(ticket: Ticket, decision: Mapping[str, Any]) -> list[tuple[str, float | None]]:
    scores: dict[str, float | None] = {
        str(candidate["key"]): candidate.get("score") for candidate in ticket.candidates
    }
    ranking = decision.get("ranking") or ()
    for key in ranking[:MOST_CANDIDATES]:
        scores.setdefault(key, None)
    # The confidence speaks of the first key.
    best = next(iter(decision.get("keys") or ranking), None)
    if best in scores and scores[best] is None:
        scores[best] = decision.get("confidence")
    return list(scores.items())[:MOST_CANDIDATES]


def _entry(session: Session, key: str) -> FaqEntry | None:
    try:
        return entry(session, key)
    except NotFound:
        return None
