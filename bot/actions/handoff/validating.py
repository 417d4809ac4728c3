"""Runs the form's steps for Rasa: `handoff_form` calls this action on its start and on every message."""

from __future__ import annotations

import uuid
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.handoff.corrections import DETAILS
from actions.handoff.steps import CONFIRM, PREFIX, take
from actions.saying import Event, intent_of, text_of

REQUESTED = "requested_slot"


class ValidateHandoffForm(Action):
    """Takes each message while the form is open.

    Rasa asks for the first slot that is still empty; setting `requested_slot` to None ends the form.
    """

    def name(self) -> str:
        """Return the name that Rasa derives from the form's."""
        return "validate_handoff_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Event]:
        """Set the slots that the message filled, emptied or left as they are."""
        requested = tracker.get_slot(REQUESTED)
        if requested is None:
            return _start(dispatcher, tracker)
        outcome = take(
            requested[len(PREFIX) :],
            text_of(tracker),
            intent=intent_of(tracker),
            suggestion=tracker.get_slot("last_question"),
        )
        for response in outcome.says:
            dispatcher.utter_message(response=response)
        if outcome.cancelled:
            return [*emptied(), SlotSet(REQUESTED, None)]
        # Where no slot at all is set Rasa takes the message for one that isn't meant for the form.
        events = [SlotSet(PREFIX + name, value) for name, value in outcome.slots.items()]
        if outcome.new_wording:
            events.append(SlotSet("last_question", None))
        if outcome.ask:
            events.append(SlotSet(REQUESTED, PREFIX + outcome.ask))
        return events


def emptied(*, keep_person: bool = False) -> list[Event]:
    """Forget the hand-off; a visitor who has sent one need not introduce themselves again."""
    person = DETAILS[:3]
    slots = [*DETAILS, CONFIRM, "key", "reason", "candidates"]
    return [SlotSet(PREFIX + name, None) for name in slots if not (keep_person and name in person)]


def _start(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    key = tracker.get_slot("handoff_key")
    if key is None:
        dispatcher.utter_message(response="utter_handoff_start")
    return [SlotSet("handoff_key", key or str(uuid.uuid4()))]
