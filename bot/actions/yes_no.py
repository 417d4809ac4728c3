"""Yes, no, cancel and a rating, said in words or by a button, outside the form."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import accept_handoff, answer, decline_handoff, reply_to_us
from actions.answers import Answers
from actions.rating import rate
from actions.saying import RATING, Event, intent_of, text_of
from actions.words import ENOUGH, answer_to_us


class ActionYes(Action):
    """Takes a yes for the answer to what we asked last; without such a question it is a message."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_yes"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Event]:
        """Carry out what was agreed to, or declined."""
        text = text_of(tracker)
        if text.startswith("/"):
            return _pressed(dispatcher, tracker, text)
        meant = answer_to_us(text, intent_of(tracker))
        replied = await reply_to_us(self._answers, dispatcher, tracker, meant)
        return await answer(self._answers, dispatcher, tracker) if replied is None else replied


class ActionNo(ActionYes):
    """Takes a no for the answer to what we asked last."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_no"


class ActionCancel(ActionYes):
    """Drops what was asked last."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_cancel"


def _pressed(dispatcher: CollectingDispatcher, tracker: Tracker, payload: str) -> list[Event]:
    # Outside the form these buttons belong to the offer of the Helpdesk, perhaps to one further up. An
    # offer that was declined or carried out has no reason any more, so that pressing twice does no harm.
    if not tracker.get_slot("handoff_reason"):
        dispatcher.utter_message(response="utter_nothing_open")
        return []
    return accept_handoff(tracker) if payload.startswith("/affirm") else decline_handoff(dispatcher)


class ActionRateAnswer(Action):
    """Takes the rating of the last answer."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_rate_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Event]:
        """Count a button always, and words only right after an answer and where they are clear."""
        text, intent = text_of(tracker), intent_of(tracker)
        clear = (intent.get("confidence") or 0.0) >= ENOUGH and "?" not in text
        if text.startswith("/rate_") or (clear and tracker.get_slot("pending") == RATING):
            return await rate(self._answers, dispatcher, tracker, helpful=intent.get("name") == "rate_yes")
        return await answer(self._answers, dispatcher, tracker)
