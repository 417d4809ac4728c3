"""How an action speaks: replies go to the channel as they are, and decide what "yes" means next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

Event = dict[str, Any]

HANDOFF = "handoff"
RATING = "rating"

NO_LOOK_UP = (
    "I'm sorry, I can't look anything up just now. Your question needn't wait: leave it here with your "
    "e-mail address, and the Helpdesk will answer you."
)
NO_TICKET = (
    "I'm sorry, I couldn't pass that on just now. Please send it with this form instead, so that nothing "
    "is lost."
)


def say(dispatcher: CollectingDispatcher, replies: Sequence[dict[str, Any]]) -> None:
    """Send replies of the answers process on, each as one message."""
    for reply in replies:
        dispatcher.utter_message(json_message={"reply": reply})


def say_form(dispatcher: CollectingDispatcher, text: str) -> None:
    """Have the channel show its own hand-off form, because we can't take the details ourselves."""
    say(dispatcher, [{"kind": "form", "text": text}])


def offers_handoff(replies: Sequence[dict[str, Any]]) -> bool:
    """Tell whether the replies ask for leave to pass the question to the Helpdesk."""
    return any(button.get("payload") == "/affirm" for reply in replies for button in reply.get("buttons", ()))


def candidates_of(keys: Sequence[str | None], scores: dict[str, float] | None = None) -> list[dict[str, Any]]:
    """Return what a ticket tells of the entries that came nearest.

    Args:
        keys: The entries, best first; None where there is none.
        scores: The probabilities of some of them.
    """
    return [{"key": key, "score": (scores or {}).get(key)} for key in keys if key]


def start_handoff(reason: str, candidates: Sequence[dict[str, Any]] = ()) -> list[Event]:
    """Begin the hand-off form."""
    return [
        SlotSet("pending", None),
        SlotSet("handoff_reason", reason),
        SlotSet("handoff_candidates", list(candidates)),
        # A form that was left half-filled an hour ago isn't this one.
        SlotSet("handoff_key", None),
        SlotSet("handoff_question", None),
        SlotSet("handoff_confirm", None),
        FollowupAction("handoff_form"),
    ]


def text_of(tracker: Tracker) -> str:
    """Return the visitor's message, without the space around it."""
    return str(tracker.latest_message.get("text") or "").strip()


def intent_of(tracker: Tracker) -> dict[str, Any]:
    """Return what the classifier made of the message."""
    return tracker.latest_message.get("intent") or {}
