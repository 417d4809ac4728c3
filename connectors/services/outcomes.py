"""What became of a visitor's question, in the few words that reports count by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHOSEN = "chosen"
"""An answer to a question that the assistant had asked back about: no new question."""

QUESTIONS = ("answer", "clarify", "handoff", "decline")
"""What may become of a question; these are `Decision.action`."""

ANSWERED = ("answer", CHOSEN)


@dataclass(frozen=True)
class Outcome:
    """What is kept beside a visitor's message.

    Attributes:
        name: One of `QUESTIONS`, or `CHOSEN`; None where the message was no question.
        entry_key: The entry that came nearest; None where none did.
    """

    name: str | None = None
    entry_key: str | None = None


def outcome_of(decision: Mapping[str, Any] | None, *, pressed: bool) -> Outcome:
    """Return what became of a message.

    Args:
        decision: `Decision.as_dict()`, where there was one.
        pressed: Whether it was a button: it goes on with a question, and asks none.
    """
    if decision is None:
        return Outcome()
    name = CHOSEN if decision.get("reason") == CHOSEN else None if pressed else decision.get("action")
    if name not in (*QUESTIONS, CHOSEN):
        return Outcome()
    keys = [*(decision.get("keys") or ()), *(decision.get("ranking") or ())]
    return Outcome(name, str(keys[0])[:80] if keys else None)
