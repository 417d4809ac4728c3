"""What the assistant says in the pictures: the approved words, on decisions that are fixed here."""

from connectors.dialogue.dialogue import Turn
from connectors.services.composing import Desk, compose
from knowledge.faq import published_entries
from retrieval.decision import Decision
from tests.doubles.scripted_dialogue import FORM

ANSWERED = "How do we become a SEC Party?"
CLOSE = "What do we need for the assessment?"
UNKNOWN = "Who approved the last increase of the credit cover?"

DECISIONS = {
    ANSWERED: Decision("answer", ("become-sec-party",), confidence=0.98, reason="sure"),
    CLOSE: Decision(
        "clarify",
        ("assessment-requirements", "assessment-preparation", "book-assessment"),
        confidence=0.41,
        reason="close",
    ),
    UNKNOWN: Decision(
        "handoff",
        confidence=0.38,
        ranking=("credit-cover",),
        reason="near_miss",
        scores={"credit-cover": 0.38},
    ),
}


class FixedDialogue:
    """Composes replies as the service does; a “yes” brings the form.

    Args:
        database: Holds the FAQ.
        desk: The Helpdesk just now.
    """

    def __init__(self, database, desk: Desk) -> None:
        self._database = database
        self._desk = desk

    def send(self, _, text, *, payload=None):
        """Reply to a message."""
        if payload:
            return FORM
        with self._database.session() as session:
            entries = {entry.key: entry for entry in published_entries(session)}
        decision, replies = compose(DECISIONS[text], entries, self._desk)
        return Turn(replies, decision.as_dict())
