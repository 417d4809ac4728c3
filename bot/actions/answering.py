"""The heart of the bot: ask for a decision on the message, and carry it out."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import Answers, AnswersRefused, AnswersUnavailable
from actions.hours import say_hours
from actions.rating import rate
from actions.saying import (
    HANDOFF,
    NO_LOOK_UP,
    RATING,
    Event,
    candidates_of,
    offers_handoff,
    say,
    say_form,
    start_handoff,
    text_of,
)
from actions.words import answer_to_us

SMALL_TALK = frozenset(("greet", "goodbye", "thank", "are_you_a_bot", "ask_capabilities", "small_talk"))
REQUEST_LENGTH = 60
"""A request for a person that is longer than this says what it is about."""


class ActionAnswerQuestion(Action):
    """Answers a message of the visitor's own, whatever its intent."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Event]:
        """Take a short yes or no as the answer to our last question; ask for a decision on all else."""
        text = text_of(tracker)
        if text.startswith("/ask_human"):
            await say_hours(self._answers, dispatcher)
            return start_handoff("human_request")
        # The classifier takes "ok" for small talk: where we asked something it is a yes.
        replied = await reply_to_us(self._answers, dispatcher, tracker, answer_to_us(text, None))
        if replied is not None:
            return replied
        return await answer(self._answers, dispatcher, tracker)


async def answer(answers: Answers, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    """Ask the answers process for a decision on the message, and carry it out.

    Where it is unreachable the channel shows its own form, so that no question is lost.
    """
    text = text_of(tracker)
    try:
        body = await answers.call("POST", "respond", _request(tracker, text))
        decision, replies = body["decision"], body["replies"]
    except AnswersRefused as refused:
        dispatcher.utter_message(text=refused.detail)
        return []
    except (AnswersUnavailable, KeyError):
        say_form(dispatcher, NO_LOOK_UP)
        return [] if text.startswith("/") else [SlotSet("last_question", text)]
    dispatcher.utter_message(json_message={"decision": decision})
    if decision["action"] == "chat":
        _chat(dispatcher, decision)
        return []
    say(dispatcher, replies)
    return _remember(tracker, text, decision, replies)


async def reply_to_us(
    answers: Answers, dispatcher: CollectingDispatcher, tracker: Tracker, meant: str | None
) -> list[Event] | None:
    """Carry out a yes, no or cancel that answers what we asked last; None where it doesn't.

    Args:
        answers: Takes the rating.
        dispatcher: Takes what is said.
        tracker: Knows what we asked.
        meant: ``"yes"``, ``"no"``, ``"cancel"`` or None.
    """
    pending = tracker.get_slot("pending")
    if pending == HANDOFF and meant == "yes":
        return accept_handoff(tracker)
    if pending == HANDOFF and meant:
        return decline_handoff(dispatcher)
    if pending == RATING and meant in ("yes", "no"):
        return await rate(answers, dispatcher, tracker, helpful=meant == "yes")
    return None


def accept_handoff(tracker: Tracker) -> list[Event]:
    """Start the form, for the reason that the offer was made for."""
    return start_handoff(
        tracker.get_slot("handoff_reason") or "accepted", tracker.get_slot("handoff_candidates") or ()
    )


def decline_handoff(dispatcher: CollectingDispatcher) -> list[Event]:
    """Leave it at that."""
    dispatcher.utter_message(response="utter_handoff_declined")
    return [SlotSet("pending", None), SlotSet("handoff_reason", None)]


def _request(tracker: Tracker, text: str) -> dict[str, Any]:
    # A pressed button has no ranking: nothing was classified.
    ranking = [] if text.startswith("/") else tracker.latest_message.get("intent_ranking") or []
    return {
        "conversation": tracker.sender_id,
        "text": text,
        "channel": "chat",
        "intents": [{"name": line["name"], "confidence": line["confidence"]} for line in ranking],
        "context": {"offered": tracker.get_slot("offered") or [], "topic": tracker.get_slot("topic")},
    }


def _chat(dispatcher: CollectingDispatcher, decision: dict[str, Any]) -> None:
    """Say the bot's own words for small talk, or for a yes or no to nothing."""
    intent = decision.get("intent")
    if decision.get("reason") == "nothing_open":
        dispatcher.utter_message(response="utter_nothing_asked")
    elif intent in SMALL_TALK:
        dispatcher.utter_message(response=f"utter_{intent}")
    else:
        dispatcher.utter_message(response="utter_small_talk")


def _remember(
    tracker: Tracker, text: str, decision: dict[str, Any], replies: list[dict[str, Any]]
) -> list[Event]:
    action, keys, reason = decision["action"], decision.get("keys") or [], decision.get("reason") or ""
    by_hand = text.startswith("/") or reason in {"chosen", "none_of_these"}
    events: list[Event] = [SlotSet("offered", keys if action == "clarify" else [])]
    if action == "handoff" and reason == "human_request":
        # "A person, please" is no question; the one before it is.
        if not tracker.get_slot("last_question") and len(text) > REQUEST_LENGTH:
            events.append(SlotSet("last_question", text))
        return events + start_handoff(reason, candidates_of([tracker.get_slot("topic")]))
    if not by_hand:
        # Of several questions only the one that no entry answers is left for people.
        events.append(SlotSet("last_question", decision.get("question") or text))
    if action == "answer" and keys:
        events.append(SlotSet("topic", keys[0]))
    offered = action == "handoff" or offers_handoff(replies)
    scored = candidates_of(keys, decision.get("scores"))
    if offered:
        before = tracker.get_slot("handoff_candidates") if tracker.get_slot("offered") else None
        events += [SlotSet("handoff_reason", reason), SlotSet("handoff_candidates", scored or before or [])]
    elif action == "clarify":
        # For whoever says that none of these fits.
        events.append(SlotSet("handoff_candidates", scored))
    pending = HANDOFF if offered else RATING if action == "answer" else None
    return [*events, SlotSet("pending", pending)]
