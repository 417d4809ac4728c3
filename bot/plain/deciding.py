"""What the plain bot says to a message, in the form of a predictions file."""

from __future__ import annotations

from typing import Any

from plain.recipe import FAQ, OWN_WORDS


def decision_of(parsed: dict[str, Any]) -> dict[str, Any]:
    """Return what the plain bot says to a message, in the form of a predictions file.

    Its intents for near misses and its fallback count as a hand-over, which is what its words amount to.

    Args:
        parsed: What Rasa makes of the message.
    """
    intent = parsed["intent"]["name"]
    replies = parsed.get("response_selector", {}).get(FAQ, {}).get("ranking", [])
    ranking = [reply["intent_response_key"].removeprefix(f"{FAQ}/") for reply in replies]
    if intent == FAQ:
        confidence = min(float(parsed["intent"]["confidence"]), float(replies[0]["confidence"]))
        return {"action": "answer", "keys": ranking[:1], "confidence": confidence, "ranking": ranking}
    if intent.startswith("outside_"):
        action = "decline"
    else:
        action = "chat" if intent in OWN_WORDS and intent != "ask_human" else "handoff"
    return {"action": action, "keys": [], "confidence": 0.0, "ranking": ranking}
