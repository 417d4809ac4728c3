"""Did this answer it?"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import Answers, AnswersRefused, AnswersUnavailable
from actions.saying import HANDOFF, Event, candidates_of, offers_handoff, say


async def rate(
    answers: Answers, dispatcher: CollectingDispatcher, tracker: Tracker, *, helpful: bool
) -> list[Event]:
    """Pass the rating of the last answer on; a "no" leads to the offer of the Helpdesk."""
    try:
        body = await answers.call("POST", "ratings", {"conversation": tracker.sender_id, "helpful": helpful})
        replies = body["replies"]
    except (AnswersRefused, AnswersUnavailable, KeyError):
        # A rating that is lost is no reason to trouble the visitor.
        replies = []
    if replies:
        say(dispatcher, replies)
    else:
        dispatcher.utter_message(response="utter_thank" if helpful else "utter_ask_what_went_wrong")
    offered = offers_handoff(replies)
    topic = tracker.get_slot("topic")
    return [
        SlotSet("pending", HANDOFF if offered else None),
        SlotSet("handoff_reason", "not_helpful" if offered else None),
        SlotSet("handoff_candidates", candidates_of([topic]) if offered else []),
    ]
