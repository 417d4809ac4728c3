"""What a conversation tells about its next message: what was offered, answered and asked last."""

import json
from collections.abc import Sequence
from typing import Any

from knowledge.tables import Message
from retrieval.decision import Context

CHOOSE_ENTRY = "/choose_entry"

NO_QUESTION = frozenset(("human_request", "form_step", "chosen", "none_of_these"))
"""Reasons of decisions on messages that hold no question of their own."""

NO_CANDIDATES = frozenset(("human_request", "form_step"))
"""Reasons of decisions that say nothing on what the answer might be."""


def last_turn(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return the replies after the visitor's last answered message, in order.

    Args:
        messages: A conversation's messages, oldest first.
    """
    replies: list[dict[str, Any]] = []
    for message in reversed(messages):
        if message.author == "visitor":
            if message.state == "answered":
                break
        elif message.reply:
            replies.insert(0, message.reply)
    return replies


def context_of(messages: Sequence[Message]) -> Context:
    """Return what the next decision should know."""
    offered = tuple(
        key
        for reply in last_turn(messages)
        if reply["kind"] == "choice"
        for button in reply.get("buttons", ())
        if (key := chosen_entry(button["payload"]))
    )
    answers = [m.reply["answer"]["key"] for m in messages if m.reply and m.reply["kind"] == "answer"]
    return Context(offered=offered, topic=answers[-1] if answers else None)


def chosen_entry(payload: str) -> str | None:
    """Return the entry that a button stands for, or None where it stands for something else."""
    if not payload.startswith(CHOOSE_ENTRY):
        return None
    try:
        entry = json.loads(payload.removeprefix(CHOOSE_ENTRY))["entry"]
    except (ValueError, KeyError, TypeError):
        return None
    return entry if isinstance(entry, str) else None


def was_offered(messages: Sequence[Message], payload: str) -> bool:
    """Tell whether a button with this payload was ever shown in the conversation."""
    return any(
        button["payload"] == payload
        for message in messages
        if message.reply
        for button in message.reply.get("buttons", ())
    )


def handing_over(messages: Sequence[Message]) -> bool:
    """Tell whether the visitor is inside the hand-off form that the dialogue asks step by step.

    That is so after a decision to hand over, where what was said last is neither the offer nor the
    channel's own form, and no ticket came of it yet.
    """
    decided = next((m for m in reversed(messages) if m.decision), None)
    if decided is None or decided.decision is None:
        return False
    since = [m for m in messages if m.id > decided.id]
    # Beside an answer the offer is for one part of the message, and something was said to it.
    partly = decided.decision.get("question") and any(m.author == "visitor" for m in since)
    if decided.decision["action"] != "handoff" and not partly:
        return False
    if any(m.payload in {"/deny", "/cancel"} or (m.reply and m.reply.get("ticket")) for m in since):
        return False
    return not any(reply["kind"] in {"handoff", "form"} for reply in last_turn(messages))


def last_question(messages: Sequence[Message]) -> str:
    """Return the words of the visitor's last real question; empty where there was none.

    Small talk, the wish for a person, the steps of a form and buttons are none.
    """
    by_form = {m.reply_to_id for m in messages if m.reply and m.reply["kind"] == "form"}
    for message in reversed(messages):
        if message.author != "visitor" or message.payload is not None:
            continue
        decision = message.decision
        if decision is None and (message.id in by_form or message.state != "answered"):
            return message.text
        if decision and decision["action"] != "chat" and decision.get("reason") not in NO_QUESTION:
            # Of several questions only the one that no entry answers is left for people.
            return decision.get("question") or message.text
    return ""


def last_candidates(messages: Sequence[Message], most: int = 3) -> list[dict[str, Any]]:
    """Return what the assistant would have answered to the last question, for the people who do."""
    for message in reversed(messages):
        decision = message.decision
        if decision and decision["action"] != "chat" and decision.get("reason") not in NO_CANDIDATES:
            keys = list(decision.get("keys") or decision.get("ranking") or ())[:most]
            scores = decision.get("scores") or {key: decision.get("confidence") for key in keys[:1]}
            return [{"key": key, "score": scores.get(key)} for key in keys]
    return []
