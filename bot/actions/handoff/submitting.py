"""Turns the confirmed form into a ticket."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import Answers, AnswersRefused, AnswersUnavailable
from actions.handoff.corrections import DETAILS
from actions.handoff.steps import PREFIX
from actions.handoff.validating import emptied
from actions.saying import NO_TICKET, Event, say, say_form


class ActionSubmitHandoff(Action):
    """Creates the ticket; says its reference and what happens next."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_submit_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Event]:
        """Send the form where it was confirmed; Rasa comes here after a cancelled one, too."""
        if tracker.get_slot("handoff_confirm") != "yes":
            return []
        try:
            body = await self._answers.call("POST", "tickets", _ticket(tracker))
            replies = body["replies"]
        except AnswersRefused as refused:
            return _ask_again(dispatcher, refused)
        except (AnswersUnavailable, KeyError):
            say_form(dispatcher, NO_TICKET)
            return [*emptied(keep_person=True), SlotSet("pending", None)]
        say(dispatcher, replies)
        return [*emptied(keep_person=True), SlotSet("pending", None), SlotSet("last_question", None)]


def _ticket(tracker: Tracker) -> dict[str, Any]:
    return {
        "conversation": tracker.sender_id,
        "key": tracker.get_slot("handoff_key"),
        **{detail: tracker.get_slot(PREFIX + detail) or "" for detail in DETAILS},
        "reason": tracker.get_slot("handoff_reason") or "",
        "candidates": tracker.get_slot("handoff_candidates") or [],
    }


def _ask_again(dispatcher: CollectingDispatcher, refused: AnswersRefused) -> list[Event]:
    # The key stays, so that the form goes on where it was instead of starting anew.
    if refused.detail:
        dispatcher.utter_message(text=refused.detail)
    events = [SlotSet("handoff_confirm", None)]
    if refused.field in DETAILS:
        events.append(SlotSet(PREFIX + refused.field, None))
    return [*events, FollowupAction("handoff_form")]
